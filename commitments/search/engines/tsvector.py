"""The index in PostgreSQL: a ``tsvector`` of the stems under a GIN index.

No text configuration is asked: the vectors are written as they are, with the place of
every stem. Those of a title are there a second time under a mark of their own (``t_…``)
and so are those of titles and quotes (``q_…``): a GIN index knows lexemes and not
weights, so no match has to be read again. The vectors lie outside the rows, so that
the ids of many matches stand close together.
"""

from array import array
from sys import byteorder

from django.db import connection
from pyroaring import BitMap

from commitments.search.analysis import BREAK
from commitments.search.documents import KINDS

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
MARKS = {("title",): "t_", ("title", "quotes"): "q_"}


def install(schema_editor):
    for kind in KINDS:
        sql = INSTALL.format(table=_table(kind), lazy=LAZY[kind])
        schema_editor.execute(sql, params=None)


def uninstall(schema_editor):
    for kind in KINDS:
        schema_editor.execute(f"DROP TABLE {_table(kind)}")


def replace(kind, documents):
    documents = sorted(documents, key=lambda document: document.pk)
    columns = (
        [document.pk for document in documents],
        [document.digest for document in documents],
        [_vector(document) for document in documents],
    )
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
    places, at = {}, 0
    for marks, part in zip((("t_", "q_"), ("q_",), ()), document.parts, strict=True):
        for found in part:
            at += 1
            if found != BREAK:
                for mark in ("", *marks):
                    places.setdefault(f"{mark}{found}", []).append(at)
        at += 1
    return " ".join(
        f"{found}:{','.join(map(str, all_[:PLACES]))}" for found, all_ in places.items()
    )


def _expression(query, mark):
    wanted = [_any_of(phrases, mark) for phrases in query.wanted]
    return " & ".join(wanted + [f"!{_any_of(phrases)}" for phrases in query.unwanted])


def _any_of(phrases, mark=""):
    joined = (" <-> ".join(f"{mark}{word}" for word in phrase) for phrase in phrases)
    return f"({' | '.join(joined)})"
