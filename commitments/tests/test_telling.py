"""Who is told of what, once: from the changes to the words of the messages."""

from datetime import UTC, date, datetime, timedelta
from unittest import mock

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commitments import facets, workflow
from commitments.choices import Cadence, MailState, Publication, Status
from commitments.models import Commitment, OutgoingMail, Subscriber, Subscription
from commitments.subscriptions import outbox, telling, wishes
from commitments.subscriptions.messages import message_of
from commitments.subscriptions.subjects import Subject
from commitments.subscriptions.telling import tell, week_of
from commitments.tests import factories
from commitments.tests.factories import editor, reviewer
from commitments.tests.reading import MARKER

# A Wednesday, and the Monday after it.
WEDNESDAY = datetime(2026, 11, 25, 12, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 6, 1, tzinfo=UTC)


class TellingTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.theme = factories.make_theme()
        cls.old_body, cls.body = factories.make_body(), factories.make_body()
        cls.old_body.successors.add(cls.body)
        cls.commitment = factories.make_commitment(
            title="Ouvrir des guichets",
            bodies=[cls.old_body],
            themes=[cls.theme],
            due_on=date(2023, 12, 31),
            unit="guichets",
        )
        cls.other = factories.make_commitment(title="Planter des arbres")

    def setUp(self):
        facets.forget()
        self.addCleanup(facets.forget)

    def follow(self, email="a@example.org", cadence="immediate", language="en", **of):
        """A confirmed subscription, told of nothing that is there already."""
        wishes.ask(
            Subject(**of),
            email=email,
            cadence=cadence,
            language=language,
            origin="https://suivi.example.org",
        )
        wish = Subscription.objects.latest("pk")
        wishes.confirm(wish.pk, cadence)
        Subscription.objects.filter(pk=wish.pk).update(told_at=WEDNESDAY)
        OutgoingMail.objects.filter(kind="confirm").delete()
        return wish

    def told(self, at=None):
        """The messages that a run makes, as they would be sent now."""
        before = set(OutgoingMail.objects.values_list("pk", flat=True))
        tell(at)
        mails = OutgoingMail.objects.exclude(pk__in=before).order_by("pk")
        return [message_of(mail) for mail in mails.select_related("subscriber")]

    def told_one(self, at=None):
        (message,) = self.told(at)
        return message


