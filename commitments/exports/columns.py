"""What a column of a file holds, and how its cells are read in SQL.

A column is declared once, with its code, the words of its header and its type; CSV,
spreadsheets, JSON Lines and the table schemas of the open-data package are all made of
the same declarations. Cells come out of the database as text, the same on every
engine, because the database writes a file several times faster than Python would.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from uuid import UUID

from django.db import connection
from django.utils.translation import override

from commitments.choices import Comparator
from commitments.exports.formulas import harmless_sql
from tracker.database.csv import csv_parts
from tracker.database.formatting import spelled, worded

# Between the names in one cell, for people and for programs: a name may hold the first,
# and none the second (ASCII's unit separator).
SEPARATOR, UNIT = " ; ", "\x1f"
# Cells of a column that are remembered as they were written.
REMEMBERED = 4096
# What headers and the words of coded values may be written in.
CODES = "codes"
SPEAKING = ("fr", "en", CODES)
# What a text is read for: a file that a spreadsheet may open, which runs what looks
# like a formula; typed values; or to be read back, moments to the microsecond.
HARMLESS, TYPED, EXACT = "harmless", "typed", "exact"


class Type(Enum):
    """Types of values, by their names in Frictionless table schemas (v1)."""

    TEXT = "string"
    WHOLE = "integer"
    NUMBER = "number"
    FLAG = "boolean"
    DATE = "date"
    MOMENT = "datetime"
    LIST = "array"
    OBJECT = "object"
    UUID = "uuid"


@dataclass(frozen=True)
class Column:
    """One column: ``code`` names it for programs and ``label`` for people.

    ``sql`` reads its value, with ``params``. A text is ``typed`` when people wrote it:
    what a spreadsheet would run is then made harmless. ``choices`` gives the words of
    codes. ``is_list``: names joined by SEPARATOR, or by UNIT to be told apart.
    """

    code: str
    label: str
    type: Type
    sql: str
    params: tuple = ()
    typed: bool = False
    is_list: bool = False
    choices: type | None = None
    description: str = ""
    required: bool = False

    @property
    def is_quoted(self) -> bool:
        return self.type in (Type.TEXT, Type.LIST, Type.OBJECT)

    def header(self, speaking: str) -> str:
        """The column's name in French, in English or as its code."""
        if speaking == CODES:
            return self.code
        with override(speaking):
            return str(self.label)

    def cell(self, speaking: str, form: str) -> tuple[str, list]:
        """SQL of the cell, text or null, with its parameters; see HARMLESS."""
        spelling = spelled(connection)
        if self.choices:
            return self._code(speaking, form)
        if self.type is Type.TEXT:
            if self.typed and form == HARMLESS:
                return harmless_sql(spelling["first"], self.sql), []
            return self.sql, [*self.params]
        if self.type is Type.FLAG:
            words = f"WHEN {self.sql} THEN 'true' WHEN NOT {self.sql} THEN 'false'"
            return f"CASE {words} END", []
        if self.type is Type.MOMENT:
            name = "exact_moment" if form == EXACT else "moment"
            return spelling[name].format(self.sql), []
        if self.type is Type.NUMBER:
            return spelling["number"].format(self.sql), []
        if self.type is Type.UUID:
            return spelling["uuid"].format(self.sql), []
        if self.type in (Type.LIST, Type.OBJECT):
            return spelling["json"].format(self.sql), []
        return f"CAST({self.sql} AS TEXT)", []

    def _code(self, speaking, form):
        words = self.words(speaking, form)
        if all(code == word for code, word in words.items()):
            return self.sql, []
        return worded(connection, self.sql, words)

    def words(self, speaking: str, form: str) -> dict[str, str]:
        """What each code is written as."""
        if speaking == CODES:
            # The signs of comparators would begin formulas.
            is_sign = self.choices is Comparator and form == HARMLESS
            return {
                c.value: c.name.lower() if is_sign else c.value for c in self.choices
            }
        with override(speaking):
            return {choice.value: str(choice.label) for choice in self.choices}

    def value(self, cell: str | None):
        """The typed value of a cell: str, int, Decimal, bool, date, datetime, list."""
        if not cell:
            return [] if self.is_list else None
        return cell.split(UNIT) if self.is_list else PARSERS[self.type](cell)

    def writer(self, write: Callable[[str | None], str]) -> Callable:
        """``write`` for the cells of this column: remembered where they are repeated.

        Days, codes and names come again and again; a free text hardly ever does.
        """
        if self.type is Type.TEXT and not self.choices and not self.is_list:
            return write
        return lru_cache(REMEMBERED)(write)


PARSERS: dict[Type, Callable] = {
    Type.TEXT: str,
    Type.WHOLE: int,
    Type.NUMBER: Decimal,
    Type.FLAG: "true".__eq__,
    Type.DATE: date.fromisoformat,
    Type.MOMENT: datetime.fromisoformat,
    Type.LIST: json.loads,
    Type.OBJECT: json.loads,
    Type.UUID: UUID,
}


def select(columns, speaking, form) -> tuple[str, list]:
    """The list of the cells for a SELECT, each named by its code, and parameters."""
    parts, params = [], []
    for column in columns:
        sql, own = column.cell(speaking, form)
        parts.append(f'{sql} AS "{column.code}"')
        params += own
    return ", ".join(parts), params


def csv_header(columns, speaking: str) -> bytes:
    """The first line of a file."""
    names = [column.header(speaking).replace('"', '""') for column in columns]
    return (",".join(f'"{name}"' for name in names) + "\n").encode()


def csv_lines(columns, query: str, params: list) -> Iterator[bytes]:
    """The rows of a query made by ``select``, as parts of a file."""
    cells = [f'"{column.code}"' for column in columns]
    is_quoted = [column.is_quoted for column in columns]
    return csv_parts(connection, query, params, cells, is_quoted)
