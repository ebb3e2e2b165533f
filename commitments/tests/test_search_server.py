"""The engine on a server, against a small one that answers in OpenSearch's shape.

It keeps documents in memory and understands the requests that the engine makes, and
refuses any other: no real cluster was asked.
"""

import json
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from threading import Thread
from unittest.mock import patch

from django.test import TestCase, override_settings
from django.urls import reverse

from commitments import search, workflow
from commitments.search import indexing, vocabulary
from commitments.search.engines import server
from commitments.tests.factories import editor, make_answer, make_commitment
from commitments.tests.test_search import FOUND, NOT_FOUND, TEXT

PASSWORD = "Basic " + b64encode(b"tracker:secret").decode()


class Cluster(BaseHTTPRequestHandler):
    """Indexes as dictionaries, by name and id."""

    indexes: dict = {}
    refused: list = []

    def do_PUT(self):
        name, mapping = self.path.strip("/"), self.read()["mappings"]
        assert mapping["dynamic"] == "strict"
        self.indexes[name] = {}
        self.reply({"acknowledged": True})

    def do_DELETE(self):
        self.indexes.pop(self.path.partition("?")[0].strip("/"), None)
        self.reply({"acknowledged": True})

    def do_POST(self):
        if self.path.startswith("/_bulk"):
            self.reply({"items": list(self.bulk())})
        else:
            name = self.path.split("/")[1]
            self.reply({"hits": {"hits": self.search(name, self.read())}})

    def bulk(self):
        assert self.headers["Content-Type"] == "application/x-ndjson"
        lines = iter(self.body().splitlines())
        for line in lines:
            ((action, meta),) = json.loads(line).items()
            held = self.indexes.setdefault(meta["_index"], {})
            status = 200
            if action == "index":
                held[meta["_id"]] = json.loads(next(lines))
            elif held.pop(meta["_id"], None) is None:
                status = 404
            yield {action: {"_id": meta["_id"], "status": status}}

    def search(self, name, body):
        assert body["sort"] == ["pk"]
        after = body.get("search_after", [-1])[0]
        found = [
            document
            for pk, document in sorted(self.indexes[name].items())
            if pk > after and self.holds(document, body["query"])
        ]
        return [
            {"sort": [row["pk"]], "_source": {"digest": row["digest"]}}
            for row in found[: body["size"]]
        ]

    def holds(self, document, query):
        ((kind, value),) = query.items()
        if kind == "match_all":
            return True
        if kind == "terms":
            return document["pk"] in value["pk"]
        if kind == "match_phrase":
            ((part, phrase),) = value.items()
            return f" {phrase} " in f" {document[part]} "
        assert kind == "bool"
        if "should" in value:
            return any(self.holds(document, one) for one in value["should"])
        return all(self.holds(document, one) for one in value["filter"]) and not any(
            self.holds(document, one) for one in value["must_not"]
        )

    def body(self):
        assert self.headers["Authorization"] == PASSWORD
        return self.rfile.read(int(self.headers["Content-Length"]))

    def read(self):
        return json.loads(self.body())

    def reply(self, answer):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_arguments):
        """Say nothing among the tests."""


class ServerTests(TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = ThreadingHTTPServer(("localhost", 0), Cluster)
        Thread(target=cls.cluster.serve_forever, daemon=True).start()
        cls.addClassCleanup(cls.cluster.server_close)
        cls.addClassCleanup(cls.cluster.shutdown)
        url = f"http://tracker:secret@localhost:{cls.cluster.server_port}"
        cls.enterClassContext(override_settings(SEARCH_URL=url))
        super().setUpClass()

    @classmethod
    def setUpTestData(cls):
        for kind in search.KINDS:
            server.empty(kind)
        vocabulary.known.clear()
        with cls.captureOnCommitCallbacks(execute=True):
            cls.answer = make_answer(TEXT, ministry="Ministère des Solidarités")
            cls.answer.questions.update(author="Mme Élise Dupré-Hardy")
            search.index_answer(cls.answer)
            cls.commitment = make_commitment(
                title="Aider au numérique",
                summary=TEXT,
                territory="Rhône",
                answer=cls.answer,
                quote="généralisera Aidants Connect à l’été 2024",
            )

    def test_finds_what_the_databases_find(self):
        for text in FOUND:
            with self.subTest(text=text):
                self.assertIn(self.commitment.pk, search.find("commitment", text))
        for text in NOT_FOUND:
            with self.subTest(text=text):
                self.assertNotIn(self.commitment.pk, search.find("commitment", text))

    def test_follows_an_edit_once_it_is_committed(self):
        with self.captureOnCommitCallbacks() as callbacks:
            workflow.edit_commitment(
                self.commitment,
                by=editor(),
                version=None,
                title="Intitulé",
                reason="Coquille.",
            )
            self.assertFalse(search.find(search.COMMITMENT, "intitule"))
        for callback in callbacks:
            callback()
        self.assertIn(self.commitment.pk, search.find(search.COMMITMENT, "intitule"))

    def test_what_is_wrong_is_mended(self):
        with self.captureOnCommitCallbacks(execute=True):
            server.remove(search.ANSWER, [self.answer.pk])
        self.assertEqual(indexing.compare(search.ANSWER).missing, [self.answer.pk])
        with self.captureOnCommitCallbacks(execute=True):
            indexing.mend(search.ANSWER)
        self.assertFalse(indexing.compare(search.ANSWER))

    def test_the_database_answers_when_the_server_does_not(self):
        with socket() as closed:
            closed.bind(("localhost", 0))
            url = f"http://localhost:{closed.getsockname()[1]}"
        self.enterContext(override_settings(SEARCH_URL=url))
        self.enterContext(patch.object(server, "asked_again_at", 0.0))
        with self.assertLogs(server.log, "WARNING") as logs:
            page = self.client.get(reverse("search"), {"q": "aidants"})
            self.assertContains(page, "Aidants")
            self.assertIn(self.commitment.pk, search.find("commitment", "aidants"))
        # It is left alone for a while.
        self.assertEqual(len(logs.output), 1)
        with (
            self.assertLogs("django", "ERROR"),
            self.captureOnCommitCallbacks(execute=True),
        ):
            late = make_commitment(title="Un sémaphore")
        self.assertIn(late.pk, search.find(search.COMMITMENT, "semaphore"))

    def test_reads_page_after_page(self):
        with self.captureOnCommitCallbacks(execute=True):
            lit = {make_commitment(title="Un phare").pk for _ in range(3)}
        with patch.object(server, "PAGE", 2):
            self.assertEqual(set(search.find(search.COMMITMENT, "phares")), lit)
