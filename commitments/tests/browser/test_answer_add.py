"""An editor drops a PDF, pastes a text, and lands where the answer is read."""

import base64

from commitments.models import Answer
from commitments.tests.browser.base import BrowserTestCase, expect
from commitments.tests.factories import make_user
from commitments.tests.pdfs import GAZETTE, make_pdf
from commitments.tests.test_import_pages import ASSEMBLY

DROP = """([zone, data]) => {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], "page.pdf", { type: "application/pdf" }));
  const event = { dataTransfer: transfer, bubbles: true, cancelable: true };
  for (const name of ["dragover", "drop"]) {
    zone.dispatchEvent(new DragEvent(name, event));
  }
}"""


class AnswerAddTest(BrowserTestCase):
    def open_form(self, page):
        self.login(make_user(), page)
        page.goto("/atelier/")
        self.follow(page.locator(".page-head a[href$='/ajouter/']"))

    def test_an_editor_drops_a_pdf_corrects_a_field_and_reads_the_answer(self):
        page = self.page
        self.open_form(page)
        self.assert_accessible()
        data = base64.b64encode(make_pdf([ASSEMBLY.split("\n")])).decode()
        page.evaluate(
            DROP, [page.query_selector("[data-tracker-drop]").as_element(), data]
        )
        expect(page.locator("[data-tracker-dropped]")).to_contain_text("page.pdf")
        self.follow(page.locator("[data-tracker-send]"))
        expect(page.locator("[value=store]")).to_be_visible()
        expect(page.locator("[name=number]")).to_have_value("99903")
        self.assert_accessible()
        self.assert_fits()
        self.assertFalse(Answer.objects.exists())
        page.fill("[name=title]", "Des gares ouvertes")
        # Enter in a field shows again, and stores nothing.
        with self.next_page():
            page.press("[name=title]", "Enter")
        expect(page.locator("[value=store]")).to_be_visible()
        expect(page.locator("[name=title]")).to_have_value("Des gares ouvertes")
        self.assertFalse(Answer.objects.exists())
        # From within a field, by the keyboard alone.
        with self.next_page():
            page.press("[name=title]", "Control+Enter")
        page.wait_for_url("**/atelier/reponses/QANR5L16QE99903/")
        expect(page.locator("h1")).to_contain_text("Des gares ouvertes")
        expect(page.locator("#suggestions")).to_be_visible()

    def test_an_editor_pastes_a_text_on_a_small_screen_without_javascript(self):
        page = self.open_page(width=320, javascript=False, color_scheme="dark")
        self.open_form(page)
        page.fill("[name=text]", GAZETTE.replace("13 JUILLET 2023", ""))
        self.follow(page.locator("[data-tracker-send]"))
        expect(page.locator("[value=store]")).to_be_visible()
        self.assert_fits(page)
        page.fill("[name=answered_on]", "13 juillet 2023")
        self.follow(page.locator("[value=check]"))
        expect(page.locator("#held")).to_be_visible()
        expect(page.locator("[name=answered_on]")).to_have_value("13 juillet 2023")
        self.follow(page.locator("[value=store]"))
        page.wait_for_url("**/atelier/reponses/QANR5L16QE9903/")
