# ruff: noqa: E501 (tables of patterns read better with one row on one line)
"""Read the quantities of French text: value, comparator, unit, what is counted, rate.

« plus de 4 000 conseillers » → 4000, ">", "conseillers". Years, articles, decrees,
pages and postal codes are not quantities (guideline G12).
"""

import re
from collections.abc import Set
from dataclasses import dataclass

from commitments.extraction.number_words import CARDINAL, UNITS, cardinal
from commitments.extraction.plain import pattern, plain, spaced


@dataclass(frozen=True)
class Quantity:
    """A number of the text, in base units (1,5 million → 1500000; 2 M€ → EUR).

    `low` is the first number of a range; `rate` an ISO 8601 period ("P1Y"). `scope`
    is True when the number says who is concerned (« communes de moins de 3 500
    habitants ») and not what is to be reached.
    """

    text: str
    start: int
    end: int
    value: float | int
    comparator: str = ">="
    is_explicit: bool = False
    unit: str = ""
    counted: str = ""
    rate: str | None = None
    low: float | int | None = None
    scope: bool = False


SCALES = {
    "mille": 10**3, "millier": 10**3, "milliers": 10**3, "million": 10**6,
    "millions": 10**6, "milliard": 10**9, "milliards": 10**9, "mds": 10**9,
    "md": 10**9, "mrds": 10**9, "mrd": 10**9, "k": 10**3, "m": 10**6, "mn": 10**6,
}  # fmt: skip
COLLECTIVES = {
    "dizaine": 10, "quinzaine": 15, "vingtaine": 20, "trentaine": 30,
    "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "centaine": 100,
    "millier": 1000, "dizaines": 10, "centaines": 100,
}  # fmt: skip
# Shares are percentages of what follows.
SHARES = {
    "la moitié": 50, "un tiers": 33.33, "le tiers": 33.33, "deux tiers": 66.67,
    "les deux tiers": 66.67, "un quart": 25, "le quart": 25, "trois quarts": 75,
    "les trois quarts": 75, "un cinquième": 20, "un dixième": 10,
}  # fmt: skip
FACTORS = {
    "doublement": 2, "doubler": 2, "doublera": 2, "doubleront": 2, "doublé": 2,
    "doublée": 2, "doublés": 2, "doublées": 2, "triplement": 3, "tripler": 3,
    "triplera": 3, "quadruplement": 4, "quadrupler": 4,
}  # fmt: skip
# The words before a number, and what they mean. Longer ones first.
COMPARATORS = (
    (">", r"(?:strictement )?supérieure?s? à|plus d(?:e|'un|'une)|au-delà d(?:e|es)"
          r"|au-dessus d(?:e|es)|dépasser(?:a|ont)?|excéder"),
    ("<", r"(?:strictement )?inférieure?s? à|moins d(?:e|'un|'une)|en dessous d(?:e|es)"
          r"|sous (?:les |la barre des |le seuil de )?"),
    (">=", r"au moins(?: égale?s? à)?|au minimum|minimum de|a minima|pas moins de"
           r"|minimale? de"),
    ("<=", r"jusqu'à|au plus(?: égale?s? à)?|au maximum|maximum de|dans la limite de"
           r"|plafonnée?s? à|maximale? de|(?:réduire|réduite?s?|réduira|ramener|ramenée?s?"
           r"|ramènera|abaisser|abaissée?s?|abaissera|limitée?s?|limiter) (?:à|au)"),
    ("≈", r"près d(?:e|'un|'une)|environ(?: d'un| d'une)?|quelque|de l'ordre d(?:e|'un|'une)"
          r"|autour de|aux alentours de|approximativement|presque"),
)  # fmt: skip
UNIT_CODES = {
    "%": "%", "pour cent": "%", "p. 100": "%", "pourcent": "%",
    "€": "EUR", "euro": "EUR", "euros": "EUR", "eur": "EUR", "francs": "FRF",
    "franc": "FRF", "f": "FRF", "points": "points", "point": "points", "pts": "points",
}  # fmt: skip
DURATIONS = frozenset(
    [
        "an",
        "ans",
        "annee",
        "annees",
        "mois",
        "semaine",
        "semaines",
        "jour",
        "jours",
        "heure",
        "heures",
        "minute",
        "minutes",
        "seconde",
        "secondes",
    ]
)
RATES = (
    (
        "P1Y",
        "par an|par année|chaque année|annuels?|annuelles?|l'an|(?<=/)an|tous les ans",
    ),
    ("P1M", "par mois|mensuels?|mensuelles?|chaque mois|(?<=/)mois"),
    ("P1W", "par semaine|chaque semaine|hebdomadaires?"),
    ("P1D", "par jour|quotidiens?|quotidiennes?|(?<=/)jour"),
)

