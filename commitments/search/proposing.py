"""A proposal for somebody who mistyped a word: what the records could have meant."""

import re

from pyroaring import BitMap

from commitments.search import vocabulary
from commitments.search.analysis import stem, unaccented
from commitments.search.engines import Matching, engine
from commitments.search.finding import find
from commitments.search.query import parse

WORD = re.compile(r"[^\W\d_]+")


def did_you_mean(kind: str, text: str, among: BitMap | None = None) -> str | None:
    """The text with the words that no record holds put right, if that finds something.

    ``among`` are the ids that the reader may see: no other record's words are told.
    """
    meant = {}
    for word in {word for clause in parse(text).wanted for word in clause.words}:
        if _count(kind, word, among):
            continue
        better = _meant(kind, word, among)
        if better is None:
            return None
        meant[word] = vocabulary.spelling(better)
    if not meant:
        return None

    def respelled(found):
        return meant.get(unaccented(found[0]), found[0])

    proposal = WORD.sub(respelled, text)
    found = find(kind, proposal) or BitMap()
    return proposal if (found if among is None else found & among) else None


def _meant(kind, word, among):
    """Of the nearest words that are held, the one that most records hold."""
    near = vocabulary.alike(word)
    for distance in sorted(set(near.values())):
        counts = {
            other: _count(kind, other, among)
            for other, far in near.items()
            if far == distance
        }
        best = max(counts, key=counts.get)
        if counts[best]:
            return best
    return None


def _count(kind, word, among):
    sought = stem(word)
    # A stop word is in no index.
    found = engine().find(kind, Matching((((sought,),),))) if sought else BitMap()
    return len(found if among is None else found & among)
