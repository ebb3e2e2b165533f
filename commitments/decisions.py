"""What editors decided of the suggestions: the ground on which rules improve."""

from collections import Counter
from dataclasses import dataclass, field

from commitments.choices import Decision
from commitments.models import Suggestion


@dataclass
class Tally:
    """Decisions on the suggestions that share something: a level, a cue, a rule."""

    name: str
    kept: int = 0
    adjusted: int = 0
    rejected: int = 0
    reasons: Counter = field(default_factory=Counter)

    @property
    def decided(self) -> int:
        return self.kept + self.rejected

    @property
    def precision(self) -> float | None:
        """Share of those decided that were kept (accepted or linked), 0 to 1."""
        return self.kept / self.decided if self.decided else None


@dataclass(frozen=True)
class Report:
    """Tallies by level, by cue and by deadline rule, the most decided first."""

    levels: list[Tally]
    cues: list[Tally]
    rules: list[Tally]


# What an editor changes when a deadline was misread.
DATES = {"due_latest", "due_precision", "event"}


def report() -> Report:
    """Go through every decision once. A merged suggestion counts as kept.

    A deadline rule is kept when the suggestion is, and adjusted when its date was
    changed; a level or a cue is adjusted when anything was.
    """
    levels, cues, rules = {}, {}, {}
    rows = Suggestion.objects.by_machine().decided().order_by("pk")
    for level, decision, rejection, adjustments, details in rows.values_list(
        "level", "decision", "rejection", "adjustments", "details"
    ).iterator():
        fate = decision, rejection
        _count(levels, level, fate, bool(adjustments))
        for cue in details.get("cues", ()):
            _count(cues, cue, fate, bool(adjustments))
        if (read := details.get("deadline")) and read["is_deadline"]:
            _count(rules, read["rule"], fate, bool(DATES & adjustments.keys()))
    return Report(*(_sorted(each) for each in (levels, cues, rules)))


def _count(tallies, name, fate, is_adjusted):
    decision, rejection = fate
    tally = tallies.setdefault(name, Tally(name))
    if decision == Decision.REJECTED:
        tally.rejected += 1
        tally.reasons[rejection] += 1
        return
    tally.kept += 1
    tally.adjusted += is_adjusted


def _sorted(tallies):
    return sorted(tallies.values(), key=lambda tally: (-tally.decided, tally.name))