# The look behind comes after the first digit: the search can then jump to digits.
_DIGITS = r"[0-9](?<![0-9a-wyzœ,./°-][0-9])(?:\d{0,2}(?:[ .]\d{3})+(?!\d)(?:,\d+)?|\d*(?:,\d+)?)"
_SCALE = r"mille|milliers?|millions?|milliards?|mds?|mrds?|mn|k(?= ?(?:€|eur))|m(?= ?(?:€|eur)| de )"
_UNIT = r"%|€|pour cent\b|p\. ?100|pourcent\b|euros?\b|eur\b|francs?\b|points?\b|pts\b"
_AFTER_NUMBER = (
    rf"(?: {{0,2}}(?P<scale>{_SCALE})(?![a-z]))?(?P<half> et demie?)?"
    rf"(?: {{0,2}}(?:d'|de )?(?P<unit>{_UNIT}))?"
)
_NUMBER = re.compile(
    rf"(?:(?P<digits>{_DIGITS})|(?<![\w,./°-])(?P<words>{CARDINAL})(?![a-z]))"
    rf"{_AFTER_NUMBER}"
)
_DIGITS_ONLY = re.compile(rf"(?P<digits>{_DIGITS})(?P<words>(?!))?{_AFTER_NUMBER}")
_TIMES = re.compile(r"(?<!\w)x ?$")
_NOT_NUMBER_BEFORE = pattern(
    r"(?:articles?|art\.?|alinéas?|décrets?|décret n°|loi n°|loi|n°|no|numéro|pages?|p\."
    r"|chapitres?|titres?|annexes?|axes?|axe n°|mesures? n°|catégories?|zones?|échelons?"
    r"|indices?|grilles?|programme|action|programmes|l\.|r\.|d\.|rd|rn|route|lot|niveau"
    r"|type|phase|vague|tome|covid|article l\.|article r\.|bac|ligne|lignes|classe|tranche"
    r"|groupe|pilier|volet|étape|objectif|chapitre|point|en|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre"
    r"|novembre|décembre|depuis|horizon|année|rentrée|fin|début|mi|été|automne|hiver"
    r"|printemps|trimestre|semestre|d'ici|dès|courant)"
)
# « lignes 16, 17 et 18 »: the whole enumeration is of references.
_BEFORE_TAIL = re.compile(
    rf"{_NOT_NUMBER_BEFORE.pattern}(?:[ -]{{0,2}}\d{{1,3}}(?:,| et| ou| a)){{0,6}}[ -]*$",
    re.ASCII,
)
_DAY_OF_MONTH = re.compile(
    r" ?(?:er)? (?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre"
    r"|novembre|decembre)(?![a-z])"
)
_TAILS = tuple(
    (
        sign,
        re.compile(rf"{pattern(words).pattern}(?: (?:les|la|le|l'|des))? *$", re.ASCII),
    )
    for sign, words in COMPARATORS
)
# A comparator ends in one of these words.
_TAIL_WORDS = frozenset(
    plain(
        "de un une à au des minimum minima maximum moins plus environ quelque presque "
        "approximativement sous dépasser dépassera dépasseront excéder les la le l"
    ).split()
)
_LAST_WORD = re.compile(r"([a-z]+)'? *\Z")
_AFTER = (
    (">=", re.compile(r"[^.;:()\d]{0,40}?(?: au moins| au minimum| minimum| a minima)\b")),
    ("<=", re.compile(r"[^.;:()\d]{0,40}?(?: au plus| au maximum| maximum)\b")),
)  # fmt: skip
_RATE_AFTER = tuple((code, pattern(words)) for code, words in RATES)
# One of these is in every rate.
_RATE_HINTS = (
    "par ",
    "chaque",
    "annuel",
    "mensuel",
    "hebdo",
    "quotidien",
    "/",
    "l'an",
    "tous",
)
_DIGIT = re.compile(r"\d")
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_COUNTED = re.compile(r" {0,3}(?:d'|de |des )?((?:[a-zœ'-]+ ?){1,4})")
_WORDS = re.compile(r"[a-zœ'-]+")
_COUNTED_STOP = frozenset(
    [
        "d",
        "de",
        "des",
        "du",
        "en",
        "a",
        "au",
        "aux",
        "pour",
        "par",
        "sur",
        "dans",
        "sont",
        "seront",
        "sera",
        "est",
        "et",
        "ou",
        "qui",
        "que",
        "dont",
        "avec",
        "afin",
        "ont",
        "a",
        "ete",
        "d'ici",
        "le",
        "la",
        "les",
        "un",
        "une",
        "avant",
        "soit",
        "chaque",
        "contre",
        "sous",
        "entre",
        "devront",
        "devra",
        "mobilises",
        "consacres",
        "supplementaires",
        "avaient",
        "avait",
        "aura",
        "auront",
    ]
)
_RANGE = re.compile(r"(?: {0,3}(?:et|a|ou|-) {0,3})$")
_SCOPE_BEFORE = re.compile(
    r"(?:communes?|villes?|entreprises?|etablissements?|agglomerations?|metropoles?|epci"
    r"|intercommunalites?|collectivites?|foyers?|menages?|revenus?|personnes?|jeunes|enfants?"
    r"|agents?|salaries|logements?|exploitations?|territoires?|eleves)"
    r" (?:[a-z'-]{1,20} ){0,3}(?:comprise?s? entre|de|d'|inferieure?s? a|superieure?s? a"
    r"|ages? de|agees? de|dont [a-z' -]{0,40}|comptant|employant|a)"
    r" ?(?:plus de|moins de|au moins|au plus)? ?(?:\d[\d ]* (?:a|et) )?$"
)
# « les 11 collectivités »: already known. « actuellement de 200 % »: where it stands.
_KNOWN_BEFORE = re.compile(r"(?<!\w)(?:les|ces|nos|ses|leurs|aux|\+) +$")
_BASELINE_BEFORE = re.compile(
    r"(?:actuellement|aujourd'hui|contre|au lieu|initialement|deja|jusqu'alors)"
    r"(?: [a-z']{1,12}){0,2}? *$"
)
_SCOPE_AFTER = re.compile(r" ?(?:habitants|ans et plus|ans et moins)")
_COUNT_OF_PARTS = frozenset(
    [
        "condition",
        "conditions",
        "objectif",
        "objectifs",
        "axe",
        "axes",
        "volet",
        "volets",
        "mesure",
        "mesures",
        "etape",
        "etapes",
        "niveaux",
        "niveau",
        "type",
        "types",
        "modalite",
        "modalites",
        "raison",
        "raisons",
        "points",
        "sujet",
        "sujets",
        "temps",
        "phases",
        "phase",
        "priorite",
        "priorites",
        "grands",
        "grandes",
        "principes",
        "criteres",
        "chantiers",
        "leviers",
        "piliers",
        "dimensions",
        "autres",
        "premiers",
        "premieres",
        "dernieres",
        "derniers",
        "ministres",
        "ministeres",
        "parties",
        "volontes",
        "options",
        "scenarios",
        "fois",
        "ministre",
    ]
)


