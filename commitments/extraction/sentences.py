"""Cut an answer into sentences, and sentences into the items of their lists.

Works on offsets of the text as published. Safe for « », abbreviations, decimal
commas, lists with `;` or `- ` and no line breaks, and lines broken by the page.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from commitments.extraction.plain import plain


@dataclass(frozen=True)
class Item:
    """A stretch of text that may hold one undertaking, or several coordinated ones.

    `lead` is the span of the heading that it falls under (« … : - item - item »).
    """

    start: int
    end: int
    lead: tuple[int, int] | None = None


# After these words a full stop does not end the sentence.
ABBREVIATIONS = frozenset(
    [
        "m",
        "mm",
        "mme",
        "mmes",
        "mlle",
        "dr",
        "pr",
        "me",
        "st",
        "ste",
        "art",
        "al",
        "alin",
        "cf",
        "ex",
        "env",
        "p",
        "pp",
        "n",
        "no",
        "nos",
        "vol",
        "fig",
        "ch",
        "chap",
        "tel",
        "av",
        "bd",
        "r",
        "l",
        "d",
        "c",
        "s",
        "b",
        "j",
        "janv",
        "fevr",
        "avr",
        "juil",
        "sept",
        "oct",
        "nov",
        "dec",
        "not",
        "max",
        "min",
        "ing",
        "prof",
        "gal",
        "col",
        "cne",
        "cf.",
        "i",
        "e",
    ]
)
# The first way: after a long word and before a space and a capital, no doubt.
_STOP = re.compile(
    r"[.!?…\n](?:(?P<sure>(?<=[a-zà-öø-ÿœ]{5}\.) (?=[A-ZÀ-ÖØ-Þ]))"
    r"|(?<=\n)(?: {0,9}\n| {0,9}(?=[-–•*]))"
    r"|(?<!\n)[.!?…]{0,9}[\")\]]{0,2}(?:[  ]?»)? {0,9}(?=[\s«\"(\[A-ZÀ-ÖØ-Þ•–-]|\d|$))"
)
_LETTERS = "abcdefghijklmnopqrstuvwxyzœ"
_ITEM = re.compile(
    r";|(?<=[:;,. ]) ?[-–•●▪](?= )|(?<!\d) ?: "
    # A lost mark: « … des services La possibilité … ».
    r"|(?<=[a-zéè]{3}) (?=(?:Les?|La|Une?|Des|Cette|Ces?) [a-zé]{3})"
)
_MARKS = (";", ":", " -", " –", "•", "●", "▪", "\n-", "\n–")


def sentences(text: str) -> list[tuple[int, int]]:
    """The (start, end) of each sentence, in order, without spaces around them."""
    return list(cut(text, plain(text)))


# What str.isspace() calls a space.
_BLANKS = "".join(c for c in map(chr, range(0x3001)) if c.isspace())
# No sentence is longer: what reads one may then take the square of its length.
LONGEST = 4000


def cut(text: str, plain_text: str) -> Iterator[tuple[int, int]]:
    """As `sentences`, when the plain text is at hand."""
    start = 0
    for match in _STOP.finditer(text):
        if _stops(text, plain_text, match):
            yield from _whole(text, start, match.end())
            start = match.end()
    yield from _whole(text, start, len(text))


def holding(places: list[int], text: str, plain_text: str) -> Iterator[tuple[int, int]]:
    """As `cut`, but only the sentences around some places, which are in order."""
    if not places:
        return
    stops = list(_STOP.finditer(text))
    ends = [match.end() for match in stops]
    done = 0
    for place in places:
        if place < done:
            continue
        last = following = bisect_right(ends, place)
        while last and not _stops(text, plain_text, stops[last - 1]):
            last -= 1
        while following < len(stops) and not _stops(text, plain_text, stops[following]):
            following += 1
        start = ends[last - 1] if last else 0
        done = ends[following] if following < len(stops) else len(text)
        yield from _whole(text, start, done)


def _whole(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence without the spaces around, or the parts of one that is too long."""
    for begin, stop in _trimmed(text, start, end):
        while stop - begin > LONGEST:
            space = text.rfind(" ", begin + LONGEST // 2, begin + LONGEST)
            middle = space if space > 0 else begin + LONGEST
            yield from _trimmed(text, begin, middle)
            begin = middle
        yield from _trimmed(text, begin, stop)


def _stops(text: str, plain_text: str, match: re.Match) -> bool:
    """Is this mark, as `_STOP` finds it, the end of a sentence?"""
    return bool(
        match.lastgroup
        or text[match.start()] != "."
        or _is_end(text, plain_text, match)
    )


def _is_end(text: str, plain_text: str, match: re.Match) -> bool:
    """Is this full stop the end of a sentence?"""
    after = text[match.end() : match.end() + 1]
    if match.end() < len(text) and not match.group()[-1].isspace() and after.isalnum():
        # « art.L. 5 », « 1.281 », but « fin.Le Gouvernement » ends a sentence.
        before = text[match.start() - 1 : match.start()]
        return (
            after.isupper() and before.islower() and not _abbreviated(plain_text, match)
        )
    following = text[match.end() : match.end() + 2].lstrip('«"( \xa0')
    if following[:1].islower():
        return False
    return not _abbreviated(plain_text, match)


def _abbreviated(plain_text: str, match: re.Match) -> bool:
    if len(match.group().strip()) > 1:
        return False
    before = plain_text[max(0, match.start() - 12) : match.start()]
    word = before[len(before.rstrip(_LETTERS)) :]
    if word not in ABBREVIATIONS and (len(word) != 1 or word in "ay"):
        return False
    start = match.start() - len(word)
    return start == 0 or not plain_text[start - 1].isalnum()


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start] in _BLANKS:
        start += 1
    while start < end and text[end - 1] in _BLANKS:
        end -= 1
    if start < end:
        yield start, end


