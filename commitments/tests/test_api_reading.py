"""What the API gives to anybody: rows, pages, filters, fields, languages."""

from datetime import date
from urllib.parse import unquote

from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext

from commitments import facets, workflow
from commitments.api.asked import names_in
from commitments.api.shapes import (
    AnswerInFullShape,
    AnswerShape,
    BodyShape,
    CommitmentInFullShape,
    CommitmentShape,
    ThemeShape,
)
from commitments.choices import RelationKind, Status
from commitments.filters import SORTS
from commitments.models import Commitment, Passage
from commitments.tests import factories
from commitments.tests.factories import editor, reviewer

ROOT = "/api/v1/"
LIST = f"{ROOT}commitments/"


class ApiTestCase(TestCase):
    def setUp(self):
        self.client = Client(headers={"accept-language": "en"})

    def get(self, path, **params):
        response = self.client.get(path, params)
        self.assertEqual(response.status_code, 200, response.content[:500])
        return response.json()

    def refused(self, path, status=400, **params):
        response = self.client.get(path, params)
        self.assertEqual(response.status_code, status)
        self.assertEqual(response["Content-Type"], "application/problem+json")
        return response.json()

    def references(self, **params):
        return [row["reference"] for row in self.get(LIST, **params)["results"]]


class OneTests(ApiTestCase):
    """One commitment, with everything that may hang on it."""

    @classmethod
    def setUpTestData(cls):
        cls.body = factories.make_body("Ministère des guichets")
        cls.theme = factories.make_theme(name_en="Counters")
        cls.answer = factories.make_answer(body=cls.body)
        cls.commitment = factories.make_commitment(
            answer=cls.answer,
            bodies=[cls.body],
            themes=[cls.theme],
            due_on=date(2023, 12, 31),
            title="Ouvrir 2 750 guichets",
            unit="guichets",
            target_value="2750.5",
        )
        cls.evidence = factories.make_evidence(
            cls.commitment, file=ContentFile(b"texte", "n.txt"), file_name="n.txt"
        )
        factories.make_measurement(cls.commitment, 2800, evidence=cls.evidence)
        factories.make_deadline(cls.commitment, due_latest=date(2024, 6, 30))
        factories.assess(cls.commitment, Status.MET, evidence=[cls.evidence])
        cls.later = factories.make_commitment()
        factories.make_relation(cls.later, cls.commitment)
        workflow.record_reply(
            cls.commitment,
            by=editor(),
            body=cls.body,
            text="Nous l'avons fait.",
            received_on=date(2024, 7, 1),
        )
        cls.commitment.refresh_from_db()
        cls.path = f"{LIST}{cls.commitment.reference}/"

    def test_tells_everything_that_the_page_tells(self):
        row = self.get(self.path)
        reference = self.commitment.reference
        self.assertEqual(row["reference"], reference)
        self.assertEqual(row["self"], f"http://testserver{self.path}")
        page = f"http://testserver{self.commitment.get_absolute_url()}"
        self.assertEqual(row["url"], page)
        self.assertEqual(row["assessment"], {"code": "met", "label": "Met"})
        self.assertEqual(row["timing"]["code"], "on_time")
        self.assertEqual(row["target_value"], 2750.5)
        self.assertEqual(row["publication"]["code"], "published")
        body = {"slug": self.body.slug, "name": "Ministère des guichets"}
        self.assertEqual(row["bodies"], [body])
        self.assertEqual(row["themes"][0]["name"], "Counters")
        [passage] = row["passages"]
        self.assertEqual(passage["answer"], self.answer.uid)
        self.assertEqual(passage["quote"], row["quote"])
        text = self.answer.current_text().body
        self.assertEqual(text[passage["start"] : passage["end"]], row["quote"])
        first, second = row["deadlines"]
        self.assertEqual(first["due_latest"], row["original_due_on"])
        self.assertEqual(second["due_latest"], row["due_on"])
        self.assertEqual(second["reason"], "Nouvelle annonce.")
        [piece] = row["evidence"]
        self.assertEqual(piece["id"], str(self.evidence.file_id))
        self.assertEqual(piece["source_url"], self.evidence.url)
        self.assertEqual(self.client.get(piece["file_url"]).status_code, 200)
        [figure] = row["measurements"]
        self.assertEqual((figure["value"], figure["evidence"]), (2800, piece["id"]))
        [assessment] = row["assessments"]
        self.assertEqual(assessment["evidence"], [piece["id"]])
        relation = {"source": self.later.reference, "target": reference, "note": ""}
        kind = {"code": RelationKind.REPLACES, "label": "replaces"}
        self.assertEqual(row["relations"], [relation | {"kind": kind}])
        self.assertEqual(row["replies"][0]["text"], "Nous l'avons fait.")

    def test_its_row_in_the_list_is_the_same_in_brief(self):
        [brief] = self.get(LIST, q="2 750 guichets", theme=self.theme.slug)["results"]
        full = self.get(self.path)
        self.assertEqual(brief, {name: full[name] for name in brief})

    def test_answers_in_the_language_asked_for_with_the_same_codes(self):
        french = Client(headers={"accept-language": "fr"}).get(self.path).json()
        english = self.get(self.path)
        self.assertEqual(french["kind"]["code"], english["kind"]["code"])
        self.assertEqual(french["themes"][0]["name"], self.theme.name)
        french = Client(headers={"accept-language": "fr"}).get(self.path)
        self.assertEqual(french["Content-Language"], "fr")

    def test_every_field_described_is_given_and_no_other(self):
        lists = (
            ("commitments/", CommitmentShape),
            ("answers/", AnswerShape),
            ("bodies/", BodyShape),
            ("themes/", ThemeShape),
        )
        found = [(self.get(ROOT + path)["results"][-1], one) for path, one in lists]
        found.append((self.get(self.path), CommitmentInFullShape))
        answer = f"{ROOT}answers/{self.answer.uid}/"
        found.append((self.get(answer), AnswerInFullShape))
        for row, shape in found:
            with self.subTest(shape=shape.__name__):
                self.assert_fits(row, shape.tree())

    def assert_fits(self, row, tree):
        self.assertEqual(set(row), set(tree))
        for name, branch in tree.items():
            inner = row[name] if isinstance(row[name], list) else [row[name]]
            for one in inner if branch else ():
                if one is not None:
                    self.assert_fits(one, branch)

    def test_only_the_fields_asked_for_are_given_with_what_names_the_row(self):
        row = self.get(self.path, fields="passages.quote,assessment.code,due_on")
        names = {"reference", "self", "url", "passages", "assessment", "due_on"}
        self.assertEqual(set(row), names)
        self.assertEqual(row["assessment"], {"code": "met"})
        self.assertEqual([set(one) for one in row["passages"]], [{"quote"}])
        [listed] = self.get(LIST, fields="title", limit=1)["results"]
        self.assertEqual(set(listed), {"reference", "self", "url", "title"})

    def test_a_part_asked_for_beside_its_whole_takes_nothing_away(self):
        for fields in ("kind,kind.code", "kind.code,kind"):
            row = self.get(self.path, fields=fields)
            self.assertEqual(set(row["kind"]), {"code", "label"})

    def test_an_unknown_field_is_refused_with_those_there_are(self):
        for fields in ("titel", "title.x", "kind.codes", "", "title,,kind", "."):
            problem = self.refused(self.path, fields=fields)
            [error] = problem["errors"]
            self.assertEqual(error["parameter"], "fields")
            valid = sorted(names_in(CommitmentInFullShape.tree()))
            self.assertEqual(error["valid"], valid)
        problem = self.refused(self.path, fields="title," * 400 + "title")
        self.assertIn("At most 2000 characters", problem["detail"])

    def test_an_empty_filter_asks_for_nothing_as_on_the_site(self):
        empty = dict.fromkeys(("body", "theme", "assessment", "legislature"), "")
        self.assertEqual(self.references(**empty), self.references())

    def test_an_answer_has_its_texts_as_published(self):
        row = self.get(f"{ROOT}answers/{self.answer.uid}/")
        [text] = row["texts"]
        self.assertEqual(text["text"], factories.TEXT)
        self.assertTrue(text["is_current"])
        self.assertEqual(row["commitments"], [self.commitment.reference])
        self.assertEqual(row["passages"][0]["commitment"], self.commitment.reference)
        self.assertIn("interroge le ministre", row["questions"][0]["text"])

    def test_a_body_has_its_neighbours_in_time_and_counts_theirs(self):
        heir = factories.make_body()
        self.body.successors.add(heir)
        facets.forget()
        row = self.get(f"{ROOT}bodies/{heir.slug}/")
        self.assertEqual([one["slug"] for one in row["predecessors"]], [self.body.slug])
        self.assertEqual(row["commitment_count"], 1)

    def test_what_was_withdrawn_is_not_told(self):
        workflow.withdraw_record(self.evidence, by=reviewer(), reason="Faux.")
        row = self.get(self.path)
        self.assertEqual((row["evidence"], row["measurements"]), ([], []))
        self.assertEqual(row["assessments"][0]["evidence"], [])

    def test_a_withdrawn_commitment_is_gone_and_says_why(self):
        gone = factories.make_withdrawn()
        problem = self.refused(f"{LIST}{gone.reference}/", 410)
        self.assertIn("Doublon.", problem["detail"])
        self.assertNotIn(gone.reference, self.references())

    def test_a_deadline_replaced_before_publication_is_not_told(self):
        draft = factories.make_draft()
        for year in (2023, 2024, 2025):
            factories.make_deadline(draft, due_latest=date(year, 12, 31))
        draft.refresh_from_db()
        draft = workflow.submit_for_review(draft, by=editor(), version=draft.version)
        workflow.publish(draft, by=reviewer(), version=draft.version)
        told = self.get(f"{LIST}{draft.reference}/")["deadlines"]
        days = [one["due_latest"] for one in told]
        self.assertEqual(days, ["2023-12-31", "2025-12-31"])


