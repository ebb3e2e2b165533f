"""From what changed to the messages that say it, however many readers there are.

The changes since the readers were last told are read once. What each subject has to do
with them is a set of commitments: bodies, themes and searches give theirs from the
facets, each once, and a reader's are their union. Readers are taken in chunks, each in
one transaction that adds their messages and moves on what they were told: a run that is
cut short goes on where it was, and tells nobody twice.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import lru_cache
from itertools import groupby, islice
from operator import attrgetter

from django.db import connection, transaction
from django.db.models import Min, Q
from django.utils import timezone
from pyroaring import BitMap

from commitments import facets
from commitments.choices import Cadence, MailKind, Publication
from commitments.models import (
    Body,
    Change,
    Commitment,
    OutgoingMail,
    Subscription,
)
from commitments.subscriptions.news import TOLD
from commitments.subscriptions.subjects import asked, filters
from commitments.timing import PARIS
from tracker import bulk
from tracker.database.concurrency import hold, settled_key
from tracker.database.parameters import listed

# Readers of one transaction.
CHUNK = 2000
# What one message tells of; it leads to the rest.
MOST = 30
# So few are sorted; among more, the latest are soon met.
FEW = 500
# Answers to searches that are kept: few are asked by one reader alone.
SEARCHES = 20_000
# When the digest of a week is due, in Paris.
MONDAY, AT = 0, time(7)


@dataclass(frozen=True)
class Told:
    """What a run did: how many messages it made, of how many changed commitments."""

    mails: int
    commitments: int


def tell(at: datetime | None = None) -> dict[str, Told] | None:
    """Put in the outbox what readers are due, by cadence; None if another run is on."""
    at = at or timezone.now()
    with hold(connection, "tell-subscribers") as is_ours:
        if not is_ours:
            return None
        upto = settled_key(connection, Change._meta.db_table)
        return {
            cadence.value: _tell(cadence, upto, at)
            for cadence in (Cadence.IMMEDIATE, Cadence.WEEKLY)
        }


def week_of(at: datetime) -> datetime:
    """The latest moment at which digests fell due: a Monday morning in Paris."""
    local = at.astimezone(PARIS)
    monday = local.date() - timedelta(days=(local.weekday() - MONDAY) % 7)
    due = datetime.combine(monday, AT, PARIS)
    return due if due <= at else datetime.combine(monday - timedelta(7), AT, PARIS)


def _due(cadence, upto, at):
    rows = Subscription.objects.confirmed().filter(cadence=cadence)
    if cadence == Cadence.WEEKLY:
        return rows.filter(told_at__lt=week_of(at))
    return rows.filter(told_change__lt=upto)


def _tell(cadence, upto, at):
    due = _due(cadence, upto, at)
    first = due.aggregate(first=Min("told_change"))["first"]
    if first is None:
        return Told(0, 0)
    # Whoever joins them meanwhile, told of less, is left to the next run.
    due = due.filter(told_change__gte=first)
    changes = Changes.between(first, upto)
    if not changes.rows:
        due.update(told_change=upto, told_at=at)
        return Told(0, 0)
    matching, mails = Matching(changes), 0
    for after, last in _chunks(due):
        readers = due.filter(subscriber__gt=after, subscriber__lte=last)
        mails += _tell_readers(readers, matching, upto, at)
    return Told(mails, len(changes.rows))


@dataclass(frozen=True)
class Changes:
    """The commitments that changed, each with its last change, in the order of these.

    ``rows`` are those that readers may be told of.
    """

    keys: list[int] = field(default_factory=list)
    commitments: list[int] = field(default_factory=list)
    rows: BitMap = field(default_factory=BitMap)

    @classmethod
    def between(cls, after: int, upto: int) -> "Changes":
        """Those with a change that readers are told of, with a key in (after, upto]."""
        told = Q()
        for model, verbs in TOLD.items():
            told |= Q(model=model, verb__in=verbs)
        changes = Change.objects.filter(
            told, pk__gt=after, pk__lte=upto, commitment__isnull=False
        ).order_by("pk")
        last = {}
        for key, commitment in changes.values_list("pk", "commitment").iterator():
            last.pop(commitment, None)
            last[commitment] = key
        public = Commitment.objects.public().filter(pk__in=listed(connection, last))
        rows = BitMap(public.values_list("pk", flat=True).iterator())
        kept = [(key, pk) for pk, key in last.items() if pk in rows]
        return cls([key for key, _pk in kept], [pk for _key, pk in kept], rows)

    def since(self, key: int) -> BitMap:
        """The commitments with a change after one."""
        return BitMap(self.commitments[bisect_right(self.keys, key) :])


class Matching:
    """Which of the changed commitments each subscription is about."""

    def __init__(self, changes: Changes):
        self.changes, self.index = changes, facets.current()
        self.places = {pk: place for place, pk in enumerate(changes.commitments)}
        self.since = lru_cache(maxsize=1000)(changes.since)
        self.found = lru_cache(maxsize=SEARCHES)(self._found)
        self.bodies = self._of_facet("body", self._withdrawn_of_bodies())
        self.themes = self._of_facet("theme", self._withdrawn_of("themes", "theme"))

    def _of_facet(self, name, withdrawn):
        sets = dict(withdrawn)
        for value, rows in self.index.values[name].items():
            if mine := rows & self.changes.rows:
                sets[value] = sets.get(value, BitMap()) | mine
        return sets

    def _withdrawn_of(self, relation, column):
        """By value of a relation, the changed commitments that were withdrawn."""
        through = getattr(Commitment, relation).through.objects.filter(
            commitment__in=listed(connection, self.changes.rows - self.index.rows),
            commitment__publication=Publication.WITHDRAWN,
        )
        sets = {}
        for commitment, value in through.values_list("commitment", column):
            sets.setdefault(value, BitMap()).add(commitment)
        return sets

    def _withdrawn_of_bodies(self):
        """As the facet of a body has them: with those that it took over from."""
        own = self._withdrawn_of("bodies", "body")
        if not own:
            return {}
        sets = {}
        for body in Body.objects.all():
            if lineage := own.keys() & body.lineage():
                sets[body.pk] = BitMap.union(*(own[one] for one in lineage))
        return sets

    def rows(self, subscription: Subscription) -> BitMap:
        """The commitments to tell of, changed since the reader was last told."""
        since = self.since(subscription.told_change)
        if subscription.commitment_id:
            return since & BitMap([subscription.commitment_id])
        if subscription.body_id:
            return since & self.bodies.get(subscription.body_id, BitMap())
        if subscription.theme_id:
            return since & self.themes.get(subscription.theme_id, BitMap())
        return since & self.found(subscription.search)

    def _found(self, search):
        question = asked(search)
        if question is None:
            return BitMap()
        told = self.index.select(question).rows & self.changes.rows
        return told | self._taken_back(search)

    def _taken_back(self, search):
        """The changed commitments that answer a search, and were withdrawn."""
        gone = self.changes.rows - self.index.rows
        if not gone:
            return BitMap()
        rows = filters(search).qs.order_by()
        rows = rows.filter(
            pk__in=listed(connection, gone), publication=Publication.WITHDRAWN
        )
        return BitMap(rows.values_list("pk", flat=True))

    def latest(self, rows: BitMap) -> list[int]:
        """Of a set, those that changed last, the latest first."""
        if len(rows) <= FEW:
            return sorted(rows, key=self.places.__getitem__, reverse=True)[:MOST]
        mine = (pk for pk in reversed(self.changes.commitments) if pk in rows)
        return list(islice(mine, MOST))


def _chunks(due):
    """The readers in chunks: the key before the first, and the last."""
    after = 0
    while True:
        readers = due.filter(subscriber__gt=after).order_by("subscriber_id")
        keys = list(readers.values_list("subscriber_id", flat=True)[:CHUNK])
        if not keys:
            return
        yield after, keys[-1]
        after = keys[-1]


@transaction.atomic
def _tell_readers(readers, matching, upto, at):
    """Add the messages for some readers; return how many."""
    # Held until the end: nobody is deleted meanwhile, nor told twice.
    held = readers.select_for_update(of=("self",)).order_by("subscriber_id", "pk")
    mails, seen = [], []
    for reader, mine in groupby(held, key=attrgetter("subscriber_id")):
        subscriptions = list(mine)
        seen += [subscription.pk for subscription in subscriptions]
        if mail := _mail(reader, subscriptions, matching, upto, at):
            mails.append(mail)
    bulk.insert(mails)
    told = Subscription.objects.filter(pk__in=listed(connection, seen))
    told.update(told_change=upto, told_at=at)
    return len(mails)


def _mail(reader, subscriptions, matching, upto, at):
    """The message for one reader, or None without news."""
    found = [(one, rows) for one in subscriptions if (rows := matching.rows(one))]
    if not found:
        return None
    wanted = BitMap.union(*(rows for _one, rows in found))
    shown = [
        [pk, min(one.told_change for one, rows in found if pk in rows)]
        for pk in matching.latest(wanted)
    ]
    first = found[0][0]
    return OutgoingMail(
        # A subscription is told only once of what comes after a change.
        key=f"news-{first.pk}-{first.told_change}",
        subscriber_id=reader,
        kind=MailKind.NEWS,
        content={
            "cadence": first.cadence,
            "subscriptions": [one.pk for one, _rows in found],
            "commitments": shown,
            "count": len(wanted),
            "upto": upto,
        },
        created_at=at,
        next_at=at,
    )
