"""Rows as a spreadsheet: typed cells, a header that stays, filters, widths.

XlsxWriter makes the book: its sheets, styles and headers. The rows are then written
straight into the sheets, three times faster than cell by cell and in no more memory.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from commitments.exports.columns import SEPARATOR, Column, Type
from commitments.timing import PARIS, today

# Rows of a sheet (it may hold 1,048,576, header included), characters of a cell.
ROWS, CHARACTERS = 1_000_000, 32_767
WIDTHS = {Type.DATE: 12, Type.MOMENT: 17, Type.NUMBER: 12, Type.WHOLE: 8, Type.FLAG: 10}
LONG, SHORT = 50, 18
# Days count from here, so that 60 is 29 February 1900, as every spreadsheet has it.
DAY_0 = date(1899, 12, 30).toordinal()
# What XML cannot hold, however it is escaped: controls, and two that are no characters.
CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
# More makes files hardly smaller, and much slower.
COMPRESSION, PART = 3, 500


def write_spreadsheet(
    path: Path,
    columns: Sequence[Column],
    rows: Iterable[Sequence[str | None]],
    count: int,
    *,
    speaking: str,
    name: str,
) -> None:
    """Write at most ``count`` rows of cells; ``name`` is that of the sheet.

    Texts are cells of text: a spreadsheet never runs them, whatever they begin with.
    Moments are in Paris time, for a cell has no time zone. Beyond a million rows,
    another sheet begins.
    """
    book, formats = _book(columns, count, speaking, name)
    written = _Written(columns, formats)
    rows = iter(rows)
    with ZipFile(book) as made, ZipFile(path, "w", ZIP_DEFLATED) as file:
        for entry in made.infolist():
            content = made.read(entry)
            with file.open(_entry(entry), "w") as target:
                if not entry.filename.startswith("xl/worksheets/sheet"):
                    target.write(content)
                    continue
                # The rows stand after that of the header.
                start, end, rest = content.partition(b"</sheetData>")
                target.write(start)
                for part in written.parts(islice(rows, ROWS)):
                    target.write(part)
                target.write(end + rest)


def _entry(entry):
    # The level that is given to the file holds for entries that it names by itself.
    entry._compresslevel = COMPRESSION
    entry.compress_type = ZIP_DEFLATED
    return entry


def _book(columns, count, speaking, name):
    """A book with its headers, and the numbers of its styles by type."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    # The same data gives the same file.
    book.set_properties({"created": datetime.combine(today(), datetime.min.time())})
    bold = book.add_format({"bold": True})
    formats = {
        Type.DATE: book.add_format({"num_format": "yyyy-mm-dd"}),
        Type.MOMENT: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    for number in range(max(1, -(-count // ROWS))):
        sheet = book.add_worksheet(f"{name} {number + 1}" if number else name)
        sheet.freeze_panes(1, 1)
        for place, column in enumerate(columns):
            wide = LONG if column.typed and not column.is_list else SHORT
            width = WIDTHS.get(column.type, wide)
            sheet.set_column(place, place, width, formats.get(column.type))
            sheet.write_string(0, place, column.header(speaking), bold)
        last = min(ROWS, count - number * ROWS)
        sheet.autofilter(0, 0, max(last, 0), len(columns) - 1)
    book.close()
    return file, {kind: style.xf_index for kind, style in formats.items()}


class _Written:
    """Writes rows as SpreadsheetML (ECMA-376, part 1, §18.3.1)."""

    def __init__(self, columns, formats):
        self.starts = [
            f'<c r="{xl_col_to_name(place)}' for place in range(len(columns))
        ]
        self.writers = [
            column.writer(_cell_of(column, formats.get(column.type)))
            for column in columns
        ]

    def parts(self, rows: Iterable[Sequence[str | None]]) -> Iterator[bytes]:
        lines = []
        for number, row in enumerate(rows, 2):
            lines.append(self.line(row, number))
            if len(lines) == PART:
                yield _in_xml(lines)
                lines = []
        yield _in_xml(lines)

    def line(self, row, number) -> str:
        end = f'{number}"'
        cells = [
            start + end + write(cell)
            for start, write, cell in zip(self.starts, self.writers, row, strict=True)
            if cell
        ]
        return f'<row r="{number}">{"".join(cells)}</row>'


def _in_xml(lines):
    content = "".join(lines).encode().translate(None, CONTROLS)
    for character in NO_CHARACTERS:
        content = content.replace(character, b"")
    return content


def _cell_of(column, style):
    """What writes the rest of a cell of a column, after its address."""
    if column.is_list:
        return lambda cell: _text(SEPARATOR.join(column.value(cell)))
    if column.type is Type.TEXT:
        return _text
    return lambda cell: _typed(column.value(cell), style)


def _text(text):
    text = text[:CHARACTERS]
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f' t="inlineStr"><is><t{kept}>{text}</t></is></c>'


def _typed(value, style):
    if isinstance(value, bool):
        return f' t="b"><v>{value:d}</v></c>'
    if style is None:
        return f"><v>{value}</v></c>"
    if isinstance(value, datetime):
        value = value.astimezone(PARIS)
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        days = value.toordinal() - DAY_0 + seconds / 86400
        return f' s="{style}"><v>{days:.10g}</v></c>'
    return f' s="{style}"><v>{value.toordinal() - DAY_0}</v></c>'
