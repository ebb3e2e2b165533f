"""Proposing an assessment, and reviewing one."""

from datetime import date, timedelta

from django.urls import reverse

from commitments import workflow
from commitments.choices import Review, Status
from commitments.tests import factories
from commitments.tests.workspace import WorkspaceTestCase
from commitments.timing import today


class AssessmentProposeTests(WorkspaceTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.commitment = factories.make_commitment(due_on=date(2023, 12, 31))
        cls.evidence = factories.make_evidence(cls.commitment)

    def propose(self, **data):
        data = {
            "status": "in_progress",
            "as_of_on": "01/06/2024",
            "rationale": "Le bilan le montre.",
            "evidence": [self.evidence.pk],
        } | data
        return self.send("assessment-propose", self.commitment.reference, data=data)

    def test_is_guarded(self):
        self.assert_guarded("assessment-propose", self.commitment.reference)

    def test_shows_the_rule_of_each_status(self):
        response = self.open("assessment-propose", self.commitment.reference)
        self.assertContains(response, "Silence never suffices.")
        self.assertEqual(len(response.context["rules"]), len(Status))

    def test_proposes_what_another_person_reviews(self):
        self.propose()
        assessment = self.commitment.assessments.get()
        self.assertEqual(assessment.review, Review.PENDING)
        self.assertEqual(assessment.author, self.editor)
        self.assertEqual(list(assessment.evidence.all()), [self.evidence])

    def test_says_all_that_the_rules_want_and_keeps_the_rest(self):
        response = self.propose(status="no_evidence", evidence=[])
        self.assertContains(response, "List the sources that you consulted")
        self.assertContains(response, "Le bilan le montre.")
        response = self.propose(status="not_met", as_of_on="01/06/2023")
        self.assertContains(response, "can only be said after the deadline")
        response = self.propose(status="met")
        self.assertContains(response, 'href="#id_met_earliest"')
        self.assertFalse(self.commitment.assessments.exists())

    def test_takes_the_interval_for_met_alone(self):
        interval = {"met_earliest": "13/07/2023", "met_latest": "31/12/2023"}
        self.propose(status="met", **interval)
        self.assertEqual(
            self.commitment.assessments.get().met_latest, date(2023, 12, 31)
        )
        response = self.propose(status="in_progress", **interval)
        self.assertContains(response, "Your earlier proposal still waits")
        first = self.commitment.assessments.get()
        workflow.return_assessment(first, by=self.reviewer, note="Pas encore.")
        self.propose(status="in_progress", **interval)
        latest = self.commitment.assessments.order_by("-pk").first()
        self.assertIsNone(latest.met_latest)

    def test_refuses_the_future_and_evidence_of_others(self):
        tomorrow = today() + timedelta(days=1)
        response = self.propose(as_of_on=tomorrow.isoformat())
        self.assertContains(response, "cannot be dated in the future")
        foreign = factories.make_evidence(factories.make_draft())
        response = self.propose(evidence=[foreign.pk])
        self.assertContains(response, 'href="#id_evidence"')

    def test_starts_from_what_was_returned_to_me(self):
        mine = factories.propose(
            self.commitment, Status.IN_PROGRESS, by=self.editor, rationale="À revoir."
        )
        workflow.return_assessment(mine, by=self.reviewer, note="Dater.")
        response = self.open(
            "assessment-propose", self.commitment.reference, query=f"?from={mine.pk}"
        )
        self.assertEqual(response.context["form"]["rationale"].value(), "À revoir.")
        for other in ("?from=x", "?from=999999", "?from=²"):
            response = self.open(
                "assessment-propose", self.commitment.reference, query=other
            )
            self.assertEqual(response.status_code, 200)


class AssessmentRetractTests(WorkspaceTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.commitment = factories.make_commitment()
        cls.mine = factories.propose(
            cls.commitment, Status.IN_PROGRESS, by=cls.editor, rationale="À revoir."
        )

    def test_is_guarded(self):
        self.client.force_login(self.stranger)
        response = self.send("assessment-retract", self.mine.pk)
        self.assertEqual(response.status_code, 403)

    def test_is_offered_to_the_author_alone(self):
        offer = "Take my proposal back"
        for person, times in ((self.editor, 1), (self.reviewer, 0)):
            self.client.force_login(person)
            page = self.open("commitment-work", self.commitment.reference)
            self.assertContains(page, offer, times)

    def test_takes_it_back_and_lets_it_be_proposed_again(self):
        response = self.send("assessment-retract", self.mine.pk, follow=True)
        self.assertContains(response, "Taken back: it is kept")
        self.assertContains(response, "Taken back by its author")
        again = reverse("assessment-propose", args=[self.commitment.reference])
        self.assertContains(response, f"{again}?from={self.mine.pk}")
        page = self.client.get(again, {"from": self.mine.pk})
        self.assertEqual(page.context["form"]["rationale"].value(), "À revoir.")

    def test_says_why_it_is_too_late(self):
        workflow.approve_assessment(self.mine, by=self.reviewer)
        response = self.send("assessment-retract", self.mine.pk, follow=True)
        self.assertContains(response, "already been reviewed")

    def test_is_not_for_others(self):
        self.client.force_login(self.reviewer)
        response = self.send("assessment-retract", self.mine.pk, follow=True)
        self.assertContains(response, "Only its author takes a proposal back.")

    def test_a_reviewer_is_told_that_it_was_taken_back(self):
        workflow.retract_assessment(self.mine, by=self.editor)
        self.client.force_login(self.reviewer)
        page = self.open("assessment-review", self.mine.pk)
        self.assertContains(page, "Taken back by its author")
        self.assertNotContains(page, 'value="approve"')
        response = self.send(
            "assessment-review", self.mine.pk, data={"decision": "approve"}
        )
        self.assertEqual(response.status_code, 200)


class AssessmentReviewTests(WorkspaceTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.commitment = factories.make_commitment()
        cls.assessment = factories.propose(
            cls.commitment, Status.IN_PROGRESS, by=cls.editor
        )

    def setUp(self):
        super().setUp()
        self.client.force_login(self.reviewer)

    def decide(self, **data):
        response = self.send("assessment-review", self.assessment.pk, data=data)
        self.assessment.refresh_from_db()
        self.commitment.refresh_from_db()
        return response

    def test_is_closed_to_editors(self):
        self.client.force_login(self.editor)
        self.assertEqual(
            self.open("assessment-review", self.assessment.pk).status_code, 403
        )
        self.assertEqual(self.decide(decision="approve").status_code, 403)
        self.assertEqual(self.assessment.review, Review.PENDING)

    def test_approves(self):
        self.assertContains(
            self.open("assessment-review", self.assessment.pk), "What would change"
        )
        self.decide(decision="approve")
        self.assertEqual(self.assessment.review, Review.APPROVED)
        self.assertEqual(self.commitment.status, Status.IN_PROGRESS)

    def test_returns_with_a_note(self):
        response = self.decide(decision="return", note=" ")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self.assessment.review, Review.PENDING)
        self.decide(decision="return", note="Dater le bilan.")
        self.assertEqual(self.assessment.review, Review.RETURNED)

    def test_is_never_for_the_author(self):
        own = factories.propose(self.commitment, Status.IN_PROGRESS, by=self.reviewer)
        page = self.open("assessment-review", own.pk)
        self.assertContains(page, "another reviewer has to decide")
        response = self.send("assessment-review", own.pk, data={"decision": "approve"})
        self.assertContains(response, "Nobody reviews their own assessment")
        own.refresh_from_db()
        self.assertEqual(own.review, Review.PENDING)

    def test_says_why_when_evidence_was_withdrawn_meanwhile(self):
        evidence = self.assessment.evidence.get()
        workflow.withdraw_record(evidence, by=self.reviewer, reason="Faux.")
        response = self.decide(decision="approve")
        self.assertContains(response, "cannot rest on withdrawn evidence")
        self.assertEqual(self.assessment.review, Review.PENDING)

    def test_is_done_once(self):
        self.decide(decision="approve")
        response = self.decide(decision="return", note="Trop tard.")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self.assessment.review, Review.APPROVED)

    def test_compares_with_the_current_rationale(self):
        self.decide(decision="approve")
        later = factories.propose(
            self.commitment, Status.IN_PROGRESS, rationale="Le bilan récent le montre."
        )
        page = self.open("assessment-review", later.pk)
        self.assertContains(page, "<ins>")
