"""How fast imports are: `python -m commitments.tests.bench_import [QUESTIONS]`.

An archive of the shape that the Assemblée nationale publishes is imported on SQLite
and, where its server programs are, on PostgreSQL: without the machine's suggestions and
with them, then again. The same rows are put in by the database's own bulk load, into
tables with the same columns and indexes, the answers get its own full-text index, and
two bare patterns are looked for in them: the floor that the import is held against, in
the same run on the same machine.
"""

import os
import resource
import sys
import tempfile
from pathlib import Path

from commitments.tests.bench_runs import Spent, on_every_database, spending

TABLES = ("answer", "question", "answertext", "importmark")
# Rows that the floor puts in at a time.
ROWS = 2000
# Questions of the second archive at most, which tells what doing both at once brings.
SECOND = 10_000


def measure(archive: Path, other: Path, number: int) -> None:
    """Import two archives into the database of this process, and print the figures."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    first = measure_import(connection, archive, number)
    show("import, without suggestions", number, first)
    with spending(connection) as again:
        found = measure_suggestions()
    show("suggestions and indexes", number, again)
    show("both", number, first + again)
    for name in ("again, same archive", "again, one record changed"):
        if "record" in name:
            forget(connection, archive, number)
        show(name, number, measure_import(connection, archive, number))
    few = min(number, SECOND)
    with spending(connection) as overlapped:
        import_at_once(other)
    show("both at once, as the command does", few, overlapped)
    print(f"  {found}; {readers():,} MB a reader at its highest", flush=True)
    every = number + few
    rows = bulk_load(connection)
    show("floor: bulk load of the rows", every, rows)
    index = full_text_index(connection)
    show("floor: full-text index of answers", every, index)
    patterns = bare_patterns(connection)
    show("floor: two bare patterns", every, patterns)
    floor = rows + index + patterns
    show("floor", every, floor)
    print(f"  {'import to bulk load':34} {ratio(rows.share(number / every), first)}")
    part = floor.share(number / every)
    print(f"  {'both to the floor':34} {ratio(part, first + again)}")
    part = floor.share(few / every)
    print(f"  {'both at once to the floor':34} {ratio(part, overlapped)}")


def measure_import(connection, archive, number):
    """Import an archive without suggestions; return what that took."""
    from commitments.imports.run import import_files
    from commitments.models import ImportRun

    run = ImportRun.objects.create(files=archive.name)
    with spending(connection) as spent:
        import_files(run, [archive])
    assert run.created + run.changed + run.same == number, run.__dict__
    return spent


def measure_suggestions():
    """Look for commitments in all answers; return what came of it, in words."""
    from commitments.imports.suggesting import cores, suggest_in, unsuggested

    pairs = list(suggest_in(unsuggested(), processes=cores()))
    read, found = (sum(column) for column in zip(*pairs, strict=True))
    return f"{read:,} answers read on {cores()} cores, {found:,} suggestions"


def import_at_once(archive):
    """Import an archive while its answers are read."""
    from commitments.imports.run import import_files
    from commitments.imports.suggesting import Suggester, cores
    from commitments.models import ImportRun

    run = ImportRun.objects.create(files=archive.name)
    with Suggester(cores()) as suggester:
        import_files(run, [archive], suggester=suggester)


def forget(connection, archive, number):
    """As if one record had changed: the archive is opened, its members compared."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM commitments_importmark WHERE records = %s", [number]
        )


def readers():
    """Return the megabytes that any process begun here had at their highest."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def show(name, number, spent):
    print(
        f"  {name:34} {number / spent.clock:8,.0f} /s by the clock, "
        f"{number / spent.own:8,.0f} per second of its processor, "
        f"{number / spent.all:8,.0f} of all, {spent.memory:4,} MB",
        flush=True,
    )


def ratio(floor, ours):
    return (
        f"{floor.clock / ours.clock:8.2f}    by the clock, "
        f"{floor.all / ours.all:8.2f}    per second of all processors"
    )


def bulk_load(connection) -> Spent:
    """Put the rows of the import into copies of their tables, as fast as it goes."""
    total = Spent()
    for name in TABLES:
        table = f"commitments_{name}"
        with connection.cursor() as cursor:
            copy_table(connection, cursor, table)
        for rows in batches(connection, table, "*"):
            with spending(connection) as spent, connection.cursor() as cursor:
                load(connection, cursor, f"floor_{table}", rows)
            total += spent
    return total


def batches(connection, table, columns):
    """Yield the rows of a table, some at a time, in the order of their keys."""
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, {columns} FROM {table} WHERE id > %s ORDER BY id LIMIT %s",
                [last, ROWS],
            )
            rows = cursor.fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield [row[1:] for row in rows]


def load(connection, cursor, table, rows):
    """Load rows as no application could any faster."""
    if connection.vendor == "sqlite":
        marks = ", ".join(["%s"] * len(rows[0]))
        cursor.execute("BEGIN")
        cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        cursor.execute("COMMIT")
        return
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def copy_table(connection, cursor, table):
    """Make an empty table like another, with its indexes."""
    if connection.vendor != "sqlite":
        cursor.execute(f"CREATE TABLE floor_{table} (LIKE {table} INCLUDING ALL)")
        return
    cursor.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL "
        "AND type IN ('table', 'index') ORDER BY type DESC",
        [table],
    )
    for (sql,) in cursor.fetchall():
        sql = sql.replace(f'"{table}"', f'"floor_{table}"')
        for kind in ("CREATE UNIQUE INDEX ", "CREATE INDEX "):
            sql = sql.replace(f'{kind}"', f'{kind}"floor_')
        cursor.execute(sql)


def full_text_index(connection) -> Spent:
    """Let the database index the words of the answers by its own means."""
    table = "floor_commitments_answertext"
    commands = [
        f"CREATE VIRTUAL TABLE floor_words USING fts5(body, content='{table}', "
        "content_rowid='id', tokenize='unicode61 remove_diacritics 2')",
        "INSERT INTO floor_words(floor_words) VALUES ('rebuild')",
    ]
    if connection.vendor != "sqlite":
        commands = [
            # Here, so that its seconds are those of the process that we ask.
            "SET max_parallel_maintenance_workers = 0",
            f"ALTER TABLE {table} ADD COLUMN words tsvector "
            "GENERATED ALWAYS AS (to_tsvector('french', body)) STORED",
            f"CREATE INDEX ON {table} USING gin (words)",
        ]
    with spending(connection) as spent, connection.cursor() as cursor:
        for command in commands:
            cursor.execute(command)
    return spent


def bare_patterns(connection) -> Spent:
    """Look for figures and moments in the answers: the least that reading could be."""
    from commitments.management.commands.bench_extraction import bare_patterns

    total = Spent()
    for rows in batches(connection, "commitments_answertext", "body"):
        with spending(connection) as spent:
            for (body,) in rows:
                bare_patterns(body)
        total += spent
    return total


def main(number: int) -> None:
    """Measure on every database of this machine."""
    from commitments.tests.open_data import assembly_zip

    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        archives = [
            assembly_zip(Path(folder, f"questions{term}.zip"), many, term)
            for term, many in ((16, number), (17, min(number, SECOND)))
        ]
        size = archives[0].stat().st_size / 1e6
        print(
            f"{number:,} questions, an archive of {size:,.0f} MB; "
            f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
        )
        on_every_database(__spec__.name, str(number), *map(str, archives))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        measure(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[1]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
