"""`python -m commitments.tests.bench_flows`: the files that leave, beside the database.

On the filled base that the settings name (commitments.tests.bench_data fills one):
every commitment as CSV, JSON Lines and spreadsheet, and the open-data package; beside
them the database's own COPY of the table, or a plain SELECT on SQLite. A megabyte is a
million bytes. `python -m commitments.tests.bench_site` runs it on its bases.
"""

import os
import resource
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ROUNDS = 3
ORIGIN = "https://suivi.example.org"
TABLE = "commitments_commitment"


def main() -> None:
    """Print one line for each file: seconds, rate, processor, growth of the memory."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    import django

    django.setup()
    from commitments import facets

    index = facets.current()
    pks = list(index.orders["changed"].cut(index.rows, 0, len(index.rows)))
    print(f"{len(pks):,} commitments")
    with TemporaryDirectory() as folder:
        for name, work in works(pks, Path(folder)).items():
            told(name, work)


def works(pks, folder) -> dict:
    """What is measured; each gives the bytes that it wrote."""
    from django.db import connection

    from commitments.exports import dump
    from commitments.exports.json_lines import json_lines
    from commitments.exports.listed import columns, csv_of, values_of
    from commitments.exports.spreadsheet import write_spreadsheet
    from tracker.database import either

    def spreadsheet():
        path = folder / "all.xlsx"
        write_spreadsheet(
            path,
            columns(ORIGIN),
            values_of(pks, "fr", ORIGIN),
            len(pks),
            speaking="fr",
            name="Engagements",
        )
        return path.stat().st_size

    def package():
        (folder / "dump").mkdir(exist_ok=True)
        dump.write(folder / "dump", ORIGIN)
        return sum(path.stat().st_size for path in (folder / "dump").iterdir())

    return {
        "the table by the database": either(
            connection, sqlite=table_selected, postgresql=table_copied
        ),
        "CSV": lambda: sum(map(len, csv_of(pks, "fr", ORIGIN))),
        "JSON Lines": lambda: sum(
            map(len, json_lines(columns(ORIGIN), values_of(pks, "codes", ORIGIN)))
        ),
        "spreadsheet": spreadsheet,
        "open-data package": package,
    }


def table_copied() -> int:
    from django.db import connection

    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {TABLE} TO STDOUT (FORMAT csv)") as copy,
    ):
        return sum(map(len, copy))


def table_selected() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {TABLE}")
        return sum(len(str(cell)) for row in cursor for cell in row)


def told(name, work):
    before = memory()
    spent, sizes, processor = [], [], []
    for _round in range(ROUNDS):
        start, own = time.perf_counter(), time.process_time()
        sizes.append(work())
        spent.append(time.perf_counter() - start)
        processor.append(time.process_time() - own)
    seconds, own = sorted(spent)[ROUNDS // 2], sorted(processor)[ROUNDS // 2]
    print(
        f"{name:26} {seconds:7.2f} s {sizes[-1] / seconds / 1e6:8.1f} MB/s "
        f"{own:7.2f} s of our processor, memory + {memory() - before:.0f} MB",
        flush=True,
    )


def memory() -> float:
    """The most that this process has ever held, in megabytes of 2^20 bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
