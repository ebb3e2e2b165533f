"""`python -m commitments.tests.bench_site [--help]`: the public site, beside others.

In one run, in a new order each round: a bare Django view, datasette on the same rows
and facets, the SQL of the lists from clients of no framework, and the site on SQLite
and PostgreSQL. Figures are medians over the rounds. On a machine that does other work
at the same time, only the ratios of one run mean something.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from commitments.tests.bench_runs import make_database
from commitments.tests.bench_site.cases import LIST, cases_of
from commitments.tests.bench_site.machine import Server, busy, cpu_of, memory_of
from commitments.tests.bench_site.peers import datasette, stream, write_published
from commitments.tests.bench_site.weight import weigh
from tracker.test_cluster import server_binaries, throwaway_cluster

BASE_DIR = Path(__file__).resolve().parents[3]
# As `make run` starts the site.
GUNICORN = [
    Path(sys.executable).with_name("gunicorn"),
    "--worker-class=gthread",
    "--workers=2",
    "--threads=4",
    "--log-level=warning",
    "--no-control-socket",
]


def main(options) -> None:
    """Fill the databases that are not given, start the servers, measure, and tell."""
    if not shutil.which("wrk"):
        sys.exit("The load comes from wrk: apt-get install wrk, or your system's way.")
    folder = options.folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        urls = databases(options, folder, stack)
        servers = start(folder, urls, stack)
        cases = cases_of(folder, servers, urls)
        cases = [case for case in cases if options.only in case.name]
        for case in cases:
            case.check()
        results = measure(cases, servers, folder, options)
        print(table(results), flush=True)
        for name in ("hello", "datasette", "sqlite", "postgresql"):
            if name in servers:
                print(f"memory {name}: {memory_of(servers[name].process.pid):.0f} MB")
        if not options.only:
            name = "postgresql" if "postgresql" in urls else "sqlite"
            detail = next(case for case in cases if case.name == f"{name}: detail")
            paths = ["/", LIST, detail.paths[0]]
            print(weigh(servers[name], paths))
            print(stream(servers["datasette"]), flush=True)
            write_files(folder, urls)


def databases(options, folder, stack) -> dict[str, str]:
    """The addresses of the filled databases: SQLite, PostgreSQL, and a million rows."""
    urls = {}
    if options.on != "postgresql":
        urls["sqlite"] = f"sqlite:///{folder / 'tracker.sqlite3'}"
        if not (folder / "tracker.sqlite3").exists():
            fill(folder, urls["sqlite"], options.number)
    if options.on == "sqlite":
        return urls
    if options.postgresql:
        urls["postgresql"] = options.postgresql
    elif binaries := server_binaries():
        url = stack.enter_context(throwaway_cluster(binaries))
        make_database(url)
        fill(folder, url, options.number)
        urls["postgresql"] = url
    else:
        print("PostgreSQL: its server programs were not found.")
    if options.large:
        urls["large"] = options.large
    return urls


def write_files(folder, urls):
    """How fast the lists and the whole leave as files."""
    for name in ("sqlite", "postgresql"):
        if name in urls:
            print(f"{name}:", flush=True)
            subprocess.run(
                [sys.executable, "-m", "commitments.tests.bench_flows"],
                cwd=BASE_DIR,
                env=os.environ | environment_of(folder, urls[name]),
                check=True,
            )


def environment_of(folder, url):
    return {
        "TRACKER_VAR": str(folder),
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
        "LOG_LEVEL": "ERROR",
        # One address asks more in a minute than a reader in a month.
        "API_READS_PER_MINUTE": "0",
    }


def fill(folder, url, number):
    subprocess.run(
        [sys.executable, "-m", "commitments.tests.bench_data", str(number)],
        cwd=BASE_DIR,
        env=os.environ | environment_of(folder, url),
        check=True,
    )


def start(folder, urls, stack) -> dict[str, Server]:
    """Every server, by the name of its cases."""
    os.environ.update(environment_of(folder, next(iter(urls.values()))))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    published = folder / "published.db"
    if not published.exists():
        write_published(published)
    with_datasette = datasette(folder, published)

    def gunicorn(application, *options):
        bind = "--bind=127.0.0.1:{}"
        return lambda port: [*GUNICORN, *options, bind.format(port), application]

    hello = gunicorn("commitments.tests.bench_site.hello")
    site = gunicorn("tracker.wsgi", "--config=tracker/serving.py")
    commands = {
        "hello": (hello, {}, "/"),
        "datasette": (with_datasette, {}, "/-/versions.json"),
        "datasette, second": (with_datasette, {}, "/-/versions.json"),
    }
    for name, url in urls.items():
        environment = environment_of(folder, url)
        commands[name] = (site, environment, "/engagements/")
    servers = {}
    for name, (command, environment, path) in commands.items():
        servers[name] = Server(name, command, environment, folder)
        stack.callback(servers[name].stop)
        servers[name].wait(path)
    return servers


def measure(cases, servers, folder, options) -> dict:
    """Medians over the rounds, by the name of a case and the number of clients."""
    runs = {}
    for number in range(options.rounds):
        for case in random.Random(number).sample(cases, len(cases)):
            pids = [server.process.pid for server in case.servers] + case.behind
            case.run(1, 1, folder)
            for clients in (1, 16):
                before, (others, whole) = cpu_of(pids), busy()
                # A page that takes seconds under load needs time to be counted.
                longer = 3 if "datasette" in case.name else 1
                result = case.run(clients, longer * options.seconds, folder)
                spent, (busy_now, whole_now) = cpu_of(pids) - before, busy()
                result["rate"] = result["n"] / result["s"]
                result["cpu"] = spent / max(1, result["n"]) * 1e3
                result["busy"] = (busy_now - others) / (whole_now - whole)
                result["own"] = spent / (whole_now - whole)
                runs.setdefault(f"{case.name} c{clients}", []).append(result)
        print(f"round {number + 1} of {options.rounds}", flush=True)
        (folder / "runs.json").write_text(json.dumps(runs, indent=1))
    return {
        name: {key: statistics.median(run[key] for run in found) for key in found[0]}
        | {"bad": sum(run["bad"] for run in found)}
        for name, found in runs.items()
    }


def table(results) -> str:
    """The figures as a table of Markdown; ratios to what ran beside them."""
    names = list(dict.fromkeys(name.rpartition(" ")[0] for name in results))
    hello, lines = results.get("hello c1"), []
    for name in names:
        one, many = results[f"{name} c1"], results[f"{name} c16"]
        _server, _comma, page = name.partition(": ")
        peer = results.get(f"datasette: {page} c16")
        peer = peer if peer and peer["rate"] else None
        fast = results.get("hello c16")
        lines.append(
            (
                name,
                f"{one['p50']:.2f}",
                f"{one['p95']:.2f}",
                f"{one['p95'] / hello['p95']:.1f}" if hello else "",
                f"{many['rate']:,.1f}",
                f"{many['rate'] / fast['rate']:.3f}" if fast else "",
                f"{many['rate'] / peer['rate']:.1f}" if peer else "",
                f"{many['cpu']:.2f}",
                f"{many['cpu'] and peer['cpu'] / many['cpu']:.1f}" if peer else "",
                f"{many['bad'] + one['bad']}",
            )
        )
    head = (
        "page",
        "p50 ms",
        "p95 ms",
        "p95 / hello's",
        "requests/s",
        "/ hello",
        "/ datasette",
        "CPU ms",
        "datasette's CPU /",
        "failed",
    )
    rows = [head, ["---"] + ["--:"] * (len(head) - 1), *lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--number", type=int, default=100_000, help="of commitments")
    parser.add_argument("--folder", type=Path, default=Path("var/bench"))
    parser.add_argument("--on", choices=["sqlite", "postgresql"], help="it alone")
    parser.add_argument("--postgresql", default="", help="address of a filled base")
    parser.add_argument("--large", default="", help="address of one ten times larger")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--only", default="", help="cases whose name holds this")
    main(parser.parse_args())
