"""An administrator imports an archive from the administration, in a real browser."""

import json
from io import StringIO
from unittest.mock import patch

from django.core.management import CommandError, call_command

from commitments.imports import background
from commitments.models import BodyLabel, ImportRun, Question
from commitments.tests.browser.base import BrowserTestCase
from commitments.tests.factories import make_body, make_user
from commitments.tests.test_import_run import line


class ImportTest(BrowserTestCase):
    def carry_out(self, run):
        """Do what the background process does; one record of these is refused."""
        arguments = ["--run", str(run.pk), "--processes", "1"]
        with self.assertRaises(CommandError):
            call_command(
                "import_answers", *arguments, stdout=StringIO(), stderr=StringIO()
            )

    def test_an_administrator_imports_watches_reads_the_errors_and_maps(self):
        self.login(make_user("Administrator"))
        body = make_body("Ministère de la transformation")
        records = [*(line(n) for n in range(1, 30)), line(30, author="X" * 300)]
        data = "".join(json.dumps(record) + "\n" for record in records)
        page = self.page
        page.goto("/admin/commitments/importrun/add/")
        self.assert_accessible()
        page.set_input_files(
            "[name=upload]",
            {"name": "q.jsonl", "mimeType": "text/plain", "buffer": data.encode()},
        )
        page.click("[name=_save]")
        page.wait_for_selector("text=QANR5L16QE3")
        self.assert_accessible()
        run = ImportRun.objects.get()

        # The process that the button starts would open a database of its own.
        with (
            patch.object(background.subprocess, "Popen"),
            patch.object(background, "is_free", side_effect=[True, *[False] * 99]),
        ):
            page.click("form[action$='/start/'] button")
            page.wait_for_selector("progress")
            ImportRun.objects.update(bytes_total=200, bytes_read=100)
            # The page comes back by itself.
            page.wait_for_selector("progress[value='50']")
            page.wait_for_selector("form[action$='/stop/']")
            self.carry_out(run)
            page.wait_for_selector("form[action$='/stop/']", state="detached")
        self.assertEqual(Question.objects.count(), 29)
        page.wait_for_selector("text=QANR5L16QE30")
        self.assert_accessible()

        page.click("a[href*='mapping=none']")
        page.click("text=Ministère des essais")
        page.click(".field-body .select2-selection")
        page.keyboard.type("transf")
        page.click(f".select2-results__option:has-text('{body.name}')")
        page.click("[name=_save]")
        page.wait_for_selector(".messagelist .success")
        self.assertEqual(BodyLabel.objects.get().body, body)
        self.assertEqual(Question.objects.filter(body_asked=body).count(), 29)
