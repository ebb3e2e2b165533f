"""Cut the undertakings out of a sentence and dress each one (G1, G2, G12-G14).

One record per separately checkable undertaking: list items, coordinated objects
(« le doublement…, le déploiement… ») and successive steps (« puis à 900 € ») are told
apart. A deadline or a figure belongs to the undertaking whose words hold it and is
never spread to its neighbours.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from commitments.extraction import cues, joints
from commitments.extraction.confidence import is_hopeless, level, weigh
from commitments.extraction.deadlines import Deadline, read_deadlines_in
from commitments.extraction.modality import _CONNECTIVE, Modality, read_modality
from commitments.extraction.numbers import Quantity, read_quantities_in
from commitments.extraction.plain import pattern, plain
from commitments.extraction.prepared import Prepared
from commitments.extraction.sentences import items


@dataclass(frozen=True)
class Suggestion:
    """A passage that may be a commitment. Offsets are those of the text published."""

    start: int
    end: int
    quote: str
    level: str
    score: float
    kind: str
    testability: str
    quantity: Quantity | None
    deadline: Deadline | None
    conditional: str
    responsible: str
    reasons: tuple[str, ...]


_TAIL = " \t\n,;:.-–«\"'("
_PROGRAMME = frozenset(
    plain(
        "programme programmes plan plans stratégie stratégies déploiement "
        "généralisation réforme réformes feuille dispositif fonds politique"
    ).split()
)
_PROCESS = frozenset(
    plain(
        "étudié étudiée étudiés étudiées examiné examinée examinés examinées étude "
        "réflexion réflexions concertation concertations étudiera examinera expertisé "
        "expertisée expertisées analysé analysée discussion discussions échanges"
    ).split()
)
_VAGUE_CODES = frozenset(("future_vague", "continues", "wishes"))
_SAID = pattern(
    r"(?:annoncée?s?|décidée?s?|engagée?s?|actée?s?|lancée?s?|présentée?s?|créée?s?|adoptée?s?"
    r"|remise?s?|rendue?s?|transmise?s?|parue?s?|constatée?s?|observée?s?|survenue?s?"
    r"|signée?s?|publiée?s?|votée?s?|réunie?s?|installée?s?|mise? en place|confiée?s?)"
)
_SAID_TAIL = re.compile(
    rf"{_SAID.pattern}(?:,| le| depuis| par [a-z ]{{2,40}})? *$", re.ASCII
)
_MONEY_UNITS = ("EUR", "FRF")


def suggestions_in(source: Prepared, start: int, end: int) -> Iterator[Suggestion]:
    """The undertakings of one sentence, in reading order."""
    leads: dict[tuple[int, int], Modality | None] = {}
    for item in items(source.text, start, end):
        inherited = None
        if item.lead:
            if item.lead not in leads:
                leads[item.lead] = read_modality(source, *item.lead)
            inherited = leads[item.lead]
        yield from _in_item(source, item.start, item.end, inherited)


def _in_item(source, start, end, inherited) -> Iterator[Suggestion]:
    for begin, stop in _clauses(source, start, end):
        modality = read_modality(source, begin, stop)
        if (
            inherited
            and (modality is None or _only_scheduled(modality))
            and _is_a_thing_to_do(source.plain, begin, stop)
        ):
            modality = inherited
        if modality and not is_hopeless(modality):
            yield from _in_clause(source, begin, stop, modality)


def _only_scheduled(modality) -> bool:
    return all(cue.code == "scheduled" for cue in modality.positive)


def _is_a_thing_to_do(plain_text, start, end) -> bool:
    return bool(
        joints.ACTION.match(plain_text, start, end)
        or joints.NOUN.match(plain_text, start, end)
    )


def _clauses(source, start, end) -> Iterator[tuple[int, int]]:
    """Split at a conjunction when a verb stands on both sides of it."""
    begin = start
    aside = None
    if not _CONTRASTS.isdisjoint(source.words(start, end)):
        aside = joints.ASIDE_CLAUSE.search(source.plain, start + 20, end)
    if (
        aside
        and source.futures_in(start, aside.start())
        and not source.futures_in(aside.end(), end)
    ):
        end = aside.start()
    if source.futures_in(start, end):
        asides = _asides(source.plain, start, end)
        for match in joints.CLAUSE.finditer(source.plain, start, end):
            if match.start() - begin < 20 or end - match.end() < 20:
                continue
            if _is_inside(match.start(), asides):
                continue
            if _undertakes(source, match.end(), min(end, match.end() + 90)) and (
                _has_verb(source, begin, match.start())
            ):
                yield begin, match.start()
                begin = match.end()
    yield begin, end


def _undertakes(source, start, end) -> bool:
    """Is there a future, not behind « qui », « que », « dont », in these words?"""
    futures = source.futures_in(start, end)
    return bool(futures) and not _RELATIVE.search(source.plain, start, futures[0][0])


def _has_verb(source, start, end) -> bool:
    return bool(
        source.futures_in(start, end) or joints.FINITE.search(source.plain, start, end)
    )


def _asides(plain_text, start, end) -> list[tuple[int, int]]:
    """Brackets and quotations."""
    if plain_text.find("(", start, end) < 0 and plain_text.find("«", start, end) < 0:
        return []
    return [match.span() for match in _ASIDE.finditer(plain_text, start, end)]


def _is_inside(place: int, asides: list[tuple[int, int]]) -> bool:
    return any(start < place < end for start, end in asides)


_ASIDE = re.compile(r"\([^()]{0,600}\)|«[^»]{0,600}»")
_CONTRASTS = frozenset(("tandis", "alors"))
_RELATIVE = pattern(
    r"\b(?:qui|que|qu'|dont|où|lorsque|lorsqu'|si|afin que)|[,;:]", opens_word=False
)


def _in_clause(source, start, end, modality) -> Iterator[Suggestion]:
    asides = _asides(source.plain, start, end)
    words = source.words(start, end)
    deadlines = read_deadlines_in(
        source.text, source.plain, start, end, source.answered_on, words
    )
    quantities = [
        quantity
        for quantity in read_quantities_in(source.text, source.plain, start, end, words)
        if not any(d.start <= quantity.start < d.end for d in deadlines)
    ]
    pieces = list(_pieces(source.plain, start, end, modality, asides, words, deadlines))
    for begin, stop in pieces:
        begin, stop = _trim(source.text, source.plain, begin, stop)
        if stop - begin < 12:
            continue
        suggestion = _dress(
            source,
            begin,
            stop,
            words if len(pieces) == 1 else source.words(begin, stop),
            _governing(modality, begin),
            asides,
            [d for d in deadlines if begin <= d.start and d.end <= stop],
            [
                q
                for q in quantities
                if begin <= q.start
                and q.end <= stop
                and not _is_inside(q.start, asides)
            ],
        )
        if suggestion:
            yield suggestion


def _pieces(plain_text, start, end, modality, asides, words, deadlines):
    """The (start, end) of the coordinated undertakings that follow the verb."""
    verb = min(found.end for found in modality.positive)
    verb = verb if start <= verb <= end else start
    verb = _after_aside(plain_text, verb, end)
    kinds = []
    if any(map(str.isdigit, words)):
        kinds.append(joints.STEP)
    if not joints.ACTIONS.isdisjoint(words):
        kinds.append(joints.OBJECT)
    cuts = set(_cuts_after_dates(plain_text, end, deadlines))
    for joint in joints.ANY.finditer(plain_text, verb, end):
        cut = joint.start()
        if any(
            kind.match(plain_text, cut, end) for kind in kinds
        ) or _joins_infinitives(plain_text, start, verb, cut, end):
            cuts.add(cut)
    begin = start
    for cut in sorted(cuts):
        if cut - begin > 30 and end - cut > 15 and not _is_inside(cut, asides):
            yield begin, cut
            begin = cut
    yield begin, end


def _joins_infinitives(plain_text, start, verb, cut, end) -> bool:
    """« de créer… et d'ouvrir… », unless both only say what for."""
    return bool(
        joints.INFINITIVE.match(plain_text, cut, end)
        and not joints.PURPOSE.search(plain_text, verb, cut)
        and not joints.BARE_INFINITIVE.search(plain_text, max(start, cut - 26), cut)
    )


