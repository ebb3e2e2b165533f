"""The editor's page of a commitment, its trail, its review and its search."""

from datetime import timedelta

from commitments import workflow
from commitments.choices import Status
from commitments.tests import factories
from commitments.tests.workspace import WorkspaceTestCase
from commitments.timing import today


class CommitmentWorkTests(WorkspaceTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.commitment = factories.make_commitment(due_on=today() + timedelta(days=9))

    def test_is_guarded(self):
        self.assert_guarded("commitment-work", self.commitment.reference)

    def test_shows_everything_on_it(self):
        factories.make_measurement(self.commitment, 1500)
        factories.propose(self.commitment, Status.IN_PROGRESS)
        other = factories.make_draft(title="Un autre engagement")
        factories.make_relation(self.commitment, other)
        evidence = factories.make_evidence(self.commitment, title="Bilan retiré")
        workflow.withdraw_record(evidence, by=self.reviewer, reason="Doublon du bilan.")
        workflow.record_reply(
            self.commitment,
            by=self.editor,
            body=factories.make_body("Agence des guichets"),
            text="Les travaux avancent.",
            received_on=today(),
        )
        response = self.open("commitment-work", self.commitment.reference)
        for words in (
            "Un autre engagement",
            "Bilan retiré",
            "Doublon du bilan.",
            "Les travaux avancent.",
            "An assessment awaits review.",
            "Computed progress",
        ):
            self.assertContains(response, words)

    def test_asks_the_database_the_same_number_of_times_whatever_it_holds(self):
        def fill():
            factories.make_measurement(self.commitment, 1500)
            author = factories.make_user()
            factories.propose(self.commitment, Status.IN_PROGRESS, by=author)
            factories.make_relation(self.commitment, factories.make_draft())

        fill()
        self.open("commitment-work", self.commitment.reference)
        with self.assertNumQueries(23) as few:
            self.open("commitment-work", self.commitment.reference)
        fill()
        with self.assertNumQueries(len(few)):
            self.open("commitment-work", self.commitment.reference)

    def test_offers_publication_to_reviewers_alone(self):
        waiting = factories.make_in_review()
        address = f"/atelier/engagements/{waiting.reference}/publier/"
        self.assertNotContains(self.open("commitment-work", waiting.reference), address)
        self.client.force_login(self.reviewer)
        self.assertContains(self.open("commitment-work", waiting.reference), address)

    def test_does_not_know_other_references(self):
        for reference in ("E-9999", "E-", "42", "E-abc"):
            response = self.open("commitment-work", reference)
            self.assertEqual(response.status_code, 404)


class CommitmentChangesTests(WorkspaceTestCase):
    def test_is_guarded(self):
        self.assert_guarded("commitment-changes", factories.make_draft().reference)

    def test_tells_who_changed_what_from_which_value_to_which(self):
        commitment = factories.make_draft(title="Ouvrir cent guichets")
        body = factories.make_body("Agence des guichets")
        workflow.edit_commitment(
            commitment,
            by=self.reviewer,
            version=commitment.version,
            title="Ouvrir mille guichets",
            bodies=[body],
        )
        response = self.open("commitment-changes", commitment.reference)
        self.assertContains(response, "René Relu")
        self.assertContains(
            response, "Ouvrir <del>cent</del><ins>mille</ins> guichets", html=True
        )
        self.assertContains(response, "<ins>Agence des guichets</ins>")


class ReviewConfirmTests(WorkspaceTestCase):
    def test_is_guarded(self):
        self.assert_guarded("review-confirm", factories.make_commitment().reference)

    def test_moves_the_next_review_on(self):
        commitment = factories.make_commitment(review_interval_days=30)
        type(commitment).objects.filter(pk=commitment.pk).update(review_due_on=today())
        self.open("review-confirm", commitment.reference)
        commitment.refresh_from_db()
        self.assertEqual(commitment.review_due_on, today())
        self.send("review-confirm", commitment.reference, data={"note": "Relu."})
        commitment.refresh_from_db()
        self.assertEqual(commitment.review_due_on, today() + timedelta(days=30))

    def test_says_why_a_withdrawn_commitment_is_refused(self):
        commitment = factories.make_withdrawn()
        response = self.send("review-confirm", commitment.reference)
        self.assertContains(response, "reopen it first")


class WorkspaceSearchTests(WorkspaceTestCase):
    def test_is_guarded(self):
        self.assert_guarded("workspace-search")

    def test_goes_straight_to_a_reference(self):
        commitment = factories.make_draft()
        response = self.open("workspace-search", query=f"?q={commitment.reference}")
        self.assertRedirects(response, f"/atelier/engagements/{commitment.reference}/")

    def test_finds_commitments_of_any_state_by_their_words(self):
        factories.make_draft(title="Rénover les écluses")
        factories.make_withdrawn(title="Rénover des écluses encore")
        response = self.open("workspace-search", query="?q=renover+ecluses")
        self.assertEqual(response.context["page"].paginator.count, 2)

    def test_finds_answers_to_quote_for_a_commitment(self):
        commitment = factories.make_draft()
        answer = factories.make_answer(question={"title": "Écluses du canal"})
        response = self.open(
            "workspace-search",
            query=f"?q=canal&commitment={commitment.reference}&stay=1",
        )
        self.assertContains(
            response,
            f"/atelier/reponses/{answer.uid}/?commitment={commitment.reference}",
        )

    def test_bears_any_words(self):
        for words in ("", "%00", "' OR 1=1", "E-99999999999999999999", "x" * 3000):
            response = self.open("workspace-search", query=f"?q={words}")
            self.assertEqual(response.status_code, 200)
