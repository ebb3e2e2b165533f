"""Look for commitments in the answers that nobody has gone through yet."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from commitments.imports.suggesting import cores, suggest_in, unsuggested
from commitments.models import Answer, Commitment, CommitmentWord
from commitments.words import index_commitment


class Command(BaseCommand):
    help = (
        "Suggest commitments in every answer whose text was not read by the machine; "
        "with --again in all of them, when the rules have improved. Decisions stay."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--again", action="store_true", help="read every text once more"
        )
        parser.add_argument(
            "--processes",
            type=int,
            default=cores(),
            help="how many answers to read at the same time (by default one per core)",
        )

    def handle(self, *, again, processes, **options):
        answers = Answer.objects.with_text() if again else unsuggested()
        read = found = 0
        for here, suggested in suggest_in(answers, again=again, processes=processes):
            read += here
            found += suggested
        for commitment in unindexed(again):
            index_commitment(commitment)
        self.stdout.write(
            _("Answers read: %(read)d. Suggestions to decide in them: %(found)d.")
            % {"read": read, "found": found}
        )


def unindexed(again):
    """Commitments without their words in the index; with ``again`` all."""
    commitments = Commitment.objects.all()
    if not again:
        indexed = CommitmentWord.objects.values("commitment")
        commitments = commitments.exclude(pk__in=indexed)
    return commitments.order_by("pk").iterator()
