"""Assessments: what each needs, who proposes, who reviews, what then stands."""

from datetime import UTC, date, datetime, timedelta

import time_machine
from django.test import TestCase

from commitments import workflow
from commitments.choices import Origin, Review, Stance, Status, Testability
from commitments.models import Evidence
from commitments.tests.factories import (
    assess,
    make_commitment,
    make_evidence,
    make_user,
    propose,
    reviewer,
)
from commitments.timing import today
from commitments.workflow import Refused, missing_for_assessment

PROMISED, DUE = date(2023, 7, 13), date(2023, 12, 31)
DAY = timedelta(days=1)


class RulesTests(TestCase):
    """docs/domain.md §3, row by row: what may stand and what may not."""

    @classmethod
    def setUpTestData(cls):
        cls.due = make_commitment(due_on=DUE)
        cls.undated = make_commitment()
        cls.assessed = make_commitment(status=Status.NO_EVIDENCE)
        cls.vague = make_commitment(testability=Testability.NOT_VERIFIABLE)

    def evidence(self, on=DUE, **fields):
        defaults = {"stance": Stance.CONTEXT, "origin": Origin.INDEPENDENT}
        return Evidence(published_on=on, **defaults | fields)

    def missing(self, status, *, commitment=None, evidence=(), **fields):
        fields = {"as_of_on": DUE + DAY, "rationale": "Vu."} | fields
        return missing_for_assessment(
            commitment or self.due, status=status, evidence=list(evidence), **fields
        )

    def test_what_may_stand_and_what_may_not(self):
        evidence = self.evidence
        supports = evidence(stance=Stance.SUPPORTS)
        said = evidence(origin=Origin.GOVERNMENT)
        met = {"met_earliest": PROMISED, "met_latest": DUE}
        log = {"search_log": "Site du ministère, le 1er juin 2024."}
        later = {"as_of_on": date(2024, 6, 1)}
        stands, lacks = True, False
        cases = [
            # Takes an earlier assessment back.
            (stands, Status.NOT_ASSESSED, {"commitment": self.assessed, **later}),
            (lacks, Status.NOT_ASSESSED, {}),
            (
                lacks,
                Status.NOT_ASSESSED,
                {"commitment": self.assessed, "rationale": " ", **later},
            ),
            # The current one speaks of a later day, unless it was wrong.
            (lacks, Status.NOT_ASSESSED, {"commitment": self.assessed}),
            (
                stands,
                Status.NOT_ASSESSED,
                {"commitment": self.assessed, "is_correction": True},
            ),
            # A dated search log.
            (stands, Status.NO_EVIDENCE, log),
            (lacks, Status.NO_EVIDENCE, {}),
            (lacks, Status.NO_EVIDENCE, {"search_log": " \n"}),
            (lacks, Status.NO_EVIDENCE, {"search_log": "Site du ministère."}),
            (lacks, Status.NO_EVIDENCE, {**log, "as_of_on": PROMISED - DAY}),
            # At least one act after the answer.
            (stands, Status.IN_PROGRESS, {"evidence": [evidence(PROMISED + DAY)]}),
            (lacks, Status.IN_PROGRESS, {"evidence": [evidence(PROMISED)]}),
            (lacks, Status.IN_PROGRESS, {"evidence": [evidence(None)]}),
            (lacks, Status.IN_PROGRESS, {}),
            (
                stands,
                Status.IN_PROGRESS,
                {"evidence": [evidence(None, event_on=PROMISED + DAY)]},
            ),
            # What the source says of a later day is not known yet.
            (lacks, Status.IN_PROGRESS, {"evidence": [evidence(DUE + 2 * DAY)]}),
            (lacks, Status.NOT_MET, {"evidence": [evidence(DUE + 2 * DAY)]}),
            # The fact's day counts, not that of the article about it.
            (
                lacks,
                Status.IN_PROGRESS,
                {"evidence": [evidence(DUE, event_on=PROMISED - DAY)]},
            ),
            # Evidence that supports, and the interval, within the day it speaks of.
            (stands, Status.MET, {"evidence": [supports], **met}),
            (lacks, Status.MET, met),
            (lacks, Status.MET, {"evidence": [evidence()], **met}),
            (lacks, Status.MET, {"evidence": [supports]}),
            (
                lacks,
                Status.MET,
                {
                    "evidence": [supports],
                    "met_earliest": PROMISED - 2 * DAY,
                    "met_latest": PROMISED - DAY,
                },
            ),
            (lacks, Status.MET, {"evidence": [supports], "met_latest": DUE}),
            (lacks, Status.MET, {"evidence": [supports], "met_earliest": DUE}),
            (
                lacks,
                Status.MET,
                {
                    "evidence": [supports],
                    "met_earliest": DUE,
                    "met_latest": PROMISED,
                },
            ),
            (
                stands,
                Status.MET,
                {"evidence": [supports], "met_earliest": DUE, "met_latest": DUE + DAY},
            ),
            (
                lacks,
                Status.MET,
                {
                    "evidence": [supports],
                    "met_earliest": DUE,
                    "met_latest": DUE + 2 * DAY,
                },
            ),
            (lacks, Status.IN_PROGRESS, {"evidence": [supports], **met}),
            # After the deadline, or declared complete.
            (stands, Status.PARTIALLY_MET, {"evidence": [evidence()]}),
            (lacks, Status.PARTIALLY_MET, {}),
            (lacks, Status.PARTIALLY_MET, {"evidence": [evidence()], "as_of_on": DUE}),
            (stands, Status.PARTIALLY_MET, {"evidence": [said], "as_of_on": DUE}),
            (
                lacks,
                Status.PARTIALLY_MET,
                {"evidence": [evidence()], "commitment": self.undated},
            ),
            (
                stands,
                Status.PARTIALLY_MET,
                {"evidence": [said], "commitment": self.undated},
            ),
            # Deadline passed, and evidence about that date or later.
            (stands, Status.NOT_MET, {"evidence": [evidence(DUE)]}),
            (lacks, Status.NOT_MET, {"evidence": [evidence(DUE - DAY)]}),
            (lacks, Status.NOT_MET, {"evidence": [evidence(None)]}),
            (lacks, Status.NOT_MET, {}),
            (lacks, Status.NOT_MET, {"evidence": [evidence(DUE)], "as_of_on": DUE}),
            (
                lacks,
                Status.NOT_MET,
                {"evidence": [evidence(DUE)], "commitment": self.undated},
            ),
            # A quoted official statement or act.
            (
                stands,
                Status.ABANDONED,
                {"evidence": [evidence(origin=Origin.GOVERNMENT, extract="renonce")]},
            ),
            (lacks, Status.ABANDONED, {"evidence": [said]}),
            (
                lacks,
                Status.ABANDONED,
                {"evidence": [evidence(origin=Origin.PRESS, extract="renonce")]},
            ),
            (lacks, Status.ABANDONED, {}),
            # From intake, with its reason.
            (stands, Status.NOT_VERIFIABLE, {"commitment": self.vague}),
            (lacks, Status.NOT_VERIFIABLE, {}),
        ]
        for may_stand, status, fields in cases:
            with self.subTest(status=status, fields=fields):
                problems = self.missing(status, **fields)
                self.assertEqual(problems == [], may_stand, problems)
        self.assertEqual({status for _stands, status, _fields in cases}, set(Status))

    def test_withdrawn_evidence_holds_nothing_up(self):
        gone = self.evidence(
            PROMISED + DAY, withdrawn_at=datetime(2024, 1, 1, tzinfo=UTC)
        )
        self.assertEqual(len(self.missing(Status.IN_PROGRESS, evidence=[gone])), 2)
        standing = self.evidence(PROMISED + DAY)
        self.assertEqual(
            len(self.missing(Status.IN_PROGRESS, evidence=[gone, standing])), 1
        )

    def test_all_that_is_missing_is_said_at_once(self):
        self.assertEqual(len(self.missing(Status.MET, rationale="", met_latest=DUE)), 3)


class ProposalTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.commitment = make_commitment(due_on=DUE)

    def test_changes_nothing_yet(self):
        assessment = propose(self.commitment, Status.IN_PROGRESS)
        self.commitment.refresh_from_db()
        self.assertEqual(assessment.review, Review.PENDING)
        self.assertEqual(self.commitment.status, Status.NOT_ASSESSED)
        self.assertFalse(self.commitment.assessments.current().exists())
        change = self.commitment.changes.get(verb="propose")
        self.assertEqual(change.after["status"], "in_progress")
        self.assertEqual(change.why, assessment.rationale)
        self.assertEqual(change.public_note, "")

    def test_refuses_what_lacks_something(self):
        with self.assertRaises(Refused) as refused:
            propose(self.commitment, Status.IN_PROGRESS, evidence=[], rationale="")
        self.assertEqual(len(refused.exception.problems), 2)
        self.assertFalse(self.commitment.assessments.exists())

    def test_refuses_a_day_that_has_not_come_in_paris(self):
        with time_machine.travel(datetime(2024, 7, 13, 22, 30, tzinfo=UTC), tick=False):
            self.assertEqual(today(), date(2024, 7, 14))
            propose(self.commitment, Status.IN_PROGRESS, as_of_on=date(2024, 7, 14))
            with self.assertRaises(Refused):
                propose(self.commitment, Status.IN_PROGRESS, as_of_on=date(2024, 7, 15))

    def test_refuses_evidence_of_another_commitment(self):
        theirs = make_evidence(make_commitment())
        with self.assertRaises(Refused):
            propose(self.commitment, Status.IN_PROGRESS, evidence=[theirs])

    def test_refuses_evidence_withdrawn_meanwhile(self):
        evidence = make_evidence(self.commitment)
        seen = Evidence.objects.get(pk=evidence.pk)
        workflow.withdraw_record(evidence, by=reviewer(), reason="Erreur.")
        with self.assertRaises(Refused):
            propose(self.commitment, Status.IN_PROGRESS, evidence=[seen])


class RetractionTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.commitment = make_commitment(due_on=DUE)
        cls.author = make_user("Reviewer")

    def setUp(self):
        self.assessment = propose(self.commitment, Status.IN_PROGRESS, by=self.author)

    def test_the_author_takes_a_proposal_back_and_may_propose_another(self):
        workflow.retract_assessment(self.assessment, by=self.author)
        self.assessment.refresh_from_db()
        self.assertEqual(self.assessment.review, Review.RETRACTED)
        self.assertIsNone(self.assessment.reviewer)
        self.assertFalse(self.commitment.assessments.pending().exists())
        change = self.commitment.changes.get(verb="retract")
        self.assertEqual((change.by, change.public_note), (self.author, ""))
        propose(self.commitment, Status.MET, by=self.author)

    def test_it_changes_nothing_that_readers_see(self):
        self.commitment.refresh_from_db()
        before = workflow.commitments.values(self.commitment)
        version = self.commitment.version
        workflow.retract_assessment(self.assessment, by=self.author)
        self.commitment.refresh_from_db()
        self.assertEqual(workflow.commitments.values(self.commitment), before)
        self.assertEqual(self.commitment.status, Status.NOT_ASSESSED)
        self.assertEqual(self.commitment.version, version)

    def test_nobody_else_takes_it_back(self):
        with self.assertRaises(Refused):
            workflow.retract_assessment(self.assessment, by=reviewer())
        self.assessment.refresh_from_db()
        self.assertEqual(self.assessment.review, Review.PENDING)

    def test_what_was_decided_is_not_taken_back(self):
        workflow.approve_assessment(self.assessment, by=reviewer())
        with self.assertRaises(Refused):
            workflow.retract_assessment(self.assessment, by=self.author)

    def test_what_was_taken_back_is_decided_by_nobody(self):
        workflow.retract_assessment(self.assessment, by=self.author)
        for verb, person, fields in (
            (workflow.approve_assessment, reviewer(), {}),
            (workflow.return_assessment, reviewer(), {"note": "Non."}),
            (workflow.retract_assessment, self.author, {}),
        ):
            with self.subTest(verb=verb), self.assertRaises(Refused):
                verb(self.assessment, by=person, **fields)

    def test_a_proposal_on_a_withdrawn_commitment_can_be_taken_back(self):
        workflow.withdraw(
            self.commitment, by=reviewer(), version=None, reason="Doublon."
        )
        workflow.retract_assessment(self.assessment, by=self.author)
        self.assertFalse(self.commitment.assessments.pending().exists())


class ReviewTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.commitment = make_commitment(due_on=DUE)

    def test_an_approved_assessment_stands(self):
        assessment = assess(self.commitment, Status.MET)
        assessment.refresh_from_db()
        self.assertEqual(assessment.review, Review.APPROVED)
        self.assertEqual(assessment.reviewer, reviewer())
        self.assertEqual(self.commitment.status, Status.MET)
        self.assertEqual(self.commitment.assessed_on, assessment.as_of_on)
        self.assertEqual(self.commitment.met_earliest, assessment.met_earliest)
        self.assertEqual(self.commitment.met_latest, assessment.met_latest)
        change = self.commitment.changes.get(verb="approve")
        self.assertEqual(change.before["status"], "not_assessed")
        self.assertEqual(change.after["status"], "met")

    def test_the_next_supersedes_it_and_keeps_it(self):
        first = assess(self.commitment, Status.IN_PROGRESS)
        second = assess(self.commitment, Status.MET)
        third = assess(self.commitment, Status.IN_PROGRESS, is_correction=True)
        self.assertEqual((second.supersedes, third.supersedes), (first, second))
        self.assertEqual(self.commitment.assessments.current().get(), third)
        self.assertEqual(self.commitment.status, Status.IN_PROGRESS)

    def test_nobody_reviews_their_own(self):
        author = make_user("Reviewer")
        assessment = propose(self.commitment, Status.IN_PROGRESS, by=author)
        with self.assertRaises(Refused):
            workflow.approve_assessment(assessment, by=author)
        with self.assertRaises(Refused):
            workflow.return_assessment(assessment, by=author, note="Non.")
        assessment.refresh_from_db()
        self.assertEqual(assessment.review, Review.PENDING)

    def test_one_review_is_enough(self):
        assessment = assess(self.commitment, Status.IN_PROGRESS)
        for verb, fields in (
            (workflow.approve_assessment, {}),
            (workflow.return_assessment, {"note": "Non."}),
        ):
            with self.subTest(verb=verb), self.assertRaises(Refused):
                verb(assessment, by=reviewer(), **fields)

    def test_the_rules_are_asked_again_at_the_approval(self):
        evidence = make_evidence(self.commitment)
        assessment = propose(self.commitment, Status.IN_PROGRESS, evidence=[evidence])
        workflow.withdraw_record(evidence, by=reviewer(), reason="Erreur.")
        with self.assertRaises(Refused):
            workflow.approve_assessment(assessment, by=reviewer())
        self.commitment.refresh_from_db()
        self.assertEqual(self.commitment.status, Status.NOT_ASSESSED)

    def test_a_returned_one_says_why_and_changes_nothing(self):
        assessment = propose(self.commitment, Status.IN_PROGRESS)
        for note in ("", " "):
            with self.subTest(note=note), self.assertRaises(Refused):
                workflow.return_assessment(assessment, by=reviewer(), note=note)
        workflow.return_assessment(assessment, by=reviewer(), note="Citez la source.")
        assessment.refresh_from_db()
        self.assertEqual(assessment.review_note, "Citez la source.")
        self.commitment.refresh_from_db()
        self.assertEqual(self.commitment.status, Status.NOT_ASSESSED)
        change = self.commitment.changes.get(verb="return", model="assessment")
        self.assertEqual((change.why, change.public_note), ("Citez la source.", ""))

    def test_an_approval_counts_as_a_look_at_the_record(self):
        with time_machine.travel(datetime(2024, 6, 15, 12, tzinfo=UTC), tick=False):
            assess(self.commitment, Status.IN_PROGRESS)
        self.assertEqual(self.commitment.review_due_on, date(2024, 12, 12))
