"""Verbs on what follows a promise: deadlines, evidence, measurements, replies."""

from django.db import transaction
from django.utils.translation import gettext as _

from commitments.choices import Precision
from commitments.models import Deadline, Evidence, Measurement, Reply
from commitments.timing import YEARS, today
from commitments.workflow.audit import RECORD, note_change, permit
from commitments.workflow.commitments import followed, save_next_version
from commitments.workflow.errors import Refused


@transaction.atomic
def set_deadline(commitment, *, by, version, reason="", **fields) -> Deadline:
    """Record the deadline, or revise it: the new row supersedes the current one.

    ``fields`` are those of Deadline (words, anchor_on, rule, due_earliest, due_latest,
    precision, event, readings, reasoning, answer, evidence). A revision needs a
    ``reason``. The first date ever given stays the original.
    """
    permit(by, RECORD)
    commitment = followed(commitment, version)
    current = commitment.deadlines.current().first()
    if current and not reason.strip():
        raise Refused(_("Say why the deadline changes."))
    _refuse_disorder(fields)
    _refuse_odd_years(fields, "anchor_on", "due_earliest", "due_latest")
    if fields.get("evidence"):
        _refuse_foreign(fields["evidence"], commitment)
    deadline = Deadline.objects.create(
        commitment=commitment,
        created_by=by,
        supersedes=current,
        reason=reason,
        **fields,
    )
    before = {"due_on": commitment.due_on}
    commitment.due_on = deadline.due_latest
    commitment.due_precision = deadline.precision
    commitment.is_awaiting_trigger = bool(deadline.event)
    commitment.original_due_on = commitment.original_due_on or deadline.due_latest
    save_next_version(commitment)
    note_change(
        deadline,
        by=by,
        verb="revise" if current else "set",
        before=before,
        after={"due_on": deadline.due_latest, "words": deadline.words},
        why=reason,
    )
    return deadline


def _refuse_disorder(fields):
    earliest, latest = fields.get("due_earliest"), fields.get("due_latest")
    if earliest and latest and earliest > latest:
        raise Refused(_("The earliest day comes after the last day."))
    if latest and fields.get("event"):
        raise Refused(_("A deadline has a date or awaits an event, not both."))
    if earliest and not latest:
        raise Refused(_("A deadline with a first day needs a last day."))
    is_precise = fields.get("precision", Precision.NONE) != Precision.NONE
    if is_precise != bool(latest):
        raise Refused(_("A date has a precision, and nothing else has one."))


def _refuse_odd_years(fields, *names):
    days = filter(None, (fields.get(name) for name in names))
    if any(day.year not in YEARS for day in days):
        raise Refused(
            _("Is the year right? It must lie between %(first)d and %(last)d.")
            % {"first": YEARS[0], "last": YEARS[-1]}
        )


def _refuse_unless_past(**days):
    """What has happened has a day that makes sense, today at the latest."""
    _refuse_odd_years(days, *days)
    if any(day > today() for day in days.values() if day):
        raise Refused(_("This day has not come yet: is the year right?"))


def _refuse_foreign(evidence, commitment):
    evidence.refresh_from_db()
    if evidence.commitment_id != commitment.pk:
        raise Refused(_("This evidence belongs to another commitment."))
    if evidence.is_withdrawn:
        raise Refused(_("This evidence is withdrawn."))


@transaction.atomic
def add_evidence(commitment, *, by, **fields) -> Evidence:
    """Add what is known, with its source: an address, an answer or a file."""
    permit(by, RECORD)
    commitment = followed(commitment)
    if not (fields.get("url") or fields.get("answer") or fields.get("file")):
        raise Refused(_("Evidence needs a source: an address, an answer or a file."))
    _refuse_unless_past(
        published_on=fields.get("published_on"), event_on=fields.get("event_on")
    )
    evidence = Evidence.objects.create(commitment=commitment, added_by=by, **fields)
    save_next_version(commitment)
    note_change(
        evidence,
        by=by,
        verb="add",
        after={
            "title": evidence.title,
            "url": evidence.url,
            "stance": evidence.stance,
            "file_sha256": evidence.file_sha256,
        },
    )
    return evidence


@transaction.atomic
def add_measurement(
    commitment, *, by, evidence, value, observed_on, supersedes=None, **fields
) -> Measurement:
    """Add a dated value of the indicator, or revise one by a new row."""
    permit(by, RECORD)
    commitment = followed(commitment)
    _refuse_foreign(evidence, commitment)
    _refuse_unless_past(observed_on=observed_on)
    revisable = commitment.measurements.standing().filter(superseded_by=None)
    if supersedes and not revisable.filter(pk=supersedes.pk).exists():
        raise Refused(_("This measurement has already been revised or withdrawn."))
    measurement = Measurement.objects.create(
        commitment=commitment,
        created_by=by,
        evidence=evidence,
        value=value,
        observed_on=observed_on,
        supersedes=supersedes,
        **fields,
    )
    save_next_version(commitment)
    note_change(
        measurement,
        by=by,
        verb="revise" if supersedes else "add",
        before={"value": supersedes.value} if supersedes else {},
        after={"value": value, "observed_on": observed_on},
    )
    return measurement


@transaction.atomic
def record_reply(commitment, *, by, body, text, received_on) -> Reply:
    """Record the reply of a body concerned, shown beside the assessment."""
    permit(by, RECORD)
    commitment = followed(commitment)
    _refuse_unless_past(received_on=received_on)
    reply = Reply.objects.create(
        commitment=commitment,
        body=body,
        text=text,
        received_on=received_on,
        recorded_by=by,
    )
    save_next_version(commitment)
    note_change(reply, by=by, verb="add", after={"body": body, "text": text})
    return reply
