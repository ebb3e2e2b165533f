"""Histories are never rewritten: the database's own triggers refuse it."""

from datetime import date
from importlib import import_module

from django.db import IntegrityError, connection, transaction
from django.test import TestCase
from django.utils import timezone

from commitments import workflow
from commitments.choices import Review, Status
from commitments.models import (
    Answer,
    AnswerText,
    Assessment,
    Change,
    Commitment,
    Deadline,
    Evidence,
    Measurement,
    Passage,
    Question,
    Relation,
    Reply,
    Suggestion,
)
from commitments.tests.committed import CommittedTestCase
from commitments.tests.factories import (
    QUOTE,
    TEXT,
    assess,
    editor,
    make_answer,
    make_body,
    make_commitment,
    make_draft,
    make_evidence,
    make_measurement,
    make_relation,
    propose,
    reviewer,
)
from tracker.database.triggers import install, trigger_names

as_of_now = import_module("commitments.migrations.0016_withdraw_and_retract")

KEPT = [
    Answer,
    AnswerText,
    Assessment,
    Assessment.evidence.through,
    Change,
    Commitment,
    Deadline,
    Evidence,
    Measurement,
    Passage,
    Question,
    Relation,
    Reply,
]
# Another value for each column that is sealed once the row is written.
OTHER = {
    "status": Status.ABANDONED,
    "as_of_on": date(2025, 1, 1),
    "rationale": "Autre.",
    "search_log": "Autre.",
    "met_earliest": date(2025, 1, 1),
    "met_latest": date(2025, 1, 1),
    "is_correction": True,
    "created_at": timezone.now(),
    "added_at": timezone.now(),
    "recorded_at": timezone.now(),
    "title": "Autre",
    "url": "https://example.org/autre",
    "file": "evidence/autre",
    "file_id": "12345678-1234-1234-1234-123456789012",
    "file_name": "autre",
    "file_type": "text/csv",
    "file_size": 1,
    "file_sha256": "0" * 64,
    "publisher": "Autre",
    "origin": "press",
    "published_on": date(2025, 1, 1),
    "event_on": date(2025, 1, 1),
    "stance": "context",
    "extract": "autre",
    "note": "Autre.",
    "role": "repeats",
    "quote": "autre",
    "kind": "weakens",
    "text": "Autre.",
    "received_on": date(2025, 1, 1),
    "value": 3,
    "observed_on": date(2025, 1, 1),
    "precision": "month",
}
FREE = {
    Assessment: {"review", "reviewer_id", "reviewed_at", "review_note"}
    | {"supersedes_id"},
    Passage: {"prefix", "suffix", "text_id", "start", "end"},
    Evidence: set(),
    Measurement: set(),
    Relation: set(),
    Reply: set(),
}
WITHDRAWAL = {"withdrawn_at", "withdrawn_by_id", "withdrawal_reason"}


class RefusalTestCase(TestCase):
    def refuses(self, words, change, /, *arguments, **fields):
        with self.assertRaisesMessage(IntegrityError, words), transaction.atomic():
            change(*arguments, **fields)