def read_quantities(text: str) -> list[Quantity]:
    """Every quantity of the text, in reading order. Never raises."""
    return read_quantities_in(text, plain(text), 0, len(text))


def read_quantities_in(
    text: str, plain_text: str, start: int, end: int, words: Set[str] | None = None
) -> list[Quantity]:
    """The quantities of text[start:end], when its plain form is at hand."""
    piece = plain_text[start:end]
    words = set(spaced(piece).split()) if words is None else words
    found = []
    if numbers := _numbers_among(words, piece):
        found = [
            quantity
            for match in numbers.finditer(piece)
            if (quantity := _quantity(text, piece, start, match))
        ]
    if words & _FACTOR_WORDS:
        found += _named(_FACTOR_PATTERN, FACTORS, text, piece, start, "factor")
    if words & _SHARE_WORDS:
        found += _named(_SHARE_PATTERN, SHARES, text, piece, start, "%")
    if words & _COLLECTIVE_WORDS:
        found += _collectives(text, piece, start)
    found.sort(key=lambda quantity: quantity.start)
    return _ranges(found, piece, start)


def _numbers_among(words: Set[str], piece: str) -> re.Pattern | None:
    """The pattern for the numbers that these words may hold."""
    if not _NUMBER_WORDS.isdisjoint(words):
        return _NUMBER
    return _DIGITS_ONLY if _DIGIT.search(piece) else None


