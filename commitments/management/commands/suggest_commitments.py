"""Look for commitments in the answers that nobody has gone through yet."""

from django.core.management.base import BaseCommand
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from commitments.models import Answer, AnswerText, Commitment, CommitmentWord
from commitments.words import index_commitment
from commitments.workflow import suggest


class Command(BaseCommand):
    help = (
        "Suggest commitments in every answer whose text was not read by the machine; "
        "with --again in all of them, when the rules have improved. Decisions stay."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--again", action="store_true", help="read every text once more"
        )

    def handle(self, *, again, **options):
        answers = Answer.objects.with_text() if again else unsuggested()
        read = found = 0
        # Ids first: the rows are locked and changed one by one while we go.
        for pk in list(answers.order_by("pk").values_list("pk", flat=True)):
            found += len(suggest(Answer(pk=pk), again=again))
            read += 1
        for commitment in unindexed(again):
            index_commitment(commitment)
        self.stdout.write(
            _("Answers read: %(read)d. Suggestions to decide in them: %(found)d.")
            % {"read": read, "found": found}
        )


def unsuggested():
    """Answers with a text newer than the one that the machine has read."""
    texts = AnswerText.objects.filter(answer=OuterRef("pk"))
    unread = Q(suggested_text=None) | Exists(
        texts.filter(number__gt=OuterRef("suggested_text__number"))
    )
    return Answer.objects.filter(Exists(texts), unread)


def unindexed(again):
    """Commitments without their words in the index; with ``again`` all."""
    commitments = Commitment.objects.all()
    if not again:
        indexed = CommitmentWord.objects.values("commitment")
        commitments = commitments.exclude(pk__in=indexed)
    return commitments.order_by("pk").iterator()
