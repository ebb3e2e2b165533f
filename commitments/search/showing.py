"""The words that match, shown where they stand: pieces of text, never markup."""

import re
from dataclasses import dataclass

from commitments.search.analysis import cut, prepared, stem
from commitments.search.query import parse

# A word as it stands, marks that follow a letter included, or a figure with its spaces.
PLACE = re.compile(
    r"\d{1,3}(?:[\s.]\d{3})+(?!\d)|\d+[.,]\d+|(?:[^\W_]|[\u0300-\u036f])+"
)
ELLIPSIS = "…"


@dataclass(frozen=True)
class Piece:
    """A run of a text, and whether it is one of the words looked for."""

    text: str
    is_match: bool = False


def highlight(text: str, query: str) -> list[Piece]:
    """The whole of a text in pieces, in order; nothing is lost or added.

    >>> [piece.text for piece in highlight("Des écoles.", "ecole") if piece.is_match]
    ['écoles']
    """
    pieces, at = [], 0
    for start, end in places(text, query):
        if start > at:
            pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:end], is_match=True))
        at = end
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return pieces


def excerpt(text: str, query: str, length=240) -> list[Piece]:
    """The part of a text where most of the words stand, in pieces, cut at spaces."""
    if len(text) <= length:
        return highlight(text, query)
    found = places(text, query)
    start = _densest(found, length)
    start = max(0, min(start - length // 5, len(text) - length))
    end = start + length
    if start:
        start = text.find(" ", start) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    before = [Piece(ELLIPSIS + " ")] if start else []
    after = [Piece(" " + ELLIPSIS)] if end < len(text) else []
    return [*before, *highlight(text[start:end], query), *after]


def places(text: str, query: str) -> list[tuple[int, int]]:
    """Start and end of each word of a text that a query looks for.

    Words that only begin like the last one count when none is the whole of it.
    """
    wanted = parse(query).wanted
    sought = {found for clause in wanted for found in clause.stems} - {""}
    begun = tuple(clause.words[-1] for clause in wanted if clause.is_prefix)
    exact = _places(text, sought, begun)
    if wanted and not begun and not exact:
        return _places(text, sought, (wanted[-1].words[-1],))
    return exact


def _places(text, stems, begun):
    found = []
    if not stems and not begun:
        return found
    for place in PLACE.finditer(text):
        for word in cut(prepared(place[0])):
            if stem(word) in stems or (begun and word.startswith(begun)):
                found.append(place.span())
                break
    return found


def _densest(found, length):
    """Where a window of a length holds most of the places."""
    best, most, first = 0, 0, 0
    for at, (_start, end) in enumerate(found):
        while end - found[first][0] > length:
            first += 1
        if at - first + 1 > most:
            best, most = found[first][0], at - first + 1
    return best
