"""What editors' scripts write: with a token, at the version they saw, once."""

import json
from datetime import timedelta

import time_machine
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from commitments import trail
from commitments.api import retries
from commitments.choices import Kind, Precision, Publication
from commitments.models import ApiToken, Change, Commitment, KeptAnswer
from commitments.tests import factories
from commitments.tests.factories import QUOTE, editor, reviewer

LIST = "/api/v1/commitments/"


class WritingTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.answer = factories.make_answer()
        cls.body = factories.make_body()
        cls.theme = factories.make_theme()
        cls.commitment = factories.make_commitment(answer=cls.answer)
        cls.evidence = factories.make_evidence(cls.commitment)
        cls.commitment.refresh_from_db()
        cls.token, cls.secret = ApiToken.objects.make(editor(), "Import")

    def setUp(self):
        self.client = Client(headers={"accept-language": "en"})

    def post(self, path, body, *, secret=None, version=None, **headers):
        """What a script gets; ``version`` goes into If-Match."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if version is not None:
            named["If-Match"] = f'"{version}"'
        named["Authorization"] = f"Bearer {secret or self.secret}"
        content = body if isinstance(body, bytes | str) else json.dumps(body)
        return self.client.post(
            path, content, content_type="application/json", headers=named
        )

    def of(self, commitment, rest=""):
        return f"{LIST}{commitment.reference}/{rest}"

    def new(self, **fields):
        """The body of a new commitment."""
        return {
            "answer": self.answer.uid,
            "quote": QUOTE,
            "title": "Ouvrir des guichets",
            "kind": "target",
            "testability": "quantified_dated",
        } | fields

    def piece(self, **fields):
        return {
            "title": "Bilan",
            "source_url": "https://example.org/bilan",
            "origin": "press",
            "stance": "context",
        } | fields

    def add_piece(self, version=None, **headers):
        version = self.commitment.version if version is None else version
        path = self.of(self.commitment, "evidence/")
        return self.post(path, self.piece(), version=version, **headers)

    def assert_problem(self, response, status, kind):
        self.assertEqual(response.status_code, status, response.content[:500])
        self.assertEqual(response["Content-Type"], "application/problem+json")
        problem = response.json()
        self.assertTrue(problem["type"].endswith(f"/api/#{kind}"), problem["type"])
        self.assertEqual(problem["status"], status)
        return problem


class DraftTests(WritingTestCase):
    def test_a_script_records_a_draft_and_publishes_nothing(self):
        body = self.new(
            summary="Des guichets.",
            target_value=2750.5,
            comparator=">=",
            baseline_on="2023-01-01",
            bodies=[self.body.slug],
            themes=[self.theme.slug],
            deadline={
                "words": "d'ici fin 2023",
                "due_latest": "2023-12-31",
                "precision": "year",
            },
        )
        response = self.post(LIST, body)
        self.assertEqual(response.status_code, 201, response.content)
        made = Commitment.objects.latest("pk")
        self.assertEqual(made.publication, Publication.DRAFT)
        self.assertEqual(made.created_by, editor())
        row = response.json()
        self.assertEqual(row["publication"]["code"], "draft")
        self.assertEqual((row["target_value"], row["due_on"]), (2750.5, "2023-12-31"))
        self.assertEqual(row["bodies"][0]["slug"], self.body.slug)
        self.assertEqual(row["passages"][0]["quote"], QUOTE)
        self.assertEqual(response["Location"], row["self"])
        self.assertEqual(response["ETag"], f'"{made.version}"')
        # Nobody else is told of it.
        self.assertEqual(self.client.get(row["self"]).status_code, 404)

    def test_the_owner_reads_the_draft_and_nobody_keeps_it(self):
        draft = factories.make_draft()
        response = self.client.get(
            self.of(draft), headers={"Authorization": f"Bearer {self.secret}"}
        )
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response["ETag"], f'"{draft.version}"')
        self.assertEqual(response["Cache-Control"], "private, no-store")
        self.assertIn("Authorization", response["Vary"])
        self.assertEqual(self.client.get(self.of(draft)).status_code, 404)

    def test_the_trail_names_the_person_and_the_token(self):
        self.post(LIST, self.new())
        change = Change.objects.latest("pk")
        self.assertEqual((change.verb, change.by), ("record", editor()))
        self.assertEqual(change.token, self.token)
        made = Commitment.objects.latest("pk")
        self.client.force_login(reviewer())
        page = self.client.get(reverse("commitment-changes", args=[made.reference]))
        self.assertContains(page, "Import")
        self.assertEqual(trail.deed_of(change), "recorded the commitment")
        by_hand = factories.make_draft().changes.latest("pk")
        self.assertIsNone(by_hand.token)

    def test_what_cannot_stand_is_refused_where_it_stands(self):
        known = Commitment.objects.count()
        for fields, pointer in (
            ({"title": ""}, "/title"),
            ({"title": "x" * 201}, "/title"),
            ({"title": 7}, "/title"),
            ({"title": None}, "/title"),
            ({"title": "a\0b"}, "/title"),
            ({"kind": "goal"}, "/kind"),
            ({"kind": ["target"]}, "/kind"),
            ({"titel": "x"}, "/titel"),
            ({"a/b~c": 1}, "/a~1b~0c"),
            ({"answer": "QANR5L99QE1"}, "/answer"),
            ({"quote": "Ces mots n'y sont pas."}, "/quote"),
            ({"bodies": ["nobody"]}, "/bodies"),
            ({"bodies": "nobody"}, "/bodies"),
            ({"bodies": [["x"]]}, "/bodies/0"),
            ({"target_value": 10**11}, "/target_value"),
            ({"target_value": 10**300}, "/target_value"),
            ({"target_value": 1.23456}, "/target_value"),
            ({"target_value": "85"}, "/target_value"),
            ({"target_value": True}, "/target_value"),
            ({"target_value": 85}, ""),
            ({"baseline_on": "2024-02-30"}, "/baseline_on"),
            ({"baseline_on": "0001-01-01"}, "/baseline_on"),
            ({"baseline_on": 20240101}, "/baseline_on"),
            ({"review_interval_days": 0}, "/review_interval_days"),
            ({"start": 2**40}, "/start"),
            ({"deadline": {"precision": "eon"}}, "/deadline/precision"),
            ({"deadline": "2023"}, "/deadline"),
        ):
            with self.subTest(fields=str(fields)[:60]):
                response = self.post(LIST, self.new(**fields))
                problem = self.assert_problem(response, 422, "invalid-body")
                self.assertIn(pointer, [one["pointer"] for one in problem["errors"]])
        for missing in ("title", "answer", "kind"):
            body = self.new()
            del body[missing]
            self.assert_problem(self.post(LIST, body), 422, "invalid-body")
        self.assertEqual(Commitment.objects.count(), known)

    def test_a_code_that_is_none_is_refused_with_those_there_are(self):
        wrong = {"kind": "goal", "deadline": {"precision": "eon"}}
        problem = self.assert_problem(
            self.post(LIST, self.new(**wrong)), 422, "invalid-body"
        )
        errors = {one["pointer"]: one for one in problem["errors"]}
        self.assertEqual(errors["/kind"]["valid"], Kind.values)
        self.assertIn("“goal”", errors["/kind"]["detail"])
        self.assertIn("target", problem["detail"])
        precision = errors["/deadline/precision"]
        self.assertEqual(precision["valid"], Precision.values)

    def test_a_deadline_that_cannot_stand_leaves_no_draft_behind(self):
        known = Commitment.objects.count()
        deadline = {"due_latest": "2023-12-31"}
        response = self.post(LIST, self.new(deadline=deadline))
        problem = self.assert_problem(response, 422, "refused")
        self.assertIn("precision", problem["detail"])
        self.assertEqual(Commitment.objects.count(), known)

    def test_what_is_no_json_object_is_refused(self):
        for body in (b" ", b"{", b"1e999", b"\xff", b'{"title": "\\ud800"}', b"NaN"):
            with self.subTest(body=body):
                self.assert_problem(self.post(LIST, body), 400, "malformed-body")
        self.assert_problem(self.post(LIST, b"[" * 100_000), 400, "malformed-body")
        for body in (b"[]", b"7", b"null", b'"x"'):
            with self.subTest(body=body):
                self.assert_problem(self.post(LIST, body), 422, "invalid-body")
        many = json.dumps({f"k{number}": 1 for number in range(5000)})
        refused = self.post(LIST, many.encode())
        self.assert_problem(refused, 422, "invalid-body")
        self.assertEqual(len(refused.json()["errors"]), 20)
        large = b'{"title": "' + b"x" * 10_000_000 + b'"}'
        self.assert_problem(self.post(LIST, large), 413, "too-large")
        form = self.client.post(
            LIST, {"title": "x"}, headers={"Authorization": f"Bearer {self.secret}"}
        )
        self.assert_problem(form, 415, "unsupported-media-type")
        pieces = self.post(LIST, {}, Transfer_Encoding="chunked")
        self.assert_problem(pieces, 411, "length-needed")
        self.assert_problem(self.post(f"{LIST}?x=1", {}), 400, "unknown-parameter")


class FollowUpTests(WritingTestCase):
    def test_evidence_then_a_figure_each_at_the_version_seen(self):
        first = self.add_piece()
        self.assertEqual(first.status_code, 201, first.content)
        piece = first.json()
        self.assertEqual(piece["commitment"], self.commitment.reference)
        self.assertEqual(piece["commitment_version"], self.commitment.version + 1)
        self.assertEqual(first["ETag"], f'"{piece["commitment_version"]}"')
        second = self.post(
            self.of(self.commitment, "measurements/"),
            {"value": 2800, "observed_on": "2024-03-01", "evidence": piece["id"]},
            version=piece["commitment_version"],
        )
        self.assertEqual(second.status_code, 201, second.content)
        figure = second.json()
        third = self.post(
            self.of(self.commitment, "measurements/"),
            {
                "value": 2790.25,
                "observed_on": "2024-03-01",
                "evidence": piece["id"],
                "supersedes": figure["id"],
            },
            version=figure["commitment_version"],
        )
        self.assertEqual(third.status_code, 201, third.content)
        row = self.client.get(self.of(self.commitment)).json()
        self.assertEqual([one["value"] for one in row["measurements"]], [2790.25])
        self.assertIn(piece["id"], [one["id"] for one in row["evidence"]])

    def test_without_a_version_or_with_one_that_has_passed_nothing_is_added(self):
        path, known = self.of(self.commitment, "evidence/"), self.commitment.version
        missing = self.post(path, self.piece())
        self.assert_problem(missing, 428, "version-needed")
        for mark in (
            f'"{known - 1}"',
            f'W/"{known}"',
            '"x"',
            f'"{"9" * 99}"',
        ):
            with self.subTest(mark=mark):
                response = self.post(path, self.piece(), If_Match=mark)
                self.assert_problem(response, 412, "version-passed")
                self.assertEqual(response["ETag"], f'"{known}"')
        for mark in (f"{known}", f"'{known}'", f'"1", {known}'):
            response = self.post(path, self.piece(), If_Match=mark)
            self.assert_problem(response, 400, "invalid-header")
        self.commitment.refresh_from_db()
        self.assertEqual(self.commitment.version, known)
        for mark in (f'"1", "{known}"', "*"):
            response = self.post(path, self.piece(), If_Match=mark)
            self.assertEqual(response.status_code, 201)

    def test_the_rules_of_the_forms_hold_for_scripts(self):
        path, version = self.of(self.commitment, "evidence/"), self.commitment.version
        for fields, pointer in (
            ({"source_url": "javascript:alert(1)"}, "/source_url"),
            ({"source_url": "https://a:b@example.org/"}, "/source_url"),
            ({"source_url": ""}, "/source_url"),
            ({"published_on": "2999-01-01"}, "/published_on"),
            ({"answer": "QANR5L99QE1"}, "/answer"),
            ({"file": "x"}, "/file"),
        ):
            with self.subTest(fields=fields):
                response = self.post(path, self.piece(**fields), version=version)
                problem = self.assert_problem(response, 422, "invalid-body")
                self.assertEqual([e["pointer"] for e in problem["errors"]], [pointer])
        path = self.of(self.commitment, "measurements/")
        elsewhere = factories.make_evidence(factories.make_commitment())
        good = {
            "value": 1,
            "observed_on": "2024-03-01",
            "evidence": str(self.evidence.file_id),
        }
        for fields in (
            {"evidence": str(elsewhere.file_id)},
            {"evidence": "x"},
            {"evidence": 7},
            {"supersedes": 2**52},
            {"precision": "none"},
            {"value": -(10**12)},
        ):
            with self.subTest(fields=fields):
                response = self.post(path, good | fields, version=version)
                self.assert_problem(response, 422, "invalid-body")

    def test_a_title_is_one_line_as_in_the_workspace(self):
        response = self.post(
            self.of(self.commitment, "evidence/"),
            self.piece(title="Bilan\nde\r\nl’année"),
            version=self.commitment.version,
        )
        self.assertEqual(response.json()["title"], "Bilan de l’année")
        draft = self.post(LIST, self.new(title="Ouvrir\ndes guichets")).json()
        self.assertEqual(draft["title"], "Ouvrir des guichets")

    def test_a_withdrawn_commitment_is_not_followed_up(self):
        gone = factories.make_withdrawn()
        path = self.of(gone, "evidence/")
        response = self.post(path, self.piece(), version=gone.version)
        problem = self.assert_problem(response, 422, "refused")
        self.assertIn("reopen", problem["errors"][0]["detail"])
        nobody = self.post(f"{LIST}E-999999/evidence/", self.piece(), version=1)
        self.assert_problem(nobody, 404, "not-found")


class RetryTests(WritingTestCase):
    def test_the_same_request_again_is_answered_and_not_done_again(self):
        first = self.post(LIST, self.new(), Idempotency_Key="a-1")
        known = Commitment.objects.count()
        again = self.post(LIST, self.new(), Idempotency_Key="a-1")
        self.assertEqual(again.status_code, 201)
        self.assertEqual(again.content, first.content)
        for header in ("Location", "ETag"):
            self.assertEqual(again[header], first[header])
        self.assertEqual(again["Idempotency-Replayed"], "true")
        self.assertNotIn("Idempotency-Replayed", first)
        self.assertEqual(Commitment.objects.count(), known)
        # Although the version it names has passed.
        first = self.add_piece(Idempotency_Key="a-2")
        again = self.add_piece(Idempotency_Key="a-2")
        self.assertEqual(again.status_code, 201)
        self.assertEqual(again.json()["id"], first.json()["id"])

    def test_a_key_is_for_one_request_of_one_token(self):
        self.post(LIST, self.new(), Idempotency_Key="b")
        other = self.post(LIST, self.new(title="Autre"), Idempotency_Key="b")
        self.assert_problem(other, 422, "key-used")
        elsewhere = self.add_piece(Idempotency_Key="b")
        self.assert_problem(elsewhere, 422, "key-used")
        _token, secret = ApiToken.objects.make(reviewer(), "autre")
        mine = self.post(LIST, self.new(), secret=secret, Idempotency_Key="b")
        self.assertEqual(mine.status_code, 201)
        self.assertNotIn("Idempotency-Replayed", mine)

    def test_a_refused_request_may_be_put_right_under_its_key(self):
        refused = self.post(LIST, self.new(title=""), Idempotency_Key="c")
        self.assertEqual(refused.status_code, 422)
        right = self.post(LIST, self.new(), Idempotency_Key="c")
        self.assertEqual(right.status_code, 201)

    def test_of_two_requests_at_once_one_waits(self):
        asked = self.post(LIST, self.new(), Idempotency_Key="d")
        self.assertEqual(asked.status_code, 201)
        under_way = KeptAnswer.objects.filter(key="d")
        under_way.update(status=None)
        response = self.post(LIST, self.new(), Idempotency_Key="d")
        self.assert_problem(response, 409, "under-way")
        self.assertEqual(response["Retry-After"], "2")
        # The server that claimed it died: the request is done at last.
        under_way.update(claimed_at=timezone.now() - retries.ABANDONED * 2)
        response = self.post(LIST, self.new(), Idempotency_Key="d")
        self.assertEqual(response.status_code, 201)

    def test_the_body_of_an_answer_is_no_organism(self):
        field = KeptAnswer._meta.get_field("body")
        with override("fr"):
            self.assertEqual(field.verbose_name, "corps")

    def test_answers_are_kept_for_a_day(self):
        self.post(LIST, self.new(), Idempotency_Key="e")
        with time_machine.travel(timezone.now() + timedelta(hours=25)):
            again = self.post(LIST, self.new(), Idempotency_Key="e")
            self.assertNotIn("Idempotency-Replayed", again)
            self.assertEqual(KeptAnswer.objects.count(), 1)

    def test_a_key_that_is_none_is_refused(self):
        for key in ("", "x" * 256, "é", "a\tb"):
            with self.subTest(key=key[:5]):
                response = self.post(LIST, self.new(), Idempotency_Key=key)
                self.assert_problem(response, 400, "invalid-header")
