"""One sentence per deadline rule, in both languages, for the reader to check.

`{words}` are the words of the answer, `{latest}` the date found, `{anchor}` the day
counted from, `{event}` the event that must be dated first.
"""

from datetime import date

_MONTHS_FR = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_YEAR = (
    "« {words} » : une année nommée sans autre précision va jusqu'à son dernier jour, "
    "soit le {latest}.",
    "“{words}”: a year named without more runs to its last day, {latest}.",
)
_NEXT = (
    "« {words} » : le premier qui se termine après la réponse du {anchor}, "
    "soit au plus tard le {latest}.",
    "“{words}”: the first to end after the answer of {anchor}, {latest} at the latest.",
)
_LAST_DAY = (
    "« {words} » : dernier jour de la période nommée, soit le {latest}.",
    "“{words}”: last day of the period named, {latest}.",
)
_RELATIVE = (
    "« {words} », lu depuis la réponse du {anchor} : dernier jour, le {latest}.",
    "“{words}”, read from the answer of {anchor}: last day, {latest}.",
)
_BEFORE = (
    "« {words} » : strictement avant, donc la veille, le {latest}.",
    "“{words}”: strictly before, hence the day before, {latest}.",
)
_NOT_DATED = (
    "« {words} » ne donne pas de date ; aucune n'est inventée.",
    "“{words}” gives no date; none is invented.",
)

