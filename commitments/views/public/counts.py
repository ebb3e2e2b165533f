"""Counts of commitments by assessment, always with their denominator."""

from dataclasses import dataclass

from django.db.models import Count

from commitments.choices import RATED_TESTABILITIES, Status, Timing
from commitments.scorecards import Line


@dataclass(frozen=True)
class Counts:
    """How many commitments there are, by assessment and by timing."""

    total: int
    rated: int
    overdue: int
    due_soon: int
    assessments: list[Line]
    timings: list[Line]


def count_commitments(queryset) -> Counts:
    """Count a queryset of published commitments, in one query."""
    rows = list(
        queryset.order_by()
        .with_timing()
        .values("status", "timing", "testability")
        .annotate(n=Count("pk", distinct=True))
    )
    total = sum(row["n"] for row in rows)
    timings = _lines(rows, "timing", Timing, total)
    by_timing = {line.code: line.count for line in timings}
    return Counts(
        total=total,
        rated=sum(r["n"] for r in rows if r["testability"] in RATED_TESTABILITIES),
        overdue=by_timing[Timing.OVERDUE],
        due_soon=by_timing[Timing.DUE_SOON],
        assessments=_lines(rows, "status", Status, total),
        timings=timings,
    )


def _lines(rows, key, choices, total):
    sums = dict.fromkeys(choices.values, 0)
    for row in rows:
        sums[row[key]] += row["n"]
    return [
        Line(code, choices(code).label, n, f"{100 * n / (total or 1):.2f}")
        for code, n in sums.items()
    ]
