"""Readers report mistakes; robots do not; editors settle."""

from datetime import timedelta
from unittest import mock

import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commitments import workflow
from commitments.choices import Settlement
from commitments.forms.mistakes import MOST_SECONDS, opening_stamp
from commitments.models import Change, MistakeReport
from commitments.tests.factories import (
    editor,
    make_answer,
    make_commitment,
    make_withdrawn,
)
from commitments.tests.reading import MARKER, ReadingTestCase
from commitments.tests.workspace import WorkspaceTestCase
from commitments.views.public.mistakes import LIMITS

MESSAGE = "Le bilan de 2024 dit 2 800 et non 2 750."


def a_while_ago(**span):
    """The stamp of a form opened some time ago."""
    with time_machine.travel(timezone.now() - timedelta(**span), tick=False):
        return opening_stamp()


class MistakeReportTests(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.commitment = make_commitment()
        cls.answer = make_answer()
        cls.path = reverse("mistake-report", args=[cls.commitment.reference])

    def setUp(self):
        super().setUp()
        cache.clear()
        self.addCleanup(cache.clear)

    def send(self, path="", **fields):
        data = {
            "kind": "figure",
            "message": MESSAGE,
            "stamp": a_while_ago(minutes=1),
        }
        return self.client.post(path or self.path, data | fields)

    def test_keeps_what_a_reader_says(self):
        response = self.send(email="lectrice@example.org", source_url="example.org/a")
        self.assertRedirects(response, f"{self.path}?merci=1")
        report = MistakeReport.objects.get()
        self.assertEqual(report.commitment, self.commitment)
        self.assertEqual(report.message, MESSAGE)
        self.assertEqual(report.source_url, "https://example.org/a")
        self.assertContains(self.client.get(response.url), "your report is received")

    def test_takes_an_address_that_a_phone_began_with_a_capital(self):
        self.send(source_url="Https://example.org/A")
        report = MistakeReport.objects.get()
        self.assertEqual(report.source_url, "https://example.org/A")

    def test_one_withdrawn_can_be_reported_too_without_a_word_of_it(self):
        withdrawn = make_withdrawn(title=f"{MARKER} retirée")
        path = reverse("mistake-report", args=[withdrawn.reference])
        form = self.client.get(path)
        self.assertContains(form, f"/engagements/{withdrawn.reference}/historique/")
        self.assertNotContains(form, MARKER)
        self.assertRedirects(self.send(path), f"{path}?merci=1")
        self.assertEqual(MistakeReport.objects.get().commitment, withdrawn)
        self.assertContains(
            self.client.get(withdrawn.get_absolute_url()), path, status_code=410
        )

    def test_an_answer_can_be_reported_too(self):
        self.send(reverse("answer-mistake-report", args=[self.answer.uid]))
        self.assertEqual(MistakeReport.objects.get().answer, self.answer)

    def test_changes_nothing_that_readers_see(self):
        before = self.client.get(self.commitment.get_absolute_url()).content
        self.send(email="lectrice@example.org")
        after = self.client.get(self.commitment.get_absolute_url()).content
        self.assertEqual(before, after)
        trail = Change.objects.get(verb="receive")
        self.assertNotIn("example.org", f"{trail.before}{trail.after}{trail.why}")
        self.assertFalse(Change.objects.public().filter(pk=trail.pk).exists())

    def test_is_never_kept_by_a_cache_and_asks_for_the_token(self):
        response = self.client.get(self.path)
        self.assertIn("no-store", response["Cache-Control"])
        strict = Client(enforce_csrf_checks=True)
        self.assertEqual(strict.post(self.path, {"kind": "figure"}).status_code, 403)

    def refused(self, **fields):
        """A report that comes back, with all that was typed still in it."""
        response = self.send(**fields)
        self.assertContains(response, "Something has to be corrected")
        self.assertFalse(MistakeReport.objects.exists())
        return response

    def test_nothing_typed_is_lost_when_something_is_missing(self):
        response = self.refused(kind="", email="lectrice@example.org")
        self.assertContains(response, MESSAGE)
        self.assertContains(response, "lectrice@example.org")

    def test_what_people_do_not_see_stays_empty(self):
        self.refused(website="https://example.org/")

    def test_a_form_sent_at_once_has_to_be_sent_again(self):
        response = self.refused(stamp=opening_stamp())
        self.assertContains(response, MESSAGE)

    def test_a_form_open_for_too_long_gets_a_new_moment(self):
        for stamp in (a_while_ago(seconds=MOST_SECONDS + 60), "forged", ""):
            with self.subTest(stamp=stamp):
                response = self.refused(stamp=stamp)
                self.assertContains(response, MESSAGE)
                renewed = response.context["form"]["stamp"].value()
                self.assertNotEqual(renewed, stamp)
        with time_machine.travel(timezone.now() + timedelta(minutes=1), tick=False):
            self.send(stamp=renewed)
        self.assertEqual(MistakeReport.objects.count(), 1)

    def test_a_message_full_of_links_is_refused(self):
        links = "Voir https://example.org/ " * 4
        self.assertContains(self.refused(message=links), "too many addresses")
        self.refused(message="x" * 3001)
        self.refused(message="Faux.")
        self.refused(source_url="javascript:alert(1)")

    def test_too_many_from_one_address_have_to_wait(self):
        for _ in range(4):
            self.send()
        response = self.send()
        self.assertContains(response, MESSAGE, status_code=429)
        self.assertEqual(MistakeReport.objects.count(), 4)

    def test_one_opening_is_good_for_one_report(self):
        stamp = a_while_ago(minutes=1)
        self.send(stamp=stamp)
        for again in (stamp, f" {stamp} "):
            response = self.send(stamp=again, message=f"{MESSAGE} Et aussi ceci.")
            self.assertContains(response, "Et aussi ceci.")
            self.assertNotIn(stamp, response.context["form"]["stamp"].value())
        self.assertEqual(MistakeReport.objects.count(), 1)
        self.send()
        self.assertEqual(MistakeReport.objects.count(), 2)

    def test_no_two_openings_are_the_same(self):
        with time_machine.travel(timezone.now(), tick=False):
            self.assertNotEqual(opening_stamp(), opening_stamp())

    def test_what_has_to_wait_can_be_sent_later_from_the_same_page(self):
        stamp = a_while_ago(minutes=1)
        with mock.patch.dict(LIMITS, {"mistake": "0/d/key"}):
            self.assertEqual(self.send(stamp=stamp).status_code, 429)
        self.send(stamp=stamp)
        self.assertEqual(MistakeReport.objects.count(), 1)

    def test_too_many_about_one_thing_have_to_wait_wherever_they_come_from(self):
        other = reverse("answer-mistake-report", args=[self.answer.uid])
        spelled = reverse("mistake-report", args=[self.commitment.reference.lower()])
        with mock.patch.dict(LIMITS, {"mistake": "9/d/ip,2/d/key"}):
            statuses = [
                self.client.post(
                    path,
                    {
                        "kind": "figure",
                        "message": MESSAGE,
                        "stamp": a_while_ago(minutes=1),
                    },
                    REMOTE_ADDR=f"192.0.2.{number}",
                ).status_code
                for number, path in enumerate((self.path, spelled, self.path, other))
            ]
        self.assertEqual(statuses, [302, 302, 429, 302])
        self.assertIn("/d/key", LIMITS["mistake"])

    def test_a_control_character_is_no_error(self):
        self.refused(message="a\x00" + MESSAGE)


class SettleTests(WorkspaceTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.commitment = make_commitment()

    def setUp(self):
        super().setUp()
        self.report = workflow.receive_report(
            commitment=self.commitment,
            kind="figure",
            message=MESSAGE,
            email="lectrice@example.org",
        )

    def test_only_editors_settle(self):
        self.assert_guarded("mistake-settle", self.report.pk)

    def test_the_desk_shows_what_awaits_an_answer(self):
        self.assertContains(self.open("desk"), MESSAGE)
        self.assertContains(self.open("desk-list", "mistakes"), MESSAGE)
        page = self.open("mistake-settle", self.report.pk)
        self.assertContains(page, "lectrice@example.org")

    def test_settling_deletes_the_address_and_says_what_was_done(self):
        data = {"settlement": "accepted", "note": "Chiffre corrigé."}
        response = self.send("mistake-settle", self.report.pk, data=data)
        self.assertRedirects(response, reverse("desk-list", args=["mistakes"]))
        self.report.refresh_from_db()
        self.assertEqual(self.report.email, "")
        self.assertEqual(self.report.settlement, Settlement.ACCEPTED)
        self.assertEqual(self.report.settled_by, self.editor)
        self.assertNotContains(self.open("desk"), MESSAGE)

    def test_a_note_is_asked_for(self):
        response = self.send(
            "mistake-settle", self.report.pk, data={"settlement": "refused"}
        )
        self.assertContains(response, "Something has to be corrected")

    def test_is_settled_once(self):
        fields = {"settlement": "refused", "note": "Le bilan dit 2 750."}
        workflow.settle_report(self.report, by=editor(), **fields)
        with self.assertRaises(workflow.Refused):
            workflow.settle_report(self.report, by=editor(), **fields)
        with mock.patch.object(MistakeReport, "settled_at", None):
            response = self.send("mistake-settle", self.report.pk, data=fields)
        self.assertContains(response, "already settled")
