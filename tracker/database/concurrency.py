"""Who waits for whom: locks of the whole site, and what a reader sees of writers."""

import fcntl
import hashlib
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction


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
def snapshot(connection):
    """Read one state of the data while the block runs, however many queries it takes.

    Writers are not held up: the transaction takes no lock and can write nothing. Inside
    another transaction, that one goes on.
    """
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor != "sqlite":
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    # Django's own would take the lock of the writer.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def settled_key(connection, table) -> int:
    """The highest key of a table below which no transaction is still adding a row.

    Keys are given out before they are committed, in another order: whoever remembers
    how far it has read would miss a row committed late. On PostgreSQL the lock waits
    for those who are writing the table and is given back at once; SQLite's transactions
    write one after the other.
    """
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            # Whoever wants to write after it waits as well: not for long.
            cursor.execute("SET LOCAL lock_timeout = '10s'")
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        cursor.execute(f"SELECT max(id) FROM {table}")
        return cursor.fetchone()[0] or 0


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
