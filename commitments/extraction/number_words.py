"""French cardinal numbers written in words: « dix-huit », « deux cent cinquante »."""

import re

UNITS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6,
    "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12,
    "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50,
    "soixante": 60, "septante": 70, "octante": 80, "huitante": 80, "nonante": 90,
}  # fmt: skip
HUNDREDS = ("cent", "cents")
THOUSAND = "mille"

_WORD = "|".join(sorted([*UNITS, *HUNDREDS, THOUSAND], key=len, reverse=True))
# A pattern for plain text: at most twelve words, so that nothing can run away.
CARDINAL = rf"(?:{_WORD})(?:(?: et |-et-| |-)(?:{_WORD})){{0,11}}"


def cardinal(words: str) -> int | None:
    """« deux cent cinquante mille » → 250000; None when the words are no number."""
    total = hundreds = 0
    for word in re.split(r"[ -]+", words.strip().lower()):
        if word in UNITS:
            # « quatre-vingts » is the one product among the small numbers.
            hundreds = (
                hundreds - 4 + 80
                if word in ("vingt", "vingts") and hundreds % 100 == 4
                else hundreds + UNITS[word]
            )
        elif word in HUNDREDS:
            hundreds = max(hundreds, 1) * 100
        elif word == THOUSAND:
            total, hundreds = total + max(hundreds, 1) * 1000, 0
        elif word != "et":
            return None
    return total + hundreds or None
