"""Progress is computed, dated, and never clamped."""

from datetime import date
from decimal import Decimal

from django.test import SimpleTestCase, TestCase

from commitments.models import Commitment, Measurement
from commitments.progress import progress
from commitments.tests.factories import (
    make_commitment,
    make_evidence,
    make_measurement,
)

D = Decimal


def commitment(target=2750, baseline=None, baseline_on=None, due_on=None):
    return Commitment(
        target_value=None if target is None else D(target),
        baseline_value=None if baseline is None else D(baseline),
        baseline_on=baseline_on,
        due_on=due_on,
    )


def measured(value, on=date(2023, 7, 1), pk=1):
    return Measurement(pk=pk, value=D(value), observed_on=on)


class ProgressTests(SimpleTestCase):
    def share(self, value, **fields):
        return progress(commitment(**fields), [measured(value)]).share

    def test_nothing_to_compute(self):
        for fields, measurements in [
            ({"target": None}, [measured(1)]),
            ({}, []),
            ({"target": 0}, [measured(1)]),
            ({"target": 10, "baseline": 10}, [measured(12)]),
        ]:
            with self.subTest(fields=fields):
                self.assertIsNone(progress(commitment(**fields), measurements))

    def test_from_zero_or_from_the_baseline(self):
        self.assertEqual(self.share(1375), D("0.5"))
        self.assertEqual(self.share(2000, target=3000, baseline=1000), D("0.5"))
        found = progress(commitment(), [measured(1)])
        self.assertFalse(found.is_from_baseline)
        found = progress(commitment(baseline=0), [measured(1)])
        self.assertTrue(found.is_from_baseline)

    def test_a_regression_is_negative(self):
        self.assertEqual(self.share(500, target=3000, baseline=1000), D("-0.25"))

    def test_an_overshoot_is_more_than_the_whole(self):
        found = progress(commitment(target=1000), [measured(1500)])
        self.assertEqual(found.percent, 150)

    def test_a_target_below_the_baseline_is_approached_downwards(self):
        self.assertEqual(self.share(15, target=10, baseline=20), D("0.5"))
        self.assertEqual(self.share(25, target=10, baseline=20), D("-0.5"))

    def test_the_latest_observation_counts_whatever_the_order(self):
        rows = [
            measured(3, date(2023, 7, 1), pk=1),
            measured(2, date(2022, 5, 1), pk=2),
            measured(4, date(2023, 7, 1), pk=3),
        ]
        for order in (rows, rows[::-1]):
            self.assertEqual(progress(commitment(), order).value, 4)
        self.assertEqual(progress(commitment(), rows).observed_on, date(2023, 7, 1))

    def test_the_straight_line_from_baseline_to_deadline(self):
        dated = {"baseline": 0, "baseline_on": date(2023, 1, 1)}
        found = progress(
            commitment(due_on=date(2023, 1, 11), **dated),
            [measured(1, date(2023, 1, 6))],
        )
        self.assertEqual(found.expected, D("0.5"))
        late = progress(
            commitment(due_on=date(2023, 1, 11), **dated),
            [measured(1, date(2023, 1, 21))],
        )
        self.assertEqual(late.expected, 2)

    def test_no_line_without_both_ends(self):
        start, end = date(2023, 1, 1), date(2023, 12, 31)
        for fields in (
            {"baseline": 0, "due_on": end},
            {"baseline": 0, "baseline_on": start},
            {"baseline_on": start, "due_on": end},
            {"baseline": 0, "baseline_on": end, "due_on": start},
            {"baseline": 0, "baseline_on": end, "due_on": end},
        ):
            with self.subTest(fields=fields):
                found = progress(commitment(**fields), [measured(1)])
                self.assertIsNone(found.expected)


class StoredProgressTests(TestCase):
    def test_a_revised_figure_counts_no_more(self):
        row = make_commitment(target_value=2750)
        evidence = make_evidence(row)
        first = make_measurement(row, 27, evidence=evidence)
        make_measurement(row, 2200, evidence=evidence, supersedes=first)
        found = progress(row, row.measurements.current())
        self.assertEqual(found.share, D("0.8"))
