"""The public history of commitments, composed from their rows.

The audit trail is internal; what readers see is told here from the records themselves,
each at the date it speaks of. Rows of drafts are never asked for.
"""

import datetime
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commitments.choices import PassageRole, Precision, Stance, Status
from commitments.comparison import Piece
from commitments.corrections import Difference, corrections, from_to
from commitments.models import Assessment, Commitment, Deadline, Evidence
from commitments.records import Records, revisions
from commitments.timing import day_of
from commitments.typography import format_date, format_due, format_quantity


@dataclass(frozen=True)
class Entry:
    """One thing that happened, as a timeline shows it, and when it was recorded.

    ``kind`` is promise, deadline, evidence, measurement, assessment, correction, reply
    or record; ``quote`` holds exact words, ``note`` what concerns the record itself.
    The title may end with a ``named`` thing, French whatever the reader's language.
    """

    on: datetime.date
    at: datetime.datetime
    kind: str
    title: str
    named: str = ""
    precision: str = Precision.DAY
    text: str = ""
    quote: str = ""
    note: str = ""
    url: str = ""
    label: str = ""
    differences: list[Difference] = field(default_factory=list)


def public_history(commitment, records: Records) -> list[Entry]:
    """Everything that happened to a public commitment, the latest first.

    Of one day, what was recorded last is first.
    """
    entries = [
        *_passages(records.passages, commitment),
        *_deadlines(records.deadlines, commitment),
        *_evidence(records.evidence, commitment),
        *_measurements(records.measurements, commitment),
        *_assessments(records.assessments),
        *_replies(records.replies, commitment),
        *_changes(records.changes, commitment),
    ]
    return sorted(entries, key=lambda entry: (entry.on, entry.at), reverse=True)


def _told(records, commitment):
    """The records that readers may know of: not those withdrawn while a draft."""
    return [record for record in records if _is_told(record, commitment)]


def _is_told(record, commitment):
    return not record.is_withdrawn or record.withdrawn_at >= commitment.published_at


def _replaced_before(rows, moment):
    """The keys of the rows of a chain that were superseded before a moment."""
    return {pk for pk, later in revisions(rows).items() if later.created_at < moment}


def _passages(passages, commitment):
    for passage in _told(passages, commitment):
        yield Entry(
            on=passage.answer.answered_on,
            at=passage.created_at,
            kind="promise",
            title=_("An answer %(does)s") % {"does": PassageRole(passage.role).label},
            quote="" if passage.is_withdrawn else passage.quote,
            note=_withdrawn(passage),
            url=passage.answer.get_absolute_url(),
            label=_("Read the answer"),
        )


def _deadlines(deadlines, commitment):
    """Every deadline that readers saw; the first one ever given is always told."""
    unseen = _replaced_before(deadlines, commitment.published_at)
    rows = [
        row for row in deadlines if row.supersedes_id is None or row.pk not in unseen
    ]
    for before, deadline in pairwise([None, *rows]):
        revised = before is not None
        set_on = deadline.anchor_on or commitment.promised_on
        yield Entry(
            on=set_on if set_on and not revised else day_of(deadline.created_at),
            at=deadline.created_at,
            kind="deadline",
            title=_("Deadline revised") if revised else _("Deadline set"),
            quote=deadline.words,
            text=deadline.reason or deadline.reasoning,
            differences=[
                Difference(
                    label=_("Deadline"),
                    pieces=from_to(_due(before), _due(deadline))
                    if revised
                    else [Piece(_due(deadline))],
                )
            ],
        )


def _due(deadline):
    """The day of a deadline as exactly as it is known, or why there is none."""
    if deadline.due_latest:
        return format_due(deadline.due_latest, deadline.precision, get_language())
    if deadline.event:
        return _("Awaiting: %(event)s") % {"event": deadline.event}
    return _("None that can be dated")


def _evidence(evidence, commitment):
    for item in _told(evidence, commitment):
        on = item.speaks_of_on or day_of(item.added_at)
        yield Entry(
            on=on,
            at=item.added_at,
            kind="evidence",
            title=_("%(stance)s: %(title)s")
            % {"stance": Stance(item.stance).label, "title": item.title},
            named=item.title,
            quote="" if item.is_withdrawn else item.extract,
            note=_withdrawn(item)
            or _("Recorded on %(day)s.") % {"day": _say(item.added_at)},
        )


def _measurements(measurements, commitment):
    """Every figure that readers saw, those withdrawn or revised since included."""
    unseen = _replaced_before(measurements, commitment.published_at)
    revised_by = revisions(measurements)
    told = {
        row.pk: row
        for row in _told(measurements, commitment)
        if _is_told(row.evidence, commitment) and row.pk not in unseen
    }
    for row in told.values():
        before = told.get(row.supersedes_id)
        differences = []
        if before and not (_has_fallen(row) or _has_fallen(before)):
            pieces = from_to(_value(before, commitment), _value(row, commitment))
            differences = [Difference(label=_("Value"), pieces=pieces)]
        yield Entry(
            on=row.observed_on,
            at=row.created_at,
            kind="measurement",
            precision=row.precision,
            title=_figure(row, commitment, is_revision=before is not None),
            text="" if _has_fallen(row) else row.evidence.title,
            note=_fate(row, revised_by.get(row.pk)),
            differences=differences,
        )


