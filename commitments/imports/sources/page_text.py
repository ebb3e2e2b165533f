"""Reading a page saved as text: lines, dates, names, and the span of a passage."""

import re
from datetime import date

from commitments.imports.identity import legislature_on
from commitments.imports.records import UnreadablePage

MONTHS = {
    "janvier": 1,
    "février": 2,
    "mars": 3,
    "avril": 4,
    "mai": 5,
    "juin": 6,
    "juillet": 7,
    "août": 8,
    "septembre": 9,
    "octobre": 10,
    "novembre": 11,
    "décembre": 12,
}

DATE = r"\d{1,2}(?:er)?\s+[A-Za-zéûÉÛ]+\s+\d{4}|\d{1,2}/\d{1,2}/\d{4}"

# "M. Jean Dupont", "Mme Anne Petit": the titles that the chambers print.
CIVILITY = r"(?:M\.|Mme|Mlle)"

# Where the first sentence of a question stops naming the minister.
MINISTER_NAMED = re.compile(
    CIVILITY + r"\s+(?:le\s+|la\s+)"
    r"(?P<minister>(?:Premi|ministre|secrétaire|garde|haut).*?)"
    r"(?=,?\s+(?:sur|les\s+termes|de\s+lui|si|s['’]ils?|s['’]elles?|que|quel\w*|"
    r"comment|pourquoi|à\s+propos|au\s+sujet)\b)",
    re.DOTALL,
)


def line(pattern):
    """Compile ``pattern`` to match one whole line, whatever blanks surround it."""
    return re.compile(rf"^[^\S\n]*(?:{pattern})[^\S\n]*$", re.MULTILINE)


def trimmed_span(text, start, end):
    """Return ``start`` and ``end`` moved inwards past white space."""
    passage = text[start:end]
    start += len(passage) - len(passage.lstrip())
    return start, start + len(passage.strip())


def read_date(words):
    """Return the date written "7 mai 2019", "1er mai 2019" or "07/05/2019"."""
    try:
        if "/" in words:
            day, month, year = words.split("/")
        else:
            day, month, year = words.split()
            day, month = day.removesuffix("er"), MONTHS[month.lower()]
        return date(int(year), int(month), int(day))
    except (KeyError, ValueError):
        raise UnreadablePage("bad_date", words=words) from None


def minister_named(question_text):
    """Return how the first words of a question name the minister, or None."""
    found = MINISTER_NAMED.search(question_text[:1000])
    return " ".join(found["minister"].split()) if found else None


def without_civility(name):
    """Return a name without its "M." or "Mme"."""
    return re.sub(rf"^{CIVILITY}\s+", "", name.strip())


def check_dates(asked_on, answered_on):
    """Refuse an answer older than its question, or older than the legislatures."""
    if legislature_on(asked_on) is None:
        raise UnreadablePage("too_old", asked_on=asked_on)
    if answered_on < asked_on:
        raise UnreadablePage(
            "dates_reversed", asked_on=asked_on, answered_on=answered_on
        )
