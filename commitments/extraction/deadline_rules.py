"""The deadline grammar: one row per way of naming a moment (domain.md §4, G13).

A row reads: the rule's id · what it is worth · the words that must be present for the
rule to be tried (a family of deadlines.py, then any word that is needed besides) · the
pattern, in ordinary French (see plain.pattern) · how its groups become a period.
Rows are tried in order and the first to claim a stretch of text keeps it: references,
periods without a start and events come before dates.
"""
# ruff: noqa: E501 (a table of patterns reads better with one row on one line)

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from commitments.extraction.number_words import CARDINAL, cardinal
from commitments.extraction.periods import (
    Period,
    add_duration,
    one_day,
    whole_half,
    whole_month,
    whole_quarter,
    whole_season,
    whole_year,
)
from commitments.extraction.plain import pattern, plain

MONTHS = {
    "janvier": 1, "février": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6,
    "juillet": 7, "août": 8, "septembre": 9, "octobre": 10, "novembre": 11,
    "décembre": 12,
}  # fmt: skip
ORDINALS = {
    "premier": 1, "première": 1, "1er": 1, "1ère": 1, "1ere": 1,
    "deuxième": 2, "second": 2, "seconde": 2, "2e": 2, "2ème": 2, "2nd": 2, "2nde": 2,
    "troisième": 3, "3e": 3, "3ème": 3, "quatrième": 4, "4e": 4, "4ème": 4,
    "dernier": -1,
}  # fmt: skip
UNITS = {
    "jour": "day", "jours": "day", "semaine": "week", "semaines": "week",
    "mois": "month", "an": "year", "ans": "year", "année": "year", "années": "year",
}  # fmt: skip
# The day each presidential term ended or must end (Constitution, article 6).
TERM_ENDS = (
    date(1981, 5, 21), date(1988, 5, 20), date(1995, 5, 17), date(2002, 5, 16),
    date(2007, 5, 16), date(2012, 5, 15), date(2017, 5, 14), date(2022, 5, 13),
    date(2027, 5, 13),
)  # fmt: skip

_MONTH_NUMBERS = {plain(name): number for name, number in MONTHS.items()}
_ORDINAL_NUMBERS = {plain(name): number for name, number in ORDINALS.items()}
_UNIT_CODES = {plain(name): code for name, code in UNITS.items()}
_SEASON_NAMES = {plain(name): name for name in ("printemps", "été", "automne", "hiver")}

Groups = Mapping[str, str | None]
Reader = Callable[[Groups, date], Period | None]

# Pieces of patterns.
YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d|-\d|,\d| \d{3}(?!\d)| ?%| ?€)"
MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
ORDINAL = rf"(?P<ordinal>{'|'.join(sorted(ORDINALS, key=len, reverse=True))})"
DAY = r"(?P<day>\d{1,2}|1er|premier)"
NUMBER = rf"(?P<count>\d{{1,3}}|{CARDINAL})"
UNIT = rf"(?P<unit>{'|'.join(sorted(UNITS, key=len, reverse=True))})"
SEASON = r"(?P<season>printemps|été|automne|hiver)"
BY = r"(?:d'ici(?: à)?|avant|pour|vers|jusqu'à|jusqu'en|à|en|au cours de|courant)"
THE_END = (
    r"(?:(?:à |vers |pour )?(?:la )?fin(?: du mois)?(?: de| d'| du)?(?: l'année)?)"
)
MONTH_LEAD = (
    r"(?:d'ici(?: à)?(?: la)?|avant(?: la)?|au plus tard(?: en| à la)?"
    r"|jusqu'en|jusqu'à(?: la)?|à(?: la)?|courant|en|au|pour(?: la)?|vers(?: la)?"
    r"|dans le courant du|au cours du|le)"
)
# « d'ici le », « au plus tard le »… : what may stand before a day.
DAY_LEAD = (
    r"(?:d'ici(?: au| le)?|au plus tard(?: le| au| avant le)?"
    r"|avant le|jusqu'au|à échéance du|à l'échéance du|au|le|du)"
)
EVENT = r"(?P<event>[^.;:()]{2,90}?)(?=[.;:(),]|$| sera| seront| devra| afin| pour )"


