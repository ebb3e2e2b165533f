"""Verbs on the commitment itself: record, edit, publish, withdraw, relate."""

from datetime import UTC, date, datetime, timedelta

import time_machine
from django.test import TestCase
from django.utils import translation

from commitments import search, workflow
from commitments.choices import Kind, Publication, RelationKind, Testability
from commitments.models import Commitment, Relation
from commitments.tests.factories import (
    QUOTE,
    TEXT,
    editor,
    make_answer,
    make_body,
    make_commitment,
    make_draft,
    make_in_review,
    make_theme,
    make_withdrawn,
    reviewer,
)
from commitments.timing import today
from commitments.workflow import Conflict, Refused

FIELDS = {
    "title": "Former les agents",
    "kind": Kind.MEASURE,
    "testability": Testability.DATED_ACTION,
}


class RecordTests(TestCase):
    def test_records_a_draft_with_the_words_that_make_it(self):
        answer, body, theme = make_answer(), make_body(), make_theme()
        commitment = workflow.record_commitment(
            by=editor(),
            answer=answer,
            quote=QUOTE,
            bodies=[body],
            themes=[theme],
            **FIELDS,
        )
        commitment.refresh_from_db()
        self.assertEqual(commitment.publication, Publication.DRAFT)
        self.assertEqual(commitment.version, 1)
        self.assertEqual(commitment.slug, "former-les-agents")
        self.assertEqual(commitment.created_by, editor())
        self.assertEqual(commitment.promised_on, answer.answered_on)
        self.assertEqual(commitment.chamber, "AN")
        self.assertEqual(
            [*commitment.bodies.all(), *commitment.themes.all()], [body, theme]
        )
        passage = commitment.passages.get()
        self.assertEqual(passage.text, answer.current_text())
        self.assertEqual(TEXT[passage.start : passage.end], QUOTE)

    def test_the_trail_holds_what_was_recorded(self):
        commitment = workflow.record_commitment(
            by=editor(), target_value=2750, comparator=">=", **FIELDS
        )
        after = commitment.changes.get().after
        self.assertEqual(after["title"], "Former les agents")
        self.assertEqual(after["kind"], "measure")

    def test_records_nothing_without_the_words(self):
        with self.assertRaises(Refused):
            workflow.record_commitment(
                by=editor(), answer=make_answer(), quote="jamais dit", **FIELDS
            )
        self.assertFalse(Commitment.objects.exists())

    def test_a_title_without_letters_still_has_an_address(self):
        commitment = workflow.record_commitment(
            by=editor(), **FIELDS | {"title": "« »"}
        )
        self.assertEqual(commitment.slug, "engagement")

    def test_figures_and_words_stay_apart_in_an_address(self):
        commitment = workflow.record_commitment(
            by=editor(), **FIELDS | {"title": "L’accès de 1,5 million d'œuvres"}
        )
        self.assertEqual(commitment.slug, "l-acces-de-1-5-million-d-oeuvres")

    def test_takes_no_value_that_another_verb_writes(self):
        for name, value in {
            "status": "met",
            "publication": "published",
            "version": 7,
            "due_on": date(2024, 1, 1),
        }.items():
            with self.subTest(field=name):
                with self.assertRaises(TypeError):
                    workflow.record_commitment(by=editor(), **FIELDS, **{name: value})
                with self.assertRaises(TypeError):
                    workflow.edit_commitment(
                        make_draft(), by=editor(), version=1, **{name: value}
                    )


