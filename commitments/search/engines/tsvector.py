"""The index in PostgreSQL: a ``tsvector`` of the stems under a GIN index.

No text configuration is asked: the vectors are written as they are, with the place of
every stem. Those of a title are there a second time under a mark of their own (``t_…``)
and so are those of titles and quotes (``q_…``): a GIN index knows lexemes and not
weights, so no match has to be read again. The vectors lie outside the rows, so that
the ids of many matches stand close together.
"""

from array import array
from collections import defaultdict
from sys import byteorder

from django.db import connection
from pyroaring import BitMap

from commitments.search.analysis import BREAK
from commitments.search.documents import KINDS, MOST_WORDS
from commitments.search.engines import Matching
from tracker.database.loading import copy_in

TABLE = "commitments_search_{kind}"
INSTALL = """
CREATE TABLE {table} (
    id integer PRIMARY KEY,
    digest bigint NOT NULL,
    vector tsvector NOT NULL
) WITH (toast_tuple_target = 128);
ALTER TABLE {table} ALTER COLUMN vector SET STORAGE EXTERNAL;
CREATE INDEX {table}_vector ON {table} USING gin (vector) WITH (fastupdate = {lazy});
"""
# Long texts come by the thousand, and are written to the index by the thousand.
LAZY = {"commitment": "off", "answer": "on"}
REPLACE = """
INSERT INTO {table} (id, digest, vector)
SELECT * FROM unnest(%s::integer[], %s::bigint[], %s::tsvector[])
ON CONFLICT (id) DO UPDATE SET digest = EXCLUDED.digest, vector = EXCLUDED.vector
"""
# The ids as one string of bytes: a tenth of the time of as many rows.
FIND = "SELECT string_agg(int4send(id), '') FROM {table}"
# A stem keeps no more places than this in a vector.
PLACES = 255
# Every place there may be, written; with those left free between texts.
NUMBERS = [str(number) for number in range(2 * MOST_WORDS)]
MARKS = {("title",): "t_", ("title", "quotes"): "q_"}


def install(schema_editor):
    for kind in KINDS:
        sql = INSTALL.format(table=_table(kind), lazy=LAZY[kind])
        schema_editor.execute(sql, params=None)


def uninstall(schema_editor):
    for kind in KINDS:
        schema_editor.execute(f"DROP TABLE {_table(kind)}")


def row(document):
    return document.pk, document.digest, _vector(document)


def add(kind, rows):
    copy_in(connection, _table(kind), ("id", "digest", "vector"), sorted(rows))


def replace(kind, rows):
    columns = list(map(list, zip(*sorted(rows), strict=True)))
    with connection.cursor() as cursor:
        cursor.execute(REPLACE.format(table=_table(kind)), columns)


def remove(kind, pks):
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_table(kind)} WHERE id = ANY(%s)", [list(pks)])


def empty(kind):
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {_table(kind)}")


def find(kind, query, parts=()):
    sql, parameters = FIND.format(table=_table(kind)), []
    expression = _expression(query, MARKS[tuple(parts)] if parts else "")
    if expression:
        sql += " WHERE vector @@ %s::tsquery"
        parameters = [expression]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        (found,) = cursor.fetchone()
    ids = array("I", found or b"")
    if byteorder == "little":
        ids.byteswap()
    return BitMap(ids)


def ids(kind):
    return find(kind, Matching(()))


def digests(kind, pks=None):
    sql, parameters = f"SELECT id, digest FROM {_table(kind)}", []
    if pks is not None:
        sql, parameters = f"{sql} WHERE id = ANY(%s)", [list(pks)]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return dict(cursor.fetchall())


def _table(kind):
    return TABLE.format(kind=kind)


def _vector(document):
    """The text of a vector: each stem with its places, one apart between texts."""
    places, first = defaultdict(list), 1
    for marks, part in zip((("t_", "q_"), ("q_",), ()), document.parts, strict=True):
        after = first + len(part)
        for found, place in zip(part, NUMBERS[first:after], strict=False):
            places[found].append(place)
            for mark in marks:
                places[mark + found].append(place)
        first = after + 1
    for mark in ("", "t_", "q_"):
        places.pop(mark + BREAK, None)
    return " ".join(
        [f"{found}:{','.join(some[:PLACES])}" for found, some in places.items()]
    )


def _expression(query, mark):
    wanted = [_any_of(phrases, mark) for phrases in query.wanted]
    return " & ".join(wanted + [f"!{_any_of(phrases)}" for phrases in query.unwanted])


def _any_of(phrases, mark=""):
    joined = (" <-> ".join(f"{mark}{word}" for word in phrase) for phrase in phrases)
    return f"({' | '.join(joined)})"
