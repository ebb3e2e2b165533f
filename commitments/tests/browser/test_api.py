"""The page of the API and that of an editor's tokens, in a real browser."""

from django.test import tag
from django.urls import reverse

from commitments.api.describing import described
from commitments.models import ApiToken
from commitments.tests.browser.base import BrowserTestCase, expect
from commitments.tests.factories import editor


@tag("look")
class ApiPagesTests(BrowserTestCase):
    def test_every_operation_is_there_and_opens_by_keyboard(self):
        # The policy that a refused style or script would break is watched throughout.
        page = self.open_page(width=360)
        page.goto(reverse("api"))
        count = sum(len(methods) for methods in described()["paths"].values())
        operations = page.locator(".operation")
        expect(operations).to_have_count(count)
        parameters = operations.nth(1).locator("details").first
        entry = parameters.locator(".entries code").first
        expect(entry).to_be_hidden()
        parameters.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(entry).to_be_visible()
        self.assert_fits(page)
        self.assert_accessible(page)

    def test_a_token_is_revoked_on_a_phone_without_scrolling_sideways(self):
        ApiToken.objects.make(editor(), "Import hebdomadaire des chiffres " + "W" * 60)
        page = self.open_page(width=360)
        self.login(editor(), page)
        page.goto(reverse("api-token-list"))
        box = page.get_by_role("button", name="Révoquer").bounding_box()
        self.assertLessEqual(box["x"] + box["width"], 360)
        label = page.locator("label[for=id_name]")
        said = label.evaluate(
            "e => getComputedStyle(e, '::first-letter').textTransform"
        )
        self.assertEqual(said, "uppercase")
        self.assert_fits(page)
        self.assert_accessible(page)
