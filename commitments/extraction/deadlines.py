"""Read the deadlines that French words name (domain.md §4, guideline G13).

    read_deadlines("… achevé d'ici fin 2023.", date(2023, 7, 13))

gives every time expression in reading order: dated, hanging on an event, or not a
deadline at all (a start, a period, a reference), each with its rule and a sentence
that a reader can check. `read_deadline` keeps the first that is a deadline. Nothing
is ever invented: an impossible date gives no date.
"""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date, timedelta

from commitments.extraction.deadline_rules import (
    MONTHS,
    RULES,
    Period,
    Rule,
    add_duration,
)
from commitments.extraction.deadline_words import READINGS, sentence, written
from commitments.extraction.number_words import UNITS
from commitments.extraction.plain import pattern, plain, spaced


@dataclass(frozen=True)
class Reading:
    """Another date that the same words could mean."""

    latest: date
    precision: str
    label_fr: str
    label_en: str

    @property
    def label(self) -> str:
        return self.label_fr

    def label_in(self, language: str) -> str:
        return self.label_en if language == "en" else self.label_fr


@dataclass(frozen=True)
class Deadline:
    """One time expression: its words, its place in the text and what they mean.

    `precision` is day, month, quarter, half, season, year or none. `latest` is None
    when nothing can be dated; `event` then says what must be dated first, if that is
    why. `is_deadline` is False for starts, periods, references and past dates.
    """

    text: str
    start: int
    end: int
    rule: str
    status: str
    answered_on: date
    earliest: date | None = None
    latest: date | None = None
    precision: str = "none"
    anchor_on: date | None = None
    event: str | None = None
    readings: tuple[Reading, ...] = ()

    @property
    def is_deadline(self) -> bool:
        return self.status in ("dated", "event")

    def reasoning(self, language: str = "fr") -> str:
        """One sentence that a reader can check, in French ("fr") or English ("en")."""
        return sentence(
            self.rule,
            language,
            words=" ".join(self.text.split()),
            latest=written(self.latest, language),
            anchor=written(self.anchor_on or self.answered_on, language),
            event=self.event or ("cet événement", "this event")[language == "en"],
        )


# The words without which a rule cannot match: they tell which rules to try.
_TRIGGERS = {
    "law": "loi lois plf plfss plfr lfi lfss lfr budget budgets exercice exercices "
    "gestion décret arrêté ordonnance règlement directive circulaire instruction "
    "décision arrêt jugement avis rapport accord convention traité note courrier "
    "lettre délibération communiqué séance réunion comité conseil",
    "month": " ".join(MONTHS),
    "unit": "jour jours semaine semaines mois an ans année années annuellement "
    "trimestre semestre temps avenir",
    "quarter": "trimestre semestre",
    "season": "printemps été automne hiver rentrée",
    "year_word": "année an",
    "term": "quinquennat mandat législature mandature",
    "dernier": "dernier derniers dernière dernières passé passée passés passées",
    "event": "promulgation vigueur publication adoption parution ratification "
    "achèvement",
    "lasting": "biennal triennal quadriennal quinquennal décennal pluriannuel "
    "triennale quinquennale pluriannuelle biennaux triennaux quinquennaux pluriannuels "
    "pluriannuelles triennales quinquennales biennale",
    "vague": "terme prochainement rapidement bientôt délai délais vite tôt tarder "
    "proche peu ultérieurement échéance temps venu noël",
}
_TRIGGER_WORDS = {
    name: frozenset(plain(words).split()) for name, words in _TRIGGERS.items()
}
_ALL_TRIGGERS = frozenset().union(*_TRIGGER_WORDS.values())
_YEAR = re.compile(r"[12](?<!\d\d)[09]\d\d(?!\d)")
_SLASH = re.compile(r"\d[/.]\d{1,2}[/.]\d{4}")


# « dix-huit mois », « 3 prochaines années »: a number that counts units of time.
_COUNT = re.compile(
    rf"(?:\d|(?<![a-z])(?:{'|'.join(UNITS)}|cents?|mille)) {{1,4}}"
    r"(?:[a-z]{4,10} {1,4})?(?:jour|semaine|mois|an)"
)
# How far a rule's words may stand before and after its trigger.
_REACH = {
    "month": (60, 40), "quarter": (60, 40), "season": (60, 40),
}  # fmt: skip
_FAR = (80, 130)
# « a été » is no summer.
_SUMMER = re.compile(
    r"ete(?:(?<=l'ete)|(?<=cet ete)|(?= {1,4}(?:de )?20\d\d))(?![a-z])"
)


