"""The tables of cases that the extraction is held to, in tests/data/extraction/.

Anyone may add a row: the first line of each file says what its columns are.
"""

import csv
import json
from pathlib import Path

from django.conf import settings

TABLES = Path(__file__).parent / "data" / "extraction"
SHARED = settings.BASE_DIR.parent / "shared"


def rows(name):
    """The rows of a table, as dictionaries."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def shared_lines(path):
    """The JSON lines of a file of the shared material, or none when it is not there."""
    path = SHARED / path
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
