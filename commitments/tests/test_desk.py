"""The desk: what needs doing."""

from datetime import timedelta

from django.urls import reverse

from commitments import workflow
from commitments.choices import Status
from commitments.tests import factories
from commitments.tests.workspace import WorkspaceTestCase
from commitments.timing import today


class DeskTests(WorkspaceTestCase):
    def count(self, code):
        sections = self.open("desk").context["sections"]
        return next(s.count for s in sections if s.task.code == code)

    def test_guards_its_pages(self):
        self.assert_guarded("desk")
        self.assert_guarded("desk-list", "overdue")

    def test_says_so_when_nothing_needs_doing(self):
        response = self.open("desk")
        self.assertTrue(response.context["is_clear"])
        self.assertContains(response, "No deadline has passed without an assessment.")

    def test_lists_the_overdue_that_nobody_assessed(self):
        overdue = factories.make_commitment(due_on=today() - timedelta(days=1))
        factories.make_commitment(due_on=today())
        assessed = factories.make_commitment(due_on=today() - timedelta(days=400))
        factories.assess(assessed, Status.PARTIALLY_MET, as_of_on=today())
        self.assertEqual(self.count("overdue"), 1)
        self.assertContains(self.open("desk-list", "overdue"), overdue.title)

    def test_lists_what_is_due_within_ninety_days(self):
        factories.make_commitment(due_on=today() + timedelta(days=90))
        factories.make_commitment(due_on=today() + timedelta(days=91))
        moved = factories.make_commitment(due_on=today() - timedelta(days=5))
        factories.make_deadline(moved, due_latest=today() + timedelta(days=20))
        self.assertEqual(self.count("due-soon"), 2)

    def test_lists_the_stale(self):
        commitment = factories.make_commitment(review_interval_days=1)
        type(commitment).objects.filter(pk=commitment.pk).update(
            review_due_on=today() - timedelta(days=1)
        )
        self.assertEqual(self.count("stale"), 1)

    def test_lists_what_awaits_a_second_person(self):
        factories.make_in_review()
        factories.propose(factories.make_commitment(), Status.IN_PROGRESS)
        self.assertEqual(self.count("in-review"), 1)
        self.assertEqual(self.count("assessments"), 1)

    def test_lists_my_drafts_and_nobody_elses(self):
        factories.make_draft(by=self.editor)
        factories.make_draft(by=factories.make_user())
        self.assertEqual(self.count("drafts"), 1)

    def test_lists_assessments_returned_to_me_until_i_propose_again(self):
        commitment = factories.make_commitment()
        mine = factories.propose(commitment, Status.IN_PROGRESS, by=self.editor)
        workflow.return_assessment(mine, by=self.reviewer, note="Dater le bilan.")
        response = self.open("desk")
        self.assertContains(response, "Dater le bilan.")
        self.assertEqual(self.count("returned"), 1)
        factories.propose(commitment, Status.IN_PROGRESS, by=self.editor)
        self.assertEqual(self.count("returned"), 0)

    def test_lists_unread_answers_that_have_a_text(self):
        read = factories.make_answer()
        workflow.mark_read(read, by=self.editor)
        factories.make_answer(text="")
        factories.make_answer()
        self.assertEqual(self.count("unread"), 1)

    def test_lists_quotes_that_the_latest_text_no_longer_holds(self):
        commitment = factories.make_draft()
        answer = commitment.passages.get().answer
        workflow.keep_text(answer, text="Un rectificatif.", published_on=today())
        self.assertEqual(self.count("quotes"), 1)

    def test_leads_reviewers_to_publication(self):
        commitment = factories.make_in_review()
        self.client.force_login(self.reviewer)
        self.assertContains(
            self.open("desk"), f"/atelier/engagements/{commitment.reference}/publier/"
        )

    def test_leads_to_the_review_of_an_assessment_those_who_may_review(self):
        assessment = factories.propose(factories.make_commitment(), Status.IN_PROGRESS)
        review = reverse("assessment-review", args=[assessment.pk])
        work = reverse("commitment-work", args=[assessment.commitment.reference])
        for page in (("desk",), ("desk-list", "assessments")):
            response = self.open(*page)
            self.assertNotContains(response, review)
            self.assertContains(response, f'href="{work}"')
        self.client.force_login(self.reviewer)
        self.assertContains(self.open("desk"), f'href="{review}"')

    def test_asks_the_database_the_same_number_of_times_whatever_there_is(self):
        def fill():
            for days in (-5, 5):
                factories.make_commitment(due_on=today() + timedelta(days=days))
            factories.make_in_review()
            factories.make_draft(by=self.editor)
            factories.propose(factories.make_commitment(), Status.IN_PROGRESS)
            factories.make_answer()

        fill()
        self.open("desk")
        # Four lists are empty, and so only counted.
        with self.assertNumQueries(21) as few:
            self.open("desk")
        fill()
        with self.assertNumQueries(len(few)):
            self.open("desk")

    def test_does_not_know_other_lists(self):
        self.assertEqual(self.open("desk-list", "nothing").status_code, 404)
