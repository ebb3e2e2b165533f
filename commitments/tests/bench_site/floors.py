"""The floors of the databases: what a page asks, as SQL, from clients of no framework.

A list is its twenty rows, then the counts of its facets over all rows selected: those
that columns give (in one pass on PostgreSQL), the bodies and the themes.
"""

import multiprocessing
import random
import sqlite3
import time

import psycopg

COLUMNS = (
    "status",
    "kind",
    "testability",
    "legislature",
    "chamber",
    "territory",
    "due_on",
    "promised_on",
)
YEARS = ("due_on", "promised_on")
# A question asked of a database: its SQL and parameters.
Statement = tuple[str, list]


def list_statements(vendor: str, where: str = "", parameters=()) -> list[Statement]:
    """What a list page needs to know, of the commitments for which ``where`` holds."""
    source = "FROM commitments_commitment c WHERE c.publication = 'published'" + (
        f" AND {where}" if where else ""
    )
    mark = "?" if vendor == "sqlite" else "%s"
    source = source.replace("%s", mark)
    ids = f"SELECT c.id {source}"
    statements = [f"SELECT c.* {source} ORDER BY c.changed_at DESC, c.id DESC LIMIT 20"]
    years = {
        "sqlite": "substr(c.{0}, 1, 4)",
        "postgresql": "extract(year FROM c.{0})",
    }[vendor]
    facets = [years.format(c) if c in YEARS else f"c.{c}" for c in COLUMNS]
    if vendor == "postgresql":
        sets = ", ".join(f"({facet})" for facet in facets)
        statements.append(
            f"SELECT {', '.join(facets)}, count(*) {source} "
            f"GROUP BY GROUPING SETS ({sets})"
        )
    else:
        statements += [f"SELECT {f}, count(*) {source} GROUP BY 1" for f in facets]
    for name, column in (("bodies", "body_id"), ("themes", "theme_id")):
        statements.append(
            f"SELECT {column}, count(*) FROM commitments_commitment_{name} "
            f"WHERE commitment_id IN ({ids}) GROUP BY 1"
        )
    return [(sql, list(parameters) if mark in sql else []) for sql in statements]


def search_statements(vendor: str, words: str) -> list[Statement]:
    """The same of the commitments that hold some words, by the site's own index."""
    from commitments.search.engines import fts5, tsvector
    from commitments.search.finding import matching
    from commitments.search.query import parse

    query = matching(parse(words))
    if vendor == "sqlite":
        table, test = "commitments_search_commitment", "{0} MATCH %s"
        found = f"SELECT rowid FROM {table} WHERE {test.format(table)}"
        parameter = fts5._expression(query, ())
    else:
        found = (
            "SELECT id FROM commitments_search_commitment WHERE vector @@ %s::tsquery"
        )
        parameter = tsvector._expression(query, "")
    return list_statements(vendor, f"c.id IN ({found})", [parameter])


def measure(address, pages: list[list[Statement]], clients: int, seconds: float):
    """Ask for pages, drawn at random, from so many clients; what wrk.lua prints."""
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    processes = [
        context.Process(target=client, args=(address, pages, seconds, answers))
        for _client in range(clients)
    ]
    for process in processes:
        process.start()
    results = [answers.get() for _process in processes]
    for process in processes:
        process.join()
    times = sorted(t for times, _seconds in results for t in times)
    return {
        "n": len(times),
        "s": max(seconds for _times, seconds in results),
        "bad": 0,
        "p50": times[len(times) // 2] * 1e3,
        "p95": times[int(len(times) * 0.95)] * 1e3,
    }


def client(address, pages, seconds, answers):
    if address.startswith("postgres"):
        connection = psycopg.connect(address, autocommit=True)
    else:
        connection = sqlite3.connect(address)
        connection.execute("PRAGMA mmap_size = 1000000000")
    times, start = [], time.perf_counter()
    while not times or time.perf_counter() - start < seconds:
        began = time.perf_counter()
        for sql, parameters in random.choice(pages):
            connection.execute(sql, parameters).fetchall()
        times.append(time.perf_counter() - began)
    answers.put((times, time.perf_counter() - start))