class EditTests(TestCase):
    def edit(self, commitment, **fields):
        fields = {"by": editor(), "version": commitment.version} | fields
        return workflow.edit_commitment(commitment, **fields)

    def test_writes_the_changes_and_takes_the_next_version(self):
        draft = make_draft()
        theme = make_theme()
        self.edit(draft, title="Autre titre", target_value=3000, themes=[theme])
        draft.refresh_from_db()
        self.assertEqual((draft.title, draft.slug), ("Autre titre", "autre-titre"))
        self.assertEqual(draft.target_value, 3000)
        self.assertEqual(list(draft.themes.all()), [theme])
        self.assertEqual(draft.version, 2)
        self.assertIn(draft.pk, search.find(search.COMMITMENT, "AUTRES titres"))

    def test_the_trail_holds_what_changed_and_nothing_else(self):
        draft = make_draft(target_value=2750)
        body = make_body()
        self.edit(
            draft,
            title="Autre titre",
            target_value=2750,
            baseline_on=date(2022, 5, 1),
            bodies=[body],
            reason="Coquille.",
        )
        change = draft.changes.get(verb="edit")
        self.assertEqual(
            change.after,
            {"title": "Autre titre", "baseline_on": "2022-05-01", "bodies": [body.pk]},
        )
        self.assertEqual(
            change.before, {"title": draft.title, "baseline_on": None, "bodies": []}
        )
        self.assertEqual(change.why, "Coquille.")

    def test_the_same_values_change_nothing(self):
        draft = make_draft()
        self.edit(draft, title=draft.title, target_value=draft.target_value)
        draft.refresh_from_db()
        self.assertEqual(draft.version, 1)
        self.assertFalse(draft.changes.filter(verb="edit").exists())

    def test_a_published_commitment_needs_a_reason_that_readers_are_told(self):
        commitment = make_commitment()
        for reason in ("", "  \n"):
            with self.subTest(reason=reason), self.assertRaises(Refused):
                self.edit(commitment, title="Autre", reason=reason)
        self.edit(commitment, title="Autre", reason="Coquille.")
        told = commitment.changes.public().get(verb="edit")
        self.assertEqual(told.public_note, "Coquille.")

    def test_a_withdrawal_is_no_way_round_the_reason(self):
        commitment = make_withdrawn()
        commitment = workflow.reopen(
            commitment, by=reviewer(), version=None, reason="À tort."
        )
        with self.assertRaises(Refused):
            self.edit(commitment, title="Autre")

    def test_a_draft_needs_no_reason(self):
        self.assertEqual(self.edit(make_draft(), title="Autre").title, "Autre")

    def test_a_stale_save_is_refused_and_loses_nothing(self):
        draft = make_draft()
        self.edit(draft, title="La première")
        with self.assertRaises(Conflict) as refused:
            self.edit(draft, version=1, title="La seconde")
        self.assertEqual(refused.exception.current.title, "La première")
        self.assertEqual(refused.exception.current.version, 2)
        draft.refresh_from_db()
        self.assertEqual(draft.title, "La première")


class PublicationTests(TestCase):
    def test_a_commitment_only_goes_where_the_table_leads(self):
        made = {
            Publication.DRAFT: make_draft,
            Publication.IN_REVIEW: make_in_review,
            Publication.PUBLISHED: make_commitment,
            Publication.WITHDRAWN: make_withdrawn,
        }
        moves = {
            "submit_for_review": ({Publication.DRAFT}, Publication.IN_REVIEW),
            "return_to_draft": ({Publication.IN_REVIEW}, Publication.DRAFT),
            "publish": ({Publication.IN_REVIEW}, Publication.PUBLISHED),
            "withdraw": (set(made) - {Publication.WITHDRAWN}, Publication.WITHDRAWN),
            "reopen": ({Publication.WITHDRAWN}, Publication.IN_REVIEW),
        }
        for verb, (origins, to) in moves.items():
            why = {"reason": "Il le faut."} if verb[0] in "rw" else {}
            for origin, make in made.items():
                with self.subTest(verb=verb, origin=origin):
                    commitment = make()
                    fields = {"by": reviewer(), "version": commitment.version, **why}
                    allowed = origin in origins
                    if allowed:
                        getattr(workflow, verb)(commitment, **fields)
                    else:
                        with self.assertRaises(Refused):
                            getattr(workflow, verb)(commitment, **fields)
                    commitment.refresh_from_db()
                    wanted = to if allowed else origin
                    self.assertEqual(commitment.publication, wanted)

    def test_every_move_refuses_a_stale_version(self):
        for verb, make in {
            "submit_for_review": make_draft,
            "return_to_draft": make_in_review,
            "publish": make_in_review,
            "withdraw": make_commitment,
            "reopen": make_withdrawn,
        }.items():
            with self.subTest(verb=verb):
                commitment = make()
                why = {"reason": "Il le faut."} if verb[0] in "rw" else {}
                with self.assertRaises(Conflict):
                    getattr(workflow, verb)(
                        commitment,
                        by=reviewer(),
                        version=commitment.version - 1,
                        **why,
                    )

    def test_a_move_needs_its_reason(self):
        for verb, make in {
            "return_to_draft": make_in_review,
            "withdraw": make_commitment,
            "reopen": make_withdrawn,
        }.items():
            with self.subTest(verb=verb), self.assertRaises(Refused):
                commitment = make()
                getattr(workflow, verb)(
                    commitment, by=reviewer(), version=None, reason=" "
                )

    def test_an_incomplete_draft_is_refused_with_all_that_is_missing(self):
        draft = workflow.record_commitment(by=editor(), **FIELDS)
        with self.assertRaises(Refused) as refused:
            workflow.submit_for_review(draft, by=editor(), version=1)
        self.assertEqual(len(refused.exception.problems), 3)

    def test_completeness_is_that_of_the_row_not_of_the_caller_s_copy(self):
        draft = workflow.record_commitment(by=editor(), **FIELDS)
        workflow.add_passage(
            draft, by=editor(), answer=make_answer(), quote=QUOTE, role="makes"
        )
        draft.summary = draft.testability_reason = "Jamais enregistré."
        with self.assertRaises(Refused):
            workflow.submit_for_review(draft, by=editor(), version=2)

    def test_publishing_sets_the_moment_and_the_next_review(self):
        noon = datetime(2024, 6, 15, 12, tzinfo=UTC)
        with time_machine.travel(noon, tick=False):
            commitment = make_commitment(review_interval_days=30)
        self.assertEqual(commitment.published_at, noon)
        self.assertEqual(commitment.review_due_on, date(2024, 7, 15))
        self.assertEqual(commitment.changes.public().get().verb, "publish")

    def test_the_first_moment_of_publication_is_kept(self):
        commitment = make_withdrawn()
        first = commitment.published_at
        workflow.reopen(commitment, by=reviewer(), version=None, reason="À tort.")
        commitment = workflow.publish(commitment, by=reviewer(), version=None)
        self.assertEqual(commitment.published_at, first)
        self.assertEqual(commitment.withdrawal_reason, "")

    def test_no_words_of_one_language_are_stored_for_a_publication(self):
        for language in ("fr", "en"):
            with translation.override(language):
                commitment = make_commitment()
            notes = commitment.changes.values_list("public_note", flat=True)
            self.assertEqual(set(notes), {""})

    def test_a_withdrawal_tells_readers_its_reason(self):
        commitment = make_withdrawn()
        self.assertEqual(commitment.withdrawal_reason, "Doublon.")
        told = commitment.changes.public().get(verb="withdraw")
        self.assertEqual(told.public_note, "Doublon.")

    def test_the_words_of_a_published_commitment_cannot_all_be_withdrawn(self):
        commitment = make_commitment()
        with self.assertRaises(Refused):
            workflow.withdraw_record(
                commitment.passages.get(), by=reviewer(), reason="Erreur."
            )


