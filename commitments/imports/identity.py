"""Official identities: legislatures, the uid of a question, its public address."""

import re
import unicodedata
from datetime import date

from commitments.imports.records import ASSEMBLY, SENATE, WRITTEN

# First day of each legislature of the Fifth Republic (Assemblée nationale). The
# Sénat numbers its questions by the same legislatures.
LEGISLATURES = (
    (17, date(2024, 7, 18)),
    (16, date(2022, 6, 22)),
    (15, date(2017, 6, 21)),
    (14, date(2012, 6, 20)),
    (13, date(2007, 6, 20)),
    (12, date(2002, 6, 19)),
    (11, date(1997, 6, 12)),
    (10, date(1993, 4, 2)),
    (9, date(1988, 6, 23)),
    (8, date(1986, 4, 2)),
    (7, date(1981, 7, 2)),
    (6, date(1978, 4, 3)),
    (5, date(1973, 4, 2)),
    (4, date(1968, 7, 11)),
    (3, date(1967, 4, 3)),
    (2, date(1962, 12, 6)),
    (1, date(1958, 12, 9)),
)


def legislature_on(day):
    """Return the number of the legislature begun last on ``day``, or None.

    Between a dissolution and the next sitting the old number still serves.
    """
    for number, first_day in LEGISLATURES:
        if day >= first_day:
            return number
    return None


def question_uid(chamber, legislature, type_, number):
    """Return the identity of a numbered question.

    The Assemblée publishes its own ("QANR5L15QE12929"); for the Sénat it is made of
    the four parts that identify a question ("SENAT-15-QE-743").
    """
    number = number.lstrip("0")
    if chamber == ASSEMBLY:
        return f"QANR5L{legislature}{type_}{number}"
    return f"{chamber}-{legislature}-{type_}-{number}"


def unnumbered_uid(chamber, asked_on, page, surname):
    """Return the identity of a question whose page gives no number.

    A page of the Journal officiel holds many questions, hence the author's name:
    "SENAT-20230518-P3211-GUILLOTIN". Without a page that part is left out.
    """
    parts = [chamber, f"{asked_on:%Y%m%d}"]
    if page is not None:
        parts.append(f"P{page}")
    return "-".join([*parts, ascii_name(surname)])


def ascii_name(name):
    """Return ``name`` in capitals without accents, joined by hyphens."""
    decomposed = unicodedata.normalize("NFKD", name)
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"[^A-Z0-9]+", "-", letters.upper()).strip("-")


def public_url(record):
    """Return the official page of a question, or "" when it cannot be told.

    The Sénat files its written questions under the month of their publication.
    """
    if not record.number:
        return ""
    if record.chamber == ASSEMBLY:
        return (
            "https://www.assemblee-nationale.fr/dyn/"
            f"{record.legislature}/questions/{record.uid}"
        )
    is_known = record.chamber == SENATE and record.type == WRITTEN and record.asked_on
    if not is_known or not record.number.isdigit():
        return ""
    asked_on = record.asked_on
    return (
        f"https://www.senat.fr/questions/base/{asked_on:%Y}/"
        f"qSEQ{asked_on:%y%m}{int(record.number):05d}.html"
    )
