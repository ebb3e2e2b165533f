"""Quotes find their place in a text, and find it again in the next one."""

from datetime import date

from django.test import SimpleTestCase, TestCase

from commitments import search, workflow
from commitments.choices import PassageRole
from commitments.models import AnswerText, Passage
from commitments.tests.factories import (
    QUOTE,
    TEXT,
    editor,
    make_answer,
    make_body,
    make_commitment,
    make_draft,
)
from commitments.workflow import Refused
from commitments.workflow.passages import as_published, nearest, occurrences, place


class WordsTests(SimpleTestCase):
    def test_finds_every_occurrence_overlapping_ones_too(self):
        self.assertEqual(occurrences("aaaa", "aa"), [0, 1, 2])
        self.assertEqual(occurrences("abc", "d"), [])
        self.assertEqual(occurrences("abc", ""), [])

    def test_typed_spaces_and_apostrophes_are_those_of_the_text(self):
        text = "L’accueil : d'ici\u00a0fin 2023,\n2\u202f750 guichets (85\u00a0%)."
        for typed, published in [
            ("L'accueil", "L’accueil"),
            ("d’ici fin 2023", "d'ici\u00a0fin 2023"),
            ("2 750 guichets", "2\u202f750 guichets"),
            ("2023, 2 750", "2023,\n2\u202f750"),
            (" (85 %). ", "(85\u00a0%)."),
            ("jamais dit", "jamais dit"),
            ("2.023", "2.023"),
            ("", ""),
        ]:
            with self.subTest(typed=typed):
                self.assertEqual(as_published(text, typed), published)

    def test_context_is_cut_at_the_edges_of_the_text(self):
        text = AnswerText(body="a" * 70 + "MOTS" + "b" * 10)
        passage = Passage(quote="MOTS")
        place(passage, text, 70)
        self.assertEqual((passage.start, passage.end), (70, 74))
        self.assertEqual((passage.prefix, passage.suffix), ("a" * 64, "b" * 10))

    def test_of_several_places_the_one_in_the_same_context_wins(self):
        old = AnswerText(body="un plan, puis deux plan, enfin trois plan.")
        passage = Passage(quote="plan")
        place(passage, old, old.body.index("deux plan") + 5)
        new = "un plan de plus, un plan encore, puis deux plan, enfin trois plan."
        self.assertEqual(
            nearest(new, passage, occurrences(new, "plan")), new.index("deux plan") + 5
        )

    def test_without_that_context_the_nearest_place_wins(self):
        passage = Passage(quote="plan", prefix="jadis ", suffix=" naguère", start=20)
        text = "un plan, un autre plan, un troisième plan"
        self.assertEqual(
            nearest(text, passage, occurrences(text, "plan")), text.index("plan, un t")
        )


class AnchorTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.answer = make_answer()
        cls.commitment = make_draft(answer=cls.answer)

    def add(self, quote, **fields):
        return workflow.add_passage(
            self.commitment,
            by=editor(),
            answer=fields.pop("answer", self.answer),
            quote=quote,
            role=PassageRole.STRENGTHENS,
            **fields,
        )

    def test_what_is_kept_is_what_the_text_says(self):
        passage = self.add("supérieur à 85 %")
        self.assertEqual(passage.quote, "supérieur à 85\u00a0%")
        self.assertEqual(TEXT[passage.start : passage.end], passage.quote)

    def test_the_place_that_was_selected_is_kept(self):
        answer = make_answer("Le plan. Puis le plan.")
        self.assertEqual(self.add("plan", answer=answer, start=17).start, 17)

    def test_refuses_words_that_the_answer_does_not_hold(self):
        for quote, fields in [
            ("jamais dit", {}),
            ("", {}),
            (QUOTE, {"start": 0}),
            (QUOTE, {"start": -1}),
            (QUOTE, {"start": 10**9}),
            (QUOTE.upper(), {}),
        ]:
            with self.subTest(quote=quote, **fields), self.assertRaises(Refused):
                self.add(quote, **fields)
        self.assertEqual(self.commitment.passages.count(), 1)

    def test_a_quote_without_a_text_stands_alone(self):
        passage = self.add("mots cités", answer=make_answer(text=""))
        self.assertIsNone(passage.text)

    def test_new_words_are_searched(self):
        self.add("taux de réponse")
        found = search.find(search.COMMITMENT, '"taux de reponse"')
        self.assertIn(self.commitment.pk, found)

    def test_an_earlier_answer_dates_the_promise(self):
        workflow.add_passage(
            self.commitment,
            by=editor(),
            answer=make_answer(
                answered_on=date(2020, 1, 1),
                question={"chamber": "SENAT"},
            ),
            quote=QUOTE,
            role=PassageRole.MAKES,
        )
        self.commitment.refresh_from_db()
        self.assertEqual(self.commitment.promised_on, date(2020, 1, 1))
        self.assertEqual(self.commitment.chamber, "SENAT")

    def test_words_that_only_report_do_not_date_the_promise(self):
        self.add(QUOTE, answer=make_answer(answered_on=date(2020, 1, 1)))
        self.commitment.refresh_from_db()
        self.assertEqual(self.commitment.promised_on, date(2023, 7, 13))


class ToCheckTests(TestCase):
    def test_only_quotes_lost_in_the_newest_text_wait(self):
        answer = make_answer()
        kept, lost = make_draft(answer=answer), make_draft(answer=answer)
        workflow.add_passage(
            lost, by=editor(), answer=answer, quote="Un rapport", role="makes"
        )
        workflow.keep_text(
            answer, text="Erratum. " + TEXT[:-40], published_on=date(2024, 1, 1)
        )
        waiting = Passage.objects.to_check()
        self.assertEqual([passage.quote for passage in waiting], ["Un rapport"])
        workflow.withdraw_record(waiting.get(), by=editor(), reason="Erreur.")
        self.assertFalse(Passage.objects.to_check().exists())
        self.assertTrue(kept.passages.standing().exists())

    def test_a_quote_without_any_text_does_not_wait(self):
        make_draft(answer=make_answer(text=""))
        self.assertFalse(Passage.objects.to_check().exists())

    def test_published_words_are_never_moved_silently(self):
        answer = make_answer()
        commitment = make_commitment(answer=answer, bodies=[make_body()])
        before = commitment.passages.get().quote
        workflow.keep_text(
            answer,
            text=TEXT.replace("2\u00a0750", "2\u00a0600"),
            published_on=date(2024, 1, 1),
        )
        passage = commitment.passages.get()
        self.assertEqual(passage.quote, before)
        self.assertEqual(passage.text.number, 1)
