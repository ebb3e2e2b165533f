"""Write the open-data package, for a nightly job."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from commitments.exports.dump import publish


class Command(BaseCommand):
    help = (
        "Write every public table as an open-data package, which the site serves under "
        "/donnees/ from then on."
    )

    def handle(self, **options):
        # Without the site's address, those in the files begin with their path.
        folder = publish(settings.SITE_URL)
        size = sum(path.stat().st_size for path in folder.iterdir())
        said = _("Written: %(folder)s, %(size)d MB.")
        self.stdout.write(said % {"folder": folder, "size": size // 2**20})
