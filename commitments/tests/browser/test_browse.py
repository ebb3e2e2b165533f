"""The list as readers filter it: in place, by keyboard, without script."""

from datetime import date

from commitments.choices import Kind, Status
from commitments.models import Commitment
from commitments.tests.browser.base import BrowserTestCase
from commitments.tests.factories import make_body, make_commitment, make_theme

LIST = "/engagements/"


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

    def titles(self):
        return self.page.locator(".entry__title").all_inner_texts()

    def open_list(self, query=""):
        self.page.goto(LIST + query)
        # The script that announces has to have run before anything is clicked.
        self.page.wait_for_function("document.documentElement.dataset.filters")

    def wait_for_count(self, number):
        self.page.locator(".count strong", has_text=str(number)).first.wait_for()
        self.page.wait_for_function("!document.querySelector('[aria-busy]')")

    def test_a_box_filters_in_place_and_the_address_follows(self):
        self.open_list()
        self.page.evaluate("window.isSamePage = true")
        self.page.get_by_label("Sport").check()
        self.wait_for_count(2)
        self.assertEqual(self.page.evaluate("location.search"), "?theme=sport")
        self.assertTrue(self.page.evaluate("window.isSamePage"))
        self.assertEqual(self.page.evaluate("document.activeElement.value"), "sport")
        self.assertIn("2", self.page.locator("[data-tracker-announce]").inner_text())
        # What another theme would give is still told, and boxes add to one another.
        self.page.get_by_label("Santé", exact=False).first.check()
        self.wait_for_count(3)
        self.assertEqual(
            self.page.evaluate("location.search"), "?theme=sport&theme=sante"
        )
        self.assert_accessible()

    def test_back_and_forward_lead_through_the_filters(self):
        self.open_list()
        self.page.get_by_label("Sport").check()
        self.wait_for_count(2)
        self.page.get_by_label("Sport").uncheck()
        self.wait_for_count(3)
        self.page.go_back()
        self.wait_for_count(2)
        self.assertTrue(self.page.get_by_label("Sport").is_checked())
        self.page.go_back()
        self.wait_for_count(3)
        self.assertFalse(self.page.get_by_label("Sport").is_checked())
        self.page.go_forward()
        self.wait_for_count(2)

    def test_every_sort_counts_and_back_leads_to_the_one_before(self):
        self.open_list()
        for sort in ("due", "reference"):
            self.page.locator("#sort").select_option(sort)
            self.page.wait_for_url(f"**/engagements/?sort={sort}")
        self.wait_for_count(3)
        self.assertEqual(self.titles()[-1], "Former au secours")
        self.page.go_back()
        self.page.wait_for_url("**/engagements/?sort=due")
        self.wait_for_count(3)
        self.assertEqual(self.page.locator("#sort").input_value(), "due")
        self.assertEqual(self.titles()[0], "Ouvrir des maisons de santé")

    def focused(self):
        return self.page.evaluate("document.activeElement.value")

    def test_the_keyboard_stays_on_the_box_that_it_ticks(self):
        # Each theme has fewer commitments than those before: these are shown at once.
        for number in range(1, 8):
            theme = make_theme(f"Thème {number}", slug=f"theme-{number}")
            for _ in range(2 if number < 7 else 1):
                make_commitment(themes=[theme])
        self.open_list()
        self.page.locator("[name=theme][value=theme-1]").focus()
        self.page.keyboard.press("Space")
        self.wait_for_count(2)
        self.assertEqual(self.focused(), "theme-1")
        self.page.keyboard.press("Space")
        self.wait_for_count(16)
        self.assertEqual(self.focused(), "theme-1")
        # One that is chosen stands among the first; then it goes back under "more".
        self.open_list("?theme=theme-7")
        self.assertFalse(self.page.locator("#theme-more").evaluate("it => it.open"))
        self.page.locator("[name=theme][value=theme-7]").focus()
        self.page.keyboard.press("Space")
        self.wait_for_count(16)
        self.assertEqual(self.focused(), "theme-7")
        self.assertTrue(self.page.locator("#theme-more").evaluate("it => it.open"))
        self.page.keyboard.press("Space")
        self.wait_for_count(1)
        self.assertEqual(self.focused(), "theme-7")

    def test_a_filter_is_removed_alone_and_the_focus_goes_to_the_results(self):
        self.open_list("?theme=sport&kind=measure")
        self.assertEqual(self.titles(), ["Rénover les stades"])
        chip = self.page.locator(".chip", has_text="Sport")
        chip.focus()
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/engagements/?kind=measure")
        self.assertEqual(self.page.locator(".chip").count(), 2)

    def test_what_the_reader_has_opened_stays_open(self):
        self.open_list()
        self.page.locator("#id_kind > summary").click()
        self.page.locator("#id_timing > summary").click()
        self.page.locator("#id_kind").get_by_role("checkbox").first.check()
        self.page.wait_for_url("**?kind=*")
        self.page.wait_for_function("document.querySelectorAll('.chip').length")
        self.assertTrue(self.page.locator("#id_kind").evaluate("it => it.open"))
        self.assertFalse(self.page.locator("#id_timing").evaluate("it => it.open"))

    def test_words_sort_and_boxes_by_keyboard_alone(self):
        self.open_list()
        self.page.locator("#id_q").focus()
        self.page.keyboard.type("stades")
        self.page.keyboard.press("Enter")
        self.wait_for_count(1)
        self.assertEqual(self.page.evaluate("location.search"), "?q=stades")
        self.assertEqual(self.page.locator(".entry__title mark").inner_text(), "stades")
        self.open_list()
        self.page.locator("#sort").select_option("due")
        self.page.wait_for_url("**?sort=due")
        self.assertEqual(self.titles()[0], "Ouvrir des maisons de santé")

    def test_a_bad_day_is_told_in_place_of_the_list(self):
        self.open_list("?due_from=2024-01-01&sort=due")
        self.page.locator("#id_due_to").fill("2023-01-01")
        self.page.locator("#id_due_to").blur()
        self.page.locator(".form-errors").wait_for()
        self.assertEqual(self.titles(), [])
        # The answer is an error, as it would be without script.
        (told,) = self.complaints
        self.assertIn("400 for", told)
        self.complaints.clear()

    def test_without_script_it_is_a_form(self):
        self.page = self.open_page(javascript=False)
        self.page.goto(LIST)
        self.page.get_by_label("Sport").check()
        self.page.locator("#filters .actions button").click()
        self.assertEqual(len(self.titles()), 2)
        self.assertTrue(self.page.url.endswith("/engagements/?theme=sport"))
        self.page.locator(".chip", has_text="Sport").click()
        self.assertEqual(len(self.titles()), 3)

    def test_on_a_phone_the_filters_are_in_a_drawer(self):
        self.page = self.open_page(width=320, color_scheme="dark")
        self.open_list("?theme=sport")
        self.assert_fits()
        self.assertFalse(self.page.locator("#id_q").is_visible())
        self.page.locator(".drawer__handle").click()
        self.assertTrue(self.page.locator("#id_q").is_visible())
        self.assert_fits()
        self.assert_accessible()
        self.page.get_by_label("Sport").uncheck()
        self.wait_for_count(3)
        self.assertTrue(self.page.locator("#id_q").is_visible())

    def test_a_page_stays_light(self):
        for _ in range(20):
            make_commitment(territory="Cher")
        requests = []
        self.page.on("request", lambda request: requests.append(request.url))
        self.open_list()
        self.assertEqual(Commitment.objects.count(), 23)
        elements = self.page.evaluate("document.querySelectorAll('*').length")
        self.assertLessEqual(elements, 1200)