def _governing(modality, begin) -> Modality:
    """« sera ouvert fin 2025 et permettra d'accueillir… », « sera déductible et
    entraînera, en conséquence, une baisse… »: what follows a verb of effect, in a
    piece that is not the first, is an effect."""
    effects = [cue for cue in modality.positive if cue.code == "future_effect"]
    if not effects:
        return modality
    strongest = max(modality.positive, key=lambda cue: cue.weight)
    last = effects[-1]
    if strongest.start < last.start <= begin:
        kept = [cue for cue in modality.positive if cue.start >= last.start]
        return replace(modality, positive=tuple(kept))
    return modality


def _after_aside(plain_text, verb, end) -> int:
    """« soutiendra, à travers la convention, la création… »: the first object is not
    a second one, nor is « sont prévus dans ce cadre, le renforcement… »."""
    aside = _ASIDE_AFTER_VERB.match(plain_text, verb, end)
    return aside.end() + 1 if aside else verb


_ASIDE_AFTER_VERB = pattern(
    r"(?: (?:également|ainsi|notamment|en outre|par ailleurs))?(?:, [^,;:.]{3,160}"
    r"| (?:dans|à|au|en|par|pour) [^,;:.]{3,60})?(?=,)",
    opens_word=False,
)


def _cuts_after_dates(plain_text, end, deadlines) -> Iterator[int]:
    """Where a date closes one step and « et » opens another, dated or with its verb."""
    steps = [d for d in deadlines if d.status in ("dated", "start")]
    for index, deadline in enumerate(steps):
        match = joints.AFTER_DATE.match(plain_text, deadline.end, end)
        if not match:
            continue
        has_verb = plain_text[match.end() : match.end() + 24].split(" ")[0]
        following = steps[index + 1 : index + 2]
        if has_verb.endswith(("ra", "ront")) or (
            following and following[0].status == "dated"
        ):
            yield match.start()


