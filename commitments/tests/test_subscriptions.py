"""Asking for news, confirming, changing and stopping: the pages and their links."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import time_machine
from django.core import mail
from django.core.cache import cache
from django.http import QueryDict
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from commitments import workflow
from commitments.choices import Cadence
from commitments.forms.subscriptions import opening_stamp
from commitments.models import OutgoingMail, Subscriber, Subscription
from commitments.subscriptions import links, wishes
from commitments.subscriptions.sending import send_due, tidy
from commitments.subscriptions.subjects import NoSubject, Subject, read_subject
from commitments.tests.factories import (
    make_body,
    make_commitment,
    make_draft,
    make_theme,
    reviewer,
)
from commitments.tests.reading import ReadingTestCase
from commitments.views.public.subscriptions import ADDRESS_LIMITS, LIMITS

ADDRESS = "Lectrice@Example.org"
NEW = "/abonnements/nouveau/"


def a_while_ago():
    with time_machine.travel(timezone.now() - timedelta(minutes=1), tick=False):
        return opening_stamp()


class SubjectTests(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.body, cls.theme = make_body(slug="interieur"), make_theme(slug="sante")
        cls.commitment = make_commitment(bodies=[cls.body])

    def test_one_question_has_one_spelling(self):
        spellings = (
            "q=eau&body=interieur&theme=sante",
            "theme=sante&q=+eau++&body=interieur&page=2&sort=due&kind=",
            "body=interieur&body=interieur&q=eau&theme=sante&utm_source=x",
        )
        found = {read_subject(QueryDict(text)).search for text in spellings}
        self.assertEqual(found, {"?body=interieur&q=eau&theme=sante"})

    def test_a_body_or_a_theme_alone_is_that_body_or_theme(self):
        body = read_subject(QueryDict("body=interieur&sort=due"))
        self.assertEqual((body.body, body.search), (self.body, ""))
        self.assertEqual(read_subject(QueryDict("theme=sante")).theme, self.theme)
        self.assertEqual(read_subject(QueryDict("page=3")).search, "?")

    def test_leads_back_to_its_page_and_says_what_it_is(self):
        reference = self.commitment.reference
        for query in (f"engagement={reference}", "body=interieur", "q=eau", ""):
            with self.subTest(query=query):
                subject = read_subject(QueryDict(query))
                self.assertEqual(subject.query, query)
                self.assertEqual(self.client.get(subject.path).status_code, 200)
                self.assertTrue(subject.words)
                page = self.client.get(f"{NEW}?{query}")
                self.assertContains(page, subject.path)

    def test_nothing_else_can_be_subscribed_to(self):
        draft = make_draft().reference
        for query in (
            f"engagement={draft}",
            "engagement=E-999999",
            "body=nobody",
            "assessment=typo",
            "unknown=1",
            "q=" + "x" * 600,
        ):
            with self.subTest(query=query):
                with self.assertRaises(NoSubject):
                    read_subject(QueryDict(query))
                self.assertEqual(self.client.get(f"{NEW}?{query}").status_code, 404)


class AskingTestCase(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.commitment = make_commitment(title="Ouvrir des guichets")
        cls.query = f"engagement={cls.commitment.reference}"

    def setUp(self):
        super().setUp()
        cache.clear()
        self.addCleanup(cache.clear)

    def ask(self, email=ADDRESS, query=None, **fields):
        data = {"email": email, "cadence": "weekly", "stamp": a_while_ago()}
        query = self.query if query is None else query
        return self.client.post(f"{NEW}?{query}", data | fields)

    def confirmed(self, **fields):
        """A confirmed subscription, and the message that asked for it."""
        self.ask(**fields)
        wish = Subscription.objects.latest("pk")
        wishes.confirm(wish.pk, fields.get("cadence", "weekly"))
        wish.refresh_from_db()
        return wish


class AskingTests(AskingTestCase):
    def test_nothing_of_a_record_that_was_hidden_meanwhile_is_asked(self):
        commitment = make_commitment(title="Ouvrir des phares")
        self.ask(query=f"engagement={commitment.reference}")
        workflow.withdraw(commitment, by=reviewer(), version=None, reason="Doublon.")
        send_due()
        self.assertEqual(mail.outbox, [])

    def test_nothing_but_a_question_goes_to_the_address(self):
        response = self.ask()
        self.assertEqual(response.status_code, 302)
        self.assertContains(self.client.get(response.url), "Look at your inbox")
        wish = Subscription.objects.get()
        self.assertIsNone(wish.confirmed_at)
        self.assertEqual(wish.subscriber.email, "Lectrice@example.org")
        self.assertEqual(wish.subscriber.language, "en")
        send_due()
        message = mail.outbox[0]
        self.assertEqual(message.to, ["Lectrice@example.org"])
        self.assertIn("Confirm your subscription", message.subject)
        self.assertIn("http://testserver/abonnements/confirmer/", message.body)
        self.assertNotIn("Lectrice", links.confirm_path(wish.pk, "weekly"))

    def test_what_somebody_typed_is_sent_to_nobody_who_has_not_agreed(self):
        for number, query in enumerate(
            (
                "q=Allez+sur+https://evil.example/login",
                "territory=Allez+sur+https://evil.example/login&assessment=met",
            )
        ):
            self.ask(email=f"victim{number}@example.org", query=query)
        send_due()
        for message in mail.outbox:
            said = message.subject + message.body + message.alternatives[0][0]
            self.assertNotIn("evil", said)
        searched, filtered = (message.body for message in mail.outbox)
        self.assertIn("A search", searched)
        self.assertIn("Assessment: Met", filtered)

    def test_a_question_asked_again_is_one_subscription(self):
        for email in (ADDRESS, ADDRESS.lower(), f" {ADDRESS.upper()} "):
            self.ask(email=email)
        self.assertEqual(Subscription.objects.count(), 1)
        self.assertEqual(Subscriber.objects.count(), 1)

    def test_never_says_whether_an_address_is_known(self):
        self.confirmed()

        def answer(email):
            response = self.ask(email=email)
            page = self.client.get(response.url)
            path, _question, name = response.url.partition("?")
            self.assertRegex(name, "^message=confirm-[0-9a-f]{16}$")
            # The link to the other language repeats the address.
            text = page.content.decode().replace(name.partition("=")[2], "")
            return response.status_code, path, text

        known, unknown = answer(ADDRESS), answer("autre@example.org")
        self.assertEqual(known, unknown)
        with mock.patch.dict(ADDRESS_LIMITS, {"subscription-address": "0/d/key"}):
            self.assertEqual(answer(ADDRESS), unknown)
        with mock.patch.object(wishes, "MOST", 0):
            self.assertEqual(answer("tierce@example.org"), unknown)

    def test_one_address_is_not_pestered(self):
        for _ in range(6):
            self.ask()
        self.assertEqual(OutgoingMail.objects.count(), 4)

    def test_too_many_from_one_connection_have_to_wait(self):
        with mock.patch.dict(LIMITS, {"subscription": "1/d/ip"}):
            self.ask()
            response = self.ask(email="autre@example.org")
        self.assertContains(response, "autre@example.org", status_code=429)
        self.assertEqual(Subscriber.objects.count(), 1)

    def test_robots_and_what_is_no_address_are_refused(self):
        for fields in (
            {"website": "https://example.org"},
            {"stamp": ""},
            {"stamp": opening_stamp()},
            {"email": "a@example.org\nBcc: b@example.org"},
            {"email": "a@example.org, b@example.org"},
            {"email": "nobody"},
            {"cadence": "hourly"},
        ):
            with self.subTest(fields=fields):
                response = self.ask(**fields)
                self.assertContains(response, "Something has to be corrected")
        self.assertFalse(Subscriber.objects.exists())

    def test_the_form_asks_for_the_token_and_is_kept_by_nobody(self):
        path = f"{NEW}?{self.query}"
        self.assertIn("no-store", self.client.get(path)["Cache-Control"])
        strict = Client(enforce_csrf_checks=True)
        self.assertEqual(strict.post(path, {"email": ADDRESS}).status_code, 403)

    def test_pages_lead_to_the_form_without_a_cookie(self):
        for path in (self.commitment.get_absolute_url(), "/engagements/?q=guichets"):
            with self.subTest(path=path):
                response = self.client.get(path)
                self.assertContains(response, f'href="{NEW}?')
                self.assertFalse(response.cookies)

    def test_without_a_mail_server_the_page_names_the_file(self):
        folder = Path(self.enterContext(TemporaryDirectory()), "mail")
        with override_settings(
            EMAIL_BACKEND="tracker.mail_files.EmailBackend", MAIL_FOLDER=folder
        ):
            response = self.ask()
            page = self.client.get(response.url)
        name = f"{OutgoingMail.objects.get().key}.eml"
        self.assertContains(page, f"mail/{name}")
        self.assertIn("/abonnements/confirmer/", (folder / name).read_text())


class LinkTests(AskingTestCase):
    def path(self, name, wish):
        if name == "confirm":
            return links.confirm_path(wish.pk, "immediate")
        if name == "manage":
            return links.manage_path(wish.subscriber_id)
        return links.stop_path([wish.pk])

    def test_looking_at_a_link_changes_nothing(self):
        self.ask()
        wish = Subscription.objects.get()
        for name in ("confirm", "manage", "stop"):
            response = self.client.get(self.path(name, wish))
            self.assertEqual(response.status_code, 200)
            self.assertFalse(response.cookies)
            self.assertEqual(response["Referrer-Policy"], "no-referrer")
            self.assertIn("no-store", response["Cache-Control"])
        wish.refresh_from_db()
        self.assertIsNone(wish.confirmed_at)

    def test_a_button_confirms_and_again_loses_nothing(self):
        self.ask()
        wish = Subscription.objects.get()
        strict = Client(enforce_csrf_checks=True)
        for _ in range(2):
            response = strict.post(self.path("confirm", wish))
            self.assertEqual(response.status_code, 200)
        wish.refresh_from_db()
        self.assertEqual(wish.cadence, Cadence.IMMEDIATE)
        told = wish.told_change
        make_commitment()
        strict.post(self.path("confirm", wish))
        wish.refresh_from_db()
        self.assertEqual(wish.told_change, told)

    def test_a_link_is_good_for_what_it_says_and_no_more(self):
        wish = self.confirmed()
        good = links.manage_path(wish.subscriber_id)
        token = good.strip("/").rpartition("/")[2]
        for path in (
            reverse("subscription-stop", args=[token]),
            reverse("subscription-confirm", args=[token]),
            reverse("subscription-manage", args=[token[:-2] + "AA"]),
            reverse("subscription-manage", args=["x"]),
        ):
            with self.subTest(path=path):
                for method in (self.client.get, self.client.post):
                    response = method(path)
                    self.assertContains(response, "no longer good", status_code=404)
        self.assertTrue(Subscription.objects.filter(pk=wish.pk).exists())

    def test_a_confirmation_expires_and_the_address_with_it(self):
        self.ask()
        self.confirmed(email="autre@example.org")
        path = self.path("confirm", Subscription.objects.earliest("pk"))
        later = timezone.now() + links.CONFIRMED_WITHIN + timedelta(minutes=1)
        with time_machine.travel(later, tick=False):
            self.assertEqual(self.client.post(path).status_code, 404)
            tidy()
        self.assertEqual(Subscriber.objects.get().email, "autre@example.org")

    def test_one_click_stops_whoever_asks_and_however_often(self):
        wish = self.confirmed()
        other = self.confirmed(query="q=guichets")
        path = self.path("stop", wish)
        strict = Client(enforce_csrf_checks=True)
        for _ in range(2):
            response = strict.post(path, {"List-Unsubscribe": "One-Click"})
            self.assertEqual(response.status_code, 200)
            self.assertFalse(response.cookies)
        self.assertEqual(Subscription.objects.get(), other)
        strict.post(self.path("stop", other))
        self.assertFalse(Subscriber.objects.exists())
        self.assertFalse(OutgoingMail.objects.exists())


class ManageTests(AskingTestCase):
    def setUp(self):
        super().setUp()
        self.wish = self.confirmed()
        self.path = links.manage_path(self.wish.subscriber_id)

    def do(self, deed, **fields):
        return self.client.post(self.path, {"deed": deed} | fields)

    def test_shows_and_changes_what_is_followed(self):
        page = self.client.get(self.path)
        self.assertContains(page, "Ouvrir des guichets")
        self.do("cadence", subscription=self.wish.pk, cadence="immediate")
        self.do("language", language="fr")
        self.wish.refresh_from_db()
        self.assertEqual(self.wish.cadence, Cadence.IMMEDIATE)
        self.assertEqual(self.wish.subscriber.language, "fr")

    def test_touches_nothing_of_anybody_else(self):
        other = self.confirmed(email="autre@example.org")
        for fields in ({"cadence": "immediate"}, {}):
            deed = "cadence" if fields else "stop"
            self.do(deed, subscription=other.pk, **fields)
        other.refresh_from_db()
        self.assertEqual(other.cadence, Cadence.WEEKLY)
        for fields in ({"subscription": "x"}, {"cadence": "x"}, {"language": "de"}):
            for deed in ("cadence", "stop", "language", ""):
                self.assertEqual(self.do(deed, **fields).status_code, 302)

    def test_the_address_goes_with_the_last_one_or_at_once(self):
        page = self.do("stop", subscription=self.wish.pk)
        self.assertContains(page, "Your address is deleted")
        self.assertFalse(Subscriber.objects.exists())
        self.assertEqual(self.client.get(self.path).status_code, 404)
        wish = self.confirmed()
        self.path = links.manage_path(wish.subscriber_id)
        self.do("forget")
        self.assertFalse(Subscriber.objects.exists())

    def test_tells_nothing_of_a_record_that_is_reviewed_again(self):
        self.commitment.refresh_from_db()
        type(self.commitment).objects.update(publication="draft")
        for path in (self.path, links.stop_path([self.wish.pk])):
            self.assertNotContains(self.client.get(path), "guichets")

    def test_says_what_a_subject_is_of(self):
        self.assertEqual(Subject.of(self.wish).commitment, self.commitment)
