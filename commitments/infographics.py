"""The geometry of the drawings that count commitments.

As in ``charts``, coordinates are text already, for a template in French would write
"12,5"; every drawing stands beside a table with its figures.
"""

import math
from dataclasses import dataclass
from datetime import timedelta

from commitments.choices import OPEN_STATUSES, Status

# The drawing of all commitments: marks of one size in lines, each for so many of them.
MARK, MARKS_IN_LINE, MOST_MARKS = 16, 25, 150
UNITS = [digit * 10**power for power in range(8) for digit in (1, 2, 5)]

# The strip of days: one square for each day, one column for each week.
CELL, GUTTER, HEAD, DAYS_IN_WEEK = 26, 34, 22, 7
LEVELS = 4


@dataclass(frozen=True)
class Marks:
    """The marks of one assessment: a path to be filled with its sign."""

    code: str
    label: str
    count: int
    path: str
    height: int


@dataclass(frozen=True)
class Picture:
    """All commitments as marks, ``unit`` to a mark, in two groups."""

    unit: int
    width: int
    final: list[Marks]
    open: list[Marks]


def whole_in_marks(lines) -> Picture:
    """Draw the tally of assessments, so that no assessment that exists disappears.

    A started unit is a mark: one commitment among 100,000 still shows.
    """
    counts = [line.count for line in lines]
    unit = next(u for u in UNITS if sum(math.ceil(n / u) for n in counts) <= MOST_MARKS)
    marks = {line.code: _marks(line, unit) for line in lines}
    return Picture(
        unit=unit,
        width=MARK * MARKS_IN_LINE,
        final=[marks[code] for code in Status.values if code not in OPEN_STATUSES],
        open=[marks[code] for code in Status.values if code in OPEN_STATUSES],
    )


def _marks(line, unit):
    full, rest = divmod(math.ceil(line.count / unit), MARKS_IN_LINE)
    path = ""
    if full:
        path += f"M0 0h{MARK * MARKS_IN_LINE}v{MARK * full}H0z"
    if rest:
        path += f"M0 {MARK * full}h{MARK * rest}v{MARK}H0z"
    height = MARK * (full + bool(rest))
    return Marks(line.code, line.label, line.count, path, height)


@dataclass(frozen=True)
class Cell:
    """One day of a strip; ``level`` is 0 for none, then 1 to 4 for how many."""

    x: int
    y: int
    count: int
    level: int
    is_today: bool


@dataclass(frozen=True)
class StripPicture:
    """The days of a calendar.Strip as squares, with the months above them."""

    width: int
    height: int
    size: int
    cells: list[Cell]
    months: list
    weekdays: list


def strip_picture(strip) -> StripPicture:
    """Draw a strip of weeks; the more falls due on a day, the darker its square."""
    most = max(
        (day.open for week in strip.weeks for day in week.days if day), default=0
    )
    cells, months = [], []
    for column, week in enumerate(strip.weeks):
        x = GUTTER + column * CELL
        for row, day in enumerate(week.days):
            if day is None:
                continue
            if day.on.day == 1 or not months:
                months.append((x, day.on))
            cells.append(
                Cell(
                    x=x,
                    y=HEAD + row * CELL,
                    count=day.open,
                    level=math.ceil(LEVELS * day.open / most) if day.open else 0,
                    is_today=day.is_today,
                )
            )
    # The first label gives way to a second one that would touch it.
    if len(months) > 1 and months[1][0] - months[0][0] < 3 * CELL:
        del months[0]
    return StripPicture(
        width=GUTTER + CELL * len(strip.weeks),
        height=HEAD + CELL * DAYS_IN_WEEK,
        size=CELL - 3,
        cells=cells,
        months=months,
        weekdays=[
            (HEAD + row * CELL + CELL * 2 // 3, strip.weeks[0].first + timedelta(row))
            for row in range(0, DAYS_IN_WEEK, 2)
        ],
    )
