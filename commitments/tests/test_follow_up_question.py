"""The question to the minister: facts with their sources, and nothing else."""

from datetime import date

import time_machine
from django.test import SimpleTestCase
from django.urls import reverse

from commitments.choices import BodyKind, Precision, Status
from commitments.follow_up_question import drafts, office_of
from commitments.records import records_of
from commitments.tests.factories import (
    assess,
    make_answer,
    make_body,
    make_commitment,
    make_deadline,
    make_evidence,
    make_measurement,
    make_withdrawn,
)
from commitments.tests.reading import ReadingTestCase

ADDRESS = "https://suivi.example.org/engagements/E-0001/x/"


class QuestionTestCase(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.old, cls.body = (
            make_body(name="Ministère de la transformation"),
            make_body(name="Ministère de l'action publique"),
        )
        cls.old.successors.add(cls.body)
        cls.answer = make_answer(question={"number": "8131"})
        cls.commitment = make_commitment(
            answer=cls.answer,
            title="Ouvrir 2 750 guichets.",
            bodies=[cls.old],
            due_on=date(2023, 12, 31),
            unit="guichets",
        )

    def drafts(self):
        self.commitment.refresh_from_db()
        with time_machine.travel(date(2024, 1, 10), tick=False):
            found = drafts(self.commitment, records_of(self.commitment), ADDRESS)
        return [plain(draft.text) for draft in found]

    def assert_says(self, *sentences):
        for text in self.drafts():
            for sentence in sentences:
                with self.subTest(sentence=sentence):
                    self.assertIn(sentence, text)


def plain(text):
    return text.replace("\xa0", " ").replace("\u202f", " ").replace("’", "'")


class TextTests(QuestionTestCase):
    def test_cites_the_answer_the_words_and_the_deadline(self):
        self.assert_says(
            "[M. le ministre / Mme la ministre] de l'action publique",
            "« Ouvrir 2 750 guichets ».",
            "Dans la réponse à la question écrite n° 8131 de Mme Jeanne Martin, "
            "publiée au Journal officiel de l'Assemblée nationale du 13 juillet 2023, "
            "page 4441, il était indiqué (Ministère de la transformation) : "
            "« 2 750 guichets d'ici fin 2023 ».",
            "L'échéance annoncée est la suivante : « d'ici fin 2023 », soit au plus "
            "tard le 31 décembre 2023 ; elle est dépassée de 10 jours au 10 janvier "
            "2024.",
        )

    def test_says_when_nothing_is_known_and_no_more(self):
        self.assert_says(
            "Aucun élément public qui permette d'en constater la réalisation n'a été "
            f"recensé à ce jour ({ADDRESS})."
        )
        assess(self.commitment, Status.NO_EVIDENCE)
        self.assert_says("n'a permis de trouver aucun élément public")

    def test_gives_the_last_evidence_and_the_last_measurement(self):
        make_evidence(self.commitment, published_on=date(2023, 8, 1), title="Ancien")
        make_measurement(self.commitment, 2100, date(2023, 11, 30))
        self.assert_says(
            "La dernière mesure connue est de 2 100 guichets (30 novembre 2023), pour "
            "un objectif de 2 750 guichets.",
            "Selon le dernier élément public recensé (Cour des comptes, « Bilan",
            "1er mars 2024) : « le réseau compte 2 800 guichets ».",
        )
        for text in self.drafts():
            self.assertNotIn("Aucun élément", text)
            self.assertNotIn("Ancien", text)

    def test_a_document_has_its_own_date_and_that_of_what_it_speaks_of(self):
        make_evidence(
            self.commitment,
            published_on=date(2024, 3, 1),
            event_on=date(2023, 12, 31),
            title="Bilan",
        )
        self.assert_says("« Bilan », 1er mars 2024, à propos du 31 décembre 2023)")

    def test_tells_of_both_deadlines_when_it_was_moved(self):
        make_deadline(
            self.commitment,
            due_latest=date(2024, 1, 6),
            precision=Precision.DAY,
            words="",
        )
        self.assert_says(
            "L'échéance d'abord annoncée (« d'ici fin 2023 », soit au plus tard le 31 "
            "décembre 2023) a été reportée de 6 jours (le 6 janvier 2024) ; elle est "
            "dépassée de 4 jours au 10 janvier 2024."
        )

    def test_says_long_delays_in_years(self):
        make_deadline(self.commitment, due_latest=date(1986, 5, 1), words="")
        self.assert_says("elle est dépassée de 37 ans et 8 mois au 10 janvier 2024.")

    def test_never_gives_a_day_for_a_month(self):
        make_deadline(
            self.commitment,
            due_latest=date(2023, 12, 31),
            precision=Precision.MONTH,
            words="",
        )
        self.assert_says(": décembre 2023, soit au plus tard le 31 décembre 2023 ;")

    def test_asks_one_minister(self):
        agency = make_body(name="Agence du numérique", kind=BodyKind.AGENCY)
        other = make_body(name="Ministère de la mer")
        self.commitment.bodies.add(agency, other)
        self.assert_says(
            "[M. le ministre / Mme la ministre] de la mer [ou] [M. le ministre / Mme "
            "la ministre] de l'action publique sur les suites"
        )

    def test_each_chamber_has_its_turn_of_phrase(self):
        assembly, senate = self.drafts()
        self.assertTrue(assembly.startswith("[M. / Mme Nom] appelle l'attention de"))
        self.assertTrue(senate.startswith("[M. / Mme Nom] attire l'attention de"))
        self.assertIn("lui demande donc de bien vouloir préciser l'état", assembly)
        self.assertIn("souhaiterait donc connaître l'état d'exécution", senate)


class OfficeTests(SimpleTestCase):
    def test_addresses_the_office(self):
        for name, wanted in (
            (
                "Ministère de l'intérieur",
                "[M. le ministre / Mme la ministre] de l'intérieur",
            ),
            (
                "Ministère chargé des comptes publics",
                "[M. le ministre / Mme la ministre] chargé[e] des comptes publics",
            ),
            (
                "Secrétariat d'État chargé de la mer",
                "[M. le secrétaire d’État / Mme la secrétaire d’État] chargé[e] de la "
                "mer",
            ),
            (
                "Ministère délégué chargé de la mer",
                "[M. le ministre délégué / Mme la ministre déléguée] chargé[e] de la "
                "mer",
            ),
            (
                "Gouvernement",
                "[M. le Premier ministre / Mme la Première ministre]",
            ),
            (
                "Agence de la mer",
                "[M. le ministre / Mme la ministre] dont relève « Agence de la mer »",
            ),
        ):
            with self.subTest(name=name):
                self.assertEqual(office_of(name), wanted)


class PageTests(QuestionTestCase):
    def path(self, commitment=None):
        reference = (commitment or self.commitment).reference
        return reverse("follow-up-question", args=[reference])

    def test_an_overdue_commitment_leads_to_its_drafts(self):
        page = self.client.get(self.commitment.get_absolute_url())
        self.assertContains(page, self.path())
        page = self.client.get(self.path())
        self.assertContains(page, "<textarea", count=2)
        self.assertContains(page, "National Assembly")
        self.assertContains(page, "appelle l’attention de")
        draft = page.context["drafts"][0]["draft"]
        self.assertEqual(draft.length, len(draft.text))

    def test_there_is_nothing_to_ask_before_the_deadline(self):
        early = make_commitment(due_on=date(2099, 1, 1))
        page = self.client.get(early.get_absolute_url())
        self.assertNotContains(page, self.path(early))
        self.assertRedirects(
            self.client.get(self.path(early)), early.get_absolute_url()
        )

    def test_the_address_of_one_withdrawn_leads_to_what_became_of_it(self):
        withdrawn = make_withdrawn(due_on=date(2023, 12, 31))
        history = reverse("commitment-history", args=[withdrawn.reference])
        self.assertRedirects(self.client.get(self.path(withdrawn)), history)

    def test_a_fictitious_answer_is_said_to_be_one(self):
        commitment = make_commitment(
            answer=make_answer(is_fictitious=True), due_on=date(2023, 12, 31)
        )
        page = self.client.get(self.path(commitment))
        self.assertContains(page, "an example, not to be sent")
        self.assertContains(page, "[Réponse fictive")
