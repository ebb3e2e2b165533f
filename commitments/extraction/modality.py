# ruff: noqa: E501 (tables of patterns read better with one row on one line)
"""Does a stretch of text undertake something, and who does? (guideline G3-G11)

Gathers the cues of `cues.py` found in it. What they add up to is decided in
`confidence.py`; this part only says what is there.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from commitments.extraction import cues
from commitments.extraction.plain import pattern
from commitments.extraction.prepared import Prepared
from commitments.extraction.sentences import LONGEST

_PERFECT = re.compile(r"(?:aura|auront|aurons|aurai)$")
_PARTICIPLE = re.compile(
    r" {1,3}(?:\w+ ){0,3}?\w*(?:e|ee|es|ees|i|is|it|ie|u|us|ue|ues|ert|erts|erte)(?!\w)"
)
_HAPPENS = re.compile(
    r" {1,3}(?:egalement |aussi |notamment |ainsi |bien )?(?:lieu|pour|vocation|droit|la possibilite|acces|a )"
)
_BE = re.compile(r"(?:sera|seront|serai|serons)$")
_ATTENTIVE = re.compile(
    r" {1,3}(?:\w+ ){0,6}?(?:attentif|attentive|attentifs|vigilant|mobilisee?s?"
    r"|particulierement attenti|necessaire|possible|important|essentiel|utile)"
)
# « les décisions qui seront prises »: the future is not the clause's own.
_RELATIVE_TAIL = re.compile(
    r"(?<![a-z])(?:qui(?: [\w'-]+){0,2}?|(?:que|qu'[a-z]+|dont|ou|lesquel[a-z]*|auquel|laquelle"
    r"|lequel|si|lorsque|lorsqu'[a-z]+|quand|des que)(?: [\w'-]+){0,6}?) *$"
)
_CONNECTIVE = re.compile(
    r"(?:[\W_]*(?:ainsi que|mais aussi|avec|par ailleurs|en outre|de plus|enfin|ainsi|egalement|en effet|toutefois"
    r"|cependant|neanmoins|c'est pourquoi|a ce titre|dans ce (?:cadre|contexte)|a cet egard"
    r"|a cet effet|d'une part|d'autre part|parallelement|en parallele|en consequence|en particulier"
    r"|notamment|aussi|dans cette (?:perspective|optique)|a cette fin|pour (?:sa|leur) part"
    r"|en revanche|or|mais|et|puis|ensuite|d'abord|tout d'abord|de meme|en ce sens|donc"
    r"|a terme|dans le meme temps|au total|dans ces conditions|pour autant|desormais"
    r"|des lors|plus generalement|plus largement|reponse)(?:,| -)? +){1,3}"
)
_OPENER = re.compile(r"(?:[^,.;:]{1,90}, ?){0,2}")
_SUBJECT_GAP = 70
# Different words of cues in a text; with more, nearly every sentence holds one.
FEW = 8
_DRAFT = pattern(r"projets? (?:de|d') ?(?:loi|décret|arrêté|ordonnance)")


class Found(NamedTuple):
    """A cue and where it stands in the text."""

    code: str
    weight: float
    start: int
    end: int


@dataclass(frozen=True)
class Modality:
    """What speaks for and against a commitment in a stretch of text."""

    positive: tuple[Found, ...]
    negative: tuple[Found, ...]
    subject: str  # "state", "plan", "third" or ""
    actor: tuple[int, int] | None  # who acts, as said
    condition: tuple[int, int] | None


def places_of_cues(source: Prepared) -> list[int] | None:
    """Where in the whole text a future stands, or a word that a cue needs, in order: a
    sentence without such a place undertakes nothing. Rather too many than too few.

    None when there are so many that all sentences may as well be read.
    """
    text = source.plain
    # So long a sentence would be cut anywhere, even in a word.
    if len(text) > LONGEST:
        return None
    there = _POSITIVE.triggers & source.words(0, len(text))
    if len(there) > FEW:
        return None
    places = [start for start, _end, _word in source.futures]
    for word in there:
        if not _POSITIVE.may_match(word, text, 0, len(text)):
            continue
        for letters in _rarest(word, text):
            place = text.find(letters)
            while place >= 0:
                places.append(place)
                place = text.find(letters, place + 1)
    places.sort()
    return places


def _rarest(word: str, plain_text: str):
    """A word of a cue, or what its cues need besides: whichever stands there less."""
    needs = _POSITIVE.needs[word]
    if not all(needs):
        return (word,)
    besides = {need for any_of in needs for need in any_of}
    times = sum(map(plain_text.count, besides))
    return besides if times < plain_text.count(word) else (word,)


def may_undertake(source: Prepared, start: int, end: int) -> bool:
    """A quick look: is there a future in this sentence, or all that a cue needs?"""
    if source.futures_in(start, end):
        return True
    return any(
        _POSITIVE.may_match(word, source.plain, start, end)
        for word in _POSITIVE.triggers & source.words(start, end)
    )


def read_modality(source: Prepared, start: int, end: int) -> Modality | None:
    """The cues of source.text[start:end], or None when nothing undertakes there."""
    piece = source.plain[start:end]
    words = source.words(start, end)
    found = _futures(source, start, end) + _POSITIVE.read(words, piece, start)
    positive = [cue for cue in found if cue.weight > 0]
    if not positive:
        return None
    negative = [cue for cue in found if cue.weight < 0]
    positive.sort(key=lambda found: found.start)
    first = max(positive, key=lambda found: found.weight)
    may_act = not cues.STATE_WORDS.isdisjoint(words)
    subject, actor = _subject(piece, start, first.start - start, may_act)
    if subject == "" and _is_proper_name(source.text, piece, start):
        subject = "third"
    if subject == "third" and _is_passive(source.plain, first):
        subject = ""  # « les usagers seront accompagnés » : they are acted for.
    condition = None
    if not cues.CONDITION_WORDS.isdisjoint(words):
        condition = cues.CONDITION.search(piece)
    negative += _NEGATIVE.read(words, piece, start)
    if "projet" in words and _DRAFT.search(piece):
        # An article of a bill is not yet the law.
        negative = [cue for cue in negative if cue.code not in cues.IN_FORCE]
    return Modality(
        positive=tuple(positive),
        negative=tuple(negative),
        subject=subject,
        actor=actor,
        condition=condition and (start + condition.start(), start + condition.end()),
    )


def _is_passive(plain_text: str, found: Found) -> bool:
    word = plain_text[found.start : found.end]
    if word in ("fera", "feront"):
        return plain_text.startswith("l'objet", found.end + 1)
    return bool(_BE.match(word) and _PARTICIPLE.match(plain_text, found.end))


class _Table:
    """A table of cues, reached by the words that each of them needs."""

    def __init__(self, rows: tuple[cues.Cue, ...]):
        self.by_word: dict[str, list[int]] = {}
        self.rows = rows
        for index, cue in enumerate(rows):
            for word in cue.triggers:
                self.by_word.setdefault(word, []).append(index)
        self.triggers = frozenset(self.by_word)
        self.needs = {
            word: [rows[index].needs for index in indexes]
            for word, indexes in self.by_word.items()
        }

    def may_match(self, word: str, plain_text: str, start: int, end: int) -> bool:
        """For a word that is there: does some cue find what else it needs?"""
        for needs in self.needs[word]:
            if not needs:
                return True
            for need in needs:
                if plain_text.find(need, start, end) >= 0:
                    return True
        return False

    def read(self, words: set[str], piece: str, offset: int) -> list[Found]:
        indexes = {i for word in self.triggers & words for i in self.by_word[word]}
        found = []
        for index in sorted(indexes):
            cue = self.rows[index]
            if cue.needs and not any(map(piece.count, cue.needs)):
                continue
            match = cue.pattern.search(piece)
            if match:
                begin, stop = match.span()
                found.append(Found(cue.code, cue.weight, offset + begin, offset + stop))
        return found


_POSITIVE = _Table(cues.POSITIVE)
_NEGATIVE = _Table(cues.NEGATIVE)


def _is_proper_name(text: str, piece: str, offset: int) -> bool:
    """« Total s'est engagé » : a firm or a country that opens the clause."""
    begin = match.end() if (match := _CONNECTIVE.match(piece)) else 0
    match = _NAME_AND_VERB.match(piece, begin)
    if not match or not text[offset + begin].isupper():
        return False
    return match[1] not in _COMMON_OPENERS


