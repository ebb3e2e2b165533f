"""Rows as JSON Lines: one object on each line, typed values under the codes."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from commitments.exports.columns import Column

# Lines that are sent at a time.
LINES = 200


def json_lines(columns: list[Column], rows: Iterable[list]) -> Iterator[bytes]:
    """Parts of a file, whole lines each; dates and moments are ISO 8601."""
    codes = [column.code for column in columns]
    lines = []
    for row in rows:
        fields = dict(zip(codes, row, strict=True))
        lines.append(json.dumps(fields, ensure_ascii=False, default=plain))
        if len(lines) == LINES:
            yield ("\n".join(lines) + "\n").encode()
            lines = []
    if lines:
        yield ("\n".join(lines) + "\n").encode()


def plain(value):
    """What JSON has no type for."""
    if isinstance(value, Decimal):
        # Exact: no figure of the tracker has more than fifteen digits.
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat().replace("+00:00", "Z")
    raise TypeError(type(value))
