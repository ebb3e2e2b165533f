import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import SimpleTestCase

FIELDS = (
    "id start end quote level kind testability target_value comparator unit counted "
    "rate deadline deadline_earliest deadline_precision deadline_text deadline_rule "
    "deadline_readings conditional responsible reasons"
)
ANSWER = {
    "id": "A1",
    "answer_date": "2023-07-13",
    "answer_text": "L'État ouvrira au moins 300 guichets d'ici fin 2024.",
}


class ExtractCommandTests(SimpleTestCase):
    def run_on(self, content, option="--jsonl"):
        """The records written, what was said on standard error, and the failure."""
        out, err, failure = io.StringIO(), io.StringIO(), None
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "lines.jsonl"
            path.write_bytes(content)
            try:
                call_command("extract", option, str(path), stdout=out, stderr=err)
            except CommandError as error:
                failure = str(error)
        return list(map(json.loads, out.getvalue().splitlines())), err, failure

    def test_writes_one_line_per_suggestion_with_every_field(self):
        records, _, failure = self.run_on(json.dumps(ANSWER).encode())
        (record,) = records
        self.assertIsNone(failure)
        self.assertEqual(list(record), FIELDS.split())
        self.assertEqual(record["target_value"], 300)
        self.assertEqual(record["comparator"], ">=")
        self.assertEqual(record["deadline"], "2024-12-31")
        self.assertEqual(record["responsible"], "L'État")

    def test_says_which_lines_it_could_not_read_and_does_the_rest(self):
        good = json.dumps(ANSWER).encode()
        content = (
            b'{"id": 1}\nno\n\xff\n[]\n' + good + b'\n{"id":2,"answer_date":"?"}\n'
        )
        records, err, failure = self.run_on(content)
        self.assertEqual([record["id"] for record in records], ["A1"])
        for number in (1, 2, 3, 4, 6):
            self.assertIn(f"Line {number}:", err.getvalue())
        self.assertIn("5 line", failure)

    def test_reads_standard_input_without_a_database(self):
        done = subprocess.run(
            [sys.executable, "manage.py", "extract", "--jsonl", "-"],
            input=json.dumps(ANSWER).encode(),
            capture_output=True,
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
            check=True,
        )
        self.assertEqual(json.loads(done.stdout)["id"], "A1")

    def test_writes_texts_that_utf8_cannot_hold(self):
        answer = ANSWER | {"answer_text": "L'État ouvrira \ud800 30 quais."}
        records, _, failure = self.run_on(json.dumps(answer).encode())
        self.assertIsNone(failure)
        self.assertIn("\ud800", records[0]["quote"])

    def test_reads_the_first_deadline_of_a_line(self):
        lines = [
            {"id": "D1", "text": "d'ici 2025", "answer_date": "2023-07-13"},
            {"id": "D2", "text": "à terme", "answer_date": "2023-07-13"},
        ]
        content = "\n".join(map(json.dumps, lines)).encode()
        records, _, _ = self.run_on(content, "--deadlines")
        self.assertEqual(
            records,
            [
                {
                    "id": "D1",
                    "deadline": "2025-12-31",
                    "deadline_precision": "year",
                    "deadline_rule": "year_bare_to_year_end",
                },
                {
                    "id": "D2",
                    "deadline": None,
                    "deadline_precision": "none",
                    "deadline_rule": "open_ended",
                },
            ],
        )

    def test_says_that_a_file_is_not_there(self):
        with self.assertRaisesMessage(CommandError, "Cannot read"):
            call_command("extract", "--jsonl", "/no/such/file")
