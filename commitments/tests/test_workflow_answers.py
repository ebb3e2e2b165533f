"""Verbs on answers: texts are kept as versions; answers are marked as read."""

from datetime import date

from django.db import models
from django.test import SimpleTestCase, TestCase

from commitments import workflow
from commitments.models import Answer, AnswerText, Change
from commitments.tests.factories import (
    QUOTE,
    TEXT,
    editor,
    make_answer,
    make_draft,
    reviewer,
)

ON = date(2023, 8, 1)


class HashTests(SimpleTestCase):
    def test_spaces_and_composed_accents_do_not_make_another_text(self):
        same = ["à 85 % près", "à 85\u00a0% près", " a\u0300 85\u202f%\nprès "]
        self.assertEqual(len({workflow.text_hash(text) for text in same}), 1)

    def test_another_word_makes_another_text(self):
        self.assertNotEqual(workflow.text_hash("85 %"), workflow.text_hash("80 %"))


class KeepTextTests(TestCase):
    def keep(self, answer, text):
        return workflow.keep_text(answer, text=text, published_on=ON)

    def test_the_first_text_is_version_one(self):
        answer = make_answer(text="")
        version = self.keep(answer, TEXT)
        self.assertEqual((version.number, version.body), (1, TEXT))
        self.assertEqual(version.sha256, workflow.text_hash(TEXT))
        change = Change.objects.get(model="answertext", object_id=version.pk)
        self.assertEqual((change.verb, change.by), ("keep", None))

    def test_the_same_text_again_changes_nothing(self):
        answer = make_answer()
        self.assertIsNone(self.keep(answer, TEXT.replace("\u00a0", " ")))
        self.assertEqual(answer.texts.count(), 1)

    def test_an_empty_text_replaces_nothing(self):
        answer = make_answer()
        self.assertIsNone(self.keep(answer, " \n"))
        self.assertEqual(answer.current_text().body, TEXT)

    def test_an_erratum_makes_a_version_and_keeps_the_old_text(self):
        answer = make_answer()
        self.keep(answer, "Erratum. " + TEXT)
        bodies = list(answer.texts.values_list("number", "body"))
        self.assertEqual(bodies, [(1, TEXT), (2, "Erratum. " + TEXT)])
        self.assertEqual(answer.current_text().number, 2)

    def test_a_text_that_comes_back_is_a_new_version(self):
        answer = make_answer()
        self.keep(answer, "Autre texte.")
        self.assertEqual(self.keep(answer, TEXT).number, 3)

    def test_quotes_follow_into_the_new_text(self):
        answer = make_answer()
        passage = make_draft(answer=answer).passages.get()
        version = self.keep(answer, "Erratum. " + TEXT)
        before, passage = passage, answer.passages.get()
        self.assertEqual(passage.text, version)
        self.assertEqual(passage.start, before.start + len("Erratum. "))
        change = Change.objects.get(model="passage", verb="anchor")
        self.assertEqual(change.commitment, passage.commitment)
        self.assertEqual(change.before["start"], before.start)
        self.assertEqual(change.after["start"], passage.start)

    def test_a_quote_that_no_longer_stands_waits_where_it_was(self):
        answer = make_answer()
        before = make_draft(answer=answer).passages.get()
        self.keep(answer, "Un tout autre texte.")
        after = answer.passages.to_check().get()
        self.assertEqual((after.text, after.start), (before.text, before.start))

    def test_a_withdrawn_quote_stays_where_it_was(self):
        answer = make_answer()
        passage = make_draft(answer=answer).passages.get()
        workflow.withdraw_record(passage, by=reviewer(), reason="Erreur.")
        self.keep(answer, "Erratum. " + TEXT)
        self.assertEqual(answer.passages.get().text.number, 1)

    def test_a_quote_recorded_before_the_text_is_anchored_to_it(self):
        answer = make_answer(text="")
        passage = make_draft(answer=answer).passages.get()
        self.assertIsNone(passage.text)
        version = self.keep(answer, TEXT)
        passage.refresh_from_db()
        self.assertEqual(passage.text, version)
        self.assertEqual(TEXT[passage.start : passage.end], QUOTE)
        self.assertFalse(answer.passages.to_check().exists())


class ReadTests(TestCase):
    def test_the_first_reader_is_remembered(self):
        answer = make_answer()
        workflow.mark_read(answer, by=editor())
        answer = workflow.mark_read(answer, by=reviewer())
        self.assertEqual(answer.read_by, editor())
        self.assertEqual(Change.objects.filter(verb="read").count(), 1)
        self.assertFalse(Answer.objects.unread().exists())

    def test_an_answer_goes_back_to_the_queue_once(self):
        answer = workflow.mark_read(make_answer(), by=editor())
        workflow.mark_unread(answer, by=editor())
        answer = workflow.mark_unread(answer, by=editor())
        self.assertIsNone(answer.read_at)
        self.assertEqual(Change.objects.filter(verb="unread").count(), 1)
        self.assertEqual(Answer.objects.unread().get(), answer)

    def test_an_answer_without_its_text_is_not_waiting(self):
        make_answer(text="")
        self.assertFalse(Answer.objects.unread().exists())

    def test_an_answer_with_two_texts_waits_once(self):
        answer = make_answer()
        workflow.keep_text(answer, text="Autre.", published_on=ON)
        self.assertEqual(Answer.objects.unread().count(), 1)
        self.assertEqual(AnswerText.objects.aggregate(n=models.Max("number"))["n"], 2)
