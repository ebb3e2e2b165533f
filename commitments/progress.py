"""How far the latest measurement is on the way to the target: computed, unclamped."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Progress:
    """``share`` is 0 at the baseline (or at zero), 1 at the target; never clamped.

    A regression is negative, an overshoot above 1. ``expected`` is where the straight
    line from baseline to deadline stands on the day of the measurement, as the same
    share; None without a dated baseline and a deadline.
    """

    value: Decimal
    observed_on: date
    target: Decimal
    baseline: Decimal | None
    share: Decimal
    expected: Decimal | None

    @property
    def percent(self) -> Decimal:
        return self.share * 100

    @property
    def is_from_baseline(self) -> bool:
        return self.baseline is not None


def progress(commitment, measurements) -> Progress | None:
    """Progress of a commitment at its latest measurement; None without a figure.

    ``measurements`` are the current ones (superseded rows left out), in any order.
    """
    measurements = sorted(measurements, key=lambda m: (m.observed_on, m.pk))
    target, baseline = commitment.target_value, commitment.baseline_value
    start = baseline if baseline is not None else Decimal(0)
    if target is None or not measurements or target == start:
        return None
    latest = measurements[-1]
    return Progress(
        value=latest.value,
        observed_on=latest.observed_on,
        target=target,
        baseline=baseline,
        share=(latest.value - start) / (target - start),
        expected=_expected(commitment, latest.observed_on),
    )


def _expected(commitment, on):
    start, end = commitment.baseline_on, commitment.due_on
    if commitment.baseline_value is None or not start or not end or start >= end:
        return None
    return Decimal((on - start).days) / Decimal((end - start).days)
