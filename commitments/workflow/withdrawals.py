"""The verb that withdraws what hangs on a commitment: evidence, figures and so on."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.choices import PassageRole
from commitments.models import Passage
from commitments.models.withdrawal import Withdrawable
from commitments.workflow import answers
from commitments.workflow.audit import RECORD, REVIEW, note_change, permit
from commitments.workflow.commitments import (
    locked,
    remember_source,
    save_next_version,
)
from commitments.workflow.errors import Refused


def right_to_withdraw(commitment) -> str:
    """The permission that a withdrawal takes: readers may have seen the record."""
    return REVIEW if commitment.published_at else RECORD


@transaction.atomic
def withdraw_record(record: Withdrawable, *, by, reason: str) -> Withdrawable:
    """Withdraw a wrong record with a reason; it is kept and shown as withdrawn.

    Editors withdraw what hangs on a commitment that was never published, reviewers
    anything.
    """
    is_passage = isinstance(record, Passage)
    answer = answers.locked(record.answer) if is_passage else None
    commitment = locked(record.commitment)
    permit(by, right_to_withdraw(commitment))
    if not reason.strip():
        raise Refused(_("Give a reason."))
    rows = type(record).objects.select_for_update(of=("self",), no_key=True)
    record.refresh_from_db(from_queryset=rows)
    if record.is_withdrawn:
        raise Refused(_("This record is already withdrawn."))
    _refuse_last_words(record, commitment)
    record.withdrawn_at, record.withdrawn_by = timezone.now(), by
    record.withdrawal_reason = reason
    record.save()
    if is_passage:
        answers.keep_likely_count(answer)
        remember_source(commitment)
    save_next_version(commitment)
    note_change(
        record,
        by=by,
        verb="withdraw",
        why=reason,
        public_note=reason if commitment.published_at else "",
    )
    return record


def _refuse_last_words(record, commitment):
    if not isinstance(record, Passage) or not commitment.is_public:
        return
    others = commitment.passages.standing().filter(role=PassageRole.MAKES)
    if not others.exclude(pk=record.pk).exists():
        raise Refused(
            _(
                "These are the only words that make a published commitment: quote "
                "others first, or withdraw the commitment."
            )
        )
