"""Recording a commitment from the words of an answer."""

from datetime import date

from commitments.models import Commitment
from commitments.tests import factories
from commitments.tests.workspace import WorkspaceTestCase

TWICE = "Nous ouvrirons 100 sites. Oui, nous ouvrirons 100 sites d'ici fin 2024."


class CommitmentRecordTests(WorkspaceTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.answer = factories.make_answer()
        cls.body = factories.make_body()
        cls.data = {
            "quote": factories.QUOTE,
            "title": "Ouvrir 2 750 guichets",
            "summary": "Deux mille sept cent cinquante guichets.",
            "kind": "target",
            "testability": "quantified_dated",
            "testability_reason": "Le nombre est publié.",
            "comparator": ">=",
            "target_value": "2 750,5",
            "unit": "guichets",
            "baseline_value": "1\u202f281",
            "baseline_on": "1er juillet 2018",
            "bodies": [cls.body.pk],
        }

    def record(self, answer=None, **data):
        answer = answer or self.answer
        return self.send("commitment-record", answer.uid, data=self.data | data)

    def test_is_guarded(self):
        self.assert_guarded("commitment-record", self.answer.uid)
        self.assert_guarded("deadline-reading", self.answer.uid)

    def test_takes_the_words_selected_in_the_text(self):
        start = factories.TEXT.index("Un rapport")
        response = self.open(
            "commitment-record",
            self.answer.uid,
            query=f"?start={start}&end={start + 11}",
        )
        form = response.context["form"]
        self.assertEqual(form["quote"].value(), "Un rapport")
        self.assertEqual(form["start"].value(), start)
        self.assertContains(response, 'mark--chosen"', count=1)

    def test_takes_the_words_typed_without_a_script(self):
        response = self.open(
            "commitment-record", self.answer.uid, query="?start=&end=&quote=Un+rapport"
        )
        self.assertEqual(response.context["form"]["quote"].value(), "Un rapport")

    def test_records_a_draft_with_its_words_and_target(self):
        response = self.record()
        commitment = Commitment.objects.get()
        self.assertRedirects(response, f"/atelier/engagements/{commitment.reference}/")
        self.assertEqual(str(commitment.target_value), "2750.5000")
        self.assertEqual(commitment.baseline_value, 1281)
        self.assertEqual(commitment.baseline_on, date(2018, 7, 1))
        self.assertEqual(commitment.created_by, self.editor)
        self.assertEqual(commitment.passages.get().quote, factories.QUOTE)
        self.assertFalse(commitment.deadlines.exists())

    def test_goes_back_to_the_answer_for_its_next_commitment(self):
        response = self.record(another="1")
        self.assertRedirects(response, f"/atelier/reponses/{self.answer.uid}/")

    def test_anchors_repeated_words_where_they_were_selected(self):
        answer = factories.make_answer(text=TWICE)
        words = "ouvrirons 100 sites"
        second = TWICE.rindex(words)
        self.record(answer, quote=words, start=second)
        self.assertEqual(Commitment.objects.get().passages.get().start, second)

    def test_asks_which_place_when_repeated_words_are_typed(self):
        answer = factories.make_answer(text=TWICE)
        words = "ouvrirons 100 sites"
        response = self.record(answer, quote=words)
        self.assertFalse(Commitment.objects.exists())
        second = TWICE.rindex(words)
        self.assertContains(response, f'type="radio" name="start" value="{second}"')
        self.record(answer, quote=words, start=second)
        self.assertEqual(Commitment.objects.get().passages.get().start, second)

    def test_takes_words_typed_with_ordinary_spaces(self):
        self.record(quote="2 750 guichets d’ici fin 2023")
        self.assertEqual(Commitment.objects.get().passages.get().quote, factories.QUOTE)

    def test_keeps_what_was_typed_and_says_what_is_wrong(self):
        response = self.record(
            quote="Des mots absents", target_value="beaucoup", baseline_on="31/02/2020"
        )
        self.assertContains(response, "The answer does not contain these words")
        self.assertContains(response, "This is not a number.")
        self.assertContains(response, "This is not a date.")
        for typed in ("Des mots absents", "beaucoup", "31/02/2020"):
            self.assertContains(response, typed)
        self.assertContains(response, 'href="#id_target_value"')
        self.assertFalse(Commitment.objects.exists())

    def test_refuses_a_target_without_comparator(self):
        response = self.record(comparator="")
        self.assertContains(response, "A target needs a comparator")

    def test_turns_the_words_of_the_deadline_into_a_date(self):
        self.record(words="d'ici fin 2023")
        commitment = Commitment.objects.get()
        deadline = commitment.deadlines.get()
        self.assertEqual(deadline.due_latest, date(2023, 12, 31))
        self.assertEqual(deadline.answer, self.answer)
        self.assertTrue(deadline.reasoning)
        self.assertEqual(commitment.due_on, date(2023, 12, 31))

    def test_shows_the_reading_without_recording_anything(self):
        response = self.record(words="dans les 18 mois", read="1")
        self.assertEqual(response.status_code, 200)
        self.assertContains(response, 'value="2025-01-13/month"')
        self.assertContains(response, "2 750,5")
        self.assertFalse(Commitment.objects.exists())

    def test_records_nothing_when_the_deadline_is_wrong(self):
        response = self.record(words="un jour peut-être")
        self.assertContains(response, "No date was found in these words")
        self.assertFalse(Commitment.objects.exists())


class DeadlineReadingTests(WorkspaceTestCase):
    def test_reads_words_counted_from_the_day_given(self):
        answer = factories.make_answer()
        response = self.open(
            "deadline-reading",
            answer.uid,
            query="?words=dans+les+18+mois&anchor_on=9+mai+2023",
        )
        self.assertContains(response, 'value="2024-11-09/month"')
        self.assertNotContains(response, "<html")

    def test_lists_the_reading_from_a_day_named_just_before(self):
        text = "Le comité du 9 mai 2023 a décidé un taux de 85 % dans les 18 mois."
        answer = factories.make_answer(text=text)
        response = self.open(
            "deadline-reading", answer.uid, query="?words=dans+les+18+mois"
        )
        self.assertContains(response, 'value="2025-01-13/month"')
        self.assertContains(response, 'value="2024-11-09/month"')


class PassageAddTests(WorkspaceTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.answer = factories.make_answer()
        cls.commitment = factories.make_draft()

    def test_is_guarded(self):
        self.assert_guarded("passage-add", self.answer.uid)

    def test_adds_words_to_a_commitment(self):
        data = {
            "commitment": self.commitment.reference.lower(),
            "role": "repeats",
            "quote": "Un rapport",
        }
        self.assertRedirects(
            self.send("passage-add", self.answer.uid, data=data),
            f"/atelier/engagements/{self.commitment.reference}/",
        )
        self.assertEqual(self.commitment.passages.filter(role="repeats").count(), 1)

    def test_refuses_an_unknown_commitment_and_keeps_the_words(self):
        data = {"commitment": "E-9999", "role": "repeats", "quote": "Un rapport"}
        response = self.send("passage-add", self.answer.uid, data=data)
        self.assertContains(response, "No commitment is called E-9999.")
        self.assertContains(response, "Un rapport")

    def test_refuses_a_withdrawn_commitment(self):
        withdrawn = factories.make_withdrawn()
        data = {
            "commitment": withdrawn.reference,
            "role": "repeats",
            "quote": "rapport",
        }
        response = self.send("passage-add", self.answer.uid, data=data)
        self.assertContains(response, "reopen it first")
