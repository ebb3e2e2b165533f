"""One question page saved as text, from any of the sites that we know.

``read_page`` recognises the layout and hands the text to the module that reads it.
Nothing is guessed in silence: a field that was worked out is named in ``inferred``,
and a page without an answer is refused with the reason.
"""

import codecs
import re

from commitments.imports.records import NotAnAnswer, QuestionPage, UnreadablePage
from commitments.imports.sources import assembly_page, mirror_page, senate_page

LAYOUTS = (assembly_page, mirror_page, senate_page)

HTML = re.compile(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE)


def decode_page(data: bytes) -> str:
    """Return the text of a saved page: UTF-8, or else Windows-1252.

    A byte order mark is dropped and every line ends in "\\n", as a browser shows it:
    positions in a text are positions in what this function returns.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UnreadablePage("encoding")
    if "\0" in text:
        raise UnreadablePage("binary")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_page(text: str, chamber: str | None = None) -> QuestionPage:
    """Return the question and the answer that a saved page holds.

    ``chamber`` ("AN" or "SENAT") settles the chamber of a page that does not name
    its own; it never overrides what the page says. Raise NotAnAnswer for another
    kind of document or an unanswered question, UnreadablePage when something needed
    is missing; both carry the ``code`` of their reason.
    """
    if HTML.search(text[:2000]):
        raise UnreadablePage("html")
    for layout in LAYOUTS:
        if layout.recognises(text):
            return layout.read(text, chamber)
    raise NotAnAnswer("not_a_question")