def _quantity(text, piece, offset, match) -> Quantity | None:
    if _is_plainly_a_year(piece, match):
        return None
    value = _value(match)
    if value is None or _is_reference(piece, match, value):
        return None
    comparator, is_explicit = _comparator(piece, match)
    unit = UNIT_CODES.get(match["unit"] or "", "") or (
        "factor"
        if _TIMES.search(piece, max(0, match.start() - 3), match.start())
        else ""
    )
    begin, end = _counted_span(piece, match.end())
    first = piece[begin:end].split(" ")[0]
    said = " ".join(text[offset + begin : offset + end].split())
    if match["words"] and not _means_a_number(match, value, unit, first):
        return None
    after = piece[match.end() : match.end() + 60]
    return Quantity(
        text=text[offset + match.start() : offset + match.end()],
        start=offset + match.start(),
        end=offset + match.end(),
        value=value,
        comparator=comparator,
        is_explicit=is_explicit,
        unit=unit or _thing(said),
        counted=said,
        rate=_rate(after),
        scope=_is_scope(piece, match, first, is_explicit),
    )


def _is_plainly_a_year(piece: str, match: re.Match) -> bool:
    """« en 2024 », but neither « avec 2050 guichets » nor « 2050 € »."""
    digits = match["digits"] or ""
    if len(digits) != 4 or match.end() - match.start() != 4:
        return False
    before = piece[max(0, match.start() - 8) : match.start()].rstrip(" ")
    return "1900" <= digits <= "2100" and not before.endswith(_COUNTS_NEXT)


def _rate(after: str) -> str | None:
    if not any(map(after.count, _RATE_HINTS)):
        return None
    return next((code for code, words in _RATE_AFTER if words.search(after)), None)


def _value(match: re.Match) -> float | int | None:
    if match["digits"]:
        digits = match["digits"].replace(" ", "")
        if "." in digits and _DOTTED.fullmatch(digits):
            digits = digits.replace(".", "")
        if len(digits) > 30:
            return None
        value = float(digits.replace(",", "."))
    else:
        value = cardinal(match["words"])
        if value is None:
            return None
    scale = SCALES.get(match["scale"] or "", 1)
    value = value * scale + (scale / 2 if match["half"] else 0)
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def _is_reference(piece: str, match: re.Match, value) -> bool:
    """A year, a day of a month, an article, a page, a postal or telephone number."""
    if match["unit"] or match["scale"]:
        return False
    before = piece[max(0, match.start() - 32) : match.start()]
    digits = match["digits"] or ""
    is_year = len(digits) == 4 and digits.isdigit() and 1900 <= value <= 2100
    after = piece[match.end() : match.end() + 14]
    if _DAY_OF_MONTH.match(after) or after.startswith(
        ("-", "/", "e ", "er ", "eme", "°")
    ):
        return True
    if is_year:
        return not _counted(piece, match) or bool(_BEFORE_TAIL.search(before))
    if len(digits) == 5 and digits.isdigit() and not _counted(piece, match):
        return True
    return bool(_BEFORE_TAIL.search(before))


# « avec 2 050 guichets » : what stands before a number that looks like a year.
_COUNTS_NEXT = ("de", "avec", "les", "des", "a")


def _comparator(piece: str, match: re.Match) -> tuple[str, bool]:
    before = piece[max(0, match.start() - 40) : match.start()]
    last = _LAST_WORD.search(before[-18:])
    if last and last[1] in _TAIL_WORDS:
        for sign, words in _TAILS:
            if words.search(before):
                return sign, True
    for sign, words in _AFTER:
        if words.match(piece, match.end(), match.end() + 60):
            return sign, True
    return ">=", False


def _counted(piece: str, match: re.Match) -> str:
    """Up to four words after the number, stopped by a small word (plain form)."""
    first, last = _counted_span(piece, match.end())
    return piece[first:last]


def _counted_span(piece: str, end: int) -> tuple[int, int]:
    found = _COUNTED.match(piece, end, end + 80)
    if not found:
        return end, end
    first = last = found.start(1)
    for word in _WORDS.finditer(piece, first, found.end(1)):
        if word[0] in _COUNTED_STOP or word[0][:2] in ("d'", "l'", "n'", "s'", "qu"):
            break
        last = word.end()
    return first, last


