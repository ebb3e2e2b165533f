from datetime import date
from unittest import TestCase

from commitments.extraction import cues, extract
from commitments.extraction.confidence import SUBJECT_WEIGHTS
from commitments.extraction.labels import REASONS, reason
from commitments.tests.extraction_tables import rows

ANSWERED_ON = date(2023, 7, 13)


def quotes(text):
    return [suggestion.quote for suggestion in extract(text, ANSWERED_ON)]


class SuggestionTests(TestCase):
    def test_reads_every_row_of_the_table(self):
        for row in rows("passages"):
            with self.subTest(row["text"]):
                found = extract(row["text"], ANSWERED_ON)
                self.assertEqual(found[0].level if found else "", row["level"])
                if not found:
                    continue
                quantity, deadline = found[0].quantity, found[0].deadline
                value = str(quantity.value) if quantity else ""
                latest = deadline.latest if deadline and deadline.is_deadline else None
                self.assertEqual(value, row["value"])
                self.assertEqual(latest.isoformat() if latest else "", row["latest"])

    def test_cuts_coordinated_undertakings(self):
        text = (
            "L'accueil fera l'objet d'un plan, avec le doublement des agents formés, "
            "le déploiement d'un contrôle annuel, ainsi qu'un nouvel outil de mesure."
        )
        self.assertGreaterEqual(len(quotes(text)), 3)

    def test_cuts_successive_steps_with_their_own_figures(self):
        text = "La prime sera portée à 150 € en mars 2024 puis à 200 € en mars 2025."
        found = extract(text, ANSWERED_ON)
        self.assertEqual([s.quantity.value for s in found], [150, 200])
        self.assertEqual(
            [s.deadline.latest for s in found], [date(2024, 3, 31), date(2025, 3, 31)]
        )

    def test_never_spreads_a_deadline_to_a_neighbour(self):
        text = "Le quai sera rénové d'ici fin 2024 et la rue sera élargie."
        first, second = extract(text, ANSWERED_ON)
        self.assertEqual(first.deadline.latest, date(2024, 12, 31))
        self.assertIsNone(second.deadline)

    def test_items_of_a_list_inherit_what_its_heading_undertakes(self):
        text = "L'État a décidé de mesures : un fonds de 3 M€ ; 40 places de plus."
        self.assertEqual(quotes(text)[-2:], ["un fonds de 3 M€", "40 places de plus"])

    def test_cuts_where_a_date_closes_one_step_and_another_opens(self):
        for text, pieces in (
            (
                "Les quais devraient rouvrir fin 2023 et les hangars fin 2024.",
                ["Les quais devraient rouvrir fin 2023", "les hangars fin 2024"],
            ),
            (
                "Le bilan annuel sera publié fin 2023 et fera l'objet d'un débat.",
                ["Le bilan annuel sera publié fin 2023", "fera l'objet d'un débat"],
            ),
            (
                "L'objectif est de 5 GW d'ici 2030 et jusqu'à 9 GW d'ici 2035.",
                ["L'objectif est de 5 GW d'ici 2030", "jusqu'à 9 GW d'ici 2035"],
            ),
        ):
            with self.subTest(text):
                self.assertEqual(quotes(text), pieces)

    def test_an_object_after_an_aside_is_not_a_second_one(self):
        text = "L'État soutiendra, par une convention, la création de guichets."
        self.assertEqual(quotes(text), [text[:-1]])

    def test_verbs_that_share_an_object_or_say_what_for_stay_together(self):
        for text in (
            "Le ministère a décidé de simplifier et de réunir les guichets.",
            "L'État lancera une étude afin de comparer les ports et d'éclairer chacun.",
        ):
            with self.subTest(text):
                self.assertEqual(quotes(text), [text[:-1]])

    def test_an_item_may_close_with_its_date_in_brackets(self):
        text = (
            "Le portail proposera un service : un catalogue des cartes (ouverture en "
            "2024) ; l'accès à une carte (disponible en 2025)."
        )
        dates = [s.deadline.latest.year for s in extract(text, ANSWERED_ON)[1:]]
        self.assertEqual(dates, [2024, 2025])

    def test_items_without_an_article_inherit_from_their_heading(self):
        text = "Le plan a des objectifs chiffrés : financement de 300 quais par an."
        self.assertEqual(quotes(text)[-1], "financement de 300 quais par an")

    def test_what_a_done_step_allows_is_an_effect(self):
        text = (
            "La carte des quais sera ouverte fin 2024 et permettra d'informer les élus."
        )
        levels = [suggestion.level for suggestion in extract(text, ANSWERED_ON)]
        self.assertEqual(levels, ["likely", "possible"])

    def test_says_when_a_promise_is_printed_after_its_date(self):
        (late,) = extract("Le rapport sera remis fin mars 2023.", ANSWERED_ON)
        self.assertIn("deadline_passed", late.reasons)
        self.assertIn("déjà passée", late.deadline.reasoning("fr"))

    def test_keeps_the_condition_word_for_word(self):
        text = "Le quai sera rénové, sous réserve de l'accord du port."
        (suggestion,) = extract(text, ANSWERED_ON)
        self.assertEqual(suggestion.conditional, "sous réserve de l'accord du port")

    def test_says_who_acts_as_it_is_written(self):
        text = "Par ailleurs, le Gouvernement ouvrira un quai."
        (suggestion,) = extract(text, ANSWERED_ON)
        self.assertEqual(suggestion.responsible, "le Gouvernement")

    def test_tells_kind_and_testability(self):
        for text, kind, testability in (
            ("L'État ouvrira 30 quais d'ici 2025.", "target", "quantified_dated"),
            ("L'État publiera un guide en 2024.", "measure", "dated_action"),
            ("L'État déploiera un programme.", "programme", "undated_action"),
            ("L'État étudiera la question.", "measure", "process"),
            ("L'État veillera au calme.", "announcement", "not_verifiable"),
        ):
            with self.subTest(text):
                (suggestion,) = extract(text, ANSWERED_ON)
                self.assertEqual(suggestion.kind, kind)
                self.assertEqual(suggestion.testability, testability)

    def test_reads_unaccented_answers_alike(self):
        (suggestion,) = extract("L'Etat a decide de creer 30 quais.", ANSWERED_ON)
        self.assertEqual(suggestion.level, "likely")


class LabelTests(TestCase):
    def test_every_cue_has_its_words_in_both_languages(self):
        codes = {cue.code for cue in cues.POSITIVE + cues.NEGATIVE}
        codes |= {f"subject_{subject}" for subject in SUBJECT_WEIGHTS if subject}
        for code in codes:
            with self.subTest(code):
                self.assertTrue(reason(code, "fr"))
                self.assertTrue(reason(code, "en"))

    def test_no_two_codes_read_alike(self):
        for index in (0, 1):
            labels = [labels[index] for labels in REASONS.values()]
            self.assertEqual(len(labels), len(set(labels)))