def _windows(piece: str, words: Set[str], since: int = 0) -> dict[str, tuple[int, int]]:
    """For each trigger that is there, the stretch where its rules may match."""
    found = {}
    triggers = () if _ALL_TRIGGERS.isdisjoint(words) else _TRIGGER_WORDS.items()
    for name, needed in triggers:
        there = needed & words
        if there == {"ete"} and not _SUMMER.search(piece):
            continue
        if there:
            first = min(map(piece.find, there))
            last = max(map(piece.rfind, there))
            before, after = _REACH.get(name, _FAR)
            found[name] = (max(0, first - before), last + len("septembre") + after)
    named = list(_YEAR.finditer(piece)) if any(map(str.isdigit, words)) else ()
    years = [match.start() for match in named if int(match[0]) >= since]
    if not years:
        found.pop("law", None)
    else:
        found["year"] = (max(0, years[0] - 80), years[-1] + 30)
    if "unit" in found and _COUNT.search(piece, *found["unit"]):
        found["count"] = found["unit"]
    if named and _SLASH.search(piece):
        found["slash"] = (0, len(piece))
    return found


# The places in the table of the rules of each family.
_ORDERS: dict[str, list[int]] = {}
for _order, _rule in enumerate(RULES):
    _ORDERS.setdefault(_rule.trigger, []).append(_order)

# What stands just before a date and makes it a start, not a deadline.
_START = pattern(
    r"(?:dès|à (?:compter|partir|dater) d(?:e|u|es)|à (?:compter|partir|dater)|depuis"
    r"|après|postérieure?s? (?:à|au)|au-delà d[eu]|remontant à|né(?:e?s) (?:en|le))"
    r"(?: le| la| les| l')?"
)
_START_TAIL = re.compile(rf"{_START.pattern} *$", re.ASCII)
_NAMED_DAY = next(rule for rule in RULES if rule.id == "named_day")
_MAY_BE_STRICT = ("year_bare_to_year_end", "named_month", "season", "next_such_season")
_BY = pattern(r"d'ici|à l'horizon|à horizon")
_START_HEAD = re.compile(r"(?:des|depuis|a partir|a compter) ")


def read_deadlines(text: str, answered_on: date) -> list[Deadline]:
    """Every time expression of the text, in reading order. Never raises."""
    return read_deadlines_in(text, plain(text), 0, len(text), answered_on)


def read_deadline(words: str, answered_on: date) -> Deadline | None:
    """The first deadline that the words name, else the first of the other
    expressions (« à terme », « dès 2024 ») so that its sentence can be shown."""
    found = read_deadlines(words, answered_on)
    dated = [deadline for deadline in found if deadline.latest and deadline.is_deadline]
    events = [deadline for deadline in found if deadline.is_deadline]
    return next(iter(dated or events or found), None)


def read_deadlines_in(
    text: str,
    plain_text: str,
    start: int,
    end: int,
    answered_on: date,
    words: Set[str] | None = None,
) -> list[Deadline]:
    """The time expressions of text[start:end], when its plain form is at hand.

    With `words` (those of the piece) years that are over are passed by, for speed.
    """
    piece = plain_text[start:end]
    if words is None:
        windows = _windows(piece, set(spaced(piece).split()))
    else:
        windows = _windows(piece, words, answered_on.year - 1)
    if not windows:
        return []
    taken = bytearray(len(piece))
    found: list[tuple[Rule, re.Match]] = []
    to_try = sorted(order for name in windows for order in _ORDERS.get(name, ()))
    for rule in map(RULES.__getitem__, to_try):
        if rule.needs and not any(map(piece.count, rule.needs)):
            continue
        for match in rule.pattern.finditer(piece, *windows[rule.trigger]):
            first, last = match.span()
            if taken.find(1, first, last) == -1:
                taken[first:last] = b"\x01" * (last - first)
                found.append((rule, match))
    found.sort(key=lambda item: item[1].start())
    return [
        _deadline(text, piece, start, rule, match, answered_on) for rule, match in found
    ]


