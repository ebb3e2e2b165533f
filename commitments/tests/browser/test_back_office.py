"""People sign in and administrators do their work, in a real browser."""

from django.test import tag

from commitments.models import BodyLabel
from commitments.tests.browser.base import BrowserTestCase, expect
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
        self.follow(self.page.locator("main button[type=submit]"))

    def test_an_administrator_signs_in_and_maps_a_label(self):
        self.make_person("Administrator")
        body = make_body("Ministère de la transformation")
        make_body("Agence des phares")
        label = BodyLabel.objects.create(label="Transformation publique")
        self.page.goto("/admin/commitments/bodylabel/?mapping=none")
        self.sign_in("wrong")
        expect(self.page.locator(".form-errors")).to_be_visible()
        self.sign_in()
        self.follow(self.page.locator(f"text={label.label}"))
        self.choose(".field-body", "transf", body.name)
        self.follow(self.page.locator("[name=_save]"))
        expect(self.page.locator(".messagelist .success")).to_be_visible()
        label.refresh_from_db()
        self.assertEqual(label.body, body)

    @tag("look")
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
        self.follow(self.page.locator("main button[type=submit]"))
        expect(self.page.locator("img.qr")).to_be_visible()
        expect(self.page.locator("img.qr")).not_to_have_js_property("naturalWidth", 0)
        self.assert_accessible()
