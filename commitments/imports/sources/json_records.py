"""JSON that is not trusted: strict, and record by record in files of any size."""

import json
import re
from collections.abc import Iterator

from commitments.imports.archives import MB
from commitments.imports.published import Problem, refusal
from commitments.imports.sources.decoding import RECORD, Window

TOKEN = re.compile(r"\"(?:[^\"\\]|\\.)*\"|[\[\]{}]", re.DOTALL)
BLANKS = re.compile(r"\s*")
ARRAY = re.compile(r"\[")
NEXT_RECORD = re.compile(r"\}\s*,\s*(?=\{\s*\"(?:question|uid|@xmlns)[^\"]*\"\s*:)")
SEPARATORS = re.compile(r"[\s,]*")
NAME = re.compile(r"\"(?:uid|id|numero)\"\s*:\s*\"([^\"]{1,40})\"")


class BadJSON(ValueError):
    """JSON that is no record; ``code`` and ``values`` give the reason."""

    def __init__(self, code, **values):
        super().__init__(code)
        self.code = code
        self.values = values


def unique(pairs):
    """Return a dictionary; refuse a key that is given two different values."""
    branches = dict(pairs)
    if len(branches) < len(pairs):
        seen = {}
        for key, value in pairs:
            if key in seen and seen[key] != value:
                raise BadJSON("duplicate_key", words=key)
            seen[key] = value
    return branches


def not_a_number(words):
    """Refuse NaN and Infinity, which JSON does not know."""
    raise BadJSON("bad_number", words=words)


DECODER = json.JSONDecoder(object_pairs_hook=unique, parse_constant=not_a_number)


def parsed(text: str):
    """Return the value of a whole JSON text. Raises BadJSON."""
    start = BLANKS.match(text).end()
    value, end = decoded(text, start)
    if BLANKS.match(text, end).end() < len(text):
        raise BadJSON("damaged_record", error="Extra data")
    return value


def name_in(text: str) -> str:
    """Return the first identifier in a broken record, to name it in the report."""
    found = NAME.search(text[:5000])
    return found[1] if found else ""


def elements(text, file: str) -> Iterator[tuple[object, str] | Problem]:
    """Yield each element of the first array of a text stream, with its own text.

    The wrapper around the array is skipped. A broken element is a Problem; the next
    one is found by its braces, or failing these by the start of the next record.
    """
    window = Window(text)
    if not (opening := window.find(ARRAY)):
        yield refusal(file, "nothing_found")
        return
    position = opening.end()
    while True:
        position = SEPARATORS.match(window.text, position).end()
        if position == len(window.text):
            if window.is_end:
                yield refusal(file, "truncated")
                return
            window.more(position)
            position = 0
            continue
        if window.text[position] == "]":
            return
        try:
            value, end = decoded(window.text, position)
            yield value, window.text[position:end]
        except BadJSON as error:
            end = end_of_object(window.text, position)
            length = len(window.text) - position
            if end is None and not window.is_end and length <= RECORD:
                window.more(position)
                position = 0
                continue
            name = name_in(window.text[position : position + 5000])
            if end is not None:
                # A missing quote turns words and marks round until the next record.
                following = NEXT_RECORD.search(window.text, position + 1, end)
                end = following.end() if following else end
                yield refusal(file, error.code, record=name, **error.values)
            elif length > RECORD:
                yield refusal(file, "too_big", record=name, limit=RECORD // MB)
            else:
                yield refusal(file, "truncated", record=name)
            if end is None:
                if not (following := window.find(NEXT_RECORD, position + 1)):
                    return
                end = following.end()
        position = end


def decoded(text, position):
    """Return the value that begins at ``position`` and its end. Raises BadJSON."""
    try:
        return DECODER.raw_decode(text, position)
    except BadJSON:
        raise
    except RecursionError:
        raise BadJSON("too_deep") from None
    except ValueError as error:
        raise BadJSON("damaged_record", error=str(error)) from error


def end_of_object(text, position):
    """Return where the object or array that begins at ``position`` ends, or None."""
    depth = 0
    for token in TOKEN.finditer(text, position):
        mark = token[0]
        if mark in ("{", "["):
            depth += 1
        elif mark in ("}", "]"):
            depth -= 1
        if depth <= 0:
            return token.end()
    return None