@dataclass(frozen=True)
class Rule:
    """One way of naming a moment. `status` says what it is worth:

    dated · event (a duration whose start is not known) · vague · start ·
    recurring · duration · past · reference.
    """

    id: str
    status: str
    trigger: str
    needs: tuple[str, ...]
    pattern: re.Pattern
    read: Reader


def _number(words: str) -> int:
    value = int(words) if words.isdigit() else cardinal(words)
    if not value:
        raise ValueError(f"not a number: {words}")
    return value


def _year(groups: Groups, answered_on: date) -> int:
    """The year named, or the answer's (« de l'année prochaine »: the next)."""
    if groups.get("year"):
        return int(groups["year"])
    return answered_on.year + (1 if groups.get("next_year") else 0)


def _next(period_of: Callable[[int], Period], answered_on: date) -> Period:
    """The first such period that is not over on the day of the answer."""
    period = period_of(answered_on.year)
    return period if period.latest >= answered_on else period_of(answered_on.year + 1)


def _of_year(period_of, groups, answered_on) -> Period:
    if groups.get("year") or groups.get("next_year"):
        return period_of(_year(groups, answered_on))
    return _next(period_of, answered_on)


def read_year(groups, answered_on):
    return whole_year(_year(groups, answered_on))


def read_year_end(groups, answered_on):
    year = _year(groups, answered_on)
    return Period(date(year, 10, 1), date(year, 12, 31), "year")


def read_year_middle(groups, answered_on):
    year = _year(groups, answered_on)
    return Period(date(year, 6, 1), date(year, 6, 30), "month")


def read_year_start(groups, answered_on):
    return whole_quarter(_year(groups, answered_on), 1)


def read_before_year(groups, answered_on):
    return whole_year(int(groups["year"]) - 1)


def read_month(groups, answered_on):
    month = _MONTH_NUMBERS[groups["month"]]
    return _of_year(lambda year: whole_month(year, month), groups, answered_on)


def read_before_month(groups, answered_on):
    found = read_month(groups, answered_on)
    before = found.earliest - timedelta(days=1)
    return whole_month(before.year, before.month)


def read_month_part(groups, answered_on):
    """« début mars »: the 10th, « mi-mars »: the 15th (published convention)."""
    found = read_month(groups, answered_on)
    first, last = (1, 10) if groups["part"].startswith("debut") else (11, 15)
    return Period(
        found.earliest.replace(day=first), found.latest.replace(day=last), "month"
    )


def read_day(groups, answered_on):
    day = 1 if groups["day"] in ("1er", "premier") else int(groups["day"])
    month = _MONTH_NUMBERS[groups["month"]]
    if groups.get("year") or groups.get("next_year"):
        return one_day(date(_year(groups, answered_on), month, day))
    return _next(lambda year: one_day(date(year, month, day)), answered_on)


def read_before_day(groups, answered_on):
    return one_day(read_day(groups, answered_on).latest - timedelta(days=1))


def read_numeric_day(groups, answered_on):
    day, month = int(groups["day"]), int(groups["month_number"])
    return one_day(date(int(groups["year"]), month, day))


def read_before_numeric_day(groups, answered_on):
    return one_day(
        read_numeric_day(groups, answered_on).latest - timedelta(days=1),
    )


def _ordinal(groups: Groups, count: int) -> int:
    value = _ORDINAL_NUMBERS[groups["ordinal"]] if groups.get("ordinal") else None
    value = int(groups["digit"]) if value is None else value
    value = count if value == -1 else value
    if not 1 <= value <= count:
        raise ValueError("no such quarter or half")
    return value


def read_quarter(groups, answered_on):
    quarter = _ordinal(groups, 4)
    return _of_year(lambda year: whole_quarter(year, quarter), groups, answered_on)


def read_half(groups, answered_on):
    half = _ordinal(groups, 2)
    return _of_year(lambda year: whole_half(year, half), groups, answered_on)


def read_season(groups, answered_on):
    season = _SEASON_NAMES[groups["season"]]
    return _of_year(lambda year: whole_season(year, season), groups, answered_on)


