"""Records become rows: once, completed later, never emptied."""

from dataclasses import replace
from datetime import date

from django.test import TestCase

from commitments.imports.labels import PublishedLabels
from commitments.imports.load import (
    CHANGED,
    CREATED,
    SAME,
    Import,
    Unloadable,
    load_record,
)
from commitments.imports.records import QuestionRecord
from commitments.models import (
    Answer,
    AnswerText,
    Body,
    BodyLabel,
    Change,
    Commitment,
    ImportRun,
    Passage,
    Question,
)
from commitments.tests.factories import make_user

TEXT = "Le ministère ouvrira cent gares d'ici 2020. Trente l'étaient déjà en 2017."


def a_record(**fields):
    """A record of a numbered question; a field given replaces its value."""
    defaults = {
        "uid": "QANR5L15QE99001",
        "chamber": "AN",
        "legislature": 15,
        "type": "QE",
        "number": "99001",
        "author": "Anne Modèle",
        "group": "Groupe d'essai",
        "constituency": "Meuse",
        "ministry_asked": "Ministère des essais",
        "ministry_answering": "Ministère des essais",
        "rubric": "Transports",
        "title": "Ouverture des gares",
        "asked_on": date(2018, 10, 2),
        "asked_page": 488,
        "answered_on": date(2019, 5, 7),
        "answered_page": 3088,
        "question_text": "Les gares ouvriront-elles ?",
        "answer_text": TEXT,
    }
    return QuestionRecord(**defaults | fields)


def load(record, **extra):
    return load_record(record, PublishedLabels(), **extra)


def quote(words, answer):
    """A passage recorded before the text was known."""
    commitment = Commitment.objects.create(
        title="Cent gares",
        slug="cent-gares",
        kind="target",
        testability="quantified_dated",
        created_by=make_user(),
    )
    return Passage.objects.create(commitment=commitment, answer=answer, quote=words)


class LoadTests(TestCase):
    def test_stores_the_question_its_answer_and_the_text(self):
        outcome = load(a_record())
        self.assertEqual(outcome.result, CREATED)
        question = Question.objects.get()
        self.assertEqual(question.author_group, "Groupe d'essai")
        self.assertEqual(question.asked_page, "488")
        answer = question.answer
        self.assertEqual(answer.uid, "QANR5L15QE99001")
        self.assertEqual(answer.current_text().body, TEXT)
        self.assertTrue(answer.source_url.endswith("/15/questions/QANR5L15QE99001"))

    def test_loading_twice_changes_nothing(self):
        load(a_record())
        changes = Change.objects.count()
        self.assertEqual(load(a_record()).result, SAME)
        self.assertEqual(Change.objects.count(), changes)
        self.assertEqual(AnswerText.objects.count(), 1)

    def test_never_empties_a_text_or_a_label(self):
        load(a_record())
        silent = a_record(
            question_text="", answer_text="", title=None, group=None, answered_page=None
        )
        self.assertEqual(load(silent).result, SAME)
        question = Question.objects.get()
        self.assertEqual(question.text, "Les gares ouvriront-elles ?")
        self.assertEqual(question.title, "Ouverture des gares")
        self.assertEqual(question.answer.current_text().body, TEXT)

    def test_completes_what_was_missing_and_notes_the_change(self):
        load(a_record(title=None, answer_text=""))
        outcome = load(a_record())
        self.assertEqual(outcome.result, CHANGED)
        self.assertEqual(Question.objects.get().title, "Ouverture des gares")
        change = Change.objects.get(verb="import", model="question")
        self.assertEqual(change.after, {"title": "Ouverture des gares"})
        self.assertIsNone(change.by)

    def test_an_inferred_value_never_replaces_one_that_was_read(self):
        load(a_record())
        guess = a_record(ministry_asked="un autre", inferred=("ministry_asked",))
        self.assertEqual(load(guess).result, SAME)
        question = Question.objects.get()
        self.assertEqual(question.ministry_asked, "Ministère des essais")
        self.assertEqual(question.inferred, [])

    def test_a_value_read_replaces_an_inferred_one(self):
        load(a_record(ministry_asked="un autre", inferred=("ministry_asked",)))
        self.assertEqual(Question.objects.get().inferred, ["ministry_asked"])
        load(a_record())
        question = Question.objects.get()
        self.assertEqual(question.ministry_asked, "Ministère des essais")
        self.assertEqual(question.inferred, [])

    def test_a_different_text_is_a_new_version(self):
        load(a_record())
        outcome = load(a_record(answer_text=TEXT.replace("cent", "deux cents")))
        self.assertEqual(outcome.result, CHANGED)
        self.assertEqual(outcome.text.number, 2)
        self.assertEqual(AnswerText.objects.count(), 2)

    def test_an_older_version_seen_again_is_no_news(self):
        load(a_record())
        load(a_record(answer_text=TEXT.replace("cent", "deux cents")))
        self.assertEqual(load(a_record()).result, SAME)
        self.assertEqual(Answer.objects.get().current_text().number, 2)

    def test_other_spaces_do_not_make_another_version(self):
        load(a_record())
        self.assertEqual(
            load(a_record(answer_text=TEXT.replace(" d", "\u00a0d"))).result, SAME
        )

    def test_quotes_find_their_place_when_the_text_arrives(self):
        answer = load(a_record(answer_text="")).answer
        passage = quote("cent gares", answer)
        outcome = load(a_record())
        passage.refresh_from_db()
        self.assertEqual(passage.start, TEXT.index("cent gares"))
        self.assertEqual((outcome.anchored, outcome.to_check), (1, 0))

    def test_a_quote_that_a_new_text_lost_waits_on_the_desk(self):
        answer = load(a_record(answer_text="")).answer
        passage = quote("cent gares", answer)
        load(a_record())
        outcome = load(a_record(answer_text="Le ministère ouvrira deux gares."))
        passage.refresh_from_db()
        self.assertEqual(passage.text.number, 1)
        self.assertEqual((outcome.anchored, outcome.to_check), (0, 1))

    def test_one_text_may_answer_two_questions(self):
        long_text = TEXT * 5
        load(a_record(answer_text=long_text))
        other = a_record(
            uid="QANR5L15QE99002", number="99002", answer_text=long_text, author="X Y"
        )
        self.assertEqual(load(other).result, CREATED)
        self.assertEqual(Answer.objects.get().questions.count(), 2)

    def test_a_page_without_number_is_known_again_with_it(self):
        unnumbered = a_record(
            uid="SENAT-20181002-P488-MODELE", chamber="SENAT", number=None
        )
        load(unnumbered)
        load(a_record(uid="SENAT-15-QE-99001", chamber="SENAT"))
        question = Question.objects.get()
        self.assertEqual(question.uid, "SENAT-20181002-P488-MODELE")
        self.assertEqual(question.number, "99001")
        self.assertEqual(load(unnumbered).result, SAME)

    def test_refuses_a_record_that_contradicts_the_days_held(self):
        load(a_record())
        for field, day in (
            ("asked_on", date(2018, 10, 3)),
            ("answered_on", date(2019, 5, 6)),
        ):
            with self.subTest(field), self.assertRaises(Unloadable) as refusal:
                load(a_record(**{field: day}))
            self.assertEqual(refusal.exception.field, field)

    def test_stores_nothing_of_a_record_that_does_not_fit(self):
        with self.assertRaises(Unloadable) as refusal:
            load(a_record(author="X" * 300))
        self.assertEqual(refusal.exception.field, "author")
        self.assertFalse(Question.objects.exists() or Answer.objects.exists())


class BodyTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.body = Body.objects.create(name="Ministère des Essais", slug="essais")
        other = Body.objects.create(name="Ministère des Horaires", slug="horaires")
        BodyLabel.objects.create(label="Horaires et gares", body=other)
        cls.other = other

    def test_finds_a_body_by_its_name_or_a_known_label(self):
        outcome = load(a_record(ministry_answering="Horaires et gares"))
        self.assertEqual(outcome.question.body_asked, self.body)
        self.assertEqual(outcome.answer.body, self.other)

    def test_assumes_the_ministry_asked_when_the_page_names_no_other(self):
        record = a_record(
            ministry_answering="Ministère", inferred=("ministry_answering",)
        )
        self.assertEqual(load(record).answer.body, self.body)

    def test_lists_an_unknown_label_and_applies_its_mapping_later(self):
        record = a_record(ministry_answering="Ministère inconnu")
        with Import("test") as run:
            run.load(record)
        label = BodyLabel.objects.get(label="Ministère inconnu")
        self.assertIsNone(label.body)
        label.body = self.other
        label.save()
        self.assertEqual(load(record).result, CHANGED)
        self.assertEqual(Answer.objects.get().body, self.other)


class RunTests(TestCase):
    def test_counts_and_keeps_the_reasons(self):
        record = a_record()
        with Import("test", ["a.txt"]) as run:
            run.load(record)
            run.load(record)
            run.load(replace(record, title="Autre titre"))
            with self.assertRaises(Unloadable):
                run.load(a_record(asked_on=date(2018, 1, 1)), file="a.txt")
        stored = ImportRun.objects.get()
        self.assertEqual(stored.state, "done")
        self.assertEqual(
            (stored.created, stored.changed, stored.same, stored.refused), (1, 1, 1, 1)
        )
        problem = stored.problems.get()
        self.assertEqual((problem.file, problem.field), ("a.txt", "asked_on"))
        self.assertEqual(problem.record, record.uid)

    def test_a_run_that_breaks_is_marked_so(self):
        with self.assertRaises(ZeroDivisionError), Import("test"):
            raise ZeroDivisionError
        self.assertEqual(ImportRun.objects.get().state, "failed")
