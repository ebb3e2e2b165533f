"""The Sénat's PostgreSQL dump, read as text."""

import gzip
import tempfile
import unittest
from datetime import date
from pathlib import Path

from commitments.imports.published import (
    ANSWER,
    ANSWER_ERRATUM,
    ANSWERED,
    LAPSED,
    QUESTION_ERRATUM,
)
from commitments.imports.sources import senate_dump
from commitments.imports.sources.catalogue import read_path
from commitments.tests.sources import codes, read, sorted_out

QUESTION = {
    "id": "10",
    "natquecod": "QE",
    "legislature": "15",
    "numero": "00743",
    "reference": "SEQ170700743",
    "sorquecod": "2",
    "titre": "Gares du plateau",
    "prenom": "Jean-Louis",
    "nom": "ESSAI",
    "groupe": "NI",
    "circonscription": "Meuse",
    "datejodepot": "2017-07-27 00:00:00",
    "pagejodepot": "2400",
    "mindepotid": "5",
    "mindepotlib": "Essais",
    "datejotran": "2017-09-07 00:00:00",
    "mintranid": "6",
    "mintranlib": "Horaires",
    "txtque": "Quand\\nles\\tgares ?",
    "txterrque": r"\N",
    "dateerr": r"\N",
    "themes": "#2#14#",
    "minreplib1": r"\N",
    "datejorep1": r"\N",
}
ANSWER_ROW = {
    "idque": "10",
    "txtrep": "<p>Cent gares</p><p>d'ici 2020 \\\\o/</p>",
    "datejorep": "2018-02-01 00:00:00",
    "pagejorep": "400",
    "minreplib": "Ministère des horaires",
    "idrepunique": "77",
    "txterrrep": r"\N",
    "errdate": r"\N",
    "errpage": r"\N",
}


def make_dump(questions=(QUESTION,), answers=(ANSWER_ROW,), end=True):
    """Return a dump with the tables in the order of their names."""

    def block(table, rows):
        columns = ", ".join(rows[0])
        lines = ["\t".join(row.values()) for row in rows]
        return [f"COPY questions.{table} ({columns}) FROM stdin;", *lines, "\\."]

    lines = [
        "--",
        "-- PostgreSQL database dump",
        "SET client_encoding = 'UTF8';",
        "COPY questions.autre (a) FROM stdin;",
        "x",
        "\\.",
        *block("sortquestion", [{"sorquecod": "1", "sorquelib": "Caduque"}]),
        *block("tam_questions", questions),
        *block("tam_reponses", answers),
        *block("the", [{"thecle": "14", "thelib": "Transports"}]),
    ]
    return "\n".join(lines[: None if end else -1]) + "\n"


