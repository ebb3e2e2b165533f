"""Members of Parliament: found by name, with what came of their questions."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command
from django.test import SimpleTestCase
from django.urls import reverse

from commitments.choices import Status
from commitments.models import Question
from commitments.models.members import member_slug
from commitments.tests.factories import (
    make_answer,
    make_commitment,
    make_draft,
    make_question,
    make_withdrawn,
)
from commitments.tests.reading import MARKER, ReadingTestCase


class SlugTests(SimpleTestCase):
    def test_titles_case_and_accents_are_left_out(self):
        for name in (
            "Mme Élise d'Œuvre-Hardy",
            "Élise d’Œuvre-Hardy",
            "ÉLISE D'ŒUVRE-HARDY",
            "Mlle  Elise d’Oeuvre-Hardy",
        ):
            self.assertEqual(member_slug(name, "AN"), "elise-d-oeuvre-hardy-an")

    def test_the_same_name_in_the_other_chamber_is_another_page(self):
        self.assertEqual(member_slug("M. Paul Modèle", "SENAT"), "paul-modele-senat")

    def test_no_name_is_no_page(self):
        self.assertIsNone(member_slug("", "AN"))
        self.assertIsNone(member_slug("M. ", "AN"))


class MemberDetailTests(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.answer = make_answer(question={"author_group": "Groupe d'essai"})
        cls.commitment = make_commitment(answer=cls.answer, status=Status.MET)
        cls.path = reverse("member-detail", args=["jeanne-martin-an"])

    def test_shows_the_questions_that_led_to_commitments_and_their_state(self):
        response = self.client.get(self.path)
        self.assertContains(response, "<h1>Jeanne Martin</h1>")
        self.assertContains(response, "Groupe d&#x27;essai")
        self.assertContains(response, self.answer.get_absolute_url())
        self.assertContains(response, self.commitment.get_absolute_url())
        self.assertContains(response, "1 of 1")
        self.assertEqual(response.context["counts"].total, 1)

    def test_titles_make_no_other_member(self):
        make_commitment(answer=make_answer(question={"author": "Jeanne MARTIN"}))
        page = self.client.get(self.path).context["page"]
        self.assertEqual(page.paginator.count, 2)

    def test_the_other_chamber_is_another_member(self):
        other = make_answer(question={"chamber": "SENAT"}, uid="SENAT-16-QE-1")
        make_commitment(answer=other)
        self.assertEqual(self.client.get(self.path).context["counts"].total, 1)
        path = reverse("member-detail", args=["jeanne-martin-senat"])
        self.assertEqual(self.client.get(path).context["counts"].total, 1)

    def test_questions_without_commitment_are_counted_and_not_listed(self):
        make_answer(question={"author_group": "Groupe d'essai"})
        make_question(author_group="Groupe d'essai")
        response = self.client.get(self.path)
        self.assertEqual(response.context["page"].paginator.count, 1)
        self.assertContains(response, "3 questions")
        self.assertContains(response, "2 answered")

    def test_drafts_and_withdrawn_commitments_stay_out(self):
        make_draft(answer=self.answer, title=f"{MARKER} brouillon")
        make_withdrawn(answer=make_answer(), title=f"{MARKER} retiré")
        response = self.client.get(self.path)
        self.assertNotContains(response, MARKER)
        self.assertEqual(response.context["page"].paginator.count, 1)

    def test_one_answer_to_two_members_is_on_both_pages(self):
        make_question(self.answer, author="M. Paul Modèle", title="La même, ailleurs")
        path = reverse("member-detail", args=["paul-modele-an"])
        response = self.client.get(path)
        self.assertContains(response, "La même, ailleurs")
        self.assertContains(response, self.commitment.get_absolute_url())

    def test_a_member_without_any_commitment_has_a_page_that_says_so(self):
        make_question(author="M. Paul Modèle", asked_on=None)
        path = reverse("member-detail", args=["paul-modele-an"])
        response = self.client.get(path)
        self.assertContains(response, "No question has led to a published commitment")

    def test_an_unknown_name_is_not_found(self):
        for slug in ("personne-an", "jeanne-martin", "-an", "x"):
            path = reverse("member-detail", args=[slug])
            self.assertEqual(self.client.get(path).status_code, 404)

    def test_takes_the_same_queries_however_many_questions(self):
        few = self.count_queries(self.path)
        for day in (1, 2, 3):
            answer = make_answer(answered_on=date(2023, 9, day))
            make_commitment(answer=answer)
            make_commitment(answer=answer, quote="Un rapport sera remis au Parlement")
        self.assertEqual(self.count_queries(self.path), few)

    def test_the_list_has_pages(self):
        for _ in range(20):
            make_commitment(answer=make_answer())
        self.assertEqual(len(self.client.get(self.path).context["page"]), 20)
        response = self.client.get(f"{self.path}?page=2")
        self.assertEqual(len(response.context["page"]), 1)
        self.assertEqual(self.client.get(f"{self.path}?page=3").status_code, 404)

    def test_follows_a_name_that_a_later_source_gives(self):
        question = make_question(author="")
        self.assertEqual(question.get_member_url(), "")
        question.author = "M. Paul Modèle"
        question.save()
        self.assertEqual(question.get_member_url(), "/parlementaires/paul-modele-an/")


class ImportedTests(ReadingTestCase):
    def test_imports_say_whose_page_a_question_is_on(self):
        records = [
            {
                "chamber": "SENAT",
                "legislature": 16,
                "number": str(number),
                "author": author,
                "asked_on": "2023-05-18",
                "question_text": "Quand ?",
            }
            for number, author in ((1, "Mme Élise Modèle"), (2, ""))
        ]
        with TemporaryDirectory() as folder:
            path = Path(folder, "questions.jsonl")
            path.write_text("".join(f"{json.dumps(record)}\n" for record in records))
            call_command("import_answers", str(path), stdout=StringIO())
        self.assertEqual(
            dict(Question.objects.values_list("number", "member")),
            {"1": "elise-modele-senat", "2": None},
        )


class MemberListTests(ReadingTestCase):
    path = "/parlementaires/"

    def test_says_when_there_is_none(self):
        make_answer()
        response = self.client.get(self.path)
        self.assertContains(response, "No question has led to a published commitment")

    def test_counts_questions_and_commitments_most_first(self):
        answer = make_answer()
        make_commitment(answer=answer)
        make_commitment(answer=make_answer(question={"author": "M. Paul Modèle"}))
        make_commitment(answer=answer, quote="Un rapport sera remis au Parlement")
        make_draft(answer=make_answer())
        page = self.client.get(self.path).context["page"]
        self.assertEqual(
            [(m.name, m.question_count, m.commitment_count) for m in page],
            [("Jeanne Martin", 1, 2), ("Paul Modèle", 1, 1)],
        )

    def test_finds_a_name_without_its_accents(self):
        make_commitment(answer=make_answer())
        make_commitment(answer=make_answer(question={"author": "M. Paul Modèle"}))
        for asked in ("MODELE paul", "M. Modèle", "député Modèle"):
            page = self.client.get(f"{self.path}?q={asked}").context["page"]
            self.assertEqual([member.name for member in page], ["Paul Modèle"])
        response = self.client.get(f"{self.path}?q=personne%00")
        self.assertContains(response, "No member of this name")

    def test_takes_the_same_queries_however_many_members(self):
        make_commitment(answer=make_answer())
        few = self.count_queries(self.path)
        for name in ("M. Paul Modèle", "Mme Anne Autre"):
            make_commitment(answer=make_answer(question={"author": name}))
        self.assertEqual(self.count_queries(self.path), few)

    def test_a_question_without_author_is_nobody_s(self):
        make_commitment(answer=make_answer(question={"author": ""}))
        self.assertEqual(len(self.client.get(self.path).context["page"]), 0)
        self.assertIsNone(Question.objects.get().member)
