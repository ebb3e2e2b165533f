"""Statements that PostgreSQL plans once, and several of them sent in one round trip."""

from contextlib import contextmanager
from select import POLLIN, poll

from psycopg import Cursor


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
    _reopen(connection)
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
    _reopen(connection)
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def _reopen(connection):
    """Have an open connection, asking the server whether it is one as rarely as may be.

    A server that ends a connection says so on it: it is asked only when it has said
    something. Django asks at each request, which takes as long as to find some rows.
    """
    held = connection.connection
    if held is not None and (held.closed or _has_spoken(held)):
        connection.close_if_health_check_failed()
    connection.ensure_connection()


def _has_spoken(held):
    heard = poll()
    heard.register(held.fileno(), POLLIN)
    return bool(heard.poll(0))


class PlanningCursor(Cursor):
    """A cursor that keeps values apart from its statement, and has that one planned.

    Django's writes them into it, so that each would be parsed and planned anew.
    """

    def execute(self, query, params=None):
        return super().execute(query, params, prepare=True)