class RowTestCase(RefusalTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.answer = make_answer()
        cls.commitment = make_commitment(answer=cls.answer, due_on=date(2023, 12, 31))
        cls.other = make_commitment()
        cls.evidence = make_evidence(cls.commitment)
        cls.others_evidence = make_evidence(cls.other)
        cls.measurement = make_measurement(cls.commitment, 2000, evidence=cls.evidence)
        cls.pending = propose(
            cls.commitment, Status.IN_PROGRESS, evidence=[cls.evidence]
        )
        cls.relation = make_relation(cls.commitment, cls.other)
        cls.reply = workflow.record_reply(
            cls.commitment,
            by=editor(),
            body=make_body(),
            text="Nous répondons.",
            received_on=date(2024, 1, 1),
        )


class TriggerTests(TestCase):
    def test_all_triggers_stand_after_all_migrations(self):
        wanted = {name for name, *_ in as_of_now.refusals()}
        self.assertLessEqual(wanted, trigger_names(connection))

    def test_each_trigger_has_a_name_of_its_own(self):
        names = [name for name, *_ in as_of_now.refusals()]
        self.assertEqual(len(names), len(set(names)))


class MigrationTests(CommittedTestCase):
    def test_the_triggers_can_be_taken_away_and_put_back(self):
        before, installed = trigger_names(connection), install(as_of_now.refusals())
        names = {name for name, *_ in as_of_now.refusals()}
        with connection.schema_editor() as schema_editor:
            installed.reverse_code(None, schema_editor)
        self.assertEqual(trigger_names(connection) & names, set())
        with connection.schema_editor() as schema_editor:
            installed.code(None, schema_editor)
        self.assertEqual(trigger_names(connection), before)


class DeletionTests(RowTestCase):
    def test_refuses_every_deletion(self):
        for model in KEPT:
            table = model._meta.db_table
            row = model.objects.first()
            with self.subTest(table=table, by="raw SQL"):
                self.assertIsNotNone(row)
                with connection.cursor() as cursor:
                    self.refuses(
                        "never deleted", cursor.execute, f"DELETE FROM {table}"
                    )
            with self.subTest(table=table, by="queryset"):
                rows = model.objects.filter(pk=row.pk)
                self.refuses("never deleted", rows._raw_delete, rows.db)
            self.assertTrue(model.objects.filter(pk=row.pk).exists())

    def test_refuses_a_deletion_through_the_orm(self):
        for row in (self.measurement, Change.objects.first()):
            with self.subTest(row=row):
                self.refuses("never deleted", row.delete)
        deadlines = self.commitment.deadlines.all()
        self.refuses("never deleted", deadlines.delete)

    def test_refuses_to_take_evidence_from_an_assessment(self):
        self.refuses("never deleted", self.pending.evidence.clear)


class UpdateTests(RowTestCase):
    def test_refuses_every_update_of_frozen_rows(self):
        for model, field, value in [
            (AnswerText, "body", "autre"),
            (AnswerText, "sha256", "0"),
            (Deadline, "due_latest", date(2030, 1, 1)),
            (Deadline, "words", "autre"),
            (Change, "why", "autre"),
            (Change, "public_note", "autre"),
            (Assessment.evidence.through, "evidence_id", self.others_evidence.pk),
        ]:
            table = model._meta.db_table
            with self.subTest(table=table, column=field):
                rows = model.objects.all()
                self.refuses("append-only", rows.update, **{field: value})
                with connection.cursor() as cursor:
                    self.refuses(
                        "append-only",
                        cursor.execute,
                        f"UPDATE {table} SET {field} = %s",
                        [value],
                    )

    def test_refuses_a_saved_change(self):
        self.measurement.value = 1
        self.refuses("content is sealed", self.measurement.save)

    def test_seals_every_column_but_those_that_a_verb_writes_later(self):
        rows = {
            Assessment: self.pending,
            Evidence: self.evidence,
            Measurement: self.measurement,
            Passage: make_draft(answer=make_answer(text="")).passages.get(),
            Relation: self.relation,
            Reply: self.reply,
        }
        elsewhere = {
            "commitment_id": self.other.pk,
            "source_id": self.other.pk,
            "target_id": self.commitment.pk,
            "answer_id": make_answer().pk,
            "body_id": make_body().pk,
            "author_id": reviewer().pk,
            "evidence_id": self.others_evidence.pk,
            "created_by_id": reviewer().pk,
            "supersedes_id": self.measurement.pk,
            "added_by_id": reviewer().pk,
            "recorded_by_id": reviewer().pk,
        }
        for model, row in rows.items():
            for field in model._meta.fields:
                column = field.attname
                if field.primary_key or column in FREE[model] | WITHDRAWAL:
                    continue
                with self.subTest(table=model.__name__, column=column):
                    value = (elsewhere | OTHER)[column]
                    self.assertNotEqual(getattr(row, column), value)
                    rows = model.objects.filter(pk=row.pk)
                    self.refuses("content is sealed", rows.update, **{column: value})

    def test_a_withdrawn_record_does_not_change_any_more(self):
        for record in (self.measurement, self.evidence, self.relation, self.reply):
            with self.subTest(record=record):
                workflow.withdraw_record(record, by=reviewer(), reason="Erreur.")
                rows = type(record).objects.filter(pk=record.pk)
                self.refuses(
                    "withdrawn records do not change",
                    rows.update,
                    withdrawn_at=None,
                    withdrawn_by=None,
                    withdrawal_reason="",
                )


class AssessmentTests(RowTestCase):
    def test_an_assessment_is_reviewed_once(self):
        approved = assess(self.other, Status.IN_PROGRESS)
        rows = Assessment.objects.filter(pk=approved.pk)
        for fields in (
            {"review": Review.RETURNED, "review_note": "Non."},
            {"reviewed_at": timezone.now()},
            {"review": Review.PENDING, "reviewer": None, "reviewed_at": None},
        ):
            with self.subTest(fields=fields):
                self.refuses("reviewed once", rows.update, **fields)

    def test_no_evidence_joins_a_reviewed_assessment(self):
        workflow.approve_assessment(self.pending, by=reviewer())
        late = make_evidence(self.commitment)
        self.refuses("cannot join", self.pending.evidence.add, late)

    def test_no_evidence_comes_from_another_commitment(self):
        self.refuses(
            "belongs to another", self.pending.evidence.add, self.others_evidence
        )


class ChainTests(RowTestCase):
    def test_no_row_supersedes_one_of_another_commitment(self):
        mine = {"commitment": self.other, "created_by": editor()}
        theirs = "supersedes a row of another commitment"
        self.refuses(
            theirs,
            Deadline.objects.create,
            supersedes=self.commitment.deadlines.get(),
            reason="Report.",
            **mine,
        )
        self.refuses(
            theirs,
            Measurement.objects.create,
            supersedes=self.measurement,
            evidence=self.others_evidence,
            value=1,
            observed_on=date(2024, 1, 1),
            **mine,
        )
        approved = workflow.approve_assessment(self.pending, by=reviewer())
        fields = {
            "commitment": self.other,
            "status": Status.IN_PROGRESS,
            "as_of_on": date(2024, 6, 1),
            "rationale": "Vu.",
            "author": editor(),
        }
        review = {
            "review": Review.APPROVED,
            "reviewer": reviewer(),
            "reviewed_at": timezone.now(),
            "supersedes": approved,
        }
        self.refuses(theirs, Assessment.objects.create, **fields, **review)
        row = Assessment.objects.create(**fields)
        rows = Assessment.objects.filter(pk=row.pk)
        self.refuses(theirs, rows.update, **review)

    def test_no_chain_forks(self):
        first = self.commitment.deadlines.get()
        fields = {
            "commitment": self.commitment,
            "created_by": editor(),
            "supersedes": first,
            "reason": "Report.",
        }
        Deadline.objects.create(**fields)
        self.refuses("", Deadline.objects.create, **fields)
        self.assertEqual(self.commitment.deadlines.current().count(), 1)

    def test_a_figure_and_a_deadline_rest_on_evidence_of_their_commitment(self):
        mine = {"commitment": self.other, "created_by": editor()}
        for model, fields in (
            (Measurement, {"value": 1, "observed_on": date(2024, 1, 1)}),
            (Deadline, {}),
        ):
            with self.subTest(model=model.__name__):
                self.refuses(
                    "belongs to another",
                    model.objects.create,
                    evidence=self.evidence,
                    **fields,
                    **mine,
                )


class PassageTests(RefusalTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.text = "L’été 🌞 " + TEXT
        cls.answer = make_answer(cls.text)
        cls.commitment = make_draft(answer=cls.answer)
        cls.start = cls.text.index(QUOTE)

    def passage(self, **fields):
        valid = {
            "commitment": self.commitment,
            "answer": self.answer,
            "quote": QUOTE,
            "text": self.answer.current_text(),
            "start": self.start,
            "end": self.start + len(QUOTE),
        }
        return Passage.objects.create(**valid | fields)

    def test_offsets_count_characters_not_bytes(self):
        self.assertEqual(self.passage().start, self.start)

    def test_the_text_reads_the_quote_at_the_offsets(self):
        end = len(self.text)
        for fields in (
            {"start": self.start + 1, "end": self.start + 1 + len(QUOTE)},
            {"end": self.start + len(QUOTE) - 1},
            {"start": end, "end": end + len(QUOTE)},
            {"start": end + 50, "end": end + 50 + len(QUOTE)},
            {"quote": QUOTE.replace("\u00a0", " ")},
            {"start": None, "end": None},
            {"text": make_answer(self.text).current_text()},
        ):
            with self.subTest(fields=fields):
                self.refuses("does not read the quote", self.passage, **fields)

    def test_a_passage_is_not_moved_to_other_words(self):
        passage = self.commitment.passages.get()
        rows = Passage.objects.filter(pk=passage.pk)
        self.refuses(
            "does not read the quote",
            rows.update,
            start=passage.start - 1,
            end=passage.end - 1,
        )

    def test_a_suggestion_lies_inside_the_text_of_its_answer(self):
        valid = {
            "origin": "extractor",
            "answer": self.answer,
            "text": self.answer.current_text(),
            "start": 0,
            "end": len(self.text),
        }
        row = Suggestion.objects.create(**valid)
        outside = "lie outside"
        for fields in (
            {"end": len(self.text) + 1},
            {"end": None},
            {"answer": make_answer()},
        ):
            with self.subTest(fields=fields):
                self.refuses(outside, Suggestion.objects.create, **valid | fields)
        rows = Suggestion.objects.filter(pk=row.pk)
        self.refuses(outside, rows.update, end=len(self.text) + 1)
