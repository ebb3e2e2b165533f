"""Say how good the machine's suggestions were, from what editors decided."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from commitments.decisions import report
from commitments.extraction.labels import REASONS


class Command(BaseCommand):
    help = (
        "Precision of the suggestions by level, cue and deadline rule, from the "
        "decisions that editors have taken."
    )

    def handle(self, **options):
        found = report()
        if not found.levels:
            self.stdout.write(_("No suggestion has been decided yet."))
            return
        self.table(_("Level"), found.levels)
        self.table(_("Cue"), found.cues)
        self.table(_("Deadline rule"), found.rules)

    def table(self, title, tallies):
        heads = (_("decided"), _("kept"), _("adjusted"), _("rejected"), _("precision"))
        self.stdout.write("")
        self.stdout.write(f"{title:32}" + "".join(f"{head:>12}" for head in heads))
        for tally in tallies:
            counts = (tally.decided, tally.kept, tally.adjusted, tally.rejected)
            line = f"{tally.name:32}" + "".join(f"{count:>12}" for count in counts)
            why = ", ".join(f"{code} {n}" for code, n in tally.reasons.most_common(3))
            words = REASONS.get(tally.name, ("", ""))[0]
            note = " · ".join(filter(None, (words, why)))
            self.stdout.write(f"{line}{tally.precision:>12.0%}  {note}".rstrip())
