"""Signing in: one door, closed to strangers, slow to those who guess."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core import mail
from django.core.cache import cache, caches
from django.test import TestCase, override_settings
from django.urls import reverse

from commitments.models import User
from commitments.tests.factories import make_user

PASSWORD = "correct horse battery"
SIGN_IN = "/compte/connexion/"


def code_of(secret):
    """The six digits that an authenticator app shows now (RFC 6238, 30 seconds)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


class SignInTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.editor = make_user("Editor", username="ada", email="ada@example.org")
        cls.editor.set_password(PASSWORD)
        cls.editor.save()

    def setUp(self):
        cache.clear()

    def sign_in(self, login="ada", password=PASSWORD, client=None, **extra):
        data = {"login": login, "password": password}
        return (client or self.client).post(SIGN_IN, data, **extra)

    def signed_in(self, client=None):
        return "_auth_user_id" in (client or self.client).session

    def test_opens_by_name_and_by_address(self):
        for login in ("ada", "ada@example.org", "Ada@Example.org"):
            with self.subTest(login=login):
                client = self.client_class()
                self.sign_in(login, client=client)
                self.assertTrue(self.signed_in(client))

    def test_everybody_lands_where_his_work_is(self):
        for role, name in (
            ("Editor", "desk"),
            ("Reviewer", "desk"),
            ("Administrator", "admin:index"),
            (None, "home"),
        ):
            with self.subTest(role=role):
                user = make_user(role)
                user.set_password(PASSWORD)
                user.save()
                client = self.client_class()
                response = self.sign_in(user.username, client=client)
                self.assertRedirects(
                    response, reverse(name), fetch_redirect_response=False
                )

    def test_comes_back_to_the_page_asked_for_on_this_site_only(self):
        for wanted, given in (
            ("/engagements/", "/engagements/"),
            ("https://example.com/", reverse("desk")),
            ("//example.com/", reverse("desk")),
        ):
            with self.subTest(wanted=wanted):
                client = self.client_class()
                data = {"login": "ada", "password": PASSWORD, "next": wanted}
                response = client.post(SIGN_IN, data)
                self.assertRedirects(response, given, fetch_redirect_response=False)

    def test_does_not_say_who_has_an_account(self):
        answers = []
        for login in ("ada", "nobody"):
            page = self.sign_in(login, "wrong").content.decode()
            page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
            answers.append(page.replace(login, ""))
        self.assertEqual(*answers)
        self.assertFalse(self.signed_in())

    def test_an_inactive_account_stays_out(self):
        User.objects.update(is_active=False)
        self.sign_in()
        self.assertFalse(self.signed_in())

    def test_nobody_makes_his_own_account(self):
        data = {
            "username": "eve",
            "email": "eve@example.org",
            "password1": PASSWORD,
            "password2": PASSWORD,
        }
        before = User.objects.count()
        self.assertContains(self.client.get("/compte/inscription/"), "<h1>")
        self.client.post("/compte/inscription/", data)
        self.assertEqual(User.objects.count(), before)
        self.assertFalse(self.signed_in())

    def test_pages_that_make_no_sense_do_not_exist(self):
        self.client.force_login(self.editor)
        for path in ("", "email/", "login/", "signup/", "3rdparty/", "login/code/"):
            with self.subTest(path=path):
                response = self.client.get("/compte/" + path)
                self.assertEqual(response.status_code, 404)

    def test_signs_out_only_when_asked_by_a_form(self):
        self.client.force_login(self.editor)
        self.client.get(reverse("account_logout"))
        self.assertTrue(self.signed_in())
        response = self.client.post(reverse("account_logout"))
        self.assertRedirects(response, "/", fetch_redirect_response=False)
        self.assertFalse(self.signed_in())

    def test_every_page_speaks_french_in_the_frame_of_the_site(self):
        for name in ("account_login", "account_reset_password"):
            with self.subTest(name=name):
                response = self.client.get(reverse(name))
                self.assertContains(response, '<html lang="fr">')
                self.assertContains(response, settings.SITE_NAME)
                self.assertContains(response, 'name="robots" content="noindex"')
                self.assertContains(response, "de passe")


class AdministrationTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.administrator = make_user("Administrator")
        cls.administrator.set_password(PASSWORD)
        cls.administrator.save()

    def setUp(self):
        cache.clear()

    def test_sends_strangers_to_the_sign_in_of_the_site(self):
        response = self.client.get("/admin/", follow=True)
        self.assertRedirects(response, f"{SIGN_IN}?next=/admin/")

    def test_its_own_door_is_walled_up(self):
        data = {
            "username": self.administrator.username,
            "password": PASSWORD,
            "next": "/admin/",
        }
        response = self.client.post("/admin/login/", data)
        self.assertRedirects(response, f"{SIGN_IN}?next=/admin/")
        self.assertNotIn("_auth_user_id", self.client.session)

    def test_passwords_are_changed_on_the_page_of_the_site(self):
        self.client.force_login(self.administrator)
        response = self.client.get("/admin/password_change/")
        self.assertRedirects(response, reverse("account_change_password"))


class LimitTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.editor = make_user("Editor", username="ada")
        cls.editor.set_password(PASSWORD)
        cls.editor.save()

    def setUp(self):
        cache.clear()
        self.addCleanup(cache.clear)

    def attempt(self, password, address):
        """Try from a machine, through a server process that remembers nothing."""
        del caches["default"]
        client = self.client_class(REMOTE_ADDR=address)
        client.post(SIGN_IN, {"login": "ada", "password": password})
        return "_auth_user_id" in client.session

    def test_guessing_stops_whatever_the_machine_and_the_process(self):
        self.assertTrue(self.attempt(PASSWORD, "192.0.2.1"))
        for number in range(5):
            self.assertFalse(self.attempt("wrong", f"192.0.2.{number}"))
        self.assertFalse(self.attempt(PASSWORD, "192.0.2.99"))

    def test_one_machine_does_not_try_many_accounts(self):
        client = self.client_class(REMOTE_ADDR="192.0.2.1")
        for number in range(10):
            client.post(SIGN_IN, {"login": f"person{number}", "password": "wrong"})
        client.post(SIGN_IN, {"login": "ada", "password": PASSWORD})
        self.assertNotIn("_auth_user_id", client.session)

    def test_too_many_requests_get_a_page_of_the_site(self):
        client = self.client_class(REMOTE_ADDR="192.0.2.1")
        for _ in range(31):
            response = client.get(SIGN_IN)
            response = client.post(SIGN_IN, {"login": "ada"})
        self.assertContains(response, settings.SITE_NAME, status_code=429)


class ForgottenPasswordTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.editor = make_user("Editor", username="ada", email="ada@example.org")

    def setUp(self):
        cache.clear()

    def ask(self, email):
        response = self.client.post(reverse("account_reset_password"), {"email": email})
        self.assertRedirects(response, reverse("account_reset_password_done"))

    def link(self):
        return re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1]

    def set_password(self, link):
        page = self.client.get(link, follow=True)
        form = {"password1": PASSWORD, "password2": PASSWORD}
        return self.client.post(page.request["PATH_INFO"], form, follow=True)

    def test_a_link_sets_a_new_password_once(self):
        self.ask("ada@example.org")
        self.assertEqual(mail.outbox[0].to, ["ada@example.org"])
        self.assertIn(settings.SITE_NAME, mail.outbox[0].subject)
        link = self.link()
        response = self.set_password(link)
        self.assertRedirects(response, reverse("account_reset_password_from_key_done"))
        self.editor.refresh_from_db()
        self.assertTrue(self.editor.check_password(PASSWORD))
        again = self.client.get(link, follow=True)
        self.assertNotContains(again, 'type="password"')

    def test_a_first_password_is_set_in_the_same_way(self):
        self.editor.set_unusable_password()
        self.editor.save()
        self.ask("ada@example.org")
        self.set_password(self.link())
        self.editor.refresh_from_db()
        self.assertTrue(self.editor.check_password(PASSWORD))

    def test_does_not_say_who_has_an_account(self):
        self.ask("nobody@example.org")
        for message in mail.outbox:
            self.assertNotIn("inscription", message.body)

    def test_the_new_password_signs_other_browsers_out(self):
        other = self.client_class()
        other.force_login(self.editor)
        self.ask("ada@example.org")
        self.set_password(self.link())
        response = other.get(reverse("account_change_password"))
        self.assertEqual(response.status_code, 302)


# So that a code may be typed while the half-minute ends.
@override_settings(MFA_TOTP_TOLERANCE=1)
class SecondFactorTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.editor = make_user("Editor", username="ada")
        cls.editor.set_password(PASSWORD)
        cls.editor.save()

    def setUp(self):
        cache.clear()

    def sign_in(self, client):
        return client.post(SIGN_IN, {"login": "ada", "password": PASSWORD})

    def activate(self):
        """Sign in, turn the second factor on, and return its secret."""
        self.sign_in(self.client)
        again = reverse("account_reauthenticate")
        self.client.post(again, {"password": PASSWORD})
        page = self.client.get(reverse("mfa_activate_totp"))
        secret = page.context["form"].secret
        self.assertContains(page, secret)
        response = self.client.post(
            reverse("mfa_activate_totp"), {"code": code_of(secret)}
        )
        self.assertRedirects(response, reverse("mfa_view_recovery_codes"))
        return secret

    def test_a_code_is_asked_for_once_it_is_on(self):
        secret = self.activate()
        # A code serves once: forget that it has just been used.
        cache.clear()
        client = self.client_class()
        response = self.sign_in(client)
        self.assertRedirects(response, reverse("mfa_authenticate"))
        self.assertNotIn("_auth_user_id", client.session)
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
        self.assertNotIn("_auth_user_id", client.session)
        client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
        self.assertIn("_auth_user_id", client.session)

    def test_a_recovery_code_replaces_the_telephone(self):
        self.activate()
        codes = Authenticator.objects.get(type="recovery_codes").wrap()
        client = self.client_class()
        self.sign_in(client)
        first = codes.get_unused_codes()[0]
        client.post(reverse("mfa_authenticate"), {"code": first})
        self.assertIn("_auth_user_id", client.session)

    def test_is_turned_on_only_after_the_password_again(self):
        self.client.force_login(self.editor)
        response = self.client.get(reverse("mfa_activate_totp"))
        self.assertRedirects(
            response,
            f"{reverse('account_reauthenticate')}?next={reverse('mfa_activate_totp')}",
        )

    def test_its_pages_are_in_the_frame_of_the_site(self):
        self.activate()
        for name in (
            "mfa_index",
            "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes",
            "mfa_deactivate_totp",
            "account_change_password",
        ):
            with self.subTest(name=name):
                page = self.client.get(reverse(name))
                self.assertContains(page, settings.SITE_NAME)
                self.assertContains(page, 'class="breadcrumb"')
