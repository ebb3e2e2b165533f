from unittest import TestCase

from commitments.extraction.number_words import cardinal
from commitments.extraction.numbers import read_quantities
from commitments.tests.extraction_tables import rows


class QuantityTests(TestCase):
    def test_reads_every_row_of_the_table(self):
        for row in rows("numbers"):
            with self.subTest(row["text"]):
                found = read_quantities(row["text"])
                if not row["value"]:
                    self.assertEqual(found, [])
                    continue
                (quantity,) = found
                self.assertEqual(quantity.value, float(row["value"]))
                self.assertEqual(quantity.comparator, row["comparator"])
                self.assertEqual(quantity.unit, row["unit"])
                self.assertEqual(quantity.rate or "", row["rate"])

    def test_keeps_what_is_counted_as_it_is_written(self):
        (quantity,) = read_quantities("plus de 40 Élèves référents sont là")
        self.assertEqual(quantity.counted, "Élèves référents")

    def test_keeps_the_lower_end_of_a_range(self):
        (quantity,) = read_quantities("de 30 à 50 %")
        self.assertEqual(quantity.low, 30)

    def test_tells_who_is_concerned_from_what_is_to_be_reached(self):
        (quantity,) = read_quantities("les communes de moins de 2 000 habitants")
        self.assertTrue(quantity.scope)

    def test_reads_numbers_in_words(self):
        for words, value in (
            ("soixante et onze", 71),
            ("quatre-vingt-dix-neuf", 99),
            ("deux cent cinquante mille", 250_000),
            ("mille deux cents", 1200),
        ):
            with self.subTest(words):
                self.assertEqual(cardinal(words), value)
