"""Home, scorecards, directories and calendar in a real browser."""

from datetime import timedelta

from django.test import tag
from django.urls import reverse

from commitments.choices import Precision, Status
from commitments.tests.browser.base import BrowserTestCase, expect
from commitments.tests.factories import (
    make_body,
    make_commitment,
    make_deadline,
    make_theme,
)
from commitments.timing import today


class OverviewTests(BrowserTestCase):
    def setUp(self):
        super().setUp()
        before = make_body("Agence première d'un nom qui n'en finit pas de s'allonger")
        self.body, self.theme = make_body("Agence deuxième"), make_theme("Santé")
        before.successors.add(self.body)
        links = {"bodies": [self.body], "themes": [self.theme]}
        make_commitment(due_on=today() - timedelta(days=500), **links)
        make_commitment(due_on=today() + timedelta(days=30), **links)
        make_commitment(due_on=today(), status=Status.IN_PROGRESS, **links)
        quarter = make_commitment(bodies=[before])
        make_deadline(
            quarter,
            due_latest=today() + timedelta(days=60),
            precision=Precision.QUARTER,
        )

    def paths(self):
        names = "home scorecard-whole legislature-list body-list theme-list calendar"
        yield from (reverse(name) for name in names.split())
        yield reverse("legislature-detail", args=[16])
        yield reverse("calendar-year", args=[today().year])
        yield self.body.get_absolute_url()
        yield self.theme.get_absolute_url()

    @tag("look")
    def test_every_page_is_accessible_and_fits_a_phone_and_a_desk(self):
        for width, scheme, locale in (
            (1440, "light", "fr-FR"),
            (320, "dark", "en-GB"),
        ):
            page = self.open_page(width=width, color_scheme=scheme, locale=locale)
            for path in self.paths():
                with self.subTest(path=path, width=width):
                    page.goto(path)
                    self.assert_fits(page)
                    self.assert_accessible(page)

    def test_a_day_of_the_calendar_leads_to_its_commitments(self):
        page = self.open_page(javascript=False, locale="en-GB")
        page.goto(reverse("calendar"))
        self.follow(page.locator(".calendar__today .calendar__day"))
        page.wait_for_url(f"**/?day={today().day}#list")
        expect(page.locator("#list ~ .ledger > li")).to_have_count(1)

    @tag("look")
    def test_a_phone_shows_the_days_as_a_list(self):
        page = self.open_page(width=360)
        page.goto(reverse("calendar"))
        expect(page.locator(".agenda")).to_be_visible()
        expect(page.locator("table.calendar")).to_be_hidden()
        before, after = (
            page.locator(f".calendar-nav [rel={rel}]").bounding_box()
            for rel in ("prev", "next")
        )
        self.assertEqual(before["y"], after["y"])

    def test_the_home_page_asks_first_what_is_looked_for(self):
        page = self.open_page(javascript=False)
        page.goto(reverse("home"))
        page.locator("#home-search").fill("guichets")
        with self.next_page(page):
            page.locator("#home-search").press("Enter")
        page.wait_for_url("**q=guichets**")
