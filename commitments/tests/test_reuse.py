"""The examples of the page for reusers are taken from it, and run."""

import csv
import html
import json
import re
import shutil
import subprocess
import sys
from datetime import date
from tempfile import TemporaryDirectory
from urllib.request import Request, urlopen

from django.test import LiveServerTestCase
from django.urls import reverse

from commitments.tests.committed import CommittedData
from commitments.tests.factories import make_commitment, make_draft
from commitments.tests.reading import MARKER, ReadingTestCase

EXAMPLE = re.compile(r'data-tracker-example="([\w-]+)"><code>(.*?)</code>', re.DOTALL)
ADDRESS = re.compile(r'"(http[^"]+)"')


class PageTests(ReadingTestCase):
    def test_leads_to_every_door(self):
        commitment = make_commitment()
        page = self.client.get(reverse("reuse"))
        for name in (
            "api",
            "api-description",
            "commitment-csv",
            "commitment-xlsx",
            "commitment-jsonl",
            "feed-atom",
            "feed-json",
            "deadlines-calendar",
            "subscription-new",
            "methodology",
        ):
            with self.subTest(name=name):
                self.assertContains(page, f'href="{reverse(name)}')
        self.assertContains(page, f"/engagements/{commitment.reference}/carte/")
        self.assertContains(page, "Open Licence 2.0")
        local = set(re.findall(r'<a href="(/[^"#]+)"', page.content.decode()))
        for path in local:
            with self.subTest(path=path):
                response = self.client.get(html.unescape(path))
                self.assertIn(response.status_code, (200, 302))
                # Read to its end, not closed: the connection would be closed as well.
                b"".join(response)

    def test_gives_files_in_the_language_of_the_page(self):
        for language in ("fr", "en"):
            headers = {"accept-language": language}
            page = self.client.get(reverse("reuse"), headers=headers)
            self.assertContains(
                page, f"export.xlsx?timing=overdue&amp;headers={language}"
            )

    def test_a_site_without_anything_shows_it_too(self):
        self.assertEqual(self.client.get(reverse("reuse")).status_code, 200)


class ExampleTests(CommittedData, LiveServerTestCase):
    """Every example against this very server; R only where it is installed."""

    def setUp(self):
        self.overdue = make_commitment(title="Ouvrir", due_on=date(2023, 12, 31))
        make_commitment(title="Planter", due_on=date(2099, 1, 1))
        make_draft(title=MARKER)
        with urlopen(self.live_server_url + reverse("reuse")) as page:
            text = page.read().decode()
        self.examples = {
            name: html.unescape(code) for name, code in EXAMPLE.findall(text)
        }
        self.folder = self.enterContext(TemporaryDirectory())

    def run_example(self, *command):
        done = subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, timeout=60
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def asked(self, name):
        """What the address of an example answers."""
        (address,) = ADDRESS.findall(self.examples[name])
        with urlopen(Request(address)) as answer:
            return answer.read().decode()

    def assert_table(self, text):
        """The rows of the commitment that is overdue, and of no other."""
        rows = list(csv.reader(text.splitlines()))
        self.assertEqual([row[0] for row in rows[1:]], [self.overdue.reference])

    def test_every_example_does_what_it_says(self):
        tried = {
            "curl-list": self.curl_list,
            "curl-file": self.curl_file,
            "python-walk": self.python_walk,
            "python-count": self.python_count,
            "r-count": self.r_count,
            "sheets": lambda: self.assert_table(self.asked("sheets")),
            "power-query": lambda: self.assert_table(self.asked("power-query")),
        }
        self.assertEqual(self.examples.keys(), tried.keys())
        for name, example in tried.items():
            with self.subTest(example=name):
                example()

    def curl_list(self):
        if shutil.which("curl"):
            text = self.run_example("sh", "-c", self.examples["curl-list"])
        else:
            text = self.asked("curl-list")
        found = [one["reference"] for one in json.loads(text)["results"]]
        self.assertEqual(found, [self.overdue.reference])

    def curl_file(self):
        if not shutil.which("curl"):
            self.assert_table(self.asked("curl-file"))
            return
        self.run_example("sh", "-c", self.examples["curl-file"])
        with open(f"{self.folder}/engagements.csv", encoding="utf-8") as file:
            self.assert_table(file.read())

    def python_walk(self):
        said = self.run_example(sys.executable, "-c", self.examples["python-walk"])
        self.assertEqual(said, f"{self.overdue.reference}\t2023-12-31\tOuvrir\n")

    def python_count(self):
        said = self.run_example(sys.executable, "-c", self.examples["python-count"])
        self.assertEqual(said, "Counter({'not_assessed': 2})\n")

    def r_count(self):
        rows = list(csv.DictReader(self.asked("r-count").splitlines()))
        self.assertEqual([row["assessment"] for row in rows], ["not_assessed"] * 2)
        if shutil.which("Rscript"):
            said = self.run_example("Rscript", "-e", self.examples["r-count"])
            self.assertIn("not_assessed", said)
