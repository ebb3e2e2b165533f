"""Search in the words of commitments: accents and case ignored, on any database."""

import unicodedata

from django.db.models import QuerySet


def fold(text: str) -> str:
    """Text without accents, case or special spaces, for comparing.

    >>> fold("Établi à l’échéance")
    "etabli a l'echeance"
    """
    text = text.replace("œ", "oe").replace("Œ", "OE").replace("’", "'")
    # PostgreSQL keeps no NUL in a text, and refuses to look for one.
    text = text.replace("\0", " ")
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def searchable_text(commitment) -> str:
    """The folded words of a saved commitment in which readers search."""
    quotes = commitment.passages.standing().values_list("quote", flat=True)
    parts = [
        commitment.reference,
        commitment.title,
        commitment.summary,
        commitment.indicator,
        commitment.territory,
        *quotes,
    ]
    return fold(" ".join(filter(None, parts)))


def search(queryset: QuerySet, text: str) -> QuerySet:
    """The commitments of a queryset that hold every word typed."""
    for word in fold(text[:500]).split()[:30]:
        queryset = queryset.filter(search_text__contains=word)
    return queryset
