"""The only module that asks which database the project runs on.

SQLite is the embedded default, PostgreSQL the production database. Whatever differs
between the two (connection options, the language of triggers) is said here once.
"""

import fcntl
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path

from psycopg import Cursor

SQLITE_PRAGMAS = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=NORMAL;
PRAGMA busy_timeout=20000;
PRAGMA temp_store=MEMORY;
"""
# Kilobytes of the file that a connection holds while it writes much. Pages need no more
# than SQLite's own 2,000, since the system holds the file too, once for all processes.
WRITERS_CACHE = 65_536
# Pages of the log that it fills before they are written in their place, sorted and once
# each: a batch fills what is usual, 1,000, so each would wait for the disk.
WRITERS_LOG = 16_000

# Values of one INSERT: some rows of a wide table, many of a narrow one.
VALUES = 500
# Bytes, and lines, that are written at a time.
PART, LINES = 2**18, 500


def configure(database: dict) -> dict:
    """Return Django's settings of one database with the options that suit its engine.

    SQLite: write-ahead log, and every transaction takes the write lock when it begins,
    so that two editors queue instead of failing with "database is locked" half-way.
    """
    if database["ENGINE"].endswith("sqlite3"):
        options = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS,
        }
    else:
        # For the statements of PlanningCursor alone: Django's are not planned ahead.
        options = {"prepare_threshold": 0}
    return database | {"OPTIONS": options | database.get("OPTIONS", {})}


def either(connection, *, sqlite, postgresql):
    """Return whichever of two things suits the engine of a connection."""
    return sqlite if connection.vendor == "sqlite" else postgresql


def listed(connection, ids):
    """Return an expression of any number of ids for ``pk__in``: one parameter."""
    # Not above: the settings import this module before Django may be used.
    from django.db.models.expressions import RawSQL

    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(ids))])
    # As one text: to quote its elements one by one takes three times as long.
    return RawSQL("SELECT unnest(%s::bigint[])", [f"{{{','.join(map(str, ids))}}}"])


def is_planning(connection) -> bool:
    """Whether the statements of ``planning_cursor`` are planned once for a connection.

    SQLite's module keeps statements by itself. A PostgreSQL behind a pooler that lends
    its connections for one transaction cannot: DISABLE_SERVER_SIDE_CURSORS says so.
    Nor are statements planned while they are logged, which Django's cursors alone do.
    """
    is_pooled = connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
    return not (connection.vendor == "sqlite" or is_pooled or connection.queries_logged)


def planning_cursor(connection):
    """Return a cursor whose statements the database plans once, where it can."""
    if not is_planning(connection):
        return connection.cursor()
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    return connection.make_cursor(PlanningCursor(connection.connection))


@contextmanager
def pipeline(connection):
    """Send the statements of planning cursors before the first of them is answered.

    Their rows are to be read within the block, after the last was sent. A round trip
    to PostgreSQL takes longer than to find a few rows.
    """
    if not is_planning(connection):
        yield
        return
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


class PlanningCursor(Cursor):
    """A cursor that keeps values apart from its statement, and has that one planned.

    Django's writes them into it, so that each would be parsed and planned anew.
    """

    def execute(self, query, params=None):
        return super().execute(query, params, prepare=True)


def refuse(schema_editor, *, name, table, event, when, message):
    """Create a trigger that refuses an ``event`` on a row for which ``when`` holds.

    ``event`` is INSERT, UPDATE or DELETE; ``when`` is SQL over NEW and OLD in which
    ``<=>`` stands for "is the same as, null included". The refusal reaches Python as
    ``django.db.IntegrityError`` with ``message``.
    """
    if schema_editor.connection.vendor == "sqlite":
        condition = when.replace("<=>", "IS")
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW "
            f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        return
    condition = when.replace("<=>", "IS NOT DISTINCT FROM")
    row = "OLD" if event == "DELETE" else "NEW"
    schema_editor.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $refuse$ "
        f"BEGIN IF {condition} THEN RAISE EXCEPTION '{message}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {row}; END $refuse$",
        params=None,
    )
    schema_editor.execute(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def forget_refusal(schema_editor, *, name, table):
    """Drop a trigger made by ``refuse``."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TRIGGER {name}")
    else:
        schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
        schema_editor.execute(f"DROP FUNCTION {name}()")


def rebuild(refusals, *operations) -> list:
    """Migration operations that alter tables, between which their triggers are away.

    SQLite builds an altered table anew and loses its triggers. ``refusals`` are the
    rows (name, table without its prefix, event, when, message) of the triggers of
    these tables: taken away before and put back after, on every database.
    """
    # Not above: the settings import this module before Django may be used.
    from django.db.migrations import RunPython

    rows = list(refusals)

    def install(apps, schema_editor):
        for name, table, event, when, message in rows:
            refuse(
                schema_editor,
                name=name,
                table=f"commitments_{table}",
                event=event,
                when=when,
                message=f"{table}: {message}",
            )

    def uninstall(apps, schema_editor):
        for name, table, *_rest in rows:
            forget_refusal(schema_editor, name=name, table=f"commitments_{table}")

    return [
        RunPython(uninstall, install),
        *operations,
        RunPython(install, uninstall),
    ]


