"""Scorecards against brute force, on their pages, for few and for many."""

import random
from datetime import date, timedelta
from statistics import median
from unittest.mock import patch

from django.test import TestCase
from django.urls import reverse

from commitments import facets
from commitments.choices import (
    OPEN_STATUSES,
    RATED_TESTABILITIES,
    Kind,
    Precision,
    Publication,
    Status,
    Testability,
    Timing,
)
from commitments.models import Commitment, DataVersion
from commitments.scorecards import FEW, SMALL, Median, Share, glances, scorecard
from commitments.tests.factories import (
    editor,
    make_answer,
    make_body,
    make_commitment,
    make_deadline,
    make_draft,
    make_theme,
    make_withdrawn,
)
from commitments.tests.reading import MARKER, ReadingTestCase
from commitments.timing import DUE_SOON, today

AT = "2024-01-01T00:00:00Z"


def make_many(number, seed):
    """Published rows with every combination of dates, put in as they are."""
    luck = random.Random(seed)
    by, day = editor(), today()

    def some_day():
        return luck.choice([None, day + timedelta(days=luck.randint(-900, 300))])

    rows = []
    for n in range(number):
        met = day - timedelta(days=luck.randint(0, 900))
        status = luck.choice(Status.values)
        is_met = status == Status.MET
        original = some_day()
        due_on = luck.choice([original, some_day()])
        rows.append(
            Commitment(
                title=f"Engagement {n}",
                slug=f"engagement-{n}",
                kind=Kind.MEASURE,
                testability=luck.choice(Testability.values),
                publication=Publication.PUBLISHED,
                published_at=AT,
                created_by=by,
                status=status,
                original_due_on=original,
                due_on=due_on,
                due_precision=Precision.DAY if due_on else Precision.NONE,
                met_earliest=met - timedelta(days=9) if is_met else None,
                met_latest=met if is_met else None,
                legislature=luck.choice([15, 16]),
            )
        )
    Commitment.objects.bulk_create(rows)
    DataVersion.bump()
    facets.forget()


class BruteForceTests(TestCase):
    """The same figures, from the rows one by one."""

    def check(self, number, seed):
        make_many(number, seed)
        rows = list(Commitment.objects.with_timing())
        card = scorecard(facets.current())
        day = today()
        self.assertEqual(card.total, len(rows))
        for line in card.assessments:
            self.assertEqual(line.count, sum(r.status == line.code for r in rows))
        for line in card.timings:
            self.assertEqual(line.count, sum(r.timing == line.code for r in rows))
        rated = [r for r in rows if r.testability in RATED_TESTABILITIES]
        unassessed = [r for r in rated if r.status == Status.NOT_ASSESSED]
        self.assertEqual(card.rated, len(rated))
        self.assertEqual(card.unassessed, Share(len(unassessed), len(rated)))
        dated = [r for r in rows if r.due_on and r.original_due_on]
        moves = [r.slippage_days for r in dated if r.slippage_days]
        self.assertEqual(card.moved, Share(len(moves), len(dated)))
        self.assertEqual(card.slippage, self.middle(moves))
        delays = {r.pk: self.delay(r, day) for r in rows if self.delay(r, day) > 0}
        self.assertEqual(card.late.count, len(delays))
        self.assertEqual(card.late.of, len(delays.keys() | {r.pk for r in dated}))
        self.assertEqual(card.delay, self.middle(list(delays.values())))
        late = [r for r in rows if r.timing == Timing.OVERDUE]
        soon = [
            r
            for r in rows
            if r.status in OPEN_STATUSES
            and r.due_on
            and day <= r.due_on <= day + DUE_SOON
        ]
        soon.sort(key=lambda r: (r.due_on, r.pk))
        late.sort(key=lambda r: (r.due_on, r.pk))
        self.assertEqual(card.overdue, Share(len(late), len(rows)))
        self.assertEqual(card.due_next, Share(len(soon), len(rows)))
        self.assertEqual(card.coming, [r.pk for r in soon[:5]])
        self.assertEqual(card.oldest, [r.pk for r in late[:1]])

    def delay(self, row, day):
        """Days after the first deadline, 0 before it or when nobody waits."""
        if row.original_due_on is None:
            return 0
        if row.status == Status.MET:
            return (row.met_earliest - row.original_due_on).days
        return (day - row.original_due_on).days if row.status in OPEN_STATUSES else 0

    def middle(self, days):
        return Median(median(days) if len(days) >= FEW else None, len(days))

    def test_of_none(self):
        self.check(0, seed=1)

    def test_of_a_few(self):
        self.check(9, seed=2)

    def test_of_an_even_number(self):
        self.check(150, seed=3)

    def test_of_an_odd_number(self):
        self.check(151, seed=4)

    def test_of_more_than_one_block_of_an_order(self):
        with patch("commitments.orders.BLOCK", 16):
            self.check(150, seed=5)

    def test_a_directory_counts_each_value_alone(self):
        make_many(60, seed=11)
        index = facets.current()
        for number, glance in glances(index, "legislature").items():
            card = scorecard(index, index.values["legislature"][number])
            by_code = {line.code: line.count for line in card.assessments}
            self.assertEqual(glance.total, card.total)
            self.assertEqual(glance.unassessed, by_code[Status.NOT_ASSESSED])
            self.assertEqual(glance.open, sum(by_code[s] for s in OPEN_STATUSES))
            self.assertEqual(glance.overdue, card.overdue.count)