def _said(text: str, piece: str, offset: int, match: re.Match) -> str:
    """What is counted, in the words of the text as published."""
    first, last = _counted_span(piece, match.end())
    return " ".join(text[offset + first : offset + last].split())


def _thing(said: str) -> str:
    """The thing counted: the first word, or a whole name, as « France Services »."""
    name = _NAME.match(said)
    return name[0] if name else said.split(" ")[0]


_NAME = re.compile(r"[A-ZÀ-Þ][a-zà-ÿœ]+(?: [A-ZÀ-Þ][a-zà-ÿœ]+)+")


def _means_a_number(match, value, unit, first) -> bool:
    """« un », « une » are articles and « deux axes » counts parts of a text."""
    if match["scale"] or unit:
        return True
    return value >= 2 and bool(first)


def _is_scope(piece, match, first, is_explicit) -> bool:
    before = piece[max(0, match.start() - 90) : match.start()]
    if _SCOPE_BEFORE.search(before) or _SCOPE_AFTER.match(piece, match.end()):
        return True
    if _BASELINE_BEFORE.search(before):
        return True
    if match["unit"]:
        return False
    if first in _COUNT_OF_PARTS or (
        _KNOWN_BEFORE.search(before) and not match["scale"]
    ):
        return True
    return first in DURATIONS and not is_explicit


_FACTOR_PATTERN = pattern("|".join(sorted(FACTORS, key=len, reverse=True)))
_SHARE_PATTERN = pattern("|".join(sorted(SHARES, key=len, reverse=True)))
_FACTOR_VALUES = {plain(word): value for word, value in (FACTORS | SHARES).items()}
_NUMBER_WORDS = (
    frozenset(UNITS) - {"un", "une"} | set(SCALES) | {"cent", "cents", "mille"}
)
_FACTOR_WORDS = frozenset(plain(word) for word in FACTORS)
_SHARE_WORDS = frozenset(plain(word).split()[-1] for word in SHARES)
_COLLECTIVE_WORDS = frozenset(COLLECTIVES)
_COLLECTIVE_PATTERN = pattern(
    rf"(?P<n>une|un|plusieurs|quelques|{CARDINAL}) (?P<word>{'|'.join(COLLECTIVES)})"
    rf"(?: d(?:e |'))?(?P<scale>milliers?|millions?|milliards?)?"
)


def _named(words, values, text, piece, offset, unit) -> list[Quantity]:
    return [
        Quantity(
            text=text[offset + m.start() : offset + m.end()],
            start=offset + m.start(),
            end=offset + m.end(),
            value=_FACTOR_VALUES[re.sub(" +", " ", m.group())],
            comparator="=" if unit == "factor" else ">=",
            unit=unit,
            counted=_said(text, piece, offset, m),
        )
        for m in words.finditer(piece)
    ]


def _collectives(text, piece, offset) -> list[Quantity]:
    found = []
    for m in _COLLECTIVE_PATTERN.finditer(piece):
        count = cardinal(m["n"]) if m["n"] not in ("plusieurs", "quelques") else None
        if not count:
            continue
        value = count * COLLECTIVES[m["word"]] * SCALES.get(m["scale"] or "", 1)
        found.append(
            Quantity(
                text=text[offset + m.start() : offset + m.end()],
                start=offset + m.start(),
                end=offset + m.end(),
                value=value,
                comparator="≈",
                is_explicit=True,
                unit=_thing(_said(text, piece, offset, m)),
                counted=_said(text, piece, offset, m),
            )
        )
    return found


def _ranges(found: list[Quantity], piece: str, offset: int) -> list[Quantity]:
    """« de 30 à 50 % » is one quantity: its upper end, with the lower one kept."""
    kept: list[Quantity] = []
    for quantity in found:
        last = kept[-1] if kept else None
        if last and quantity.start < last.end:
            continue
        between = piece[last.end - offset : quantity.start - offset] if last else ""
        if (
            last
            and len(between) < 6
            and _RANGE.fullmatch(between)
            and (last.value < quantity.value and not last.counted and quantity.unit)
        ):
            kept[-1] = Quantity(
                **{**quantity.__dict__, "start": last.start, "low": last.value,
                   "text": last.text + between + quantity.text}
            )  # fmt: skip
        else:
            kept.append(quantity)
    return kept
