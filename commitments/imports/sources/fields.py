"""Single fields as the sources write them: days, numbers, identities."""

import hashlib
import re
from datetime import date
from functools import lru_cache

from commitments.imports.identity import question_uid
from commitments.imports.published import (
    ANSWER,
    ANSWERED,
    CLOSED,
    LAPSED,
    OPEN,
    WITHDRAWN,
    Problem,
    remark,
)
from commitments.imports.sources.page_text import MONTHS

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
FRENCH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: .*)?")
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
WORDS = re.compile(r"(\d{1,2})(?:er)?\s+([^\W\d]+)\s+(\d{4})")

NUMBER = re.compile(r"[0-9]{1,8}[A-Z]?")


class Remarks:
    """The remarks on one record, gathered while its fields are read."""

    def __init__(self, file):
        self.file = file
        self.items: list[Problem] = []

    def add(self, field, code, **values):
        """Note that a field was not understood and left out."""
        self.items.append(remark(self.file, code, field=field, **values))

    def of(self, record) -> list[Problem]:
        """Return the remarks, with the name of the record that they concern."""
        return [
            Problem(p.file, record, p.field, p.code, p.values, p.is_refusal)
            for p in self.items
        ]

    def day(self, words, field) -> date | None:
        """Return a day, None for nothing; words that are no date are noted."""
        if not words:
            return None
        day = read_day(words)
        if day is None:
            self.add(field, "bad_date", words=words)
        return day


@lru_cache(maxsize=10_000)
def read_day(words: str) -> date | None:
    """Return the day written 2023-05-01, 01/05/2023, 20230501 or "1er mai 2023"."""
    words = words.strip()
    try:
        if found := ISO.fullmatch(words) or COMPACT.fullmatch(words):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := FRENCH.fullmatch(words):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := WORDS.fullmatch(words):
            return date(int(found[3]), MONTHS[found[2].lower()], int(found[1]))
    except (KeyError, ValueError):
        pass
    return None


def identity(chamber, legislature, type_, number) -> str | None:
    """Return the uid of a question, None when a part of it is not what it should be."""
    is_number = NUMBER.fullmatch(number or "") and number.strip("0")
    if not is_number or not isinstance(legislature, int) or not type_:
        return None
    return question_uid(chamber, legislature, type_, number)


def parts_in_words(*parts) -> str:
    """Return the parts of an identity that were found, for a report."""
    return " ".join(str(part) for part in parts if part not in (None, ""))


def whole_number(words) -> int | None:
    """Return a small number written in digits, or None."""
    found = re.fullmatch(r"\s*([0-9]{1,8})\s*", words or "")
    return int(found[1]) if found else None


def state_of(publications, closing="") -> str:
    """Return the state that the texts tell, or else the words of the closing.

    A code that says "answer published" without any answer proves nothing.
    """
    if any(p.role == ANSWER and (p.text or p.published_on) for p in publications):
        return ANSWERED
    words = (closing or "").lower()
    if "caduc" in words or "caduque" in words:
        return LAPSED
    if "mandat" in words or "législature" in words or "legislature" in words:
        return CLOSED
    if "retir" in words or "retrait" in words:
        return WITHDRAWN
    if not words or "rep_pub" in words or "répon" in words or "cours" in words:
        return OPEN
    return CLOSED


def digest_of(*parts: str | bytes) -> str:
    """Return a short fingerprint of a record as published, in hexadecimal."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(as_bytes(part))
        digest.update(b"\0")
    return digest.hexdigest()


def as_bytes(part: str | bytes) -> bytes:
    """Return a text in UTF-8, and bytes as they are."""
    return part if isinstance(part, bytes) else part.encode(errors="replace")
