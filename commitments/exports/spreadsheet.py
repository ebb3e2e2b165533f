"""Rows as a spreadsheet: typed cells, a header that stays, filters, widths.

Written row by row into a temporary file (XlsxWriter's constant_memory), so that a
hundred thousand rows take no more memory than ten.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import xlsxwriter

from commitments.exports.columns import SEPARATOR, Column, Type
from commitments.timing import PARIS, today

# Rows of a sheet (it may hold 1,048,576, header included), characters of a cell.
ROWS, CHARACTERS = 1_000_000, 32_767
WIDTHS = {Type.DATE: 12, Type.MOMENT: 17, Type.NUMBER: 12, Type.WHOLE: 8, Type.FLAG: 10}
LONG, SHORT = 50, 18


def write_spreadsheet(
    path: Path, columns: list[Column], rows: Iterable[list], speaking: str, name: str
) -> None:
    """Write rows of typed values; ``name`` is that of the sheet, 28 letters at most.

    Texts are cells of text: a spreadsheet never runs them, whatever they begin with.
    Moments are in Paris time, for a cell has no time zone.
    """
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    # The same data gives the same file.
    book.set_properties({"created": datetime.combine(today(), datetime.min.time())})
    sheets = _Sheets(book, columns, speaking, name)
    for row in rows:
        sheets.write(row)
    sheets.end()
    book.close()


class _Sheets:
    """The sheets of a book: another one begins when one is full."""

    def __init__(self, book, columns, speaking, name):
        self.book, self.columns, self.name = book, columns, name
        self.headers = [column.header(speaking) for column in columns]
        self.bold = book.add_format({"bold": True})
        formats = {
            Type.DATE: book.add_format({"num_format": "yyyy-mm-dd"}),
            Type.MOMENT: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        self.formats = [formats.get(column.type) for column in columns]
        self.count = 0
        self.begin()

    def begin(self):
        self.count += 1
        number = f" {self.count}" if self.count > 1 else ""
        self.sheet, self.place = self.book.add_worksheet(f"{self.name}{number}"), 0
        self.sheet.freeze_panes(1, 1)
        for place, column in enumerate(self.columns):
            wide = LONG if column.typed and not column.is_list else SHORT
            self.sheet.set_column(place, place, WIDTHS.get(column.type, wide))
        for place, header in enumerate(self.headers):
            self.sheet.write_string(0, place, header, self.bold)

    def write(self, row):
        if self.place == ROWS:
            self.end()
            self.begin()
        self.place += 1
        for place, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                self.sheet.write_string(self.place, place, value[:CHARACTERS])
            elif isinstance(value, list):
                text = SEPARATOR.join(value)[:CHARACTERS]
                self.sheet.write_string(self.place, place, text)
            elif isinstance(value, bool):
                self.sheet.write_boolean(self.place, place, value)
            elif isinstance(value, datetime):
                value = value.astimezone(PARIS).replace(tzinfo=None)
                self.sheet.write_datetime(self.place, place, value, self.formats[place])
            elif self.formats[place]:
                self.sheet.write_datetime(self.place, place, value, self.formats[place])
            else:
                self.sheet.write_number(self.place, place, value)

    def end(self):
        self.sheet.autofilter(0, 0, self.place, len(self.columns) - 1)
