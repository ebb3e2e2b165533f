"""Dates, numbers and spaces as French and English typography want them.

Pure functions on plain values; ``language`` is "fr" or anything else (English).
French follows the Imprimerie nationale's Lexique des règles typographiques: a narrow
no-break space inside numbers and before ; ! ?, a no-break space before : % and inside
« ». A date is never shown more exactly than its precision allows.
"""

import datetime
import re
from decimal import Decimal

from commitments.timing import day_of

NBSP = "\u00a0"
NARROW = "\u202f"

MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
SEASONS = {
    "fr": ("hiver", "printemps", "été", "automne"),
    "en": ("winter", "spring", "summer", "autumn"),
}
# The last day on which each season can end in the years concerned (month, day).
SEASON_ENDS = ((3, 20), (6, 21), (9, 23), (12, 21))

SCALES = (
    (10**9, {"fr": "milliard", "en": "billion"}),
    (10**6, {"fr": "million", "en": "million"}),
)
UNITS_OF_TIME = {
    "fr": {"day": ("jour", "jours"), "month": ("mois", "mois"), "year": ("an", "ans")},
    "en": {
        "day": ("day", "days"),
        "month": ("month", "months"),
        "year": ("year", "years"),
    },
}
DAYS_IN_MONTH = 365.25 / 12
# Days by which calendar months may fall short of as many average ones.
LET_OFF = 3
# So many months are said in years.
MONTHS_IN_YEARS = 24
ORDINALS_EN = ("first", "second", "third", "fourth")
# The signs that French sets with a space, its apostrophe and its thousands.
SET = re.compile(r"[;!?:%€«»']|\d \d")
CURRENCY = {"€", "euro", "euros"}
PERCENT = {"%", "percent", "pourcent", "pour cent"}


def is_french(language):
    """Tell whether a language code is some French ("fr", "fr-fr", "fr-CA")."""
    return (language or "").lower().split("-")[0] == "fr"


def format_date(on, language):
    """Return a full date: "13 juillet 2023", "1er janvier 2026", "13 July 2023"."""
    day = on.day
    if is_french(language):
        day = "1er" if on.day == 1 else on.day
        return f"{day}{NBSP}{MONTHS['fr'][on.month - 1]} {on.year}"
    return f"{day}{NBSP}{MONTHS['en'][on.month - 1]} {on.year}"


def format_month(on, language):
    """Return a month and its year: "janvier 2025"."""
    names = MONTHS["fr" if is_french(language) else "en"]
    return f"{names[on.month - 1]} {on.year}"


def format_quarter(on, language):
    """Return a quarter: "1er trimestre 2025", "first quarter of 2025"."""
    return _part_of_year(
        (on.month - 1) // 3, on.year, {"fr": "trimestre", "en": "quarter"}, language
    )


def format_half(on, language):
    """Return a half-year: "2e semestre 2024", "second half of 2024"."""
    return _part_of_year(
        (on.month - 1) // 6, on.year, {"fr": "semestre", "en": "half"}, language
    )


def _part_of_year(index, year, word, language):
    if is_french(language):
        ordinal = "1er" if index == 0 else f"{index + 1}e"
        return f"{ordinal}{NBSP}{word['fr']} {year}"
    return f"{ORDINALS_EN[index]} {word['en']} of {year}"


def format_season(on, language):
    """Return the season a day falls in: "été 2024"; a late December day is winter."""
    index = next(
        (i for i, end in enumerate(SEASON_ENDS) if (on.month, on.day) <= end), 0
    )
    return f"{SEASONS['fr' if is_french(language) else 'en'][index]} {on.year}"


def format_year(on, language):
    """Return a year: "fin 2023" when the day is its last, else "2023"."""
    if (on.month, on.day) != (12, 31):
        return str(on.year)
    return f"fin {on.year}" if is_french(language) else f"end of {on.year}"


BY_PRECISION = {
    "day": format_date,
    "month": format_month,
    "quarter": format_quarter,
    "half": format_half,
    "season": format_season,
    "year": format_year,
}


def format_due(on, precision, language):
    """Return a deadline's last day no more exactly than its precision.

    ``precision`` is a value of choices.Precision but "none"; another is a KeyError
    rather than a false exactness.
    """
    return BY_PRECISION[precision](on, language)


def as_date(value):
    """Return the date of a date, or the day in Paris of an aware moment."""
    return day_of(value) if isinstance(value, datetime.datetime) else value


def format_number(value, language, decimals=None):
    """Return a number grouped by thousands: "2 750", "1,5"; "2,750", "1.5".

    Trailing zeros of the decimals are dropped unless ``decimals`` fixes their count.
    """
    value = Decimal(str(value))
    if decimals is not None:
        text = f"{value:,.{decimals}f}"
    else:
        text = f"{value:,f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
    text = text.replace("-", "\u2212")
    if is_french(language):
        text = text.replace(",", NARROW).replace(".", ",")
    return text


