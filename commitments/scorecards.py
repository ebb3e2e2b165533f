"""Scorecards: what can be said of many commitments at once, without judging.

The rules are docs/domain.md: counts come with their denominator, "not yet assessed" is
always among them, a share is of those that a third party can check, small numbers are
warned about, and nothing is ever summed up in one percentage of success.

The counts are intersections of the sets that ``facets`` keeps: a scorecard of 100,000
commitments takes little longer than one of ten.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pyroaring import BitMap

from commitments.choices import (
    OPEN_STATUSES,
    RATED_TESTABILITIES,
    Publication,
    Status,
    Timing,
)
from commitments.facets import Facets
from commitments.models import Answer, Passage
from commitments.timing import DUE_SOON

# Below this, each one weighs a lot: a share is not given in percent, and is warned of.
SMALL = 20
# Below this, the middle of the row is one case or another: no median is given.
FEW = 5
# How many of those that fall due next a scorecard names.
NAMED = 5


@dataclass(frozen=True)
class Line:
    """One count of a tally; ``width`` is its share of the whole, from 0 to 100.

    The width is text with a point, as SVG wants it in every language.
    """

    code: str
    label: str
    count: int
    width: str


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    count: int
    of: int

    @property
    def percent(self) -> int | None:
        """The share in whole percents; None where the numbers are too small for one."""
        return round(100 * self.count / self.of) if self.of >= SMALL else None


@dataclass(frozen=True)
class Median:
    """The middle of ``count`` numbers of days; ``days`` is None when they are few.

    Of an even count, the mean of the two in the middle: it may be a half.
    """

    days: float | None
    count: int

    @property
    def size(self) -> float | None:
        """The days without their sign."""
        return self.days if self.days is None else abs(self.days)

    @property
    def is_before(self) -> bool:
        return self.days is not None and self.days < 0


@dataclass(frozen=True)
class Scorecard:
    """What is known of a set of published commitments, on one day.

    ``unassessed`` is of those that can be checked; ``overdue`` and ``due_next`` are of
    all. ``late`` are those whose first deadline passed before their outcome, be it only
    until today; ``delay`` is the median of their days. ``moved`` are those whose
    current deadline is not the first one; ``slippage`` is the median of how far they
    moved (negative: earlier). Both are of those with a dated deadline.

    ``coming`` and ``oldest`` are ids: what falls due next, and what did longest ago.
    """

    on: date
    total: int
    rated: int
    assessments: list[Line]
    timings: list[Line]
    unassessed: Share
    overdue: Share
    due_next: Share
    late: Share
    delay: Median
    moved: Share
    slippage: Median
    next_until: date
    coming: list[int]
    oldest: list[int]
    has_fictitious: bool


def scorecard(index: Facets, rows: BitMap | None = None) -> Scorecard:
    """The scorecard of a set of published commitments; of all of them without one.

    The database is asked for nothing but what is kept until the data changes.
    """
    rows = index.rows if rows is None else rows
    rated = rows & having(index, "testability", *RATED_TESTABILITIES)
    unassessed = rated & having(index, "assessment", Status.NOT_ASSESSED)
    overdue = rows & having(index, "timing", Timing.OVERDUE)
    soon = rows & due_soon(index)
    slippage, delay = index.orders["slippage"], index.orders["delay"]
    dated, late = rows & slippage.ids, rows & delay.ids
    moved = dated - slippage.between(0, 0)
    return Scorecard(
        on=index.day,
        total=len(rows),
        rated=len(rated),
        assessments=lines(index, "assessment", Status, rows),
        timings=lines(index, "timing", Timing, rows),
        unassessed=Share(len(unassessed), len(rated)),
        overdue=Share(len(overdue), len(rows)),
        due_next=Share(len(soon), len(rows)),
        late=Share(len(late), len(dated | late)),
        delay=median(delay, late),
        moved=Share(len(moved), len(dated)),
        slippage=median(slippage, moved),
        next_until=index.day + DUE_SOON,
        coming=index.orders["due"].cut(soon, 0, NAMED),
        oldest=index.orders["due"].cut(overdue, 0, 1),
        has_fictitious=rows.intersect(_fictitious(index.version.token)),
    )


def having(index: Facets, facet: str, *values) -> BitMap:
    """The published commitments that have one of the values of a facet."""
    return BitMap.union(
        BitMap(), *(index.values[facet].get(v, BitMap()) for v in values)
    )


def due_soon(index: Facets) -> BitMap:
    """Those whose outcome is awaited and whose deadline falls in the next 90 days."""
    first, last = index.day.toordinal(), (index.day + DUE_SOON).toordinal()
    days = index.orders["due"].between(first, last)
    return days & having(index, "assessment", *OPEN_STATUSES)


def lines(index: Facets, facet, choices, rows: BitMap) -> list[Line]:
    """A tally: every value of ``choices``, with how many of the rows have it."""
    total = len(rows) or 1
    counts = {code: len(rows & having(index, facet, code)) for code in choices.values}
    return [
        Line(code, choices(code).label, n, f"{100 * n / total:.2f}")
        for code, n in counts.items()
    ]


def median(order, rows: BitMap) -> Median:
    """The middle of the values that an order of ``facets`` has for some of its rows."""
    count = len(rows)
    if count < FEW:
        return Median(None, count)
    low, high = (
        _value_at(order, rows, place) for place in ((count - 1) // 2, count // 2)
    )
    return Median((low + high) / 2, count)


def _value_at(order, rows, place):
    """The value of the row that stands at a place among those of a set."""
    for values, pks, ids in order.blocks:
        held = rows.intersection_cardinality(ids)
        if held > place:
            mine = (v for v, pk in zip(values, pks, strict=True) if pk in rows)
            return next(v for n, v in enumerate(mine) if n == place)
        place -= held
    raise IndexError(place)


@lru_cache(maxsize=2)
def _fictitious(_token) -> BitMap:
    """Those that answers written for the demonstration made, as the data is now."""
    if not Answer.objects.filter(is_fictitious=True).exists():
        return BitMap()
    made = Passage.objects.standing().filter(
        answer__is_fictitious=True, commitment__publication=Publication.PUBLISHED
    )
    # In no order: to sort them takes longer than all the rest.
    return BitMap(made.order_by().values_list("commitment", flat=True).iterator())


@dataclass(frozen=True)
class Glance:
    """The counts of one row of a directory: a body, a theme, a legislature."""

    total: int = 0
    unassessed: int = 0
    open: int = 0
    overdue: int = 0

    @property
    def final(self) -> int:
        """Those with a final assessment, whichever it is."""
        return self.total - self.open


def glances(index: Facets, facet: str) -> dict:
    """A Glance for each value of a facet that some published commitment has.

    A body's holds those that it took over from.
    """
    unassessed = having(index, "assessment", Status.NOT_ASSESSED)
    is_open = having(index, "assessment", *OPEN_STATUSES)
    overdue = having(index, "timing", Timing.OVERDUE)
    return {
        value: Glance(
            total=len(rows),
            unassessed=rows.intersection_cardinality(unassessed),
            open=rows.intersection_cardinality(is_open),
            overdue=rows.intersection_cardinality(overdue),
        )
        for value, rows in index.values[facet].items()
    }
