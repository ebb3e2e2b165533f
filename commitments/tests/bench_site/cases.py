"""What is asked of each server: the same rows, facets and words of all of them."""

import json
import random
import re
import sqlite3
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

from commitments.tests.bench_site import floors
from commitments.tests.bench_site.machine import Server, parent_of
from commitments.tests.bench_site.peers import FACETS, SHOWN

SCRIPT = Path(__file__).with_name("wrk.lua")
LIST = "/engagements/"
API = "/api/v1/commitments/"
# Words of many commitments, and of some; the names of villages are rare.
COMMON = ("logements", "fermes", "maisons", "zones", "gares", "jeunes", "trains")
PAIRS = ("logements rurales", "haies montagne", "guichets étudiants", "ports littoral")


@dataclass
class Case:
    """One kind of page of a server, or its SQL; ``behind`` are processes at work."""

    name: str
    servers: list[Server] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    is_cold: bool = True
    header: str = ""
    address: str = ""
    pages: list = field(default_factory=list)
    behind: list[int] = field(default_factory=list)

    def run(self, clients: int, seconds: float, folder: Path) -> dict:
        """Requests done, failed, and their times, under the load of some clients."""
        if self.pages:
            return floors.measure(self.address, self.pages, clients, seconds)
        servers = self.servers[:clients]
        each = clients // len(servers)
        loads = [self.load(server, each, seconds, folder) for server in servers]
        found = [
            json.loads(re.search("JSON (.*)", load.communicate()[0])[1])
            for load in loads
        ]
        return {
            key: (sum if key in ("n", "bad") else max)(result[key] for result in found)
            for key in found[0]
        }

    def load(self, server, clients, seconds, folder):
        paths = folder / "paths.txt"
        paths.write_text("\n".join(self.paths) + "\n")
        command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout=60s"]
        command += ["-s", SCRIPT, server.url(), "--", paths]
        command += ["cold" if self.is_cold else "warm"]
        command += [self.header] if self.header else []
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def check(self) -> None:
        """Stop when what would be measured are not the pages asked for."""
        for server in self.servers:
            for path in self.paths[:: max(1, len(self.paths) // 3)]:
                name, _colon, value = self.header.partition(": ")
                status, *_ = server.get(path, **({name: value} if name else {}))
                if status != (304 if name else 200):
                    sys.exit(f"{self.name}: {path} answers {status}")


def cases_of(folder: Path, servers: dict, urls: dict) -> list[Case]:
    """Every case, from the rows that are published."""
    asked = Asked(folder / "published.db")
    found = [Case("hello", [servers["hello"]], ["/"], is_cold=False)]
    pair = [servers["datasette"], servers["datasette, second"]]
    for name, these in (("datasette", pair[:1]), ("two datasettes", pair)):
        for page, paths in asked.of_datasette().items():
            if len(these) > 1 and page == "detail":
                continue
            found.append(Case(f"{name}: {page}", these, paths, is_cold=False))
    for name in urls:
        behind = [postmaster(urls[name])] if name != "sqlite" else []
        for page, paths in asked.of_site().items():
            if name == "large" and not page.endswith("list"):
                continue
            these = [servers[name]]
            found.append(Case(f"{name}: {page}", these, paths, behind=behind))
        if name == "large":
            continue
        # Its address takes no stranger; so many are asked that few are still kept.
        found.append(Case(f"{name}: API page", [servers[name]], asked.of_api(), False))
        for page, path in (("list", LIST), ("detail", asked.details()[0])):
            these = [servers[name]]
            found.append(Case(f"{name}, warm: {page}", these, [path], is_cold=False))
            etag = f"If-None-Match: {servers[name].get(path)[1]['ETag']}"
            found.append(Case(f"{name}, 304: {page}", these, [path], False, etag))
        address = (
            urls[name].replace("sqlite:///", "").replace("postgres:", "postgresql:")
        )
        for page, pages in asked.of_database(name).items():
            sql = f"SQL of {name}: {page}"
            found.append(Case(sql, address=address, pages=pages, behind=behind))
    return found


def postmaster(url: str) -> int:
    """The process from which all of a PostgreSQL's descend."""
    import psycopg

    with psycopg.connect(url.replace("postgres:", "postgresql:")) as connection:
        return parent_of(connection.info.backend_pid)


class Asked:
    """What readers ask for, drawn from the rows: filters, words and references."""

    def __init__(self, published: Path):
        from commitments.models import Body, Theme

        self.slugs = {
            name: dict(model.objects.values_list("name", "slug"))
            for name, model in (("body", Body), ("theme", Theme))
        }
        with sqlite3.connect(published) as base:
            base.row_factory = sqlite3.Row
            rows = [dict(row) for row in base.execute("SELECT * FROM commitments")]
        self.rows = random.Random(7).sample(rows, 300)
        combined = (("body",), ("theme", "assessment"), ("timing", "chamber"))
        self.filters = [
            {name: row[name] for name in combined[number % 3]}
            for number, row in enumerate(self.rows[:60])
        ]
        villages = [row["quote"].split("dont ")[1].split(",")[0] for row in self.rows]
        self.words = [*COMMON, *PAIRS] * 4 + villages[:20]

    def details(self) -> list[str]:
        return [f"{LIST}E-{row['id']:04d}/{row['slug']}/" for row in self.rows]

    def of_site(self) -> dict[str, list[str]]:
        filters = [
            {
                name: self.slugs[name][value] if name in self.slugs else value
                for name, value in asked.items()
            }
            for asked in self.filters
        ]
        return {
            "list": [LIST],
            "filtered list": [f"{LIST}?{urlencode(asked)}" for asked in filters],
            "search": [f"{LIST}?q={quote(words)}" for words in self.words],
            "detail": self.details(),
        }

    def of_api(self) -> list[str]:
        """Pages of fifty rows, each from another day on."""
        days = [date(1990, 1, 1) + timedelta(days=3 * n) for n in range(3000)]
        return [f"{API}?limit=50&promised_from={day}" for day in days]

    def of_datasette(self) -> dict[str, list[str]]:
        table = "/published/commitments"
        columns = "".join(f"&_col={name}" for name in (*SHOWN, *FACETS))
        facets = "".join(f"&_facet={name}" for name in FACETS)
        front = (
            f"{table}?_sort_desc=changed_at&_size=20&_facet_size=50{columns}{facets}"
        )
        return {
            "list": [front],
            "filtered list": [f"{front}&{urlencode(asked)}" for asked in self.filters],
            "search": [f"{front}&_search={quote(words)}" for words in self.words],
            "detail": [f"{table}/{row['id']}" for row in self.rows],
            "API page": [f"{table}.json?_sort_desc=changed_at&_size=50"],
        }

    def of_database(self, vendor) -> dict[str, list]:
        return {
            "list": [floors.list_statements(vendor)],
            "filtered list": [
                floors.list_statements(vendor, "c.kind = %s", [row["kind"]])
                for row in self.rows[:60]
            ],
            "search": [floors.search_statements(vendor, words) for words in self.words],
        }
