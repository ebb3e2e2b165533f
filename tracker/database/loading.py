"""Many new rows at a time: their keys, and the fastest way in.

They come as values; ``tracker.bulk`` makes them of models.
"""

from contextlib import contextmanager
from itertools import chain, islice

# Kilobytes of the file that a connection holds while it writes much. Pages need no more
# than SQLite's own 2,000, since the system holds the file too, once for all processes.
WRITERS_CACHE = 65_536
# Pages of the log that it fills before they are written in their place, sorted and once
# each: a batch fills what is usual, 1,000, so each would wait for the disk.
WRITERS_LOG = 16_000

# Values of one INSERT: some rows of a wide table, many of a narrow one.
VALUES = 500


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
