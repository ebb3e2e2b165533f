"""How a database keeps the rows of a table, where that is for us to say."""

from django.db.migrations import RunPython

IN_KEY = " WITHOUT ROWID"


def keep_in_key(table: str, key: tuple[str, ...]) -> RunPython:
    """A migration operation: keep the rows of a table in its primary key alone.

    SQLite else writes each of them twice, in the table and in the index of its key: for
    a table that is nothing but its key, twice the disk and twice the time. PostgreSQL
    knows no such tables. Whatever alters the table later has to say it again.
    """

    def rebuild(suffix):
        def run(_apps, schema_editor):
            if schema_editor.connection.vendor == "sqlite":
                _rebuild(schema_editor, table, key, suffix)

        return run

    return RunPython(rebuild(IN_KEY), rebuild(""))


def is_in_key(connection, table: str) -> bool:
    """Whether a table is kept so."""
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        return _definitions(cursor, table)[0].endswith(IN_KEY)


def _definitions(cursor, table):
    """The statements that made a table, itself first, and its indexes."""
    cursor.execute(
        "SELECT sql FROM sqlite_master "
        "WHERE tbl_name = %s AND sql IS NOT NULL ORDER BY type = 'table' DESC",
        [table],
    )
    return [sql for (sql,) in cursor.fetchall()]


def _rebuild(schema_editor, table, key, suffix):
    """Make a table anew, its definition ending with ``suffix``."""
    with schema_editor.connection.cursor() as cursor:
        definition, *indexes = _definitions(cursor, table)
    for statement in (
        f"ALTER TABLE {table} RENAME TO {table}_before",
        definition.removesuffix(IN_KEY) + suffix,
        f"INSERT INTO {table} SELECT * FROM {table}_before ORDER BY {', '.join(key)}",
        f"DROP TABLE {table}_before",
        *indexes,
    ):
        schema_editor.execute(statement)
