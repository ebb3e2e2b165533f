"""What editors may upload, judged by content; attacks are refused in words."""

import hashlib
from zlib import crc32

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import SimpleTestCase, override_settings
from django.utils.translation import override

from commitments.uploads import PNG_START, read_upload, tidy_name


def chunk(kind, data=b""):
    checksum = crc32(kind + data).to_bytes(4)
    return len(data).to_bytes(4) + kind + data + checksum


PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"
HEAD, END = PNG_START + chunk(b"IHDR", b"\x00" * 13), chunk(b"IEND")
PNG = HEAD + chunk(b"IDAT", b"\x00" * 9) + END
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 30 + b"\xff\xd9"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"


def upload(name, content):
    return read_upload(SimpleUploadedFile(name, content))


class AcceptedTests(SimpleTestCase):
    def test_takes_the_five_kinds_by_their_content(self):
        for name, content, kind in (
            ("bilan.pdf", PDF, "application/pdf"),
            ("BILAN.PDF", PDF, "application/pdf"),
            ("carte.png", PNG, "image/png"),
            ("photo.jpg", JPEG, "image/jpeg"),
            ("photo.jpeg", JPEG, "image/jpeg"),
            ("padded.jpeg", JPEG + b"\x00" * 9, "image/jpeg"),
            ("sites.csv", b"ville;sites\nLyon;85\n", "text/csv"),
            ("sites.csv", "ville;été\r\n".encode("cp1252"), "text/csv"),
            ("note.txt", "\ufeffÉtat : 3 < 4 & 5 > 2\n".encode(), "text/plain"),
        ):
            with self.subTest(name):
                fields = upload(name, content)
                self.assertEqual(fields["file_type"], kind)
                self.assertEqual(fields["file_size"], len(content))
                digest = hashlib.sha256(content).hexdigest()
                self.assertEqual(fields["file_sha256"], digest)
                self.assertEqual(fields["file"].read(), content)

    def test_stores_under_a_random_name(self):
        first, second = upload("bilan.pdf", PDF), upload("bilan.pdf", PDF)
        self.assertRegex(first["file"].name, r"^[0-9a-f]{32}\.pdf$")
        self.assertNotEqual(first["file"].name, second["file"].name)
        self.assertNotEqual(first["file_id"], second["file_id"])
        self.assertEqual(first["file_name"], "bilan.pdf")


class RefusedTests(SimpleTestCase):
    def assert_refused(self, name, content, words):
        with self.assertRaises(ValidationError) as refusal:
            upload(name, content)
        self.assertIn(words, " ".join(refusal.exception.messages))

    def setUp(self):
        language = override("en")
        language.__enter__()
        self.addCleanup(language.__exit__, None, None, None)

    def test_refuses_other_kinds_by_name(self):
        for name in ("a.html", "a.svg", "a.exe", "a.docx", "a", "pdf", "a.pdf.html"):
            with self.subTest(name):
                self.assert_refused(name, PDF, "Only PDF, PNG, JPEG, CSV")

    def test_refuses_content_that_is_not_what_the_name_says(self):
        for name, content in (
            ("a.pdf", HTML),
            ("a.pdf", SVG),
            ("a.pdf", PNG),
            ("a.pdf", b"%PDF-1.7 cut"),
            ("a.png", SVG),
            ("a.png", PDF),
            ("a.png", PNG + HTML),
            ("a.png", PNG[: len(HEAD)] + HTML + PNG[len(HEAD) :]),
            ("a.png", PNG + END),
            ("a.png", PNG[:-1]),
            ("a.png", HEAD + b"\xff" * 20 + END),
            ("a.jpg", b"GIF89a" + HTML),
            ("a.jpg", JPEG[:-2]),
            ("a.jpg", JPEG + b"ville;sites"),
        ):
            with self.subTest(name=name, content=content[:20]):
                self.assert_refused(name, content, "not what its name says")

    def test_refuses_polyglots(self):
        self.assert_refused("a.pdf", HTML + PDF, "not what its name says")
        self.assert_refused("a.pdf", PDF[:9] + HTML + PDF[9:], "a web page")
        self.assert_refused("a.jpg", JPEG[:20] + HTML + JPEG[20:], "a web page")

    def test_refuses_pages_drawings_and_programs_in_texts(self):
        for content in (
            HTML,
            SVG,
            b"\n\n  <ScRiPt>alert(1)</script>",
            b"ville;sites\nLyon;<img src=x onerror=alert(1)>",
            b"< iframe src=x>",
            b"<?php system(1);",
            b"#!/bin/sh\nrm",
            "\ufeff<html>".encode(),
        ):
            for name in ("a.csv", "a.txt"):
                with self.subTest(name=name, content=content[:30]):
                    self.assert_refused(name, content, "a web page or a program")

    def test_refuses_bytes_that_are_no_text(self):
        for content in (
            b"a\x00b",
            "ville".encode("utf-16"),
            b"a\x1b[31m",
            b"\x81\x8d\x90",
            PNG,
            "a\u0085b".encode(),
        ):
            with self.subTest(content[:10]):
                self.assert_refused("a.txt", content, "not a plain text")

    def test_refuses_empty_files(self):
        self.assert_refused("a.pdf", b"", "empty")

    @override_settings(EVIDENCE_MAX_BYTES=30)
    def test_refuses_files_that_are_too_large(self):
        self.assert_refused("a.txt", b"x" * 31, "too large")
        self.assertEqual(upload("a.txt", b"x" * 30)["file_size"], 30)


class TidyNameTests(SimpleTestCase):
    def test_keeps_a_plain_text_to_show(self):
        for name, kept in (
            ("Bilan été.pdf", "Bilan été.pdf"),
            ("../../etc/passwd.txt", "passwd.txt"),
            ("C:\\Users\\ada\\bilan.pdf", "bilan.pdf"),
            ("a\r\nContent-Type: text/html.pdf", "html.pdf"),
            ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf"),
            ("facture\u202efdp.exe.pdf", "facture fdp.exe.pdf"),
            ("  .bilan .pdf ", "bilan .pdf"),
        ):
            with self.subTest(name):
                self.assertEqual(tidy_name(name), kept)

    def test_keeps_the_ending_of_long_names(self):
        name = tidy_name("x" * 500 + ".pdf")
        self.assertEqual(len(name), 200)
        self.assertTrue(name.endswith(".pdf"))
