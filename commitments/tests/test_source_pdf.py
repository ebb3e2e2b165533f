"""The PDF of one question: its words, its paragraphs, and what is refused."""

import io
import textwrap
import unittest
from datetime import date
from unittest.mock import patch

from pypdf import PdfWriter

from commitments.imports.published import Problem
from commitments.imports.records import UnreadablePage
from commitments.imports.sources import pdf, pdf_words
from commitments.imports.sources.pdf import text_of, text_of_pages
from commitments.tests.pdfs import GAZETTE, make_pdf
from commitments.tests.test_import_pages import ASSEMBLY, NUMBERED_SENATE

ANSWER = " ".join(
    f"La mesure {number} ouvrira soixante gares dans les départements ruraux."
    for number in range(30)
)


def set_in_lines(text, width=90):
    """Return the lines in which a page prints a text."""
    lines = []
    for paragraph in text.split("\n"):
        lines += textwrap.wrap(paragraph, width) or [""]
    return lines


def question_in(data):
    (item,) = pdf.read(io.BufferedReader(io.BytesIO(data)), "page.pdf")
    return item


class PdfTests(unittest.TestCase):
    def test_reads_a_page_of_the_assembly(self):
        record = question_in(make_pdf([set_in_lines(ASSEMBLY)]))
        self.assertEqual(record.uid, "QANR5L16QE99903")
        self.assertEqual(record.asked_on, date(2023, 8, 1))
        self.assertEqual(record.answered_page, "3088")
        self.assertEqual(record.ministry_answering, "Horaires et essais")
        self.assertTrue(record.answer_text.startswith("Le programme ouvrira"))

    def test_reads_a_page_of_the_senate(self):
        record = question_in(make_pdf([set_in_lines(NUMBERED_SENATE)]))
        self.assertEqual(record.uid, "SENAT-14-QE-123")
        self.assertEqual(record.answer_text, "Une gare ouvrira en 2014.")

    def test_reads_a_question_cut_out_of_the_journal_officiel(self):
        record = question_in(make_pdf([set_in_lines(GAZETTE)]))
        self.assertEqual(record.uid, "QANR5L16QE9903")
        self.assertEqual(record.answered_on, date(2023, 7, 13))
        self.assertEqual(record.title, "Ouverture des gares le dimanche")

    def test_an_answer_over_two_pages_is_one_paragraph(self):
        head, foot = ASSEMBLY.split("Le programme ouvrira\n\nsoixante", 1)
        lines = set_in_lines(head + ANSWER + "\n\nRéponse" + foot)
        record = question_in(make_pdf([lines[:30], lines[30:]]))
        self.assertIn(ANSWER, record.answer_text)

    def test_what_is_printed_around_pages_is_left_out(self):
        lines = set_in_lines(ANSWER)
        pages = [
            "\n".join(
                [f"12/11/2026 10:0{n} Question", "SÉNAT", "", *half, "", f"{n}/2"]
            )
            for n, half in enumerate((lines[:9], lines[9:]), 1)
        ]
        text = text_of_pages(pages)
        self.assertEqual(text, f"SÉNAT\n\n{ANSWER}")

    def test_words_cut_at_the_end_of_a_line_are_whole_again(self):
        lines = [
            "Pour les usagers qui n'ont pas accès au réseau, les établisse-",
            "ments ouvriront, selon le programme adopté par le Parlement, ceux-",
            "ci au moins.",
        ]
        text = text_of_pages(["\n".join(lines)])
        self.assertIn("les établissements ouvriront", text)
        self.assertIn("ceux-ci au moins.", text)

    def test_a_no_break_space_is_kept(self):
        data = make_pdf([set_in_lines(ASSEMBLY.replace("soixante", "2\u00a0750"))])
        self.assertIn("2\u00a0750 gares", question_in(data).answer_text)


class RefusalTests(unittest.TestCase):
    def refused(self, data):
        with self.assertRaises(UnreadablePage) as refusal:
            text_of(data)
        return refusal.exception.code

    def test_a_protected_one(self):
        writer, buffer = PdfWriter(), io.BytesIO()
        writer.add_blank_page(100, 100)
        writer.encrypt("secret", algorithm="RC4-128")
        writer.write(buffer)
        self.assertEqual(self.refused(buffer.getvalue()), "pdf_encrypted")

    def test_one_of_pictures(self):
        self.assertEqual(self.refused(make_pdf([[""], [""]])), "pdf_image")

    def test_damaged_ones(self):
        whole = make_pdf([set_in_lines(ASSEMBLY)])
        for data in (b"%PDF-1.4", whole[:400], b"%PDF-1.4\n" + b"\0" * 5000):
            self.assertEqual(self.refused(data), "pdf_damaged")

    def test_one_of_too_many_pages(self):
        data = make_pdf([["Une page."]] * (pdf_words.PAGES + 1))
        self.assertEqual(self.refused(data), "pdf_pages")

    def test_one_that_is_too_big(self):
        self.assertEqual(self.refused(b"%PDF-1.4" + b" " * pdf.SIZE), "too_big")

    def test_one_that_takes_too_long(self):
        # A page of a million operators; what matters is that nobody waits.
        with patch.object(pdf, "PATIENCE", 0.05):
            data = make_pdf([["Une ligne."] * 200_000])
            self.assertEqual(self.refused(data), "pdf_time")

    def test_an_import_reports_it(self):
        item = question_in(make_pdf([[""]]))
        self.assertIsInstance(item, Problem)
        self.assertEqual((item.code, item.is_refusal), ("pdf_image", True))

    def test_one_without_an_answer(self):
        text = ASSEMBLY.split("Texte de la réponse")[0]
        self.assertEqual(question_in(make_pdf([set_in_lines(text)])).code, "no_answer")
