"""The chart of a commitment's measurements: its geometry, its table, its sentence.

The geometry is computed here so that templates only place it.
"""

import calendar
import datetime
import math
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commitments.choices import Comparator, Precision
from commitments.drawing import (
    Box,
    Scale,
    anchored,
    box_around,
    coordinate,
    shortened,
    width_of,
)
from commitments.typography import format_due, format_number, format_quantity

WIDTH, HEIGHT = 520, 316
RIGHT, TOP, BOTTOM = 500, 56, 274
# Words may stand in the margins, nearly to the edge of the drawing.
EDGE = 4
# Above the drawing: the labels of deadlines, in two rows when they would touch.
DUE_ROW = 24
# Where a figure stands from its point, and how near the axis it goes above.
BELOW, ABOVE, NEAR_AXIS = 24, -12, 28
DOT = 6
# Room for the figures of the vertical axis, which are as wide as what is counted.
LEAST_LEFT, BESIDE_AXIS = 56, 8
YEAR_LABEL = 22

MONTHS_OF = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.HALF: 6}
SEASON = datetime.timedelta(days=92)


@dataclass(frozen=True)
class Mark:
    """Something drawn at a point, with a word beside it; ``since`` is where the span
    of days begins that its date allows, "" for a day known exactly."""

    x: str
    y: str
    label: str
    anchor: str = "middle"
    css: str = ""
    dy: str = "0"
    at: str = ""
    since: str = ""


@dataclass(frozen=True)
class Chart:
    """A drawing of measurements over time, with its sentence and its table."""

    id: str
    title: str
    summary: str
    columns: list
    rows: list
    width: int = WIDTH
    height: int = HEIGHT
    dots: list = field(default_factory=list)
    line: str = ""
    path: str = ""
    target: Mark | None = None
    dues: list = field(default_factory=list)
    ticks: list = field(default_factory=list)
    years: list = field(default_factory=list)
    left: int = LEAST_LEFT
    right: int = RIGHT
    top: int = TOP
    bottom: int = BOTTOM
    notes: list[str] = field(default_factory=list)
    csv: str = ""


@dataclass(frozen=True)
class Due:
    """A deadline to draw: its last day, and the first day that its words allow."""

    on: datetime.date
    precision: str
    since: datetime.date
    label: str
    is_current: bool


def measurement_chart(commitment, measurements, deadlines=()) -> Chart | None:
    """Chart of a commitment's current measurements against target and deadlines.

    ``measurements`` are in order of date, ``deadlines`` in the order they were set.
    None when there is nothing to compare: no measurement, or a single one without a
    target. Nothing is clamped: the scale stretches to hold every value, be it below
    the baseline or past the target.
    """
    if not measurements:
        return None
    if len(measurements) == 1 and commitment.target_value is None:
        return None
    dues = _dues(commitment, deadlines)
    ticks = _ticks(commitment, measurements)
    figures = [_number(value) for value in ticks]
    left = math.ceil(max(LEAST_LEFT, EDGE + BESIDE_AXIS + max(map(width_of, figures))))
    x = _time_scale(commitment, measurements, dues, left)
    y = Scale(ticks[0], ticks[-1], BOTTOM, TOP)
    target = _target(commitment, y, left)
    last = len(measurements) - 1
    points = [
        _point(x, y, m.observed_on, m.value, m.precision, "" if i < last else "strong")
        for i, m in enumerate(measurements)
    ]
    points = _with_baseline(points, _baseline(commitment, x, y))
    dots = _labelled(points, target, left)
    path = _straight_path(commitment, x, y)
    return Chart(
        id=f"chart-{commitment.pk}",
        title=_title(commitment),
        summary=_summary(commitment, measurements, dues),
        columns=[_("Date"), _("Value"), _("Source")],
        rows=measurement_rows(commitment, measurements),
        dots=dots,
        line=" ".join(f"{d.x},{d.y}" for d in dots),
        path=path,
        target=target,
        dues=_due_marks(dues, x),
        ticks=[
            Mark(
                x=coordinate(left - BESIDE_AXIS),
                y=coordinate(y(value)),
                label=figure,
                anchor="end",
            )
            for value, figure in zip(ticks, figures, strict=True)
        ],
        years=_years(x),
        left=left,
        notes=_notes(path, dues, dots),
    )


