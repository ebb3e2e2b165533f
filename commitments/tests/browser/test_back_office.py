"""People sign in and administrators do their work, in a real browser."""

from commitments.models import BodyLabel
from commitments.tests.browser.base import BrowserTestCase
from commitments.tests.factories import make_body, make_user

PASSWORD = "correct horse battery"


class BackOfficeTest(BrowserTestCase):
    def make_person(self, role):
        user = make_user(role, username="zoe")
        user.set_password(PASSWORD)
        user.save()
        return user

    def sign_in(self, password=PASSWORD):
        self.page.fill("[name=login]", "zoe")
        self.page.fill("[name=password]", password)
        self.page.click("main button[type=submit]")

    def test_an_administrator_signs_in_and_maps_a_label(self):
        self.make_person("Administrator")
        body = make_body("Ministère de la transformation")
        label = BodyLabel.objects.create(label="Transformation publique")
        self.page.goto("/admin/commitments/bodylabel/?mapping=none")
        self.sign_in("wrong")
        self.page.wait_for_selector(".form-errors")
        self.sign_in()
        self.page.click(f"text={label.label}")
        self.page.click(".field-body .select2-selection")
        self.page.keyboard.type("transf")
        self.page.click(f".select2-results__option:has-text('{body.name}')")
        self.page.click("[name=_save]")
        self.page.wait_for_selector(".messagelist .success")
        label.refresh_from_db()
        self.assertEqual(label.body, body)

    def test_the_pages_of_the_account_serve_everybody(self):
        self.login(self.make_person("Editor"))
        for width, color_scheme in ((320, "dark"), (1440, "light")):
            page = self.open_page(width=width, color_scheme=color_scheme)
            for path in ("connexion/", "mot-de-passe/oublie/"):
                page.goto(f"/compte/{path}")
                self.assert_fits(page)
                self.assert_accessible(page)
        for path in ("mot-de-passe/", "deux-facteurs/", "deconnexion/"):
            self.page.goto(f"/compte/{path}")
            self.assert_accessible()

    def test_the_second_factor_shows_its_square(self):
        self.login(self.make_person("Editor"))
        self.page.goto("/compte/deux-facteurs/application/")
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        width = self.page.eval_on_selector("img.qr", "image => image.naturalWidth")
        self.assertGreater(width, 0)
        self.assert_accessible()
