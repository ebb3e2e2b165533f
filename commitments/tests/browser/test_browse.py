"""The list as readers filter it: in place, by keyboard, without script."""

from contextlib import contextmanager
from datetime import date

from django.test import tag

from commitments.choices import Kind, Status
from commitments.tests.browser.base import BrowserTestCase, expect
from commitments.tests.factories import make_body, make_commitment, make_theme

LIST = "/engagements/"
SETTLE = """() => {
  const { dataset } = document.documentElement;
  delete dataset.settled;
  addEventListener("htmx:afterSettle", () => (dataset.settled = "yes"), { once: true });
}"""


class BrowseTests(BrowserTestCase):
    def setUp(self):
        super().setUp()
        health = make_theme("Santé", slug="sante")
        sport = make_theme("Sport", slug="sport")
        body = make_body("Ministère de la santé", slug="ministere-sante")
        make_commitment(
            title="Ouvrir des maisons de santé",
            bodies=[body],
            themes=[health],
            due_on=date(2023, 12, 31),
        )
        make_commitment(title="Rénover les stades", themes=[sport], kind=Kind.MEASURE)
        make_commitment(title="Former au secours", themes=[sport], status=Status.MET)

    @contextmanager
    def in_place(self):
        """Within it, do what this very page answers; then its answer stands whole."""
        self.page.evaluate(SETTLE)
        yield
        expect(self.page.locator("html")).to_have_attribute("data-settled", "yes")

    def expect_count(self, number):
        count = self.page.locator(".count strong").first
        expect(count).to_have_text(str(number))

    def expect_titles(self, *titles):
        expect(self.page.locator(".entry__title")).to_have_text(titles)

    def expect_query(self, query):
        expect(self.page).to_have_url(LIST + query)

    def test_a_box_filters_in_place_and_the_address_follows(self):
        self.page.goto(LIST)
        with self.in_place():
            self.page.get_by_label("Sport").check()
        self.expect_count(2)
        self.expect_query("?theme=sport")
        expect(self.page.locator("[name=theme][value=sport]")).to_be_focused()
        expect(self.page.locator("[data-tracker-announce]")).to_contain_text("2")
        # What another theme would give is still told, and boxes add to one another.
        with self.in_place():
            self.page.get_by_label("Santé", exact=False).first.check()
        self.expect_count(3)
        self.expect_query("?theme=sport&theme=sante")
        self.assert_accessible()

    def test_back_and_forward_lead_through_the_filters(self):
        self.page.goto(LIST)
        with self.in_place():
            self.page.get_by_label("Sport").check()
        self.expect_count(2)
        with self.in_place():
            self.page.get_by_label("Sport").uncheck()
        self.expect_count(3)
        with self.next_page():
            self.page.go_back()
        self.expect_count(2)
        expect(self.page.get_by_label("Sport")).to_be_checked()
        with self.next_page():
            self.page.go_back()
        self.expect_count(3)
        expect(self.page.get_by_label("Sport")).not_to_be_checked()
        with self.next_page():
            self.page.go_forward()
        self.expect_count(2)

    def test_every_sort_counts_and_back_leads_to_the_one_before(self):
        self.page.goto(LIST)
        for sort in ("due", "reference"):
            with self.in_place():
                self.page.locator("#sort").select_option(sort)
            self.expect_query(f"?sort={sort}")
        self.expect_count(3)
        titles = self.page.locator(".entry__title")
        expect(titles.last).to_have_text("Former au secours")
        with self.next_page():
            self.page.go_back()
        self.expect_query("?sort=due")
        self.expect_count(3)
        expect(self.page.locator("#sort")).to_have_value("due")
        expect(titles.first).to_have_text("Ouvrir des maisons de santé")

    def test_the_keyboard_stays_on_the_box_that_it_ticks(self):
        # Each theme has fewer commitments than those before: these are shown at once.
        for number in range(1, 8):
            theme = make_theme(f"Thème {number}", slug=f"theme-{number}")
            for _ in range(2 if number < 7 else 1):
                make_commitment(themes=[theme])
        self.page.goto(LIST)
        self.tick_by_keyboard("theme-1", count=2)
        self.tick_by_keyboard("theme-1", count=16)
        # One that is chosen stands among the first; then it goes back under "more".
        self.page.goto(f"{LIST}?theme=theme-7")
        more = self.page.locator("#theme-more")
        expect(more).to_have_js_property("open", False)
        self.tick_by_keyboard("theme-7", count=16)
        expect(more).to_have_js_property("open", True)
        self.tick_by_keyboard("theme-7", count=1)

    def tick_by_keyboard(self, theme, count):
        box = self.page.locator(f"[name=theme][value={theme}]")
        if not self.page.evaluate("document.activeElement.matches('[name=theme]')"):
            box.focus()
        with self.in_place():
            self.page.keyboard.press("Space")
        self.expect_count(count)
        expect(box).to_be_focused()

    def test_a_filter_is_removed_alone_and_the_focus_goes_to_the_results(self):
        self.page.goto(f"{LIST}?theme=sport&kind=measure")
        self.expect_titles("Rénover les stades")
        self.page.locator(".chip", has_text="Sport").focus()
        with self.in_place():
            self.page.keyboard.press("Enter")
        self.expect_query("?kind=measure")
        expect(self.page.locator(".chip")).to_have_count(2)
        expect(self.page.locator("#results")).to_be_focused()

    def test_what_the_reader_has_opened_stays_open(self):
        self.page.goto(LIST)
        self.page.locator("#id_kind > summary").click()
        self.page.locator("#id_timing > summary").click()
        with self.in_place():
            self.page.locator("#id_kind").get_by_role("checkbox").first.check()
        expect(self.page.locator(".chip")).to_have_count(2)
        expect(self.page.locator("#id_kind")).to_have_js_property("open", True)
        expect(self.page.locator("#id_timing")).to_have_js_property("open", False)

    def test_words_sort_and_boxes_by_keyboard_alone(self):
        self.page.goto(LIST)
        self.page.locator("#id_q").focus()
        self.page.keyboard.type("stades")
        with self.in_place():
            self.page.keyboard.press("Enter")
        self.expect_count(1)
        self.expect_query("?q=stades")
        expect(self.page.locator(".entry__title mark")).to_have_text("stades")
        self.page.goto(LIST)
        with self.in_place():
            self.page.locator("#sort").select_option("due")
        self.expect_query("?sort=due")
        first = self.page.locator(".entry__title").first
        expect(first).to_have_text("Ouvrir des maisons de santé")

    def test_a_bad_day_is_told_in_place_of_the_list(self):
        self.page.goto(f"{LIST}?due_from=2024-01-01&sort=due")
        with self.in_place():
            self.page.locator("#id_due_to").fill("2023-01-01")
        expect(self.page.locator(".form-errors")).to_be_visible()
        self.expect_titles()
        # The answer is an error, as it would be without script.
        (told,) = self.complaints
        self.assertIn("400 for", told)
        self.complaints.clear()

    def test_without_script_it_is_a_form(self):
        self.page = self.open_page(javascript=False)
        self.page.goto(LIST)
        self.page.get_by_label("Sport").check()
        self.follow(self.page.locator("#filters .actions button"))
        expect(self.page.locator(".entry__title")).to_have_count(2)
        self.expect_query("?theme=sport")
        self.follow(self.page.locator(".chip", has_text="Sport"))
        expect(self.page.locator(".entry__title")).to_have_count(3)
        self.page.locator("#sort").select_option("reference")
        self.follow(self.page.locator(".sort button"))
        self.expect_query("?sort=reference")

    def test_on_a_phone_the_filters_are_in_a_drawer(self):
        self.page = self.open_page(width=320, color_scheme="dark")
        self.page.goto(f"{LIST}?theme=sport")
        self.assert_fits()
        expect(self.page.locator("#id_q")).to_be_hidden()
        self.page.locator(".drawer__handle").click()
        expect(self.page.locator("#id_q")).to_be_visible()
        self.assert_fits()
        self.assert_accessible()
        with self.in_place():
            self.page.get_by_label("Sport").uncheck()
        self.expect_count(3)
        expect(self.page.locator("#id_q")).to_be_visible()
        self.page.locator("#filters .drawer__results").click()
        expect(self.page.locator("#results")).to_be_in_viewport()

    def test_the_menu_of_files_closes_by_escape_or_a_click_elsewhere(self):
        self.page.goto(LIST)
        menu = self.page.get_by_text("Télécharger ou suivre")
        file = self.page.get_by_role("link", name="Tableau (CSV)")
        menu.click()
        expect(file).to_be_visible()
        self.page.keyboard.press("Escape")
        expect(file).to_be_hidden()
        expect(self.page.locator(".downloads summary")).to_be_focused()
        menu.click()
        self.page.locator("h1").click()
        expect(file).to_be_hidden()

    @tag("look")
    def test_what_only_a_screen_has_is_not_printed(self):
        self.page.goto(LIST)
        self.page.emulate_media(media="print")
        expect(self.page.locator(".entry__title").first).to_be_visible()
        for part in (".downloads", ".sort", ".drawer"):
            expect(self.page.locator(part)).to_be_hidden()

    def test_a_page_stays_light(self):
        for _ in range(20):
            make_commitment(territory="Cher")
        self.page.goto(LIST)
        self.expect_count(23)
        elements = self.page.evaluate("document.querySelectorAll('*').length")
        self.assertLessEqual(elements, 1200)