def _notes(path, dues, dots):
    """What the signs of the drawing stand for that have no word beside them."""
    notes = {
        _("The thin line is an even pace from the baseline to the target."): path,
        _("The grey band holds the days that the words of the deadline allow."): any(
            due.since < due.on for due in dues
        ),
        _(
            "A bar to the left of a point: its source gives only the month, the "
            "quarter or the year, and the point stands on the last day that it may be."
        ): any(dot.since for dot in dots),
    }
    return [note for note, is_drawn in notes.items() if is_drawn]


def first_day(on: datetime.date, precision: str) -> datetime.date:
    """The first day that a date may be, when ``on`` is the last one it may be."""
    if precision in MONTHS_OF:
        months = MONTHS_OF[precision]
        month = on.month - (on.month - 1) % months
        return datetime.date(on.year, month, 1)
    if precision == Precision.YEAR:
        return datetime.date(on.year, 1, 1)
    if precision == Precision.SEASON and on > datetime.date.min + SEASON:
        return on - SEASON
    return on


def last_day(on: datetime.date, precision: str) -> datetime.date:
    """The last day of the month, the year and so on that a date falls in."""
    if precision in MONTHS_OF:
        months = MONTHS_OF[precision]
        month = on.month - (on.month - 1) % months + months - 1
        return datetime.date(on.year, month, calendar.monthrange(on.year, month)[1])
    if precision == Precision.YEAR:
        return datetime.date(on.year, 12, 31)
    return on


def _title(commitment):
    counted = commitment.indicator or commitment.unit or commitment.title
    if commitment.target_value is None:
        return _("Measurements of “%(indicator)s”") % {"indicator": counted}
    return _("Measurements of “%(indicator)s”, against the target") % {
        "indicator": counted
    }


def _ticks(commitment, measurements):
    values = [m.value for m in measurements]
    values += [
        value
        for value in (commitment.target_value, commitment.baseline_value)
        if value is not None
    ]
    return nice_ticks(float(min(0, *values)), float(max(0, *values)))


def _dues(commitment, deadlines):
    """The first and the current deadline, each once; none that has no date."""
    dated = [deadline for deadline in deadlines if deadline.due_latest]
    if not dated:
        days = {commitment.original_due_on: False, commitment.due_on: True}
        return [
            Due(on, commitment.due_precision, on, _due_label(is_current), is_current)
            for on, is_current in days.items()
            if on
        ]
    # The current one may have no date any more: what it replaced is not it.
    current = deadlines[-1]
    ends = {dated[0].due_latest: dated[0]}
    if current.due_latest:
        ends[current.due_latest] = current
    return [
        Due(
            on=deadline.due_latest,
            precision=deadline.precision,
            since=deadline.due_earliest or deadline.due_latest,
            label=_due_label(deadline is current),
            is_current=deadline is current,
        )
        for deadline in ends.values()
    ]


def _due_label(is_current):
    return _("deadline") if is_current else _("first deadline")


def _time_scale(commitment, measurements, dues, left):
    days = [m.observed_on for m in measurements]
    days += [first_day(m.observed_on, m.precision) for m in measurements]
    days += [due.on for due in dues] + [due.since for due in dues]
    days += [commitment.baseline_on] if commitment.baseline_on else []
    first, last = min(days).toordinal(), max(days).toordinal()
    # One lone day still needs some width to stand in.
    margin = max((last - first) * 0.06, 30)
    return Scale(first - margin, last + margin, left, RIGHT)


