"""The index in SQLite: its full-text search FTS5, one table for each kind.

The stems of a part are a column; FTS5 cuts them at the spaces and nothing else.
"""

import json

from django.db import connection
from pyroaring import BitMap

from commitments.search.documents import KINDS

TABLE = "commitments_search_{kind}"
CREATE = (
    "CREATE VIRTUAL TABLE {table} USING fts5(title, quotes, rest, digest UNINDEXED, "
    "columnsize=0, tokenize=\"ascii tokenchars '_'\")"
)
INSERT = (
    "INSERT INTO {table} (rowid, title, quotes, rest, digest) "
    "VALUES (%s, %s, %s, %s, %s)"
)


def install(schema_editor):
    for kind in KINDS:
        schema_editor.execute(CREATE.format(table=_table(kind)))


def uninstall(schema_editor):
    for kind in KINDS:
        schema_editor.execute(f"DROP TABLE {_table(kind)}")


def row(document):
    return document.pk, *map(" ".join, document.parts), document.digest


def add(kind, rows):
    with connection.cursor() as cursor:
        cursor.executemany(INSERT.format(table=_table(kind)), sorted(rows))


def replace(kind, rows):
    remove(kind, [row[0] for row in rows])
    add(kind, rows)


def remove(kind, pks):
    with connection.cursor() as cursor:
        cursor.executemany(
            f"DELETE FROM {_table(kind)} WHERE rowid = %s", [(pk,) for pk in pks]
        )


def empty(kind):
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_table(kind)}")


def find(kind, query, parts=()):
    table = _table(kind)
    sql, parameters = f"SELECT rowid FROM {table}", []
    if query.wanted:
        sql += f" WHERE {table} MATCH %s"
        parameters = [_expression(query, parts)]
    elif query.unwanted:
        matching = f"SELECT rowid FROM {table} WHERE {table} MATCH %s"
        sql += f" WHERE rowid NOT IN ({matching})"
        parameters = [" OR ".join(map(_any_of, query.unwanted))]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return BitMap([pk for (pk,) in cursor.fetchall()])


def ids(kind):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid FROM {_table(kind)}")
        return BitMap(pk for (pk,) in cursor)


def digests(kind, pks=None):
    sql, parameters = f"SELECT rowid, digest FROM {_table(kind)}", []
    if pks is not None:
        sql += " WHERE rowid IN (SELECT value FROM json_each(%s))"
        parameters = [json.dumps(list(pks))]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return dict(cursor.fetchall())


def _table(kind):
    return TABLE.format(kind=kind)


def _expression(query, parts):
    within = f"{{{' '.join(parts)}}} : " if parts else ""
    wanted = " AND ".join(f"{within}({_any_of(phrases)})" for phrases in query.wanted)
    without = "".join(f" NOT ({_any_of(phrases)})" for phrases in query.unwanted)
    return wanted if not without else f"({wanted}){without}"


def _any_of(phrases):
    return " OR ".join(f'"{" ".join(phrase)}"' for phrase in phrases)
