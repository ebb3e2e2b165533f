"""The index on OpenSearch or Elasticsearch: plain requests to its REST interface.

One index for each kind. The stems are given as they are and cut at the spaces, so that
the server finds what the database would. What a transaction changes is sent once it is
committed; what could not be sent is logged, and ``search_index`` mends it.

The index in the database is kept beside it: it answers while the server does not.
"""

import json
import logging
import time
from base64 import b64encode
from http.client import HTTPException
from urllib.parse import urlsplit, urlunsplit
from urllib.request import Request, urlopen

from django.conf import settings
from django.db import transaction
from pyroaring import BitMap

from commitments.search.engines import PARTS, database_engine

INDEX = "tracker-{kind}"
TIMEOUT = 5
# Seconds for which a server that failed is left alone: no reader waits for it.
REST = 30
# As many as a server gives at once by default.
PAGE = 10_000

# A phrase may not go from one text of a part to the next, or from part to part.
TEXT = {"type": "text", "analyzer": "whitespace", "norms": False}
SCHEMA = {
    "settings": {"index": {"max_result_window": PAGE}},
    "mappings": {
        "dynamic": "strict",
        "_source": {"includes": ["digest"]},
        "properties": {
            "pk": {"type": "long"},
            "digest": {"type": "long"},
            **dict.fromkeys(PARTS, TEXT),
        },
    },
}


log = logging.getLogger(__name__)
# When the server may be asked again, by the clock of time.monotonic().
asked_again_at = 0.0


def row(document):
    texts = dict(zip(PARTS, map(" ".join, document.parts), strict=True))
    sent = {"pk": document.pk, "digest": document.digest, **texts}
    return database_engine().row(document), sent


def add(kind, rows):
    database_engine().add(kind, [kept for kept, _sent in rows])
    _send(kind, rows)


def replace(kind, rows):
    database_engine().replace(kind, [kept for kept, _sent in rows])
    _send(kind, rows)


def _send(kind, rows):
    lines = []
    for _kept, sent in rows:
        lines.append({"index": {"_index": INDEX.format(kind=kind), "_id": sent["pk"]}})
        lines.append(sent)
    _send_in_bulk(lines)


def remove(kind, pks):
    database_engine().remove(kind, pks)
    name = INDEX.format(kind=kind)
    _send_in_bulk([{"delete": {"_index": name, "_id": pk}} for pk in pks])


def empty(kind):
    name = INDEX.format(kind=kind)
    _ask("DELETE", f"{name}?ignore_unavailable=true")
    _ask("PUT", name, SCHEMA)
    # Last: it goes on answering when the server is down.
    database_engine().empty(kind)


def find(kind, query, parts=()):
    """Ask the server, or the database when it gives no answer."""
    global asked_again_at
    if time.monotonic() >= asked_again_at:
        try:
            return _find(kind, query, parts)
        except (OSError, HTTPException, ValueError, KeyError) as error:
            asked_again_at = time.monotonic() + REST
            log.warning(
                "The search server gives no answer (%s). The database searches; "
                "the server is asked again in %d seconds.",
                error,
                REST,
            )
    return database_engine().find(kind, query, parts)


def _find(kind, query, parts):
    body = {"query": {"bool": {"filter": [], "must_not": []}}}
    clauses = body["query"]["bool"]
    clauses["filter"] = [_any_of(phrases, parts or PARTS) for phrases in query.wanted]
    clauses["must_not"] = [_any_of(phrases, PARTS) for phrases in query.unwanted]
    return BitMap(hit["sort"][0] for hit in _hits(kind, body, source=False))


def ids(kind):
    """Those that both hold. Raises OSError when the server gives no answer."""
    hits = _hits(kind, {"query": {"match_all": {}}}, source=False)
    return database_engine().ids(kind) & BitMap(hit["sort"][0] for hit in hits)


def digests(kind, pks=None):
    """What the database holds of some records; of all, what both hold: no digest is
    given where they differ. Raises OSError when the server gives no answer."""
    kept = database_engine().digests(kind, pks)
    if pks is not None:
        return kept
    hits = _hits(kind, {"query": {"match_all": {}}}, source=["digest"])
    held = {hit["sort"][0]: hit["_source"]["digest"] for hit in hits}
    return {
        pk: kept.get(pk) if kept.get(pk) == held.get(pk) else None
        for pk in kept.keys() | held.keys()
    }


def _any_of(phrases, parts):
    """One of some phrases in one of some parts; a single stem is a phrase of one."""
    return {
        "bool": {
            "should": [
                {"match_phrase": {part: " ".join(phrase)}}
                for phrase in phrases
                for part in parts
            ],
            "minimum_should_match": 1,
        }
    }


def _hits(kind, body, source):
    """Every hit of a search, page after page in the order of the ids."""
    body = body | {"size": PAGE, "sort": ["pk"], "_source": source}
    body["track_total_hits"] = False
    while True:
        answer = _ask("POST", f"{INDEX.format(kind=kind)}/_search", body)
        hits = answer["hits"]["hits"]
        yield from hits
        if len(hits) < PAGE:
            return
        body["search_after"] = hits[-1]["sort"]


def _send_in_bulk(lines):
    """Send lines of the bulk interface once what they tell is committed."""
    if not lines:
        return
    body = "".join(json.dumps(line) + "\n" for line in lines)

    def send():
        answer = _ask("POST", "_bulk?refresh=wait_for", body)
        # What was to be forgotten and was not there is forgotten.
        failed = [
            item
            for item in answer["items"]
            for done in item.values()
            if done["status"] not in (200, 201, 404)
        ]
        if failed:
            raise OSError(f"{len(failed)} documents were refused: {failed[0]}")

    # Robust: an error is logged, and what was committed stays so.
    transaction.on_commit(send, robust=True)


def _ask(method, path, body=None):
    """The JSON answer of the server. Raises OSError when there is none."""
    address = urlsplit(settings.SEARCH_URL)
    headers, data = {"Accept": "application/json"}, None
    if address.username:
        pair = f"{address.username}:{address.password or ''}"
        headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    if body is not None:
        is_text = isinstance(body, str)
        data = (body if is_text else json.dumps(body)).encode()
        headers["Content-Type"] = (
            "application/x-ndjson" if is_text else "application/json"
        )
    host = address.netloc.rpartition("@")[2]
    url = urlunsplit((address.scheme, host, f"{address.path.rstrip('/')}/", "", ""))
    request = Request(url + path, data, headers, method=method)
    with urlopen(request, timeout=TIMEOUT) as response:
        return json.load(response)
