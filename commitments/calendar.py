"""Deadlines on a calendar, none on a day that its words do not name.

A deadline known to the day stands on its day; one known to the month stands in its
month; one known to the quarter, the half-year, the season or the year stands in that
period and on no day of it (docs/domain.md, "Deadlines").
"""

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils.translation import get_language

from commitments.choices import OPEN_STATUSES, Precision
from commitments.models import Commitment
from commitments.timing import YEARS
from commitments.typography import SEASON_ENDS, format_due

OPEN = Q(status__in=OPEN_STATUSES)
# What is known less exactly than to the month, the shortest first.
LONGER = (Precision.QUARTER, Precision.SEASON, Precision.HALF, Precision.YEAR)
BEYOND_A_DAY = (Precision.MONTH, *LONGER)
MONTHS_IN = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.HALF: 6}
LAST_MONTH, LAST_DAY = 12, 31


@dataclass
class Due:
    """How many commitments fall due, of which so many still await their outcome."""

    total: int = 0
    open: int = 0

    def add(self, row):
        self.total += row["n"]
        self.open += row["open"]


@dataclass
class Day(Due):
    """One day of a month, with the deadlines that name it."""

    on: date = None
    is_today: bool = False
    titles: list = field(default_factory=list)


@dataclass
class Period(Due):
    """A stretch of the calendar that deadlines name without naming a month.

    ``code`` is its precision and its place in the year, such as "quarter-2"; ``days``
    are the last days under which its deadlines are recorded.
    """

    code: str = ""
    label: str = ""
    precision: str = ""
    first: date = None
    last: date = None
    days: set = field(default_factory=set)


@dataclass
class Month(Due):
    """A month: ``total`` counts what names one of its days, and what names it.

    ``named`` is the part that names the month without a day; ``weeks`` are lists of
    seven Days from Monday, None outside the month; ``periods`` reach beyond it.
    """

    first: date = None
    named: Due = field(default_factory=Due)
    weeks: list = field(default_factory=list)
    periods: list = field(default_factory=list)

    @property
    def days(self) -> list[Day]:
        """Its days on which something falls due."""
        return [day for week in self.weeks for day in week if day and day.total]

    @property
    def last(self) -> date:
        return _end_of_month(self.first)


@dataclass
class Week(Due):
    """Seven days from ``first``, a Monday; None where they are not asked for."""

    first: date = None
    days: list = field(default_factory=list)


@dataclass
class Strip(Due):
    """The weeks of a stretch of days, and the periods that end in it.

    Here ``periods`` holds months too: what names a month stands on no day.
    """

    first: date = None
    last: date = None
    weeks: list = field(default_factory=list)
    periods: list = field(default_factory=list)


@dataclass
class Year(Due):
    """A year: its months, and the longer periods that end in it."""

    number: int = 0
    months: list = field(default_factory=list)
    periods: list = field(default_factory=list)


def month_of(first: date, day: date) -> Month:
    """The month that begins on ``first``; ``day`` is today."""
    counts = _counts(date(first.year, 1, 1), date(first.year, 12, 31))
    days = {
        on: Day(on=on, is_today=on == day) for on in _days(first, _end_of_month(first))
    }
    month = Month(first=first)
    for row in counts:
        if row["due_on"] not in days:
            continue
        if row["due_precision"] == Precision.DAY:
            days[row["due_on"]].add(row)
        elif row["due_precision"] == Precision.MONTH:
            month.named.add(row)
        else:
            continue
        month.add(row)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    month.weeks = [[days.get(on) for on in week] for week in weeks]
    month.periods = [
        period
        for period in _periods(counts)
        if period.first <= month.last and period.last >= first
    ]
    return month


def year_of(number: int) -> Year:
    """The deadlines of a year, by month and by longer period."""
    counts = _counts(date(number, 1, 1), date(number, 12, 31))
    year = Year(number=number)
    year.months = [Month(first=date(number, m, 1)) for m in range(1, 13)]
    for row in counts:
        year.add(row)
        month = year.months[row["due_on"].month - 1]
        if row["due_precision"] == Precision.MONTH:
            month.named.add(row)
        if row["due_precision"] in (Precision.DAY, Precision.MONTH):
            month.add(row)
    year.periods = _periods(counts)
    return year