class ReviewTests(TestCase):
    def test_the_next_review_moves_on_and_the_record_stays(self):
        commitment = make_commitment(review_interval_days=10)
        Commitment.objects.update(review_due_on=date(2020, 1, 1))
        workflow.confirm_review(commitment, by=editor(), note="Rien de neuf.")
        version = commitment.version
        commitment.refresh_from_db()
        self.assertEqual(commitment.review_due_on, today() + timedelta(days=10))
        self.assertEqual(commitment.version, version)
        change = commitment.changes.get(verb="confirm")
        self.assertEqual(change.before, {"review_due_on": "2020-01-01"})
        self.assertEqual(change.why, "Rien de neuf.")


class RelationTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.later, cls.earlier = make_commitment(), make_commitment()

    def relate(self, source, target, kind=RelationKind.REPLACES):
        return workflow.relate(
            source, by=editor(), target=target, kind=kind, note="Plus large."
        )

    def test_says_what_one_does_to_the_other(self):
        relation = self.relate(self.later, self.earlier)
        self.assertEqual((relation.source, relation.target), (self.later, self.earlier))
        change = self.later.changes.get(verb="relate")
        self.assertEqual(
            change.after, {"target": self.earlier.pk, "kind": RelationKind.REPLACES}
        )
        self.assertEqual(change.why, "Plus large.")
        version = self.later.version
        self.later.refresh_from_db()
        self.assertEqual(self.later.version, version + 1)

    def test_refuses_what_makes_no_sense(self):
        self.relate(self.later, self.earlier)
        for source, target in [
            (self.later, self.later),
            (self.later, self.earlier),
            (self.earlier, self.later),
        ]:
            with self.subTest(source=source, target=target):
                self.assertRaises(Refused, self.relate, source, target)
        self.relate(self.later, self.earlier, RelationKind.PART_OF)

    def test_a_withdrawn_relation_can_be_said_again(self):
        first = self.relate(self.later, self.earlier)
        workflow.withdraw_record(first, by=reviewer(), reason="Erreur.")
        self.relate(self.later, self.earlier)
        self.assertEqual(Relation.objects.standing().count(), 1)
        change = self.later.changes.get(verb="withdraw")
        self.assertEqual((change.model, change.object_id), ("relation", first.pk))
