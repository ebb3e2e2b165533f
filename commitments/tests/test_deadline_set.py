"""Setting and revising a deadline: the words, their reading, the choice."""

from datetime import date

from commitments.tests import factories
from commitments.tests.workspace import WorkspaceTestCase

SAID = (
    "Le bilan viendra d'ici 2023.",
    "Le plan sera fini d'ici fin 2024.",
    "Tout sera prêt d'ici fin 2025.",
    "Le décret paraîtra six mois après la promulgation de la loi.",
    "Le réseau sera complet à terme.",
)


class DeadlineSetTests(WorkspaceTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        text = f"{factories.TEXT} {' '.join(SAID)}"
        cls.answer = factories.make_answer(text)
        cls.commitment = factories.make_draft(answer=cls.answer)

    def set(self, **data):
        data = self.seen(self.commitment) | {"answer": self.answer.pk} | data
        return self.send("deadline-set", self.commitment.reference, data=data)

    def current(self):
        return self.commitment.deadlines.current().get()

    def test_is_guarded(self):
        self.assert_guarded("deadline-set", self.commitment.reference)

    def test_reads_a_duration_from_the_day_of_the_answer(self):
        self.set(words="dans les 18 mois")
        deadline = self.current()
        self.assertEqual(deadline.due_latest, date(2025, 1, 13))
        self.assertEqual(deadline.precision, "month")
        self.assertEqual(deadline.anchor_on, date(2023, 7, 13))
        self.assertEqual(deadline.answer, self.answer)

    def test_counts_from_another_day_when_one_is_given(self):
        self.set(words="dans les 18 mois", anchor_on="9 mai 2023")
        self.assertEqual(self.current().due_latest, date(2024, 11, 9))

    def test_keeps_the_readings_that_were_not_chosen(self):
        page = self.set(words="d'ici 2023", read="1")
        choices = [
            value for value, _label in page.context["form"]["choice"].field.choices
        ]
        self.set(words="d'ici 2023", choice=choices[1])
        deadline = self.current()
        self.assertEqual(deadline.due_latest, date(2022, 12, 31))
        self.assertEqual([r["latest"] for r in deadline.readings], ["2023-12-31"])

    def test_shows_the_reading_and_records_nothing_when_asked_to_read(self):
        response = self.set(words="dans les 18 mois", read="1")
        self.assertContains(response, 'value="2025-01-13/month"')
        self.assertContains(response, "dans les 18 mois")
        self.assertNotContains(response, "Something has to be corrected")
        self.assertFalse(self.commitment.deadlines.exists())

    def test_refuses_a_choice_that_the_words_no_longer_give(self):
        response = self.set(words="d'ici fin 2024", choice="2023-12-31/year")
        self.assertContains(response, "choose again")
        self.assertContains(response, 'value="2024-12-31/year"')
        self.assertFalse(self.commitment.deadlines.exists())

    def test_takes_a_date_of_ones_own_with_its_reasoning(self):
        response = self.set(choice="own", own_on="31/12/2026")
        self.assertContains(response, "Say how you get this date.")
        self.set(own_on="31/12/2026", own_precision="year", reasoning="Loi de 2023.")
        deadline = self.current()
        self.assertEqual(deadline.due_latest, date(2026, 12, 31))
        self.assertEqual(deadline.precision, "year")

    def test_refuses_a_date_of_ones_own_beside_another_choice(self):
        response = self.set(
            words="d'ici fin 2023", choice="2023-12-31/year", own_on="31/12/2026"
        )
        self.assertContains(response, "choose one")
        self.assertContains(response, "31/12/2026")

    def test_awaits_an_event(self):
        self.set(words="six mois après la promulgation de la loi")
        self.commitment.refresh_from_db()
        self.assertTrue(self.commitment.is_awaiting_trigger)
        self.assertIn("promulgation", self.current().event)

    def test_explains_words_that_give_no_date_and_takes_none_when_told(self):
        response = self.set(words="à terme")
        self.assertFalse(self.commitment.deadlines.exists())
        self.assertContains(response, "say that no date can be given")
        self.set(words="à terme", choice="none")
        self.assertIsNone(self.current().due_latest)

    def test_quotes_only_what_the_source_says(self):
        response = self.set(words="avant la fin de la mandature", choice="none")
        self.assertContains(response, "The answer does not hold these words")
        self.set(words="D’ici  fin 2023")
        self.assertEqual(self.current().due_latest, date(2023, 12, 31))
        evidence = factories.make_evidence(self.commitment)
        self.set(
            words="d'ici fin 2027", answer="", evidence=evidence.pk, reason="Repoussé."
        )
        self.assertEqual(self.current().due_latest, date(2027, 12, 31))

    def test_refuses_a_date_of_ones_own_that_cannot_be(self):
        for day, words in (
            ("01/01/1900", "Is the year right?"),
            ("12/07/2023", "comes before that of the answer"),
        ):
            response = self.set(own_on=day, reasoning="Loi de 2023.")
            self.assertContains(response, words)
        self.assertFalse(self.commitment.deadlines.exists())

    def test_counts_from_no_year_that_cannot_be(self):
        for day in ("31/12/9999", "01/01/0001"):
            response = self.set(words="dans les 18 mois", anchor_on=day)
            self.assertContains(response, "Is the year right?")

    def test_needs_words_a_date_or_an_event(self):
        self.assertContains(self.set(), "Give the words, a date or an event.")

    def test_revises_with_a_source_and_a_reason_and_keeps_the_original(self):
        self.set(words="d'ici fin 2023")
        response = self.set(words="d'ici fin 2025", answer="")
        self.assertContains(response, "A new date needs its source")
        self.assertContains(response, 'href="#id_reason"')
        self.set(words="d'ici fin 2025", reason="Annoncé en 2024.")
        self.commitment.refresh_from_db()
        self.assertEqual(self.commitment.original_due_on, date(2023, 12, 31))
        self.assertEqual(self.commitment.due_on, date(2025, 12, 31))

    def test_answers_409_when_somebody_else_came_first(self):
        seen = self.seen(self.commitment)
        factories.make_deadline(self.commitment, due_latest=date(2024, 6, 30))
        data = seen | {
            "words": "d'ici fin 2025",
            "answer": self.answer.pk,
            "reason": "Autre annonce.",
        }
        response = self.send("deadline-set", self.commitment.reference, data=data)
        self.assertContains(response, "nothing was saved yet", status_code=409)
        self.assertContains(response, "30\u00a0June 2024", status_code=409)
        self.assertContains(response, "d&#x27;ici fin 2025", status_code=409)
        again = self.fields(response.context["form"])
        self.send("deadline-set", self.commitment.reference, data=again)
        self.assertEqual(self.current().due_latest, date(2025, 12, 31))

    def test_refuses_evidence_of_another_commitment(self):
        foreign = factories.make_evidence(factories.make_draft())
        response = self.set(words="d'ici fin 2023", evidence=foreign.pk)
        self.assertContains(response, 'href="#id_evidence"')
