"""The chain of successive promises, drawn: one row each, from promise to deadline."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commitments.chain import promise_of
from commitments.drawing import (
    Scale,
    anchored,
    coordinate,
    shortened,
    width_of,
)
from commitments.typography import format_due

WIDTH, LEFT, RIGHT, EDGE = 520, 20, 490, 4
# Each row: words above its line, the line, words below it.
ROW, FIRST_ROW, ABOVE, BELOW = 84, 44, -14, 28
BESIDE, ON_LINE = 14, 5
AXIS, YEAR_LABEL = 30, 22
SHAPE = 16


@dataclass(frozen=True)
class Row:
    """A promise of the chain: where its line runs, and what stands at its ends."""

    y: str
    start: str
    first_due: str
    due: str
    shape_x: str
    shape_y: str
    status: str
    promise: str
    promise_x: str
    promise_anchor: str
    promise_y: str
    outcome: str
    outcome_x: str
    outcome_anchor: str
    outcome_y: str
    is_this: bool


@dataclass(frozen=True)
class Year:
    x: str
    at: str
    anchor: str
    label: str


@dataclass(frozen=True)
class ChainChart:
    """Rows in order of time, joined by a line; ``summary`` says the same in words."""

    id: str
    summary: str
    rows: list
    line: str
    years: list
    bottom: int
    years_y: int
    height: int
    width: int = WIDTH
    left: int = LEFT
    right: int = RIGHT


def chain_chart(commitment, links) -> ChainChart | None:
    """Draw a chain (chain.chain_of); None when its promises have not two dates."""
    links = [link for link in links if link.commitment.promised_on]
    if len({link.commitment.promised_on for link in links}) < 2:
        return None
    x = _time_scale(links)
    rows = [_row(link, x, FIRST_ROW + ROW * i) for i, link in enumerate(links)]
    bottom = FIRST_ROW + ROW * (len(rows) - 1) + BELOW + AXIS
    return ChainChart(
        id=f"chain-{commitment.pk}",
        summary=_summary(links),
        rows=rows,
        line=_thread(rows),
        years=_years(x),
        bottom=bottom,
        years_y=bottom + YEAR_LABEL,
        height=bottom + AXIS,
    )


def _thread(rows):
    """The line from promise to promise: down to the next row, then along to it."""
    steps = [f"{rows[0].start},{rows[0].y}"]
    for before, row in pairwise(rows):
        steps += [f"{before.start},{row.y}", f"{row.start},{row.y}"]
    return " ".join(steps)


def _time_scale(links):
    days = []
    for link in links:
        one = link.commitment
        days += [one.promised_on, one.due_on, one.original_due_on]
    days = [day.toordinal() for day in days if day]
    # A chain of one day still needs some width.
    return Scale(min(days), max(max(days), min(days) + 30), LEFT, RIGHT)


def _row(link, x, y):
    commitment = link.commitment
    start = x(commitment.promised_on.toordinal())
    due = x(commitment.due_on.toordinal()) if commitment.due_on else start
    first = commitment.original_due_on
    first_due = x(first.toordinal()) if first else due
    room = WIDTH - 2 * EDGE
    promise = shortened(f"{commitment.reference} · {promise_of(commitment)}", room)
    promise_x, promise_anchor = anchored(start, promise, EDGE, WIDTH - EDGE)
    outcome = shortened(_outcome(commitment), room)
    outcome_x, outcome_anchor = anchored(due, outcome, EDGE, WIDTH - EDGE)
    below = BELOW
    if due == start and start + BESIDE + width_of(outcome) <= WIDTH - EDGE:
        # No line runs there: the words may stand in its place.
        outcome_x, outcome_anchor, below = start + BESIDE, "start", ON_LINE
    return Row(
        y=coordinate(y),
        start=coordinate(start),
        first_due=coordinate(min(first_due, due)),
        due=coordinate(due),
        shape_x=coordinate(due - SHAPE / 2),
        shape_y=coordinate(y - SHAPE / 2),
        status=commitment.status,
        promise=promise,
        promise_x=coordinate(promise_x),
        promise_anchor=promise_anchor,
        promise_y=coordinate(y + ABOVE),
        outcome=outcome,
        outcome_x=coordinate(outcome_x),
        outcome_anchor=outcome_anchor,
        outcome_y=coordinate(y + below),
        is_this=link.is_this,
    )


def _outcome(commitment):
    status = commitment.get_status_display()
    if not commitment.due_on:
        return status
    due = format_due(commitment.due_on, commitment.due_precision, get_language())
    return f"{status} · {due}"


def _years(x):
    first = date.fromordinal(int(x.low)).year
    last = date.fromordinal(min(date.max.toordinal(), int(x.high))).year
    years = range(first + 1, last + 1)
    every = max(1, -(-len(years) // 6))
    marks = []
    for year in years[::every]:
        place = x(date(year, 1, 1).toordinal())
        at, anchor = anchored(place, str(year), EDGE, WIDTH - EDGE)
        marks.append(Year(coordinate(place), coordinate(at), anchor, str(year)))
    return marks


def _summary(links):
    """The chain as one sentence: each promise with its year and where it stands."""
    steps = [
        _("%(year)s: %(promise)s (%(status)s)")
        % {
            "year": link.commitment.promised_on.year,
            "promise": promise_of(link.commitment),
            "status": link.commitment.get_status_display(),
        }
        for link in links
    ]
    return " → ".join(steps)