class SmallNumberTests(TestCase):
    def test_a_share_of_few_is_given_no_percentage(self):
        self.assertIsNone(Share(10, SMALL - 1).percent)
        self.assertEqual(Share(5, SMALL).percent, 25)

    def test_a_share_of_nothing_divides_by_nothing(self):
        self.assertIsNone(Share(0, 0).percent)


class ScorecardWholeTests(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.moved = make_commitment(due_on=date(2023, 12, 31))
        make_deadline(cls.moved, due_latest=date(2024, 6, 30))
        make_commitment(testability=Testability.PROCESS)
        make_draft(title=f"{MARKER} brouillon")
        make_withdrawn(title=f"{MARKER} retirée")

    def test_gives_every_count_with_its_denominator(self):
        response = self.client.get(reverse("scorecard-whole"))
        self.assertContains(response, "<strong>1</strong> of 2")
        self.assertContains(response, "of which 1 can be checked by a third party")
        self.assertContains(response, "Not yet assessed")
        self.assertNotContains(response, MARKER)

    def test_warns_of_small_numbers_and_gives_no_percentage_of_them(self):
        response = self.client.get(reverse("scorecard-whole"))
        self.assertContains(response, "Only 2 commitments here")
        self.assertContains(response, "1 case: too few for a median")
        self.assertIsNone(response.context["card"].unassessed.percent)

    def test_says_when_some_were_written_for_the_demonstration(self):
        path = reverse("scorecard-whole")
        self.assertNotContains(self.client.get(path), "written for the demonstration")
        make_commitment(answer=make_answer(is_fictitious=True))
        self.assertContains(self.client.get(path), "written for the demonstration")

    def test_takes_the_same_queries_however_many_commitments(self):
        make_many(30, seed=6)
        few = self.count_queries(reverse("scorecard-whole"))
        make_many(60, seed=7)
        self.assertEqual(self.count_queries(reverse("scorecard-whole")), few)


class EmptyScorecardTests(ReadingTestCase):
    def test_says_that_nothing_is_published(self):
        response = self.client.get(reverse("scorecard-whole"))
        self.assertContains(response, "Nothing has been published yet.")


class LegislatureTests(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.old = make_commitment(answer=make_answer(question={"legislature": 15}))
        cls.new = make_commitment(answer=make_answer(question={"legislature": 16}))
        make_draft(
            title=f"{MARKER} brouillon",
            answer=make_answer(question={"legislature": 14}),
        )

    def test_lists_those_that_led_to_a_published_commitment(self):
        response = self.client.get(reverse("legislature-list"))
        found = {
            one.number: one.counts.total for one in response.context["legislatures"]
        }
        self.assertEqual(found, {16: 1, 15: 1})
        self.assertContains(response, "2017–2022")

    def test_shows_the_commitments_of_one_legislature(self):
        response = self.client.get(reverse("legislature-detail", args=[15]))
        self.assertEqual([row.pk for row in response.context["page"]], [self.old.pk])
        self.assertEqual(response.context["card"].total, 1)

    def test_a_legislature_without_commitments_says_so(self):
        response = self.client.get(reverse("legislature-detail", args=[14]))
        self.assertContains(response, "No published commitment")
        self.assertNotContains(response, MARKER)

    def test_there_is_no_legislature_before_the_first_or_after_the_last(self):
        for number in (0, 99, 10**17):
            path = reverse("legislature-detail", args=[number])
            self.assertEqual(self.client.get(path).status_code, 404)

    def test_takes_the_same_queries_however_many_commitments(self):
        make_many(150, seed=8)
        paths = [
            reverse("legislature-list"),
            reverse("legislature-detail", args=[15]),
        ]
        few = [self.count_queries(path) for path in paths]
        make_many(30, seed=9)
        self.assertEqual([self.count_queries(path) for path in paths], few)


class LanguagesTests(ReadingTestCase):
    """Every page of this kind in both languages, with something and with nothing."""

    def pages(self):
        body, theme = make_body(), make_theme()
        names = "home scorecard-whole legislature-list body-list theme-list calendar"
        yield from (reverse(name) for name in names.split())
        yield reverse("legislature-detail", args=[16])
        yield reverse("calendar-year", args=[2026])
        yield reverse("calendar-month", args=[2026, 1])
        yield from (body.get_absolute_url(), theme.get_absolute_url())

    def check(self):
        for path in self.pages():
            for language in ("fr", "en"):
                with self.subTest(path=path, language=language):
                    response = self.client.get(
                        path, headers={"accept-language": language}
                    )
                    self.assertContains(response, f'<html lang="{language}"')
                    self.assertContains(response, "<h1", count=1)

    def test_without_data(self):
        self.check()

    def test_with_data(self):
        make_many(40, seed=10)
        make_deadline(
            make_commitment(), due_latest=date(2026, 3, 31), precision=Precision.QUARTER
        )
        self.check()