class ListTests(ApiTestCase):
    """Pages, filters and sorts over twelve commitments."""

    @classmethod
    def setUpTestData(cls):
        cls.answer = factories.make_answer()
        cls.commitments = [
            factories.make_commitment(
                answer=cls.answer,
                title=f"Ouvrir le guichet {number}",
                due_on=date(2024, 1 + number, 1) if number % 3 else None,
            )
            for number in range(8)
        ]

    def walk(self, path=LIST, way="next", **params):
        """The rows of all pages, following the links."""
        page, found = self.get(path, **params), []
        while True:
            found.append(
                [row.get("reference") or row["self"] for row in page["results"]]
            )
            if not page[way]:
                return found
            page = self.get(page[way])

    def test_every_order_is_walked_through_whole_and_back(self):
        for sort in SORTS:
            for q in ("", "guichet"):
                params = {"sort": sort} | ({"q": q} if q else {})
                whole = self.references(limit=200, **params)
                self.assertEqual(len(whole), 8)
                with self.subTest(sort=sort, q=q):
                    pages = self.walk(limit=3, **params)
                    self.assertEqual(sum(pages, []), whole)
                    self.assertEqual([len(page) for page in pages], [3, 3, 2])
                    last = self.client.get(LIST, {"limit": 3, **params}).json()
                    for _page in pages[1:]:
                        last = self.get(last["next"])
                    back = [[row["reference"] for row in last["results"]]]
                    while last["previous"]:
                        last = self.get(last["previous"])
                        back.insert(0, [row["reference"] for row in last["results"]])
                    self.assertEqual(sum(back, []), whole)

    def test_rows_that_come_and_go_hide_and_repeat_none(self):
        for sort in ("due", "reference"):
            with self.subTest(sort=sort):
                whole = self.references(sort=sort, limit=200)
                page = self.get(LIST, sort=sort, limit=4)
                seen = [row["reference"] for row in page["results"]]
                for day in (date(2024, 1, 2), date(2024, 12, 1)):
                    factories.make_commitment(answer=self.answer, due_on=day)
                # The very row that the cursor names goes.
                gone = Commitment.objects.by_reference(seen[-1]).get()
                workflow.withdraw(
                    gone, by=reviewer(), version=gone.version, reason="Doublon."
                )
                while page["next"]:
                    page = self.get(page["next"])
                    seen += [row["reference"] for row in page["results"]]
                self.assertEqual(len(seen), len(set(seen)))
                self.assertLessEqual(set(whole), set(seen))

    def test_the_other_lists_are_walked_through_too(self):
        for _number in range(5):
            factories.make_body()
            factories.make_theme()
            factories.make_answer()
        for path in ("answers/", "bodies/", "themes/"):
            with self.subTest(path=path):
                page = self.get(ROOT + path, limit=200)
                whole = [row["self"] for row in page["results"]]
                self.assertGreaterEqual(len(whole), 5)
                pages = self.walk(ROOT + path, limit=2)
                self.assertEqual(sum(pages, []), whole)
                last = self.get(ROOT + path, limit=2)
                while last["next"]:
                    last = self.get(last["next"])
                back = [row["self"] for row in last["results"]]
                while last["previous"]:
                    last = self.get(last["previous"])
                    back = [row["self"] for row in last["results"]] + back
                self.assertEqual(back, whole)

    def test_links_say_the_same_as_the_page(self):
        response = self.client.get(LIST, {"limit": 3})
        page = response.json()
        first = f"http://testserver{LIST}?limit=3"
        self.assertEqual(
            response["Link"], f'<{page["next"]}>; rel="next", <{first}>; rel="first"'
        )
        self.assertEqual((page["count"], page["previous"]), (8, None))

    def test_a_cursor_of_another_question_or_of_nobody_is_refused(self):
        cursor = unquote(self.get(LIST, limit=3)["next"].partition("cursor=")[2])
        self.get(LIST, cursor=cursor)
        for params in (
            {"cursor": cursor, "sort": "due"},
            {"cursor": "x"},
            {"cursor": ""},
            {"cursor": "é" * 5000},
            {"cursor": "WyJhIl0:x"},
        ):
            with self.subTest(params=params):
                problem = self.refused(LIST, **params)
                self.assertTrue(problem["type"].endswith("#invalid-cursor"))
        again = self.client.get(LIST, {"limit": "2"}).json()["next"]
        self.assertEqual(
            self.client.get(again.replace("limit=2", "limit=5")).status_code, 200
        )

    def test_limits_out_of_range_are_refused(self):
        for limit in ("0", "201", "-1", "ten", "1e2", "", "９", "9" * 5000):
            with self.subTest(limit=limit[:10]):
                problem = self.refused(LIST, limit=limit)
                self.assertIn("200", problem["detail"])

    def test_a_parameter_that_nobody_knows_is_refused_with_those_that_are_known(self):
        for path, known in (
            (LIST, "due_year"),
            (f"{LIST}{self.commitments[0].reference}/", "fields"),
            (f"{ROOT}answers/", "q"),
            (f"{ROOT}bodies/", "cursor"),
        ):
            problem = self.refused(path, page="2", utm_source="x")
            with self.subTest(path=path):
                self.assertIn("page", problem["detail"])
                self.assertIn(known, problem["errors"][0]["valid"])

    def test_what_a_filter_does_not_take_is_refused_with_what_it_takes(self):
        problem = self.refused(LIST, assessment="done")
        [error] = problem["errors"]
        self.assertEqual(error["parameter"], "assessment")
        self.assertIn("met", error["valid"])
        self.assertIn("partially_met", error["detail"])
        [error] = self.refused(LIST, legislature="100")["errors"]
        self.assertIn("from 1 to 99", error["detail"])
        [error] = self.refused(LIST, body="nobody")["errors"]
        self.assertIn(f"{ROOT}bodies/", error["detail"])
        for params in (
            {"body": "nobody"},
            {"due_year": "9" * 400},
            {"due_from": "2024-13-01"},
            {"due_from": "2024-02-01", "due_to": "2024-01-01"},
            {"q": "a\0b"},
            {"q": "x" * 300},
            {"territory": "\0"},
            {"sort": ["due", "delay"]},
            {"limit": ["1", "2"]},
        ):
            with self.subTest(params=str(params)[:60]):
                self.refused(LIST, **params)

    def test_filters_are_those_of_the_site(self):
        for query in ("due_year=2024&sort=due", "timing=overdue", "q=guichet+3"):
            page = self.client.get(f"/engagements/?{query}")
            shown = [row.reference for row in page.context["page"]]
            with self.subTest(query=query):
                response = self.client.get(f"{LIST}?{query}")
                told = [row["reference"] for row in response.json()["results"]]
                self.assertEqual(told, shown)

    def test_the_list_takes_as_many_queries_for_more_rows(self):
        def count(**params):
            Client().get(LIST, params)
            with CaptureQueriesContext(connection) as queries:
                self.assertEqual(Client().get(LIST, params).status_code, 200)
            return len(queries)

        # The version of the data, and the rows with the words that first made them.
        self.assertEqual(count(limit=2), 2)
        self.assertEqual(count(limit=8), 2)

    def test_words_that_nobody_asks_for_are_not_read(self):
        def read(fields):
            with CaptureQueriesContext(connection) as queries:
                Client().get(LIST, {"fields": fields})
            return any(Passage._meta.db_table in query["sql"] for query in queries)

        self.assertFalse(read("title"))
        self.assertTrue(read("title,quote"))

    def test_one_takes_as_many_queries_for_more_of_everything(self):
        def count(commitment):
            path = f"{LIST}{commitment.reference}/"
            with CaptureQueriesContext(connection) as queries:
                self.assertEqual(Client().get(path).status_code, 200)
            return len(queries)

        one = self.commitments[1]
        factories.make_measurement(one, 1)
        factories.assess(one, Status.IN_PROGRESS)
        before = count(one)
        for number in range(3):
            factories.make_measurement(one, 10 + number)
        factories.make_deadline(one, due_latest=date(2025, 1, 1))
        factories.assess(one, Status.IN_PROGRESS, as_of_on=date(2024, 7, 1))
        self.assertEqual(count(one), before)
