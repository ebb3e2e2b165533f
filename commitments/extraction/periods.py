"""Stretches of the calendar: what a deadline's words name, first day to last."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """The days that the words allow. `latest` is the deadline (domain.md §4)."""

    earliest: date
    latest: date
    precision: str


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """Calendar months later, the day clamped to the month's end.

    Raises ValueError outside the years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise ValueError("out of the calendar")
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def add_duration(day: date, count: int, unit: str) -> date:
    """`count` times "day", "week", "month" or "year" after a day."""
    try:
        if unit in ("day", "week"):
            return day + timedelta(days=count * (7 if unit == "week" else 1))
        return add_months(day, count * (12 if unit == "year" else 1))
    except OverflowError as error:
        raise ValueError("out of the calendar") from error


def one_day(day: date) -> Period:
    return Period(day, day, "day")


def whole_month(year: int, month: int) -> Period:
    return Period(date(year, month, 1), month_end(year, month), "month")


def whole_quarter(year: int, quarter: int) -> Period:
    start = date(year, quarter * 3 - 2, 1)
    return Period(start, month_end(year, quarter * 3), "quarter")


def whole_half(year: int, half: int) -> Period:
    return Period(date(year, half * 6 - 5, 1), month_end(year, half * 6), "half")


def whole_year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31), "year")


# Published convention: the usual first and last days; winter ends the year after.
SEASONS = {
    "printemps": ((3, 20), (6, 20)),
    "été": ((6, 21), (9, 22)),
    "automne": ((9, 23), (12, 20)),
    "hiver": ((12, 21), (3, 20)),
}


def whole_season(year: int, season: str) -> Period:
    first, last = SEASONS[season]
    end_year = year + 1 if season == "hiver" else year
    return Period(date(year, *first), date(end_year, *last), "season")
