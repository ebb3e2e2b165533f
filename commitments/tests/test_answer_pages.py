from datetime import date
from types import SimpleNamespace

from django.test import SimpleTestCase
from django.urls import reverse
from django.utils import timezone

from commitments import workflow
from commitments.choices import PassageRole
from commitments.imports.inferred import inferred_labels
from commitments.imports.load import ANSWER_FIELDS, QUESTION_FIELDS
from commitments.models import PublishedText
from commitments.tests.factories import (
    QUOTE,
    TEXT,
    editor,
    make_answer,
    make_commitment,
    make_draft,
    make_question,
    reviewer,
)
from commitments.tests.reading import MARKER, ReadingTestCase
from commitments.views.public.answers import marked_paragraphs


class AnswerDetailTests(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.answer = make_answer()
        cls.commitment = make_commitment(answer=cls.answer)
        cls.path = cls.answer.get_absolute_url()

    def test_marks_the_commitments_in_the_text(self):
        response = self.client.get(self.path)
        self.assertContains(response, f'<mark id="{self.commitment.reference}">')
        self.assertContains(response, f'href="{self.commitment.get_absolute_url()}"')

    def test_the_words_of_a_draft_are_not_marked(self):
        make_draft(
            answer=self.answer, quote="Un rapport sera remis", title=f"{MARKER} rapport"
        )
        response = self.client.get(self.path)
        self.assertNotContains(response, MARKER)
        self.assertContains(response, "<mark", count=1)

    def test_words_that_were_withdrawn_are_not_marked_nor_shown(self):
        other = workflow.add_passage(
            self.commitment,
            by=editor(),
            answer=self.answer,
            quote="Un rapport sera remis",
            role=PassageRole.REPEATS,
        )
        self.assertContains(self.client.get(self.path), "<mark", count=2)
        workflow.withdraw_record(other, by=reviewer(), reason="Une autre mesure.")
        self.assertContains(self.client.get(self.path), "<mark", count=1)

    def test_words_lost_in_an_erratum_are_shown_apart(self):
        workflow.keep_text(
            self.answer,
            text="Le Gouvernement a changé d'avis.",
            published_on=date(2023, 7, 20),
        )
        response = self.client.get(self.path)
        self.assertContains(response, "Quoted from another version of the text")
        self.assertContains(response, "An erratum replaced an earlier version")
        self.assertContains(response, "version 2")

    def test_an_answer_without_text_shows_the_words_quoted(self):
        answer = make_answer(text="")
        make_commitment(answer=answer, quote=QUOTE)
        response = self.client.get(answer.get_absolute_url())
        self.assertContains(response, "The text of this answer is not in the base")
        self.assertContains(response, "2\u00a0750 guichets")

    def test_a_fictitious_answer_says_so_and_keeps_its_reference(self):
        answer = make_answer(is_fictitious=True)
        response = self.client.get(answer.get_absolute_url())
        self.assertContains(response, "no minister ever said it")
        self.assertContains(response, "version 1")

    def test_what_was_inferred_is_named_in_words(self):
        answer = make_answer(question={"inferred": ["chamber", "legislature"]})
        response = self.client.get(answer.get_absolute_url())
        self.assertContains(response, "chamber and legislature")

    def test_what_was_inferred_of_the_answer_is_named_too(self):
        names = ["legislature", "ministry_answering", "no_such_field"]
        answer = make_answer(question={"inferred": names})
        response = self.client.get(answer.get_absolute_url())
        self.assertContains(response, "legislature and ministry answering<")

    def test_every_field_that_a_load_can_infer_has_its_words(self):
        for name in (*QUESTION_FIELDS, *ANSWER_FIELDS):
            with self.subTest(name=name):
                (label,) = inferred_labels([name])
                self.assertNotIn(",", label)

    def test_an_unknown_answer_is_not_found(self):
        path = reverse("answer-detail", args=["QANR5L15QE0"])
        self.assertEqual(self.client.get(path).status_code, 404)

    def test_where_a_commitment_stands_follows_its_words(self):
        response = self.client.get(self.path)
        text = response.content.decode()
        after = text[text.index("</mark>") :]
        self.assertIn('class="verdict"', after[:200])
        self.assertIn("Not yet assessed", after[:900])

    def test_an_erratum_is_shown_in_its_place_with_day_and_page(self):
        question = self.answer.questions.get()
        for role, on in (("answer_erratum", date(2023, 8, 3)), ("question", None)):
            PublishedText.objects.create(
                question=question,
                role=role,
                body=f"Au lieu de « fin », lire « été » ({role}).",
                sha256="0" * 64,
                published_on=on,
                page="4600",
                issue="31",
                retrieved_at=timezone.now(),
            )
        response = self.client.get(self.path)
        self.assertContains(response, "Erratum of the answer, 3\u00a0August 2023")
        self.assertContains(response, "lire « été » (answer_erratum)")
        self.assertContains(response, "JO page 4600")
        self.assertContains(response, "issue 31")
        self.assertContains(response, "Day not stated")
        self.assertEqual(
            [item.role for item in response.context["printed"]],
            ["question", "answer", "answer_erratum", "question"],
        )

    def test_earlier_versions_are_there_to_read(self):
        workflow.keep_text(
            self.answer, text="Autre.", published_on=self.answer.answered_on
        )
        response = self.client.get(self.path)
        printed = [i for i in response.context["printed"] if i.role == "answer"]
        self.assertEqual([item.version for item in printed], [1, 2])
        self.assertEqual([item.body for item in printed], [TEXT, ""])

    def test_an_undated_question_has_no_empty_day(self):
        answer = make_answer(question={"asked_on": None, "author": ""})
        response = self.client.get(answer.get_absolute_url())
        self.assertContains(response, "<h2>The question</h2>")
        self.assertContains(response, "Day not stated")
        self.assertContains(response, "Author not named by the source")
        answer = make_answer(question={"asked_on": None})
        response = self.client.get(answer.get_absolute_url())
        self.assertContains(response, "<h2>The question of Mme Jeanne Martin</h2>")

    def test_all_questions_of_one_answer_are_named_and_lead_to_their_members(self):
        make_question(self.answer, author="M. Paul Modèle", number="77")
        response = self.client.get(self.path)
        self.assertContains(response, "2 questions, one answer")
        self.assertContains(response, 'href="/parlementaires/paul-modele-an/"')
        self.assertContains(response, 'href="/parlementaires/jeanne-martin-an/"')

    def test_the_licence_leads_to_its_words(self):
        answer = make_answer(licence="Licence Ouverte / Open Licence")
        response = self.client.get(answer.get_absolute_url())
        self.assertContains(response, "data.assemblee-nationale.fr/licence")
        self.assertContains(
            response,
            "Source to name: National Assembly, Journal officiel (questions) of "
            "13\u00a0July 2023.",
        )

    def test_takes_the_same_queries_however_much_was_printed(self):
        few = self.count_queries(self.path)
        make_question(self.answer, author="M. Paul Modèle", number="78")
        workflow.keep_text(
            self.answer, text="Autre.", published_on=self.answer.answered_on
        )
        self.assertEqual(self.count_queries(self.path), few)

    def test_markup_in_a_text_stays_text(self):
        answer = make_answer(text="Un <b>script</b> <script>alert(1)</script>.")
        response = self.client.get(answer.get_absolute_url())
        self.assertContains(response, "&lt;b&gt;script")
        self.assertNotContains(response, "<script>alert")

    def test_takes_the_same_queries_however_many_commitments(self):
        few = self.count_queries(self.path)
        make_commitment(answer=self.answer, quote="Un rapport sera remis au Parlement")
        make_commitment(answer=self.answer, quote="supérieur à 85\u00a0%")
        self.assertEqual(self.count_queries(self.path), few)


class AnswerListTests(ReadingTestCase):
    def test_counts_published_commitments_only(self):
        answer = make_answer()
        make_commitment(answer=answer)
        make_draft(answer=answer)
        response = self.client.get(reverse("answer-list"))
        self.assertEqual(response.context["page"][0].commitment_count, 1)

    def test_shows_the_latest_first(self):
        old = make_answer(answered_on=date(2019, 5, 7))
        new = make_answer()
        response = self.client.get(reverse("answer-list"))
        self.assertEqual(list(response.context["page"]), [new, old])

    def test_takes_the_same_queries_however_many_answers(self):
        make_answer()
        few = self.count_queries(reverse("answer-list"))
        make_answer()
        make_answer()
        self.assertEqual(self.count_queries(reverse("answer-list")), few)

    def test_says_when_there_is_none(self):
        response = self.client.get(reverse("answer-list"))
        self.assertContains(response, "No answer has been imported yet.")


def passage(start, end):
    return SimpleNamespace(start=start, end=end)


class MarkedParagraphsTests(SimpleTestCase):
    def shape(self, text, *passages):
        return [
            [(piece.text, len(piece.passages)) for piece in paragraph]
            for paragraph in marked_paragraphs(text, list(passages))
        ]

    def test_no_character_is_lost(self):
        pieces = marked_paragraphs(TEXT, [passage(3, 20), passage(10, 40)])
        self.assertEqual("".join(p.text for p in pieces[0]), TEXT)

    def test_passages_may_overlap(self):
        self.assertEqual(
            self.shape("abcdef", passage(1, 4), passage(2, 6)),
            [[("a", 0), ("b", 1), ("cd", 2), ("ef", 1)]],
        )

    def test_a_passage_may_cross_paragraphs(self):
        self.assertEqual(
            self.shape("ab\r\n\ncd", passage(1, 6)),
            [[("a", 0), ("b", 1)], [("c", 1), ("d", 0)]],
        )

    def test_an_empty_text_has_no_paragraph(self):
        self.assertEqual(self.shape(""), [])
        self.assertEqual(self.shape("\n \n"), [])
