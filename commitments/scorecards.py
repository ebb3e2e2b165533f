"""Scorecards: what can be said of many commitments at once, without judging.

The rules are docs/domain.md: counts come with their denominator, "not yet assessed" is
always among them, a share is of those that a third party can check, small numbers are
warned about, and nothing is ever summed up in one percentage of success.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from commitments.choices import (
    OPEN_STATUSES,
    RATED_TESTABILITIES,
    Status,
    Timing,
)
from commitments.models import Answer, Body, Commitment, Passage, Theme
from commitments.timing import DUE_SOON, today
from tracker.days import DaysBetween

# Below this, each one weighs a lot: a share is not given in percent, and is warned of.
SMALL = 20
# Below this, the middle of the row is one case or another: no median is given.
FEW = 5
# How many of those that fall due next a scorecard names.
NAMED = 5

OPEN = Q(status__in=OPEN_STATUSES)
RATED = Q(testability__in=RATED_TESTABILITIES)
# Both a first and a current deadline with a date: what can be said to have moved.
DATED = Q(original_due_on__isnull=False, due_on__isnull=False)
MOVED = DATED & ~Q(due_on=F("original_due_on"))
# Met, with the day it was at the latest, and a first deadline to hold that day against.
TIMED = Q(status=Status.MET, original_due_on__isnull=False, met_latest__isnull=False)


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

    @property
    def is_small(self) -> bool:
        return self.of < SMALL


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

    ``unassessed`` and ``moved`` are shares. ``slippage`` is the median from the first
    deadline to the current one, of those that moved. ``completion`` is the median from
    the first deadline to the day when they were met at the latest, of those that were
    met (negative: before it). ``overdue`` is the median of the days since the deadline,
    of those that wait for an assessment.
    """

    on: date
    total: int
    rated: int
    assessments: list[Line]
    timings: list[Line]
    unassessed: Share
    moved: Share
    slippage: Median
    completion: Median
    overdue: Median
    due_next: int
    next_until: date
    coming: list[Commitment]
    oldest: Commitment | None
    has_fictitious: bool

    @property
    def is_small(self) -> bool:
        """Whether each commitment weighs a lot here."""
        return self.total < SMALL


@dataclass
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


def scorecard(commitments, with_rows=lambda rows: rows.with_timing()) -> Scorecard:
    """The scorecard of a queryset of published commitments, each in it once.

    ``with_rows`` adds to the few commitments that are named what their rows show. The
    number of queries is the same for one commitment and for 100,000, and none brings
    more than a few rows.
    """
    day = today()
    until = day + DUE_SOON
    commitments = commitments.order_by()
    next_ones = commitments.filter(due_between(day, until))
    late = commitments.filter(OPEN, due_on__lt=day)
    groups = list(_groups(commitments, due_between(day, until)))
    total = sum(group["n"] for group in groups)
    timings = lines(groups, "timing", Timing, total)
    by_timing = {line.code: line.count for line in timings}
    rated = [g for g in groups if g["testability"] in RATED_TESTABILITIES]
    moved = Share(sum(g["moved"] for g in groups), sum(g["dated"] for g in groups))
    return Scorecard(
        on=day,
        total=total,
        rated=sum(group["n"] for group in rated),
        assessments=lines(groups, "status", Status, total),
        timings=timings,
        unassessed=Share(
            sum(g["n"] for g in rated if g["status"] == Status.NOT_ASSESSED),
            sum(g["n"] for g in rated),
        ),
        moved=moved,
        slippage=_median(
            commitments.filter(MOVED),
            DaysBetween("original_due_on", "due_on"),
            moved.count,
        ),
        completion=_median(
            commitments.filter(TIMED),
            DaysBetween("original_due_on", "met_latest"),
            sum(group["timed"] for group in groups),
        ),
        overdue=_overdue(late, day, by_timing[Timing.OVERDUE]),
        due_next=sum(group["soon"] for group in groups),
        next_until=until,
        coming=list(with_rows(next_ones).order_by("due_on", "pk")[:NAMED]),
        oldest=with_rows(late).order_by("due_on", "pk").first(),
        has_fictitious=has_fictitious(commitments),
    )


@dataclass(frozen=True)
class Tally:
    """The counts by assessment alone: what a home page says of the whole."""

    total: int
    rated: int
    overdue: int
    assessments: list[Line]