def _futures(source: Prepared, start: int, end: int) -> list[Found]:
    found = []
    for begin, stop, word in source.futures_in(start, end):
        code, weight = _future(word, source.plain, stop)
        if weight > 1 and _RELATIVE_TAIL.search(
            source.plain, max(start, begin - 50), begin
        ):
            code, weight = "future_relative", 1.0
        found.append(Found(code, weight, begin, stop))
    return found


def _future(word: str, plain_text: str, after: int) -> tuple[str, float]:
    """What kind of future it is, and what it weighs."""
    if (
        _PERFECT.match(word)
        and not _HAPPENS.match(plain_text, after)
        and _PARTICIPLE.match(plain_text, after)
    ):
        return "future_perfect", -0.75
    if word in cues.MODAL:
        return "future_may", 0.75
    if word in cues.DEONTIC:
        return "future_must", 1.25
    if word in cues.EFFECT:
        return "future_effect", 1.0
    if word in cues.VAGUE_FUTURE:
        return "future_vague", 0.75
    if _BE.match(word) and _ATTENTIVE.match(plain_text, after):
        return "future_vague", 0.5
    return "future", 2.0


def _subject(piece: str, offset: int, before: int, may_act: bool):
    """Who stands before the verb: the head of the clause, or the nearest actor."""
    begin = match.end() if (match := _CONNECTIVE.match(piece)) else 0
    heads = [begin]
    comma = piece.rfind(", ", begin, before)
    if comma >= 0:
        heads.append(comma + 2)
    for head in heads:
        match = _SUBJECT.match(piece, head)
        if match and match.start() < max(before, 1) + 12:
            stop = _NAME_GOES_ON.match(piece, match.end(), match.end() + 90).end()
            return match.lastgroup, (offset + match.start(), offset + stop)
    if not may_act:
        return "", None
    near = piece[max(0, before - _SUBJECT_GAP) : before + 1]
    matches = list(cues.STATE_SUBJECT.finditer(near))
    if matches:
        shift = offset + max(0, before - _SUBJECT_GAP)
        return "state", (shift + matches[-1].start(), shift + matches[-1].end())
    return "", None


