"""The geometry of charts, computed here so that templates only place it.

Coordinates are text already ("12.5"): a template in French would write "12,5", which
SVG does not read. Every chart carries its data as a table, and one sentence.
"""

import datetime
import math
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commitments.typography import format_due, format_number, format_quantity

WIDTH, HEIGHT = 520, 316
RIGHT, TOP, BOTTOM = 500, 50, 274
# Above the drawing: the labels of deadlines, in two rows when they would touch.
DUE_ROW, DUE_WIDTH = 16, 130
# Where a figure stands from its point, and how near the axis it goes above.
BELOW, ABOVE, NEAR_AXIS = 22, -12, 26
# Room for the figures of the vertical axis, which are as wide as what is counted.
LEAST_LEFT, BEYOND_FIGURES, FIGURE = 56, 16, 10


@dataclass(frozen=True)
class Mark:
    """Something drawn at a point, with a word beside it."""

    x: str
    y: str
    label: str
    anchor: str = "middle"
    css: str = ""
    dy: str = "0"


@dataclass(frozen=True)
class Chart:
    """A drawing of measurements over time, with its sentence and its table."""

    id: str
    title: str
    summary: str
    columns: list
    rows: list
    template: str = "components/charts/measurements.html"
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


@dataclass(frozen=True)
class Scale:
    """A straight scale from data (numbers or day ordinals) to the drawing."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value) -> float:
        share = (float(value) - self.low) / ((self.high - self.low) or 1)
        return self.start + share * (self.end - self.start)


def measurement_chart(commitment, measurements) -> Chart | None:
    """Chart of a commitment's current measurements against target and deadlines.

    ``measurements`` are in order of date. None when there is nothing to compare: no
    measurement, or a single one without a target. Nothing is clamped: the scale
    stretches to hold every value, be it below the baseline or past the target.
    """
    if not measurements:
        return None
    if len(measurements) == 1 and commitment.target_value is None:
        return None
    ticks = _ticks(commitment, measurements)
    widest = max(len(_number(value)) for value in ticks)
    left = max(LEAST_LEFT, BEYOND_FIGURES + FIGURE * widest)
    x = _time_scale(commitment, measurements, left)
    y = Scale(ticks[0], ticks[-1], BOTTOM, TOP)
    last = len(measurements) - 1
    dots = [
        _dot(x, y, m.observed_on, m.value, css="" if i < last else "strong")
        for i, m in enumerate(measurements)
    ]
    points = _with_baseline(dots, _baseline(commitment, x, y))
    return Chart(
        id=f"chart-{commitment.pk}",
        title=_title(commitment),
        summary=_summary(commitment, measurements),
        columns=[_("Date"), _("Value"), _("Source")],
        rows=measurement_rows(commitment, measurements),
        dots=points,
        line=" ".join(f"{d.x},{d.y}" for d in points),
        path=_straight_path(commitment, x, y),
        target=_target(commitment, y, left),
        dues=_dues(commitment, x),
        ticks=[
            Mark(x=_n(left - 8), y=_n(y(value)), label=_number(value), anchor="end")
            for value in ticks
        ],
        years=_years(x),
        left=left,
    )


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


def _time_scale(commitment, measurements, left):
    days = [m.observed_on for m in measurements]
    days += [commitment.due_on, commitment.original_due_on, commitment.baseline_on]
    days = [day for day in days if day]
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


def _with_baseline(dots, baseline):
    """The dots in order of time; a measurement of the same day hides the baseline."""
    if baseline and all(dot.x != baseline.x for dot in dots):
        dots = [*dots, baseline]
    return sorted(dots, key=lambda dot: float(dot.x))


def _baseline(commitment, x, y):
    if commitment.baseline_value is None or not commitment.baseline_on:
        return None
    return _dot(x, y, commitment.baseline_on, commitment.baseline_value, css="baseline")


def _dot(x, y, on, value, css):
    """A point with its figure below, or above where the axis has its years."""
    at, height = x(on.toordinal()), y(value)
    return Mark(
        x=_n(at),
        y=_n(height),
        label=_number(value),
        css=css,
        anchor=_anchor(at),
        dy=str(ABOVE if height > BOTTOM - NEAR_AXIS else BELOW),
    )


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
    return f"{_n(start[0])},{_n(start[1])} {_n(end[0])},{_n(end[1])}"


def _target(commitment, y, left):
    if commitment.target_value is None:
        return None
    label = _("target: %(comparator)s %(value)s") % {
        "comparator": commitment.get_comparator_display(),
        "value": _quantity(commitment, commitment.target_value),
    }
    return Mark(x=_n(left + 4), y=_n(y(commitment.target_value)), label=label)


def _dues(commitment, x):
    days = {}
    if commitment.original_due_on:
        days[commitment.original_due_on] = _("first deadline")
    if commitment.due_on:
        days[commitment.due_on] = _("deadline")
    places = [x(on.toordinal()) for on in days]
    is_tight = max(places, default=0) - min(places, default=0) < DUE_WIDTH
    marks = []
    for row, (at, label) in enumerate(zip(places, days.values(), strict=True), 1):
        height = TOP - DUE_ROW * (row if is_tight else 1)
        marks.append(Mark(x=_n(at), y=_n(height), label=label, anchor=_anchor(at)))
    return marks


def _years(x):
    # The margins may reach beyond the days that a date can say.
    first = datetime.date.fromordinal(max(1, math.ceil(x.low)))
    last = datetime.date.fromordinal(
        min(datetime.date.max.toordinal(), math.floor(x.high))
    )
    years = range(first.year + 1, last.year + 1)
    every = max(1, math.ceil(len(years) / 6))
    marks = [
        Mark(
            x=_n(x(datetime.date(year, 1, 1).toordinal())),
            y=_n(BOTTOM + 22),
            label=str(year),
        )
        for year in years[::every]
    ]
    return marks or [
        Mark(x=_n((x.start + x.end) / 2), y=_n(BOTTOM + 22), label=str(first.year))
    ]


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


def _summary(commitment, measurements):
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
    return said


def _quantity(commitment, value):
    return format_quantity(value, commitment.unit, get_language())


def _number(value):
    return format_number(Decimal(str(round(float(value), 4))), get_language())


def _due(on, precision):
    return format_due(on, str(precision), get_language())


def _anchor(x):
    """Keep a label inside the drawing near its edges."""
    if x > RIGHT - 50:
        return "end"
    return "start" if x < LEAST_LEFT + 24 else "middle"


def _n(value):
    return f"{value:.1f}"
