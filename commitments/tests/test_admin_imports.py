"""An administrator uploads a file, sees what was understood, starts, stops, removes."""

import json
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import TestCase, override_settings
from django.urls import reverse

from commitments.imports import background
from commitments.models import ImportRun, Question
from commitments.tests.factories import make_user
from commitments.tests.test_import_run import line


def upload(*records, name="questions.jsonl"):
    data = "".join(json.dumps(record) + "\n" for record in records)
    return SimpleUploadedFile(name, data.encode())


class ImportPageTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.administrator = make_user("Administrator")

    def setUp(self):
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.administrator)

    def send(self, file):
        return self.client.post(
            reverse("admin:commitments_importrun_add"), {"upload": file}, follow=True
        )

    def press(self, run, verb):
        url = reverse(f"admin:commitments_importrun_{verb}", args=[run.pk])
        return self.client.post(url, follow=True)

    def test_shows_what_was_understood_and_stores_nothing(self):
        page = self.send(upload(line(1), line(2), {"uid": "X"}))
        self.assertContains(page, "QANR5L16QE2")
        self.assertContains(page, "json_lines")
        self.assertContains(page, "Start the import")
        self.assertFalse(Question.objects.exists())
        run = ImportRun.objects.get()
        self.assertEqual((run.state, run.started_by), ("waiting", self.administrator))
        self.assertEqual(Path(run.upload.path).name, "questions.jsonl")

    def test_starts_a_process_that_imports_and_removes_the_file(self):
        self.send(upload(line(1), line(2)))
        run = ImportRun.objects.get()
        path = Path(run.upload.path)
        with patch.object(background.subprocess, "Popen") as started:
            self.press(run, "start")
        command = started.call_args[0][0]
        self.assertEqual(command[2:], ["import_answers", "--run", str(run.pk)])
        # What that process does, done here.
        call_command(*command[2:], stdout=StringIO(), stderr=StringIO())
        run.refresh_from_db()
        self.assertEqual((run.state, run.created, run.upload.name), ("done", 2, ""))
        self.assertFalse(path.exists())
        page = self.client.get(
            reverse("admin:commitments_importrun_change", args=[run.pk])
        )
        self.assertContains(page, "Ministère des essais", count=0)
        self.assertContains(page, "known to nobody")

    def test_asks_a_run_to_stop_and_removes_what_is_given_up(self):
        self.send(upload(line(1)))
        run = ImportRun.objects.get()
        path = Path(run.upload.path)
        self.press(run, "stop")
        run.refresh_from_db()
        self.assertTrue(run.is_stop_asked)
        self.press(run, "discard")
        run.refresh_from_db()
        self.assertEqual(run.state, "stopped")
        self.assertFalse(path.exists())
        self.press(run, "start")
        run.refresh_from_db()
        self.assertEqual(run.state, "stopped")

    @override_settings(IMPORT_MAX_BYTES=10)
    def test_refuses_a_file_that_is_too_large(self):
        self.assertContains(self.send(upload(line(1))), "too large")
        self.assertFalse(ImportRun.objects.exists())

    def test_a_run_that_died_can_be_resumed(self):
        self.send(upload(line(1)))
        run = ImportRun.objects.get()
        ImportRun.objects.update(state="running")
        page = self.client.get(
            reverse("admin:commitments_importrun_change", args=[run.pk])
        )
        self.assertContains(page, "Resume the import")
