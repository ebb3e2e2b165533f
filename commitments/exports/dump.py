"""The open-data package: every public table, described, in one folder.

A Frictionless data package (v1): datapackage.json says what each file and column
holds, under which licence, with the size and the SHA-256 of each file. The files of one
state of the data are always the same, byte for byte.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from commitments.exports.columns import CODES, Column, Type, csv_header, csv_lines
from commitments.exports.json_lines import json_lines
from commitments.exports.listed import columns, values_of
from commitments.exports.tables import TABLES, Table
from commitments.models import Commitment
from commitments.sharing import LICENCE_ADDRESS
from commitments.timing import day_of
from tracker.database.concurrency import snapshot

PACKAGE, SUMS = "datapackage.json", "SHA256SUMS"
ARCHIVE, LINES = "open-data.zip", "commitments.jsonl"
# What is served of a package, and nothing else.
FILES = (PACKAGE, SUMS, ARCHIVE, LINES, *(f"{table.name}.csv" for table in TABLES))
LICENCE = {
    "name": "etalab-2.0",
    "title": "Licence Ouverte / Open Licence version 2.0",
    "path": LICENCE_ADDRESS,
}
# Types of which the words have a form of their own.
FORMATS = {Type.MOMENT: ("datetime", "any"), Type.UUID: ("string", "uuid")}
# Beyond it, an archive gets little smaller and much slower.
COMPRESSION = 2
FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def current() -> Path:
    """The folder that holds the package of today."""
    return settings.VAR / "open_data"


def publish(origin: str) -> Path:
    """Write the package of the data as it is, and put it in the place of the last one.

    Readers see the whole of one or of the other: the folder is a link, which changes
    in one step. ``origin`` is the start of the site's addresses.
    """
    link = current()
    folder = link.with_name(f"{link.name}-{os.getpid()}-{_serial(link)}")
    folder.mkdir(mode=0o700, parents=True)
    try:
        write(folder, origin)
        draft = link.with_name(f".{folder.name}")
        draft.symlink_to(folder.name)
        os.replace(draft, link)
    except BaseException:
        shutil.rmtree(folder)
        raise
    for old in link.parent.glob(f"{link.name}-*"):
        if old != folder:
            shutil.rmtree(old)
    return folder


def _serial(link):
    return sum(1 for _old in link.parent.glob(f"{link.name}-*"))


def write(folder: Path, origin: str) -> None:
    """Write the files of a package into an empty folder, in French where in words."""
    with override("fr"), snapshot(connection):
        sums = {}
        for table in TABLES:
            path = folder / f"{table.name}.csv"
            sums[path.name] = _write(path, _csv(table))
        pks = Commitment.objects.published().order_by("pk").values_list("pk", flat=True)
        rows = values_of(list(pks), CODES, origin)
        sums[LINES] = _write(folder / LINES, json_lines(columns(origin), rows))
        package = json.dumps(_package(folder, sums), ensure_ascii=False, indent=1)
        sums[PACKAGE] = _write(folder / PACKAGE, [package.encode(), b"\n"])
    _write_archive(folder, [PACKAGE, *(f"{table.name}.csv" for table in TABLES)])
    sums[ARCHIVE] = _sum_of(folder / ARCHIVE)
    lines = "".join(f"{sums[name]}  {name}\n" for name in sorted(sums))
    _write(folder / SUMS, [lines.encode()])


def _csv(table: Table) -> Iterable[bytes]:
    yield csv_header(table.columns, CODES)
    yield from csv_lines(table.columns, *table.query())


def _write(path: Path, parts: Iterable[bytes]) -> str:
    """Write a file and return its SHA-256."""
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for part in parts:
            digest.update(part)
            file.write(part)
    return digest.hexdigest()


def _sum_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_archive(folder: Path, names: list[str]) -> None:
    with ZipFile(
        folder / ARCHIVE, "w", ZIP_DEFLATED, compresslevel=COMPRESSION
    ) as zip_:
        for name in names:
            # The same day in each: the same data gives the same archive.
            entry = ZipInfo(name, FIRST_DAY)
            entry.compress_type, entry._compresslevel = ZIP_DEFLATED, COMPRESSION
            entry.external_attr = 0o644 << 16
            entry.file_size = (folder / name).stat().st_size
            with (folder / name).open("rb") as source, zip_.open(entry, "w") as target:
                shutil.copyfileobj(source, target, 2**20)


def _package(folder, sums):
    latest = Commitment.objects.published().order_by("-changed_at").first()
    package = {
        "profile": "tabular-data-package",
        "name": "engagements",
        "title": settings.SITE_NAME,
        "description": _(
            "What ministers promise in their answers to members of Parliament, "
            "followed with evidence."
        ),
        "licenses": [LICENCE],
        "resources": [
            _resource(folder, table, sums[f"{table.name}.csv"]) for table in TABLES
        ],
    }
    if settings.SITE_URL:
        package["homepage"] = settings.SITE_URL
    if latest:
        # That of the data, not of the file: the same data gives the same package.
        package["created"] = latest.changed_at.isoformat().replace("+00:00", "Z")
        package["version"] = _day(day_of(latest.changed_at))
    return package


def _day(on: date) -> str:
    return on.strftime("%Y.%m.%d")


def _resource(folder, table: Table, digest: str) -> dict:
    path = folder / f"{table.name}.csv"
    return {
        "name": table.name,
        "path": path.name,
        "title": table.title,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "doubleQuote": True},
        "schema": {
            "fields": [_field(table, column) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {
                    "fields": [name],
                    "reference": {
                        # Its own rows are called by no name.
                        "resource": "" if target == table.name else target,
                        "fields": ["id"],
                    },
                }
                for name, target in table.references().items()
            ],
        },
    }


def _field(table: Table, column: Column) -> dict:
    type_, format_ = FORMATS.get(column.type, (column.type.value, "default"))
    described = {
        "name": column.code,
        "title": column.header("fr"),
        "type": type_,
        "format": format_,
        "constraints": {},
    }
    if column.description:
        described["description"] = str(column.description)
    if column.required:
        described["constraints"]["required"] = True
    if column.code == "id":
        described["constraints"]["unique"] = True
    if codes := [code for code in table.codes(column) if code]:
        described["constraints"]["enum"] = codes
    return described
