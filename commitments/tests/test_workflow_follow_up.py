"""Verbs on what follows a promise: deadlines, evidence, measurements, replies."""

from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.test import TestCase

from commitments import workflow
from commitments.choices import Origin, PassageRole, Precision, Stance
from commitments.models import Commitment
from commitments.tests.factories import (
    QUOTE,
    editor,
    make_answer,
    make_body,
    make_commitment,
    make_deadline,
    make_evidence,
    make_measurement,
    make_withdrawn,
    reviewer,
)
from commitments.timing import today
from commitments.workflow import Conflict, Refused

END_2023, END_2024 = date(2023, 12, 31), date(2024, 12, 31)


class FollowUpTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.commitment, cls.other = make_commitment(), make_commitment()

    def deadline(self, **fields):
        fields = {"by": editor(), "version": None, "words": "d'ici fin 2023"} | fields
        return workflow.set_deadline(self.commitment, **fields)


class SensibleDayTests(FollowUpTestCase):
    def test_what_has_happened_is_not_to_come(self):
        tomorrow = today() + timedelta(days=1)
        for act in (
            lambda: make_evidence(self.commitment, published_on=tomorrow),
            lambda: make_evidence(self.commitment, event_on=tomorrow),
            lambda: make_measurement(self.commitment, 5, tomorrow),
            lambda: workflow.record_reply(
                self.commitment,
                by=editor(),
                body=make_body(),
                text="Réponse.",
                received_on=tomorrow,
            ),
        ):
            with self.assertRaises(Refused):
                act()

    def test_a_deadline_lies_in_a_year_that_makes_sense(self):
        for year in (23, 9999):
            with self.subTest(year=year), self.assertRaises(Refused):
                make_deadline(self.commitment, due_latest=date(year, 7, 13))


class DeadlineTests(FollowUpTestCase):
    def test_the_first_is_the_original_and_sets_the_due_date(self):
        deadline = make_deadline(self.commitment, due_latest=END_2023)
        self.assertIsNone(deadline.supersedes)
        self.assertEqual(self.commitment.due_on, END_2023)
        self.assertEqual(self.commitment.original_due_on, END_2023)
        self.assertEqual(self.commitment.due_precision, Precision.DAY)
        change = self.commitment.changes.get(verb="set")
        self.assertIsNone(change.before["due_on"])
        self.assertEqual(change.after["due_on"], "2023-12-31")

    def test_a_revision_supersedes_and_erases_nothing(self):
        first = make_deadline(self.commitment, due_latest=END_2023)
        second = make_deadline(
            self.commitment,
            due_latest=END_2024,
            precision=Precision.YEAR,
            reason="Annonce du ministre.",
        )
        self.assertEqual(second.supersedes, first)
        self.assertEqual(self.commitment.deadlines.current().get(), second)
        self.assertEqual(self.commitment.deadlines.count(), 2)
        self.assertEqual(self.commitment.due_on, END_2024)
        self.assertEqual(self.commitment.due_precision, Precision.YEAR)
        self.assertEqual(self.commitment.original_due_on, END_2023)
        change = self.commitment.changes.get(verb="revise")
        self.assertEqual(change.before["due_on"], "2023-12-31")
        self.assertEqual(change.after["due_on"], "2024-12-31")
        self.assertEqual(change.why, "Annonce du ministre.")

    def test_a_revision_needs_its_reason(self):
        make_deadline(self.commitment, due_latest=END_2023)
        with self.assertRaises(Refused):
            self.deadline(due_latest=END_2024, precision="day", reason=" ")

    def test_a_stale_version_is_refused(self):
        with self.assertRaises(Conflict):
            self.deadline(version=self.commitment.version - 1)
        self.assertFalse(self.commitment.deadlines.exists())

    def test_an_event_awaits_and_its_date_ends_the_wait(self):
        make_deadline(self.commitment, due_latest=None, event="la promulgation")
        self.assertTrue(self.commitment.is_awaiting_trigger)
        make_deadline(self.commitment, due_latest=END_2024)
        self.assertFalse(self.commitment.is_awaiting_trigger)

    def test_says_in_words_what_the_database_would_refuse(self):
        theirs = make_evidence(self.other)
        gone = make_evidence(self.commitment)
        workflow.withdraw_record(gone, by=reviewer(), reason="Erreur.")
        for fields in (
            {"due_earliest": END_2024, "due_latest": END_2023, "precision": "day"},
            {"due_earliest": END_2023},
            {"due_latest": END_2023},
            {"precision": "day"},
            {"due_latest": END_2023, "precision": "day", "event": "la promulgation"},
            {"evidence": theirs},
            {"evidence": gone},
        ):
            with self.subTest(fields=fields):
                self.assertRaises(Refused, self.deadline, **fields)
        self.assertFalse(self.commitment.deadlines.exists())


