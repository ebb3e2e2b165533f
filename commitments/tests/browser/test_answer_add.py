"""An editor drops a PDF, pastes a text, and lands where the answer is read."""

import base64

from commitments.models import Answer
from commitments.tests.browser.base import BrowserTestCase
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
        page.click("main a[href$='/ajouter/']")
        page.wait_for_selector("[name=file]")

    def test_an_editor_drops_a_pdf_corrects_a_field_and_reads_the_answer(self):
        page = self.page
        self.open_form(page)
        self.assert_accessible()
        data = base64.b64encode(make_pdf([ASSEMBLY.split("\n")])).decode()
        page.evaluate(
            DROP, [page.query_selector("[data-tracker-drop]").as_element(), data]
        )
        page.wait_for_selector("[data-tracker-dropped]:has-text('page.pdf')")
        page.click("[data-tracker-send]")
        page.wait_for_selector("[value=store]")
        self.assertEqual(page.input_value("[name=number]"), "99903")
        self.assert_accessible()
        self.assert_fits()
        self.assertFalse(Answer.objects.exists())
        page.fill("[name=title]", "Des gares ouvertes")
        # Enter in a field shows again, and stores nothing.
        with page.expect_navigation():
            page.press("[name=title]", "Enter")
        page.wait_for_selector("[value=store]")
        self.assertEqual(page.input_value("[name=title]"), "Des gares ouvertes")
        self.assertFalse(Answer.objects.exists())
        # From within a field, by the keyboard alone.
        page.press("[name=title]", "Control+Enter")
        page.wait_for_url("**/atelier/reponses/QANR5L16QE99903/")
        page.wait_for_selector("h1:has-text('Des gares ouvertes')")
        page.wait_for_selector("#suggestions")

    def test_an_editor_pastes_a_text_on_a_small_screen_without_javascript(self):
        page = self.open_page(width=320, javascript=False, color_scheme="dark")
        self.open_form(page)
        page.fill("[name=text]", GAZETTE.replace("13 JUILLET 2023", ""))
        page.click("[data-tracker-send]")
        page.wait_for_selector("[value=store]")
        self.assert_fits(page)
        page.fill("[name=answered_on]", "13 juillet 2023")
        page.click("[value=check]")
        page.wait_for_selector("#held")
        self.assertEqual(page.input_value("[name=answered_on]"), "13 juillet 2023")
        page.click("[value=store]")
        page.wait_for_url("**/atelier/reponses/QANR5L16QE9903/")
