"""What benchmarks share: the seconds and the memory of some work, on every database.

Seconds of processor are those of this process, of those it starts and of the database's
own: other work on the machine hardly counts in them, as it does by the clock.
"""

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tracker.test_cluster import server_binaries, throwaway_cluster

BASE_DIR = Path(__file__).resolve().parents[2]


@dataclass
class Spent:
    """Seconds by the clock; of the processor here, and here and elsewhere.

    And the megabytes of this process at their highest.
    """

    clock: float = 0
    own: float = 0
    all: float = 0
    memory: int = 0

    def __add__(self, other):
        return Spent(
            self.clock + other.clock,
            self.own + other.own,
            self.all + other.all,
            max(self.memory, other.memory),
        )

    def share(self, part):
        """What a part of the work took."""
        return Spent(self.clock * part, self.own * part, self.all * part, self.memory)


def now(connection):
    """Return the seconds spent so far."""
    own = time.process_time()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    helped = children.ru_utime + children.ru_stime + server_seconds(connection)
    return time.perf_counter(), own, own + helped


def server_seconds(connection):
    """Return the processor's seconds of the server's process that serves us."""
    if connection.vendor == "sqlite":
        return 0
    pid = connection.connection.info.backend_pid
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def spending(connection):
    """Yield the Spent of the block, filled as it ends."""
    connection.ensure_connection()
    # The peak of this process is what it has now, from now on.
    Path("/proc/self/clear_refs").write_text("5")
    spent, start = Spent(), now(connection)
    yield spent
    spent.clock, spent.own, spent.all = (
        after - before for after, before in zip(now(connection), start, strict=True)
    )
    status = Path("/proc/self/status").read_text()
    spent.memory = int(re.search(r"VmHWM:\s*(\d+) kB", status)[1]) // 1024


def on_every_database(module: str, *arguments: str) -> None:
    """Run a module on a new SQLite, and on a PostgreSQL where there is a server."""
    run_on("SQLite", None, module, *arguments)
    if binaries := server_binaries():
        with throwaway_cluster(binaries) as url:
            make_database(url)
            run_on("PostgreSQL", url, module, *arguments)
    else:
        print("PostgreSQL: its server programs were not found.")


def run_on(name, url, module, *arguments):
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
            [sys.executable, "-m", module, *arguments],
            cwd=BASE_DIR,
            env=environment,
            check=True,
        )


def make_database(url):
    """Create the database that an address names on a server of our own."""
    import psycopg

    server = url.replace("postgres://", "postgresql://").rsplit("/", 1)[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE tracker")
