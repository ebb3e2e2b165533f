"""The page of the API, made from its description."""

import re

from django.urls import reverse
from django.utils.html import escape

from commitments.api.problems import titles
from commitments.tests import factories
from commitments.tests.reading import ReadingTestCase


class ApiPageTests(ReadingTestCase):
    def setUp(self):
        super().setUp()
        self.page = self.client.get(reverse("api"))

    def test_tells_every_operation_and_every_field(self):
        described = self.client.get(reverse("api-description")).json()
        self.assertEqual(described["openapi"], "3.1.0")
        for path in described["paths"]:
            self.assertContains(self.page, f"<code>{path}</code>")
        for name, schema in described["components"]["schemas"].items():
            fields = schema["properties"]
            if name.endswith("Code"):
                fields = filter(None, fields["code"]["enum"])
            with self.subTest(name=name):
                for field in map(escape, fields):
                    self.assertContains(self.page, f"<code>{field}</code>")

    def test_says_what_a_value_is_in_the_words_of_its_reader(self):
        for language, words in (
            ("en", ("list of Passage objects", "list of texts", "date or null")),
            ("fr", ("liste d’objets Passage", "liste de textes", "date ou null")),
        ):
            page = self.client.get(
                reverse("api"), headers={"accept-language": language}
            )
            for kind in words:
                with self.subTest(kind=kind):
                    self.assertContains(page, kind)
            for jargon in ("array of", "boolean", "(uri)"):
                self.assertNotContains(page, jargon)
            sent = page.content.decode().partition('id="shape-NewEvidence"')[2]
            sent = sent.partition("</dl>")[0]
            need = {"en": "text, required", "fr": "texte, obligatoire"}[language]
            self.assertIn(need, sent)

    def test_no_link_of_it_leads_nowhere(self):
        text = self.page.content.decode()
        anchors = set(re.findall(r'id="([^"]+)"', text))
        self.assertLessEqual(set(re.findall(r'href="#([^"]+)"', text)), anchors)
        # What problems say of themselves leads here.
        self.assertLessEqual(titles().keys(), anchors)
        for path in set(re.findall(r'href="(/api/v1/[^"]*)"', text)):
            with self.subTest(path=path):
                self.assertEqual(self.client.get(path).status_code, 200)

    def test_every_operation_says_how_it_may_fail_and_gives_an_example(self):
        described = self.client.get(reverse("api-description")).json()
        for path, methods in described["paths"].items():
            for method, operation in methods.items():
                with self.subTest(path=path, method=method):
                    responses = operation["responses"]
                    self.assertLessEqual({"400", "401", "406", "429"}, set(responses))
                    success = responses["201" if method == "post" else "200"]
                    self.assertIn("RateLimit", success["headers"])
                    has_token = {"token": []} in operation["security"]
                    self.assertTrue(has_token)
                    self.assertEqual(method == "get", {} in operation["security"])
        security = described["components"]["securitySchemes"]["token"]
        self.assertEqual(security["scheme"], "bearer")

    def test_editors_are_led_to_their_tokens(self):
        tokens = reverse("api-token-list")
        self.assertNotContains(self.page, tokens)
        self.client.force_login(factories.editor())
        self.assertContains(self.client.get(reverse("api")), tokens)