def _trim(text, plain_text, start, end) -> tuple[int, int]:
    """Without the words that only link, and without the marks around."""
    while start < end and (text[start].isspace() or text[start] in ",;:.-–)»•"):
        start += 1
    match = _CONNECTIVE.match(plain_text, start, end)
    if match and end - match.end() > 20:
        start = match.end()
    while end > start and (text[end - 1].isspace() or text[end - 1] in _TAIL):
        end -= 1
    return start, end


def _dress(source, start, end, words, modality, asides, deadlines, quantities):
    text, plain_text = source.text, source.plain
    deadline = _deadline(plain_text, deadlines, modality, asides, end)
    quantity = _quantity(plain_text, quantities)
    is_dated = bool(deadline and deadline.latest and deadline.is_deadline)
    is_passed = bool(deadline and deadline.rule == "past_promised")
    score, reasons = weigh(
        modality,
        is_dated=is_dated and not is_passed,
        has_figure=quantity is not None,
        has_deliverable=not cues.DELIVERABLES.isdisjoint(words),
    )
    found = level(score)
    if not found:
        return None
    codes = {cue.code for cue in modality.positive if cue.weight >= 0.75}
    is_vague = codes <= _VAGUE_CODES
    span = modality.condition
    return Suggestion(
        start=start,
        end=end,
        quote=text[start:end],
        level=found,
        score=round(score, 2),
        kind=_kind(words, quantity, is_vague),
        testability=_testability(words, quantity, is_dated, is_vague),
        quantity=quantity,
        deadline=deadline,
        conditional=text[span[0] : span[1]] if span else "",
        responsible=_responsible(text, modality),
        reasons=(*reasons, "deadline_passed") if is_passed else reasons,
    )


def _responsible(text, modality) -> str:
    """Who acts for the State, as written: neither a decree, a plan nor a third party,
    though they too open clauses."""
    if modality.subject != "state" or not modality.actor:
        return ""
    start, end = modality.actor
    return text[start:end]


def _quantity(plain_text, quantities) -> Quantity | None:
    """The first figure, or the one that the words say is to be reached."""
    counting = [quantity for quantity in quantities if not quantity.scope]
    for quantity in counting[1:]:
        before = plain_text[max(0, quantity.start - 60) : quantity.start]
        if _REACHED.search(before):
            return quantity
    return next(iter(counting), None)


