"""Words as addresses have them."""

import re

from django.utils.text import slugify

# Between letters or figures that an address keeps apart: « l’accès », « 1,5 million ».
APART = re.compile(r"['’.,]")
# Letters that have no accent to lose.
JOINED = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ø": "o", "ł": "l"})


def slug_of(words: str) -> str:
    """Return words as addresses have them; "" when no letter nor figure is left.

    >>> slug_of("L’œuvre de 1,5 million")
    'l-oeuvre-de-1-5-million'
    """
    return slugify(APART.sub(" ", words.translate(JOINED)))