class EvidenceTests(FollowUpTestCase):
    fields = {"title": "Bilan", "origin": Origin.PRESS, "stance": Stance.CONTEXT}

    def test_needs_a_source(self):
        with self.assertRaises(Refused):
            workflow.add_evidence(self.commitment, by=editor(), **self.fields)

    def test_takes_the_next_version_and_notes_where_it_is_from(self):
        evidence = workflow.add_evidence(
            self.commitment, by=editor(), url="https://example.org/", **self.fields
        )
        version = self.commitment.version
        self.commitment.refresh_from_db()
        self.assertEqual(self.commitment.version, version + 1)
        self.assertEqual(evidence.added_by, editor())
        change = self.commitment.changes.get(model="evidence")
        self.assertEqual(change.after["url"], "https://example.org/")

    def test_an_answer_of_the_base_is_a_source(self):
        evidence = workflow.add_evidence(
            self.commitment, by=editor(), answer=make_answer(), **self.fields
        )
        self.assertEqual(evidence.url, "")

    def test_speaks_of_the_fact_s_day_before_its_own(self):
        evidence = make_evidence(self.commitment, published_on=END_2024)
        self.assertEqual(evidence.speaks_of_on, END_2024)
        evidence.event_on = END_2023
        self.assertEqual(evidence.speaks_of_on, END_2023)


class MeasurementTests(FollowUpTestCase):
    def test_a_revision_is_a_new_row(self):
        evidence = make_evidence(self.commitment)
        first = make_measurement(self.commitment, 2000, evidence=evidence)
        second = make_measurement(
            self.commitment, Decimal("2055.5"), evidence=evidence, supersedes=first
        )
        self.assertEqual(self.commitment.measurements.current().get(), second)
        self.assertEqual(self.commitment.measurements.count(), 2)
        change = self.commitment.changes.get(model="measurement", verb="revise")
        self.assertEqual(change.before["value"], 2000)
        self.assertEqual(change.after["value"], "2055.5")

    def test_refuses_what_is_not_this_commitment_s(self):
        mine = make_evidence(self.commitment)
        revised = make_measurement(self.commitment, 1, evidence=mine)
        make_measurement(self.commitment, 2, evidence=mine, supersedes=revised)
        theirs = make_measurement(self.other, 1)
        gone = make_evidence(self.commitment)
        workflow.withdraw_record(gone, by=reviewer(), reason="Erreur.")
        for fields in (
            {"evidence": theirs.evidence},
            {"evidence": gone},
            {"evidence": mine, "supersedes": revised},
            {"evidence": mine, "supersedes": theirs},
        ):
            with self.subTest(fields=fields), self.assertRaises(Refused):
                make_measurement(self.commitment, 3, **fields)

    def test_a_figure_falls_with_its_evidence_and_can_then_be_sourced_anew(self):
        figure = make_measurement(self.commitment, 2000)
        workflow.withdraw_record(figure.evidence, by=reviewer(), reason="Erreur.")
        self.assertFalse(self.commitment.measurements.current().exists())
        anew = make_measurement(self.commitment, 2000, supersedes=figure)
        self.assertEqual(self.commitment.measurements.current().get(), anew)

    def test_evidence_withdrawn_meanwhile_is_refused(self):
        evidence = make_evidence(self.commitment)
        seen = type(evidence).objects.get(pk=evidence.pk)
        workflow.withdraw_record(evidence, by=reviewer(), reason="Erreur.")
        with self.assertRaises(Refused):
            make_measurement(self.commitment, 1, evidence=seen)