def read_before_season(groups, answered_on):
    season = _SEASON_NAMES[groups["season"]]

    def before(year):
        eve = whole_season(year, season).earliest - timedelta(days=1)
        return Period(min(answered_on, eve), eve, "season")

    return _of_year(before, groups, answered_on)


def read_school_return(groups, answered_on):
    return _of_year(lambda year: whole_month(year, 9), groups, answered_on)


def read_school_year(groups, answered_on):
    first, last = int(groups["first"]), int(groups["last"])
    last += first // 100 * 100 if last < 100 else 0
    return Period(date(first, 9, 1), date(last, 8, 31), "year")


def read_period(groups, answered_on):
    first, last = int(groups["first"]), int(groups["last"])
    last += first // 100 * 100 if last < 100 else 0
    if last < first or last - first > 60:
        raise ValueError("not a period")
    return Period(date(first, 1, 1), date(last, 12, 31), "year")


def read_duration(groups, answered_on):
    unit = _UNIT_CODES[groups["unit"] or groups["unit2"]]
    latest = add_duration(answered_on, _number(groups["count"]), unit)
    earliest = answered_on
    if groups.get("least"):
        earliest = add_duration(answered_on, _number(groups["least"]), unit)
    precision = "day" if unit in ("day", "week") else unit
    return Period(earliest, latest, precision)


def read_half_years(groups, answered_on):
    """« un an et demi », « dix-huit mois »."""
    months = _number(groups["count"]) * 12 + 6
    return Period(answered_on, add_duration(answered_on, months, "month"), "month")


def read_next_month(groups, answered_on):
    latest = add_duration(answered_on.replace(day=1), 1, "month")
    return whole_month(latest.year, latest.month)


def read_this_month(groups, answered_on):
    return whole_month(answered_on.year, answered_on.month)


def read_this_year(groups, answered_on):
    return Period(answered_on, date(answered_on.year, 12, 31), "year")


def read_next_year(groups, answered_on):
    return whole_year(answered_on.year + 1)


def read_this_half(groups, answered_on):
    return whole_half(answered_on.year, 1 if answered_on.month <= 6 else 2)