# « la direction générale » + « des entreprises », « l'agence » + « du numérique ».
_NAME_GOES_ON = re.compile(
    r"(?:(?: (?:du|de la|de|des|chargee? (?:de la|des|du|de))|(?<= du)|(?<= des)|(?<= de la)"
    r"|(?<= de)) [a-zœ-]+(?![a-zœ'-])|(?: de|(?<= de)) ?[dl]'[a-zœ-]+){0,3}"
)
_NAME_AND_VERB = re.compile(
    r"([a-z][a-z0-9-]*)(?: [a-z0-9-]+)? {1,3}(?:a|est|s'est|s'engage|va|prevoit|souhaite|compte"
    r"|devrait|doit|propose|envisage|[a-z]{2,}ra) "
)
_COMMON_OPENERS = frozenset(
    [
        "le",
        "la",
        "les",
        "un",
        "une",
        "des",
        "ce",
        "cette",
        "ces",
        "cet",
        "il",
        "elle",
        "ils",
        "elles",
        "on",
        "nous",
        "je",
        "celui",
        "celle",
        "ceux",
        "cela",
        "ceci",
        "chaque",
        "tout",
        "toute",
        "toutes",
        "tous",
        "aucun",
        "aucune",
        "son",
        "sa",
        "ses",
        "leur",
        "leurs",
        "mon",
        "ma",
        "mes",
        "notre",
        "nos",
        "votre",
        "vos",
        "plusieurs",
        "certains",
        "certaines",
        "enfin",
        "ainsi",
        "ensuite",
        "puis",
        "en",
        "dans",
        "a",
        "au",
        "aux",
        "pour",
        "par",
        "avec",
        "sur",
        "sous",
        "selon",
        "depuis",
        "des",
        "lors",
        "celui-ci",
        "celle-ci",
        "ceux-ci",
        "celles-ci",
        "qui",
        "que",
        "quant",
        "si",
        "comme",
        "outre",
        "sans",
        "entre",
        "y",
        "deux",
        "trois",
        "quatre",
        "cinq",
        "six",
        "dix",
        "celles",
        "rien",
        "seul",
        "seule",
        "seuls",
        "seules",
        "quel",
        "quelle",
        "l'un",
        "france",
        "paris",
    ]
)
_SUBJECT = re.compile(
    rf"(?P<state>{cues.STATE_SUBJECT.pattern})|(?P<third>{cues.THIRD_SUBJECT.pattern})"
    rf"|(?P<plan>{cues.PLAN_SUBJECT.pattern})",
    re.ASCII,
)
