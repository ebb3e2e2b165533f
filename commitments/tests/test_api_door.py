"""What all answers under /api/ have in common: problems, CORS, limits, caching."""

from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
import time_machine
from django.db import connection, transaction
from django.test import Client, RequestFactory, SimpleTestCase, TestCase
from django.test.utils import CaptureQueriesContext, override_settings

from commitments import workflow
from commitments.api import problems, rates
from commitments.api.door import ApiDoor
from commitments.models import ApiToken
from commitments.tests import factories

LIST = "/api/v1/commitments/"


class DoorTestCase(TestCase):
    def setUp(self):
        self.client = Client(
            headers={"accept-language": "en"}, raise_request_exception=False
        )

    def assert_problem(self, response, status, kind):
        self.assertEqual(response.status_code, status)
        self.assertEqual(response["Content-Type"], "application/problem+json")
        self.assertEqual(response["Cache-Control"], "no-store")
        problem = response.json()
        names = {"type", "title", "status", "detail", "instance"}
        self.assertLessEqual(names, set(problem))
        self.assertTrue(problem["type"].endswith(f"/api/#{kind}"), problem["type"])
        self.assertEqual(problem["status"], status)
        return problem


class ProblemTests(DoorTestCase):
    def test_every_refusal_is_a_problem(self):
        for path in ("/api/x", "/api/v1/x/", "/api/v2/", f"{LIST}E-99999/", "/api//"):
            with self.subTest(path=path):
                problem = self.assert_problem(self.client.get(path), 404, "not-found")
                self.assertEqual(problem["instance"], path)
        hostile = (
            f"{LIST}%00/",
            f"{LIST}%ff%fe/",
            f"{LIST}%ED%A0%80/",
            f"{LIST}E-{9**30}/",
        )
        for path in hostile:
            with self.subTest(path=path):
                self.assert_problem(self.client.get(path), 404, "not-found")

    def test_a_method_that_is_not_taken_is_refused_with_those_that_are(self):
        for method in ("put", "patch", "delete", "trace"):
            with self.subTest(method=method):
                response = getattr(self.client, method)(LIST)
                self.assert_problem(response, 405, "method-not-allowed")
                self.assertIn("GET", response["Allow"])
        response = self.client.post("/api/v1/answers/")
        self.assert_problem(response, 405, "method-not-allowed")

    def test_only_json_is_given(self):
        for accept in ("text/html", "application/xml", "image/*"):
            response = self.client.get(LIST, headers={"accept": accept})
            self.assert_problem(response, 406, "not-acceptable")
        browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
        for accept in (browser, "application/*", "application/json;q=0.5", ""):
            response = self.client.get(LIST, headers={"accept": accept})
            self.assertEqual(response["Content-Type"], "application/json")

    def test_another_host_is_refused_as_a_problem_too(self):
        response = self.client.get(LIST, headers={"host": "example.org"})
        self.assert_problem(response, 400, "bad-request")

    def test_a_fault_of_ours_is_a_problem_that_tells_nothing(self):
        with transaction.atomic(), self.assertLogs("django.request", "ERROR"):
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE commitments_theme RENAME TO elsewhere")
            response = self.client.get("/api/v1/themes/")
            transaction.set_rollback(True)
        problem = self.assert_problem(response, 500, "server-error")
        self.assertNotIn("commitments_theme", str(problem))

    def test_problems_are_told_in_the_language_asked_for(self):
        response = self.client.get("/api/v1/x/")
        self.assertEqual(response.json()["title"], "There is nothing at this address")
        french = self.client.get("/api/v1/x/", headers={"accept-language": "fr"})
        self.assertEqual(french["Content-Language"], "fr")

    def test_every_kind_has_a_title(self):
        for kind in (*problems.KINDS.values(), "server-error"):
            self.assertIn(kind, problems.titles())


class CrossOriginTests(DoorTestCase):
    def test_any_site_may_read(self):
        for path in (LIST, "/api/v1/x/", "/api/v1/openapi.json"):
            response = self.client.get(path, headers={"origin": "https://example.org"})
            with self.subTest(path=path):
                self.assertEqual(response["Access-Control-Allow-Origin"], "*")
                self.assertIn("Link", response["Access-Control-Expose-Headers"])
                self.assertNotIn("Access-Control-Allow-Credentials", response)

    def test_no_site_may_write(self):
        preflight = self.client.options(
            LIST,
            headers={
                "origin": "https://example.org",
                "access-control-request-method": "POST",
                "access-control-request-headers": "authorization",
            },
        )
        self.assertEqual(preflight.status_code, 204)
        allowed = preflight["Access-Control-Allow-Methods"]
        self.assertEqual(allowed, "GET, HEAD, OPTIONS")
        self.assertNotIn("uthorization", preflight["Access-Control-Allow-Headers"])
        response = self.client.post(LIST)
        self.assertNotIn("Access-Control-Allow-Origin", response)

    def test_the_rest_of_the_site_stays_closed(self):
        for path in ("/", "/engagements/", "/api/"):
            self.assertNotIn("Access-Control-Allow-Origin", self.client.get(path))

    def test_options_say_what_an_address_takes(self):
        self.assertEqual(self.client.options(LIST).status_code, 204)
        self.assertIn("POST", self.client.options(LIST)["Allow"])


