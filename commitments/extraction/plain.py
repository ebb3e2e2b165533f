"""French text made plain for matching, without moving a single offset.

The plain text has the length of the text as published: `plain(text)[i]` is the
plain form of `text[i]`. Every table of this package is written in ordinary French,
accents included, and compiled with `pattern()`, so that « À terme », « A terme »
and the unaccented answers of the 1980s read alike.
"""

import re
from functools import lru_cache

_MARKS = "'\",.;:!?…()«»[]/-–%€"
_ALIKE = {
    "a": "àâäá",
    "c": "ç",
    "e": "éèêë",
    "i": "îï",
    "o": "ôö",
    "u": "ùûü",
    "'": "’ʼ‘´`",
    "-": "‐‑–—−",
    '"': "“”",
    " ": "\u00a0\u202f\u2009\u2007\u2002\u2003\u200a\t\n\r\x0b\x0c",
}


def _fold(text: str) -> str:
    for ordinary, others in _ALIKE.items():
        for other in others:
            text = text.replace(other, ordinary)
    return text


def plain(text: str) -> str:
    """The text in lower case, without accents, with ordinary spaces, same length."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return _fold(low)


def spaced(plain_text: str) -> str:
    """The plain text with its marks blanked, so that words can be split."""
    for mark in _MARKS:
        plain_text = plain_text.replace(mark, " ")
    return plain_text


_SPACES = re.compile(r"\[[^\]]*\]| \?| |\\w")


def _spaces(found: re.Match) -> str:
    piece = found.group()
    if piece.startswith("["):
        return piece.replace(r"\w", r"\wœ")
    return {" ?": " {0,4}", " ": " {1,4}", r"\w": r"[\wœ]"}[piece]


@lru_cache(maxsize=4096)
def pattern(french: str, *, opens_word: bool = True) -> re.Pattern:
    """Compile a pattern written in ordinary French, for plain text.

    It matches whole words; one space stands for one to four, « ? » after a space
    makes it optional. A pattern that may open with a mark or a space, and not with a
    word, must say so.
    """
    source = _SPACES.sub(_spaces, _fold(french))
    # In plain text all letters but œ are ASCII, whose word boundary is found fastest.
    opening = r"\b" if opens_word else ""
    closing = r"(?!(?<=[0-9a-zœ])[0-9a-zœ])"
    return re.compile(rf"{opening}(?:{source}){closing}", re.ASCII)