def nice_ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round values from at most ``low`` to at least ``high``, evenly apart."""
    span = (high - low) or abs(high) or 1
    rough = span / about
    magnitude = 10 ** math.floor(math.log10(rough))
    step = next(
        m * magnitude for m in (1, 2, 2.5, 5, 10) if m * magnitude >= rough * 0.999
    )
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [i * step for i in range(first, max(last, first + 1) + 1)]


def _with_baseline(points, baseline):
    """The points in order of time; a measurement of the same day hides the baseline."""
    if baseline and all(point.x != baseline.x for point in points):
        points = [*points, baseline]
    return sorted(points, key=lambda point: float(point.x))


def _baseline(commitment, x, y):
    if commitment.baseline_value is None or not commitment.baseline_on:
        return None
    on, value = commitment.baseline_on, commitment.baseline_value
    return _point(x, y, on, value, Precision.DAY, css="baseline")


def _point(x, y, on, value, precision, css):
    since = first_day(on, precision)
    return Mark(
        x=coordinate(x(on.toordinal())),
        y=coordinate(y(value)),
        label=_number(value),
        css=css,
        since=coordinate(x(since.toordinal())) if since < on else "",
    )


def _labelled(points, target, left):
    """The points with their figures where there is room; the table has them all.

    The latest has its figure whatever happens, then the first, then the others.
    """
    taken = [_box(target)] if target else []
    taken += [
        Box(float(p.x) - DOT, float(p.y) - DOT, float(p.x) + DOT, float(p.y) + DOT)
        for p in points
    ]
    order = sorted(
        range(len(points)), key=lambda i: (points[i].css != "strong", i != 0, i)
    )
    placed = {}
    for i in order:
        is_latest = points[i].css == "strong"
        found = _place_for(points[i], taken, left, is_forced=is_latest)
        placed[i] = found
        if found.label:
            taken.append(_box(found))
    return [placed[i] for i in range(len(points))]


def _place_for(point, taken, left, is_forced):
    """The point with its figure below it, or above; without, when neither is free."""
    x, y = float(point.x), float(point.y)
    at, anchor = anchored(x, point.label, left, WIDTH - EDGE)
    sides = [BELOW, ABOVE] if y <= BOTTOM - NEAR_AXIS else [ABOVE]
    marks = [
        replace(point, at=coordinate(at), anchor=anchor, dy=str(dy)) for dy in sides
    ]
    for mark in marks:
        if not any(_box(mark).meets(other) for other in taken):
            return mark
    return marks[0] if is_forced else replace(point, label="")


def _box(mark):
    at = float(mark.at or mark.x)
    return box_around(at, float(mark.y) + float(mark.dy), mark.anchor, mark.label)


def _straight_path(commitment, x, y):
    """The line from baseline to target that "on track" is computed against."""
    has_all = (
        commitment.baseline_value is not None
        and commitment.baseline_on
        and commitment.target_value is not None
        and commitment.due_on
    )
    if not has_all:
        return ""
    start = x(commitment.baseline_on.toordinal()), y(commitment.baseline_value)
    end = x(commitment.due_on.toordinal()), y(commitment.target_value)
    return " ".join(f"{coordinate(a)},{coordinate(b)}" for a, b in (start, end))


def _target(commitment, y, left):
    """The line of the target; a unit too long for the drawing is left to the title."""
    if commitment.target_value is None:
        return None
    room = WIDTH - 2 * EDGE - left
    for unit in (commitment.unit, ""):
        label = _("target: %(comparator)s %(value)s") % {
            "comparator": _comparator(commitment),
            "value": format_quantity(commitment.target_value, unit, get_language()),
        }
        label = label.replace("  ", " ")
        if width_of(label) <= room:
            break
    return Mark(
        x=coordinate(left + 4),
        y=coordinate(y(commitment.target_value)),
        label=shortened(label, room),
        anchor="start",
        dy="-8",
    )


def _comparator(commitment):
    if commitment.comparator == Comparator.EQUAL:
        return ""
    return commitment.get_comparator_display()


def _due_marks(dues, x):
    """Each deadline with its date; on rows of their own when their words would meet."""
    marks, boxes = [], []
    for due in dues:
        label = _("%(deadline)s: %(date)s") % {
            "deadline": due.label,
            "date": _due(due.on, due.precision),
        }
        place = x(due.on.toordinal())
        at, anchor = anchored(place, label, EDGE, WIDTH - EDGE)
        row = TOP - DUE_ROW
        while any(box_around(at, row, anchor, label).meets(box) for box in boxes):
            row -= DUE_ROW
        boxes.append(box_around(at, row, anchor, label))
        marks.append(
            Mark(
                x=coordinate(place),
                y=coordinate(row + DUE_ROW - BESIDE_AXIS - 4),
                label=label,
                anchor=anchor,
                css="" if due.is_current else "due--first",
                at=coordinate(at),
                since=coordinate(x(due.since.toordinal()))
                if due.since < due.on
                else "",
            )
        )
    return marks


def _years(x):
    # The margins may reach beyond the days that a date can say.
    first = datetime.date.fromordinal(max(1, math.ceil(x.low)))
    last = datetime.date.fromordinal(
        min(datetime.date.max.toordinal(), math.floor(x.high))
    )
    years = range(first.year + 1, last.year + 1)
    every = max(1, math.ceil(len(years) / 6))
    places = [
        (x(datetime.date(year, 1, 1).toordinal()), str(year)) for year in years[::every]
    ]
    marks = []
    for place, label in places or [((x.start + x.end) / 2, str(first.year))]:
        at, anchor = anchored(place, label, EDGE, WIDTH - EDGE)
        marks.append(
            Mark(
                x=coordinate(place),
                y=coordinate(BOTTOM + YEAR_LABEL),
                label=label,
                anchor=anchor,
                at=coordinate(at),
            )
        )
    return marks


def measurement_rows(commitment, measurements) -> list[tuple[str, str, str]]:
    """Baseline and measurements as rows of a table: date, value, source."""
    rows = []
    if commitment.baseline_value is not None:
        value = _quantity(commitment, commitment.baseline_value)
        rows.append((commitment.baseline_on, "day", value, _("Baseline")))
    for m in measurements:
        value = _quantity(commitment, m.value)
        rows.append((m.observed_on, m.precision, value, m.evidence.title))
    rows.sort(key=lambda row: row[0] or datetime.date.min)
    return [
        (_due(on, precision) if on else "", value, source)
        for on, precision, value, source in rows
    ]


def _summary(commitment, measurements, dues):
    first, last = measurements[0], measurements[-1]
    said = _("%(count)s measurements, from %(first)s (%(then)s) to %(last)s (%(now)s).")
    if first == last:
        said = _("One measurement: %(last)s (%(now)s).")
    said %= {
        "count": len(measurements),
        "first": _quantity(commitment, first.value),
        "then": _due(first.observed_on, first.precision),
        "last": _quantity(commitment, last.value),
        "now": _due(last.observed_on, last.precision),
    }
    if commitment.target_value is not None:
        said += " " + _("The target is %(comparator)s %(value)s.") % {
            "comparator": commitment.get_comparator_display(),
            "value": _quantity(commitment, commitment.target_value),
        }
    for due in dues:
        sentence = _("First deadline: %(date)s.")
        if due.is_current:
            sentence = _("Deadline: %(date)s.")
        said += " " + sentence % {"date": _due(due.on, due.precision)}
    return said


def _quantity(commitment, value):
    return format_quantity(value, commitment.unit, get_language())


def _number(value):
    return format_number(Decimal(str(round(float(value), 4))), get_language())


def _due(on, precision):
    return format_due(on, str(precision), get_language())
