"""The names that a body bore: who took over from whom, as one line through time."""

from dataclasses import dataclass, field
from datetime import date

from commitments.models import Body


@dataclass(frozen=True)
class Step:
    """One name on the line; ``merged`` are the names that it alone took over from."""

    body: Body
    is_here: bool = False
    is_before: bool = False
    merged: list[Body] = field(default_factory=list)


@dataclass(frozen=True)
class Succession:
    """A body among those before and after it, the earliest first."""

    steps: list[Step]

    @property
    def predecessors(self) -> list[Body]:
        return [step.body for step in self.steps if step.is_before]

    @property
    def successors(self) -> list[Body]:
        at = next(n for n, step in enumerate(self.steps) if step.is_here)
        return [step.body for step in self.steps[at + 1 :]]


def succession_of(body: Body) -> Succession:
    """The line of a body, in two queries however long it is."""
    links = Body.successors.through.objects.values_list("from_body", "to_body")
    before, after = {}, {}
    for first, then in links:
        before.setdefault(then, []).append(first)
        after.setdefault(first, []).append(then)
    earlier, later = _distances(body.pk, before), _distances(body.pk, after)
    # A line that bites its own tail has no before and after: it is told once.
    places = later | {pk: -far for pk, far in earlier.items()}
    bodies = Body.objects.in_bulk(places)
    order = sorted(
        bodies.values(),
        key=lambda b: (places[b.pk], b.valid_from_on or date.min, b.name),
    )
    steps = [
        Step(
            body=one,
            is_here=one.pk == body.pk,
            is_before=places[one.pk] < 0,
            merged=[bodies[pk] for pk in before.get(one.pk, []) if pk in bodies]
            if len(before.get(one.pk, [])) > 1
            else [],
        )
        for one in order
    ]
    return Succession(steps)


def _distances(start, links):
    """How many steps away each body is that the links lead to; the start is at 0."""
    found, new, far = {start: 0}, [start], 0
    while new:
        far += 1
        reached = {pk for one in new for pk in links.get(one, ())} - found.keys()
        found |= dict.fromkeys(reached, far)
        new = list(reached)
    return found
