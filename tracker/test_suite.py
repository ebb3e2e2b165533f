"""Run the whole suite, on every database and browser that this machine has.

`python -m tracker.test_suite [LABEL…]` runs the tests on SQLite and on PostgreSQL,
says in plain words what was run and what was left out, and ends with the line
`N passed, N failed, N skipped`. `manage.py test` runs them on one database.

What no database can change is run once, on SQLite: the tests that touch none, and
those of how pages look in a browser, which are tagged "look".
"""

import importlib.util
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.test.runner import DiscoverRunner
from django.test.utils import iter_test_cases, override_settings

from tracker.test_cluster import server_binaries, throwaway_cluster

BASE_DIR = Path(__file__).resolve().parent.parent


class Result(unittest.TextTestResult):
    """Counts what passed, which unittest leaves out."""

    passed = 0

    def addSuccess(self, test):
        super().addSuccess(test)
        self.passed += 1

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self.passed += 1


class Runner(DiscoverRunner):
    """Django's runner, kept away from the site's own files, and able to report."""

    def __init__(self, *args, only_database=False, **options):
        super().__init__(*args, **options)
        self.only_database = only_database

    @classmethod
    def add_arguments(cls, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--only-database",
            action="store_true",
            help="leave out the tests that touch no database",
        )

    def load_tests_for_label(self, label, discover_kwargs):
        tests = super().load_tests_for_label(label, discover_kwargs)
        if not self.only_database:
            return tests
        tests = iter_test_cases(tests)
        return self.test_suite(test for test in tests if touches_database(test))

    def get_resultclass(self):
        return super().get_resultclass() or Result

    def setup_test_environment(self, **kwargs):
        super().setup_test_environment(**kwargs)
        self.folder = tempfile.TemporaryDirectory(prefix="tracker-test-")
        media = Path(self.folder.name, "media")
        static = Path(self.folder.name, "static")
        static.mkdir()
        storages = {
            "default": settings.STORAGES["default"]
            | {"OPTIONS": {"location": media, "base_url": None}},
            # Plain names: nothing has to be collected before the tests.
            "staticfiles": {
                "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
            },
        }
        self.overrides = override_settings(
            STORAGES=storages,
            STATIC_ROOT=static,
            # The processes of a run ask more often than anybody may.
            API_QUOTAS={"read": 0, "write": 0},
            # A test reads at once what it has changed.
            VERSION_KNOWN_FOR=0,
            # Fast, since hundreds of tests make accounts.
            PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        )
        self.overrides.enable()
        # Refused requests are what many tests are about; crashes stay visible.
        for handler in logging.getLogger().handlers:
            handler.setLevel(logging.ERROR)

    def teardown_test_environment(self, **kwargs):
        self.overrides.disable()
        self.folder.cleanup()
        super().teardown_test_environment(**kwargs)

    def suite_result(self, suite, result, **kwargs):
        failed = super().suite_result(suite, result, **kwargs)
        if report := os.environ.get("TRACKER_TEST_REPORT"):
            counts = {
                "passed": getattr(result, "passed", 0),
                "failed": failed,
                "skipped": Counter(reason for _, reason in result.skipped),
            }
            Path(report).write_text(json.dumps(counts))
        return failed


def touches_database(test: unittest.TestCase) -> bool:
    """Whether a test may query; SimpleTestCase and unittest's own classes may not."""
    return bool(getattr(test, "databases", ()))


def find_chromium() -> str | None:
    """The path of a Chromium-like browser, or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def run_tests(name: str, database_url: str | None, arguments: list[str]) -> dict:
    """Run the suite on one database in a process of its own; return its counts.

    Without a URL the database is SQLite, in memory.
    """
    print(f"\n── {name} ──", flush=True)
    with tempfile.TemporaryDirectory(
        prefix="tracker-suite-", ignore_cleanup_errors=True
    ) as folder:
        report = Path(folder, "counts.json")
        environment = os.environ | {
            "TRACKER_VAR": folder,
            # Whatever a run that is cut short leaves behind goes with the folder.
            "TMPDIR": folder,
            "TRACKER_TEST_REPORT": str(report),
        }
        environment.pop("DATABASE_URL", None)
        if database_url:
            environment["DATABASE_URL"] = database_url
        subprocess.run(
            [sys.executable, "manage.py", "test", "--noinput", *arguments],
            cwd=BASE_DIR,
            env=environment,
        )
        if not report.exists():
            # The run ended before its first test; what it printed says why.
            return {"passed": 0, "failed": 1, "skipped": {}}
        return json.loads(report.read_text())


@contextmanager
def postgresql():
    """Yield the address of a PostgreSQL server to test on, or None."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
    elif binaries := server_binaries():
        with throwaway_cluster(binaries) as url:
            yield url
    else:
        yield None


def main(labels: list[str]) -> int:
    """Run everything that can be run; return the exit status."""
    # A polite kill unwinds like Ctrl-C, so that the cluster is stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    arguments = ["--parallel", "auto", *labels]
    done, left_out = [], []

    if find_chromium() and importlib.util.find_spec("playwright"):
        done.append("in headless Chromium")
    else:
        arguments += ["--exclude-tag", "browser"]
        left_out.append("the browser tests: no Chromium was found (chromium, …)")

    counts = [run_tests("SQLite", None, arguments)]
    done.insert(0, "on SQLite")
    with postgresql() as url:
        if url:
            again = ["--only-database", "--exclude-tag", "look"]
            counts.append(run_tests("PostgreSQL", url, arguments + again))
            done.insert(1, "on PostgreSQL")
            print(
                "\nThe tests that touch no database and those of how pages look were "
                "run once, on SQLite."
            )
        else:
            left_out.append(
                "the tests on PostgreSQL: neither its server programs (initdb, pg_ctl) "
                "nor TEST_DATABASE_URL was found"
            )

    passed = sum(count["passed"] for count in counts)
    failed = sum(count["failed"] for count in counts)
    skipped = sum((Counter(count["skipped"]) for count in counts), Counter())

    chosen = f" of {' '.join(labels)}" if labels else ""
    print(f"\nTests{chosen} were run {', '.join(done)}.")
    for reason, number in sorted(skipped.items()):
        print(f"Skipped {number}: {reason}")
    for reason in left_out:
        print(f"Left out {reason}.")
    if not left_out:
        print("No database and no browser was left out.")
    refused = bool(left_out) and os.environ.get("CI", "").lower() in ("true", "1")
    if refused:
        print("CI is set, and there nothing may be left out: this counts as a failure.")
    print(f"{passed} passed, {failed} failed, {skipped.total()} skipped")
    return 1 if failed or refused else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Interrupted.")
