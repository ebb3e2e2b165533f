"""Where a commitment stands in time: the rules of docs/domain.md §3 at their edges."""

import random
from datetime import UTC, date, datetime, timedelta

import time_machine
from django.db.models import Count
from django.http import QueryDict
from django.test import SimpleTestCase, TestCase

from commitments.choices import OPEN_STATUSES, Publication, Status, Timing
from commitments.filters import CommitmentFilter
from commitments.models import Commitment
from commitments.tests.factories import (
    assess,
    editor,
    make_commitment,
    make_deadline,
    make_evidence,
)
from commitments.timing import timing_rules, today

ON = date(2024, 2, 29)
DAY = timedelta(days=1)


def row(**fields):
    """A published row with cached columns alone, as no verb would leave it."""
    return Commitment(
        title="Ouvrir",
        slug="ouvrir",
        kind="measure",
        testability="dated_action",
        created_by=editor(),
        publication=Publication.PUBLISHED,
        published_at=datetime(2023, 1, 1, tzinfo=UTC),
        **fields,
    )


def timing_of(commitment, on=None):
    return Commitment.objects.with_timing(on).get(pk=commitment.pk).timing


def restated(commitment, on):
    """The rules of docs/domain.md §3 once more, word for word, without SQL."""
    original, current = commitment.original_due_on, commitment.due_on
    if commitment.status == "met":
        if original is None:
            return "no_deadline"
        if commitment.met_latest <= original:
            return "on_time"
        if commitment.met_earliest > original:
            return "late"
        return "date_unknown"
    if commitment.status not in ("not_assessed", "no_evidence", "in_progress"):
        return "closed"
    if current is None:
        return "awaiting_trigger" if commitment.is_awaiting_trigger else "no_deadline"
    if on > current:
        return "overdue"
    if original is not None and on > original:
        return "rescheduled"
    if (current - on).days <= 90:
        return "due_soon"
    return "upcoming"


class TodayTests(SimpleTestCase):
    def test_today_is_the_date_in_paris(self):
        for moment, day in [
            # Summer: two hours ahead of UTC.
            (datetime(2024, 7, 13, 21, 59, 59, tzinfo=UTC), date(2024, 7, 13)),
            (datetime(2024, 7, 13, 22, 0, tzinfo=UTC), date(2024, 7, 14)),
            (datetime(2024, 7, 13, 22, 30, tzinfo=UTC), date(2024, 7, 14)),
            # Winter: one hour ahead.
            (datetime(2024, 1, 13, 22, 30, tzinfo=UTC), date(2024, 1, 13)),
            (datetime(2024, 1, 13, 23, 0, tzinfo=UTC), date(2024, 1, 14)),
            # The nights on which the clocks change, and the midnights around them.
            (datetime(2024, 3, 30, 22, 59, tzinfo=UTC), date(2024, 3, 30)),
            (datetime(2024, 3, 30, 23, 0, tzinfo=UTC), date(2024, 3, 31)),
            (datetime(2024, 3, 31, 1, 0, tzinfo=UTC), date(2024, 3, 31)),
            (datetime(2024, 3, 31, 22, 0, tzinfo=UTC), date(2024, 4, 1)),
            (datetime(2024, 10, 26, 22, 0, tzinfo=UTC), date(2024, 10, 27)),
            (datetime(2024, 10, 27, 1, 30, tzinfo=UTC), date(2024, 10, 27)),
            (datetime(2024, 10, 27, 22, 30, tzinfo=UTC), date(2024, 10, 27)),
            (datetime(2024, 10, 27, 23, 0, tzinfo=UTC), date(2024, 10, 28)),
            # New year and the leap day.
            (datetime(2023, 12, 31, 23, 0, tzinfo=UTC), date(2024, 1, 1)),
            (datetime(2024, 2, 28, 23, 0, tzinfo=UTC), date(2024, 2, 29)),
            (datetime(2024, 2, 29, 23, 0, tzinfo=UTC), date(2024, 3, 1)),
        ]:
            with self.subTest(moment=moment), time_machine.travel(moment, tick=False):
                self.assertEqual(today(), day)


