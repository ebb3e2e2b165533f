"""Mend the index of the search, write it anew, or say what is wrong with it."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from commitments.search import KINDS
from commitments.search.indexing import compare, complete, mend
from commitments.search.indexing import rebuild as rebuild_all
from commitments.search.vocabulary import forget

# Records between two lines that say how far it has come.
SAID_EVERY = 10_000


class Command(BaseCommand):
    help = (
        "Index what the search misses or holds wrong. The site keeps the index by "
        "itself; this is for after a restored backup, an upgrade of the analysis or a "
        "move to another engine."
    )

    def add_arguments(self, parser):
        which = parser.add_mutually_exclusive_group()
        which.add_argument(
            "--rebuild", action="store_true", help="empty the index and write it anew"
        )
        which.add_argument(
            "--missing",
            action="store_true",
            help="only index what the index does not hold: quick when that is nothing",
        )
        which.add_argument(
            "--check",
            action="store_true",
            help="change nothing; fail when the index is not what it should be",
        )

    def handle(self, *, rebuild, missing, check, **options):
        if rebuild:
            forget()
            self.say_progress(rebuild_all)
            return
        if missing:
            self.say_progress(complete)
            return
        wrong = 0
        for kind in KINDS:
            found = compare(kind) if check else mend(kind)
            wrong += bool(found)
            self.stdout.write(
                _("%(kind)s: %(missing)d missing, %(changed)d changed, %(gone)d gone.")
                % {
                    "kind": kind,
                    "missing": len(found.missing),
                    "changed": len(found.changed),
                    "gone": len(found.gone),
                }
            )
        if check and wrong:
            raise CommandError(_("The index is not what it should be."))

    def say_progress(self, index):
        """Index each kind by a function that yields how many records are done."""
        for kind in KINDS:
            done = 0
            for done in index(kind):
                if done % SAID_EVERY == 0:
                    self.stdout.write(f"{kind}: {done}")
            if done:
                self.stdout.write(f"{kind}: {done}")
