"""The demonstration data: complete, quoted exactly, assessed by the rules alone."""

import re
import unittest
from datetime import date
from io import StringIO

from django.core.management import call_command
from django.test import SimpleTestCase, TestCase

from commitments.choices import Review
from commitments.extraction.deadlines import read_deadline
from commitments.imports.demonstration import load_demonstration, read_demonstration
from commitments.imports.identity import public_url
from commitments.imports.labels import PublishedLabels
from commitments.imports.load import load_record
from commitments.imports.sources.saved_page import decode_page, read_page
from commitments.models import (
    Answer,
    Assessment,
    Body,
    Change,
    Commitment,
    Deadline,
    Evidence,
    Measurement,
    Passage,
    Relation,
    Theme,
    User,
)
from commitments.tests.test_import_pages import SHARED

LAST_FACT = date(2023, 7, 31)


def real_pages():
    """The records of the real pages by uid."""
    pages = {}
    for path in sorted((SHARED / "seeds").iterdir()):
        if path.name.startswith("003_"):  # the press article
            continue
        page = read_page(decode_page(path.read_bytes()))
        pages[page.uid] = page
    return pages


class FixtureTests(SimpleTestCase):
    def setUp(self):
        self.data = read_demonstration()
        self.real = {
            answer["uid"]
            for answer in self.data["answers"]
            if not answer.get("is_fictitious")
        }

    def of_real_answers(self):
        for commitment in self.data["commitments"]:
            if commitment["passages"][0]["answer"] in self.real:
                yield commitment

    def test_real_answers_come_without_their_texts(self):
        for answer in self.data["answers"]:
            if answer["uid"] in self.real:
                self.assertNotIn("answer_text", answer)
                self.assertNotIn("question_text", answer)

    def test_quotes_are_short_fragments(self):
        for commitment in self.of_real_answers():
            quotes = [passage["quote"] for passage in commitment["passages"]]
            quotes += [
                item["extract"]
                for item in commitment.get("evidence", ())
                if "extract" in item
            ]
            for words in quotes:
                with self.subTest(words):
                    self.assertLess(len(words.split()), 15)
                    self.assertFalse(words.endswith("."))

    def test_fictitious_answers_say_so(self):
        fictitious = [a for a in self.data["answers"] if a["uid"] not in self.real]
        self.assertGreaterEqual(len(fictitious), 2)
        for answer in fictitious:
            self.assertTrue(answer["title"].startswith("Exemple fictif"))
            self.assertTrue(answer["answer_text"].startswith("Réponse fictive"))

    def test_holds_no_fact_after_july_2023(self):
        for commitment in self.of_real_answers():
            promises = {"due_earliest", "due_latest", "latest"}
            for day in days_in(commitment, promises):
                self.assertLessEqual(day, LAST_FACT, commitment["key"])

    def test_deadlines_are_those_that_the_words_give(self):
        days = {a["uid"]: a["answered_on"] for a in self.data["answers"]}
        for commitment in self.data["commitments"]:
            deadline = commitment.get("deadline")
            if not deadline:
                continue
            with self.subTest(commitment["key"]):
                answered_on = days[commitment["passages"][0]["answer"]]
                read = read_deadline(deadline["words"], answered_on)
                self.assertEqual(
                    (read.earliest, read.latest, read.precision, read.rule),
                    (
                        deadline.get("due_earliest"),
                        deadline.get("due_latest"),
                        deadline["precision"],
                        deadline["rule"],
                    ),
                )
                self.assertIn(read.reasoning().rstrip("."), deadline["reasoning"])

    @unittest.skipUnless(
        (SHARED / "seeds").is_dir(), "the real pages of ../shared are not here"
    )
    def test_every_quote_stands_once_in_its_answer(self):
        pages = real_pages()
        for commitment in self.of_real_answers():
            for passage in commitment["passages"]:
                with self.subTest(passage["quote"]):
                    text = pages[passage["answer"]].answer_text
                    self.assertEqual(text.count(passage["quote"]), 1)
            for item in commitment.get("evidence", ()):
                with self.subTest(item["title"]):
                    text = pages[item["answer"]].answer_text
                    self.assertIn(item.get("extract", ""), text)

    @unittest.skipUnless(
        (SHARED / "seeds").is_dir(), "the real pages of ../shared are not here"
    )
    def test_references_are_those_of_the_real_pages(self):
        pages = real_pages()
        for answer in self.data["answers"]:
            if answer["uid"] not in self.real:
                continue
            page = pages[answer["uid"]]
            self.assertEqual(answer.pop("source_url", ""), public_url(page))
            for name, value in answer.items():
                if name in ("inferred", *answer.get("inferred", ())):
                    continue
                with self.subTest(uid=answer["uid"], field=name):
                    self.assertEqual(getattr(page, name), value)


def days_in(value, skipped):
    """Every date in nested data, but under the keys ``skipped``."""
    if isinstance(value, date):
        yield value
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in skipped:
                yield from days_in(item, skipped)
    elif isinstance(value, list):
        for item in value:
            yield from days_in(item, skipped)


class DemoCommandTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.said = StringIO()
        call_command("demo", stdout=cls.said)

    def by_title(self, words):
        return Commitment.objects.get(title__contains=words)

    def test_creates_one_account_per_role_and_prints_its_password(self):
        printed = dict(re.findall(r"^  \w+ +(\w+) +(\S+)$", self.said.getvalue(), re.M))
        self.assertEqual(len(printed), 3)
        for username, password in printed.items():
            user = User.objects.get(username=username)
            self.assertTrue(user.check_password(password))
            self.assertFalse(user.is_superuser)
        roles = User.objects.values_list("groups__name", flat=True)
        self.assertEqual(set(roles), {"Editor", "Reviewer", "Administrator"})

    def test_a_second_run_adds_nothing_and_tells_how_to_set_a_password(self):
        counts = {
            m: m.objects.count() for m in (Commitment, Answer, User, Change, Body)
        }
        said = StringIO()
        call_command("demo", stdout=said)
        self.assertIn("changepassword", said.getvalue())
        for model, count in counts.items():
            self.assertEqual(model.objects.count(), count, model)

    def test_leaves_alone_what_an_administrator_has_changed(self):
        Theme.objects.filter(slug="inclusion-numerique").update(name="Autre nom")
        call_command("demo", stdout=StringIO())
        theme = Theme.objects.get(slug="inclusion-numerique")
        self.assertEqual(theme.name, "Autre nom")

    def test_loading_again_adds_no_commitment(self):
        users = {user.username: user for user in User.objects.all()}
        added = load_demonstration(
            editor=users["editrice"], reviewer=users["relectrice"]
        )
        self.assertEqual(added, 0)

    def test_publishes_the_commitments_of_the_real_answers(self):
        published = Commitment.objects.published()
        self.assertGreaterEqual(published.count(), 15)
        self.assertFalse(
            published.filter(passages__answer__is_fictitious=True).exists()
        )

    def test_leaves_work_on_the_desk(self):
        self.assertGreaterEqual(Answer.objects.unread().count(), 2)
        self.assertTrue(Assessment.objects.pending().exists())
        self.assertTrue(Commitment.objects.filter(publication="in_review").exists())

    def test_keeps_both_readings_of_the_eighteen_months(self):
        deadline = Deadline.objects.get(words="dans les 18 mois")
        self.assertEqual(deadline.due_latest, date(2025, 1, 13))
        self.assertEqual(deadline.precision, "month")
        self.assertEqual(deadline.readings[0]["latest"], "2024-11-09")

    def test_follows_the_network_from_one_label_to_the_next(self):
        relation = Relation.objects.get(kind="replaces")
        self.assertIn("France Services", relation.source.title)
        self.assertIn("maisons de services", relation.target.title)
        values = Measurement.objects.filter(
            commitment__in=[relation.source, relation.target]
        ).order_by("observed_on")
        self.assertEqual([int(m.value) for m in values], [1281, 2055, 2600])

    def test_a_status_other_than_the_default_has_its_reviewed_reason(self):
        for commitment in Commitment.objects.exclude(status="not_assessed"):
            with self.subTest(commitment.title):
                assessment = commitment.assessments.current().get()
                self.assertEqual(assessment.review, Review.APPROVED)
                self.assertNotEqual(assessment.author, assessment.reviewer)
                self.assertTrue(assessment.rationale)

    def test_in_progress_rests_on_a_later_fact(self):
        for assessment in Assessment.objects.filter(status="in_progress"):
            promised_on = assessment.commitment.promised_on
            self.assertTrue(
                any(
                    item.published_on > promised_on
                    for item in assessment.evidence.all()
                )
            )

    def test_a_repeated_intention_changes_no_status(self):
        self.assertEqual(self.by_title("autres canaux").status, "not_assessed")

    def test_every_piece_of_evidence_speaks_for_the_government(self):
        self.assertEqual(
            set(Evidence.objects.values_list("origin", flat=True)), {"government"}
        )

    def test_names_bodies_and_themes_that_exist(self):
        self.assertTrue(Theme.objects.exists())
        agency = Body.objects.get(slug="agence-nationale-cohesion-des-territoires")
        self.assertEqual(agency.predecessors.count(), 2)
        for answer in Answer.objects.filter(is_fictitious=False):
            self.assertIsNotNone(answer.body, answer.uid)

    @unittest.skipUnless(
        (SHARED / "seeds").is_dir(), "the real pages of ../shared are not here"
    )
    def test_quotes_find_their_place_when_the_real_pages_are_imported(self):
        labels = PublishedLabels()
        real = Passage.objects.filter(answer__is_fictitious=False)
        self.assertFalse(real.filter(text__isnull=False).exists())
        for page in real_pages().values():
            load_record(page, labels)
        self.assertFalse(real.filter(text=None).exists())
        self.assertEqual(Answer.objects.filter(is_fictitious=False).count(), 4)