_REACHED = re.compile(
    r"(?<![a-z])"
    r"(?:(?:atteindre|porter|passer|ramener) (?:[a-z'-]+ ){0,6}?(?:de|a|d'ici)"
    r"|atteindre|a hauteur de"
    r"|(?:augmenter|baisser|diminuer|progresser) (?:en moyenne )?(?:de|d'environ))"
    r"[ -]*$"
)


# Deciding and saying are dated too: « en mars, le ministre a annoncé… ».
_SAYING = frozenset(("announced", "decided", "acted", "confirmed", "entrusted"))

# « sera publié en mars » : the participle dates what is to come.
_AHEAD = frozenset(
    (
        *("future", "future_must", "future_may", "future_relative"),
        *("should", "planned", "going_to", "must"),
    )
)


def _deadline(plain_text, deadlines, modality, asides, stop) -> Deadline | None:
    """The first real deadline; else the first words that are worth keeping."""
    if not deadlines:
        return None
    said = [cue.start for cue in modality.positive if cue.code in _SAYING]
    looks_ahead = any(cue.code in _AHEAD for cue in modality.positive)
    usable = [
        deadline
        for deadline in deadlines
        if not _is_aside(plain_text, deadline, asides, stop)
        and not _dates_a_fact(plain_text, deadline, said, looks_ahead)
    ]
    for wanted in (("dated",), ("event",), ("past",), ("vague", "start")):
        for deadline in usable:
            if deadline.status in wanted:
                if deadline.status != "past":
                    return deadline
                if _is_promised(deadline, modality):
                    return replace(deadline, rule="past_promised", status="dated")
    return None


# « sera remis », « est prévue », « va ouvrir » : verbs that a date may follow.
_PROMISES = frozenset(("future", "future_must", "planned", "going_to", "should"))


def _is_promised(deadline, modality) -> bool:
    """A promise printed after its own date: the sentence commits to it all the same."""
    if deadline.latest is None:
        return False
    months = (deadline.answered_on - deadline.latest).days / 30
    return months < 12 and any(
        cue.code in _PROMISES and cue.end <= deadline.start <= cue.end + 120
        for cue in modality.positive
    )


def _is_aside(plain_text, deadline, asides, stop) -> bool:
    """In brackets or quotes, unless they close the passage and say when it opens:
    « un catalogue (ouverture en 2026) »."""
    for start, end in asides:
        if start < deadline.start < end:
            closes = stop - 2 <= end <= stop + 2
            return not (closes and _OPENS.match(plain_text, start + 1, deadline.start))
    return False


_OPENS = re.compile(
    r"(?:[a-z']+ ){0,2}?(?:ouverture|livraison|mise en service|mise en place|disponible"
    r"|operationnel(?:le)?|lancement|publication|parution|echeance) (?:[a-z']+ )?$"
)


def _dates_a_fact(plain_text, deadline, said, looks_ahead) -> bool:
    """Is it the date of an announcement, or a bare day without a year?"""
    start = deadline.start
    if deadline.status != "dated":
        return False
    if said and start < min(said):
        return True
    if deadline.rule == "next_such_day" and _BARE_DAY.match(plain_text, start):
        return "prochain" not in plain_text[start : deadline.end]
    return not looks_ahead and bool(
        _SAID_TAIL.search(plain_text, max(0, start - 60), start)
    )


_BARE_DAY = re.compile(r"le \d|au \d")


def comparator(quantity: Quantity) -> str:
    """As said; fixed amounts of money are `=` (conventions v1.1)."""
    if not quantity.is_explicit and quantity.unit in _MONEY_UNITS and not quantity.rate:
        return "="
    return quantity.comparator


def _kind(words, quantity, is_vague) -> str:
    if quantity:
        return "target"
    if is_vague:
        return "announcement"
    return "measure" if _PROGRAMME.isdisjoint(words) else "programme"


def _testability(words, quantity, is_dated, is_vague) -> str:
    if is_dated:
        return "quantified_dated" if quantity else "dated_action"
    if is_vague and not quantity:
        return "not_verifiable"
    if not quantity and not _PROCESS.isdisjoint(words):
        return "process"
    return "undated_action"
