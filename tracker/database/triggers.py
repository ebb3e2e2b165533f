"""Triggers that refuse what must never be, in the same words on both databases."""

from contextlib import contextmanager

from django.db.migrations import RunPython


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


def install(refusals) -> RunPython:
    """A migration operation that creates triggers, and drops them when undone.

    ``refusals`` are rows (name, table without its prefix, event, when, message).
    """
    rows = list(refusals)

    def create(_apps, schema_editor):
        for name, table, event, when, message in rows:
            refuse(
                schema_editor,
                name=name,
                table=f"commitments_{table}",
                event=event,
                when=when,
                message=f"{table}: {message}",
            )

    def drop(_apps, schema_editor):
        for name, table, *_rest in rows:
            forget_refusal(schema_editor, name=name, table=f"commitments_{table}")

    return RunPython(create, drop)


def remove(refusals) -> RunPython:
    """A migration operation that drops triggers, and creates them again when undone."""
    installed = install(refusals)
    return RunPython(installed.reverse_code, installed.code)


def rebuild(refusals, *operations) -> list:
    """Migration operations that alter tables, between which their triggers are away.

    SQLite builds an altered table anew and loses its triggers; so they are dropped
    before and created again after, on every database.
    """
    rows = list(refusals)
    return [remove(rows), *operations, install(rows)]


def trigger_names(connection) -> set[str]:
    """Names of the triggers that the database has, without the server's own."""
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor != "sqlite":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


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