class RulesTests(TestCase):
    def test_each_rule_at_its_edges(self):
        first, last = ON - 40 * DAY, ON + 400 * DAY
        cases = [
            # Met: the latest possible day against the original deadline.
            ("no_deadline", {"status": "met", "met": (ON, ON)}),
            (
                "no_deadline",
                {"status": "met", "met": (ON, ON), "is_awaiting_trigger": True},
            ),
            ("on_time", {"status": "met", "met": (ON, ON), "due": (ON, ON)}),
            ("on_time", {"status": "met", "met": (first, ON), "due": (ON, last)}),
            (
                "date_unknown",
                {"status": "met", "met": (ON, ON + DAY), "due": (ON, ON)},
            ),
            (
                "date_unknown",
                {"status": "met", "met": (first, last), "due": (ON, last)},
            ),
            (
                "late",
                {"status": "met", "met": (ON + DAY, ON + DAY), "due": (ON, ON)},
            ),
            # A later deadline does not make up for the first one.
            (
                "late",
                {"status": "met", "met": (ON + DAY, ON + DAY), "due": (ON, last)},
            ),
            # Still held against the first day when the deadline was dropped since.
            ("on_time", {"status": "met", "met": (ON, ON), "due": (ON, None)}),
            # Any other final status.
            ("closed", {"status": "partially_met", "due": (first, first)}),
            ("closed", {"status": "not_met", "due": (first, first)}),
            ("closed", {"status": "abandoned", "due": (last, last)}),
            ("closed", {"status": "not_verifiable"}),
            ("closed", {"status": "not_verifiable", "is_awaiting_trigger": True}),
        ]
        for status in OPEN_STATUSES:
            cases += [
                ("no_deadline", {"status": status}),
                ("awaiting_trigger", {"status": status, "is_awaiting_trigger": True}),
                # It had a date; now it hangs on an event.
                (
                    "awaiting_trigger",
                    {
                        "status": status,
                        "due": (first, None),
                        "is_awaiting_trigger": True,
                    },
                ),
                ("overdue", {"status": status, "due": (ON - DAY, ON - DAY)}),
                # Rescheduled, and overdue again.
                ("overdue", {"status": status, "due": (first, ON - DAY)}),
                # Brought forward: the current day counts.
                ("overdue", {"status": status, "due": (last, ON - DAY)}),
                # The last day is not over yet.
                ("due_soon", {"status": status, "due": (ON, ON)}),
                ("rescheduled", {"status": status, "due": (ON - DAY, ON)}),
                ("rescheduled", {"status": status, "due": (ON - DAY, last)}),
                # Rescheduled before the first day was over.
                ("upcoming", {"status": status, "due": (ON, last)}),
                (
                    "due_soon",
                    {"status": status, "due": (ON + 90 * DAY, ON + 90 * DAY)},
                ),
                (
                    "upcoming",
                    {"status": status, "due": (ON + 91 * DAY, ON + 91 * DAY)},
                ),
            ]
        seen = set()
        for code, fields in cases:
            with self.subTest(code=code, fields=fields):
                seen.add(code)
                met = fields.pop("met", (None, None))
                due = fields.pop("due", (None, None))
                commitment = row(
                    met_earliest=met[0],
                    met_latest=met[1],
                    original_due_on=due[0],
                    due_on=due[1],
                    **fields,
                )
                commitment.save()
                self.assertEqual(timing_of(commitment, ON), code)
                self.assertEqual(restated(commitment, ON), code)
        self.assertEqual(seen, set(Timing.values))

    def test_the_last_rule_always_holds(self):
        *_rules, (code, condition) = timing_rules(ON)
        self.assertEqual(code, Timing.UPCOMING)
        self.assertFalse(condition)


class ClockTests(TestCase):
    """What readers see follows the midnight of Paris, not that of the server."""

    @classmethod
    def setUpTestData(cls):
        cls.commitment = make_commitment(due_on=date(2024, 7, 13))

    def test_a_deadline_passes_at_midnight_in_paris(self):
        with time_machine.travel(datetime(2024, 7, 13, 21, 59, tzinfo=UTC), tick=False):
            self.assertEqual(timing_of(self.commitment), "due_soon")
            self.assertEqual(self.commitment.days_overdue, 0)
        with time_machine.travel(datetime(2024, 7, 13, 22, 30, tzinfo=UTC), tick=False):
            self.assertEqual(timing_of(self.commitment), "overdue")
            self.assertEqual(self.commitment.days_overdue, 1)

    def test_ninety_days_are_counted_across_the_leap_day(self):
        make_deadline(self.commitment, due_latest=date(2024, 3, 31))
        with time_machine.travel(datetime(2024, 1, 1, 12, tzinfo=UTC), tick=False):
            self.assertEqual(timing_of(self.commitment), "due_soon")
        with time_machine.travel(datetime(2023, 12, 31, 12, tzinfo=UTC), tick=False):
            self.assertEqual(timing_of(self.commitment), "upcoming")

    def test_a_deadline_on_the_leap_day_passes_on_the_first_of_march(self):
        make_deadline(self.commitment, due_latest=date(2024, 2, 29))
        self.assertEqual(timing_of(self.commitment, date(2024, 2, 29)), "due_soon")
        self.assertEqual(timing_of(self.commitment, date(2024, 3, 1)), "overdue")

    def test_stale_begins_the_day_after_the_review_was_due(self):
        Commitment.objects.update(review_due_on=date(2024, 7, 13))
        with time_machine.travel(datetime(2024, 7, 13, 21, 59, tzinfo=UTC), tick=False):
            self.assertFalse(Commitment.objects.stale().exists())
        with time_machine.travel(datetime(2024, 7, 13, 22, 30, tzinfo=UTC), tick=False):
            self.assertTrue(Commitment.objects.stale().exists())


