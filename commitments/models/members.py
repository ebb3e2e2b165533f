"""Members of Parliament, known by the names under which questions are published.

No list of members is held: a member is a name in a chamber, titles, case and accents
aside. Two people of one name in one chamber share a page; one person in two chambers
has two.
"""

import re

from django.utils.text import slugify

TITLE = re.compile(r"(?:M\.|Mme|Mlle)(?:\s+|$)")
# Letters that have no accent to lose.
JOINED = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ø": "o", "ł": "l"})


def without_title(name: str) -> str:
    """Return a name without its "M." or "Mme"."""
    return TITLE.sub("", name.strip(), count=1)


def name_slug(words: str) -> str:
    """Return words as addresses have them, apostrophes as hyphens."""
    return slugify(re.sub(r"['’.]", " ", words.translate(JOINED)))


def member_slug(name: str, chamber: str) -> str | None:
    """Return the part of an address that names a member, None for no name.

    >>> member_slug("Mme Élise d’Œuvre-Hardy", "AN")
    'elise-d-oeuvre-hardy-an'
    """
    slug = name_slug(without_title(name))
    return f"{slug}-{chamber.lower()}" if slug else None