def triggers(connection) -> set[str]:
    """Names of the triggers that the database has, without the server's own."""
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor != "sqlite":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


def open_to_threads(connection, path) -> str:
    """Name of a database in which several threads may really write at once.

    SQLite in memory, where the tests run, locks whole tables and makes nobody wait; so
    it is copied to a file at ``path``, where writers queue as they do in production.
    """
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        return connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    return str(path)


@contextmanager
def deletions_allowed(connection):
    """Lift the refusals of deletions, for the flush between two transactional tests.

    PostgreSQL empties tables by TRUNCATE, which no row trigger sees; SQLite deletes
    row by row, so its triggers have to step aside.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master "
            "WHERE type = 'trigger' AND sql LIKE '%BEFORE DELETE%'"
        )
        lifted = cursor.fetchall()
        for name, _ in lifted:
            cursor.execute(f"DROP TRIGGER {name}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for _, sql in lifted:
                cursor.execute(sql)


@contextmanager
def hold(connection, name):
    """Hold a lock of the whole site while the block runs; yield whether it is ours.

    It is given back when its holder dies, however it dies: PostgreSQL ties it to the
    connection, and the system ties the lock of a file beside SQLite's to the process.
    """
    if connection.vendor != "sqlite":
        key = int.from_bytes(
            hashlib.sha256(name.encode()).digest()[:8], "big", signed=True
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
            is_ours = cursor.fetchone()[0]
        try:
            yield is_ours
        finally:
            if is_ours:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
        return
    if connection.is_in_memory_db():
        yield True
        return
    path = Path(connection.settings_dict["NAME"])
    with path.with_name(f"{path.name}.{name}-lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


@contextmanager
def roomy(connection):
    """Let SQLite hold more of its file while the block writes much of it."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        (before,) = cursor.execute("PRAGMA cache_size").fetchone()
        (often,) = cursor.execute("PRAGMA wal_autocheckpoint").fetchone()
        cursor.execute(f"PRAGMA cache_size=-{WRITERS_CACHE}")
        cursor.execute(f"PRAGMA wal_autocheckpoint={WRITERS_LOG}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size={before}")
            cursor.execute(f"PRAGMA wal_autocheckpoint={often}")


