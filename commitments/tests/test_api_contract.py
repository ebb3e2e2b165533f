"""The API and its description agree: asked for whatever the description allows.

Schemathesis makes requests from the description, valid ones and others, and holds each
answer against it: status, type, headers, shape. The seed is fixed: a run that fails
fails again.
"""

import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import TestCase
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from commitments.api import examples
from commitments.models import ApiToken
from commitments.tests import factories

# What the description cannot say: that a body exists, that a cursor is one of ours,
# that a quote stands in an answer.
NOT_HELD = [positive_data_acceptance]
EXAMPLES = 12
OPERATIONS = (
    ("GET", ""),
    ("GET", "commitments/"),
    ("POST", "commitments/"),
    ("GET", "commitments/{reference}/"),
    ("POST", "commitments/{reference}/evidence/"),
    ("POST", "commitments/{reference}/measurements/"),
    ("GET", "answers/"),
    ("GET", "answers/{uid}/"),
    ("GET", "bodies/"),
    ("GET", "bodies/{slug}/"),
    ("GET", "themes/"),
    ("GET", "themes/{slug}/"),
)


class ContractTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.body, cls.theme = factories.make_body(), factories.make_theme()
        cls.answer = factories.make_answer(body=cls.body)
        cls.commitment = factories.make_commitment(
            answer=cls.answer,
            bodies=[cls.body],
            themes=[cls.theme],
            due_on=cls.answer.answered_on,
        )
        cls.evidence = factories.make_measurement(cls.commitment, 1500).evidence
        _token, cls.secret = ApiToken.objects.make(factories.editor(), "contract")

    def setUp(self):
        # They would close the connection that holds this test's rows.
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
            self.addCleanup(signal.connect, close_old_connections)
        self.schema = schemathesis.openapi.from_wsgi(
            "/api/v1/openapi.json", WSGIHandler()
        )

    def ask(self, method, path):
        """What the description allows at an address, and what it does not."""
        operation, met = self.schema[f"/api/v1/{path}"][method], set()

        @seed(1)
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate],
        )
        @given(case=operation.as_strategy())
        def check(case):
            self.make_real(case)
            response = case.call_and_validate(
                headers={"Authorization": f"Bearer {self.secret}"},
                excluded_checks=NOT_HELD,
            )
            met.add(response.status_code)

        check()
        return met

    def make_real(self, case):
        """Let half of the valid requests be about records that there are."""
        if not case.meta.generation.mode.is_positive:
            return
        real = {
            "reference": self.commitment.reference,
            "uid": self.answer.uid,
            "slug": (self.theme if "themes" in case.path else self.body).slug,
        }
        for name, value in (case.path_parameters or {}).items():
            if len(value) % 2:
                case.path_parameters[name] = real[name]
        if case.method == "POST" and len(str(case.body)) % 2:
            if case.path_parameters:
                case.headers["If-Match"] = "*"
            case.body = next(
                example
                for path, example in self.bodies().items()
                if case.path.endswith(path)
            )

    def bodies(self):
        """What may be sent to an address, by its end."""
        quoted = {"answer": self.answer.uid, "quote": factories.QUOTE, "bodies": []}
        measured = {"evidence": str(self.evidence.file_id)}
        return {
            "/evidence/": examples.NEW_EVIDENCE,
            "/measurements/": examples.NEW_MEASUREMENT | measured,
            "/commitments/": examples.NEW_COMMITMENT | quoted,
        }

    def test_every_operation_is_asked(self):
        described = {
            (method.upper(), path.removeprefix("/api/v1/"))
            for path, methods in self.schema.raw_schema["paths"].items()
            for method in methods
        }
        self.assertEqual(described, set(OPERATIONS))

    def test_each_example_of_fields_is_one_of_the_rows_there(self):
        for path, methods in self.schema.raw_schema["paths"].items():
            address = path.format(
                reference=self.commitment.reference,
                uid=self.answer.uid,
                slug=(self.theme if "themes" in path else self.body).slug,
            )
            for parameter in methods["get"]["parameters"] if "get" in methods else ():
                if parameter["name"] == "fields":
                    value = parameter["examples"]["Fields"]["value"]
                    response = self.client.get(address, {"fields": value})
                    self.assertEqual(response.status_code, 200, response.content)

    def test_answers_are_as_described(self):
        for method, path in OPERATIONS:
            with self.subTest(method=method, path=path):
                self.assertTrue({200, 201} & self.ask(method, path))