class SenateDumpTests(unittest.TestCase):
    def test_reads_every_field(self):
        (record,), problems = read(senate_dump, make_dump())
        self.assertEqual(problems, [])
        self.assertEqual(record.uid, "SENAT-15-QE-743")
        self.assertEqual((record.number, record.aliases), ("743", ("SEQ170700743",)))
        self.assertEqual(record.author, "Jean-Louis Essai")
        self.assertEqual(
            (record.rubric, record.title), ("Transports", "Gares du plateau")
        )
        self.assertEqual(record.ministry_asked, "Essais")
        self.assertEqual(record.ministry_answering, "Ministère des horaires")
        self.assertEqual(record.attributions[1].since, date(2017, 9, 7))
        self.assertEqual(record.question_text, "Quand\nles\tgares ?")
        self.assertEqual(record.answer_text, "Cent gares\n\nd'ici 2020 \\o/")
        self.assertEqual(
            (record.answered_on, record.answered_page), (date(2018, 2, 1), "400")
        )
        self.assertEqual((record.state, record.shared_answer), (ANSWERED, "SENAT-77"))
        self.assertEqual(
            record.url, "https://www.senat.fr/questions/base/2017/qSEQ170700743.html"
        )

    def test_joins_several_answers_and_errata_in_order(self):
        erratum = {
            "txterrrep": "Lire : mille.",
            "errdate": "2018-02-15",
            "errpage": "9",
        }
        later = ANSWER_ROW | {"txtrep": "Puis dix.", "datejorep": "2018-05-03 00:00:00"}
        dump = make_dump(
            questions=[QUESTION | {"txterrque": "Lire : où", "dateerr": "2017-08-03"}],
            answers=[later, ANSWER_ROW | erratum],
        )
        (record,), _ = read(senate_dump, dump)
        self.assertEqual(
            [(p.role, p.published_on.month) for p in record.publications[2:]],
            [(ANSWER, 2), (ANSWER_ERRATUM, 2), (ANSWER, 5)],
        )
        self.assertEqual(record.of_role(QUESTION_ERRATUM)[0].text, "Lire : où")
        self.assertEqual(record.answered_on, date(2018, 2, 1))

    def test_reads_a_question_without_answer(self):
        lapsed = QUESTION | {"id": "11", "sorquecod": "1", "numero": "0587S"}
        summary = QUESTION | {"id": "12", "numero": "9", "datejorep1": "2018-03-01"}
        records, problems = read(senate_dump, make_dump([lapsed, summary]))
        self.assertEqual((records[0].state, records[0].number), (LAPSED, "587S"))
        self.assertEqual((records[1].state, records[1].answer_text), (ANSWERED, ""))
        self.assertEqual(codes(problems), ["orphan_answer"])

    def test_knows_the_answers_that_stand_before_the_questions(self):
        lines = make_dump().splitlines(keepends=True)
        start = next(n for n, line in enumerate(lines) if "tam_reponses" in line)
        answers = lines[start : start + 3]
        dump = "".join(answers + lines[:start] + lines[start + 3 :])
        (record,), _ = read(senate_dump, dump)
        self.assertTrue(record.is_answered)

    def test_reports_each_bad_row_and_goes_on(self):
        rows = [
            QUESTION | {"id": "1", "numero": "x"},
            {"id": "2", "natquecod": "cut"},
            QUESTION | {"id": "3", "numero": "3", "datejodepot": "2017-13-45"},
            QUESTION | {"id": "4", "numero": "4"},
        ]
        dump = make_dump([QUESTION, *rows])
        records, problems = read(senate_dump, dump)
        self.assertEqual([r.number for r in records], ["743", "3", "4"])
        self.assertEqual(codes(problems), ["columns", "bad_identity", "bad_date"])
        self.assertEqual(problems[0].record, "tam_questions 2")

    def test_gives_what_came_before_a_cut(self):
        records, problems = read(senate_dump, make_dump(end=False))
        self.assertEqual([r.number for r in records], ["743"])
        self.assertEqual(codes(problems), ["truncated"])

    def test_gives_what_came_before_a_damaged_end(self):
        packed = gzip.compress(make_dump(end=False).encode())[:-8]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "dump.sql.gz")
            path.write_bytes(packed)
            records, problems = sorted_out(read_path(path))
        self.assertEqual([r.number for r in records], ["743"])
        self.assertEqual(codes(problems), ["damaged", "truncated"])

    def test_reads_bytes_that_are_not_utf8(self):
        dump = make_dump([QUESTION | {"txtque": "Été à Mâcon"}])
        (record,), _ = read(senate_dump, dump.encode("cp1252"))
        self.assertEqual(record.question_text, "Été à Mâcon")
        self.assertEqual(record.ministry_answering, "Ministère des horaires")

    def test_refuses_a_dump_of_something_else(self):
        _, problems = read(senate_dump, "-- PostgreSQL database dump\n")
        self.assertEqual(codes(problems), ["nothing_found"])
        _, problems = read(senate_dump, make_dump([{"id": "1", "x": "2"}]))
        self.assertEqual(codes(problems), ["columns_missing"])
