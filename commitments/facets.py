"""Which published commitments answer to any combination of filters, and how many.

Each process keeps, for every value of every facet, the set of the commitments that have
it: a compressed bitmap of their ids. A selection is then some unions and intersections,
and a count is one intersection, whatever the filters and however they are combined.

The sets are read from the database once, and then follow it: ``current`` asks for the
version of the data (one tiny query), and reads again only the commitments that were
stamped since. ``CommitmentFilter.qs`` says the same in SQL: it is the definition, and
the tests hold the two equal.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property, partial, reduce
from operator import and_
from threading import Lock

from pyroaring import BitMap

from commitments.choices import OPEN_STATUSES, Status
from commitments.combinations import Combinations
from commitments.models import Body, Commitment, DataVersion, Theme
from commitments.models.version import Version
from commitments.orders import Order, by_id
from commitments.search.analysis import alphabetical
from commitments.timing import today

# The facets that a column of the commitment gives, and those that a relation gives.
OF_COLUMNS = (
    "assessment",
    "timing",
    "kind",
    "testability",
    "legislature",
    "chamber",
    "due_year",
    "promised_year",
    "territory",
)
OF_RELATIONS = {"body": Commitment.bodies.through, "theme": Commitment.themes.through}
FACETS = (*OF_RELATIONS, *OF_COLUMNS)

# What rows may be sorted by, in ascending order; those without the value come last.
# By "slippage", the days from the first deadline to the current one, no list is sorted:
# scorecards look for its middle.
ORDERS = ("changed", "due", "promised", "delay", "slippage")

# Beyond this share of changed rows, everything is read again.
MANY = 0.2

COLUMNS = (
    "pk",
    "status",
    "timing",
    "kind",
    "testability",
    "legislature",
    "chamber",
    "territory",
    "due_on",
    "promised_on",
    "changed_at",
    "original_due_on",
    "met_earliest",
)


@dataclass(frozen=True)
class Asked:
    """What a reader asks: for each facet the values of which a row needs one.

    ``promised`` and ``due`` are the first and last days, None for an open end;
    ``among`` are the ids that the words are found in, None without words.
    """

    chosen: dict[str, tuple] = field(default_factory=dict)
    promised: tuple[date | None, date | None] = (None, None)
    due: tuple[date | None, date | None] = (None, None)
    among: BitMap | None = None


@dataclass(frozen=True)
class Selection:
    """The rows that answer, and for each chosen facet those that all others leave."""

    index: "Facets"
    rows: BitMap
    chosen: dict[str, tuple]
    without: dict[str, BitMap]

    def __len__(self):
        return len(self.rows)

    def counts(self, facet: str) -> dict:
        """How many rows each value would give beside the other facets' choice.

        Values that would give none are left out, unless they are chosen.
        """
        base = self.without.get(facet, self.rows)
        chosen = self.chosen.get(facet, ())
        counts = dict.fromkeys(chosen, 0)
        if len(base) == len(self.index.rows):
            return counts | self.index.sizes(facet)
        count = base.intersection_cardinality
        for value, ids in self.index.values[facet].items():
            if n := count(ids):
                counts[value] = n
        return counts

    def page(self, sort: str, start: int, stop: int) -> list[int]:
        """Ids of the rows from one place to another, sorted ("-due": descending)."""
        is_descending, name = sort.startswith("-"), sort.removeprefix("-")
        if name == "id":
            return by_id(self.rows, start, stop, is_descending=is_descending)
        order = self.index.orders[name]
        return order.cut(self.rows, start, stop, is_descending=is_descending)


@dataclass(frozen=True)
class Facets:
    """The sets as of a version of the data and a day. Never changed, only replaced."""

    version: Version
    day: date
    rows: BitMap
    values: dict[str, dict[object, BitMap]]
    own_bodies: dict[int, BitMap]
    # The own bodies, and the themes, of each row, by facet.
    related: dict[str, Combinations]
    orders: dict[str, Order]
    # The bodies and themes themselves, by facet and id, in order of their names.
    named: dict[str, dict]
    _sizes: dict[str, dict] = field(default_factory=dict)

    def sizes(self, facet: str) -> dict:
        """How many published commitments have each value of a facet."""
        if facet not in self._sizes:
            self._sizes[facet] = {v: len(ids) for v, ids in self.values[facet].items()}
        return self._sizes[facet]

    @cached_property
    def _places(self):
        """The place of each body, or theme, in order of names, by facet and id."""
        return {
            facet: {key: place for place, key in enumerate(rows)}
            for facet, rows in self.named.items()
        }

    def timings_of(self, pks: Iterable[int]) -> dict[int, str]:
        """Where published commitments stand in time, by their ids; see ``timing``."""
        among, timings = BitMap(pks), self.values["timing"]
        return {pk: code for code, ids in timings.items() for pk in ids & among}

    def related_to(self, facet: str, pks: Sequence[int], tell=tuple) -> dict:
        """The bodies, or themes, of published commitments, in order of names, by id.

        ``tell`` makes of them what is wanted; the same ones are told but once.
        """
        named, places = self.named[facet], self._places[facet]

        def by_name(keys):
            # A body may have gone between its rows and its name.
            known = sorted(filter(places.__contains__, keys), key=places.__getitem__)
            return tell([named[key] for key in known])

        return self.related[facet].told(pks, by_name)

    def select(self, asked: Asked) -> Selection:
        """The rows that have one of the values asked for in each of the facets."""
        common = [self.rows]
        if asked.among is not None:
            common.append(asked.among)
        for name in ("promised", "due"):
            first, last = getattr(asked, name)
            if first or last:
                days = first and first.toordinal(), last and last.toordinal()
                common.append(self.orders[name].between(*days))
        parts = {
            facet: self._having(facet, chosen)
            for facet, chosen in asked.chosen.items()
            if chosen
        }
        base = reduce(and_, common)
        without = {
            facet: reduce(
                and_, (parts[other] for other in parts if other != facet), base
            )
            for facet in parts
        }
        return Selection(
            index=self,
            rows=reduce(and_, parts.values(), base),
            chosen={facet: asked.chosen[facet] for facet in parts},
            without=without,
        )

    def _having(self, facet, chosen):
        sets = (self.values[facet].get(value) for value in chosen)
        return BitMap.union(BitMap(), *filter(None, sets))


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# Kept by the process, replaced as a whole: whoever reads it holds a consistent one.
_kept: Facets | None = None
_lock = Lock()
_known: ContextVar[Version | None] = ContextVar("known", default=None)


@contextmanager
def known(version: Version) -> Iterator[None]:
    """Do not ask again for a version that has been asked for just before the block."""
    reset = _known.set(version)
    try:
        yield
    finally:
        _known.reset(reset)


def current() -> Facets:
    """The facets as the database is now."""
    global _kept
    kept, version, day = _kept, _known.get(), today()
    if version and _is_good(kept, version, day):
        return kept
    version = DataVersion.current()
    if not _is_good(kept, version, day):
        with _lock:
            # Another thread may have brought it up to date while this one waited.
            if not _is_good(_kept, version, day):
                _kept = _followed(_kept, version, day)
            kept = _kept
    return kept


def forget() -> None:
    """Build everything again at the next use."""
    global _kept
    _kept = None


def _is_good(kept, version, day):
    return bool(
        kept
        and version.token
        and kept.version.token == version.token
        and kept.day == day
    )


def _followed(kept, version, day):
    """The facets of a version, from those that are kept when they are not too old."""
    if kept is None or not DataVersion.has_passed(kept.version.token):
        return build(version, day)
    if kept.day != day:
        kept = _on_another_day(kept, day)
    stamped = Commitment.objects.filter(stamp__gt=kept.version.number)
    changed = BitMap(stamped.values_list("pk", flat=True))
    if len(changed) > MANY * len(kept.rows) + 100:
        return build(version, day)
    return _refreshed(kept, version, changed)


def build(version: Version, day: date) -> Facets:
    """Read every published commitment, in one pass and one for each relation."""
    read = _Rows(Commitment.objects.published(), day)
    own, themes = read.of_relation("body"), read.of_relation("theme")
    return Facets(
        version=version,
        day=day,
        rows=read.rows,
        values={
            **read.of_columns(),
            "theme": themes,
            "body": _with_lineages(own),
        },
        own_bodies=own,
        related={"body": Combinations.of(own), "theme": Combinations.of(themes)},
        orders={name: Order.of(read.order(name)) for name in ORDERS},
        named=_named(),
    )


def _refreshed(kept, version, changed):
    """The facets after some commitments changed, were published or withdrawn."""
    if not changed:
        own = kept.own_bodies
        values = kept.values | {"body": _with_lineages(own)}
        return replace(kept, version=version, values=values, named=_named(), _sizes={})
    published = Commitment.objects.published()
    read = _Rows(published.filter(pk__in=list(changed)), kept.day)
    relations = {facet: read.of_relation(facet) for facet in OF_RELATIONS}
    own = _merged(kept.own_bodies, changed, relations["body"])
    new = {**read.of_columns(), "theme": relations["theme"]}
    values = {
        facet: _merged(kept.values[facet], changed, sets) for facet, sets in new.items()
    }
    return replace(
        kept,
        version=version,
        rows=(kept.rows - changed) | read.rows,
        values=values | {"body": _with_lineages(own)},
        own_bodies=own,
        related={
            facet: kept.related[facet].replaced(changed, sets)
            for facet, sets in relations.items()
        },
        orders={
            name: order.replaced(changed, read.order(name))
            for name, order in kept.orders.items()
        },
        named=_named(),
        _sizes={},
    )


def _on_another_day(kept, day):
    """The facets with what depends on the day as it is on another one."""
    read = _Rows(Commitment.objects.published(), day)
    values = kept.values | {"timing": read.of_columns()["timing"]}
    orders = kept.orders | {"delay": Order.of(read.order("delay"))}
    return replace(kept, day=day, values=values, orders=orders, _sizes={})


def _merged(sets, changed, new):
    """Sets by value without the changed rows, then with their new values."""
    merged = {
        value: ids - changed if ids.intersect(changed) else ids
        for value, ids in sets.items()
    }
    for value, ids in new.items():
        merged[value] = merged[value] | ids if value in merged else ids
    return {value: ids for value, ids in merged.items() if ids}


def _named():
    return {
        facet: {row.pk: row for row in sorted(model.objects.all(), key=_by_name)}
        for facet, model in (("body", Body), ("theme", Theme))
    }


def _by_name(row):
    return alphabetical(row.name)


def _with_lineages(own):
    """For each body the rows of its own and of those that it took over from."""
    before = defaultdict(set)
    successions = Body.successors.through.objects
    for earlier, later in successions.values_list("from_body", "to_body"):
        before[later].add(earlier)
    sets = dict(own)
    for body in before:
        known, new = set(), {body}
        while new:
            known |= new
            new = set().union(*(before.get(one, ()) for one in new)) - known
        if ids := BitMap.union(BitMap(), *(own[one] for one in known if one in own)):
            sets[body] = ids
    return sets


class _Rows:
    """Some published commitments as read from the database."""

    def __init__(self, queryset, day):
        self.queryset, self.day = queryset.order_by("pk"), day
        timed = self.queryset.with_timing(day).values_list(*COLUMNS)
        # Arrays, not lists: a base of a million would take a gigabyte of numbers.
        self.sets = {facet: defaultdict(ids_array) for facet in OF_COLUMNS}
        self.items = {name: (array("q"), ids_array()) for name in ORDERS}
        pks = ids_array()
        for row in timed.iterator(chunk_size=5000):
            pks.append(row[0])
            self._add(*row)
        self.rows = BitMap(pks)

    def _add(
        self,
        pk,
        status,
        timing,
        kind,
        testability,
        legislature,
        chamber,
        territory,
        due_on,
        promised_on,
        changed_at,
        original_due_on,
        met_earliest,
    ):
        held = (
            status,
            timing,
            kind,
            testability,
            legislature,
            chamber,
            due_on and due_on.year,
            promised_on and promised_on.year,
            territory,
        )
        for facet, value in zip(OF_COLUMNS, held, strict=True):
            if value not in (None, ""):
                self.sets[facet][value].append(pk)
        sorted_by = (
            microseconds(changed_at),
            due_on and due_on.toordinal(),
            promised_on and promised_on.toordinal(),
            delay(status, original_due_on, met_earliest, self.day),
            (due_on - original_due_on).days if due_on and original_due_on else None,
        )
        for name, value in zip(ORDERS, sorted_by, strict=True):
            if value is not None:
                values, pks = self.items[name]
                values.append(value)
                pks.append(pk)

    def of_columns(self):
        return {
            facet: {value: BitMap(pks) for value, pks in sets.items()}
            for facet, sets in self.sets.items()
        }

    def of_relation(self, facet):
        through = OF_RELATIONS[facet]
        held = through.objects.filter(commitment__in=self.queryset.order_by())
        sets = defaultdict(ids_array)
        for value, pk in held.values_list(f"{facet}_id", "commitment_id").iterator():
            sets[value].append(pk)
        return {value: BitMap(pks) for value, pks in sets.items()}

    def order(self, name):
        return zip(*self.items[name], strict=True)


ids_array = partial(array, "I")


def microseconds(moment) -> int:
    """A moment as a whole number, exactly as fine as the database keeps it."""
    since = moment - EPOCH
    return (since.days * 86400 + since.seconds) * 10**6 + since.microseconds


def delay(status, original_due_on, met_earliest, on) -> int | None:
    """Days after the first deadline: until it was met, else until today.

    The same as ``timing.delay_expression``. None when the deadline is not passed, and
    where nobody waits any more.
    """
    if original_due_on is None:
        return None
    if status == Status.MET:
        until = met_earliest
    else:
        until = on if status in OPEN_STATUSES else None
    late = (until - original_due_on).days if until else 0
    return late if late > 0 else None
