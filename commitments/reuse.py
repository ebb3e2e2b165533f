"""Examples for whoever reuses the data, each of which runs as it stands.

They are built on this site's own address, so that a reader copies them and goes on. The
tests take them from the page and run them.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# What the examples ask: every reader understands it, and it is never the whole base.
QUESTION = "timing=overdue"


@dataclass(frozen=True)
class Example:
    """One example: ``tool`` is what runs it, ``address`` what it asks for."""

    name: str
    tool: str
    title: str
    code: str
    address: str
    note: str = ""


CURL_LIST = 'curl "{address}"'
CURL_FILE = 'curl --output engagements.csv "{address}"'
PYTHON_WALK = """\
import json
from urllib.request import urlopen

address = "{address}"
while address:
    with urlopen(address) as answer:
        page = json.load(answer)
    for one in page["results"]:
        print(one["reference"], one["due_on"], one["title"], sep="\\t")
    address = page["next"]
"""
PYTHON_COUNT = """\
import csv
from collections import Counter
from io import TextIOWrapper
from urllib.request import urlopen

with urlopen("{address}") as file:
    rows = csv.DictReader(TextIOWrapper(file, encoding="utf-8", newline=""))
    print(Counter(row["assessment"] for row in rows))
"""
R_COUNT = """\
engagements <- read.csv("{address}", encoding = "UTF-8")
print(table(engagements$assessment))
"""
SHEETS = '=IMPORTDATA("{address}")'
POWER_QUERY = """\
let
  Source = Csv.Document(Web.Contents("{address}"), [Delimiter = ",", Encoding = 65001]),
  Table = Table.PromoteHeaders(Source)
in
  Table
"""


def examples(origin: str) -> list[Example]:
    """The examples, on a site whose addresses start with ``origin``."""

    def at(name, query="", *arguments):
        path = reverse(name, args=arguments)
        return f"{origin}{path}?{query}" if query else origin + path

    listed = at("api-commitment-list", f"{QUESTION}&sort=due&limit=5")
    walked = at("api-commitment-list", f"{QUESTION}&sort=reference&limit=200")
    codes = at("commitment-csv", "headers=codes")
    language = "en" if get_language() == "en" else "fr"
    table = at("commitment-csv", f"{QUESTION}&headers={language}")
    return [
        _example(
            "curl-list", "curl", _("The first five that are overdue"), CURL_LIST, listed
        ),
        _example(
            "curl-file",
            "curl",
            _("The same list as a table"),
            CURL_FILE,
            table,
        ),
        _example(
            "python-walk",
            "Python",
            _("All of them, page after page"),
            PYTHON_WALK,
            walked,
            _("With the standard library alone."),
        ),
        _example(
            "python-count",
            "Python",
            _("How many have each assessment"),
            PYTHON_COUNT,
            codes,
        ),
        _example("r-count", "R", _("How many have each assessment"), R_COUNT, codes),
        _example(
            "sheets",
            _("Spreadsheet"),
            _("A table that stays up to date (Google Sheets)"),
            SHEETS,
            table,
            _("In a cell: the table fills those around it."),
        ),
        _example(
            "power-query",
            _("Spreadsheet"),
            _("A table that stays up to date (Excel, Power Query)"),
            POWER_QUERY,
            table,
            _("Data, Get Data, Blank Query, then the advanced editor."),
        ),
    ]


def _example(name, tool, title, code, address, note=""):
    code = code.replace("{address}", address)
    return Example(name, tool, title, code.strip(), address, note)
