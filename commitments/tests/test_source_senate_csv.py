"""The Sénat's lists as CSV: by their headings, in either encoding."""

import unittest
from datetime import date

from commitments.imports.published import ANSWERED, OPEN
from commitments.imports.sources import senate_csv
from commitments.tests.sources import codes, read

HEADINGS = (
    "Sort;Nature;Numéro;Référence;Titre;Nom;Prénom;Circonscription;Groupe;"
    "Date de publication JO;Ministère de dépôt;Ministère de réponse;"
    "Date de réponse JO;Thème(s);URL Question"
)
ROW = (
    'Répondue;QE;00743;170700743;"Gares ; ""du"" plateau";ESSAI;Anne;Meuse;NI;'
    "2017-07-27;Été;Horaires;2018-02-01;Transports;http://example.org/q"
)
OPEN_ROW = "En cours;QOSD;0587S;;Titre;Essai;Paul;;;2023-10-05;;;;;"


class SenateCSVTests(unittest.TestCase):
    def test_reads_either_encoding(self):
        for encoding in ("cp1252", "utf-8", "utf-8-sig", "utf-16"):
            with self.subTest(encoding=encoding):
                data = f"{HEADINGS}\r\n{ROW}\r\n{OPEN_ROW}\r\n".encode(encoding)
                self.assertTrue(senate_csv.recognises("x", data[:4096]))
                (record, other), problems = read(senate_csv, data)
                self.assertEqual(problems, [])
                self.assertEqual(record.uid, "SENAT-15-QE-743")
                self.assertEqual(record.title, 'Gares ; "du" plateau')
                self.assertEqual(record.author, "Anne Essai")
                self.assertEqual(record.ministry_asked, "Été")
                self.assertEqual(record.answered_on, date(2018, 2, 1))
                self.assertEqual((record.state, record.answer_text), (ANSWERED, ""))
                self.assertEqual(record.url, "https://example.org/q")
                self.assertEqual(record.inferred, ("legislature",))
                self.assertEqual((other.uid, other.state), ("SENAT-16-QOSD-587S", OPEN))

    def test_knows_columns_by_name_and_skips_what_stands_before(self):
        data = "sep=;\nDate de publication JO;Numéro\n2023-10-05;12\n"
        (record,), _ = read(senate_csv, data)
        self.assertEqual((record.uid, record.type), ("SENAT-16-QG-12", "QG"))

    def test_reports_each_bad_line_and_goes_on(self):
        lines = [
            HEADINGS,
            "a;b",
            ROW.replace("00743", "x"),
            ROW.replace("2017-07-27", "27 juillet"),
            ROW.replace("00743", "5").replace("2018-02-01", "2018-02-31"),
            "",
            ROW,
        ]
        records, problems = read(senate_csv, "\n".join(lines))
        self.assertEqual([r.number for r in records], ["5", "743"])
        self.assertEqual(
            codes(problems),
            ["columns", "bad_identity", "bad_date", "bad_identity", "bad_date"],
        )

    def test_survives_a_quote_that_never_ends(self):
        data = f'{HEADINGS}\n{ROW}\n"{"x" * 200_000}\n{ROW}'
        records, problems = read(senate_csv, data)
        self.assertEqual(records[0].number, "743")
        self.assertEqual(codes(problems)[0], "damaged_record")

    def test_refuses_another_list(self):
        _, problems = read(senate_csv, "a;b\n1;2\n")
        self.assertEqual(codes(problems), ["columns_missing"])
