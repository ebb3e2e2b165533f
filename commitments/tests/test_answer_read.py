"""The queue of answers, the reading view and marking as read."""

from datetime import date

from commitments import workflow
from commitments.tests import factories
from commitments.tests.workspace import WorkspaceTestCase
from commitments.views.workspace.marked_text import segments


class AnswerQueueTests(WorkspaceTestCase):
    def test_is_guarded(self):
        self.assert_guarded("answer-queue")

    def test_lists_unread_answers_latest_first(self):
        old = factories.make_answer(answered_on=date(2020, 1, 1))
        new = factories.make_answer(answered_on=date(2024, 1, 1))
        read = factories.make_answer()
        workflow.mark_read(read, by=self.editor)
        page = self.open("answer-queue").context["page"]
        self.assertEqual([a.pk for a in page], [new.pk, old.pk])

    def test_asks_the_database_the_same_number_of_times_whatever_there_is(self):
        factories.make_answer()
        self.open("answer-queue")
        with self.assertNumQueries(9) as few:
            self.open("answer-queue")
        for _ in range(3):
            factories.make_answer()
        with self.assertNumQueries(len(few)):
            self.open("answer-queue")


class AnswerReadTests(WorkspaceTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.answer = factories.make_answer()

    def test_is_guarded(self):
        self.assert_guarded("answer-read", self.answer.uid)

    def test_marks_the_words_of_commitments_drafts_included(self):
        draft = factories.make_draft(answer=self.answer)
        response = self.open("answer-read", self.answer.uid)
        self.assertContains(response, ">2\u00a0750 guichets d&#x27;ici fin 2023</mark>")
        self.assertContains(response, draft.title)

    def test_tells_of_an_answer_without_text(self):
        answer = factories.make_answer(text="")
        response = self.open("answer-read", answer.uid)
        self.assertContains(response, "The text of this answer is not in the base yet")

    def test_shows_a_text_as_text(self):
        answer = factories.make_answer(text="<script>alert(1)</script> & voilà.")
        response = self.open("answer-read", answer.uid)
        self.assertContains(
            response, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; voil"
        )

    def test_does_not_know_other_answers(self):
        self.assertEqual(self.open("answer-read", "QANR5L99QE1").status_code, 404)


class AnswerMarkTests(WorkspaceTestCase):
    def test_is_no_page_to_open(self):
        answer = factories.make_answer()
        self.assertEqual(self.open("answer-mark", answer.uid).status_code, 405)
        self.client.force_login(self.stranger)
        self.assertEqual(self.send("answer-mark", answer.uid).status_code, 403)
        answer.refresh_from_db()
        self.assertIsNone(answer.read_at)

    def test_marks_as_read_and_opens_the_next(self):
        first, second = factories.make_answer(), factories.make_answer()
        response = self.send("answer-mark", second.uid, data={"read": "yes"})
        self.assertRedirects(response, f"/atelier/reponses/{first.uid}/")
        second.refresh_from_db()
        self.assertEqual(second.read_by, self.editor)

    def test_says_when_the_queue_is_empty_and_takes_an_answer_back(self):
        answer = factories.make_answer()
        response = self.send("answer-mark", answer.uid, data={"read": "yes"})
        self.assertRedirects(response, "/atelier/reponses/")
        self.send("answer-mark", answer.uid, data={"read": "no"})
        answer.refresh_from_db()
        self.assertIsNone(answer.read_at)


class SegmentsTests(WorkspaceTestCase):
    def test_are_the_text_cut_at_the_passages(self):
        passages = factories.make_draft().passages.all()
        text = factories.TEXT
        found = segments(text, passages, chosen=(0, 5))
        self.assertEqual("".join(s.text for s in found), text)
        for segment in found:
            end = segment.start + len(segment.text)
            self.assertEqual(text[segment.start : end], segment.text)
        self.assertTrue(found[0].is_chosen)

    def test_leave_carriage_returns_out_and_keep_the_places(self):
        found = segments("un\r\ndeux")
        self.assertEqual([(s.start, s.text) for s in found], [(0, "un"), (3, "\ndeux")])
