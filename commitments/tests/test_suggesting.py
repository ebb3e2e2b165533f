"""Many answers read at once: what reading them one by one would give."""

import multiprocessing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from django.test import TestCase

from commitments import workflow
from commitments.imports import suggesting
from commitments.imports.run import import_files
from commitments.imports.suggesting import Suggester, suggest_in, unsuggested
from commitments.models import Answer, AnswerWord, ImportRun, Suggestion
from commitments.search import ANSWER, find, index_answers
from commitments.search.engines import engine
from commitments.search.indexing import compare
from commitments.tests import open_data
from commitments.tests.factories import editor, make_answer
from commitments.workflow import first_reading

OPENS = "Le Gouvernement ouvrira cent gares d'ici fin 2026."
TRAINS = "Le Gouvernement achètera dix trains d'ici fin 2027."


def everything():
    """All that the machine writes, by what it is about."""
    return {
        "suggestions": sorted(
            Suggestion.objects.values_list(
                "answer__uid", "text", "start", "end", "quote", "level", "decision"
            )
        ),
        "details": sorted(map(str, Suggestion.objects.values_list("details"))),
        "words": sorted(AnswerWord.objects.values_list("answer__uid", "word")),
        "answers": sorted(
            Answer.objects.values_list("uid", "suggested_text", "likely_count")
        ),
    }


def suggest_all(processes=1, **options):
    """Read what is unread; return how many answers were read, and found in them."""
    pairs = list(suggest_in(unsuggested(), processes=processes, **options))
    return sum(read for read, _ in pairs), sum(found for _, found in pairs)


class ManyTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        with TemporaryDirectory() as folder:
            path = open_data.assembly_zip(Path(folder, "a.zip"), 120)
            import_files(ImportRun.objects.create(files="a.zip"), [path])

    def setUp(self):
        # Tests run side by side in daemons, which may not start processes.
        process = multiprocessing.current_process()
        self.enterContext(mock.patch.dict(process._config, daemon=False))

    def test_what_was_read_is_found_by_its_words(self):
        self.assertEqual(len(compare(ANSWER).missing), Answer.objects.count())
        suggest_all(processes=2)
        self.assertFalse(compare(ANSWER))
        self.assertTrue(find(ANSWER, "ministère"))

    def forget(self):
        engine().empty(ANSWER)
        Answer.objects.update(suggested_text=None, likely_count=0)
        Suggestion.objects.all().delete()
        AnswerWord.objects.all().delete()

    def test_gives_what_one_by_one_would(self):
        found = sum(len(workflow.suggest(answer)) for answer in Answer.objects.all())
        one_by_one = everything()
        for processes in (1, 2):
            with self.subTest(processes=processes):
                self.forget()
                self.assertEqual(
                    suggest_all(processes), (Answer.objects.count(), found)
                )
                self.assertEqual(everything(), one_by_one)
                self.assertEqual(suggest_all(processes), (0, 0))

    def test_gives_the_same_when_the_database_refuses_to_take_all_at_once(self):
        suggest_all()
        at_once = everything()
        words = list(AnswerWord.objects.all()[:3])
        self.forget()
        # Left behind by somebody: they cannot be inserted again.
        AnswerWord.objects.bulk_create(words)
        suggest_all()
        self.assertEqual(everything(), at_once)