def read_this_quarter(groups, answered_on):
    return whole_quarter(answered_on.year, (answered_on.month + 2) // 3)


def read_term(groups, answered_on):
    for end in TERM_ENDS:
        if end >= answered_on:
            return Period(answered_on, end, "day")
    return None


def read_christmas(groups, answered_on):
    return _next(lambda year: one_day(date(year, 12, 25)), answered_on)


def read_nothing(groups, answered_on):
    return None


NEXT_YEAR = r"(?P<next_year>(?:de )?l'(?:année|an) prochaine?)"
OF_YEAR = rf"(?: (?:de )?(?:l'année |l'an )?{YEAR}| {NEXT_YEAR})"

_ROWS = (
    # --- references and names: never deadlines -----------------------------------
    ("law_reference", "reference", "law",
     r"(?:projet de |proposition de )?lois?(?: de programmation)?"
     r"(?: de finances?| de financement)(?: initiale| rectificative)?"
     rf"(?: de la sécurité sociale)?(?: initiale| rectificative)?(?: pour| de)? {YEAR}",
     read_nothing),
    ("law_reference", "reference", "law",
     rf"de (?:finances?|financement de la sécurité sociale) (?:initiales?|rectificatives?) pour {YEAR}",
     read_nothing),
    ("law_reference", "reference", "law",
     rf"(?:plf|plfss|plfr|lfi|lfss|lfr|budgets?|exercices?|gestion)(?: pour| de)? {YEAR}",
     read_nothing),
    ("law_reference", "reference", "law",
     r"(?:loi|décret|arrêté|ordonnance|règlement|directive|circulaire|instruction"
     r"|décision|arrêt|jugement|avis|rapport|accord|convention|traité|note|courrier"
     r"|lettre|délibération|communiqué|séance|réunion|comité[^.;,:()]{0,60}"
     r"|conseil[^.;,:()]{0,40})"
     r"(?: [a-zà-ü'-]{1,20}){0,4}(?: \(?[a-z]{1,3}\)?)?(?: n[°o]? ?[\d./-]{1,14})?"
     rf"(?: modifiée?)? du {DAY}(?: {MONTH})? {YEAR}", read_nothing),
    ("law_reference", "reference", "law",
     rf"n[°o]? ?\d{{2,4}}-\d{{1,5}} du {DAY} {MONTH} {YEAR}", read_nothing),
    ("name_not_date", "reference", "year",
     r"(?:contrats? de plan[^.;,:()\d]{0,40}|cper|programmations?(?: militaire)?|lpm"
     r"|pac|millésimes?|éditions?|campagnes?|recensement|jeux olympiques[^.;,:()\d]{0,40}"
     r"|coupe du monde[^.;,:()\d]{0,30}) (?:de |en |d')?(?P<first>(?:19|20)\d\d)"
     r"(?:-(?P<last>(?:19|20)?\d\d))?", read_nothing),
    # --- the past ----------------------------------------------------------------
    ("past", "past", "unit: derni|premi",
     rf"(?:au cours d|lors d|durant l|pendant l|dans l|sur l|c)es (?:{NUMBER} )?"
     rf"(?:derni|premi)[eè]re?s {UNIT}", read_nothing),
    ("past", "past", "unit: passé", rf"ces (?:{NUMBER} )?{UNIT} passée?s", read_nothing),
    ("past", "past", "count: il y a|depuis",
     rf"(?:il y a|depuis)(?: (?:plus|près|moins) de)?(?: environ)? {NUMBER} {UNIT}",
     read_nothing),
    ("past", "past", "dernier",
     rf"(?:(?:le |du |au )?(?:{DAY} )?(?:fin |début |mi-)?{MONTH}"
     r"|l'année|l'an|l'été|le mois|la semaine|le printemps|la rentrée) (?:derni[eè]re?|passée?)",
     read_nothing),
    ("start_not_deadline", "start", "year: dès |à compter|à partir|à dater|depuis|après|au-delà",
     rf"(?:dès|à (?:compter|partir|dater) de|depuis|après|au-delà de) (?:l'année |le début (?:de )?|début |fin )?{YEAR}",
     read_nothing),
    # --- durations that hang on an event (G8) -----------------------------------
    ("duration_from_event", "event", "count: après|suiv|à compter|à partir|à dater|qui sui",
     rf"(?:dans|sous|d'ici)?(?: un| le| les)?(?: délai)?(?: maxim(?:al|um))?(?: de| d')?"
     rf" ?{NUMBER} {UNIT} (?:maximum )?(?:après|suivant|(?:à compter|à partir|à dater) d[eu]s?"
     rf"|qui sui(?:t|vent|vra|vront)) (?!ce jour|aujourd'hui|cette date){EVENT}",
     read_nothing),
    ("duration_from_event", "event", "unit: dans|sous",
     rf"(?:dans|sous) (?:les |l')?(?:{NUMBER} )?{UNIT} (?:de|d'|du) ?"
     r"(?=l'entrée|la publication|la promulgation|l'adoption|sa |son |la mise|l'accord"
     rf"|la réception|la demande){EVENT}", read_nothing),
    ("duration_from_event", "event", "unit: dans l'",
     rf"dans l'année (?:qui sui(?:t|vra)|suivant) {EVENT}", read_nothing),
    ("duration_from_event", "event", "unit: premi",
     rf"(?:au titre des|durant les|pendant les|au cours des|dans les) (?:{NUMBER}|toutes)"
     r" premi[eè]res? années?", read_nothing),
    ("event", "event", "event: la promulgation|l'entrée|la publication|l'adoption|la parution|la ratification|l'achèvement",
     r"(?:dès|après|à compter de|à partir de|à la suite de|à l'issue de|lors de|à)"
     r" (?P<event>(?:la promulgation|l'entrée en vigueur|la publication|l'adoption"
     r"|la parution|la ratification|l'achèvement)[^.;:,()]{0,60})", read_nothing),
    # --- what lasts or comes back, without an end --------------------------------
    ("recurring", "recurring", "unit: chaque|par |tous les|toutes les|annuellement",
     rf"(?:chaque|par) (?:année|an|mois|semaine|jour|trimestre|semestre)"
     rf"|tou(?:te)?s les (?:{NUMBER} )?{UNIT}|annuellement", read_nothing),
    ("duration_without_start", "duration", "lasting",
     r"(?:biennal|triennal|quadriennal|quinquennal|décennal|pluriannuel)(?:le)?s?"
     r"|(?:biennaux|triennaux|quinquennaux|pluriannuels)", read_nothing),
    ("duration_without_start", "duration", "count",
     rf"(?:sur|pendant|durant|pour)(?: une)?(?: durée| période)?(?: totale| maximale)?"
     rf"(?: de| d')? ?{NUMBER} {UNIT}(?! à venir| qui viennent)", read_nothing),
    # --- words without a date ----------------------------------------------------
    ("open_ended", "vague", "vague", r"à terme|sur le long terme|à long terme",
     read_nothing),
    ("vague", "vague", "unit: proch",
     r"(?:dans|d'ici|sous|au cours d|pendant|durant)(?:es|e)? ?(?:à )?"
     r"(?:les |le |la |des |quelques |ces )?(?:tou(?:te)?s )?(?:prochaine?s?|proches?) "
     r"(?:mois|semaines|jours|années|temps|avenir)", read_nothing),
    ("vague", "vague", "unit: dans|d'ici|sous|au cours",
     r"(?:dans|d'ici|sous|au cours d)(?:es|e)? ?(?:à )?(?:les |l[ae] |l'|quelques |des )"
     r"(?:mois|semaines|jours|années|temps|avenir)(?: proches?)?"
     r"(?: (?:à venir|qui viennent|prochaine?s))?", read_nothing),
    ("vague", "vague", "vague",
     r"prochainement|très prochainement|rapidement|bientôt|dans les meilleurs délais"
     r"|au plus vite|au plus tôt|sans délai|sans tarder|dans un délai raisonnable"
     r"|dans un avenir proche|dans un futur proche|sous peu|ultérieurement"
     r"|à (?:court|moyen|brève|plus long) (?:terme|échéance)"
     r"|à (?:court|moyen) et (?:moyen|long) terme|dans un premier temps|le moment venu",
     read_nothing),
    # --- periods -----------------------------------------------------------------
    ("school_year", "dated", "year: année",
     r"(?:(?:pour|durant|pendant|sur|dans|au cours de|en) )?(?:l')?année (?:scolaire|universitaire)"
     r" (?P<first>(?:19|20)\d\d)[-/](?P<last>(?:20)?\d\d)", read_school_year),
    ("school_return", "dated", "season: rentrée",
     rf"(?:{BY} |pour )?(?:la )?rentrée(?: scolaire| universitaire| de septembre)?"
     rf" (?:(?:de )?{YEAR}(?:[-/]\d\d\d?\d?)?|(?P<next_year>de l'année prochaine))",
     read_school_return),
    ("end_of_period", "dated", "year: période|durée|année",
     r"(?:sur|pour|pendant|durant|au cours de|dans)(?: toute)? (?:la |les |l')?(?:(?:période|durée)s?"
     rf"|(?:{NUMBER} )?années?)(?: (?:de|d'))?(?: ?années?)? ?(?P<first>(?:19|20)\d\d)"
     r"(?: ?[-/] ?| à | et )(?P<last>(?:19|20)?\d\d)", read_period),
    ("end_of_period", "dated", "year",
     r"(?:entre|de|d'ici) (?:fin |début |mi-)?(?P<first>(?:19|20)\d\d)"
     r" (?:et|à) (?:à )?(?:la )?(?:fin |début |mi-)?(?P<last>(?:19|20)\d\d)", read_period),
    ("end_of_period", "dated", "year",
     r"en (?P<first>(?:19|20)\d\d)(?:, (?:en )?(?:19|20)\d\d){0,4} (?:et|puis)"
     r" (?:en )?(?P<last>(?:19|20)\d\d)", read_period),
    ("end_of_period", "dated", "year: -|/",
     r"(?:sur|pour|en|d'ici) (?P<first>(?:19|20)\d\d) ?[-/] ?(?P<last>(?:19|20)?\d\d)",
     read_period),
    ("name_not_date", "reference", "year",
     r"(?P<first>(?:19|20)\d\d) ?[-/] ?(?P<last>(?:19|20)\d\d)", read_nothing),
    # --- days --------------------------------------------------------------------
    ("strictly_before_day", "dated", "month: avant",
     rf"avant le {DAY} {MONTH}{OF_YEAR}", read_before_day),
    ("strictly_before_day", "dated", "month: avant",
     rf"avant le {DAY} {MONTH}(?: prochain)?", read_before_day),
    ("strictly_before_day", "dated", "slash: avant",
     r"avant le (?P<day>\d{1,2})[/.](?P<month_number>\d{1,2})[/.](?P<year>(?:19|20)\d\d)",
     read_before_numeric_day),
    ("end_of_days", "dated", "month:  au | et |entre",
     rf"(?:du|entre le) \d{{1,2}}(?:er)?(?: [a-zéû]{{3,9}})?(?: \d{{4}})? (?:au|et(?: le)?)"
     rf" {DAY} {MONTH} {YEAR}", read_day),
    ("reference_day", "reference", "month:  du |en date|daté|du ", rf"(?:du|en date du|daté du) {DAY} {MONTH} {YEAR}",
     read_nothing),
    ("named_day", "dated", "month", rf"(?:{DAY_LEAD} )?{DAY} {MONTH}{OF_YEAR}", read_day),
    ("named_day", "dated", "slash",
     rf"(?:{DAY_LEAD} )?(?P<day>\d{{1,2}})[/.](?P<month_number>\d{{1,2}})[/.]"
     r"(?P<year>(?:19|20)\d\d)", read_numeric_day),
    ("next_such_day", "dated", "month",
     rf"(?:d'ici(?: au| le)?|au plus tard le|jusqu'au|au|le) {DAY} {MONTH}(?: prochain)?",
     read_day),
    # --- quarters and halves -----------------------------------------------------
    ("end_of_quarter", "dated", "quarter: trimestre",
     rf"(?:{MONTH_LEAD} )?(?:fin (?:du |de )?|début (?:du )?)?(?:le )?{ORDINAL} trimestre{OF_YEAR}",
     read_quarter),
    ("end_of_quarter", "dated", "year: t1|t2|t3|t4", rf"(?:au |le )?t(?P<digit>[1-4]) {YEAR}", read_quarter),
    ("end_of_next_such_quarter", "dated", "quarter: trimestre",
     rf"{MONTH_LEAD} (?:fin (?:du |de )?|début (?:du )?)?{ORDINAL} trimestre", read_quarter),
    ("end_of_half", "dated", "quarter: semestre",
     rf"(?:{MONTH_LEAD} )?(?:fin (?:du |de )?|début (?:du )?)?(?:le )?{ORDINAL} semestre{OF_YEAR}",
     read_half),
    ("end_of_half", "dated", "year: s1|s2", rf"(?:au |le )?s(?P<digit>[12]) {YEAR}", read_half),
    ("end_of_next_such_half", "dated", "quarter: semestre",
     rf"{MONTH_LEAD} (?:fin (?:du |de )?|début (?:du )?)?{ORDINAL} semestre", read_half),
    ("end_of_answer_half", "dated", "quarter: fin",
     r"(?:d'ici|avant|à) la fin du semestre", read_this_half),
    ("end_of_answer_quarter", "dated", "quarter: fin",
     r"(?:d'ici|avant|à) la fin du trimestre", read_this_quarter),
    # --- months ------------------------------------------------------------------
    ("part_of_month", "dated", "month: début|mi-|mi ",
     rf"(?:{MONTH_LEAD} )?(?:le )?(?P<part>début|mi)[ -](?:du mois )?(?:de |d')?{MONTH}{OF_YEAR}",
     read_month_part),
    ("part_of_next_such_month", "dated", "month: début|mi-|mi ",
     rf"(?:{MONTH_LEAD} )?(?:le )?(?P<part>début|mi)[ -](?:du mois )?(?:de |d')?{MONTH}(?: prochain)?",
     read_month_part),
    ("end_of_named_month", "dated", "month: fin",
     rf"(?:{MONTH_LEAD} )?fin(?: du mois)?(?: de| d')? ?{MONTH}{OF_YEAR}", read_month),
    ("strictly_before_month", "dated", "month: avant",
     rf"avant (?:le mois de |le mois d')?{MONTH}{OF_YEAR}", read_before_month),
    ("named_month", "dated", "month",
     rf"(?:{MONTH_LEAD} )(?:mois (?:de |d'))?{MONTH}{OF_YEAR}", read_month),
    ("end_of_next_such_month", "dated", "month: fin",
     rf"(?:{MONTH_LEAD} )?fin(?: du mois)?(?: de| d')? ?{MONTH}(?: prochain)?", read_month),
    ("next_such_month", "dated", "month",
     rf"(?:d'ici(?: à)?|courant|en|pour|au plus tard en|au cours du|dans le courant du|au)"
     rf" (?:le )?(?:mois (?:de |d'))?{MONTH}(?: prochain)?(?! \d)", read_month),
    ("relative_month", "dated", "unit: prochain",
     r"(?:d'ici |au cours du |courant )?(?:le |du )?mois prochain", read_next_month),
    ("end_of_answer_month", "dated", "unit: mois",
     r"(?:d'ici (?:à )?|avant |à )la fin du mois(?! d)|(?:d'ici )?fin de mois|ce mois-ci",
     read_this_month),
    # --- seasons -----------------------------------------------------------------
    ("before_season", "dated", "season: avant",
     rf"avant (?:l'|le ){SEASON}{OF_YEAR}", read_before_season),
    ("before_season", "dated", "season: avant",
     rf"avant (?:l'|le ){SEASON}(?: prochain)?(?! \d)", read_before_season),
    ("season", "dated", "season",
     rf"(?:(?:d'ici(?: à| au)?|à|au|pour|dès|courant|pendant|durant|au cours de) )?(?:fin |la fin de |début )?"
     rf"(?:l'|le |de l'|du )?{SEASON}{OF_YEAR}", read_season),
    ("next_such_season", "dated", "season",
     r"(?:(?:d'ici(?: à)?|à|courant|pendant|durant) (?:la fin de )?(?:l'|le )|(?:d'ici )?au |pour l'|cet |ce "
     r"|(?=l'\w+ prochain)l'|(?=le \w+ prochain)le )"
     r"(?P<season>printemps|été|automne|hiver)(?: prochain)?(?! \d)", read_season),
    ("next_school_return", "dated", "season: rentrée",
     rf"(?:{BY} |pour |avant )(?:la )?(?:prochaine )?rentrée(?: scolaire| universitaire)?"
     r"(?: prochaine| de septembre)?(?! \d)", read_school_return),
    # --- years -------------------------------------------------------------------
    ("middle_of_year", "dated", "year: mi-|mi |milieu",
     rf"(?:(?:d'ici(?: à)?(?: la)?|à la|à|au|vers la|vers|avant) )?"
     rf"(?:mi[ -]|milieu de |milieu |milieu de l'année |mi-année ){YEAR}", read_year_middle),
    ("start_of_year", "dated", "year: début",
     rf"(?:(?:d'ici(?: à)?(?: le)?|au|vers(?: le)?|dès|en|tout) )?(?:le )?début"
     rf"(?: de l'année| de l'an| d'année| de)? {YEAR}", read_year_start),
    ("start_of_year", "dated", "year_word: début",
     rf"(?:(?:d'ici(?: à)?(?: le)?|au|vers(?: le)?|dès|en) )?(?:le )?début"
     rf" (?:de |d')?{NEXT_YEAR}", read_year_start),
    ("end_of_named_year", "dated", "year: fin",
     rf"(?:(?:d'ici(?: à)?|avant|au plus tard(?: à)?|jusqu'à|jusqu'en|pour|vers|à|en|courant) )?(?:la )?"
     rf"fin(?: de l'année| de l'an| d'année| de)? {YEAR}", read_year_end),
    ("end_of_next_year", "dated", "year_word: fin",
     rf"(?:(?:d'ici(?: à)?|avant|à|en) )?(?:la )?fin (?:d'année prochaine|{NEXT_YEAR})",
     read_year_end),
    ("strictly_before_year", "dated", "year: avant", rf"avant (?:l'année )?{YEAR}", read_before_year),
    ("year_bare_to_year_end", "dated", "year",
     r"(?:d'ici(?: à)?(?: l'horizon)?|(?:à )?l'horizon(?: de l'année| de)?|à horizon"
     r"|à (?:l')?échéance(?: de)?|en|courant|au cours de|dans le courant de|jusqu'en|jusqu'à"
     r"|au plus tard(?: en)?|pour|dans|au titre de|sur|vers)"
     rf"(?: l'année| l'an)? {YEAR}", read_year),
    ("end_of_answer_year", "dated", "year_word: fin",
     r"(?:(?:d'ici(?: à)?|avant|au plus tard à|à|pour|vers|jusqu'à) )?(?:la )?fin"
     r" (?:de l'année(?: en cours)?|d'année|de cette année|de la présente année)(?! \d| prochaine)",
     read_this_year),
    ("end_of_answer_year", "dated", "year_word: cette|en cours|dans l'",
     r"(?:dans le courant de |au cours de |courant )?(?:cette année|l'année en cours)"
     r"(?! \d)|dans l'année(?! \d)", read_this_year),
    ("relative_year", "dated", "year_word: prochain",
     r"(?:d'ici (?:à )?|au cours de |courant |en |pour )?l'(?:année prochaine|an prochain)"
     r"|(?:en )?année prochaine", read_next_year),
    ("term_table", "dated", "term",
     r"(?:(?:d'ici(?: à)?|avant|à|pour|jusqu'à) )?la fin d(?:u|e ce|e l'actuel) "
     r"(?:quinquennat|mandat présidentiel)"
     r"|(?:sur|durant|pendant|au cours de) (?:tout )?(?:le |ce |l'ensemble du |la durée du )quinquennat"
     r"|au cours du quinquennat",
     read_term),
    ("end_of_legislature", "event", "term",
     r"(?:d'ici(?: à)?|avant|à|jusqu'à) (?P<event>la fin de (?:la|cette) (?:législature|mandature))",
     read_nothing),
    ("christmas", "dated", "vague", r"(?:d'ici(?: à)?|avant|à) noël", read_christmas),
    # --- durations from the answer -----------------------------------------------
    ("duration_from_answer_date", "dated", "count",
     r"(?:dans|sous|d'ici(?: à)?|au cours d|d|pour|sur|durant|pendant|à (?:l')?horizon(?: de)?)(?:es)?"
     rf"(?: le| la| les)? (?:(?P<least>\d{{1,3}}|{CARDINAL}) (?:à|ou|et) )?{NUMBER}"
     rf" (?:prochaine?s {UNIT}|(?P<unit2>jours|semaines|mois|ans|années)"
     r" (?:prochaine?s|à venir|qui viennent))", read_duration),
    ("duration_and_a_half", "dated", "count: demi",
     rf"(?:dans|sous|d'ici(?: à)?) {NUMBER} ans? et demi", read_half_years),
    ("duration_from_answer_date", "dated", "count",
     r"(?:(?:dans|sous|d'ici(?: à)?)(?: un(?: tel)? délai)?(?: maxim(?:al|um))?(?: de| d')?|à (?:l')?horizon(?: de| d')?)"
     rf" ?(?:les |environ )?(?:(?P<least>\d{{1,3}}|{CARDINAL}) (?:à|ou) )?{NUMBER}"
     rf" (?:prochaine?s )?{UNIT}(?: maximum| au plus(?: tard)?)?", read_duration),
)  # fmt: skip


def _rule(id, status, words, french, read) -> Rule:
    trigger, *needs = words.split(": ")
    needs = tuple(plain(needs[0]).split("|")) if needs else ()
    return Rule(id, status, trigger, needs, pattern(french), read)


RULES = tuple(_rule(*row) for row in _ROWS)
