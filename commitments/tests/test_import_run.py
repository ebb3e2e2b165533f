"""Archives become rows: in bulk as one by one, again as at first, killed or not."""

import fcntl
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase as PlainTestCase

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from commitments.imports.background import preview
from commitments.imports.batches import KnownAnswers, held_questions
from commitments.imports.labels import PublishedLabels
from commitments.imports.load import load_record
from commitments.imports.published import Problem, PublishedQuestion
from commitments.imports.run import import_files
from commitments.imports.sources.catalogue import read_path
from commitments.models import (
    Answer,
    AnswerText,
    BodyLabel,
    Change,
    DataVersion,
    ImportMark,
    ImportRun,
    PublishedText,
    Question,
)
from commitments.tests import open_data
from commitments.tests.sources import SHARED, needs_samples
from tracker.database import either

LONG = "Le Gouvernement ouvrira cent gares d'ici fin 2026. " * 6


def line(number=1, **fields):
    """A question in our own format, answered unless said otherwise."""
    record = {
        "chamber": "AN",
        "legislature": 16,
        "type": "QE",
        "number": number,
        "author": "Anne Modèle",
        "ministry_asked": "Ministère des essais",
        "asked_on": "2023-01-10",
        "question_text": f"Question {number} ?",
        "answer_text": f"Réponse {number}.",
        "answered_on": "2023-05-02",
    }
    return record | fields


def unanswered(number=1, **fields):
    return line(number, answer_text="", answered_on=None, **fields)


