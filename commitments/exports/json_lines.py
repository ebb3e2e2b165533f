"""Rows as JSON Lines: one object on each line, typed values under the codes."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from commitments.exports.columns import Column, Type

# Lines that are sent at a time.
LINES = 200


def json_lines(
    columns: Sequence[Column], rows: Iterable[Sequence[str | None]]
) -> Iterator[bytes]:
    """Parts of a file, whole lines each, from cells; dates and moments are ISO 8601."""
    starts = [f"{encoded(column.code)}: " for column in columns]
    writers = [column.writer(_written(column)) for column in columns]
    lines = []
    for row in rows:
        fields = [
            start + write(cell)
            for start, write, cell in zip(starts, writers, row, strict=True)
        ]
        lines.append(f"{{{', '.join(fields)}}}\n")
        if len(lines) == LINES:
            yield "".join(lines).encode()
            lines = []
    if lines:
        yield "".join(lines).encode()


def _written(column) -> Callable[[str | None], str]:
    """What writes a cell: a text as it is, the others by their values."""
    if column.type is Type.TEXT and not column.is_list:
        return lambda cell: encoded(cell) if cell else "null"
    return lambda cell: encoded(column.value(cell))


def plain(value):
    """What JSON has no type for."""
    if isinstance(value, Decimal):
        # Exact: no figure of the tracker has more than fifteen digits.
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat().replace("+00:00", "Z")
    raise TypeError(type(value))


encoded = json.JSONEncoder(ensure_ascii=False, default=plain).encode