def format_percent(value, language, decimals=None):
    """Return a value already in percent: "85 %" in French, "85%" in English."""
    number = format_number(value, language, decimals)
    return f"{number}{NBSP}%" if is_french(language) else f"{number}%"


def format_quantity(value, unit, language):
    """Return a value with its unit: "2 750 France Services", "250 millions d'euros".

    Round sums of money or people from a million on are said in millions or milliards.
    """
    unit = (unit or "").strip()
    if unit.lower() in PERCENT:
        return format_percent(value, language)
    french = is_french(language)
    spoken, scale = _in_words_of_scale(Decimal(str(value)))
    number = format_number(spoken, language)
    if scale:
        plural = "s" if french and abs(spoken) >= 2 else ""
        number += NBSP + scale["fr" if french else "en"] + plural
    if unit.lower() in CURRENCY:
        return _money(number, scale, french)
    if not unit:
        return number
    if scale and french:
        return f"{number} {_of(unit)}"
    return f"{number}{NBSP}{unit}"


def format_days(count, language):
    """Return a count of days in words: "12 days"; "3 years and 5 months" from 2 on."""
    months = _whole_months(count)
    if abs(months) >= MONTHS_IN_YEARS:
        return _format_months(months, language)
    return _counted(count, "day", language)


def format_elapsed(count, precision, language):
    """Return a count of days from a date no more exactly than the date is known.

    "12 days" from a day; from a month or a year "2 months", "less than a month".
    """
    if precision == "day":
        return format_days(count, language)
    return _format_months(_whole_months(count), language)


def _whole_months(count):
    """Months that have wholly passed: a delay is not said longer than it is.

    Months are not of one length: from the end of a year to that of June is half a year.
    """
    months = int((abs(count) + LET_OFF) / DAYS_IN_MONTH)
    return months if count > 0 else -months


def _format_months(months, language):
    """Return months in words, from MONTHS_IN_YEARS on as years and what is left."""
    if not months:
        return "moins d’un mois" if is_french(language) else "less than a month"
    if abs(months) < MONTHS_IN_YEARS:
        return _counted(months, "month", language)
    years, rest = divmod(abs(months), 12)
    parts = [_counted(years if months > 0 else -years, "year", language)]
    if rest:
        parts.append(_counted(rest, "month", language))
    return join_words(parts, language)


def _counted(count, unit, language):
    french = is_french(language)
    one, several = UNITS_OF_TIME["fr" if french else "en"][unit]
    is_one = abs(count) < 2 if french else abs(count) == 1
    return f"{format_number(count, language)}{NBSP}{one if is_one else several}"


def _in_words_of_scale(value):
    """Return (value, None), or (value in millions, its word) if that stays short."""
    for size, word in SCALES:
        scaled = value / size
        if abs(scaled) >= 1 and scaled == scaled.quantize(Decimal("0.1")):
            return scaled, word
    return value, None


def _money(number, scale, french):
    if not french:
        return f"€{number}"
    return f"{number} d’euros" if scale else f"{number}{NBSP}€"


def _of(unit):
    """Return "de" or its elision before a unit: "de personnes", "d’agents"."""
    return f"d’{unit}" if unit[0].lower() in "aeiouyéèêàâîôûh" else f"de {unit}"


def join_words(words, language):
    """Return "a, b et c" or "a, b and c"."""
    words = [str(word) for word in words]
    if len(words) < 2:
        return "".join(words)
    last = " et " if is_french(language) else " and "
    return ", ".join(words[:-1]) + last + words[-1]


def no_break(text, language):
    """Set a French text: no-break spaces, curly apostrophes; English is untouched.

    For what the base says, never for exact words, which ``hold_spaces`` leaves whole.
    Spaces before : ; ! ? % » and after « become no-break ones; where a writer left the
    space out before ! ? or around « », it is added. A colon or semicolon gets none when
    missing, so that hours, addresses and HTML entities stay whole.
    """
    if not (is_french(language) and SET.search(text)):
        return text
    text = re.sub(r"[ \u00a0\u202f]+([;!?])", NARROW + r"\1", text)
    text = re.sub(r"(?<=[\w»”’)])([!?])(?=\s|$)", NARROW + r"\1", text)
    text = re.sub(r"[ \u00a0\u202f]+([:%€])", NBSP + r"\1", text)
    text = re.sub(r"«[ \u00a0\u202f]*", "«" + NBSP, text)
    text = re.sub(r"[ \u00a0\u202f]*»", NBSP + "»", text)
    text = re.sub(r"(?<=\w)'(?=[\w«])", "’", text)
    return re.sub(r"(?<=\d) (?=\d{3}(?!\d))", NARROW, text)


def hold_spaces(words):
    """Return French words, each space that should not break as one that does not.

    For exact quotes: no character is added, lost or moved.
    """
    if not SET.search(words):
        return words
    words = re.sub(r"(?<=\S) (?=[%€:;!?»])", NBSP, words)
    return re.sub(r"(?<=«) |(?<=\d) (?=\d{3}(?!\d))", NBSP, words)
