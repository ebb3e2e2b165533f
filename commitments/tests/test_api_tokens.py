"""Tokens: what they open, for how long, and the page on which editors make them."""

import json
from datetime import timedelta

import time_machine
from django.urls import reverse
from django.utils import timezone

from commitments.models import ApiToken
from commitments.models.api import digest_of
from commitments.tests import factories
from commitments.tests.factories import editor, make_user, reviewer
from commitments.tests.test_api_writing import LIST, WritingTestCase
from commitments.timing import today


class TokenTests(WritingTestCase):
    def test_strangers_are_told_what_is_needed(self):
        for header in (
            None,
            "",
            "Bearer",
            "Bearer ",
            "Bearer x",
            f"Token {self.secret}",
            f"Bearer {self.secret}x",
            f"Bearer {self.token.digest}",
            "Bearer é\0",
        ):
            headers = {} if header is None else {"Authorization": header}
            with self.subTest(header=header):
                response = self.client.post(
                    LIST, "{}", content_type="application/json", headers=headers
                )
                self.assert_problem(response, 401, "unauthenticated")
                self.assertEqual(response["WWW-Authenticate"], 'Bearer realm="api"')

    def test_a_session_opens_nothing(self):
        self.client.force_login(editor())
        response = self.client.post(LIST, "{}", content_type="application/json")
        self.assert_problem(response, 401, "unauthenticated")
        draft = factories.make_draft()
        self.assertEqual(self.client.get(self.of(draft)).status_code, 404)

    def test_a_token_has_the_rights_of_its_owner_and_no_more(self):
        for role, status in (
            ("Editor", 201),
            ("Reviewer", 201),
            ("Administrator", 403),
            (None, 403),
        ):
            _token, secret = ApiToken.objects.make(make_user(role), "essai")
            with self.subTest(role=role):
                response = self.post(LIST, self.new(), secret=secret)
                self.assertEqual(response.status_code, status)
        self.assert_problem(response, 403, "forbidden")
        # What anybody may read, everybody may, whatever they show.
        headers = {"Authorization": f"Bearer {secret}"}
        self.assertEqual(self.client.get(LIST, headers=headers).status_code, 200)
        draft = self.of(factories.make_draft())
        self.assertEqual(self.client.get(draft, headers=headers).status_code, 404)

    def test_who_asks_for_a_version_that_has_passed_is_told_so(self):
        headers = {"Authorization": f"Bearer {self.secret}", "If-Match": '"999"'}
        response = self.client.get(self.of(self.commitment), headers=headers)
        self.assert_problem(response, 412, "version-passed")

    def test_an_invalid_token_reads_nothing_either(self):
        response = self.client.get(LIST, headers={"Authorization": "Bearer x"})
        self.assert_problem(response, 401, "unauthenticated")

    def test_a_token_stops_with_its_last_day_its_revocation_or_its_owner(self):
        token, secret = ApiToken.objects.make(editor(), "bref", today())
        headers = {"Authorization": f"Bearer {secret}"}
        self.assertEqual(self.client.get(LIST, headers=headers).status_code, 200)
        with time_machine.travel(timezone.now() + timedelta(days=1)):
            self.assertEqual(self.client.get(LIST, headers=headers).status_code, 401)
        token.revoke()
        self.assertEqual(self.client.get(LIST, headers=headers).status_code, 401)
        owner = make_user()
        _token, secret = ApiToken.objects.make(owner, "sien")
        headers = {"Authorization": f"Bearer {secret}"}
        self.assertEqual(self.client.get(LIST, headers=headers).status_code, 200)
        owner.is_active = False
        owner.save()
        self.assertEqual(self.client.get(LIST, headers=headers).status_code, 401)

    def test_only_a_hash_and_the_day_of_use_are_kept(self):
        self.post(LIST, self.new())
        self.token.refresh_from_db()
        self.assertEqual(self.token.last_used_on, today())
        self.assertEqual(self.token.digest, digest_of(self.secret))
        kept = json.dumps(list(ApiToken.objects.values()), default=str)
        self.assertNotIn(self.secret, kept)


class TokenPageTests(WritingTestCase):
    """Where editors make and revoke their own tokens: api-token-list."""

    def setUp(self):
        super().setUp()
        self.client.force_login(editor())
        self.path = reverse("api-token-list")
        self.confirm_now()

    def confirm_now(self):
        """Give the password once more, as the site asks for."""
        given = {"password": "secret"}
        self.client.post(reverse("account_reauthenticate"), given)

    def test_whoever_makes_a_token_has_just_proved_who_they_are(self):
        self.client.force_login(make_user("Reviewer"))
        self.assertEqual(self.client.get(self.path).status_code, 200)
        known = ApiToken.objects.count()
        asked = self.client.post(self.path, {"name": "Chiffres", "days": "90"})
        self.assertIn(reverse("account_reauthenticate"), asked["Location"])
        self.assertEqual(ApiToken.objects.count(), known)

    def test_a_token_is_shown_once_and_works(self):
        page = self.client.post(self.path, {"name": "Chiffres", "days": "90"})
        secret = page.context["secret"]
        self.assertContains(page, secret)
        self.assertIn("no-store", page["Cache-Control"])
        token = ApiToken.objects.get(name="Chiffres")
        self.assertEqual((token.user, token.digest), (editor(), digest_of(secret)))
        self.assertEqual(token.expires_on, today() + timedelta(days=90))
        self.assertEqual(self.post(LIST, self.new(), secret=secret).status_code, 201)
        self.assertNotContains(self.client.get(self.path), secret)
        self.assertContains(self.client.get(self.path), "Chiffres")

    def test_a_revoked_token_opens_nothing(self):
        revoke = reverse("api-token-revoke", args=[self.token.pk])
        self.assertContains(self.client.post(revoke, follow=True), "revoked")
        self.assertEqual(self.post(LIST, self.new()).status_code, 401)
        other, _secret = ApiToken.objects.make(reviewer(), "À René")
        revoke = reverse("api-token-revoke", args=[other.pk])
        self.assertEqual(self.client.post(revoke).status_code, 404)
        self.assertNotContains(self.client.get(self.path), "À René")

    def test_what_is_wrong_makes_no_token(self):
        known = ApiToken.objects.count()
        for data in ({}, {"name": "x", "days": "9999"}, {"name": "", "days": "30"}):
            page = self.client.post(self.path, data)
            self.assertContains(page, "Something has to be corrected")
        self.assertEqual(ApiToken.objects.count(), known)

    def test_administrators_see_whose_tokens_there_are_and_no_hash(self):
        self.client.force_login(make_user("Administrator"))
        page = self.client.get(f"/admin/commitments/apitoken/{self.token.pk}/change/")
        self.assertContains(page, "Import")
        self.assertNotContains(page, self.token.digest)