class WhatTests(TellingTestCase):
    def test_tells_what_the_history_says(self):
        self.follow(commitment=self.commitment)
        factories.make_deadline(
            self.commitment, due_latest=date(2025, 6, 30), reason="Retard annoncé."
        )
        evidence = factories.make_evidence(self.commitment, title="Rapport annuel")
        factories.make_measurement(self.commitment, 2100, evidence=evidence)
        factories.assess(self.commitment, Status.IN_PROGRESS, evidence=[evidence])
        message = self.told_one()
        html = message.alternatives[0].content.replace("\xa0", " ")
        body = message.body.replace("\xa0", " ")
        for words in (
            "Deadline revised",
            "[-31 December 2023-]",
            "[+30 June 2025+]",
            "Retard annoncé.",
            "Supports the achievement: Rapport annuel",
            "le réseau compte 2 800 guichets",
            "Measured: 2,100 guichets",
            "Assessed: In progress",
            f"https://suivi.example.org{self.commitment.get_absolute_url()}",
            "https://suivi.example.org/abonnements/gerer/",
        ):
            with self.subTest(words=words):
                self.assertIn(words, body)
                if not words.startswith("["):
                    self.assertIn(words, html)
        self.assertEqual(message.subject.count(self.commitment.reference), 1)
        self.assertNotIn("Planter", message.body)

    def test_says_a_publication_and_a_correction(self):
        self.follow(search="?")
        new = factories.make_commitment(title="Créer une école")
        factories.make_deadline(new, due_latest=date(2030, 1, 1))
        workflow.edit_commitment(
            self.other, by=editor(), version=None, title="Planter", reason="Exact."
        )
        body = self.told_one().body
        self.assertIn("Créer une école", body)
        self.assertIn("Published", body)
        self.assertIn("Record corrected", body)
        self.assertIn("Exact.", body)
        self.assertNotIn("E-0001", body)

    def test_a_figure_whose_source_was_withdrawn_meanwhile_is_not_told(self):
        self.follow(commitment=self.commitment)
        row = factories.make_measurement(self.commitment, 9999)
        workflow.withdraw_record(row.evidence, by=reviewer(), reason="Faux bilan.")
        body = self.told_one().body
        self.assertIn("Faux bilan.", body)
        self.assertNotIn("9,999", body)
        self.assertNotIn("A measurement", body)

    def test_a_withdrawn_record_is_named_by_its_reference(self):
        self.follow(commitment=self.commitment)
        self.follow("b@example.org", body=self.body)
        self.follow("c@example.org", theme=self.theme)
        self.follow("d@example.org", search="?q=guichets")
        self.follow("e@example.org", search="?")
        self.follow("f@example.org", search="?q=arbres")
        workflow.withdraw(
            self.commitment, by=reviewer(), version=None, reason="Doublon de E-0002."
        )
        messages = self.told()
        readers = {message.to[0][0] for message in messages}
        self.assertEqual(readers, {"a", "b", "c", "d", "e"})
        for message in messages:
            html = message.alternatives[0].content
            self.assertIn("Doublon de E-0002.", message.body)
            self.assertIn(self.commitment.reference, message.subject)
            self.assertNotIn("guichets", message.body[: message.body.index("-- ")])
            self.assertNotIn("Ouvrir des guichets", html[: html.index("You asked")])

    def test_nothing_internal_or_hidden_is_told(self):
        self.follow(search="?")
        self.follow("b@example.org", commitment=self.commitment)
        draft = factories.make_draft(title=MARKER)
        factories.make_evidence(draft)
        factories.propose(self.commitment, Status.IN_PROGRESS, rationale=MARKER)
        workflow.confirm_review(self.commitment, by=editor(), note=MARKER)
        for message in self.told():
            self.assertNotIn(MARKER, message.body)

    def test_what_is_withdrawn_or_hidden_meanwhile_is_not_said(self):
        wish = self.follow(commitment=self.commitment)
        evidence = factories.make_evidence(self.commitment, title=MARKER)
        tell()
        mail = OutgoingMail.objects.select_related("subscriber").get()
        self.assertIn(MARKER, message_of(mail).body)
        workflow.withdraw_record(evidence, by=reviewer(), reason="Faux.")
        self.assertIsNone(message_of(mail))
        tell()
        last = OutgoingMail.objects.select_related("subscriber").latest("pk")
        body = message_of(last).body
        self.assertIn("Evidence withdrawn", body)
        self.assertNotIn(MARKER, body)
        Commitment.objects.filter(pk=self.commitment.pk).update(
            publication=Publication.DRAFT
        )
        self.assertIsNone(message_of(last))
        wish.delete()
        self.assertIsNone(message_of(mail))

    def test_speaks_the_language_of_the_reader(self):
        self.follow(commitment=self.commitment, language="fr")
        self.follow("b@example.org", commitment=self.commitment, language="en")
        factories.make_evidence(self.commitment)
        french, english = self.told()
        self.assertIn('<html lang="fr">', french.alternatives[0].content)
        self.assertEqual(french.extra_headers["Content-Language"], "fr")
        self.assertIn("Étaye la réalisation", french.body)
        self.assertIn("Supports the achievement", english.body)

    def test_can_be_ended_in_one_click(self):
        self.follow(commitment=self.commitment)
        factories.make_evidence(self.commitment)
        message = self.told_one()
        headers = message.extra_headers
        self.assertEqual(headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        address = headers["List-Unsubscribe"].strip("<>")
        self.assertTrue(address.startswith("https://suivi.example.org/abonnements/"))
        self.client.post(address.removeprefix("https://suivi.example.org"))
        self.assertFalse(Subscriber.objects.exists())

    def test_a_title_cannot_add_a_header(self):
        Commitment.objects.filter(pk=self.commitment.pk).update(
            title="Ouvrir\r\nBcc: b@example.org"
        )
        self.follow(commitment=self.commitment)
        factories.make_evidence(self.commitment)
        sent = self.told_one().message()
        self.assertIsNone(sent["Bcc"])
        self.assertIn("Ouvrir Bcc", str(sent["Subject"]))


class WhoTests(TellingTestCase):
    def readers(self, at=None):
        return {message.to[0] for message in self.told(at)}

    def test_each_subject_has_its_readers(self):
        self.follow("commitment@example.org", commitment=self.commitment)
        self.follow("body@example.org", body=self.body)
        self.follow("theme@example.org", theme=self.theme)
        self.follow("search@example.org", search="?q=guichets")
        self.follow("everything@example.org", search="?")
        self.follow("other@example.org", commitment=self.other)
        self.follow("elsewhere@example.org", body=factories.make_body())
        self.follow("nothing@example.org", search="?q=introuvable")
        self.follow("gone@example.org", search="?body=deleted")
        factories.make_evidence(self.commitment)
        names = ("commitment", "body", "theme", "search", "everything")
        self.assertEqual(self.readers(), {f"{name}@example.org" for name in names})

    def test_a_change_is_told_once_to_whoever_follows_it_twice(self):
        self.follow(commitment=self.commitment)
        self.follow(body=self.old_body)
        factories.make_evidence(self.commitment, title="Rapport annuel")
        message = self.told_one()
        self.assertEqual(message.body.count("Rapport annuel"), 1)
        self.assertEqual(len(OutgoingMail.objects.get().content["subscriptions"]), 2)
        self.assertEqual(self.told(), [])
        factories.make_evidence(self.other)
        self.assertEqual(self.told(), [])

    def test_a_later_wish_takes_nothing_from_an_earlier_one(self):
        self.follow(commitment=self.commitment)
        factories.make_evidence(self.commitment, title="Premier rapport")
        self.follow(body=self.old_body)
        factories.make_evidence(self.commitment, title="Second rapport")
        body = self.told_one().body
        self.assertIn("Premier rapport", body)
        self.assertIn("Second rapport", body)

    def test_nobody_is_told_before_confirming_or_of_what_was_before(self):
        factories.make_evidence(self.commitment)
        wishes.ask(
            Subject(search="?"),
            email="a@example.org",
            cadence="immediate",
            language="fr",
            origin="",
        )
        OutgoingMail.objects.all().delete()
        factories.make_evidence(self.commitment)
        self.assertEqual(self.told(), [])
        wishes.confirm(Subscription.objects.get().pk, "immediate")
        self.assertEqual(self.told(), [])

    def test_digests_go_out_once_a_week(self):
        self.follow(cadence="weekly", commitment=self.commitment)
        factories.make_evidence(self.commitment, title="Premier rapport")
        self.assertEqual(self.told(WEDNESDAY + timedelta(days=1)), [])
        message = self.told_one(MONDAY)
        self.assertIn("What changed this week", message.body)
        factories.make_evidence(self.commitment, title="Second rapport")
        self.assertEqual(self.told(MONDAY + timedelta(days=6)), [])
        later = self.told_one(MONDAY + timedelta(days=7)).body
        self.assertIn("Second rapport", later)
        self.assertNotIn("Premier rapport", later)

    def test_the_week_begins_on_monday_at_seven_in_paris(self):
        for at, due in (
            (datetime(2026, 11, 30, 5, 59, tzinfo=UTC), 23),
            (datetime(2026, 11, 30, 6, 0, tzinfo=UTC), 30),
            (datetime(2026, 11, 29, 23, tzinfo=UTC), 23),
        ):
            with self.subTest(at=at):
                self.assertEqual(week_of(at).day, due)

    def test_another_cadence_loses_nothing_and_repeats_nothing(self):
        wish = self.follow(cadence="weekly", commitment=self.commitment)
        factories.make_evidence(self.commitment, title="Premier rapport")
        wishes.change_cadence(wish.subscriber, wish.pk, Cadence.IMMEDIATE)
        self.assertIn("Premier rapport", self.told_one(WEDNESDAY).body)
        wishes.change_cadence(wish.subscriber, wish.pk, Cadence.WEEKLY)
        self.assertEqual(self.told(MONDAY), [])

    def test_a_long_message_leads_to_the_rest(self):
        self.follow(search="?")
        factories.make_evidence(self.commitment)
        factories.make_evidence(self.other)
        with mock.patch.object(telling, "MOST", 1):
            body = self.told_one().body
        self.assertIn("Planter des arbres", body)
        self.assertIn("1 other commitment changed", body)
        self.assertNotIn("Ouvrir des guichets", body)


class RunTests(TellingTestCase):
    def many(self, number=7):
        for n in range(number):
            self.follow(f"reader{n}@example.org", search="?")
        factories.make_evidence(self.commitment)

    def test_a_run_that_is_cut_short_goes_on_where_it_was(self):
        self.many()
        real, calls = telling._tell_readers, []

        def fails_after_two(*args):
            calls.append(args)
            if len(calls) > 2:
                raise KeyboardInterrupt
            return real(*args)

        with mock.patch.object(telling, "CHUNK", 2):
            with (
                mock.patch.object(telling, "_tell_readers", fails_after_two),
                self.assertRaises(KeyboardInterrupt),
            ):
                tell()
            self.assertEqual(OutgoingMail.objects.count(), 4)
            tell()
        told = OutgoingMail.objects.values_list("subscriber__email", flat=True)
        self.assertEqual(sorted(told), [f"reader{n}@example.org" for n in range(7)])

    def test_more_readers_take_no_more_queries(self):
        def count():
            factories.make_evidence(self.commitment)
            with CaptureQueriesContext(connection) as queries:
                tell()
            return len(queries)

        self.follow(search="?")
        count()
        one = count()
        for n in range(20):
            self.follow(f"reader{n}@example.org", body=self.body)
        self.assertEqual(count(), one)

    def test_makes_rows_that_the_outbox_knows(self):
        self.many(1)
        tell()
        mail = outbox.claim(timezone.now())
        self.assertEqual(mail.state, MailState.SENDING)
        self.assertLess(mail.created_at, timezone.now())
