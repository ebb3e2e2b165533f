"""Suggestions under the search field: by keyboard, by pointer, without JavaScript."""

from commitments.search import vocabulary
from commitments.tests.browser.base import BrowserTestCase, expect
from commitments.tests.factories import make_body, make_commitment


class SearchTests(BrowserTestCase):
    def setUp(self):
        super().setUp()
        # Words that other tests have taken back with their rows.
        vocabulary.known.clear()
        self.body = make_body(name="Agence des phares")
        self.commitment = make_commitment(title="Rénover les phares")

    def type(self, letters):
        self.page.goto("/recherche/")
        # All at once: it asks once, and what it offers is not replaced later on.
        self.page.locator("#site-search").fill(letters)

    def test_the_keyboard_leads_to_a_page(self):
        self.type("phar")
        field = self.page.locator("#site-search")
        expect(self.page.locator(".completions")).to_be_visible()
        expect(field).to_have_attribute("aria-expanded", "true")
        self.assert_accessible()
        field.press("ArrowDown")
        chosen = self.page.locator(".completions [aria-selected=true]")
        expect(chosen).to_have_text("Agence des phares")
        with self.next_page():
            field.press("Enter")
        self.page.wait_for_url(f"**{self.body.get_absolute_url()}")

    def test_escape_leaves_the_words(self):
        self.type("phar")
        expect(self.page.locator(".completions")).to_be_visible()
        self.page.locator("#site-search").press("Escape")
        expect(self.page.locator(".completions")).to_be_hidden()
        expect(self.page.locator("#site-search")).to_have_value("phar")

    def test_how_many_there_are_is_said_aloud(self):
        self.type("phar")
        said = self.page.get_by_role("status").filter(has_text="proposition")
        expect(said).to_have_text("2 propositions")
        self.page.locator("#site-search").fill("phare jaune")
        expect(said).to_have_text("Aucune proposition")

    def test_a_click_leads_to_a_page(self):
        self.type("reno")
        self.follow(self.page.get_by_role("option", name="Rénover les phares"))
        self.page.wait_for_url(f"**{self.commitment.get_absolute_url()}")

    def test_without_javascript_it_is_a_form(self):
        page = self.open_page(javascript=False)
        page.goto("/recherche/")
        page.locator("#site-search").fill("phares")
        with self.next_page(page):
            page.locator("#site-search").press("Enter")
        expect(page.locator("h2", has_text="1")).to_be_visible()
        expect(page.locator("mark").first).to_have_text("phares")
        self.assert_fits(page)
