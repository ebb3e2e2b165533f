"""What changed in a commitment, as a message tells it: the entries of its history.

The audit trail says which records changed, in the order in which they did; the words
are those of ``history.public_history``, so that no message says what the page does not.
What was withdrawn since is not repeated.
"""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from commitments.choices import Publication
from commitments.corrections import Difference
from commitments.history import public_history
from commitments.models import Change, Commitment
from commitments.models.audit import PUBLISH
from commitments.public_corrections import TITLES
from commitments.records import records_of

# Verbs on each kind of record that readers are told of. Corrections and withdrawals of
# the commitment itself also need a note to readers.
TOLD = {
    "commitment": {PUBLISH, "edit", "withdraw"},
    "passage": {"add", "withdraw"},
    "deadline": {"set", "revise"},
    "evidence": {"add", "withdraw"},
    "measurement": {"add", "revise", "withdraw"},
    "assessment": {"approve"},
    "reply": {"add", "withdraw"},
}
# For each kind of record, where its rows are in records.Records, and the moment by
# which the history knows them.
ROWS = {
    "passage": ("passages", "created_at"),
    "deadline": ("deadlines", "created_at"),
    "evidence": ("evidence", "added_at"),
    "measurement": ("measurements", "created_at"),
    "assessment": ("assessments", "reviewed_at"),
    "reply": ("replies", "recorded_at"),
}
KINDS = {
    "promise": "passage",
    "correction": "assessment",
    "record": "commitment",
}


@dataclass(frozen=True)
class Item:
    """One change in words; ``quote`` holds exact ones, ``text`` is in French."""

    title: str
    text: str = ""
    quote: str = ""
    differences: list[Difference] = field(default_factory=list)


@dataclass(frozen=True)
class News:
    """What changed in one commitment, the latest first; ``title`` is as published.

    Of one that was withdrawn only the reference is given, and why.
    """

    reference: str
    title: str
    path: str
    items: list[Item]


def news_of(commitment: Commitment, after: int, upto: int) -> News | None:
    """What readers are told of the changes with keys in (after, upto]; None if nothing.

    In the active language.
    """
    if commitment.publication == Publication.WITHDRAWN and commitment.published_at:
        title, why = TITLES["commitment", "withdraw"], commitment.withdrawal_reason
        # The address that holds none of its words.
        path = reverse("commitment-history", args=[commitment.reference])
        return News(commitment.reference, "", path, [Item(str(title), why)])
    if not commitment.is_public:
        return None
    items = _items(commitment, since_published(_changes(commitment, after, upto)))
    if not items:
        return None
    path = commitment.get_absolute_url()
    return News(commitment.reference, commitment.title, path, items)


def _changes(commitment, after, upto):
    rows = commitment.changes.filter(pk__gt=after, pk__lte=upto).order_by("pk")
    return [change for change in rows if is_told(change.model, change.verb)]


def is_told(model: str, verb: str) -> bool:
    """Whether readers are told when this is done to such a record."""
    return verb in TOLD.get(model, ())


def since_published(changes: list[Change]) -> list[Change]:
    """The changes from the last publication on: what came before is part of it."""
    places = [n for n, change in enumerate(changes) if change.verb == PUBLISH]
    return changes[places[-1] :] if places else changes


def _items(commitment, changes):
    if not changes:
        return []
    records = records_of(commitment)
    entries = {
        (KINDS.get(entry.kind, entry.kind), entry.at): entry
        for entry in public_history(commitment, records)
    }
    rows = {
        model: {row.pk: row for row in getattr(records, name)}
        for model, (name, _at) in ROWS.items()
    }
    items = (_item(change, entries, rows) for change in reversed(changes))
    return [item for item in items if item]


def _item(change, entries, rows):
    if change.model == "commitment":
        entry = entries.get(("commitment", change.at))
        is_silent = change.verb == "edit" and not change.public_note
        return None if is_silent or entry is None else _of(entry)
    row = rows[change.model].get(change.object_id)
    if row is None:
        return None
    if change.verb == "withdraw":
        title = TITLES.get((change.model, "withdraw"), _("Record changed"))
        return Item(str(title), change.public_note)
    if _has_fallen(row):
        return None
    _name, moment = ROWS[change.model]
    entry = entries.get((change.model, getattr(row, moment)))
    return entry and _of(entry)


def _has_fallen(row):
    """Whether a row was withdrawn since, or what it rests on."""
    rests_on = getattr(row, "evidence", None)
    return getattr(row, "is_withdrawn", False) or getattr(
        rests_on, "is_withdrawn", False
    )


def _of(entry):
    return Item(
        title=entry.title,
        text=entry.text,
        quote=entry.quote,
        differences=entry.differences,
    )
