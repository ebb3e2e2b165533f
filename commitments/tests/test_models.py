"""The questions that models answer about themselves and their rows."""

from datetime import date, timedelta

from django.db import connection
from django.test import SimpleTestCase, TestCase
from django.utils import translation

from commitments import workflow
from commitments.choices import RATED_TESTABILITIES, Status, Testability
from commitments.models import AnswerWord, Body, Commitment, Question, User
from commitments.tests.factories import (
    TEXT,
    assess,
    editor,
    make_answer,
    make_body,
    make_commitment,
    make_draft,
    make_in_review,
    make_measurement,
    make_theme,
    make_user,
    make_withdrawn,
    propose,
    reviewer,
)
from commitments.timing import today
from tracker.database import either
from tracker.database.tables import is_in_key


class CommitmentRowsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.draft, cls.in_review = make_draft(), make_in_review()
        cls.published, cls.withdrawn = make_commitment(), make_withdrawn()
        draft = make_draft()
        cls.never_public = workflow.withdraw(
            draft, by=reviewer(), version=1, reason="Doublon."
        )
        cls.reopened = workflow.reopen(
            make_withdrawn(), by=reviewer(), version=None, reason="À tort."
        )

    def test_the_public_sees_the_published_alone(self):
        self.assertEqual(list(Commitment.objects.published()), [self.published])

    def test_a_page_remains_for_what_was_withdrawn_after_publication(self):
        self.assertCountEqual(
            Commitment.objects.public(), [self.published, self.withdrawn]
        )

    def test_a_reference_leads_to_one_commitment(self):
        found = Commitment.objects.by_reference
        self.assertEqual(found(self.draft.reference).get(), self.draft)
        self.assertEqual(found(f"E-{self.draft.pk}").get(), self.draft)

    def test_what_is_no_reference_leads_nowhere(self):
        for words in (
            "",
            "E",
            "E-",
            "E-x",
            "E--1",
            "E-1.0",
            "E-1 ",
            "e-1",
            "F-1",
            "E-²",
            "E-١",
            "E-0",
            f"E-{2**63}",
            "E-" + "9" * 5000,
        ):
            with self.subTest(words=words[:20]):
                self.assertFalse(Commitment.objects.by_reference(words).exists())

    def test_only_what_can_be_tested_is_rated(self):
        for testability in Testability:
            Commitment.objects.filter(pk=self.draft.pk).update(testability=testability)
            rated = Commitment.objects.rated().filter(pk=self.draft.pk)
            with self.subTest(testability=testability):
                self.assertEqual(rated.exists(), testability in RATED_TESTABILITIES)

    def test_stale_is_published_open_and_due_for_a_review(self):
        yesterday = today() - timedelta(days=1)
        Commitment.objects.update(review_due_on=yesterday)
        self.assertEqual(list(Commitment.objects.stale()), [self.published])
        Commitment.objects.update(review_due_on=today())
        self.assertFalse(Commitment.objects.stale().exists())
        Commitment.objects.update(review_due_on=yesterday, status=Status.NOT_MET)
        self.assertFalse(Commitment.objects.stale().exists())


class CommitmentTests(SimpleTestCase):
    def test_the_reference_has_four_digits_or_more(self):
        self.assertEqual(Commitment(pk=42).reference, "E-0042")
        self.assertEqual(Commitment(pk=12345).reference, "E-12345")

    def test_slippage_counts_days_in_both_directions(self):
        original, later = date(2024, 2, 28), date(2024, 3, 1)
        self.assertEqual(
            Commitment(original_due_on=original, due_on=later).slippage_days, 2
        )
        self.assertEqual(
            Commitment(original_due_on=later, due_on=original).slippage_days, -2
        )
        self.assertIsNone(Commitment(original_due_on=original).slippage_days)


class AnswerTests(TestCase):
    def test_the_first_question_is_the_one_that_gave_the_name(self):
        answer = make_answer(uid="QANR5L16QE2", question={"number": "2"})
        Question.objects.create(
            uid="QANR5L16QE1",
            chamber="AN",
            number="1",
            asked_on=date(2023, 1, 1),
            answer=answer,
        )
        self.assertEqual(answer.first_question().uid, "QANR5L16QE2")

    def test_any_question_will_do_when_none_gave_it(self):
        answer = make_answer(question={"uid": "autre"})
        self.assertEqual(answer.first_question().uid, "autre")

    def test_the_current_text_is_the_last(self):
        answer = make_answer()
        workflow.keep_text(answer, text="Erratum.", published_on=date(2024, 1, 1))
        self.assertEqual(answer.current_text().body, "Erratum.")
        self.assertEqual(answer.texts.first().body, TEXT)
        self.assertIsNone(make_answer(text="").current_text())


class AnswerWordTests(TestCase):
    def test_the_database_keeps_each_word_once(self):
        kept = is_in_key(connection, AnswerWord._meta.db_table)
        self.assertEqual(kept, either(connection, sqlite=True, postgresql=False))


class BodyTests(TestCase):
    def test_the_lineage_is_all_that_came_before(self):
        first, second, third, other = (make_body() for _ in range(4))
        first.successors.add(second)
        second.successors.add(third)
        self.assertEqual(third.lineage(), {first.pk, second.pk, third.pk})
        self.assertEqual(first.lineage(), {first.pk})
        self.assertNotIn(other.pk, third.lineage())

    def test_a_circle_of_successors_ends(self):
        first, second = make_body(), make_body()
        first.successors.add(second)
        second.successors.add(first)
        self.assertEqual(first.lineage(), {first.pk, second.pk})
        self.assertEqual(Body.objects.count(), 2)


class ThemeTests(TestCase):
    def test_is_named_in_the_reader_s_language(self):
        theme = make_theme("Numérique", name_en="Digital")
        for language, name in (("fr", "Numérique"), ("en", "Digital")):
            with self.subTest(language=language), translation.override(language):
                self.assertEqual(str(theme), name)


class UserTests(SimpleTestCase):
    def test_is_called_by_name_when_one_is_known(self):
        self.assertEqual(str(User(username="ada")), "ada")
        user = User(username="ada", first_name="Ada", last_name="Édith")
        self.assertEqual(str(user), "Ada Édith")


class ChainTests(TestCase):
    def test_pending_and_returned_assessments_are_not_current(self):
        commitment = make_commitment()
        approved = assess(commitment, Status.IN_PROGRESS)
        pending = propose(commitment, Status.MET)
        returned = propose(commitment, Status.MET, by=make_user())
        workflow.return_assessment(returned, by=reviewer(), note="Non.")
        self.assertEqual(commitment.assessments.current().get(), approved)
        self.assertEqual(commitment.assessments.pending().get(), pending)
        self.assertEqual(commitment.assessments.approved().get(), approved)

    def test_a_figure_of_withdrawn_evidence_is_not_current(self):
        commitment = make_commitment()
        kept, gone = make_measurement(commitment, 1), make_measurement(commitment, 2)
        workflow.withdraw_record(gone.evidence, by=reviewer(), reason="Erreur.")
        self.assertEqual(commitment.measurements.current().get(), kept)


class ChangeTests(TestCase):
    def test_readers_are_told_of_publications_and_of_what_has_a_note(self):
        commitment = make_commitment()
        workflow.edit_commitment(
            commitment, by=editor(), version=None, title="Autre", reason="Coquille."
        )
        assess(commitment, Status.IN_PROGRESS)
        told = commitment.changes.public().values_list("verb", "public_note")
        self.assertEqual(list(told), [("edit", "Coquille."), ("publish", "")])