def new_keys(connection, table, number) -> list[int]:
    """Primary keys for rows that this transaction is about to insert by ``copy_in``."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) "
                "FROM generate_series(1, %s)",
                [table, number],
            )
            return [key for (key,) in cursor.fetchall()]
        # Its transactions hold the only right to write, and inserting moves this on.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
        return list(range(last + 1, last + 1 + number))


def copy_in(connection, table, columns, rows) -> None:
    """Insert rows, sequences of values as the engine takes them, in the fastest way.

    COPY on PostgreSQL; on SQLite an INSERT of many rows, which is prepared once.
    """
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            row = f"({', '.join('?' * len(columns))})"
            rows, many = iter(rows), 1 + VALUES // len(columns)
            with connection.wrap_database_errors:
                while some := list(islice(rows, many)):
                    marks = ", ".join([row] * len(some))
                    connection.connection.execute(
                        f"INSERT INTO {table} ({names}) VALUES {marks}",
                        list(chain.from_iterable(some)),
                    )
            return
        with (
            connection.wrap_database_errors,
            cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)


def spelled(connection) -> dict[str, str]:
    """How each engine says what exports need; "{0}" stands for an expression.

    The templates give text, the same on both: ``moment`` and ``exact_moment`` are in
    UTC (ISO 8601), ``number`` has no needless decimals. ``first`` is the function of
    a text's first code point.
    """
    if connection.vendor == "sqlite":
        until_second = "substr({0}, 1, 10) || 'T' || substr({0}, 12, 8)"
        fraction = "substr(substr({0}, 21) || '000000', 1, 6)"
        return {
            "first": "unicode",
            "number": "CAST({0} AS TEXT)",
            "moment": f"{until_second} || 'Z'",
            "exact_moment": f"{until_second} || '.' || {fraction} || 'Z'",
            "json": "canonical_json({0})",
            "uuid": " || '-' || ".join(
                f"substr({{0}}, {start}, {length})"
                for start, length in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
            ),
        }
    in_utc = "CAST({0} AT TIME ZONE 'UTC' AS TEXT)"
    exact = "to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    return {
        "first": "ascii",
        "number": "CAST(trim_scale({0}) AS TEXT)",
        "moment": f"replace(left({in_utc}, 19), ' ', 'T') || 'Z'",
        "exact_moment": exact,
        "json": "CAST({0} AS TEXT)",
        "uuid": "CAST({0} AS TEXT)",
    }


@contextmanager
def snapshot(connection):
    """Read one state of the data while the block runs, however many queries it takes.

    Writers are not held up: the transaction takes no lock and can write nothing. Inside
    another transaction, that one goes on.
    """
    if connection.in_atomic_block:
        yield
        return
    begin = "BEGIN"
    if connection.vendor != "sqlite":
        begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def worded(connection, sql, words) -> tuple[str, list]:
    """SQL of the words that stand for codes, others as they are; and its parameters."""
    if connection.vendor == "sqlite":
        whens = " ".join(["WHEN %s THEN %s"] * len(words))
        params = [part for pair in words.items() for part in pair]
        return f"CASE {sql} {whens} ELSE {sql} END", params
    # Looked up in half the time that comparing one by one takes.
    return f"coalesce(CAST(%s AS jsonb) ->> {sql}, {sql})", [json.dumps(words)]


def numbered(connection, ids, texts) -> tuple[str, list]:
    """SQL of a table of given rows, and its parameters.

    ``texts`` holds by name the texts of each of the ``ids``; the columns are id, those
    names, and place, by which the rows stand in their order.
    """
    if connection.vendor == "sqlite":
        parts = "".join(
            f", json_extract(value, '$[{number}]') AS {name}"
            for number, name in enumerate(texts, 1)
        )
        rows = list(zip(ids, *texts.values(), strict=True))
        return (
            f"SELECT json_extract(value, '$[0]') AS id{parts}, key AS place "
            "FROM json_each(%s)",
            [json.dumps(rows, ensure_ascii=False)],
        )
    # Each array as one text: to quote its elements one by one takes ten times as long.
    # The server counts them before it plans, and reads a long list in another way. A
    # text goes once, however many rows have it.
    array = "string_to_array(%s, ',')::bigint[]"
    words, places = [], []
    for given in texts.values():
        place_of = {text: place for place, text in enumerate(dict.fromkeys(given))}
        words.append(json.dumps(list(place_of), ensure_ascii=False))
        places.append(",".join([str(place_of[text]) for text in given]))
    columns = "".join(
        f", CAST(%s AS jsonb) ->> listed.{name}::int AS {name}" for name in texts
    )
    return (
        f"SELECT id{columns}, place "
        f"FROM unnest({', '.join([array] * (1 + len(texts)))}) "
        f"WITH ORDINALITY AS listed ({', '.join(('id', *texts, 'place'))})",
        [*words, ",".join(map(str, ids)), *places],
    )


def csv_parts(connection, query, params, cells, is_quoted) -> Iterator[bytes]:
    """The rows of a query as CSV: parts of some hundred kilobytes, whole lines each.

    ``cells`` are the columns of ``query``, all text or null; those of which
    ``is_quoted`` holds stand in quotes, the others must need none. The bytes are the
    same on every engine; each line ends with a line feed alone.
    """
    if connection.vendor == "sqlite":
        yield from _csv_of_sqlite(connection, query, params, cells, is_quoted)
        return
    quoted = [cell for cell, is_so in zip(cells, is_quoted, strict=True) if is_so]
    options = "FORMAT csv"
    if quoted:
        options += f", FORCE_QUOTE ({', '.join(quoted)})"
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({query}) TO STDOUT ({options})", params) as copy,
    ):
        # Each line comes alone, which would be many small parts.
        lines, size = [], 0
        for line in copy:
            lines.append(line)
            size += len(line)
            if size > PART:
                yield b"".join(lines)
                lines, size = [], 0
        yield b"".join(lines)


def _csv_of_sqlite(connection, query, params, cells, is_quoted):
    # SQLite writes whole lines (%w doubles the quotes in a text) faster than Python.
    line = ",".join('"%w"' if is_so else "%s" for is_so in is_quoted)
    line = line.replace("%", "%%")
    values = ", ".join(f"coalesce({cell}, '')" for cell in cells)
    with connection.cursor() as cursor:
        connection.connection.create_function("canonical_json", 1, canonical_json)
        cursor.execute(
            f"SELECT printf('{line}' || char(10), {values}) FROM ({query})", params
        )
        while rows := cursor.fetchmany(LINES):
            yield "".join([line for (line,) in rows]).encode()


def canonical_json(text: str) -> str:
    """JSON as PostgreSQL writes it again: keys by length, then by their bytes."""

    def sorted_keys(value):
        if isinstance(value, list):
            return [sorted_keys(item) for item in value]
        if not isinstance(value, dict):
            return value
        keys = sorted(value, key=lambda key: (len(key.encode()), key.encode()))
        return {key: sorted_keys(value[key]) for key in keys}

    return json.dumps(sorted_keys(json.loads(text)), ensure_ascii=False)


def settled_key(connection, table) -> int:
    """The highest key of a table below which no transaction is still adding a row.

    Keys are given out before they are committed, in another order: whoever remembers
    how far it has read would miss a row committed late. On PostgreSQL the lock waits
    for those who are writing the table and is given back at once; SQLite's transactions
    write one after the other.
    """
    # Not above: the settings import this module before Django may be used.
    from django.db import transaction

    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            # Whoever wants to write after it waits as well: not for long.
            cursor.execute("SET LOCAL lock_timeout = '10s'")
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        cursor.execute(f"SELECT max(id) FROM {table}")
        return cursor.fetchone()[0] or 0
