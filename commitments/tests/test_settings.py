"""What the settings promise to every visitor and operator."""

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.db import connection
from django.test import SimpleTestCase, TestCase
from django.urls import reverse

from tracker.database import either
from tracker.settings import kept_secret


class HeadersTest(TestCase):
    def setUp(self):
        self.response = self.client.get(reverse("account_login"))

    def test_pages_allow_nothing_but_the_site_itself(self):
        policy = self.response["Content-Security-Policy"]
        directives = {directive.strip() for directive in policy.split(";")}
        self.assertIn("default-src 'none'", directives)
        self.assertIn("script-src 'self'", directives)
        self.assertIn("style-src 'self'", directives)
        self.assertIn("frame-ancestors 'none'", directives)
        self.assertNotIn("unsafe", policy)

    def test_pages_are_not_guessed_framed_or_told_to_others(self):
        self.assertEqual(self.response["X-Content-Type-Options"], "nosniff")
        self.assertEqual(self.response["X-Frame-Options"], "DENY")
        self.assertEqual(self.response["Referrer-Policy"], "same-origin")
        self.assertIn("camera=()", self.response["Permissions-Policy"])


class CacheTest(SimpleTestCase):
    def test_has_room_for_many_attempts_to_sign_in(self):
        # Django's 300 would be filled, and the counts dropped, by a few addresses.
        self.assertGreaterEqual(caches["default"]._max_entries, 100_000)


class DatabaseTest(TestCase):
    def test_days_are_written_alike_whatever_style_the_server_prefers(self):
        if either(connection, sqlite=True, postgresql=False):
            return  # It has one style.
        prefer, own = connection.copy(), connection.copy()
        self.addCleanup(prefer.close)
        self.addCleanup(own.close)
        base = connection.ops.quote_name(connection.settings_dict["NAME"])
        with prefer.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {base} SET datestyle TO 'SQL, DMY'")
            try:
                own.connect()
            finally:
                cursor.execute(f"ALTER DATABASE {base} RESET datestyle")
        with own.cursor() as cursor:
            cursor.execute("SELECT CAST(DATE '2026-03-02' AS TEXT), now()")
            day, now = cursor.fetchone()
        self.assertEqual(day, "2026-03-02")
        self.assertIsNotNone(now.tzinfo)


class LanguageTest(TestCase):
    def language(self, **headers):
        response = self.client.get(reverse("account_login"), headers=headers)
        return response["Content-Language"]

    def test_is_french_when_the_browser_says_nothing(self):
        self.assertEqual(self.language(), "fr")

    def test_is_french_when_the_browser_wants_another_language(self):
        self.assertEqual(self.language(accept_language="de-DE,de;q=0.9"), "fr")

    def test_follows_the_browser_between_french_and_english(self):
        self.assertEqual(self.language(accept_language="de,en-GB;q=0.8"), "en")
        self.assertEqual(self.language(accept_language="en;q=0.5,fr"), "fr")

    def test_follows_the_reader_s_switch_before_the_browser(self):
        self.client.cookies["django_language"] = "en"
        self.assertEqual(self.language(accept_language="fr"), "en")


class SignInTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.user = get_user_model().objects.create_user(
            "anne", "anne@example.org", "the right words"
        )

    def sign_in(self, login, password):
        return self.client.post(
            reverse("account_login"), {"login": login, "password": password}
        )

    def is_signed_in(self):
        return "_auth_user_id" in self.client.session

    def test_takes_the_name_or_the_address(self):
        for login in ("anne", "anne@example.org"):
            with self.subTest(login=login):
                self.sign_in(login, "the right words")
                self.assertTrue(self.is_signed_in())
                self.client.logout()

    def test_refuses_even_the_right_password_after_five_wrong_ones(self):
        for _ in range(5):
            self.sign_in("anne", "some wrong words")
        self.sign_in("anne", "the right words")
        self.assertFalse(self.is_signed_in())

    def test_lets_nobody_make_an_account(self):
        answers = {
            "username": "eve",
            "email": "eve@example.org",
            "password1": "quite long words",
            "password2": "quite long words",
        }
        self.client.post(reverse("account_signup"), answers)
        self.assertFalse(get_user_model().objects.filter(username="eve").exists())


class MailTest(SimpleTestCase):
    def test_no_mail_leaves_a_site_that_does_not_know_its_own_address(self):
        given = {"EMAIL_URL": "smtp://localhost:25", "SITE_URL": ""}
        found = subprocess.run(
            [sys.executable, "manage.py", "check"],
            env=os.environ | given,
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
        )
        self.assertNotEqual(found.returncode, 0)
        self.assertIn("EMAIL_URL needs SITE_URL", found.stderr)


class SecretKeyTest(SimpleTestCase):
    def test_is_made_once_and_readable_by_its_owner_alone(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "secret_key")
            key = kept_secret(path)
            self.assertGreaterEqual(len(key), 50)
            self.assertEqual(kept_secret(path), key)
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
            self.assertEqual(
                [file.name for file in Path(folder).iterdir()], [path.name]
            )
