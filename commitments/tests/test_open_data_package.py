"""The open-data package: valid, public, and read back into the same base."""

import csv
import json
import subprocess
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import frictionless
from django.core.files.base import ContentFile
from django.core.management.color import no_style
from django.db import connection
from django.test import TestCase, override_settings

from commitments import workflow
from commitments.choices import Status
from commitments.exports import dump
from commitments.exports.load import load
from commitments.exports.tables import TABLES
from commitments.models import Body, Commitment, Measurement, User
from commitments.tests import factories
from commitments.workflow.errors import Refused
from tracker.database.triggers import deletions_allowed

MARKER = "zorglub"


@contextmanager
def written():
    """The folder of a package of the data as it is."""
    with TemporaryDirectory() as name:
        dump.write(Path(name), "https://suivi.example.org")
        yield Path(name)


def make_everything():
    """A commitment with a row in every table, and hidden words beside each."""
    old = factories.make_body("Ancien ministère")
    body = factories.make_body("Ministère, nouveau", valid_from_on=date(2020, 1, 1))
    old.successors.add(body)
    answer = factories.make_answer(
        body=body, question={"details": {"bb": "é", "a": [1]}, "inferred": ["author"]}
    )
    commitment = factories.make_commitment(
        title='Dire "oui", vite', bodies=[body], themes=[factories.make_theme()],
        answer=answer, target_value="12.5",
    )  # fmt: skip
    factories.make_deadline(
        commitment, due_latest=date(2023, 12, 31), readings=[{"latest": None}]
    )
    evidence = factories.make_evidence(
        commitment, file=ContentFile(b"x", "n.txt"), file_name="n.txt", file_size=1
    )
    factories.make_deadline(
        commitment, due_latest=date(2024, 6, 30), evidence=evidence, reason="Retard."
    )
    first = factories.make_measurement(commitment, 10, evidence=evidence)
    factories.make_measurement(commitment, "11.25", evidence=evidence, supersedes=first)
    factories.assess(commitment, Status.IN_PROGRESS, evidence=[evidence])
    factories.assess(commitment, Status.MET, evidence=[evidence])
    factories.make_relation(commitment, factories.make_commitment())
    workflow.record_reply(
        commitment, by=factories.editor(), body=body, text="Notre réponse.",
        received_on=date(2024, 7, 1),
    )  # fmt: skip
    hide_around(commitment)
    return commitment


def hide_around(commitment):
    """What is no reader's: drafts, withdrawn records, notes and names of people."""
    draft = factories.make_draft(title=f"{MARKER} 1", summary=f"{MARKER} 2")
    factories.make_evidence(draft, title=f"{MARKER} 3", extract=f"{MARKER} 4")
    gone = factories.make_evidence(commitment, title=f"{MARKER} 5", note=f"{MARKER} 6")
    factories.make_measurement(commitment, 777, evidence=gone)
    factories.make_deadline(
        commitment, due_latest=date(2024, 12, 31), evidence=gone, reason="Encore."
    )
    workflow.withdraw_record(gone, by=factories.reviewer(), reason="Erreur.")
    factories.propose(commitment, Status.IN_PROGRESS, rationale=f"{MARKER} 7")
    workflow.confirm_review(commitment, by=factories.editor(), note=f"{MARKER} 8")
    withdrawn = factories.make_commitment(title=f"{MARKER} 9")
    workflow.withdraw(
        withdrawn, by=factories.reviewer(), version=withdrawn.version, reason="Non."
    )
    User.objects.update(first_name=MARKER, last_name=MARKER)


class PackageTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.commitment = make_everything()

    def test_every_file_is_described_and_valid(self):
        # The validator lifts the limit of cells for the whole process.
        self.addCleanup(csv.field_size_limit, csv.field_size_limit())
        with written() as folder:
            files = {path.name for path in folder.iterdir()}
            self.assertEqual(files, set(dump.FILES))
            report = frictionless.validate(str(folder / dump.PACKAGE))
            self.assertTrue(report.valid, report.flatten(["title", "message"]))
            checked = sum(task.stats.get("rows", 0) for task in report.tasks)
            self.assertGreater(checked, len(TABLES))
            package = json.loads((folder / dump.PACKAGE).read_text())
            self.assertEqual(package["licenses"][0]["name"], "etalab-2.0")
            for resource in package["resources"]:
                content = (folder / resource["path"]).read_bytes()
                self.assertEqual(resource["bytes"], len(content))
                digest = f"sha256:{sha256(content).hexdigest()}"
                self.assertEqual(resource["hash"], digest)

    def test_the_sums_are_those_of_the_files(self):
        with written() as folder:
            check = ["sha256sum", "--check", "--strict", "--quiet", dump.SUMS]
            self.assertEqual(subprocess.run(check, cwd=folder).returncode, 0)
            with ZipFile(folder / dump.ARCHIVE) as archive:
                self.assertIsNone(archive.testzip())
                self.assertEqual(len(archive.namelist()), len(TABLES) + 1)

    def test_it_holds_nothing_that_is_not_public(self):
        with written() as folder:
            for path in folder.iterdir():
                if path.suffix == ".zip":
                    continue
                content = path.read_text().casefold()
                for hidden in (MARKER, "person", '"ada', "rené", ",777,"):
                    with self.subTest(file=path.name, hidden=hidden):
                        self.assertNotIn(hidden, content)

    def test_every_table_has_a_row(self):
        with written() as folder:
            for table in TABLES:
                lines = (folder / f"{table.name}.csv").read_text().splitlines()
                if table.name != "published_texts":
                    self.assertGreater(len(lines), 1, table.name)

    def test_it_is_read_back_into_the_same_base(self):
        with written() as folder, TemporaryDirectory() as again:
            before = self.commitment
            self.empty_the_base()
            limit = csv.field_size_limit()
            counts = load(folder)
            # It is the whole process's, and guards what strangers send.
            self.assertEqual(csv.field_size_limit(), limit)
            self.assertEqual(counts["commitments"], Commitment.objects.count())
            dump.write(Path(again), "https://suivi.example.org")
            for name in dump.FILES:
                with self.subTest(name=name):
                    copy = Path(again, name).read_bytes()
                    self.assertEqual(copy, (folder / name).read_bytes())
        after = Commitment.objects.get(pk=before.pk)
        self.assertEqual(after.title, before.title)
        self.assertEqual(after.assessments.current().get().status, Status.MET)
        self.assertEqual(Measurement.objects.current().get().value, 11.25)
        self.assertFalse(User.objects.filter(is_active=True).exists())
        body = factories.make_body()
        self.assertGreater(body.pk, max(b.pk for b in Body.objects.exclude(pk=body.pk)))

    def empty_the_base(self):
        tables = [
            name
            for name in connection.introspection.django_table_names()
            if name.startswith("commitments_")
        ]
        # Nothing may wait to be checked when tables are emptied.
        connection.check_constraints()
        with deletions_allowed(connection), connection.cursor() as cursor:
            for sql in connection.ops.sql_flush(no_style(), tables, allow_cascade=True):
                cursor.execute(sql)

    def test_only_an_empty_base_is_filled(self):
        with written() as folder, self.assertRaises(Refused):
            load(folder)


class ServingTest(TestCase):
    def test_the_files_of_the_last_package_are_served(self):
        with TemporaryDirectory() as name, override_settings(VAR=Path(name)):
            path = "/donnees/datapackage.json"
            self.assertEqual(self.client.get(path).status_code, 404)
            dump.publish("https://suivi.example.org")
            dump.publish("https://suivi.example.org")
            self.assertEqual(len(list(Path(name).iterdir())), 2)
            response = self.client.get(path)
            self.assertEqual(json.loads(b"".join(response))["name"], "engagements")
            again = self.client.get(
                path, headers={"if-modified-since": response["Last-Modified"]}
            )
            self.assertEqual(again.status_code, 304)
            for other in ("secret_key", "..", "tracker.sqlite3", "passwords.csv"):
                self.assertEqual(self.client.get(f"/donnees/{other}").status_code, 404)