class ReplyTests(FollowUpTestCase):
    def test_is_recorded_word_for_word(self):
        body = make_body()
        reply = workflow.record_reply(
            self.commitment,
            by=editor(),
            body=body,
            text="Nous  répondons.",
            received_on=END_2023,
        )
        self.assertEqual(reply.text, "Nous  répondons.")
        change = self.commitment.changes.get(model="reply")
        self.assertEqual(change.after, {"body": body.pk, "text": "Nous  répondons."})


class WithdrawalTests(FollowUpTestCase):
    def test_what_readers_saw_is_a_reviewer_s_to_withdraw_even_while_it_is_reviewed(
        self,
    ):
        commitment = make_withdrawn()
        workflow.reopen(commitment, by=reviewer(), version=None, reason="À tort.")
        evidence = make_evidence(commitment)
        with self.assertRaises(PermissionDenied):
            workflow.withdraw_record(evidence, by=editor(), reason="Une coquille.")
        workflow.withdraw_record(evidence, by=reviewer(), reason="Une coquille.")

    def test_keeps_the_record_and_tells_readers_why(self):
        evidence = make_evidence(self.commitment)
        workflow.withdraw_record(evidence, by=reviewer(), reason="Mauvais lien.")
        evidence.refresh_from_db()
        self.assertTrue(evidence.is_withdrawn)
        self.assertEqual(evidence.withdrawn_by, reviewer())
        self.assertFalse(self.commitment.evidence.standing().exists())
        told = self.commitment.changes.public().get(model="evidence")
        self.assertEqual(told.public_note, "Mauvais lien.")

    def test_a_withdrawn_figure_counts_no_more_and_is_not_revised(self):
        first = make_measurement(self.commitment, 1000)
        wrong = make_measurement(self.commitment, 9999, supersedes=first)
        workflow.withdraw_record(wrong, by=reviewer(), reason="Coquille.")
        # What was revised was wrong too: it does not come back by itself.
        self.assertFalse(self.commitment.measurements.current().exists())
        self.assertEqual(self.commitment.measurements.count(), 2)
        wrong.refresh_from_db()
        self.assertEqual(wrong.withdrawal_reason, "Coquille.")
        told = self.commitment.changes.public().get(model="measurement")
        self.assertEqual(told.public_note, "Coquille.")
        for row in (first, wrong):
            with self.subTest(row=row), self.assertRaises(Refused):
                make_measurement(self.commitment, 1001, supersedes=row)
        again = make_measurement(self.commitment, 1000)
        self.assertEqual(self.commitment.measurements.current().get(), again)

    def test_needs_a_reason(self):
        evidence = make_evidence(self.commitment)
        for reason in ("", " "):
            with self.subTest(reason=reason), self.assertRaises(Refused):
                workflow.withdraw_record(evidence, by=reviewer(), reason=reason)

    def test_happens_once(self):
        evidence = make_evidence(self.commitment)
        seen = type(evidence).objects.get(pk=evidence.pk)
        workflow.withdraw_record(evidence, by=reviewer(), reason="Mauvais lien.")
        with self.assertRaises(Refused):
            workflow.withdraw_record(seen, by=reviewer(), reason="Encore.")

    def test_withdrawn_words_no_longer_date_the_promise(self):
        earlier = workflow.add_passage(
            self.commitment,
            by=editor(),
            answer=make_answer(answered_on=date(2020, 1, 1)),
            quote=QUOTE,
            role=PassageRole.MAKES,
        )
        rows = Commitment.objects.filter(pk=self.commitment.pk)
        self.assertEqual(rows.get().promised_on, date(2020, 1, 1))
        workflow.withdraw_record(earlier, by=reviewer(), reason="Erreur.")
        self.assertEqual(rows.get().promised_on, date(2023, 7, 13))
