"""How fast imports are: `python -m commitments.tests.bench_import [QUESTIONS]`.

An archive of the shape that the Assemblée nationale publishes is imported twice on
SQLite and, where its server programs are, on PostgreSQL. The same rows are then put in
by the database's own bulk load, into tables with the same columns and indexes: the
floor that the import is held against, in the same run on the same machine.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from tracker.test_cluster import server_binaries, throwaway_cluster

BASE_DIR = Path(__file__).resolve().parents[2]
# Answers in which commitments are looked for.
EXTRACTED = 400
TABLES = ("answer", "question", "answertext", "importmark")


@contextmanager
def timed():
    """Yield a function that gives the seconds and the processor's seconds so far."""
    start = time.perf_counter(), time.process_time()
    yield lambda: (time.perf_counter() - start[0], time.process_time() - start[1])


def measure(archive: Path, number: int) -> None:
    """Import an archive into the database of this process, and print the figures."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from commitments.imports.run import import_files
    from commitments.imports.suggesting import cores, suggest_in, unsuggested
    from commitments.models import Answer, ImportRun

    call_command("migrate", verbosity=0)
    for name in ("import", "again, same archive", "again, same records"):
        if name == "again, same records":
            # As if one record had changed: the archive is opened, its members compared.
            archive = archive.rename(archive.with_name("other.zip")).rename(archive)
            with connection.cursor() as cursor:
                cursor.execute(
                    "DELETE FROM commitments_importmark WHERE records = %s", [number]
                )
        run = ImportRun.objects.create(files=archive.name)
        with timed() as spent:
            import_files(run, [archive])
            show(name, number, *spent())
    rows = number
    with timed() as spent:
        bulk_load(connection)
        show("the database's own bulk load", rows, *spent())
    # The first ones tell: one answer costs what another does.
    ids = list(unsuggested().order_by("pk").values_list("pk", flat=True)[:EXTRACTED])
    answers, count = Answer.objects.filter(pk__in=ids), len(ids)
    with timed() as spent:
        found = sum(found for _read, found in suggest_in(answers, processes=cores()))
        seconds, _processor = spent()
    print(
        f"  {'extraction and index of words':32} {count / seconds:8,.0f} answers/s "
        f"on {cores()} cores, {found:,} suggestions"
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"  {'memory at its highest':32} {memory:8,} MB")


def show(name, number, seconds, processor):
    print(
        f"  {name:32} {number / seconds:8,.0f} questions/s, "
        f"{number / processor:8,.0f} per second of one core"
    )


def bulk_load(connection):
    """Put the rows of the import into copies of their tables, as fast as it goes."""
    for name in TABLES:
        table = f"commitments_{name}"
        with connection.cursor() as cursor:
            copy_table(connection, cursor, table)
            cursor.execute(f"SELECT * FROM {table}")
            rows = cursor.fetchall()
            marks = ", ".join(["%s"] * len(rows[0]))
            if connection.vendor == "sqlite":
                cursor.execute("BEGIN")
                cursor.executemany(f"INSERT INTO floor_{table} VALUES ({marks})", rows)
                cursor.execute("COMMIT")
                continue
            from psycopg.types.json import Jsonb

            with cursor.copy(f"COPY floor_{table} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(
                        [Jsonb(v) if isinstance(v, dict | list) else v for v in row]
                    )


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


def run_on(name, url, archive, number):
    """Measure on one database, in a process of its own with a folder of its own."""
    print(f"{name}", flush=True)
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        environment = os.environ | {
            "TRACKER_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "tracker.settings",
        }
        environment.pop("DATABASE_URL", None)
        if url:
            environment["DATABASE_URL"] = url
        subprocess.run(
            [sys.executable, "-m", __spec__.name, str(number), str(archive)],
            cwd=BASE_DIR,
            env=environment,
            check=True,
        )


def main(number: int) -> None:
    """Measure on every database of this machine."""
    from commitments.tests.open_data import assembly_zip

    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        archive = assembly_zip(Path(folder, "questions.zip"), number)
        size = archive.stat().st_size / 1e6
        print(
            f"{number:,} questions, an archive of {size:,.0f} MB; "
            f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
        )
        run_on("SQLite", None, archive, number)
        if binaries := server_binaries():
            with throwaway_cluster(binaries) as url:
                make_database(url)
                run_on("PostgreSQL", url, archive, number)
        else:
            print("PostgreSQL: its server programs were not found.")


def make_database(url):
    """Create the database that an address names on a server of our own."""
    import psycopg

    server = url.replace("postgres://", "postgresql://").rsplit("/", 1)[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE tracker")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        measure(Path(sys.argv[2]), int(sys.argv[1]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
