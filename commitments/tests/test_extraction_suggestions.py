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
