"""One question that an editor brings: a saved page, a PDF, open data, a text."""

import io
import re
from itertools import islice

from commitments.imports.markup import plain_text
from commitments.imports.published import Problem, PublishedQuestion
from commitments.imports.records import UnreadablePage
from commitments.imports.sources import free_text, pdf
from commitments.imports.sources.catalogue import source_of
from commitments.imports.sources.saved_page import HTML, decode_page

DOCTYPE = re.compile(r"<!doctype[^>]*>", re.IGNORECASE)

# Bytes of a file, characters of a text.
FILE_SIZE, TEXT_SIZE = pdf.SIZE, 200_000


def read_file(name: str, data: bytes) -> tuple[PublishedQuestion, str]:
    """Return what a file says of one question, and its text ("" for open data).

    What the file leaves out is empty in the record. Raises UnreadablePage when it
    holds no words, or several questions.
    """
    if len(data) > FILE_SIZE:
        raise UnreadablePage("too_big")
    source = source_of(name, data[:4096])
    if source is pdf:
        return read_text(pdf.text_of(data))
    if source not in (None, free_text):
        return only_record(source, name, data), ""
    text = decode_page(data)
    if HTML.search(text[:2000]):
        text = plain_text(DOCTYPE.sub("", text, count=1))
    return read_text(text)


def read_text(text: str) -> tuple[PublishedQuestion, str]:
    """Return what a text says of one question, and the text."""
    if len(text) > TEXT_SIZE:
        raise UnreadablePage("too_big")
    return free_text.understood(text), text


def only_record(source, name, data):
    """Return the one question of an open-data file."""
    items = source.read(io.BufferedReader(io.BytesIO(data)), name)
    records = (item for item in items if not isinstance(item, Problem))
    found = list(islice(records, 2))
    if len(found) != 1:
        raise UnreadablePage("several_questions" if found else "nothing_read")
    return found[0]