def tally(commitments) -> Tally:
    """Count a queryset of published commitments by assessment, in one query."""
    groups = list(
        commitments.order_by()
        .values("status", "testability")
        .annotate(
            n=Count("*"), overdue=Count("pk", filter=OPEN & Q(due_on__lt=today()))
        )
    )
    total = sum(group["n"] for group in groups)
    return Tally(
        total=total,
        rated=sum(g["n"] for g in groups if g["testability"] in RATED_TESTABILITIES),
        overdue=sum(group["overdue"] for group in groups),
        assessments=lines(groups, "status", Status, total),
    )


def due_between(first: date, last: date) -> Q:
    """Those whose outcome is still awaited and whose deadline falls in these days."""
    return OPEN & Q(due_on__range=(first, last))


def lines(groups, key, choices, total) -> list[Line]:
    """A tally: every value of ``choices``, with the sum of the groups that have it.

    Each of ``groups`` is a mapping with ``key`` and its count ``n``.
    """
    sums = dict.fromkeys(choices.values, 0)
    for group in groups:
        sums[group[key]] += group["n"]
    return [
        Line(code, choices(code).label, n, f"{100 * n / (total or 1):.2f}")
        for code, n in sums.items()
    ]


def _groups(commitments, soon):
    """Counts by assessment, timing and testability, in one pass over the rows."""
    return (
        commitments.with_timing()
        .values("status", "timing", "testability")
        .annotate(
            n=Count("*"),
            dated=Count("pk", filter=DATED),
            moved=Count("pk", filter=MOVED),
            timed=Count("pk", filter=TIMED),
            soon=Count("pk", filter=soon),
        )
    )


def _median(rows, days, count):
    """The median of an expression over ``count`` rows, sorted by the database."""
    if count < FEW:
        return Median(None, count)
    middle = slice((count - 1) // 2, count // 2 + 1)
    values = list(rows.order_by(days).values_list(days, flat=True)[middle])
    return Median(sum(values) / len(values), count)


def _overdue(late, day, count):
    """Days since the deadline: an index gives the days in order, without a sum."""
    if count < FEW:
        return Median(None, count)
    middle = slice((count - 1) // 2, count // 2 + 1)
    days = list(late.order_by("due_on").values_list("due_on", flat=True)[middle])
    return Median(sum((day - due).days for due in days) / len(days), count)


def has_fictitious(commitments) -> bool:
    """Whether some were made by an answer written for the demonstration."""
    if not Answer.objects.filter(is_fictitious=True).exists():
        return False
    fictitious = Passage.objects.standing().filter(answer__is_fictitious=True)
    return commitments.filter(pk__in=fictitious.values("commitment")).exists()


def of_body(body: Body, lineage=None):
    """The published commitments of a body and of all those that it took over from."""
    held = Commitment.bodies.through.objects.filter(body__in=lineage or body.lineage())
    # One may be of several bodies of a lineage, yet it is one commitment.
    return Commitment.objects.published().filter(pk__in=held.values("commitment"))


def of_theme(theme: Theme):
    """The published commitments of a theme."""
    return Commitment.objects.published().filter(themes=theme)


def of_legislature(number: int):
    """The published commitments made by an answer to a question of a legislature."""
    return Commitment.objects.published().filter(legislature=number)


def glances(links, key, commitment="commitment__") -> dict:
    """A Glance for each value of ``key``, in one query.

    ``links`` is a queryset, such as the rows between bodies and commitments, in which
    each pair of a value and a commitment stands once; ``commitment`` leads from one of
    its rows to the fields of the commitment.
    """
    is_open = Q(**{f"{commitment}status__in": OPEN_STATUSES})
    unassessed = Q(**{f"{commitment}status": Status.NOT_ASSESSED})
    overdue = is_open & Q(**{f"{commitment}due_on__lt": today()})
    rows = (
        links.order_by()
        .values(key)
        .annotate(
            total=Count("*"),
            unassessed=Count("pk", filter=unassessed),
            open=Count("pk", filter=is_open),
            overdue=Count("pk", filter=overdue),
        )
    )
    return {row.pop(key): Glance(**row) for row in rows}


def by_legislature() -> dict[int, Glance]:
    """A Glance for each legislature whose questions led to a published commitment."""
    known = Commitment.objects.published().filter(legislature__isnull=False)
    return glances(known, "legislature", commitment="")
