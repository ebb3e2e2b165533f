"""The public history of commitments, composed from their rows.

The audit trail is internal; what readers see is told here from the records themselves,
each at the date it speaks of. Rows of drafts are never asked for.
"""

import datetime
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commitments.choices import Precision, Publication
from commitments.models import Assessment, Commitment, Deadline, Evidence
from commitments.timing import PARIS
from commitments.typography import format_date


@dataclass(frozen=True)
class Entry:
    """One thing that happened, as a timeline shows it, and when it was recorded.

    ``kind`` is promise, deadline, evidence, measurement, assessment, correction, reply
    or record; ``quote`` holds exact words, ``note`` what concerns the record itself.
    """

    on: datetime.date
    at: datetime.datetime
    kind: str
    title: str
    precision: str = Precision.DAY
    text: str = ""
    quote: str = ""
    note: str = ""
    url: str = ""
    label: str = ""


def day_of(moment) -> datetime.date:
    """The day in Paris of an aware moment."""
    return moment.astimezone(PARIS).date()


def public_history(commitment) -> list[Entry]:
    """Everything that happened to a public commitment, the latest first.

    Of one day, what was recorded last is first.
    """
    entries = [
        *_passages(commitment),
        *_deadlines(commitment),
        *_evidence(commitment),
        *_assessments(commitment),
        *_replies(commitment),
        *_changes(commitment),
    ]
    return sorted(entries, key=lambda entry: (entry.on, entry.at), reverse=True)


def _told(records, commitment):
    """The records that readers may know of: not those withdrawn while a draft."""
    return [
        record
        for record in records
        if not record.is_withdrawn or record.withdrawn_at >= commitment.published_at
    ]


def _passages(commitment):
    for passage in _told(commitment.passages.select_related("answer"), commitment):
        yield Entry(
            on=passage.answer.answered_on,
            at=passage.created_at,
            kind="promise",
            title=_("An answer %(does)s") % {"does": passage.get_role_display()},
            quote="" if passage.is_withdrawn else passage.quote,
            note=_withdrawn(passage),
            url=passage.answer.get_absolute_url(),
            label=_("Read the answer"),
        )


def _deadlines(commitment):
    for deadline in commitment.deadlines.all():
        revised = deadline.supersedes_id is not None
        yield Entry(
            on=day_of(deadline.created_at)
            if revised
            else deadline.anchor_on
            or commitment.promised_on
            or day_of(deadline.created_at),
            at=deadline.created_at,
            kind="deadline",
            title=_("Deadline revised") if revised else _("Deadline set"),
            quote=deadline.words,
            text=deadline.reason or deadline.reasoning,
        )


def _evidence(commitment):
    for item in _told(commitment.evidence.all(), commitment):
        on = item.speaks_of_on or day_of(item.added_at)
        yield Entry(
            on=on,
            at=item.added_at,
            kind="evidence",
            title=_("%(stance)s: %(title)s")
            % {"stance": item.get_stance_display(), "title": item.title},
            quote="" if item.is_withdrawn else item.extract,
            note=_withdrawn(item)
            or _("Recorded on %(day)s.") % {"day": _say(item.added_at)},
        )


def _assessments(commitment):
    for assessment in commitment.assessments.approved():
        title = _("Assessed: %(status)s") % {"status": assessment.get_status_display()}
        if assessment.is_correction:
            title = _("Correction of a mistake: %(status)s") % {
                "status": assessment.get_status_display()
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


def _replies(commitment):
    for reply in _told(commitment.replies.select_related("body"), commitment):
        yield Entry(
            on=reply.received_on,
            at=reply.recorded_at,
            kind="reply",
            title=_("Reply of %(body)s") % {"body": reply.body},
            quote="" if reply.is_withdrawn else reply.text,
            note=_withdrawn(reply),
        )


def _changes(commitment):
    titles = {
        "publish": _("Published"),
        "edit": _("Record corrected"),
        "withdraw": _("Withdrawn"),
    }
    for change in commitment.changes.public().filter(model="commitment"):
        told = change.verb != "publish"
        yield Entry(
            on=day_of(change.at),
            at=change.at,
            kind="record",
            title=titles.get(change.verb, _("Record changed")),
            text=change.public_note if told else "",
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


def latest_news(limit: int) -> list[News]:
    """What was last published, assessed, rescheduled or documented, latest first."""
    published = {"commitment__publication": Publication.PUBLISHED}
    news = [
        News(c.published_at, c, _("Published"))
        for c in Commitment.objects.published().order_by("-published_at")[:limit]
    ]
    assessments = Assessment.objects.approved().filter(**published)
    for row in assessments.select_related("commitment").order_by("-reviewed_at")[
        :limit
    ]:
        title = _("Assessed: %(status)s") % {"status": row.get_status_display()}
        news.append(News(row.reviewed_at, row.commitment, title))
    deadlines = Deadline.objects.filter(supersedes__isnull=False, **published)
    for row in deadlines.select_related("commitment").order_by("-pk")[:limit]:
        news.append(News(row.created_at, row.commitment, _("Deadline revised")))
    evidence = Evidence.objects.standing().filter(**published)
    for row in evidence.select_related("commitment").order_by("-added_at")[:limit]:
        title = _("New evidence: %(title)s") % {"title": row.title}
        news.append(News(row.added_at, row.commitment, title))
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