def _has_fallen(measurement):
    """Tell whether a figure rests on nothing any more: what it says is not repeated."""
    return measurement.evidence.is_withdrawn


def _value(measurement, commitment):
    return format_quantity(measurement.value, commitment.unit, get_language())


def _figure(row, commitment, *, is_revision):
    if _has_fallen(row):
        return _("A measurement whose source was withdrawn")
    said = _("Measured: %(value)s")
    if row.is_withdrawn:
        said = _("Measurement withdrawn: %(value)s")
    elif is_revision:
        said = _("Measurement revised: %(value)s")
    return said % {"value": _value(row, commitment)}


def _fate(row, later):
    """What became of a figure: withdrawn, revised or, as most are, just recorded."""
    if row.is_withdrawn:
        return _withdrawn(row)
    if _has_fallen(row):
        return _withdrawn(row.evidence)
    if later:
        return _("Revised on %(day)s.") % {"day": _say(later.created_at)}
    return _("Recorded on %(day)s.") % {"day": _say(row.created_at)}


def _assessments(assessments):
    for assessment in assessments:
        title = _("Assessed: %(status)s") % {"status": Status(assessment.status).label}
        if assessment.is_correction:
            title = _("Correction of a mistake: %(status)s") % {
                "status": Status(assessment.status).label
            }
        yield Entry(
            on=assessment.as_of_on,
            at=assessment.reviewed_at,
            kind="correction" if assessment.is_correction else "assessment",
            title=title,
            text=assessment.rationale,
            note=_("Reviewed by a second person on %(day)s.")
            % {"day": _say(assessment.reviewed_at)},
        )


def _replies(replies, commitment):
    for reply in _told(replies, commitment):
        yield Entry(
            on=reply.received_on,
            at=reply.recorded_at,
            kind="reply",
            title=_("Reply of %(body)s") % {"body": reply.body},
            named=str(reply.body),
            quote="" if reply.is_withdrawn else reply.text,
            note=_withdrawn(reply),
        )


def _changes(changes, commitment):
    titles = {
        "publish": _("Published"),
        "edit": _("Record corrected"),
        "withdraw": _("Withdrawn"),
    }
    differences = corrections(commitment, [c for c in changes if c.verb == "edit"])
    for change in changes:
        told = change.verb != "publish"
        yield Entry(
            on=day_of(change.at),
            at=change.at,
            kind="record",
            title=titles.get(change.verb, _("Record changed")),
            text=change.public_note if told else "",
            differences=differences.get(change.pk, []),
        )


def _withdrawn(record):
    if not record.is_withdrawn:
        return ""
    return _("Withdrawn on %(day)s: %(reason)s") % {
        "day": _say(record.withdrawn_at),
        "reason": record.withdrawal_reason,
    }


def _say(moment):
    return format_date(day_of(moment), get_language())


@dataclass(frozen=True)
class News:
    """The latest thing that happened to one published commitment."""

    at: datetime.datetime
    commitment: Commitment
    title: str


# Among so many commitments, those changed last, the news is looked for.
CHANGED_LAST = 100


def latest_news(limit: int) -> list[News]:
    """What was last published, assessed, rescheduled or documented, latest first.

    Each of these also changes the commitment, whose index by that moment leads to them:
    in the order of their own moments, all there ever were would be sorted.
    """
    changed = Commitment.objects.published().order_by("-changed_at")[:CHANGED_LAST]
    commitments = {c.pk: c for c in changed.only("slug", "title", "published_at")}
    news = [News(c.published_at, c, _("Published")) for c in commitments.values()]
    among = {"commitment__in": list(commitments)}
    assessments = Assessment.objects.approved().filter(**among)
    for row in assessments.order_by("-reviewed_at")[:limit]:
        title = _("Assessed: %(status)s") % {"status": Status(row.status).label}
        news.append(News(row.reviewed_at, commitments[row.commitment_id], title))
    deadlines = Deadline.objects.filter(supersedes__isnull=False, **among)
    for row in deadlines.order_by("-created_at")[:limit]:
        commitment = commitments[row.commitment_id]
        news.append(News(row.created_at, commitment, _("Deadline revised")))
    evidence = Evidence.objects.standing().filter(**among)
    for row in evidence.order_by("-added_at")[:limit]:
        title = _("New evidence: %(title)s") % {"title": row.title}
        news.append(News(row.added_at, commitments[row.commitment_id], title))
    news.sort(key=lambda item: item.at, reverse=True)
    return _one_each(news)[:limit]


def _one_each(news):
    """The latest item of each commitment only, so that one cannot fill the page."""
    seen, kept = set(), []
    for item in news:
        if item.commitment.pk not in seen:
            seen.add(item.commitment.pk)
            kept.append(item)
    return kept
