"""A citizen finds and reads a commitment; every type of page, in a real browser."""

from datetime import date

from django.test import tag
from django.urls import reverse

from commitments.choices import Status
from commitments.tests.browser.base import BrowserTestCase, expect
from commitments.tests.factories import (
    assess,
    make_answer,
    make_body,
    make_commitment,
    make_deadline,
    make_measurement,
    make_relation,
    make_theme,
    make_withdrawn,
)


class ReadingTests(BrowserTestCase):
    def setUp(self):
        super().setUp()
        old, new = make_body("Agence ancienne"), make_body("Agence nouvelle")
        old.successors.add(new)
        self.body, self.theme = new, make_theme("Santé")
        self.answer = make_answer()
        self.commitment = make_commitment(
            title="Ouvrir 2 750 guichets dans toutes les communes du pays",
            answer=self.answer,
            bodies=[old, new],
            themes=[self.theme],
            due_on=date(2023, 12, 31),
            unit="guichets",
            baseline_value=1281,
            baseline_on=date(2018, 7, 1),
        )
        make_deadline(self.commitment, due_latest=date(2025, 6, 30))
        make_measurement(self.commitment, 2055, date(2022, 5, 3))
        make_measurement(self.commitment, 2600, date(2023, 7, 13))
        assess(self.commitment, Status.IN_PROGRESS)
        self.report = make_commitment(title="Remettre un rapport", status=Status.MET)
        make_relation(self.commitment, self.report)
        self.withdrawn = make_withdrawn()

    def paths(self):
        history = reverse("commitment-history", args=[self.commitment.reference])
        return [
            reverse("home"),
            reverse("commitment-list"),
            reverse("commitment-list") + "?assessment=in_progress&q=guichets",
            reverse("commitment-list") + "?assessment=typo&due_from=hier",
            reverse("commitment-list") + "?q=introuvable",
            reverse("commitment-list") + "?q=" + "x" * 200,
            self.commitment.get_absolute_url(),
            history,
            self.withdrawn.get_absolute_url(),
            reverse("answer-list"),
            self.answer.get_absolute_url(),
            reverse("body-list"),
            self.body.get_absolute_url(),
            reverse("theme-list"),
            self.theme.get_absolute_url(),
            reverse("methodology"),
            reverse("legal"),
            reverse("accessibility"),
            "/nulle-part/",
        ]

    @tag("look")
    def test_every_page_is_accessible_in_both_themes_and_fits_small_screens(self):
        for width, color_scheme in ((1280, "light"), (320, "dark")):
            page = self.open_page(width=width, color_scheme=color_scheme)
            for path in self.paths():
                with self.subTest(path=path, color_scheme=color_scheme):
                    page.goto(path)
                    self.assert_accessible(page)
                    self.assert_fits(page)
                    expect(page.locator("h1")).to_have_count(1)

    def test_a_citizen_filters_and_reads_without_javascript(self):
        page = self.open_page(javascript=False, locale="en-GB")
        page.goto("/")
        page.locator("#site-search").fill("guichets communes")
        with self.next_page(page):
            page.locator("#site-search").press("Enter")
        page.wait_for_url("**q=guichets*")
        self.follow(page.locator(".ledger").get_by_role("link").first)
        page.wait_for_url(f"**{self.commitment.get_absolute_url()}*")
        expect(page.locator("figure.quote mark").first).to_have_text(
            "2\u00a0750 guichets d'ici fin 2023"
        )
        self.follow(page.get_by_role("link", name="Read the whole answer"))
        page.wait_for_url("**/reponses/**")
        expect(page.locator(f"#{self.commitment.reference}")).to_be_visible()

    def test_the_keyboard_reaches_the_content_at_once(self):
        self.page.goto("/engagements/")
        self.page.keyboard.press("Tab")
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#content")).to_be_focused()

    def test_the_language_stays_as_chosen(self):
        page = self.open_page(locale="fr-FR")
        page.goto(self.commitment.get_absolute_url())
        expect(page.locator("html")).to_have_attribute("lang", "fr")
        self.follow(page.get_by_role("link", name="English"))
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.wait_for_url(f"**{self.commitment.get_absolute_url()}*")
        page.goto("/methode/")
        expect(page.locator("html")).to_have_attribute("lang", "en")
