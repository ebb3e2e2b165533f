"""The one question that an editor's file or text holds."""

import io
import json
import unittest
import zipfile

from commitments.imports.one_question import FILE_SIZE, read_file, read_text
from commitments.imports.records import UnreadablePage
from commitments.tests.pdfs import make_pdf
from commitments.tests.test_import_pages import ASSEMBLY, SENATE

LINE = {
    "chamber": "AN",
    "legislature": 16,
    "number": "7",
    "answered_on": "2023-07-13",
    "answer_text": "Une gare.",
}


class ReadFileTests(unittest.TestCase):
    def test_a_pdf_a_text_and_a_saved_page(self):
        page = "".join(f"<p>{row}</p>" for row in SENATE.split("\n\n"))
        for name, data, uid in (
            ("a.pdf", make_pdf([ASSEMBLY.split("\n")]), "QANR5L16QE99903"),
            ("a.txt", ASSEMBLY.encode("cp1252"), "QANR5L16QE99903"),
            ("A", ASSEMBLY.encode(), "QANR5L16QE99903"),
            (
                "a.html",
                f"<!DOCTYPE html><html>{page}</html>".encode(),
                "SENAT-20230518-P3200-DU-ROCHER",
            ),
        ):
            with self.subTest(name):
                record, text = read_file(name, data)
                self.assertEqual(record.uid, uid)
                self.assertTrue(text)

    def test_a_file_of_the_open_data(self):
        record, text = read_file("a.jsonl", json.dumps(LINE).encode())
        self.assertEqual((record.uid, text), ("QANR5L16QE7", ""))

    def test_what_is_not_one_question(self):
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("a.txt", ASSEMBLY)
        two = "\n".join(json.dumps(LINE | {"number": n}) for n in "12")
        for name, data, code in (
            ("a.jsonl", two.encode(), "several_questions"),
            ("a.jsonl", b'{"answer_text": 1}', "nothing_read"),
            ("a.pdf", b"%PDF-1.4", "pdf_damaged"),
            ("a.txt", b"\0\1\2", "binary"),
            ("a.txt", b"a" * (FILE_SIZE + 1), "too_big"),
        ):
            with self.subTest(code), self.assertRaises(UnreadablePage) as refusal:
                read_file(name, data)
            self.assertEqual(refusal.exception.code, code)
        with self.assertRaises(UnreadablePage):
            read_file("a.zip", archive.getvalue())

    def test_a_pasted_text_keeps_what_it_does_not_say_empty(self):
        record, _text = read_text("Bonjour.")
        self.assertEqual((record.uid, record.number), ("", ""))
