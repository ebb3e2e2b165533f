from datetime import date
from unittest import TestCase

from commitments.extraction import extract

ANSWERED_ON = date(2023, 7, 13)


def read(text):
    return extract(text, ANSWERED_ON)


class EveryPersonAndNumberTests(TestCase):
    """A verb is read whoever says it: one sentence per person and number."""

    def assert_likely(self, cue, *sentences):
        for text in sentences:
            with self.subTest(text):
                found = read(text)
                self.assertEqual([s.level for s in found], ["likely"])
                self.assertIn(cue, found[0].reasons)

    def test_reads_the_present_of_to_undertake(self):
        self.assert_likely(
            "engages",
            "Je m'engage à publier le guide.",
            "Le ministre s'engage à publier le guide.",
            "Le ministère s'engage à publier le guide.",
            "L'État s’engage à publier le guide.",
            "Le Gouvernement s'engage ainsi à publier le guide.",
            "Nous nous engageons à publier le guide.",
            "Les ministres s'engagent à publier le guide.",
        )

    def test_reads_the_past_of_to_undertake(self):
        self.assert_likely(
            "engages",
            "Je me suis engagée à publier le guide.",
            "Le Gouvernement s'est engagé à publier le guide.",
            "La ministre s'était engagée à publier le guide.",
            "Nous nous sommes engagés à publier le guide.",
            "Les ministres se sont engagés à publier le guide.",
        )

    def test_reads_an_undertaking_given(self):
        self.assert_likely(
            "engages",
            "J'ai pris l'engagement de publier le guide.",
            "Le ministre a pris l'engagement de publier le guide.",
            "Nous avons pris l'engagement de publier le guide.",
            "Les ministres ont pris l'engagement de publier le guide.",
        )

    def test_reads_the_present_of_to_consider_as_no_more_than_that(self):
        for text in (
            "J'envisage de simplifier les démarches.",
            "Le Gouvernement envisage la fermeture du port.",
            "Nous envisageons une simplification.",
            "Les ministres envisagent de simplifier les démarches.",
        ):
            with self.subTest(text):
                (found,) = read(text)
                self.assertEqual(found.level, "possible")
                self.assertIn("considered", found.reasons)
        for text in (
            "Le Gouvernement n'envisage pas de créer un fonds.",
            "Elle demande si le Gouvernement envisage de créer un fonds.",
        ):
            with self.subTest(text):
                self.assertEqual(read(text), [])

    def test_reads_the_past_of_to_announce(self):
        self.assert_likely(
            "announced",
            "J'ai annoncé la création de 30 relais.",
            "Le ministre a annoncé la création de 30 relais.",
            "Nous avons annoncé la création de 30 relais.",
            "Les ministres ont annoncé la création de 30 relais.",
        )

    def test_reads_the_present_of_to_announce(self):
        self.assert_likely(
            "announced",
            "J'annonce la création de 30 relais.",
            "Le ministre annonce la création de 30 relais.",
            "Nous annonçons la création de 30 relais.",
            "Les ministres annoncent la création de 30 relais.",
        )

    def test_reads_the_present_and_the_past_of_to_decide(self):
        self.assert_likely(
            "decided",
            "Le Gouvernement décide de créer 30 relais.",
            "Nous décidons de créer 30 relais.",
            "Les ministres décident de créer 30 relais.",
            "J'ai décidé de créer 30 relais.",
            "Le Gouvernement a décidé de créer 30 relais.",
            "Nous avons décidé de créer 30 relais.",
            "Les ministres ont décidé de créer 30 relais.",
        )

    def test_reads_an_undertaking_with_its_date_or_an_aside_before_the_verb(self):
        self.assert_likely(
            "engages",
            "L'État s'engage d'ici fin 2025 à publier le guide.",
            "Je m'engage, au nom du Gouvernement, à publier le guide.",
        )

    def test_gives_the_figure_and_the_date_undertaken(self):
        (found,) = read("Le Gouvernement s'engage à ouvrir 1 200 lits d'ici fin 2025.")
        self.assertEqual((found.quantity.value, found.quantity.unit), (1200, "lits"))
        self.assertEqual(found.deadline.latest, date(2025, 12, 31))


class OthersSpeakTests(TestCase):
    def test_what_a_third_party_undertakes_is_never_likely(self):
        for text in (
            "L'entreprise s'engage à ouvrir 40 postes d'ici fin 2025.",
            "Les entreprises s'engagent à ouvrir 40 postes d'ici fin 2025.",
            "Les entreprises se sont engagées à ouvrir 40 postes d'ici fin 2025.",
            "La société Bidule s'engage à ouvrir 40 postes d'ici fin 2025.",
            "Bidule s'engage à ouvrir 40 postes d'ici fin 2025.",
            "Le groupe a annoncé 40 emplois d'ici fin 2025.",
            "Les associations ont annoncé 40 emplois d'ici fin 2025.",
            "La région a décidé d'ouvrir 40 postes d'ici fin 2025.",
        ):
            with self.subTest(text):
                self.assertNotIn("likely", [s.level for s in read(text)])

    def test_the_question_told_again_is_not_an_undertaking(self):
        text = "Elle souhaite savoir si le Gouvernement s'engage à ouvrir 40 lits."
        self.assertEqual(read(text), [])

    def test_what_others_have_undertaken_is_not_read_behind_a_relative(self):
        text = "Cette charte reprend les mesures qu'elles se sont engagées à prendre."
        self.assertEqual(read(text), [])


class ResponsibleTests(TestCase):
    def test_is_whoever_acts_for_the_state(self):
        for text, who in (
            ("Le Gouvernement ouvrira 30 quais.", "Le Gouvernement"),
            ("Nous ouvrirons 30 quais.", "Nous"),
            (
                "La ministre de la culture ouvrira 30 quais.",
                "La ministre de la culture",
            ),
            (
                "Le ministère de l'éducation ouvrira 30 quais.",
                "Le ministère de l'éducation",
            ),
        ):
            with self.subTest(text):
                self.assertEqual(read(text)[0].responsible, who)

    def test_is_never_a_text_a_plan_or_those_concerned(self):
        for text in (
            "Un décret sera publié en 2024.",
            "Un rapport du ministère sera remis fin 2024.",
            "La loi fixera le tarif en 2024.",
            "Un projet de loi sera déposé en 2024.",
            "Le plan du Gouvernement prévoit la création de 40 relais.",
            "L'objectif du Gouvernement est de créer 30 quais.",
            "Les usagers seront accompagnés dès 2024.",
        ):
            with self.subTest(text):
                (found,) = read(text)
                self.assertEqual(found.responsible, "")