def items(text: str, start: int, end: int) -> list[Item]:
    """The sentence's parts: cut at `;`, at bullets, and after a heading's colon."""
    piece = text[start:end]
    if not any(map(piece.count, _MARKS)):
        return _item(text, start, end, None)
    cuts = [start]
    leads: list[tuple[int, int] | None] = [None]
    lead: tuple[int, int] | None = None
    for match in _ITEM.finditer(text, start, end):
        mark = match.group().strip()
        if mark == "" and not lead:
            continue
        if mark and mark in "-–•●▪" and not _opens_item(text, match, lead):
            continue
        if mark == ":":
            if _depth(text, cuts[-1], match.start()):
                continue
            lead = (cuts[-1], match.start())
        cuts.append(match.end())
        leads.append(lead)
    found = []
    for index, cut in enumerate(cuts):
        stop = cuts[index + 1] if index + 1 < len(cuts) else end
        found += _item(text, cut, stop, leads[index])
    return found


def _opens_item(text: str, match: re.Match, lead) -> bool:
    before = text[max(0, match.start() - 3) : match.start() + 1].rstrip()
    return (
        bool(lead)
        and (match.group()[0] == " " or before[-1:] in ":;.,")
        or (before[-1:] in ":;.")
    )


def _depth(text: str, start: int, end: int) -> bool:
    """Is the end inside brackets or a quotation opened after the start?"""
    piece = text[start:end]
    return piece.count("(") > piece.count(")") or piece.count("«") > piece.count("»")


def _item(text: str, start: int, end: int, lead) -> list[Item]:
    """The item without the marks around it, if anything is left of it."""
    while start < end and text[start] in _BEFORE_ITEM:
        start += 1
    while start < end and text[end - 1] in _AFTER_ITEM:
        end -= 1
    return [Item(start, end, lead)] if end - start >= 3 else []


_BEFORE_ITEM = f"{_BLANKS};:-–•●▪,"
_AFTER_ITEM = f"{_BLANKS};:,-–"