SENTENCES = {
    "named_day": (
        "« {words} » : jour nommé, le {latest}.",
        "“{words}”: day named, {latest}.",
    ),
    "next_such_day": _NEXT,
    "end_of_days": _LAST_DAY,
    "strictly_before_day": _BEFORE,
    "strictly_before_month": _BEFORE,
    "strictly_before_year": _BEFORE,
    "before_season": _BEFORE,
    "named_month": _LAST_DAY,
    "end_of_named_month": _LAST_DAY,
    "next_such_month": _NEXT,
    "end_of_next_such_month": _NEXT,
    "part_of_month": (
        "« {words} » : par convention, début de mois va jusqu'au 10 et mi-mois "
        "jusqu'au 15, soit le {latest}.",
        "“{words}”: by convention, the start of a month runs to the 10th and its "
        "middle to the 15th, {latest}.",
    ),
    "part_of_next_such_month": _NEXT,
    "relative_month": _RELATIVE,
    "end_of_answer_month": _RELATIVE,
    "end_of_quarter": _LAST_DAY,
    "end_of_half": _LAST_DAY,
    "end_of_next_such_quarter": _NEXT,
    "end_of_next_such_half": _NEXT,
    "end_of_answer_half": _RELATIVE,
    "end_of_answer_quarter": _RELATIVE,
    "season": (
        "« {words} » : par convention, dernier jour de la saison, le {latest}.",
        "“{words}”: by convention, last day of the season, {latest}.",
    ),
    "next_such_season": _NEXT,
    "school_return": (
        "« {words} » : par convention, la rentrée va jusqu'à la fin de septembre, "
        "soit le {latest}.",
        "“{words}”: by convention, the return to school runs to the end of "
        "September, {latest}.",
    ),
    "next_school_return": _NEXT,
    "school_year": (
        "« {words} » : par convention, l'année scolaire finit le 31 août, "
        "soit le {latest}.",
        "“{words}”: by convention, the school year ends on 31 August, {latest}.",
    ),
    "start_of_year": (
        "« {words} » : par convention, le début d'une année est son premier "
        "trimestre, jusqu'au {latest}.",
        "“{words}”: by convention, the start of a year is its first quarter, "
        "to {latest}.",
    ),
    "middle_of_year": (
        "« {words} » : par convention, le milieu d'une année est le {latest}.",
        "“{words}”: by convention, the middle of a year is {latest}.",
    ),
    "end_of_named_year": (
        "« {words} » : dernier jour de l'année nommée, le {latest}.",
        "“{words}”: last day of the year named, {latest}.",
    ),
    "end_of_next_year": _RELATIVE,
    "relative_year": _RELATIVE,
    "end_of_answer_year": _RELATIVE,
    "year_bare_to_year_end": _YEAR,
    "end_of_period": _LAST_DAY,
    "term_table": (
        "« {words} » : fin du mandat présidentiel en cours le {anchor}, "
        "au plus tard le {latest}.",
        "“{words}”: end of the presidential term current on {anchor}, "
        "{latest} at the latest.",
    ),
    "christmas": _RELATIVE,
    "duration_from_answer_date": (
        "« {words} », compté en mois de calendrier depuis la réponse du {anchor} : "
        "au plus tard le {latest}.",
        "“{words}”, counted in calendar months from the answer of {anchor}: "
        "{latest} at the latest.",
    ),
    "duration_and_a_half": (
        "« {words} », compté depuis la réponse du {anchor} : au plus tard le {latest}.",
        "“{words}”, counted from the answer of {anchor}: {latest} at the latest.",
    ),
    "duration_from_event": (
        "« {words} » court depuis un événement qui n'est pas daté ({event}) : "
        "à dater par un rédacteur.",
        "“{words}” runs from an event without a date ({event}): an editor must "
        "date it.",
    ),
    "event": (
        "« {words} » dépend d'un événement qui n'est pas daté ({event}).",
        "“{words}” hangs on an event without a date ({event}).",
    ),
    "end_of_legislature": (
        "« {words} » dépend d'un événement ({event}) : à dater par un rédacteur.",
        "“{words}” hangs on an event ({event}): an editor must date it.",
    ),
    "start_not_deadline": (
        "« {words} » dit quand l'action commence, pas quand elle s'achève.",
        "“{words}” says when the action starts, not when it ends.",
    ),
    "recurring": (
        "« {words} » dit que l'action revient, sans terme.",
        "“{words}” says that the action comes back, without an end.",
    ),
    "duration_without_start": (
        "« {words} » est une durée sans point de départ : ce n'est pas une échéance.",
        "“{words}” is a length of time without a start: not a deadline.",
    ),
    "past_promised": (
        "« {words} » : promis pour le {latest}, une date déjà passée le jour de la "
        "réponse ({anchor}).",
        "“{words}”: promised for {latest}, already past on the day of the answer "
        "({anchor}).",
    ),
    "past": (
        "« {words} » est passé au jour de la réponse ({anchor}).",
        "“{words}” is past on the day of the answer ({anchor}).",
    ),
    "law_reference": (
        "« {words} » désigne un texte ou une réunion, pas une échéance.",
        "“{words}” names a text or a meeting, not a deadline.",
    ),
    "reference_day": (
        "« {words} » désigne la date d'un acte ou d'un fait, pas une échéance.",
        "“{words}” is the date of an act or a fact, not a deadline.",
    ),
    "name_not_date": (
        "« {words} » est un nom, pas une date.",
        "“{words}” is a name, not a date.",
    ),
    "invalid_date": (
        "« {words} » n'existe pas au calendrier.",
        "“{words}” is not in the calendar.",
    ),
    "open_ended": _NOT_DATED,
    "vague": _NOT_DATED,
}

# The other dates that the same words could mean.
READINGS = {
    "strict": (
        "lecture stricte : avant que la période commence",
        "strict reading: before the period begins",
    ),
    "return_day": (
        "jour de la rentrée, début septembre",
        "the day of the return, early September",
    ),
    "in_january": ("lecture étroite : en janvier", "narrow reading: in January"),
    "in_july": ("lecture large : en juillet", "wide reading: in July"),
    "year_later": ("l'année suivante", "the year after"),
    "shorter": (
        "lecture courte : la plus petite durée",
        "short reading: the shorter time",
    ),
    "other_anchor": (
        "compté depuis le {anchor}, cité avant",
        "counted from {anchor}, named before",
    ),
}


def written(day: date | None, language: str) -> str:
    """« 1er janvier 2024 » or “1 January 2024”."""
    if day is None:
        return "?"
    if language == "en":
        return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"
    number = "1er" if day.day == 1 else day.day
    return f"{number} {_MONTHS_FR[day.month - 1]} {day.year}"


def sentence(rule: str, language: str, **values) -> str:
    """The rule's sentence with its values, French unless `language` is "en"."""
    return SENTENCES[rule][1 if language == "en" else 0].format(**values)
