"""The calendar: every deadline where its words put it, and nowhere else."""

from datetime import date
from unittest.mock import patch

from django.urls import reverse

from commitments.calendar import due_in_period, month_of, neighbours, year_of
from commitments.choices import Precision, Status
from commitments.tests.factories import (
    make_commitment,
    make_deadline,
    make_draft,
)
from commitments.tests.reading import MARKER, ReadingTestCase
from commitments.timing import today


def due(on, precision=Precision.DAY, **fields):
    """A published commitment with a deadline."""
    commitment = make_commitment(**fields)
    make_deadline(commitment, due_latest=on, precision=precision)
    return commitment


class PrecisionTests(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.on_a_day = due(date(2026, 3, 31))
        cls.in_march = due(date(2026, 3, 31), Precision.MONTH)
        cls.in_a_quarter = due(date(2026, 3, 31), Precision.QUARTER)
        cls.in_a_half = due(date(2026, 6, 30), Precision.HALF)
        cls.in_winter = due(date(2026, 3, 20), Precision.SEASON)
        cls.in_the_year = due(date(2026, 12, 31), Precision.YEAR)
        draft = make_draft(title=f"{MARKER} brouillon")
        make_deadline(draft, due_latest=date(2026, 3, 31))

    def march(self):
        return month_of(date(2026, 3, 1), date(2026, 3, 15))

    def test_only_a_deadline_known_to_the_day_stands_on_a_day(self):
        month = self.march()
        self.assertEqual([(d.on.day, d.total) for d in month.days], [(31, 1)])

    def test_a_deadline_known_to_the_month_stands_in_its_month(self):
        month = self.march()
        self.assertEqual((month.named.total, month.total), (1, 2))

    def test_a_longer_period_is_named_in_every_month_that_it_covers(self):
        codes = {
            number: {p.code for p in month_of(date(2026, number, 1), None).periods}
            for number in (2, 3, 4, 5, 11)
        }
        quarter, season, half = "quarter-1", "season-1", "half-1"
        self.assertEqual(codes[2], {quarter, season, half, "year-1"})
        self.assertEqual(codes[3], {quarter, season, half, "year-1"})
        self.assertEqual(codes[4], {half, "year-1"})
        self.assertEqual(codes[5], {half, "year-1"})
        self.assertEqual(codes[11], {"year-1"})

    def test_the_year_counts_everything_once(self):
        year = year_of(2026)
        self.assertEqual(year.total, 6)
        self.assertEqual(sum(m.total for m in year.months), 2)
        self.assertEqual(sum(p.total for p in year.periods), 4)

    def test_a_period_leads_to_its_commitments_and_to_no_others(self):
        found = {p.code: set(due_in_period(p)) for p in year_of(2026).periods}
        self.assertEqual(
            found,
            {
                "season-1": {self.in_winter},
                "quarter-1": {self.in_a_quarter},
                "half-1": {self.in_a_half},
                "year-1": {self.in_the_year},
            },
        )

    def test_the_page_of_a_month_lists_its_own(self):
        response = self.client.get("/calendrier/2026/03/")
        self.assertEqual(
            [row.pk for row in response.context["page"]],
            [self.on_a_day.pk, self.in_march.pk],
        )
        self.assertNotContains(response, MARKER)

    def test_a_day_and_the_month_without_a_day_list_theirs(self):
        for query, expected in (("31", self.on_a_day), ("month", self.in_march)):
            with self.subTest(day=query):
                response = self.client.get(f"/calendrier/2026/03/?day={query}")
                self.assertEqual(
                    [row.pk for row in response.context["page"]], [expected.pk]
                )

    def test_the_page_of_a_year_lists_its_longer_periods(self):
        response = self.client.get("/calendrier/2026/?period=quarter-1")
        self.assertEqual(
            [row.pk for row in response.context["page"]], [self.in_a_quarter.pk]
        )
        response = self.client.get("/calendrier/2026/")
        self.assertEqual(len(response.context["page"]), 4)

    def test_december_days_of_winter_are_in_the_winter_of_their_year(self):
        late = due(date(2026, 12, 31), Precision.SEASON)
        periods = {p.code: p for p in year_of(2026).periods}
        self.assertEqual(set(due_in_period(periods["season-5"])), {late})
        self.assertEqual(periods["season-5"].first, date(2026, 12, 22))


class MonthPageTests(ReadingTestCase):
    def test_counts_those_whose_outcome_is_awaited(self):
        due(date(2023, 5, 2))
        make_commitment(due_on=date(2023, 5, 2), status=Status.MET)
        month = self.client.get("/calendrier/2023/05/").context["month"]
        self.assertEqual((month.total, month.open), (2, 1))

    def test_names_the_commitments_of_a_day_while_they_are_few(self):
        commitment = due(date(2023, 5, 2), title="Ouvrir des crèches")
        response = self.client.get("/calendrier/2023/05/")
        self.assertEqual(response.context["month"].days[0].titles, [commitment])

    def test_counts_them_only_when_they_are_many(self):
        for _ in range(3):
            due(date(2023, 5, 2))
        path = "commitments.views.public.calendar.NAMED_IN_MONTH"
        with patch(path, 2):
            month = self.client.get("/calendrier/2023/05/").context["month"]
        self.assertEqual(month.days[0].titles, [])
        self.assertEqual(month.days[0].total, 3)

    def test_without_a_month_shows_the_current_one(self):
        response = self.client.get(reverse("calendar"))
        self.assertEqual(response.context["month"].first, today().replace(day=1))

    def test_takes_the_same_queries_however_many_commitments(self):
        for _ in range(2):
            due(date(2023, 5, 2))
            due(date(2023, 12, 31), Precision.YEAR)
        paths = ["/calendrier/2023/05/", "/calendrier/2023/"]
        few = [self.count_queries(path) for path in paths]
        for n in range(1, 5):
            due(date(2023, 5, n))
            due(date(2023, 12, 31), Precision.YEAR)
        self.assertEqual([self.count_queries(path) for path in paths], few)


class BoundsTests(ReadingTestCase):
    def test_years_outside_the_tracker_are_not_found(self):
        for path in (
            "/calendrier/1957/",
            "/calendrier/2101/",
            "/calendrier/1957/12/",
            "/calendrier/2101/01/",
            "/calendrier/0000/",
            "/calendrier/12026/",
            "/calendrier/2026/13/",
            "/calendrier/2026/00/",
            "/calendrier/?year=1957",
            "/calendrier/?year=hier",
            "/calendrier/2026/03/?day=32",
            "/calendrier/2026/03/?day=hier",
            "/calendrier/2026/?period=nothing",
        ):
            with self.subTest(path=path):
                self.assertEqual(self.client.get(path).status_code, 404)

    def test_the_first_and_the_last_month_have_no_neighbour_outside(self):
        self.assertEqual(neighbours(1958, 1), [None, date(1958, 2, 1)])
        self.assertEqual(neighbours(2100, 12), [date(2100, 11, 1), None])
        self.assertEqual(neighbours(1958), [None, date(1959, 1, 1)])
        self.assertEqual(self.client.get("/calendrier/1958/01/").status_code, 200)
        self.assertEqual(self.client.get("/calendrier/2100/12/").status_code, 200)

    def test_a_month_crosses_the_year(self):
        self.assertEqual(neighbours(2025, 12), [date(2025, 11, 1), date(2026, 1, 1)])

    def test_a_typed_year_leads_to_its_page(self):
        response = self.client.get("/calendrier/?year=2030")
        self.assertRedirects(response, "/calendrier/2030/")
