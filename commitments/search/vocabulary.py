"""The words that records say: how a word goes on, and what a mistyped one meant."""

import re
import unicodedata
from functools import lru_cache

from django.db import transaction
from django.db.models import Q
from rapidfuzz import process
from rapidfuzz.distance import OSA

from commitments.models import SearchWord
from commitments.search.analysis import LONGEST, STOP, stem, unaccented

SHORTEST = 3
# Words that a prefix may stand for, in the order of the alphabet.
MOST_ENDINGS = 300
# From so many letters two errors are allowed: “isolés” is no slip for “écoles”.
LONG = 7
# Words that are compared with a mistyped one.
MOST_ALIKE = 20_000

# What a spelling holds at most.
LONGEST_WRITTEN = 60
SPELLED = re.compile(r"[^\W\d_]+")

# Words that this process knows to be in the table, or to be on their way.
known: set[str] = set()
MOST_KNOWN = 500_000


def spellings(texts, words: set[str]) -> dict[str, str]:
    """How some texts write those of their folded words that are not known yet."""
    found = {word: word for word in words - known if is_word(word)}
    if not found:
        return found
    for text in texts:
        written = SPELLED.findall(unicodedata.normalize("NFC", text).lower())
        for one in set(written):
            if (
                not one.isascii()
                and len(one) <= LONGEST_WRITTEN
                and (word := _unaccented(one)) in found
            ):
                # With its accents, when it is ever written so.
                found[word] = max(one, found[word])
    return found


_unaccented = lru_cache(maxsize=50_000)(unaccented)


def learn(new: dict[str, str]) -> None:
    """Keep the words that are new, with their spellings, after the transaction.

    Not before: two transactions that add the same words in another order would wait
    for each other.
    """
    rows = [
        SearchWord(word=word, mirrored=word[::-1], spelling=new[word])
        for word in sorted(new.keys() - known)
    ]
    if not rows:
        return

    def keep():
        SearchWord.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
        note_known(row.word for row in rows)

    transaction.on_commit(keep, robust=True)


def note_known(words) -> None:
    """Remember words that are in the table, or that somebody will put there."""
    if len(known) > MOST_KNOWN:
        known.clear()
    known.update(words)


def forget() -> None:
    """Empty the table, before all is indexed anew."""
    known.clear()
    SearchWord.objects.all().delete()


def is_word(word: str) -> bool:
    """Whether a folded word is one to be completed or corrected: no figure."""
    return SHORTEST <= len(word) <= LONGEST and word.isascii() and word.isalpha()


def endings(prefix: str) -> set[str]:
    """The stems of the words that begin so, and what the beginning itself gives."""
    found = {stem(prefix)} - {""}
    if is_word(prefix):
        words = SearchWord.objects.filter(_begins("word", prefix)).order_by("word")
        words = words.values_list("word", flat=True)[:MOST_ENDINGS]
        found |= {stem(word) for word in words} - {""}
    return found


def alike(word: str, limit=8) -> dict[str, int]:
    """The folded words that somebody may have meant, and how many errors away.

    One error is allowed in a short word and two in a longer one; two letters that
    changed places are one. A word with an error begins or ends as it should, for one
    third at least.
    """
    if not is_word(word) or len(word) <= SHORTEST or word in STOP:
        return {}
    errors = 2 if len(word) >= LONG else 1
    size = max(1, len(word) // (errors + 1))
    edge = _begins("word", word[:size]) | _begins("mirrored", word[::-1][:size])
    words = SearchWord.objects.filter(edge).values_list("word", flat=True)[:MOST_ALIKE]
    near = process.extract(
        word, list(words), scorer=OSA.distance, score_cutoff=errors, limit=limit
    )
    return {found: distance for found, distance, _at in near if found != word}


def spelling(word: str) -> str:
    """How a folded word is written."""
    row = SearchWord.objects.filter(pk=word).first()
    return row.spelling if row else word


def _begins(field, prefix):
    # A range, which an index of any collation gives; the letters are a to z.
    return Q(
        **{
            f"{field}__gte": prefix,
            f"{field}__lte": prefix + "z" * (40 - len(prefix)),
            f"{field}__startswith": prefix,
        }
    )