def strip_of(first: date, last: date) -> Strip:
    """What falls due from one day to another and still awaits its outcome."""
    counts = [row for row in _counts(first, last) if row["open"]]
    strip = Strip(first=first, last=last, periods=_periods(counts, *BEYOND_A_DAY))
    days = {on: Day(on=on, is_today=on == first) for on in _days(first, last)}
    for row in counts:
        strip.add(row)
        if row["due_precision"] == Precision.DAY:
            days[row["due_on"]].add(row)
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        on = [days.get(monday + timedelta(days=n)) for n in range(7)]
        week = Week(first=monday, days=on)
        week.open = sum(day.open for day in on if day)
        strip.weeks.append(week)
        monday += timedelta(days=7)
    return strip


def due_in_month(first: date):
    """The published commitments whose deadline names this month or a day of it."""
    return _published(first, _end_of_month(first)).filter(
        due_precision__in=(Precision.DAY, Precision.MONTH)
    )


def due_in_period(period: Period):
    """The published commitments whose deadline names this period."""
    return Commitment.objects.published().filter(
        due_on__in=period.days, due_precision=period.precision
    )


def due_in_longer(number: int):
    """The published commitments whose deadline names a period longer than a month."""
    return _published(date(number, 1, 1), date(number, 12, 31)).filter(
        due_precision__in=LONGER
    )


def neighbours(year: int, month: int = 0):
    """First days of the stretch before and of the one after; None outside YEARS."""
    if month:
        at = year * 12 + month - 1
        found = [date(n // 12, n % 12 + 1, 1) for n in (at - 1, at + 1)]
    else:
        found = [date(n, 1, 1) for n in (year - 1, year + 1)]
    return [first if first.year in YEARS else None for first in found]


def _published(first, last):
    return Commitment.objects.published().filter(due_on__range=(first, last))


def _counts(first, last):
    """Counts by last day and precision, in one query over the days asked for."""
    return list(
        _published(first, last)
        .order_by()
        .values("due_on", "due_precision")
        .annotate(n=Count("*"), open=Count("pk", filter=OPEN))
    )


def _periods(counts, *precisions):
    """The periods that deadlines name, those that end first first."""
    periods = {}
    for row in counts:
        if row["due_precision"] not in (precisions or LONGER):
            continue
        on, precision = row["due_on"], row["due_precision"]
        index, first, last = period_of(on, precision)
        code = f"{precision}-{index}"
        key = on.year, code
        if key not in periods:
            label = format_due(last, precision, get_language())
            periods[key] = Period(
                code=code, label=label, precision=precision, first=first, last=last
            )
        periods[key].add(row)
        periods[key].days.add(on)
    order = {precision: n for n, precision in enumerate(BEYOND_A_DAY)}
    return sorted(periods.values(), key=lambda p: (p.last, order[p.precision]))


def period_of(on, precision):
    """Place in its year, first and last day of the period that a last day ends."""
    if precision == Precision.YEAR:
        return 1, date(on.year, 1, 1), date(on.year, LAST_MONTH, LAST_DAY)
    if precision == Precision.SEASON:
        return _season(on)
    months = MONTHS_IN[precision]
    index = (on.month - 1) // months
    first = date(on.year, index * months + 1, 1)
    return index + 1, first, _end_of_month(date(on.year, (index + 1) * months, 1))


def _season(on):
    """The season of a day, as ``typography.format_season`` names it.

    A late December day is in the winter of its own year's end.
    """
    ends = [date(on.year, *end) for end in SEASON_ENDS]
    index = next((n for n, end in enumerate(ends) if on <= end), len(ends))
    if index == len(ends):
        first = ends[-1] + timedelta(days=1)
        return index + 1, first, date(on.year, LAST_MONTH, LAST_DAY)
    first = ends[index - 1] + timedelta(days=1) if index else date(on.year, 1, 1)
    return index + 1, first, ends[index]


def _end_of_month(first):
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _days(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
