"""What all verbs have in common: permitted, audited, all or nothing."""

from datetime import UTC, date, datetime

import time_machine
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import TestCase

from commitments import workflow
from commitments.choices import (
    Kind,
    Origin,
    PassageRole,
    Publication,
    RelationKind,
    Stance,
    Status,
    Testability,
)
from commitments.models import Change, Commitment, DataVersion
from commitments.tests.factories import (
    QUOTE,
    TEXT,
    make_answer,
    make_body,
    make_commitment,
    make_draft,
    make_evidence,
    make_in_review,
    make_user,
    make_withdrawn,
    propose,
    reviewer,
)
from tracker.database.triggers import refuse

NOT_VERBS = {"Conflict", "Refused", "missing_for_assessment", "text_hash"}
# An import does these for nobody in particular, or a reader without an account.
WITHOUT_PERSON = {"keep_text", "anchor_passages", "suggest", "receive_report"}
# These call other verbs, which leave lines of their own.
COMPOSED = {"accept_suggestion", "merge_suggestion", "undo_decision"}
NOON = datetime(2024, 6, 15, 12, tzinfo=UTC)


class VerbTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.answer, cls.body = make_answer(), make_body()
        cls.draft, cls.in_review = make_draft(), make_in_review()
        cls.published, cls.withdrawn = make_commitment(), make_withdrawn()
        cls.evidence = make_evidence(cls.published)
        cls.report = workflow.receive_report(
            commitment=cls.published, kind="figure", message="Il faut lire 2 800."
        )
        cls.pending = propose(
            cls.published, Status.IN_PROGRESS, evidence=[cls.evidence]
        )
        cls.people = {role: make_user(role) for role in ("Editor", "Reviewer")}
        elsewhere = make_commitment()
        cls.own = {
            person.pk: propose(elsewhere, Status.IN_PROGRESS, by=person)
            for person in cls.people.values()
        }
        for name in ("draft", "in_review", "published", "withdrawn"):
            getattr(cls, name).refresh_from_db()
        cls.read = workflow.mark_read(make_answer(), by=reviewer())
        cls.suggestion, second, *_ = workflow.suggest(cls.answer)
        cls.rejected = workflow.reject_suggestion(
            second, by=reviewer(), reason_code="other", note="Déjà fait."
        )

    def calls(self):
        """For each verb: the verb that the trail names, who may, and a call."""

        def call(verb, subject, **fields):
            return lambda by: getattr(workflow, verb)(subject, by=by, **fields)

        everybody, reviewers = ("Editor", "Reviewer"), ("Reviewer",)
        version = {
            name: {"version": getattr(self, name).version}
            for name in ("draft", "in_review", "published", "withdrawn")
        }
        fields = {
            "title": "Former",
            "kind": Kind.MEASURE,
            "testability": Testability.DATED_ACTION,
        }
        assessment = {
            "status": Status.NO_EVIDENCE,
            "as_of_on": date(2024, 6, 1),
            "rationale": "Rien trouvé.",
            "search_log": "Site du ministère, le 1er juin 2024.",
        }
        evidence = {
            "title": "Bilan",
            "url": "https://example.org/",
            "origin": Origin.PRESS,
            "stance": Stance.CONTEXT,
        }
        return {
            "record_commitment": (
                "record",
                everybody,
                lambda by: workflow.record_commitment(
                    by=by, answer=self.answer, quote=QUOTE, **fields
                ),
            ),
            "edit_commitment": (
                "edit",
                everybody,
                call("edit_commitment", self.draft, title="Autre", **version["draft"]),
            ),
            "submit_for_review": (
                "submit",
                everybody,
                call("submit_for_review", self.draft, **version["draft"]),
            ),
            "return_to_draft": (
                "return",
                reviewers,
                call(
                    "return_to_draft",
                    self.in_review,
                    reason="Incomplet.",
                    **version["in_review"],
                ),
            ),
            "publish": (
                "publish",
                reviewers,
                call("publish", self.in_review, **version["in_review"]),
            ),
            "withdraw": (
                "withdraw",
                reviewers,
                call(
                    "withdraw",
                    self.published,
                    reason="Doublon.",
                    **version["published"],
                ),
            ),
            "reopen": (
                "reopen",
                reviewers,
                call("reopen", self.withdrawn, reason="Non.", **version["withdrawn"]),
            ),
            "confirm_review": (
                "confirm",
                everybody,
                call("confirm_review", self.published, note="Rien de neuf."),
            ),
            "add_passage": (
                "add",
                everybody,
                call(
                    "add_passage",
                    self.published,
                    answer=self.answer,
                    quote=QUOTE,
                    role=PassageRole.REPEATS,
                ),
            ),
            "relate": (
                "relate",
                everybody,
                call(
                    "relate",
                    self.published,
                    target=self.draft,
                    kind=RelationKind.REPLACES,
                ),
            ),
            "set_deadline": (
                "set",
                everybody,
                call("set_deadline", self.published, words="à terme", version=None),
            ),
            "add_evidence": (
                "add",
                everybody,
                call("add_evidence", self.published, **evidence),
            ),
            "add_measurement": (
                "add",
                everybody,
                call(
                    "add_measurement",
                    self.published,
                    evidence=self.evidence,
                    value=12,
                    observed_on=date(2024, 3, 1),
                ),
            ),
            "record_reply": (
                "add",
                everybody,
                call(
                    "record_reply",
                    self.published,
                    body=self.body,
                    text="Nous répondons.",
                    received_on=date(2024, 3, 1),
                ),
            ),
            "propose_assessment": (
                "propose",
                everybody,
                call("propose_assessment", self.published, **assessment),
            ),
            "approve_assessment": (
                "approve",
                reviewers,
                call("approve_assessment", self.pending),
            ),
            "return_assessment": (
                "return",
                reviewers,
                call("return_assessment", self.pending, note="Citez la source."),
            ),
            "retract_assessment": (
                "retract",
                everybody,
                lambda by: workflow.retract_assessment(
                    self.own.get(by.pk, self.pending), by=by
                ),
            ),
            "withdraw_record": (
                "withdraw",
                reviewers,
                call("withdraw_record", self.evidence, reason="Erreur."),
            ),
            "accept_suggestion": (
                "accept",
                everybody,
                call("accept_suggestion", self.suggestion),
            ),
            "merge_suggestion": (
                "merge",
                everybody,
                call(
                    "merge_suggestion",
                    self.suggestion,
                    commitment=self.published,
                    role=PassageRole.REPEATS,
                ),
            ),
            "reject_suggestion": (
                "reject",
                everybody,
                call(
                    "reject_suggestion",
                    self.suggestion,
                    reason_code="other",
                    note="Déjà fait.",
                ),
            ),
            "undo_decision": (
                "undo",
                everybody,
                call("undo_decision", self.rejected),
            ),
            "settle_report": (
                "settle",
                everybody,
                call(
                    "settle_report",
                    self.report,
                    settlement="accepted",
                    note="Corrigé.",
                ),
            ),
            "mark_read": ("read", everybody, call("mark_read", self.answer)),
            "mark_unread": ("unread", everybody, call("mark_unread", self.read)),
        }

    def snapshot(self):
        """Every row of the application."""
        return {
            model: list(model.objects.order_by("pk").values())
            for model in apps.get_app_config("commitments").get_models(
                include_auto_created=True
            )
        }