def _deadline(text, piece, offset, rule, match, answered_on) -> Deadline:
    """Turn one match into a deadline, or into what it is instead."""
    begin, end = match.span()
    while begin < end and piece[begin] == " ":
        begin += 1
    groups = match.groupdict()
    words = text[offset + begin : offset + end]
    place = {"text": words, "start": offset + begin, "end": offset + end}
    place["answered_on"] = answered_on
    if rule.id == "reference_day" and _starts(piece, begin):
        return Deadline(**place, rule="start_not_deadline", status="start")
    if rule.status != "dated":
        event = groups.get("event")
        if event:
            a, b = match.span("event")
            event = text[offset + a : offset + b].strip()
        return Deadline(**place, rule=rule.id, status=rule.status, event=event)
    try:
        period = rule.read(groups, answered_on)
    except (ValueError, OverflowError, KeyError):
        return Deadline(**place, rule="invalid_date", status="invalid")
    if period is None:
        return Deadline(**place, rule=rule.id, status="vague")
    return _dated(place, piece, begin, rule, groups, period)


def _starts(piece: str, begin: int) -> bool:
    """Do the words just before say that this is when something starts?"""
    before = piece[max(0, begin - 40) : begin]
    return bool(_START_TAIL.search(before) or _START_HEAD.match(piece, begin))


def _dated(place, piece, begin, rule, groups, period: Period) -> Deadline:
    answered_on = place["answered_on"]
    if _starts(piece, begin):
        return Deadline(
            **place,
            rule="start_not_deadline",
            status="start",
            earliest=period.earliest,
        )
    dates = {
        "earliest": period.earliest,
        "latest": period.latest,
        "precision": period.precision,
    }
    if period.latest < answered_on:
        return Deadline(
            **place, rule="past", status="past", anchor_on=answered_on, **dates
        )
    counted = rule.id.startswith(("duration", "relative", "next", "end_of_answer"))
    counted = (
        counted or "next_such" in rule.id or rule.id in ("term_table", "christmas")
    )
    return Deadline(
        **place,
        rule=rule.id,
        status="dated",
        anchor_on=answered_on if counted else None,
        readings=tuple(_readings(rule, piece, begin, groups, period, answered_on)),
        **dates,
    )


def _readings(rule, piece, begin, groups, period, answered_on) -> Iterator[Reading]:
    """The other dates that careful readers could take from the same words."""
    latest, precision = period.latest, period.precision
    if rule.id in _MAY_BE_STRICT and _BY.match(piece, begin):
        yield _reading("strict", period.earliest - timedelta(days=1), precision)
    if rule.id in ("school_return", "next_school_return"):
        yield _reading("return_day", latest.replace(day=1), "day")
    if rule.id == "start_of_year":
        yield _reading("in_january", latest.replace(month=1, day=31), "month")
    if rule.id == "middle_of_year":
        yield _reading("in_july", latest.replace(month=7, day=31), "month")
    if "next_such" in rule.id:
        yield _reading("year_later", add_duration(latest, 1, "year"), precision)
    if groups.get("least"):
        yield _reading("shorter", period.earliest, precision)
    if rule.id == "duration_from_answer_date":
        yield from _other_anchors(piece, begin, period, answered_on)


def _reading(key: str, latest: date, precision: str, **values) -> Reading:
    french, english = READINGS[key]
    return Reading(
        latest,
        precision,
        french.format(**{key: written(day, "fr") for key, day in values.items()}),
        english.format(**{key: written(day, "en") for key, day in values.items()}),
    )


def _other_anchors(piece, begin, period, answered_on) -> Iterator[Reading]:
    """The same duration from a past day named earlier in the text (a committee…)."""
    seen = set()
    length = period.latest - answered_on
    for match in _NAMED_DAY.pattern.finditer(piece, max(0, begin - 2000), begin):
        try:
            anchor = _NAMED_DAY.read(match.groupdict(), answered_on).latest
            months = (period.latest.year - answered_on.year) * 12
            months += period.latest.month - answered_on.month
            latest = (
                add_duration(anchor, months, "month")
                if period.precision in ("month", "year")
                else anchor + length
            )
        except (ValueError, OverflowError):
            continue
        if anchor < answered_on and anchor not in seen and match["year"]:
            seen.add(anchor)
            yield _reading("other_anchor", latest, period.precision, anchor=anchor)