class StoryTests(TestCase):
    """The same rules, reached through the verbs."""

    def test_the_first_date_ever_given_is_the_original(self):
        commitment = make_commitment()
        make_deadline(commitment, due_latest=None, event="la promulgation")
        self.assertEqual(timing_of(commitment, ON), "awaiting_trigger")
        make_deadline(commitment, due_latest=date(2024, 2, 1))
        self.assertEqual(timing_of(commitment, ON), "overdue")
        make_deadline(commitment, due_latest=date(2024, 12, 31))
        self.assertEqual(timing_of(commitment, ON), "rescheduled")
        self.assertEqual(commitment.original_due_on, date(2024, 2, 1))
        self.assertEqual(commitment.slippage_days, 334)

    def test_a_deadline_without_a_date_is_none(self):
        commitment = make_commitment()
        make_deadline(commitment, due_latest=None, words="à terme")
        self.assertEqual(timing_of(commitment, ON), "no_deadline")
        self.assertIsNone(commitment.slippage_days)
        self.assertIsNone(commitment.days_overdue)

    def test_met_is_judged_by_the_interval_of_its_assessment(self):
        for interval, code in [
            ((date(2023, 7, 13), date(2023, 12, 31)), "on_time"),
            ((date(2023, 7, 13), date(2024, 1, 1)), "date_unknown"),
            ((date(2023, 12, 31), date(2024, 1, 1)), "date_unknown"),
            ((date(2024, 1, 1), date(2024, 3, 1)), "late"),
        ]:
            with self.subTest(interval=interval):
                commitment = make_commitment(due_on=date(2023, 12, 31))
                earliest, latest = interval
                assess(commitment, Status.MET, met_earliest=earliest, met_latest=latest)
                self.assertEqual(timing_of(commitment), code)

    def test_a_reopened_assessment_forgets_the_interval(self):
        commitment = make_commitment(due_on=date(2023, 12, 31), status=Status.MET)
        self.assertEqual(timing_of(commitment), "on_time")
        assess(
            commitment,
            Status.IN_PROGRESS,
            evidence=[make_evidence(commitment)],
            is_correction=True,
        )
        self.assertEqual(timing_of(commitment, date(2024, 1, 1)), "overdue")
        self.assertIsNone(commitment.met_latest)


class AgreementTests(TestCase):
    """A list of rows, a filter, a count and a page cannot disagree."""

    @classmethod
    def setUpTestData(cls):
        chance = random.Random(20230713)
        days = [ON + chance.randint(-200, 200) * DAY for _ in range(40)]
        days += [ON, ON - DAY, ON + DAY, ON + 90 * DAY, ON + 91 * DAY]
        rows = []
        for _ in range(500):
            status = chance.choice(["met", *Status.values])
            original = chance.choice([*days, *[None] * 10])
            current = chance.choice([original, chance.choice(days)])
            met = sorted(chance.choices(days, k=2))
            rows.append(
                row(
                    status=status,
                    original_due_on=original,
                    due_on=current,
                    is_awaiting_trigger=current is None and chance.random() < 0.5,
                    met_earliest=met[0] if status == "met" else None,
                    met_latest=met[1] if status == "met" else None,
                )
            )
        Commitment.objects.bulk_create(rows)

    def test_sql_agrees_with_the_rules_restated(self):
        on = ON
        found = Commitment.objects.with_timing(on)
        wrong = [
            (c.timing, restated(c, on)) for c in found if c.timing != restated(c, on)
        ]
        self.assertEqual(wrong, [])
        self.assertEqual({c.timing for c in found}, set(Timing.values))

    def test_filter_count_and_page_agree(self):
        noon = datetime(ON.year, ON.month, ON.day, 12, tzinfo=UTC)
        with time_machine.travel(noon, tick=False):
            rows = list(Commitment.objects.with_timing())
            counted = dict(
                Commitment.objects.with_timing()
                .order_by()
                .values_list("timing")
                .annotate(Count("pk"))
            )
            for code in Timing.values:
                expected = {c.pk for c in rows if restated(c, ON) == code}
                with self.subTest(code=code):
                    filtered = CommitmentFilter(
                        QueryDict(f"timing={code}"), Commitment.objects.with_timing()
                    )
                    self.assertEqual({c.pk for c in filtered.rows}, expected)
                    self.assertEqual(counted[code], len(expected))
            for commitment in rows[:25]:
                self.assertEqual(timing_of(commitment), restated(commitment, ON))
                self.assertEqual(
                    commitment.timing_label, Timing(restated(commitment, ON)).label
                )