class WaitingTests(TestCase):
    """What was read waits, until there is enough to write."""

    @classmethod
    def setUpTestData(cls):
        cls.answers = [make_answer(f"{OPENS} Lot {n}.").pk for n in range(3)]

    def written(self):
        return Answer.objects.exclude(suggested_text=None).count()

    def test_what_is_enough_is_written_when_the_next_ones_come(self):
        first, second, third = self.answers
        with mock.patch.object(suggesting, "AT_ONCE", 1), Suggester() as suggester:
            self.assertEqual(suggester.take([first, second]), (0, 0))
            self.assertEqual(suggester.take([]), (0, 0))
            self.assertEqual(self.written(), 0)
            self.assertEqual(suggester.take([third]), (2, 2))
            self.assertEqual(self.written(), 2)
            self.assertEqual(suggester.finish(), (1, 1))

    def test_what_is_not_enough_is_written_at_the_end(self):
        with Suggester() as suggester:
            for answer in self.answers:
                self.assertEqual(suggester.take([answer]), (0, 0))
            self.assertEqual(self.written(), 0)
            self.assertEqual(suggester.finish(), (3, 3))
            self.assertEqual(suggester.finish(), (0, 0))
        self.assertEqual(self.written(), 3)

    def test_of_two_texts_of_an_answer_that_wait_the_newer_one_counts(self):
        answer = Answer.objects.get(pk=self.answers[0])
        with Suggester() as suggester:
            suggester.take([answer.pk])
            workflow.keep_text(answer, text=TRAINS, published_on=date(2023, 8, 1))
            suggester.take([answer.pk])
            suggester.finish()
        (pending,) = answer.suggestions.pending()
        self.assertEqual(pending.quote, TRAINS.rstrip("."))
        answer.refresh_from_db()
        self.assertEqual(answer.suggested_text, answer.current_text())


class PastTests(TestCase):
    """Answers with a past keep what was decided and quoted."""

    def test_what_was_decided_is_not_suggested_again(self):
        answer = make_answer(f"{OPENS} {TRAINS}")
        first, _second = workflow.suggest(answer)
        workflow.reject_suggestion(first, reason_code="law", by=editor())
        workflow.keep_text(
            answer, text=f"Erratum. {OPENS} {TRAINS}", published_on=date(2023, 8, 1)
        )
        make_answer(OPENS)
        self.assertEqual(suggest_all(), (2, 2))
        (pending,) = answer.suggestions.pending()
        self.assertEqual(pending.quote, TRAINS.rstrip("."))
        self.assertEqual(pending.text, answer.current_text())

    def test_all_is_read_again_when_the_rules_have_improved(self):
        answers = [make_answer(OPENS), make_answer(TRAINS)]
        suggest_all()
        Suggestion.objects.filter(answer=answers[0]).update(quote="Autre.", end=5)
        list(suggest_in(Answer.objects.all(), again=True, processes=2))
        self.assertEqual(
            sorted(Suggestion.objects.values_list("quote", flat=True)),
            sorted([OPENS.rstrip("."), TRAINS.rstrip(".")]),
        )

    def test_a_quote_recorded_before_counts_as_dealt_with(self):
        answer = make_answer(OPENS)
        workflow.record_commitment(
            by=editor(),
            answer=answer,
            quote=OPENS.rstrip("."),
            start=0,
            title="Gares",
            kind="measure",
            testability="dated_action",
        )
        self.assertEqual(suggest_all(), (1, 1))
        answer.refresh_from_db()
        self.assertEqual(answer.likely_count, 0)

    def test_a_question_that_came_meanwhile_is_found(self):
        answer = make_answer(OPENS)
        engine().empty(ANSWER)
        (text,) = first_reading.unread([answer.pk])
        reading = first_reading.read(text)
        answer.questions.update(title="Les vergers scolaires")
        index_answers([answer.pk])
        suggesting.write([answer.pk], [reading], again=False)
        self.assertIn(answer.pk, find(ANSWER, "vergers"))
        self.assertTrue(answer.suggestions.exists())

    def test_a_text_that_came_meanwhile_is_read_too(self):
        answer = make_answer(OPENS)
        (text,) = first_reading.unread([answer.pk])
        reading = first_reading.read(text)
        workflow.keep_text(answer, text=TRAINS, published_on=date(2023, 8, 1))
        suggesting.write([answer.pk], [reading], again=False)
        (suggestion,) = answer.suggestions.all()
        self.assertEqual(suggestion.quote, TRAINS.rstrip("."))
        answer.refresh_from_db()
        self.assertEqual(answer.suggested_text, answer.current_text())
