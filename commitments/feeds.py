"""What changed in published commitments, latest first, for feed readers.

Every entry is a record or a public line of the audit trail: its identifier is made of
that record's key, so it stays the same for as long as the record does. What was
withdrawn since is not repeated; that it was withdrawn is an entry of its own, also when
it is the whole commitment.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commitments.models import (
    Assessment,
    Change,
    Commitment,
    Deadline,
    Evidence,
    Measurement,
    Reply,
)
from commitments.models.audit import PUBLISH
from commitments.public_corrections import TITLES
from commitments.sharing import name_of
from commitments.timing import day_of
from commitments.typography import format_date, format_due, format_quantity

# Entries of a feed. They are looked for in so many commitments, those changed last: a
# change that readers are told of also changes the commitment, and an index leads there.
LONGEST, CHANGED_LAST = 50, 150


@dataclass(frozen=True)
class Entry:
    """One change in plain words; ``key`` names it within the site, for good."""

    key: str
    at: datetime.datetime
    commitment: Commitment
    what: str
    text: str

    @property
    def title(self) -> str:
        name = name_of(self.commitment)
        return _("%(what)s – %(title)s") % {"what": self.what, "title": name}


def latest_entries(
    pks: Iterable[int], withdrawn: Iterable[Commitment] = ()
) -> list[Entry]:
    """The latest changes of some published commitments, at most LONGEST of them.

    Of those ``withdrawn`` it is told that they were, and why.
    """
    published = Commitment.objects.published().filter(pk__in=list(pks))
    known = {
        commitment.pk: commitment
        for commitment in published.only(
            "title",
            "slug",
            "summary",
            "unit",
            "publication",
            "published_at",
            "promised_on",
        )
    }
    entries = [
        entry
        for told in (
            _publications,
            _assessments,
            _deadlines,
            _evidence,
            _measurements,
            _replies,
            _corrections,
        )
        for entry in told(known)
        if entry.at >= entry.commitment.published_at
    ]
    entries += _withdrawals({row.pk: row for row in withdrawn})
    entries.sort(key=lambda entry: (entry.at, entry.key), reverse=True)
    return entries[:LONGEST]


def _publications(known):
    for commitment in known.values():
        yield Entry(
            key=f"{commitment.reference}/publication",
            at=commitment.published_at,
            commitment=commitment,
            what=_("Published"),
            text=commitment.summary,
        )
    published = Change.objects.filter(model="commitment", verb=PUBLISH)
    before = published.filter(commitment=OuterRef("commitment"), pk__lt=OuterRef("pk"))
    for row, commitment in _rows(known, published.filter(Exists(before)), "pk"):
        yield _entry(row, commitment, "at", _("Published again"))


def _withdrawals(known):
    rows = Change.objects.filter(model="commitment", verb="withdraw")
    told = set()
    for row, commitment in _rows(known, rows, "pk"):
        if commitment.pk not in told:
            told.add(commitment.pk)
            yield _correction(row, commitment)


def _rows(known, rows, moment):
    """The latest rows of some commitments, each with its commitment."""
    for row in rows.filter(commitment__in=list(known)).order_by(f"-{moment}")[:LONGEST]:
        yield row, known[row.commitment_id]


def _entry(row, commitment, moment, what, *text):
    return Entry(
        key=f"{commitment.reference}/{row._meta.model_name}/{row.pk}",
        at=getattr(row, moment),
        commitment=commitment,
        what=what,
        text="\n".join(line for line in text if line),
    )


def _assessments(known):
    rows = Assessment.objects.approved()
    for row, commitment in _rows(known, rows, "reviewed_at"):
        what = _("Assessed: %(status)s")
        if row.is_correction:
            what = _("Correction of a mistake: %(status)s")
        yield _entry(
            row,
            commitment,
            "reviewed_at",
            what % {"status": row.get_status_display()},
            _("As of %(day)s.") % {"day": format_date(row.as_of_on, get_language())},
            row.rationale,
        )


def _deadlines(known):
    rows = Deadline.objects.select_related("supersedes")
    for row, commitment in _rows(known, rows, "created_at"):
        before = row.supersedes
        if before is None:
            what = _("Deadline set: %(new)s") % {"new": _due(row)}
        else:
            values = {"old": _due(before), "new": _due(row)}
            what = _("Deadline revised: %(old)s → %(new)s") % values
        yield _entry(
            row, commitment, "created_at", what, _quoted(row.words), row.reason
        )


def _due(deadline):
    if deadline.due_latest:
        return format_due(deadline.due_latest, deadline.precision, get_language())
    if deadline.event:
        return _("Awaiting: %(event)s") % {"event": deadline.event}
    return _("None that can be dated")


def _evidence(known):
    rows = Evidence.objects.standing()
    for row, commitment in _rows(known, rows, "added_at"):
        yield _entry(
            row,
            commitment,
            "added_at",
            _("New evidence: %(title)s") % {"title": row.title},
            f"{row.get_stance_display()}. {row.get_origin_display()}.",
            row.publisher,
            _quoted(row.extract),
            row.url,
        )


def _measurements(known):
    rows = Measurement.objects.standing().filter(evidence__withdrawn_at=None)
    for row, commitment in _rows(
        known, rows.select_related("evidence", "supersedes"), "created_at"
    ):
        language = get_language()
        what = _("Measured: %(value)s")
        if row.supersedes_id and row.supersedes.created_at >= commitment.published_at:
            what = _("Measurement revised: %(value)s")
        value = format_quantity(row.value, commitment.unit, language)
        yield _entry(
            row,
            commitment,
            "created_at",
            what % {"value": value},
            format_due(row.observed_on, row.precision, language),
            row.evidence.title,
        )


def _replies(known):
    rows = Reply.objects.standing().select_related("body")
    for row, commitment in _rows(known, rows, "recorded_at"):
        what = _("Reply of %(body)s") % {"body": row.body}
        yield _entry(row, commitment, "recorded_at", what, row.text)


def _corrections(known):
    """What readers were told when something they had seen was put right."""
    noted = Q(model="assessment") | Q(verb=PUBLISH) | Q(public_note="")
    rows = Change.objects.exclude(noted)
    for row, commitment in _rows(known, rows, "pk"):
        yield _correction(row, commitment)


def _correction(row, commitment):
    what = _("%(title)s on %(day)s") % {
        "title": TITLES.get((row.model, row.verb), _("Record changed")),
        "day": format_date(day_of(row.at), get_language()),
    }
    return _entry(row, commitment, "at", what, row.public_note)


def _quoted(words):
    return _("“%(words)s”") % {"words": words} if words else ""