class KeptTests(DoorTestCase):
    """Pages are named after the data, and kept for whoever shows nothing."""

    @classmethod
    def setUpTestData(cls):
        cls.commitment = factories.make_commitment()
        cls.path = f"{LIST}{cls.commitment.reference}/"

    def test_what_is_held_is_not_sent_again_until_something_changes(self):
        for path in (LIST, self.path, "/api/v1/openapi.json"):
            first = self.client.get(path)
            held = {"if-none-match": first["ETag"]}
            with self.subTest(path=path), CaptureQueriesContext(connection) as queries:
                again = self.client.get(path, headers=held)
                self.assertEqual((again.status_code, again.content), (304, b""))
                self.assertEqual(again["Access-Control-Allow-Origin"], "*")
                self.assertIn("max-age", again["Cache-Control"])
                self.assertEqual(len(queries), 1)
            factories.make_evidence(self.commitment)
            self.assertEqual(self.client.get(path, headers=held).status_code, 200)

    def test_a_page_in_memory_costs_one_query(self):
        self.client.get(LIST)
        with self.assertNumQueries(1):
            self.client.get(LIST)

    def test_what_a_token_sees_is_kept_for_nobody(self):
        _token, secret = ApiToken.objects.make(factories.editor(), "lecture")
        headers = {"Authorization": f"Bearer {secret}"}
        response = self.client.get(self.path, headers=headers)
        self.assertEqual(response["Cache-Control"], "private, no-store")
        self.assertEqual(response["ETag"], f'"{self.commitment.version}"')
        kept = self.client.get(self.path)
        self.assertIn("public", kept["Cache-Control"])
        self.assertIn("Authorization", kept["Vary"])

    def test_a_token_is_not_sent_the_version_that_it_holds(self):
        _token, secret = ApiToken.objects.make(factories.editor(), "lecture")
        headers = {"Authorization": f"Bearer {secret}"}
        etag = self.client.get(self.path, headers=headers)["ETag"]
        for held in (etag, f'"0", W/{etag}', "*"):
            asked = headers | {"If-None-Match": held}
            with self.subTest(held=held):
                again = self.client.get(self.path, headers=asked)
                self.assertEqual((again.status_code, again.content), (304, b""))
                self.assertEqual(again["ETag"], etag)
                self.assertEqual(again["Cache-Control"], "private, no-store")
        factories.make_evidence(self.commitment)
        asked = headers | {"If-None-Match": etag}
        self.assertEqual(self.client.get(self.path, headers=asked).status_code, 200)

    def test_a_withdrawn_record_is_gone_at_once(self):
        held = {"if-none-match": self.client.get(self.path)["ETag"]}
        self.commitment.refresh_from_db()
        workflow.withdraw(
            self.commitment,
            by=factories.reviewer(),
            version=self.commitment.version,
            reason="Doublon.",
        )
        response = self.client.get(self.path, headers=held)
        self.assert_problem(response, 410, "gone")


@override_settings(API_QUOTAS={"read": 3, "write": 1})
class RateTests(SimpleTestCase):
    """The door alone, with counts of its own, on a clock that stands."""

    def setUp(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name, "rates")
        self.door = self.make_door()

    def make_door(self):
        door = ApiDoor(
            lambda request: problems.written(request, problems.of_status(404))
        )
        door.rates = rates.Rates(self.path)
        return door

    def ask(self, method="get", address="192.0.2.1", door=None, **headers):
        request = getattr(RequestFactory(), method)(
            LIST, REMOTE_ADDR=address, headers=headers
        )
        return (door or self.door)(request)

    @time_machine.travel("2026-11-22T10:00:20Z", tick=False)
    def test_beyond_the_quota_a_caller_waits_and_is_told_how_long(self):
        left = [self.ask()["RateLimit"] for _time in range(3)]
        expected = [f'"read";r={count};t=41' for count in (2, 1, 0)]
        self.assertEqual(left, expected)
        refused = self.ask()
        self.assertEqual(refused.status_code, 429)
        self.assertEqual(refused["Retry-After"], "41")
        self.assertEqual(refused["RateLimit-Policy"], '"read";q=3;w=60')
        self.assertEqual(refused["Content-Type"], "application/problem+json")
        self.assertEqual(refused["Access-Control-Allow-Origin"], "*")
        refused = orjson.loads(self.ask(accept_language="en").content)
        self.assertIn("Too many", refused["title"])
        self.assertIn("At most 3 requests", refused["detail"])
        # Somebody else, or the same one a minute later, does not wait.
        self.assertEqual(self.ask(address="192.0.2.2").status_code, 404)
        with time_machine.travel("2026-11-22T10:01:01Z", tick=False):
            self.assertEqual(self.ask().status_code, 404)

    @time_machine.travel("2026-11-22T10:00:20Z", tick=False)
    def test_all_processes_count_together_and_writing_apart(self):
        other = self.make_door()
        for door in (self.door, other, self.door):
            self.assertEqual(self.ask(door=door).status_code, 404)
        self.assertEqual(self.ask(door=other).status_code, 429)
        self.assertEqual(self.ask("post").status_code, 404)
        self.assertEqual(self.ask("post", door=other).status_code, 429)

    def test_without_a_quota_nothing_is_counted(self):
        with override_settings(API_QUOTAS={"read": 0, "write": 0}):
            self.assertNotIn("RateLimit", self.ask())
        self.assertFalse(self.path.exists())