class AllVerbsTests(VerbTestCase):
    def test_every_verb_is_tested(self):
        verbs = set(workflow.__all__) - NOT_VERBS - WITHOUT_PERSON
        self.assertEqual(verbs, self.calls().keys())

    def test_only_the_right_people_may(self):
        strangers = {
            "nobody": AnonymousUser(),
            "no role": make_user(None),
            "administrator": make_user("Administrator"),
            "gone": make_user("Reviewer", is_active=False),
        }
        before = self.snapshot()
        for verb, (_name, allowed, call) in self.calls().items():
            for role, person in (strangers | self.people).items():
                with self.subTest(verb=verb, person=role), transaction.atomic():
                    if role in allowed:
                        call(person)
                    else:
                        self.assertRaises(PermissionDenied, call, person)
                        self.assertEqual(self.snapshot(), before)
                    transaction.set_rollback(True)

    def test_each_leaves_its_line_in_the_trail(self):
        person = self.people["Reviewer"]
        for verb, (name, _allowed, call) in self.calls().items():
            with (
                self.subTest(verb=verb),
                transaction.atomic(),
                time_machine.travel(NOON, tick=False),
            ):
                known = set(Change.objects.values_list("pk", flat=True))
                record = call(person)
                *others, change = Change.objects.exclude(pk__in=known).order_by("pk")
                self.assertEqual(change.by, person)
                self.assertEqual(change.at, NOON)
                self.assertEqual(change.verb, name)
                if verb in COMPOSED:
                    self.assertEqual(
                        {other.by for other in others} | {person}, {person}
                    )
                else:
                    self.assertEqual(others, [])
                    self.assertEqual(change.model, record._meta.model_name)
                    self.assertEqual(change.object_id, record.pk)
                if change.model not in ("answer", "suggestion"):
                    self.assertIsNotNone(change.commitment)
                transaction.set_rollback(True)

    def test_each_moves_the_version_of_the_data(self):
        person = self.people["Reviewer"]
        for verb, (_name, _allowed, call) in self.calls().items():
            with self.subTest(verb=verb), transaction.atomic():
                before = DataVersion.current()
                known = Change.objects.order_by("-pk").first().pk
                call(person)
                after = DataVersion.current()
                self.assertGreater(after.number, before.number)
                self.assertNotEqual(after.token, before.token)
                changed = Change.objects.filter(pk__gt=known).values("commitment")
                stamps = Commitment.objects.filter(pk__in=changed)
                for stamp in stamps.values_list("stamp", flat=True):
                    self.assertGreater(stamp, before.number)
                    self.assertLessEqual(stamp, after.number)
                transaction.set_rollback(True)

    def test_an_error_in_the_middle_leaves_nothing(self):
        person = self.people["Reviewer"]
        # The last thing that a verb does is to write the trail: let that fail.
        refuse(
            connection.schema_editor(),
            name="no_trail",
            table="commitments_change",
            event="INSERT",
            when="1 = 1",
            message="the disk is full",
        )
        before = self.snapshot()
        for verb, (_name, _allowed, call) in self.calls().items():
            with self.subTest(verb=verb):
                with self.assertRaisesMessage(IntegrityError, "the disk is full"):
                    call(person)
                self.assertEqual(self.snapshot(), before)
        with (
            self.subTest(verb="keep_text"),
            self.assertRaisesMessage(IntegrityError, "the disk is full"),
        ):
            workflow.keep_text(
                self.answer, text="Erratum. " + TEXT, published_on=date(2024, 1, 1)
            )
        self.assertEqual(self.snapshot(), before)

    def test_none_says_anything_in_public_about_a_draft(self):
        draft = make_draft()
        workflow.edit_commitment(
            draft, by=reviewer(), version=1, title="Autre", reason="Interne."
        )
        passage = workflow.add_passage(
            draft,
            by=reviewer(),
            answer=self.answer,
            quote=QUOTE,
            role=PassageRole.REPEATS,
        )
        workflow.withdraw_record(passage, by=reviewer(), reason="Interne.")
        draft.refresh_from_db()
        workflow.withdraw(draft, by=reviewer(), version=None, reason="Interne.")
        self.assertFalse(draft.changes.public().exists())

    def test_a_withdrawn_commitment_is_left_alone(self):
        target = {"answer": self.answer, "quote": QUOTE, "role": "repeats"}
        changes = {
            "edit_commitment": {"version": None, "title": "Autre", "reason": "Oui."},
            "confirm_review": {},
            "add_passage": target,
            "relate": {"target": self.draft, "kind": "replaces"},
            "set_deadline": {"version": None, "words": "à terme"},
            "add_evidence": {"title": "Bilan", "url": "https://example.org/"},
            "record_reply": {
                "body": self.body,
                "text": "Oui.",
                "received_on": date(2024, 1, 1),
            },
        }
        self.assertEqual(self.withdrawn.publication, Publication.WITHDRAWN)
        for verb, fields in changes.items():
            with self.subTest(verb=verb), self.assertRaises(workflow.Refused):
                getattr(workflow, verb)(self.withdrawn, by=reviewer(), **fields)
