"""The rows for datasette: the published commitments in one table, with their words."""

import sqlite3
import statistics
import subprocess
import sys
import time
from pathlib import Path

DATASETTE = "datasette==0.65.*"
FACETS = (
    "body",
    "theme",
    "assessment",
    "timing",
    "kind",
    "testability",
    "legislature",
    "chamber",
    "due_year",
    "promised_year",
    "territory",
)
SHOWN = ("title", "quote", "promised_on", "due_on", "changed_at")
# Its favourable set-up: immutable, counts made beforehand, no facet ever dropped.
SETTINGS = {
    "suggest_facets": "off",
    "facet_time_limit_ms": "60000",
    "sql_time_limit_ms": "60000",
    "cache_size_kb": "64000",
    "max_csv_mb": "0",
}
STREAM, ROUNDS = "/published/commitments.csv?_stream=on&_size=max", 3
CREATE = f"""
CREATE TABLE commitments (
    id INTEGER PRIMARY KEY, slug TEXT, summary TEXT,
    {", ".join(f"{name} TEXT" for name in (*SHOWN, *FACETS))}
)
"""
SEARCHED = "title, summary, quote"
INDEXES = (
    *(f"CREATE INDEX by_{name} ON commitments ({name})" for name in FACETS),
    "CREATE INDEX by_changed_at ON commitments (changed_at)",
    f"CREATE VIRTUAL TABLE commitments_fts USING fts5({SEARCHED}, "
    "content=commitments, content_rowid=id, "
    "tokenize='unicode61 remove_diacritics 2')",
    "INSERT INTO commitments_fts (commitments_fts) VALUES ('rebuild')",
    "ANALYZE",
)


def write_published(path: Path) -> None:
    """Write the published commitments of the settings' database into a file."""
    from commitments.models import Body, Commitment, Passage, Theme

    bodies = first_names(Body, Commitment.bodies.through, "body_id")
    themes = first_names(Theme, Commitment.themes.through, "theme_id")
    quotes = dict(
        Passage.objects.filter(role="makes").values_list("commitment", "quote")
    )
    rows = (
        Commitment.objects.published()
        .with_timing()
        .order_by("pk")
        .values_list(
            "pk",
            "slug",
            "summary",
            "title",
            "promised_on",
            "due_on",
            "changed_at",
            "status",
            "timing",
            "kind",
            "testability",
            "legislature",
            "chamber",
            "territory",
        )
    )

    def records():
        for pk, slug, summary, title, promised, due, changed, *codes in rows.iterator():
            *codes, territory = codes
            yield (
                pk,
                slug,
                summary,
                title,
                quotes.get(pk, ""),
                str(promised or ""),
                str(due or ""),
                str(changed),
                bodies.get(pk, ""),
                themes.get(pk, ""),
                *codes,
                str(due.year) if due else "",
                str(promised.year) if promised else "",
                territory,
            )

    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as base:
        base.execute(CREATE)
        marks = ", ".join("?" * (3 + len(SHOWN) + len(FACETS)))
        base.executemany(f"INSERT INTO commitments VALUES ({marks})", records())
        for statement in INDEXES:
            base.execute(statement)
    base.close()


def first_names(model, through, column) -> dict[int, str]:
    """The name of the first row related to each commitment."""
    names = dict(model.objects.values_list("pk", "name"))
    pairs = through.objects.order_by("-pk").values_list("commitment_id", column)
    return {commitment: names[pk] for commitment, pk in pairs}


def datasette(folder: Path, published: Path):
    """Install datasette aside, once; return what makes its command from a port."""
    program = folder / "datasette" / "bin" / "datasette"
    if not program.exists():
        venv = folder / "datasette"
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        pip = [venv / "bin" / "pip", "install", "--quiet", DATASETTE]
        subprocess.run(pip, check=True)
    counts = folder / "counts.json"
    inspect = [program, "inspect", published, "--inspect-file", counts]
    subprocess.run(inspect, check=True)
    options = [word for pair in SETTINGS.items() for word in ("--setting", *pair)]
    return lambda port: [
        program,
        "serve",
        "--immutable",
        published,
        "--inspect-file",
        counts,
        "--port",
        port,
        *options,
    ]


def stream(server) -> str:
    """How fast datasette streams the table as CSV, in the words of bench_flows."""
    spent = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        _status, _headers, body = server.get(STREAM)
        spent.append(time.perf_counter() - start)
    seconds = statistics.median(spent)
    return f"datasette's CSV {seconds:18.2f} s {len(body) / seconds / 1e6:8.1f} MB/s"
