"""An administrator imports an archive from the administration, in a real browser."""

import json
from io import StringIO
from unittest.mock import patch

from django.core.management import CommandError, call_command

from commitments.imports import background
from commitments.models import BodyLabel, ImportRun, Question
from commitments.tests.browser.base import TURN, BrowserTestCase, expect
from commitments.tests.factories import make_body, make_user
from commitments.tests.test_import_run import line


class ImportTest(BrowserTestCase):
    def carry_out(self, run):
        """Do what the background process does; one record of these is refused."""
        arguments = ["--run", str(run.pk), "--processes", "1"]
        # Meanwhile the page, which comes back every other second, has to wait.
        with TURN, self.assertRaises(CommandError):
            call_command(
                "import_answers", *arguments, stdout=StringIO(), stderr=StringIO()
            )

    def test_an_administrator_imports_watches_reads_the_errors_and_maps(self):
        self.login(make_user("Administrator"))
        body = make_body("Ministère de la transformation")
        make_body("Agence des phares")
        records = [*(line(n) for n in range(1, 30)), line(30, author="X" * 300)]
        data = "".join(json.dumps(record) + "\n" for record in records)
        page = self.page
        page.goto("/admin/commitments/importrun/add/")
        self.assert_accessible()
        page.set_input_files(
            "[name=upload]",
            {"name": "q.jsonl", "mimeType": "text/plain", "buffer": data.encode()},
        )
        self.follow(page.locator("[name=_save]"))
        expect(page.get_by_text("QANR5L16QE3").first).to_be_visible()
        self.assert_accessible()
        run = ImportRun.objects.get()

        # The process that the button starts would open a database of its own.
        with (
            patch.object(background.subprocess, "Popen"),
            patch.object(background, "is_free", side_effect=[True, *[False] * 99]),
        ):
            self.follow(page.locator("form[action$='/start/'] button"))
            expect(page.locator("progress")).to_be_visible()
            with TURN:
                ImportRun.objects.update(bytes_total=200, bytes_read=100)
            # The page comes back by itself.
            expect(page.locator("progress")).to_have_attribute("value", "50")
            expect(page.locator("form[action$='/stop/']")).to_be_visible()
            self.carry_out(run)
            # The record that was refused is told once all is done.
            expect(page.get_by_text("QANR5L16QE30").first).to_be_visible()
            expect(page.locator("form[action$='/stop/']")).to_have_count(0)
            page.wait_for_load_state()
        self.assertEqual(Question.objects.count(), 29)
        self.assert_accessible()

        self.follow(page.locator("a[href*='mapping=none']"))
        self.follow(page.locator("text=Ministère des essais"))
        self.choose(".field-body", "transf", body.name)
        self.follow(page.locator("[name=_save]"))
        expect(page.locator(".messagelist .success")).to_be_visible()
        self.assertEqual(BodyLabel.objects.get().body, body)
        self.assertEqual(Question.objects.filter(body_asked=body).count(), 29)
