from datetime import date
from unittest import TestCase, skipUnless

from commitments.extraction.deadline_rules import RULES
from commitments.extraction.deadline_words import SENTENCES
from commitments.extraction.deadlines import read_deadline, read_deadlines
from commitments.extraction.records import deadline_record
from commitments.tests.extraction_tables import SHARED, rows, shared_lines

ANSWERED_ON = date(2023, 7, 13)


class DeadlineTests(TestCase):
    def test_reads_every_row_of_the_table(self):
        for row in rows("deadlines"):
            with self.subTest(row["words"]):
                answered_on = date.fromisoformat(row["answered_on"])
                record = deadline_record("x", row["words"], answered_on)
                self.assertEqual(record["deadline"] or "", row["latest"])
                self.assertEqual(record["deadline_precision"], row["precision"])
                self.assertEqual(record["deadline_rule"] or "", row["rule"])

    def test_keeps_the_exact_words_and_their_place(self):
        text = "Il ouvrira D’ICI\u00a0fin 2024, au plus tard."
        deadline = read_deadline(text, ANSWERED_ON)
        self.assertEqual(deadline.text, "D’ICI\u00a0fin 2024")
        self.assertEqual(text[deadline.start : deadline.end], deadline.text)

    def test_gives_the_whole_interval(self):
        deadline = read_deadline("au premier trimestre 2024", ANSWERED_ON)
        self.assertEqual(deadline.earliest, date(2024, 1, 1))
        self.assertEqual(deadline.latest, date(2024, 3, 31))

    def test_says_which_event_a_duration_hangs_on(self):
        deadline = read_deadline("six mois après la parution du décret.", ANSWERED_ON)
        self.assertTrue(deadline.is_deadline)
        self.assertIsNone(deadline.latest)
        self.assertEqual(deadline.event, "la parution du décret")

    def test_offers_the_strict_reading_of_by_a_year(self):
        (reading,) = read_deadline("d'ici 2025", ANSWERED_ON).readings
        self.assertEqual(reading.latest, date(2024, 12, 31))

    def test_offers_an_anchor_named_before(self):
        text = "Depuis la réunion du 9 mai 2023, il est prévu dans les 18 mois."
        (reading,) = read_deadlines(text, ANSWERED_ON)[-1].readings
        self.assertEqual(reading.latest, date(2024, 11, 9))
        self.assertIn("9 May 2023", reading.label_in("en"))

    def test_a_participle_is_not_a_summer(self):
        self.assertEqual(read_deadlines("Il a été ouvert.", ANSWERED_ON), [])

    def test_a_past_date_keeps_its_day_but_is_no_deadline(self):
        deadline = read_deadline("le 3 mai 2020", ANSWERED_ON)
        self.assertFalse(deadline.is_deadline)
        self.assertEqual(deadline.latest, date(2020, 5, 3))

    def test_every_rule_explains_itself_in_both_languages(self):
        for rule in {rule.id for rule in RULES} | {
            "start_not_deadline",
            "invalid_date",
        }:
            with self.subTest(rule):
                self.assertEqual(len(SENTENCES[rule]), 2)

    def test_the_reasoning_can_be_checked(self):
        deadline = read_deadline("dans les 18 mois", ANSWERED_ON)
        self.assertIn("13 juillet 2023", deadline.reasoning())
        self.assertIn("13 janvier 2025", deadline.reasoning())
        self.assertIn("13 January 2025", deadline.reasoning("en"))

    def test_never_leaves_the_calendar(self):
        for words in ("dans les 999 ans", "dans 18 mois", "l'année prochaine"):
            with self.subTest(words):
                self.assertEqual(
                    [d for d in read_deadlines(words, date(9999, 12, 31)) if d.latest],
                    [],
                )

    @skipUnless(SHARED.exists(), "the shared material is not here")
    def test_reads_the_shared_expressions(self):
        lines = shared_lines("gold/deadlines.jsonl")
        right, invented = 0, []
        for line in lines:
            answered_on = date.fromisoformat(line["answer_date"])
            found = deadline_record(line["id"], line["text"], answered_on)["deadline"]
            right += found in line["expected"]
            if line["expected"] == [None] and found:
                invented.append(line["id"])
        self.assertGreaterEqual(right, len(lines) - 2)
        self.assertEqual(invented, [])
