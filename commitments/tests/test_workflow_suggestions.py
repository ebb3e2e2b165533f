"""Verbs on suggestions: the machine proposes, an editor decides, and may undo it."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.test import TestCase
from django.utils import translation
from django.utils.translation import gettext

from commitments import workflow
from commitments.choices import Decision, PassageRole, Publication, RejectionReason
from commitments.models import Answer, Change, Commitment, Suggestion
from commitments.tests.factories import (
    QUOTE,
    TEXT,
    editor,
    make_answer,
    make_body,
    make_commitment,
    make_draft,
    make_user,
    reviewer,
)

OTHER_TEXT = (
    "Le Gouvernement a décidé de créer 40 maisons des aidants d'ici fin 2025. "
    "Un rapport sera remis au Parlement."
)


class SuggestionTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.body = make_body("Ministère des guichets")
        cls.answer = make_answer(body=cls.body)
        cls.suggestions = workflow.suggest(cls.answer)
        cls.first = cls.suggestions[0]

    def erratum(self, text="Erratum. " + TEXT):
        return workflow.keep_text(self.answer, text=text, published_on=date(2023, 8, 1))

    def refuses(self, words, verb, *arguments, **fields):
        with translation.override("en"), self.assertRaises(workflow.Refused) as caught:
            verb(*arguments, **fields)
        self.assertIn(words, str(caught.exception))


class SuggestTests(SuggestionTestCase):
    def test_keeps_what_the_extractor_finds_anchored_in_the_text(self):
        self.assertEqual(len(self.suggestions), 3)
        for row in self.suggestions:
            self.assertEqual(TEXT[row.start : row.end], row.quote)
        self.assertIn(QUOTE, self.first.quote)
        self.assertEqual(self.first.level, "likely")
        self.assertEqual(self.first.details["target"]["value"], "2750")
        self.assertEqual(self.first.details["deadline"]["latest"], "2023-12-31")
        self.assertIn("decided", self.first.details["cues"])

    def test_the_same_text_again_changes_nothing(self):
        for again in (False, True):
            with self.subTest(again=again):
                found = workflow.suggest(self.answer, again=again)
                self.assertEqual(found, self.suggestions)

    def test_an_answer_without_text_has_no_suggestion(self):
        self.assertEqual(workflow.suggest(make_answer(text="")), [])

    def test_pending_ones_of_an_older_text_give_way(self):
        version = self.erratum()
        found = workflow.suggest(self.answer)
        self.assertEqual({row.text for row in found}, {version})
        self.assertEqual(self.answer.suggestions.count(), 3)

    def test_what_was_decided_stays_and_is_not_suggested_again(self):
        workflow.reject_suggestion(
            self.first, reason_code=RejectionReason.VAGUE, by=editor()
        )
        for text in (None, self.erratum()):
            with self.subTest(text=text):
                found = workflow.suggest(self.answer, again=True)
                self.assertEqual(len(found), 2)
        self.first.refresh_from_db()
        self.assertEqual(self.first.decision, Decision.REJECTED)

    def test_tells_which_commitment_already_quotes_the_words(self):
        commitment = make_draft(answer=self.answer)
        covered = Suggestion.objects.with_cover().values_list("covered_by_id")
        self.assertEqual([row for (row,) in covered], [commitment.pk, None, None])

    def test_withdrawn_words_cover_nothing(self):
        commitment = make_draft(answer=self.answer)
        workflow.withdraw(
            commitment, by=reviewer(), version=commitment.version, reason="Doublon."
        )
        found = Suggestion.objects.with_cover().filter(covered_by_id=commitment.pk)
        self.assertFalse(found.exists())


class AcceptTests(SuggestionTestCase):
    def test_makes_a_draft_with_words_target_and_deadline(self):
        commitment = workflow.accept_suggestion(self.first, by=editor())
        self.assertEqual(commitment.publication, Publication.DRAFT)
        self.assertEqual(commitment.target_value, Decimal(2750))
        # Said once: the unit tells what is counted.
        self.assertEqual((commitment.unit, commitment.indicator), ("guichets", ""))
        self.assertEqual(commitment.due_on, date(2023, 12, 31))
        self.assertEqual(commitment.bodies.get(), self.body)
        passage = commitment.passages.get()
        self.assertEqual(
            (passage.quote, passage.start), (self.first.quote, self.first.start)
        )
        deadline = commitment.deadlines.get()
        self.assertEqual(deadline.words, "d'ici fin 2023")
        self.assertEqual(deadline.answer, self.answer)
        self.assertTrue(deadline.reasoning)
        self.first.refresh_from_db()
        self.assertEqual(self.first.decision, Decision.ACCEPTED)
        self.assertEqual(self.first.commitment, commitment)
        self.assertEqual(self.first.adjustments, {})

    def test_makes_a_draft_of_every_suggestion(self):
        for row in self.suggestions:
            with self.subTest(quote=row.quote):
                workflow.accept_suggestion(row, by=editor())
        self.assertEqual(Commitment.objects.count(), 3)

    def test_keeps_what_was_adjusted(self):
        start = TEXT.index(QUOTE)
        workflow.accept_suggestion(
            self.first,
            by=editor(),
            start=start,
            end=start + len(QUOTE),
            title="Ouvrir des guichets",
            kind="programme",
            deadline={"words": "", "due_latest": date(2022, 12, 31)}
            | {"precision": "year"},
        )
        self.first.refresh_from_db()
        commitment = self.first.commitment
        self.assertEqual(commitment.passages.get().quote, QUOTE)
        self.assertEqual(commitment.title, "Ouvrir des guichets")
        self.assertEqual(commitment.due_on, date(2022, 12, 31))
        adjusted = self.first.adjustments
        self.assertEqual(set(adjusted), {"start", "kind", "due_latest"})
        self.assertEqual(
            adjusted["due_latest"], {"from": "2023-12-31", "to": "2022-12-31"}
        )

    def test_the_deadline_can_be_left_out(self):
        commitment = workflow.accept_suggestion(self.first, by=editor(), deadline=None)
        self.assertIsNone(commitment.due_on)
        self.assertFalse(commitment.deadlines.exists())

    def test_words_outside_the_text_are_refused(self):
        for start, end in ((5, 5), (-1, 5), (0, len(TEXT) + 1)):
            with self.subTest(start=start, end=end):
                self.refuses(
                    "Select the words",
                    workflow.accept_suggestion,
                    self.first,
                    by=editor(),
                    start=start,
                    end=end,
                )

    def test_leaves_a_trail(self):
        commitment = workflow.accept_suggestion(self.first, by=editor())
        change = Change.objects.get(model="suggestion")
        self.assertEqual((change.verb, change.by), ("accept", editor()))
        self.assertEqual(change.commitment, commitment)
        self.assertEqual(change.public_note, "")

    def test_is_decided_once(self):
        workflow.accept_suggestion(self.first, by=editor())
        stale = Suggestion(pk=self.first.pk, answer=self.answer)
        self.refuses(
            "already decided", workflow.accept_suggestion, stale, by=reviewer()
        )
        self.assertEqual(Commitment.objects.count(), 1)


class MergeTests(SuggestionTestCase):
    def test_quotes_the_words_in_a_commitment_that_exists(self):
        commitment = make_commitment()
        passage = workflow.merge_suggestion(
            self.first, commitment=commitment, role=PassageRole.POSTPONES, by=editor()
        )
        self.assertEqual(passage.commitment, commitment)
        self.assertEqual(passage.role, PassageRole.POSTPONES)
        self.assertEqual(passage.quote, self.first.quote)
        self.first.refresh_from_db()
        self.assertEqual(self.first.decision, Decision.MERGED)
        self.assertEqual(self.first.commitment, commitment)

    def test_a_withdrawn_commitment_takes_no_words(self):
        commitment = make_draft()
        workflow.withdraw(
            commitment, by=reviewer(), version=commitment.version, reason="Doublon."
        )
        self.refuses(
            "reopen it first",
            workflow.merge_suggestion,
            self.first,
            commitment=commitment,
            role=PassageRole.REPEATS,
            by=editor(),
        )
        self.first.refresh_from_db()
        self.assertEqual(self.first.decision, Decision.PENDING)


class RejectTests(SuggestionTestCase):
    def test_keeps_the_reason(self):
        workflow.reject_suggestion(
            self.first, reason_code="law", note="Loi de 2015.", by=editor()
        )
        self.first.refresh_from_db()
        self.assertEqual(
            (self.first.decision, self.first.rejection, self.first.reason),
            (Decision.REJECTED, "law", "Loi de 2015."),
        )

    def test_the_trail_does_not_speak_the_language_of_the_person(self):
        with translation.override("en"):
            workflow.reject_suggestion(self.first, reason_code="law", by=editor())
        change = Change.objects.get(model="suggestion", verb="reject")
        self.assertEqual((change.after["rejection"], change.why), ("law", ""))

    def test_another_reason_is_said_in_words(self):
        for fields in ({"reason_code": "other"}, {"reason_code": "nothing"}):
            with self.subTest(fields=fields), self.assertRaises(workflow.Refused):
                workflow.reject_suggestion(self.first, by=editor(), **fields)


class UndoTests(SuggestionTestCase):
    def undone(self):
        workflow.undo_decision(self.first, by=editor())
        self.first.refresh_from_db()
        self.assertEqual(self.first.decision, Decision.PENDING)
        self.assertIsNone(self.first.commitment)
        self.assertEqual(self.first.rejection, "")

    def test_the_reason_is_in_the_language_of_the_site(self):
        commitment = workflow.accept_suggestion(self.first, by=editor())
        with translation.override("en"):
            self.undone()
            in_english = gettext("The decision on a suggestion was undone.")
        commitment.refresh_from_db()
        self.assertNotEqual(commitment.withdrawal_reason, in_english)

    def test_an_accepted_one_withdraws_its_draft(self):
        commitment = workflow.accept_suggestion(self.first, by=editor())
        self.undone()
        commitment.refresh_from_db()
        self.assertEqual(commitment.publication, Publication.WITHDRAWN)
        self.assertTrue(commitment.withdrawal_reason)
        again = workflow.accept_suggestion(self.first, by=editor())
        self.assertNotEqual(again, commitment)

    def test_a_merged_one_withdraws_its_words(self):
        passage = workflow.merge_suggestion(
            self.first, commitment=make_draft(), role=PassageRole.REPEATS, by=editor()
        )
        self.undone()
        passage.refresh_from_db()
        self.assertTrue(passage.is_withdrawn)

    def test_words_that_readers_have_seen_are_for_a_reviewer_to_take_back(self):
        workflow.merge_suggestion(
            self.first,
            commitment=make_commitment(),
            role=PassageRole.REPEATS,
            by=editor(),
        )
        self.refuses("a reviewer", workflow.undo_decision, self.first, by=editor())
        workflow.undo_decision(self.first, by=reviewer())
        self.first.refresh_from_db()
        self.assertEqual(self.first.decision, Decision.PENDING)

    def test_a_rejected_one_waits_again(self):
        workflow.reject_suggestion(self.first, reason_code="cut", by=editor())
        self.undone()

    def test_a_draft_that_has_moved_on_stays(self):
        commitment = workflow.accept_suggestion(self.first, by=editor())
        commitment = workflow.edit_commitment(
            commitment,
            by=editor(),
            version=commitment.version,
            summary="Des guichets.",
            testability_reason="Publié.",
        )
        self.refuses("worked on", workflow.undo_decision, self.first, by=editor())
        workflow.submit_for_review(commitment, by=editor(), version=commitment.version)
        self.refuses(
            "no longer a draft", workflow.undo_decision, self.first, by=editor()
        )

    def test_what_is_not_decided_cannot_be_undone(self):
        self.refuses("nothing to undo", workflow.undo_decision, self.first, by=editor())


class RefusalTests(SuggestionTestCase):
    def verbs(self):
        return {
            "accept": (workflow.accept_suggestion, {}),
            "merge": (
                workflow.merge_suggestion,
                {"commitment": make_draft(), "role": PassageRole.REPEATS},
            ),
            "reject": (workflow.reject_suggestion, {"reason_code": "vague"}),
            "undo": (workflow.undo_decision, {}),
        }

    def test_every_verb_refuses_when_the_text_has_changed(self):
        self.erratum(OTHER_TEXT)
        for name, (verb, fields) in self.verbs().items():
            with self.subTest(verb=name):
                self.refuses("has changed", verb, self.first, by=editor(), **fields)

    def test_every_verb_refuses_a_suggestion_that_has_given_way(self):
        self.erratum(OTHER_TEXT)
        workflow.suggest(self.answer)
        for name, (verb, fields) in self.verbs().items():
            with self.subTest(verb=name):
                self.refuses(
                    "no longer stands", verb, self.first, by=editor(), **fields
                )

    def test_every_verb_asks_for_the_permission(self):
        stranger = make_user(role=None)
        for name, (verb, fields) in self.verbs().items():
            with self.subTest(verb=name), self.assertRaises(PermissionDenied):
                verb(self.first, by=stranger, **fields)
        self.assertFalse(Change.objects.filter(model="suggestion").exists())


class ReadTests(SuggestionTestCase):
    def test_the_machine_remembers_which_text_it_has_read(self):
        text = self.answer.current_text()
        self.assertEqual(Answer.objects.get().suggested_text, text)