class FolderTestCase(TestCase):
    def setUp(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        language = override("en")
        language.__enter__()
        self.addCleanup(language.__exit__, None, None, None)

    def file(self, *records, name="a.jsonl"):
        path = self.folder / name
        path.write_text("".join(json.dumps(record) + "\n" for record in records))
        return path

    def run_on(self, *paths):
        run = ImportRun.objects.create(files="\n".join(map(str, paths)))
        return import_files(run, list(paths))

    def counts(self, run):
        return run.created, run.changed, run.same, run.refused


def everything():
    """All that imports store, by what identifies it in the sources."""
    return {
        "questions": sorted(
            Question.objects.values_list(
                "uid", "text", "state", "asked_on", "answer__uid", "author", "title"
            ),
            key=str,
        ),
        "answers": sorted(
            Answer.objects.values_list("uid", "ministry", "answered_on", "page")
        ),
        "texts": sorted(
            AnswerText.objects.values_list("answer__uid", "number", "sha256", "body")
        ),
        "others": sorted(
            PublishedText.objects.values_list("question__uid", "role", "sha256"),
            key=str,
        ),
        "labels": sorted(BodyLabel.objects.values_list("label", flat=True)),
    }


class BulkTests(FolderTestCase):
    def test_stores_in_bulk_what_it_would_store_one_by_one(self):
        path = open_data.assembly_zip(self.folder / "a.zip", 300)
        run = self.run_on(path)
        self.assertEqual(self.counts(run), (300, 0, 0, 0))
        in_bulk = everything()
        self.assertLess(len(in_bulk["answers"]), 250)
        labels = PublishedLabels()
        for record in read_path(path):
            outcome = load_record(record, labels, suggests=False)
            self.assertEqual(outcome.result, "same", record.uid)
        self.assertEqual(everything(), in_bulk)

    def test_an_archive_read_again_writes_nothing(self):
        for path in (
            open_data.assembly_zip(self.folder / "a.zip", 40),
            open_data.json_lines(self.folder / "b.jsonl", 40),
            open_data.senate_dump(self.folder / "c.sql", 40),
        ):
            with self.subTest(path.name):
                self.assertEqual(self.run_on(path).created, 40)
                before, changes = everything(), Change.objects.count()
                self.assertEqual(self.counts(self.run_on(path)), (0, 0, 40, 0))
                ImportMark.objects.all().delete()
                self.assertEqual(self.counts(self.run_on(path)), (0, 0, 40, 0))
                self.assertEqual(everything(), before)
                self.assertEqual(Change.objects.count(), changes)

    def test_reads_only_what_has_changed_in_an_archive(self):
        self.run_on(self.file(line(1), line(2)))
        run = self.run_on(self.file(line(1), line(2, title="Gares"), line(3)))
        self.assertEqual(self.counts(run), (1, 1, 1, 0))

    def test_a_source_that_changes_its_mind_twice_is_followed(self):
        for title in ("Gares", "Trains", "Gares"):
            self.run_on(self.file(line(1, title=title)))
            self.assertEqual(Question.objects.get().title, title)

    def test_a_bad_record_loses_none_of_the_others(self):
        records = [line(n) for n in range(1, 9)]
        records[2]["author"] = "X" * 300
        records[4]["answered_on"] = None
        records[6] = unanswered(7, state="perdue")
        run = self.run_on(self.file(*records))
        self.assertEqual(self.counts(run), (5, 0, 0, 3))
        problems = run.problems.values_list("file", "record", "field")
        self.assertEqual(
            set(problems),
            {
                ("a.jsonl", "QANR5L16QE3", "author"),
                ("a.jsonl", "QANR5L16QE5", "answered_on"),
                ("a.jsonl", "QANR5L16QE7", "state"),
            },
        )
        # They are looked at again, since they may be taken one day.
        self.assertEqual(self.counts(self.run_on(self.file(*records))), (0, 0, 5, 3))

    def test_a_batch_that_the_database_refuses_is_loaded_one_by_one(self):
        # Two identities for one question: only the database sees it in bulk.
        other = line(2) | {"uid": "X-1", "chamber": "X"}
        twin = line(2) | {"uid": "X-2", "chamber": "X"}
        for record in (other, twin):
            record["legislature"] = None
        run = self.run_on(self.file(line(1), other, twin, line(3)))
        self.assertEqual(run.created + run.changed + run.same + run.refused, 4)
        self.assertTrue(Question.objects.filter(number="3").exists())

    def test_a_batch_finds_what_is_held_without_reading_whole_tables(self):
        records = [
            PublishedQuestion(
                uid=f"QANR5L16QE{n}",
                chamber="AN",
                legislature=16,
                type="QE",
                number=str(n),
                shared_answer=f"key {n}",
            )
            for n in range(150)
        ]
        with CaptureQueriesContext(connection) as queries:
            held_questions(records)
            KnownAnswers(records)
        is_sqlite = either(connection, sqlite=True, postgresql=False)
        for query in queries.captured_queries:
            with connection.cursor() as cursor:
                if is_sqlite:
                    cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
                else:
                    # Which it would choose for a table as small as this one.
                    cursor.execute("SET LOCAL enable_seqscan = off")
                    cursor.execute(f"EXPLAIN {query['sql']}")
                plan = str(cursor.fetchall())
            self.assertNotRegex(plan, r"\bSCAN\b|Seq Scan", query["sql"])

    def test_the_trail_has_one_line_for_each_batch(self):
        run = self.run_on(self.file(*[line(n) for n in range(1, 9)]))
        change = Change.objects.get(model="importrun")
        self.assertEqual((change.object_id, change.after), (run.pk, {"created": 8}))

    def test_the_version_of_the_data_moves_with_what_was_stored(self):
        numbers = [DataVersion.current().number]
        for records in (
            [line(1), unanswered(2)],
            [line(1), unanswered(2)],
            [line(1), unanswered(2, title="Gares")],
        ):
            self.run_on(self.file(*records))
            numbers.append(DataVersion.current().number)
        first, stored, same, changed = numbers
        self.assertGreater(stored, first)
        self.assertEqual(same, stored)
        self.assertEqual(changed, same + 1)

    def test_unknown_labels_are_put_before_the_administrators(self):
        self.run_on(self.file(line(1)))
        self.assertIsNone(BodyLabel.objects.get(label="Ministère des essais").body)


class StateTests(FolderTestCase):
    def test_an_open_question_is_answered_later_and_never_opens_again(self):
        self.run_on(self.file(unanswered()))
        question = Question.objects.get()
        self.assertEqual((question.state, question.answer), ("open", None))
        run = self.run_on(self.file(line()))
        self.assertEqual(self.counts(run), (0, 1, 0, 0))
        self.run_on(self.file(unanswered()))
        question.refresh_from_db()
        self.assertEqual(question.state, "answered")
        self.assertEqual(question.answer.current_text().body, "Réponse 1.")

    def test_a_closed_question_stays_closed(self):
        self.run_on(self.file(unanswered(closing="Question retirée")))
        self.run_on(self.file(unanswered(author="Anne Autre")))
        question = Question.objects.get()
        self.assertEqual((question.state, question.author), ("withdrawn", "Anne Autre"))
        self.assertEqual(question.closing, "Question retirée")

    def test_absence_means_nothing(self):
        self.run_on(self.file(line(1), line(2)))
        self.run_on(self.file(line(2)))
        self.assertEqual(Question.objects.count(), 2)

    def test_a_question_without_its_day_is_completed_by_another_source(self):
        self.run_on(self.file(line(asked_on=None)))
        self.assertIsNone(Question.objects.get().asked_on)
        self.run_on(self.file(line(), name="b.jsonl"))
        self.assertEqual(str(Question.objects.get().asked_on), "2023-01-10")

    def test_errata_stand_beside_the_text_that_they_correct(self):
        printed = [
            {"role": "question", "text": "Où ?", "published_on": "2023-01-10"},
            {"role": "answer", "text": LONG, "published_on": "2023-05-02"},
            {
                "role": "answer_erratum",
                "text": "Lire : deux cents gares.",
                "published_on": "2023-05-09",
                "page": "4210",
            },
        ]
        record = unanswered(publications=printed)
        del record["question_text"], record["answer_text"], record["answered_on"]
        for name in ("a.jsonl", "b.jsonl"):
            self.run_on(self.file(record, name=name))
        question = Question.objects.get()
        self.assertEqual(question.answer.texts.get().body, LONG.strip())
        erratum = question.published_texts.get()
        self.assertEqual(erratum.body, "Lire : deux cents gares.")
        self.assertEqual((erratum.role, erratum.page), ("answer_erratum", "4210"))

    def test_a_text_that_is_replaced_is_kept(self):
        self.run_on(self.file(line(question_text="Où ?")))
        self.run_on(self.file(line(question_text="Où et quand ?")))
        self.run_on(self.file(line(question_text="Où ?"), name="b.jsonl"))
        question = Question.objects.get()
        self.assertEqual(question.text, "Où et quand ?")
        self.assertEqual(question.published_texts.get().body, "Où ?")

    def test_one_answer_serves_the_questions_that_share_it(self):
        key = {"shared_answer": "R-1"}
        self.run_on(
            self.file(
                line(1, answer_text="Oui.", **key),
                line(2, answer_text=LONG),
                line(3, answer_text="Oui.", **key),
                line(4, answer_text=LONG),
                line(5, answer_text=LONG, answered_on="2023-06-06"),
                line(6, answer_text="Oui."),
            )
        )
        answers = dict(Question.objects.values_list("number", "answer__uid"))
        self.assertEqual(answers["3"], answers["1"])
        self.assertEqual(answers["4"], answers["2"])
        self.assertEqual(len(set(answers.values())), 4)
        # Another file, later: the answers are held now.
        self.run_on(self.file(line(7, answer_text=LONG), name="b.jsonl"))
        self.assertEqual(Question.objects.get(number="7").answer.uid, answers["2"])


class HostileTests(FolderTestCase):
    def test_every_kind_of_damage_is_reported_and_ends_nothing(self):
        good = json.dumps(line(1)).encode()
        files = {
            "cut.jsonl": good + b"\n" + good[:50],
            "deep.json": b'{"question": ' * 10_000 + b"}" * 10_000,
            "nan.jsonl": b'{"uid": "X-1", "chamber": "X", "answer_text": NaN}\n',
            "twice.jsonl": b'{"uid": "X-1", "uid": "X-2", "answer_text": "a"}\n',
            "nul.jsonl": good.replace(b"Question 1", b"Ques\\u0000tion") + b"\n",
            "wide.jsonl": json.dumps(line(2)).encode("utf-16"),
            "mixed.jsonl": good.replace(b"Question 1", b"\xe9\xc3\xa9") + b"\n",
            "halves.jsonl": good.replace(b"Question 1", b"\\ud800") + b"\n",
            "big.jsonl": b'{"answer_text": "' + b"a" * 50_000_000 + b'"}\n',
            "zip.zip": b"PK\x03\x04 not a zip",
        }
        for name, data in files.items():
            (self.folder / name).write_bytes(data)
        (self.folder / "link.jsonl").symlink_to(self.folder / "wide.jsonl")
        run = self.run_on(self.folder)
        self.assertEqual(run.state, "done")
        self.assertEqual(
            set(Question.objects.values_list("number", flat=True)), {"1", "2"}
        )
        told = set(run.problems.values_list("file", flat=True))
        read = {"wide.jsonl", "nul.jsonl", "halves.jsonl", "mixed.jsonl"}
        self.assertGreaterEqual(told, {*files, "link.jsonl"} - read)

    def test_stops_when_it_is_asked_to_and_resumes(self):
        path = self.file(*[line(n) for n in range(1, 1201)])
        run = ImportRun.objects.create(files=str(path))

        def stop(run):
            ImportRun.objects.filter(pk=run.pk).update(is_stop_asked=True)

        import_files(run, [path], watch=stop)
        self.assertEqual(run.state, "stopped")
        self.assertLess(Question.objects.count(), 1200)
        import_files(run, [path])
        self.assertEqual(run.state, "done")
        self.assertEqual(self.counts(run), (1200, 0, 0, 0))
        self.assertEqual(run.percent, 100)


class PreviewTests(FolderTestCase):
    def test_reads_no_more_than_the_beginning_of_a_dump(self):
        path = open_data.senate_dump(self.folder / "a.sql", 60)
        whole = preview(path)
        self.assertEqual((whole.read, whole.new, whole.problems), (60, 60, []))
        self.assertTrue(whole.records[0].answer_text)
        beginning = preview(path, most=20_000)
        self.assertLess(beginning.read, 30)
        self.assertEqual(beginning.problems, [])
        self.assertEqual(
            beginning.records[0].question_text, whole.records[0].question_text
        )

    def test_every_kind_of_file_may_be_cut_short(self):
        for path in (
            open_data.assembly_zip(self.folder / "a.zip", 20),
            open_data.json_lines(self.folder / "b.jsonl", 20),
            open_data.weekly_issue(self.folder / "c.tar.gz", 20),
        ):
            for most in (50, 10_000):
                with self.subTest(path.name, most=most):
                    self.assertLessEqual(preview(path, most=most).read, 20)


@needs_samples
class SampleTests(FolderTestCase):
    def test_stores_every_sample_or_says_why_not(self):
        items = list(read_path(SHARED / "corpus"))
        uids = {item.uid for item in items if not isinstance(item, Problem)}
        run = self.run_on(SHARED / "corpus")
        self.assertEqual(set(Question.objects.values_list("uid", flat=True)), uids)
        told = set(run.problems.filter(is_refusal=True).values_list("file", flat=True))
        self.assertEqual(
            told,
            {
                item.file
                for item in items
                if isinstance(item, Problem) and item.is_refusal
            },
        )
        before = everything()
        ImportMark.objects.all().delete()
        self.run_on(SHARED / "corpus")
        self.assertEqual(everything(), before)


class ProcessTests(PlainTestCase):
    """The command in processes of its own, on a database in a file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.archive = open_data.assembly_zip(cls.folder / "a.zip", 2500)
        cls.command("empty", "migrate", "--verbosity", "0").wait()

    @classmethod
    def command(cls, name, *arguments):
        environment = os.environ | {"TRACKER_VAR": str(cls.folder / name)}
        environment.pop("DATABASE_URL", None)
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def site(self, name):
        """A new site with an empty database; returns the path of that."""
        (self.folder / name).mkdir()
        path = self.folder / name / "tracker.sqlite3"
        path.write_bytes((self.folder / "empty" / "tracker.sqlite3").read_bytes())
        return path

    def import_archive(self, name):
        command = self.command(
            name, "import_answers", str(self.archive), "--no-suggestions"
        )
        self.addCleanup(command.stderr.close)
        return command

    def ask(self, path, query):
        with sqlite3.connect(path, timeout=20) as base:
            return base.execute(query).fetchall()

    def content(self, path):
        return self.ask(
            path,
            "SELECT q.uid, q.text, q.state, a.uid, a.answered_on, t.sha256, t.number "
            "FROM commitments_question q LEFT JOIN commitments_answer a ON "
            "a.id = q.answer_id LEFT JOIN commitments_answertext t ON "
            "t.answer_id = a.id ORDER BY 1, 7",
        )

    def test_a_run_that_is_killed_ends_like_one_that_is_not(self):
        whole = self.site("whole")
        self.assertEqual(self.import_archive("whole").wait(), 0)
        wanted = self.content(whole)
        self.assertGreaterEqual(len(wanted), 2500)
        killed = self.site("killed")
        chance = random.Random(4)
        for at_least in sorted(chance.randrange(1, 2000) for _ in range(3)):
            command = self.import_archive("killed")
            count = "SELECT count(*) FROM commitments_question"
            while self.ask(killed, count)[0][0] < at_least and command.poll() is None:
                pass
            command.send_signal(signal.SIGKILL)
            command.wait()
        self.assertEqual(self.import_archive("killed").wait(), 0)
        self.assertEqual(self.content(killed), wanted)
        states = self.ask(killed, "SELECT state FROM commitments_importrun ORDER BY id")
        self.assertEqual(states[-1], ("done",))
        self.assertNotIn(("running",), states)

    def test_the_second_of_two_runs_is_refused(self):
        path = self.site("two")
        lock = path.with_name("tracker.sqlite3.import-lock")
        with lock.open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            command = self.import_archive("two")
            _out, errors = command.communicate()
        self.assertEqual(command.returncode, 1)
        self.assertIn("import", errors)
        self.assertEqual(self.ask(path, "SELECT * FROM commitments_importrun"), [])
        self.assertEqual(self.import_archive("two").wait(), 0)


class CommandTests(FolderTestCase):
    def test_imports_archives_and_looks_for_commitments(self):
        path = open_data.assembly_zip(self.folder / "a.zip", 30)
        call_command("import_answers", str(path), stdout=StringIO())
        run = ImportRun.objects.get()
        self.assertEqual(run.created, 30)
        self.assertEqual(run.answers_read, Answer.objects.count())
        self.assertGreater(run.suggested, 0)
