"""Load the themes, bodies and labels of ministries that the site starts with."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from commitments.imports.reference import load_reference
from commitments.models import Body, BodyLabel, Theme


class Command(BaseCommand):
    help = (
        "Add the themes, bodies and published labels of fixtures/reference.json that "
        "are missing; what stands, and what was changed, is left alone."
    )

    def handle(self, **options):
        before = counts()
        load_reference()
        after = counts()
        added = sum(after.values()) - sum(before.values())
        self.stdout.write(
            _(
                "Themes: %(themes)d. Bodies: %(bodies)d. Published labels: "
                "%(labels)d. Added now: %(added)d."
            )
            % (after | {"added": added})
        )


def counts():
    """How many rows of each kind there are."""
    return {
        "themes": Theme.objects.count(),
        "bodies": Body.objects.count(),
        "labels": BodyLabel.objects.count(),
    }
