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

WIDTH, HEIGHT = 520, 300
LEFT, RIGHT, TOP, BOTTOM = 56, 500, 34, 258


@dataclass(frozen=True)
class Mark:
    """Something drawn at a point, with a word beside it."""

    x: str
    y: str
    label: str
    anchor: str = "middle"
    css: str = ""


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
    left: int = LEFT
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

    ``measurements`` are in order of date. None without any. Nothing is clamped: the
    scale stretches to hold every value, be it below the baseline or past the target.
    """
    if not measurements:
        return None
    x, y = _scales(commitment, measurements)
    last = len(measurements) - 1
    dots = [
        Mark(
            x=_n(x(m.observed_on.toordinal())),
            y=_n(y(m.value)),
            label=_number(m.value),
            css="" if i < last else "strong",
            anchor=_anchor(x(m.observed_on.toordinal())),
        )
        for i, m in enumerate(measurements)
    ]
    points = _with_baseline(dots, _baseline(commitment, x, y))
    return Chart(
        id=f"chart-{commitment.pk}",
        title=_("Measurements of “%(indicator)s”, against the target")
        % {"indicator": commitment.indicator or commitment.unit or commitment.title},
        summary=_summary(commitment, measurements),
        columns=[_("Date"), _("Value"), _("Source")],
        rows=_rows(commitment, measurements),
        dots=points,
        line=" ".join(f"{d.x},{d.y}" for d in points),
        path=_straight_path(commitment, x, y),
        target=_target(commitment, y),
        dues=_dues(commitment, x),
        ticks=[
            Mark(x=_n(LEFT - 8), y=_n(y(value)), label=_number(value), anchor="end")
            for value in nice_ticks(y.low, y.high)
        ],
        years=_years(x),
    )


def _scales(commitment, measurements):
    days = [m.observed_on for m in measurements]
    days += [d for d in (commitment.due_on, commitment.original_due_on) if d]
    values = [m.value for m in measurements]
    if commitment.target_value is not None:
        values.append(commitment.target_value)
    if commitment.baseline_value is not None:
        values.append(commitment.baseline_value)
        if commitment.baseline_on:
            days.append(commitment.baseline_on)
    elif commitment.promised_on:
        days.append(commitment.promised_on)
    low, high = min(0, *values), max(0, *values)
    ticks = nice_ticks(float(low), float(high))
    first = min(days).toordinal()
    span = max(days).toordinal() - first
    # One lone day still needs some width to stand in.
    margin = max(span * 0.06, 30)
    return (
        Scale(first - margin, first + span + margin, LEFT, RIGHT),
        Scale(ticks[0], ticks[-1], BOTTOM, TOP),
    )


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
    at = x(commitment.baseline_on.toordinal())
    return Mark(
        x=_n(at),
        y=_n(y(commitment.baseline_value)),
        label=_number(commitment.baseline_value),
        css="baseline",
        anchor=_anchor(at),
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


def _target(commitment, y):
    if commitment.target_value is None:
        return None
    label = _("target: %(comparator)s %(value)s") % {
        "comparator": commitment.get_comparator_display(),
        "value": _quantity(commitment, commitment.target_value),
    }
    return Mark(x=_n(LEFT + 4), y=_n(y(commitment.target_value)), label=label)


def _dues(commitment, x):
    days = {}
    if commitment.original_due_on:
        days[commitment.original_due_on] = _("first deadline")
    if commitment.due_on:
        days[commitment.due_on] = _("deadline")
    marks = []
    for on, label in days.items():
        at = x(on.toordinal())
        marks.append(Mark(x=_n(at), y=_n(TOP - 16), label=label, anchor=_anchor(at)))
    return marks


def _years(x):
    first = datetime.date.fromordinal(math.ceil(x.low))
    last = datetime.date.fromordinal(math.floor(x.high))
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
        Mark(x=_n((LEFT + RIGHT) / 2), y=_n(BOTTOM + 22), label=str(first.year))
    ]


def _rows(commitment, measurements):
    rows = []
    if commitment.baseline_value is not None:
        on = commitment.baseline_on
        rows.append(
            (
                _due(on, "day") if on else "",
                _quantity(commitment, commitment.baseline_value),
                _("Baseline"),
            )
        )
    for m in measurements:
        rows.append(
            (
                _due(m.observed_on, m.precision),
                _quantity(commitment, m.value),
                m.evidence.title,
            )
        )
    return rows


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
    return "start" if x < LEFT + 24 else "middle"


def _n(value):
    return f"{value:.1f}"
