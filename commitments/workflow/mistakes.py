"""Verbs on the reports of mistakes: a reader reports, an editor settles.

Settling corrects nothing by itself: what was right in a report is corrected by the
verbs that correct, with their own notes to readers.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.choices import Settlement
from commitments.models import Change, MistakeReport
from commitments.workflow.audit import RECORD, note_change, permit
from commitments.workflow.errors import Refused


@transaction.atomic
def receive_report(
    *, kind, message, commitment=None, answer=None, source_url="", email=""
) -> MistakeReport:
    """Keep what a reader reports; the address stays out of the audit trail."""
    report = MistakeReport.objects.create(
        commitment=commitment,
        answer=answer,
        kind=kind,
        message=message,
        source_url=source_url,
        email=email,
    )
    # Not by note_change: readers see nothing new, so the pages that are kept stand.
    Change.objects.create(
        by=None,
        verb="receive",
        commitment=commitment,
        model=report._meta.model_name,
        object_id=report.pk,
        after={"kind": str(kind)},
    )
    return report


@transaction.atomic
def settle_report(report, *, by, settlement, note) -> MistakeReport:
    """Accept or refuse a report with a note, once; its address is deleted."""
    permit(by, RECORD)
    if not note.strip():
        raise Refused(_("Say what was done, or why nothing was."))
    rows = MistakeReport.objects.select_for_update(of=("self",), no_key=True)
    current = rows.get(pk=report.pk)
    if current.settlement != Settlement.PENDING:
        raise Refused(_("This report is already settled."))
    current.settlement, current.note = settlement, note
    current.settled_by, current.settled_at = by, timezone.now()
    current.email = ""
    current.save()
    note_change(
        current,
        by=by,
        verb="settle",
        before={"settlement": Settlement.PENDING.value},
        after={"settlement": str(settlement)},
        why=note,
    )
    return current
