"""Every file finds its source; every sample is read, or refused with a reason."""

import io
import re
import tempfile
import unittest
import zipfile
from pathlib import Path

from commitments.imports.sources.catalogue import SOURCES, read_path, source_of
from commitments.tests.sources import SHARED, codes, needs_samples, sorted_out

LINE = '{"uid": "X-1", "chamber": "X", "answer_text": "Oui."}'


class CatalogueTests(unittest.TestCase):
    def test_lists_sources_with_the_same_parts(self):
        for source in SOURCES:
            self.assertTrue(source.NAME and source.recognises and source.read)
        self.assertEqual(len({source.NAME for source in SOURCES}), len(SOURCES))

    def test_tells_files_apart_by_their_first_bytes(self):
        heads = {
            "assembly": b'{"question": {"uid": "QANR5L17QE1", "identifiant": {',
            "assembly_legacy": b'<QUESTION TYPE="QE">\n<LEGISLATURE>14</LEGISLATURE>',
            "assembly_html": b"<TITLE>FICHE QUESTION</TITLE>",
            "senate_dump": b"--\n-- PostgreSQL database dump\n--",
            "senate_csv": "Sort;Numéro;Date de publication JO".encode("cp1252"),
            "dila": b"\xef\xbb\xbf<?xml?><QuestionsPubliees DateJO='x'>",
            "json_lines": LINE.encode(),
            "pdf": b"%PDF-1.7",
        }
        for name, head in heads.items():
            with self.subTest(name):
                self.assertEqual(source_of("x", head).NAME, name)
        for head in (b"", b"\0\1\2", b"<html>", b"{}", b"\xff\xfe\0\0"):
            self.assertIsNone(source_of("x.bin", head))

    def test_reads_an_archive_of_mixed_files_to_its_end(self):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("1.jsonl", LINE)
            archive.writestr("2.pdf", b"%PDF")
            archive.writestr("../3.jsonl", LINE)
            archive.writestr("4.jsonl", LINE.encode("utf-16"))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "a.zip")
            path.write_bytes(buffer.getvalue())
            records, problems = sorted_out(read_path(path))
        self.assertEqual([r.file for r in records], ["a.zip/1.jsonl", "a.zip/4.jsonl"])
        self.assertEqual(codes(problems), ["unknown_format", "path"])

    def test_needs_no_django(self):
        folder = Path(__file__).resolve().parents[1] / "imports"
        modules = [
            folder / f"{n}.py" for n in ("archives", "markup", "published", "records")
        ]
        for path in (*modules, *(folder / "sources").glob("*.py")):
            source = path.read_text(encoding="utf-8")
            imported = re.findall(r"^\s*(?:from|import) ([\w.]+)", source, re.MULTILINE)
            for name in imported:
                self.assertNotRegex(
                    name, r"^django|^commitments\.(?!imports)", path.name
                )


@needs_samples
class CatalogueSampleTests(unittest.TestCase):
    def test_reads_every_sample_or_says_why_not(self):
        records, problems = sorted_out(read_path(SHARED / "corpus"))
        self.assertEqual(len(records), 563)
        self.assertEqual(
            {(p.file, p.code) for p in problems},
            {
                ("README.md", "unknown_format"),
                # Cut out of the seeds, without what identifies a question.
                ("seeds_answers.jsonl", "identity_missing"),
                ("senat_pages/qSEQ020238666.txt", "lapsed"),
                ("senat_pages/qSEQ120121766.txt", "lapsed"),
                ("senat_pages/qSEQ201018049.txt", "withdrawn"),
            },
        )
        for problem in problems:
            self.assertNotIn("%(", problem.reason)

    def test_reads_the_four_seeds_and_refuses_the_article(self):
        records, problems = sorted_out(read_path(SHARED / "seeds"))
        self.assertEqual(len(records), 4)
        self.assertTrue(all(r.is_answered and r.answered_on for r in records))
        self.assertEqual(codes(problems), ["not_a_question"])
