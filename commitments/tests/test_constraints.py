"""What the database itself refuses, whoever asks."""

from datetime import date
from decimal import Decimal

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.test import TestCase
from django.utils import timezone

from commitments import models as records
from commitments.choices import (
    Decision,
    ImportState,
    Kind,
    Origin,
    Precision,
    Publication,
    Review,
    Stance,
    Status,
    SuggestionOrigin,
    Testability,
)
from commitments.models.commitments import FIGURE_LIMIT
from commitments.tests.factories import (
    QUOTE,
    TEXT,
    editor,
    make_answer,
    make_body,
    make_draft,
    make_evidence,
    make_theme,
    reviewer,
)

EARLY, LATE = date(2023, 7, 13), date(2023, 12, 31)
NOW = timezone.now()

ADDRESSES_TAKEN = (
    "http://example.org",
    "https://example.org/",
    "https://example.org:8443/a?b=c#d",
    "https://[2001:db8::1]/rapport",
    "https://[2001:db8::1]:8443/rapport",
    "https://example.org/@ministre/1",
    "https://example.org/?mail=a@example.org",
    "https://example.org#a@b",
    "https://exemple-é.fr/été",
)
ADDRESSES_REFUSED = (
    "javascript:alert(1)",
    "JavaScript:alert(1)//https://example.org",
    "file:///etc/passwd",
    "ftp://example.org/",
    "data:text/html,x",
    "//example.org/",
    "example.org",
    "https://",
    "https:///rapport",
    "https://user@example.org/",
    "https://user:pass@example.org/",
    "https://user:pass@[2001:db8::1]/",
    "https://example.org\\@example.com/",
    "https://example.org\\a",
    "https://example.org/a\\b",
    "https://exa mple.org/",
    "https://example.org/a b",
    "https://example.org/\n",
    "\nhttps://example.org/",
    " https://example.org/",
    "https://example.org/\t",
)


class ConstraintTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.editor, cls.reviewer = editor(), reviewer()
        cls.answer = make_answer()
        cls.text = cls.answer.current_text()
        cls.commitment = make_draft(answer=cls.answer)
        cls.other = make_draft()
        cls.evidence = make_evidence(cls.commitment)
        cls.body, cls.theme = make_body(), make_theme()
        cls.subscriber = records.Subscriber.objects.create(email="b@example.org")
        cls.token, _secret = records.ApiToken.objects.make(cls.editor, "Import")

    def valid(self):
        """For each table, the fields of a row that the database accepts."""
        start = TEXT.index(QUOTE)
        withdrawable = {"commitment": self.commitment}
        return {
            records.User: {"username": "eve", "email": "eve@example.org"},
            records.KeptAnswer: {"token": self.token, "key": "a-1"},
            records.Body: {"name": "Agence", "slug": "agence"},
            records.Answer: {"uid": "A-1", "answered_on": EARLY},
            records.AnswerText: {
                "answer": self.answer,
                "number": 2,
                "body": "Autre texte.",
                "published_on": EARLY,
                "retrieved_at": NOW,
            },
            records.Question: {
                "uid": "Q-1",
                "chamber": "AN",
                "legislature": 16,
                "number": "1",
                "asked_on": EARLY,
            },
            records.PublishedText: {
                "question": self.answer.questions.get(),
                "role": "answer_erratum",
                "published_on": EARLY,
                "retrieved_at": NOW,
            },
            records.Commitment: {
                "title": "Ouvrir",
                "kind": Kind.MEASURE,
                "testability": Testability.DATED_ACTION,
                "created_by": self.editor,
            },
            records.Passage: {
                **withdrawable,
                "answer": self.answer,
                "quote": QUOTE,
                "text": self.text,
                "start": start,
                "end": start + len(QUOTE),
            },
            records.Relation: {
                "source": self.commitment,
                "target": self.other,
                "kind": "replaces",
            },
            records.Deadline: {
                **withdrawable,
                "due_earliest": EARLY,
                "due_latest": LATE,
                "precision": Precision.DAY,
                "created_by": self.editor,
            },
            records.Evidence: {
                **withdrawable,
                "title": "Bilan",
                "url": "https://example.org/",
                "origin": Origin.PRESS,
                "stance": Stance.CONTEXT,
                "added_by": self.editor,
            },
            records.Measurement: {
                **withdrawable,
                "evidence": self.evidence,
                "value": 12,
                "observed_on": LATE,
                "created_by": self.editor,
            },
            records.Assessment: {
                **withdrawable,
                "status": Status.IN_PROGRESS,
                "as_of_on": LATE,
                "rationale": "Vu.",
                "author": self.editor,
            },
            records.Reply: {
                **withdrawable,
                "body": self.body,
                "text": "Nous répondons.",
                "received_on": LATE,
                "recorded_by": self.editor,
            },
            records.Suggestion: {
                "origin": SuggestionOrigin.EXTRACTOR,
                "answer": self.answer,
                "text": self.text,
                "start": 0,
                "end": 10,
            },
            records.MistakeReport: {
                "commitment": self.commitment,
                "kind": "figure",
                "message": "Il faut lire 2 800.",
                "email": "lectrice@example.org",
            },
            records.ImportRun: {"source": "pages"},
            records.AnswerWord: {"answer": self.answer, "word": "unseen"},
            records.CommitmentWord: {"commitment": self.commitment, "word": "unseen"},
            records.Subscriber: {"email": "a@example.org"},
            records.Subscription: {
                "subscriber": self.subscriber,
                "commitment": self.commitment,
                "requested_at": NOW,
            },
            records.OutgoingMail: {
                "key": "news-1-2",
                "subscriber": self.subscriber,
                "kind": "news",
                "created_at": NOW,
                "next_at": NOW,
            },
        }

    def violations(self):
        """For each constraint, changes to the valid row that it has to refuse."""
        reviewed = {"reviewer": self.reviewer, "reviewed_at": NOW}
        approved = {"review": Review.APPROVED, **reviewed}
        settled = {"settled_at": NOW, "settled_by": self.editor, "note": "Vérifié."}
        decided = {"decided_by": self.editor, "decided_at": NOW}
        elsewhere = [{"source_url": url} for url in ADDRESSES_REFUSED]
        half_withdrawn = [
            {"withdrawn_at": NOW},
            {"withdrawn_by": self.editor},
            {"withdrawal_reason": "Erreur."},
            {"withdrawn_at": NOW, "withdrawn_by": self.editor},
            {"withdrawn_at": NOW, "withdrawal_reason": "Erreur."},
        ]
        return {
            "user_email_unique": [{"username": "eva"}],
            "keptanswer_once_for_each_key": [{}],
            "body_starts_before_it_ends": [
                {"valid_from_on": LATE, "valid_to_on": EARLY}
            ],
            "answer_read_by_somebody": [{"read_at": NOW}, {"read_by": self.editor}],
            "answer_address_is_public": elsewhere,
            "answertext_number_unique": [{"number": 1}],
            "answertext_not_empty": [{"body": ""}],
            "publishedtext_once": [{}],
            "question_official_key_unique": [{}],
            "question_address_is_public": [
                {"number": "1", **address} for address in elsewhere
            ],
            "commitment_has_title": [{"title": ""}],
            "commitment_published_at_a_moment": [
                {"publication": Publication.PUBLISHED}
            ],
            "commitment_withdrawn_with_reason": [
                {"publication": Publication.WITHDRAWN},
                {"withdrawal_reason": "Doublon."},
            ],
            "commitment_target_has_comparator": [
                {"target_value": 5},
                {"comparator": ">="},
            ],
            "commitment_met_in_order": [
                {"met_earliest": LATE, "met_latest": EARLY},
                {"met_earliest": EARLY},
                {"met_latest": LATE},
            ],
            "commitment_version_positive": [{"version": 0}],
            "commitment_review_interval_positive": [{"review_interval_days": 0}],
            "commitment_target_is_exact": [
                {"comparator": ">=", "target_value": FIGURE_LIMIT},
                {"comparator": ">=", "target_value": -FIGURE_LIMIT},
            ],
            "commitment_baseline_is_exact": [
                {"baseline_value": FIGURE_LIMIT},
                {"baseline_value": -FIGURE_LIMIT},
            ],
            "passage_withdrawn_with_reason": half_withdrawn,
            "passage_has_words": [
                {"quote": "", "text": None, "start": None, "end": None}
            ],
            "passage_offsets_fit_quote": [
                {"text": None},
                {"text": None, "end": None},
                {"text": None, "start": None},
            ],
            "relation_withdrawn_with_reason": half_withdrawn,
            "relation_said_once": [{}],
            "relation_between_two": [{"target": self.commitment}],
            "deadline_interval_in_order": [{"due_earliest": LATE, "due_latest": EARLY}],
            "deadline_interval_has_end": [
                {"due_latest": None, "precision": Precision.NONE}
            ],
            "deadline_date_has_precision": [
                {"precision": Precision.NONE},
                {"due_earliest": None, "due_latest": None},
            ],
            "deadline_awaits_or_is_dated": [{"event": "la promulgation"}],
            "deadline_one_original": [{}],
            "deadline_revised_for_a_reason": [{"supersedes": "first"}],
            "evidence_withdrawn_with_reason": half_withdrawn,
            "evidence_has_source": [{"url": ""}],
            "evidence_url_is_public": [{"url": url} for url in ADDRESSES_REFUSED],
            "measurement_withdrawn_with_reason": half_withdrawn,
            "measurement_is_dated": [{"precision": Precision.NONE}],
            "measurement_value_is_exact": [
                {"value": FIGURE_LIMIT},
                {"value": -FIGURE_LIMIT},
            ],
            "assessment_reviewer_is_not_author": [
                approved | {"reviewer": self.editor},
                {"review": Review.RETURNED, "review_note": "Non."}
                | reviewed
                | {"reviewer": self.editor},
            ],
            "assessment_reviewed_by_somebody": [
                {"review": Review.APPROVED},
                {"review": Review.APPROVED, "reviewer": self.reviewer},
                {"review": Review.APPROVED, "reviewed_at": NOW},
                {"review": Review.RETURNED, "review_note": "Non.", "reviewed_at": NOW},
                {"review": Review.RETRACTED},
                {"review": Review.RETRACTED, **reviewed},
                {"reviewer": self.reviewer},
                {"reviewed_at": NOW},
            ],
            "assessment_returned_for_a_reason": [
                {"review": Review.RETURNED, **reviewed}
            ],
            "assessment_has_rationale": [{"rationale": ""}],
            "assessment_no_evidence_has_search_log": [{"status": Status.NO_EVIDENCE}],
            "assessment_met_within_interval": [
                {"status": Status.MET},
                {"status": Status.MET, "met_earliest": EARLY},
                {"status": Status.MET, "met_latest": LATE},
                {"status": Status.MET, "met_earliest": LATE, "met_latest": EARLY},
                {"met_earliest": EARLY, "met_latest": LATE},
                {"met_latest": LATE},
            ],
            "assessment_one_first_approved": [approved],
            "assessment_supersedes_once_approved": [{"supersedes": "first"}],
            "reply_withdrawn_with_reason": half_withdrawn,
            "suggestion_decided_by_somebody": [
                {"decision": Decision.REJECTED, "reason": "Non."},
                {"decided_at": NOW},
                {"decided_by": self.editor},
            ],
            "suggestion_rejected_for_a_reason": [
                {"decision": Decision.REJECTED, **decided}
            ],
            "suggestion_accepted_into_a_commitment": [
                {"decision": Decision.ACCEPTED, **decided},
                {"decision": Decision.MERGED, **decided},
            ],
            "suggestion_of_the_machine_is_anchored": [
                {"text": None},
                {"start": None},
                {"start": 10, "end": 10},
            ],
            "suggestion_of_a_reader_says_something": [
                {"origin": SuggestionOrigin.PUBLIC}
            ],
            "mistakereport_of_one_thing": [
                {"commitment": None},
                {"answer": self.answer},
            ],
            "mistakereport_says_something": [{"message": ""}],
            "mistakereport_settled_by_somebody": [
                {"settlement": "accepted", "email": ""},
                {"settlement": "refused", "email": "", **settled, "note": ""},
                {**settled},
            ],
            "mistakereport_settled_forgets_address": [
                {"settlement": "accepted", **settled}
            ],
            "mistakereport_source_is_public": elsewhere,
            "importrun_finished_or_running": [
                {"finished_at": NOW},
                {"state": ImportState.DONE},
            ],
            "commitmentword_once": [{}],
            "subscription_to_one_thing": [
                {"commitment": None},
                {"body": self.body},
                {"theme": self.theme},
                {"search": "guichets"},
                {"commitment": None, "body": self.body, "search": "guichets"},
            ],
            "subscription_told_since_confirmed": [{"confirmed_at": NOW}],
            "subscription_commitment_once": [{}],
            "subscription_body_once": [{"commitment": None, "body": self.body}],
            "subscription_theme_once": [{"commitment": None, "theme": self.theme}],
            "subscription_search_once": [{"commitment": None, "search": "?q=a"}],
            "subscriber_email_unique": [{"email": "A@example.org"}],
            "outgoingmail_sent_at_a_moment": [{"state": "sent"}, {"sent_at": NOW}],
            "outgoingmail_sent_by_a_worker": [{"state": "sending"}],
        }

    def constraints(self):
        for model in apps.get_app_config("commitments").get_models():
            for constraint in model._meta.constraints:
                yield model, constraint

    def insert(self, model, changes=()):
        return model.objects.create(**self.valid()[model] | dict(changes))

    def test_every_constraint_is_tested(self):
        names = {constraint.name for _model, constraint in self.constraints()}
        self.assertEqual(names, self.violations().keys())

    def test_takes_the_rows_that_the_violations_start_from(self):
        for model in self.valid():
            with self.subTest(model=model.__name__):
                self.insert(model)

    def test_refuses_each_row_that_breaks_a_constraint(self):
        violations = self.violations()
        for model, constraint in self.constraints():
            for changes in violations[constraint.name]:
                with (
                    self.subTest(constraint=constraint.name, changes=changes),
                    transaction.atomic(),
                ):
                    self.refuses(model, constraint, changes)
                    transaction.set_rollback(True)

    def refuses(self, model, constraint, changes):
        unique = isinstance(constraint, models.UniqueConstraint)
        if unique and constraint.name != "answertext_number_unique":
            extra = {"uid": "Q-0"} if model is records.Question else {}
            self.insert(model, changes | extra)
        if changes.get("supersedes") == "first":
            changes = changes | {"supersedes": self.insert(model)}
        with self.assertRaises(IntegrityError) as refused, transaction.atomic():
            self.insert(model, changes)
        words = "unique" if unique else constraint.name
        self.assertIn(words, str(refused.exception).lower())

    def test_reads_back_the_largest_figures_as_they_were_written(self):
        for value in (largest := FIGURE_LIMIT - Decimal("0.0001")), -largest:
            with self.subTest(value=value):
                measurement = self.insert(records.Measurement, {"value": value})
                measurement.refresh_from_db()
                self.assertEqual(measurement.value, value)

    def test_takes_public_addresses(self):
        for url in ADDRESSES_TAKEN:
            with self.subTest(url=url):
                self.insert(records.Evidence, {"url": url})

    def test_takes_evidence_from_an_answer_or_a_file(self):
        for source in ({"answer": self.answer}, {"file": "evidence/x.pdf"}):
            with self.subTest(source=source):
                self.insert(records.Evidence, {"url": "", **source})

    def test_takes_questions_without_a_number_side_by_side(self):
        self.insert(records.Question, {"number": "", "uid": "Q-1"})
        self.insert(records.Question, {"number": "", "uid": "Q-2"})

    def test_takes_a_relation_again_once_the_first_is_withdrawn(self):
        withdrawn = {
            "withdrawn_at": NOW,
            "withdrawn_by": self.editor,
            "withdrawal_reason": "Erreur.",
        }
        self.insert(records.Relation, withdrawn)
        self.insert(records.Relation)


class ProtectionTests(TestCase):
    def test_nobody_who_left_a_trace_is_deleted(self):
        make_draft()
        with self.assertRaises(models.ProtectedError):
            editor().delete()

    def test_what_is_recorded_holds_on_to_what_it_rests_on(self):
        loose = {
            "ImportProblem.run",  # Parts of a run, and gone with it.
            "AnswerWord.answer",  # Made from the record, and made again from it.
            "CommitmentWord.commitment",
            "Subscription.subscriber",  # Deleted with an address.
            "OutgoingMail.subscriber",
            "Subscription.commitment",
            "Subscription.body",
            "Subscription.theme",
        }
        for model in apps.get_app_config("commitments").get_models():
            for field in model._meta.fields:
                if isinstance(field, models.ForeignKey):
                    name = f"{model.__name__}.{field.name}"
                    rule = field.remote_field.on_delete
                    with self.subTest(field=name):
                        wanted = models.CASCADE if name in loose else models.PROTECT
                        self.assertIs(rule, wanted)
