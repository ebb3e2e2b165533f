"""The command that imports saved pages: says what it understood, or why not."""

import json
import unittest
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import CommandError, call_command
from django.test import TestCase
from django.utils import translation

from commitments.models import (
    Answer,
    AnswerText,
    ImportProblem,
    ImportRun,
    Question,
)
from commitments.search import ANSWER
from commitments.search.indexing import missing
from commitments.tests import open_data
from commitments.tests.pdfs import GAZETTE, make_pdf
from commitments.tests.test_import_pages import ASSEMBLY, MIRROR, SENATE, SHARED


class ImportAnswersTests(TestCase):
    def setUp(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def run_on(self, *paths, **options):
        self.out, self.errors = StringIO(), StringIO()
        with translation.override("en"):
            call_command(
                "import_answers", *paths, stdout=self.out, stderr=self.errors, **options
            )

    def test_stores_pages_of_every_layout_and_says_what_it_read(self):
        self.run_on(
            self.file("a.txt", MIRROR),
            self.file("b.txt", SENATE.encode("cp1252")),
            self.file("c.txt", ASSEMBLY.replace("\n", "\r\n")),
        )
        self.assertEqual(
            set(Answer.objects.values_list("uid", flat=True)),
            {
                "SENAT-15-QE-99901",
                "SENAT-20230518-P3200-DU-ROCHER",
                "QANR5L16QE99903",
            },
        )
        said = self.out.getvalue()
        self.assertIn("Jeanne Exemple", said)
        self.assertIn("chamber", said)

    def test_names_authors_from_the_folder_of_acteurs(self):
        # The open data give "PA1001" and no name.
        archive = open_data.assembly_zip(self.folder / "questions.zip", 2)
        authors = self.folder / "acteurs"
        authors.mkdir()
        ident = {"prenom": "Anne", "nom": "Modèle"}
        person = {"acteur": {"uid": "PA1001", "etatCivil": {"ident": ident}}}
        Path(authors, "PA1001.json").write_text(json.dumps(person))
        Path(authors, "broken.json").write_text("{")
        self.run_on(str(archive), authors=authors, no_suggestions=True)
        # The search does not wait for the suggestions.
        self.assertEqual(missing(ANSWER), [])
        named, unnamed = Question.objects.order_by("pk")
        self.assertEqual(
            (named.author, named.member), ("Anne Modèle", "anne-modele-an")
        )
        self.assertEqual((unnamed.author, unnamed.member), ("", None))
        self.assertIn("broken.json", self.errors.getvalue())

    def test_refuses_a_folder_of_acteurs_that_is_not_there(self):
        archive = open_data.assembly_zip(self.folder / "questions.zip", 1)
        with self.assertRaisesMessage(CommandError, "There is no such file"):
            self.run_on(str(archive), authors=self.folder / "nowhere")
        self.assertFalse(ImportRun.objects.exists())

    def test_stores_a_pdf_and_a_text_in_no_known_layout(self):
        self.run_on(
            self.file("a.pdf", make_pdf([ASSEMBLY.split("\n")])),
            self.file("b.txt", GAZETTE),
        )
        self.assertEqual(
            set(Answer.objects.values_list("uid", flat=True)),
            {"QANR5L16QE99903", "QANR5L16QE9903"},
        )

    def test_says_what_a_text_lacks(self):
        path = self.file("a.txt", GAZETTE.replace("13 JUILLET 2023", ""))
        with self.assertRaises(CommandError):
            self.run_on(path)
        self.assertIn("answered_on", self.errors.getvalue())

    def test_a_second_run_changes_nothing(self):
        path = self.file("a.txt", MIRROR)
        self.run_on(path)
        self.run_on(path)
        self.assertEqual(AnswerText.objects.count(), 1)
        run = ImportRun.objects.first()
        self.assertEqual((run.created, run.changed, run.same), (0, 0, 1))

    def test_refuses_an_article_with_the_reason_and_does_the_others(self):
        article = self.file("article.txt", "Un ministre a répondu mardi.")
        page = self.file("page.txt", MIRROR)
        with self.assertRaises(CommandError):
            self.run_on(article, page)
        self.assertIn("article.txt", self.errors.getvalue())
        self.assertEqual(Answer.objects.count(), 1)
        self.assertEqual(ImportProblem.objects.get().file, article)

    def test_refuses_what_cannot_be_read(self):
        for path in (
            str(self.folder / "missing.txt"),
            str(self.folder),
            self.file("binary.txt", b"\x00\x01"),
            self.file("big.txt", b"a" * 2_000_001),
        ):
            with self.subTest(path), self.assertRaises(CommandError):
                self.run_on(path)
        self.assertFalse(Answer.objects.exists())

    def test_takes_the_chamber_from_the_command_line(self):
        path = self.file("a.txt", MIRROR.replace("27 juillet", "28 juillet"))
        with self.assertRaises(CommandError):
            self.run_on(path)
        self.run_on(path, chamber="AN")
        self.assertEqual(Answer.objects.get().uid, "QANR5L15QE99901")

    @unittest.skipUnless(
        (SHARED / "seeds").is_dir(), "the real pages of ../shared are not here"
    )
    def test_stores_the_four_real_answers_and_refuses_the_article(self):
        seeds = sorted(str(path) for path in (SHARED / "seeds").iterdir())
        with self.assertRaises(CommandError):
            self.run_on(*seeds)
        self.assertEqual(Answer.objects.count(), 4)
        self.assertIn("003_0123ae3fceabecb6.txt", self.errors.getvalue())
