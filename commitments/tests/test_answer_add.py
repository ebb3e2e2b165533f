"""An editor brings one answer: what was understood is shown, corrected, stored."""

import json
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from commitments.imports.one_question import FILE_SIZE
from commitments.models import (
    Answer,
    BodyLabel,
    ImportRun,
    PublishedText,
    Question,
)
from commitments.tests import factories
from commitments.tests.pdfs import GAZETTE, make_pdf
from commitments.tests.test_import_pages import ASSEMBLY, MIRROR
from commitments.tests.workspace import WorkspaceTestCase

SHORT = """Mme Anne Modèle interroge M. le ministre des essais sur les gares.

Réponse du ministère des horaires

Douze gares ouvriront d'ici fin 2024."""


class AnswerAddTests(WorkspaceTestCase):
    def read(self, text="", **files):
        """The preview of a text or a file."""
        return self.send("answer-add", data={"text": text} | files)

    def act(self, response, act="store", **changed):
        """Send the preview's form, as a browser would, with some fields changed."""
        context = response.context
        data = self.fields(context["form"]) | {"act": act}
        data |= {name: context[name] for name in ("text", "line", "name")}
        return self.send("answer-add", data=data | changed)

    def test_is_for_editors(self):
        self.assert_guarded("answer-add")

    def test_is_found_from_the_desk_and_from_the_queue(self):
        for name in ("desk", "answer-queue"):
            self.assertContains(self.open(name), reverse("answer-add"))

    def test_a_pasted_page_is_shown_then_stored(self):
        response = self.read(ASSEMBLY)
        self.assertContains(response, "New: this question is not there yet.")
        self.assertContains(response, "Ouverture des gares")
        self.assertFalse(Question.objects.exists())
        response = self.act(response)
        self.assertRedirects(response, reverse("answer-read", args=["QANR5L16QE99903"]))
        answer = Answer.objects.get()
        self.assertEqual(answer.answered_on, date(2023, 12, 5))
        self.assertTrue(answer.suggestions.exists())
        run = ImportRun.objects.get()
        self.assertEqual((run.created, run.started_by), (1, self.editor))

    def test_a_pdf_is_read(self):
        data = make_pdf([ASSEMBLY.split("\n")])
        response = self.read(file=SimpleUploadedFile("../page.pdf", data))
        self.assertContains(response, "page.pdf")
        self.assertContains(response, 'value="99903"')
        self.assertRedirects(
            self.act(response), reverse("answer-read", args=["QANR5L16QE99903"])
        )
        self.assertEqual(ImportRun.objects.get().files, "page.pdf")

    def test_what_was_worked_out_is_marked_and_remembered(self):
        response = self.read(GAZETTE)
        form = response.context["form"]
        self.assertIn("Worked out", form["legislature"].help_text)
        self.assertIn("Not found", form["group"].help_text)
        self.assertFalse(form["number"].help_text)
        self.act(response, ministry_answering="Ministère des essais")
        question = Question.objects.get()
        self.assertIn("legislature", question.inferred)
        self.assertNotIn("ministry_answering", question.inferred)
        self.assertEqual(question.answer.ministry, "Ministère des essais")

    def test_what_is_missing_is_asked_and_nothing_typed_is_lost(self):
        response = self.read(SHORT)
        self.assertContains(response, "Told once every field that is needed is right.")
        response = self.act(response, title="Gares & haltes", number="12")
        self.assertContains(response, "Something has to be corrected")
        self.assertContains(response, 'value="Gares &amp; haltes"')
        self.assertFalse(Answer.objects.exists())
        response = self.act(
            response, chamber="AN", legislature="16", answered_on="13/07/2023"
        )
        self.assertRedirects(response, reverse("answer-read", args=["QANR5L16QE12"]))
        self.assertEqual(Question.objects.get().title, "Gares & haltes")
        self.assertEqual(
            Answer.objects.get().current_text().body,
            "Douze gares ouvriront d'ici fin 2024.",
        )

    def test_a_question_of_the_senate_may_have_no_number(self):
        values = {"legislature": "16", "answered_on": "13/07/2023"}
        response = self.act(self.read(SHORT), chamber="AN", **values)
        self.assertContains(response, "Without its number")
        response = self.act(response, chamber="SENAT", asked_on="18/05/2023", **values)
        self.assertEqual(Question.objects.get().uid, "SENAT-20230518-MODELE")

    def test_days_must_make_sense(self):
        response = self.act(self.read(ASSEMBLY), answered_on="01/02/2020")
        self.assertContains(response, "The answer cannot precede its question.")
        response = self.act(response, answered_on="01/02/2090")
        self.assertContains(response, "This day has not come yet")

    def test_the_same_answer_again_changes_nothing(self):
        self.act(self.read(ASSEMBLY))
        response = self.read(ASSEMBLY)
        self.assertContains(response, "Already there, word for word")
        self.act(response)
        self.assertEqual(ImportRun.objects.first().same, 1)

    def test_other_words_become_a_version_and_what_changes_is_shown(self):
        self.act(self.read(ASSEMBLY))
        answer = Answer.objects.get()
        factories.make_draft(answer=answer, quote="soixante gares")
        response = self.read(ASSEMBLY.replace("soixante", "cent"))
        self.assertContains(response, "these become version 2")
        self.assertContains(response, "<del>soixante</del><ins>cent</ins>", html=True)
        self.assertContains(response, "1 quote no longer stands")
        self.assertEqual(answer.texts.count(), 1)
        self.act(response)
        self.assertEqual(answer.texts.count(), 2)

    def test_the_same_text_for_two_questions_is_told(self):
        text = ASSEMBLY.replace("soixante gares", "soixante gares" * 20)
        self.act(self.read(text))
        response = self.read(text.replace("99903", "99904"))
        self.assertContains(response, "The same answer was given to:")
        self.assertContains(response, "QANR5L16QE99903")

    def test_a_refusal_by_the_loader_is_shown_before_and_after(self):
        self.act(self.read(ASSEMBLY))
        other = ASSEMBLY.replace("1er août 2023", "8 août 2023")
        response = self.read(other)
        self.assertContains(response, "was asked on 2023-08-01")
        response = self.act(response)
        self.assertContains(response, "Something has to be corrected")
        self.assertContains(response, "soixante gares")
        self.assertEqual(ImportRun.objects.first().refused, 1)

    def test_a_ministry_that_nobody_knows_is_told_and_listed(self):
        response = self.read(ASSEMBLY)
        self.assertContains(response, "Nobody has said yet which body")
        self.assertFalse(BodyLabel.objects.exists())
        self.act(response)
        self.assertTrue(BodyLabel.objects.filter(label="Essais").exists())

    def test_showing_again_stores_nothing(self):
        response = self.act(
            self.read(ASSEMBLY), "check", answer_text="Un.\r\n\r\nDeux."
        )
        self.assertContains(response, "Un.\n\nDeux.")
        self.assertFalse(Answer.objects.exists())

    def test_starting_again_keeps_the_text(self):
        response = self.act(self.read(SHORT), "back")
        self.assertTemplateUsed(response, "workspace/answer_add.html")
        self.assertContains(response, "Douze gares ouvriront")

    def test_a_file_of_the_open_data_keeps_its_errata(self):
        line = {
            "chamber": "AN",
            "legislature": 16,
            "number": "7",
            "author": "Anne Modèle",
            "publications": [
                {"role": "question", "text": "Quand ?", "published_on": "2023-05-16"},
                {"role": "answer", "text": "Demain.", "published_on": "2023-07-13"},
                {
                    "role": "answer_erratum",
                    "text": "Lire « hier ».",
                    "published_on": "2023-07-20",
                },
            ],
        }
        file = SimpleUploadedFile("q.jsonl", json.dumps(line).encode())
        response = self.read(file=file)
        self.assertContains(response, "New: this question")
        response = self.act(response, answer_text="Demain matin.")
        self.assertRedirects(response, reverse("answer-read", args=["QANR5L16QE7"]))
        self.assertEqual(PublishedText.objects.get().body, "Lire « hier ».")
        self.assertEqual(Answer.objects.get().current_text().body, "Demain matin.")

    def test_files_that_cannot_be_read_are_refused_in_words(self):
        for name, data, words in (
            ("a.pdf", make_pdf([[""]]), "pictures of pages"),
            ("a.pdf", b"%PDF-1.4", "damaged"),
            ("a.txt", b"", "This file is empty."),
            ("a.txt", b"\0\0", "not a text file"),
            ("a.txt", b"a" * (FILE_SIZE + 1), "too large"),
        ):
            with self.subTest(words):
                response = self.read(file=SimpleUploadedFile(name, data))
                self.assertContains(response, words)

    def test_a_refused_file_does_not_lose_the_pasted_text(self):
        file = SimpleUploadedFile("a.pdf", b"%PDF-1.4")
        response = self.read(SHORT, file=file)
        self.assertContains(response, "Both a file and a text")
        self.assertContains(response, "Douze gares ouvriront")
        self.assertContains(self.read(), "Choose a file, or paste a text.")

    def test_markup_in_a_text_stays_text(self):
        response = self.read(MIRROR.replace("Cent gares", "<script>alert(1)</script>"))
        self.assertContains(response, "&lt;script&gt;alert(1)")
        self.assertNotContains(response, "<script>alert")

    def test_a_forged_form_is_sent_back(self):
        data = {"act": "store", "line": "{}"}
        self.assertRedirects(self.send("answer-add", data=data), reverse("answer-add"))
        response = self.send("answer-add", data={"act": "store"})
        self.assertContains(response, "Something has to be corrected")
