"""Any list of commitments as a file, read back as other programs would."""

import csv
import io
import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from django.db import connection
from django.test import Client, SimpleTestCase, TestCase, override_settings

from commitments import facets, workflow
from commitments.choices import PassageRole, Status
from commitments.exports import kept, listed
from commitments.exports.columns import CODES
from commitments.exports.listed import COLUMNS, csv_of
from commitments.tests import factories
from tracker.database import either
from tracker.database.formatting import canonical_json

TRICKY = ' =HYPERLINK("http://x")'
# What the same rows are on every engine: the tests run on both.
LINE = (
    '"{reference}","\' =HYPERLINK(""http://x"")","Met","Late",2023-06-30,"quarter",'
    '2023-06-30,2023-07-13,"Aaa ; Bbb","Thème, à part","2\u00a0750 guichets d\'ici fin '
    '2023","{uid}","","National Assembly",16,"Target","Quantified and dated","Le '
    'nombre de guichets est publié.","Deux\nlignes","","","guichets","at least",'
    '2750.5,"","",'
    ",,2024-06-01,2023-07-13,2023-12-31,false,{published},{changed},"
    '"https://suivi.example.org/engagements/{reference}/{slug}/"\n'
)


class ExportTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        bodies = [factories.make_body("Aaa"), factories.make_body("Bbb")]
        cls.commitment = factories.make_commitment(
            title=TRICKY,
            summary="Deux\nlignes",
            bodies=bodies,
            themes=[factories.make_theme("À part", name_en="Thème, à part")],
            target_value=Decimal("2750.5"),
        )
        factories.make_deadline(
            cls.commitment, due_latest=date(2023, 6, 30), precision="quarter"
        )
        factories.assess(cls.commitment, Status.MET)
        cls.other = factories.make_commitment(title="Un autre", unit="€")
        factories.make_draft(title="Zorglub")

    def setUp(self):
        facets.forget()
        self.client = Client(headers={"accept-language": "en"})

    def get(self, kind, query=""):
        response = self.client.get(f"/engagements/export.{kind}?{query}")
        self.assertEqual(response.status_code, 200)
        return b"".join(response.streaming_content)

    @override_settings(SITE_URL="https://suivi.example.org")
    def test_the_bytes_of_a_csv_are_the_same_on_every_engine(self):
        self.commitment.refresh_from_db()
        moment = "%Y-%m-%dT%H:%M:%SZ"
        expected = LINE.format(
            reference=self.commitment.reference,
            uid=self.commitment.passages.get().answer.uid,
            slug=self.commitment.slug,
            published=self.commitment.published_at.strftime(moment),
            changed=self.commitment.changed_at.strftime(moment),
        )
        text = self.get("csv", "assessment=met&headers=en").decode()
        header, _end, line = text.partition("\n")
        self.assertEqual(line, expected)
        self.assertEqual(header.count('","') + 1, len(COLUMNS) + 1)

    def test_a_csv_speaks_french_english_or_codes(self):
        for headers, title, label in (
            ("en", "Title", "Met"),
            ("codes", "title", "met"),
        ):
            text = self.get("csv", f"headers={headers}&sort=reference").decode()
            rows = list(csv.DictReader(io.StringIO(text)))
            self.assertEqual(len(rows), 2)
            self.assertEqual(rows[0][title], f"'{TRICKY}")
            self.assertIn(label, rows[0].values())
        self.assertNotIn("Zorglub", text)
        french = self.get("csv", "headers=fr").decode()
        self.assertIn('"Titre"', french)

    def test_a_csv_begins_with_a_mark_for_those_who_ask(self):
        self.assertTrue(self.get("csv", "bom=1").startswith(b"\xef\xbb\xbf"))
        self.assertTrue(self.get("csv").startswith(b'"'))

    def test_a_file_holds_the_rows_of_the_list_in_its_order(self):
        lines = self.get("jsonl", "sort=reference").decode().splitlines()
        found = [json.loads(line)["reference"] for line in lines]
        expected = [self.commitment.reference, self.other.reference]
        self.assertEqual(found, expected)
        self.assertEqual(self.get("jsonl", "assessment=not_met"), b"")

    def test_json_lines_are_typed(self):
        row = json.loads(self.get("jsonl", "assessment=met"))
        self.assertEqual(row["title"], TRICKY)
        self.assertEqual(row["target"], 2750.5)
        self.assertEqual(row["bodies"], ["Aaa", "Bbb"])
        self.assertEqual(row["due_on"], "2023-06-30")
        # As in the API and the package; a CSV names the sign, which opens formulas.
        self.assertEqual(row["comparator"], ">=")
        table = self.get("csv", "assessment=met&headers=codes").decode()
        (cells,) = csv.DictReader(io.StringIO(table))
        self.assertEqual(cells["comparator"], "at_least")
        self.assertIs(row["fictitious"], False)
        self.assertIsNone(row["baseline"])

    def test_no_blank_hides_a_formula_from_the_database_either(self):
        titles = ["\u00a0=1+1", "\u200b@x", "\uff1dHYPERLINK(1)", "\u3000\ufeff-1"]
        references = [
            factories.make_commitment(title=title).reference for title in titles
        ]
        table = self.get("csv", "headers=codes").decode()
        cells = {
            row["reference"]: row["title"] for row in csv.DictReader(io.StringIO(table))
        }
        found = [cells[reference] for reference in references]
        self.assertEqual(found, [f"'{title}" for title in titles])

    def test_a_spreadsheet_has_typed_cells_and_runs_nothing(self):
        book = openpyxl.load_workbook(io.BytesIO(self.get("xlsx", "sort=reference")))
        sheet = book.active
        names = [cell.value for cell in sheet[1]]
        cells = dict(zip(names, sheet[2], strict=True))
        self.assertEqual(cells["Title"].value, TRICKY)
        self.assertEqual(cells["Title"].data_type, "s")
        self.assertEqual(cells["Target"].value, 2750.5)
        self.assertEqual(cells["Deadline, last day"].value, datetime(2023, 6, 30))
        self.assertEqual(cells["Deadline, last day"].number_format, "yyyy-mm-dd")
        self.assertEqual(sheet.freeze_panes, "B2")
        self.assertEqual(sheet.auto_filter.ref.partition(":")[0], "A1")
        self.assertEqual(sheet.max_row, 3)
        self.assertEqual(cells["Responsible bodies"].value, "Aaa ; Bbb")

    def test_a_sheet_is_called_in_the_language_of_its_headers(self):
        for headers, name in (
            ("fr", "Engagements"),
            ("en", "Commitments"),
            ("codes", "commitments"),
        ):
            data = io.BytesIO(self.get("xlsx", f"headers={headers}"))
            self.assertEqual(openpyxl.load_workbook(data).sheetnames, [name])

    def test_a_question_that_is_not_valid_is_refused_in_words(self):
        twice = "headers=fr&headers=en"
        for query in ("headers=de", "bom=2", "colour=red", "assessment=typo", twice):
            response = self.client.get(f"/engagements/export.csv?{query}")
            self.assertEqual(response.status_code, 400)
            self.assertTrue(response["Content-Type"].startswith("text/plain"))

    def test_a_file_that_is_held_is_not_sent_again(self):
        path = "/engagements/export.csv"
        etag = self.client.get(path)["ETag"]
        again = self.client.get(path, headers={"if-none-match": etag})
        self.assertEqual(again.status_code, 304)
        other = self.client.get(path, headers={"if-none-match": 'W/"other"'})
        self.assertEqual(other.status_code, 200)
        other = self.client.get(f"{path}?bom=1", headers={"if-none-match": etag})
        self.assertEqual(other.status_code, 200)
        self.assertEqual(self.client.head(path).content, b"")

    def test_a_row_is_written_once_for_each_time_it_is_listed(self):
        pks = [self.other.pk, self.commitment.pk] * 3
        text = b"".join(csv_of(pks, CODES, "https://x.org")).decode()
        self.assertEqual(text.count("https://x.org/engagements/"), 6)

    def test_the_earliest_words_that_make_it_are_told_of_few_and_of_many(self):
        earlier = factories.make_answer(answered_on=date(2022, 1, 4))
        workflow.add_passage(
            self.other,
            by=factories.editor(),
            answer=earlier,
            quote=factories.QUOTE,
            role=PassageRole.MAKES,
        )
        pks = [self.other.pk, self.commitment.pk]
        few = b"".join(csv_of(pks, CODES, ""))
        self.assertIn(earlier.uid, few.decode())
        self.addCleanup(setattr, listed, "MANY", listed.MANY)
        # SQLite is never asked for many at once.
        listed.MANY = either(connection, sqlite=listed.MANY, postgresql=0)
        self.assertEqual(b"".join(csv_of(pks, CODES, "")), few)

    def test_of_one_answer_the_words_that_come_first_are_told_everywhere(self):
        first = "Le Gouvernement a décidé"
        answer = self.other.passages.get().answer
        workflow.add_passage(
            self.other,
            by=factories.editor(),
            answer=answer,
            quote=first,
            role=PassageRole.MAKES,
        )
        few = b"".join(csv_of([self.other.pk], CODES, "")).decode()
        self.assertIn(first, few)
        for path in ("/engagements/", "/api/v1/commitments/"):
            self.assertIn(first, self.client.get(path).content.decode())

    def test_words_without_a_place_stand_at_the_beginning_everywhere(self):
        answer, lost = factories.make_answer(text=""), "Jamais retrouvé"
        commitment = factories.make_commitment(
            answer=answer, quote=lost, bodies=[factories.make_body()]
        )
        workflow.keep_text(answer, text=factories.TEXT, published_on=answer.answered_on)
        workflow.add_passage(
            commitment,
            by=factories.editor(),
            answer=answer,
            quote=factories.QUOTE,
            role=PassageRole.MAKES,
        )
        quotes = [passage.quote for passage in commitment.passages.all()]
        self.assertEqual(quotes, [lost, factories.QUOTE])
        self.assertIn(lost, b"".join(csv_of([commitment.pk], CODES, "")).decode())
        for path in ("/engagements/", "/api/v1/commitments/"):
            self.assertIn(lost, self.client.get(path).content.decode())


class KeptTest(SimpleTestCase):
    def setUp(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        settings = override_settings(VAR=Path(folder.name))
        settings.enable()
        self.addCleanup(settings.disable)

    def test_a_file_is_kept_once_it_is_whole(self):
        self.assertIsNone(kept.find("a.csv"))
        parts = kept.keeping([b"one", b"two"], "a.csv")
        self.assertEqual(next(parts), b"one")
        self.assertIsNone(kept.find("a.csv"))
        self.assertEqual(list(parts), [b"two"])
        self.assertEqual(kept.find("a.csv").read_bytes(), b"onetwo")

    def test_a_reader_who_leaves_leaves_nothing(self):
        parts = kept.keeping([b"one", b"two"], "a.csv")
        next(parts)
        parts.close()
        self.assertIsNone(kept.find("a.csv"))
        self.assertEqual(list(kept._folder().iterdir()), [])


class CanonicalJsonTest(SimpleTestCase):
    def test_keys_stand_as_the_database_server_sorts_them(self):
        text = canonical_json('{"bb": [1, {"z": "é", "a": null}], "c": true}')
        self.assertEqual(text, '{"c": true, "bb": [1, {"a": null, "z": "é"}]}')
