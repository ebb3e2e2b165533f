"""The text of one question: saved, pasted, or taken from a PDF.

The known layouts are tried first; failing them, each field is looked for by itself and
what is not found is left out, for somebody to be asked. Issues of the Journal officiel
are read too: "9903. − 2 mai 2023. − M. Jean Dupont …", then "Réponse. − …".
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from commitments.imports.archives import MB, read_bounded
from commitments.imports.identity import (
    ascii_name,
    legislature_on,
    question_uid,
    unnumbered_uid,
)
from commitments.imports.markup import showable
from commitments.imports.published import (
    ANSWER,
    QUESTION,
    Problem,
    Publication,
    PublishedQuestion,
    refusal,
)
from commitments.imports.records import (
    ASSEMBLY,
    ORAL,
    SENATE,
    TO_THE_GOVERNMENT,
    WRITTEN,
    NotAnAnswer,
    Refusal,
    UnreadablePage,
)
from commitments.imports.sources.assembly_page import METADATA, labelled
from commitments.imports.sources.fields import digest_of, read_day, state_of
from commitments.imports.sources.mirror_page import CHAMBER_OF_WEEKDAY, CHROME
from commitments.imports.sources.page_text import (
    CIVILITY,
    DATE,
    check_dates,
    line,
    minister_named,
    without_civility,
)
from commitments.imports.sources.pages import published
from commitments.imports.sources.saved_page import decode_page, read_page
from commitments.imports.sources.senate_page import FOOT, split_name, split_seat

NAME = "saved_page"

SIZE = 2 * MB
# Characters before and after the two texts in which their labels are looked for.
AROUND = 5000

# What a question cannot do without, in the order in which people are asked for it.
NEEDED = ("chamber", "legislature", "type", "number", "answered_on", "answer_text")

# What a known layout may lack and this module still find.
LEFT_OUT = (
    "not_a_question",
    "number_missing",
    "author_missing",
    "question_date_missing",
    "answer_date_missing",
    "chamber_unknown",
)

DASH = r"[−–—-]"
MARKED_DATE = rf"\[?(?P<date>{DATE})\]?(?:\([^)\n]*\))?"
PAGE = r"(?:[^\n]{0,60}?\bp(?:age|\.)\s*:?\s*(?P<page>\d{1,5}))?"

# Where the question and the answer begin, the surest marks first.
GAZETTE_QUESTION = re.compile(
    rf"^[^\S\n]*(?P<number>\d{{1,6}}[A-Z]?)\.\s*{DASH}\s*(?P<date>{DATE})\.\s*{DASH}\s*",
    re.MULTILINE | re.IGNORECASE,
)
GAZETTE_ANSWER = re.compile(
    rf"^[^\S\n]*Réponse\s*\.\s*{DASH}\s*", re.MULTILINE | re.IGNORECASE
)
QUESTIONS = (
    line(r"Texte\s+de\s+la\s+question\s*:?"),
    GAZETTE_QUESTION,
    line(rf"Question\s+soumise\s+le\s+{DATE}"),
    line(r"(?:Texte\s+)?(?:Question|QUESTION)(?:\s+écrite)?\s*:?"),
)
ANSWERS = (
    line(r"Texte\s+de\s+la\s+réponse\s*:?"),
    GAZETTE_ANSWER,
    line(rf"Réponse\s+(?:émise|publiée)\s+le\s+{DATE}"),
    line(
        r"Réponse\s+(?:du|de\s+la|de\s+l['’]|des)\s*\S[^\n]*(?:\n\s*publiée\s[^\n]*)?"
    ),
    line(
        r"(?:Réponse|RÉPONSE|REPONSE)(?:\s+(?:du\s+Gouvernement|ministérielle))?\s*:?"
    ),
)
# The words with which a member begins.
ASKING = (
    r"(?:ré)?(?:attire|appelle|interroge|interpelle|demande|souhaite|souhaiterait|"
    r"rappelle|expose|alerte|sollicite|signale|remercie|prie|souligne|questionne|"
    r"fait\s+(?:part|remarquer|observer)|s['’](?:inquiète|étonne|interroge)|désire|"
    r"voudrait|aimerait|porte|se\s+permet)"
)
OPENER = re.compile(
    rf"^[^\S\n]*{CIVILITY}\s+(?P<author>[^,.;\n]{{3,60}}?)\s+{ASKING}\b", re.MULTILINE
)
SENATE_FOOT = line(rf"{DASH}\s*page\s+\d+")

UID = re.compile(r"QANR5L(?P<legislature>\d{1,2})(?P<type>QE|QG|QOSD)(?P<number>\d+)")
NUMBER = re.compile(
    r"\b(?:question[^\n]{0,40}?|numéro[^\n:]{0,30}?:?\s*)n?\s*[°ºo]?\s*:?\s*"
    r"(?P<number>\d{1,3}[ \u00a0\u202f.]?\d{3}|\d{1,6})(?P<letter>[A-Z]?)\b",
    re.IGNORECASE,
)
BARE_NUMBER = re.compile(r"\bn\s*[°º]\s*(?P<number>\d{1,6}[A-Z]?)\b")
LEGISLATURE = re.compile(
    r"\b(?P<number>\d{1,2}|[XVI]{1,5})\s*\^?(?:e|è|ème|eme)\s+législature",
    re.IGNORECASE,
)
KINDS = (
    (re.compile(r"question\s+orale|sans\s+débat", re.IGNORECASE), ORAL),
    (re.compile(r"question\s+au\s+gouvernement", re.IGNORECASE), TO_THE_GOVERNMENT),
    (re.compile(r"questions?\s+écrites?", re.IGNORECASE), WRITTEN),
)
OF_ASSEMBLY = re.compile(
    r"assemblée\s+nationale|assemblee-nationale\.fr|nosdéputés|QANR5L", re.IGNORECASE
)
OF_SENATE = re.compile(r"\bsénat\b|senat\.fr|nossénateurs", re.IGNORECASE)

ASKED_ON = (
    rf"Question\s+(?:publiée|soumise|posée|déposée)[^\n]{{0,40}}?\ble\s*:?\s*"
    rf"{MARKED_DATE}{PAGE}",
    rf"Publication\s+de\s+la\s+question[^\n]{{0,60}}?{MARKED_DATE}{PAGE}",
    rf"Question[^\n]{{0,200}}\n?[^\n]{{0,200}}?\bpubliée\s+(?:le|dans\s+le\s+JO[^\n]{{0,20}}?\bdu)\s+"
    rf"{MARKED_DATE}{PAGE}",
    rf"Date\s+de\s+(?:la\s+)?question\s*:?\s*{MARKED_DATE}{PAGE}",
)
ANSWERED_ON = (
    rf"Réponse\s+(?:publiée|émise)[^\n]{{0,40}}?\ble\s*:?\s*{MARKED_DATE}{PAGE}",
    rf"Publication\s+de\s+la\s+réponse[^\n]{{0,60}}?{MARKED_DATE}{PAGE}",
    rf"Réponse\s+(?:du|de|des)[^\n]{{0,200}}\n?[^\n]{{0,200}}?\bpubliée\s+"
    rf"(?:le|dans\s+le\s+JO[^\n]{{0,20}}?\bdu)\s+{MARKED_DATE}{PAGE}",
    rf"Date\s+de\s+(?:la\s+)?réponse\s*:?\s*{MARKED_DATE}{PAGE}",
)
# The running title of the Journal officiel, or its name with a day.
ISSUE = re.compile(
    rf"^\s*(?:(?:ASSEMBLÉE\s+NATIONALE|SÉNAT|JO\s+SÉNAT|JO\b[^\n]{{0,30}}|"
    rf"Journal\s+officiel[^\n]{{0,40}}?)\s+(?:du\s+)?)(?P<date>{DATE})",
    re.MULTILINE | re.IGNORECASE,
)
FROM_MEMBER = re.compile(
    rf"(?:\bde|^De|Auteur\s*:)\s+(?P<name>{CIVILITY}\s+[^(\n\[\]]{{3,60}}?)\s*"
    r"\((?P<seat>[^)\n]*(?:\([^)\n]*\)[^)\n]*)?)\)",
    re.MULTILINE,
)
HEADING = re.compile(r"^.{0,100}?\bQuestion\b[^\n]{0,100}?n\s*°", re.MULTILINE)
ANSWERING = re.compile(
    r"^[^\S\n]*Réponse\s+(?:du|de\s+la|de\s+l['’]|des)\s*(?P<by>\S[^\n]*?)"
    r"(?=\s*(?:\n|publiée|$))",
    re.MULTILINE,
)


def recognises(name: str, head: bytes) -> bool:
    """Tell a text file by its name: what it holds can only be read whole."""
    return name.lower().endswith((".txt", ".text"))


def read(stream, name: str) -> Iterator[PublishedQuestion | Problem]:
    """Yield the question of a text; see ``catalogue``."""
    data = read_bounded(stream, SIZE)
    yield from record_of(lambda: decode_page(data), name, data)


def record_of(
    text_of: Callable[[], str], name: str, data: bytes
) -> Iterator[PublishedQuestion | Problem]:
    """Yield the answered question of a file's text, or why it gives none."""
    try:
        record = whole(text_of())
    except Refusal as error:
        yield refusal(name, error.code, **error.values)
        return
    yield replace(record, file=name, digest=digest_of(data))


def whole(text: str, chamber: str | None = None) -> PublishedQuestion:
    """Return the answered question of a text. Raises Refusal when something misses.

    ``chamber`` settles that of a text which does not name its own.
    """
    try:
        return published(read_page(text, chamber))
    except Refusal as error:
        # A layout that was recognised knows why it refuses; another may lack a field.
        if error.code not in LEFT_OUT:
            raise
        reason = error
    record = loosely(text, chamber)
    if "answer_text" in record.inferred:
        raise NotAnAnswer("not_a_question")
    if names := missing(record):
        if reason.code != "not_a_question":
            raise reason
        raise UnreadablePage("incomplete", names=", ".join(names))
    if record.asked_on:
        check_dates(record.asked_on, record.answered_on)
    return record


def missing(record: PublishedQuestion) -> list[str]:
    """Return the names of what a record has to say and does not."""
    values = {name: getattr(record, name) for name in NEEDED}
    # The Sénat prints some questions without a number.
    if record.uid:
        values["number"] = values["number"] or record.uid
    return [name for name, value in values.items() if not value]


def understood(text: str, chamber: str | None = None) -> PublishedQuestion:
    """Return all that a text says of one question; raises nothing.

    ``uid`` is "" when the text does not identify its question. ``inferred`` names
    what was worked out; ``answer_text`` among them means that nothing told where the
    answer begins.
    """
    text = showable(text).replace("\r\n", "\n").replace("\r", "\n")
    try:
        return published(read_page(text, chamber))
    except Refusal:
        return loosely(text, chamber)


@dataclass(frozen=True)
class Parts:
    """The two texts, and what stands around them."""

    question: str
    answer: str
    around: str
    is_guess: bool = False

    @classmethod
    def cut(cls, question, answer, *around):
        """Return the parts; of what is around, as much as a page of a site holds."""
        around = "\n".join(around)
        if len(around) > 2 * AROUND:
            around = f"{around[:AROUND]}\n{around[-AROUND:]}"
        return cls(question.strip(), answer.strip(), around)


def loosely(text, chamber=None):
    """Return what can be found field by field."""
    parts = parts_of(text)
    gazette = GAZETTE_QUESTION.search(text)
    inferred = ["answer_text"] if parts.is_guess else []
    known = UID.search(parts.around)
    asked_on, asked_page = dated(ASKED_ON, parts.around)
    answered_on, answered_page = dated(ANSWERED_ON, parts.around)
    if gazette and not asked_on:
        asked_on = read_day(gazette["date"])
    issue = ISSUE.search(parts.around)
    if issue and not answered_on and parts.answer:
        answered_on = read_day(issue["date"].lower())
        inferred.append("answered_on")
    chamber_found = chamber_in(parts.around) or chamber
    if not chamber_found:
        chamber_found = chamber_of_days(asked_on, answered_on)
        inferred += ["chamber"] * bool(chamber_found)
    type_ = known["type"] if known else type_in(parts.around)
    if not type_:
        type_ = WRITTEN
        inferred.append("type")
    legislature = legislature_in(parts.around, known)
    if legislature is None and asked_on:
        legislature = legislature_on(asked_on)
        inferred.append("legislature")
    number = (known and known["number"]) or (gazette and gazette["number"])
    number = (number or number_in(parts.around) or "").lstrip("0")
    author, seat = author_in(parts)
    if author and not FROM_MEMBER.search(parts.around) and not gazette:
        inferred.append("author")
    # The Sénat prints the constituency first, the Assemblée the group.
    constituency, group = split_seat(seat) if seat else (None, None)
    if chamber_found == ASSEMBLY and constituency and group:
        constituency, group = group, constituency
    constituency = labelled(parts.around, "Circonscription") or constituency
    asked = labelled(parts.around, r"Ministère\s+interrogé")
    if not asked and (asked := minister_named(parts.question)):
        inferred.append("ministry_asked")
    answering = labelled(parts.around, r"Ministère\s+(?:attributaire|répondant)")
    by = ANSWERING.search(parts.around)
    answering = answering or (by and " ".join(by["by"].split()))
    if not answering and (answering := ministry_above(text, gazette)):
        inferred.append("ministry_answering")
    rubric, title = headings(parts.around, text, gazette)
    record = PublishedQuestion(
        uid="",
        chamber=chamber_found or "",
        legislature=legislature,
        type=type_,
        number=number,
        author=author,
        group=group,
        constituency=constituency,
        ministry_asked=asked,
        ministry_answering=answering,
        rubric=rubric,
        title=title,
        asked_on=asked_on,
        asked_page=asked_page,
        publications=texts_of(parts, asked_on, asked_page, answered_on, answered_page),
        inferred=tuple(inferred),
    )
    return replace(record, uid=uid_of(record), state=state_of(record.publications))


def uid_of(record: PublishedQuestion) -> str:
    """Return the identity that the fields of a record make, "" when they do not."""
    if record.chamber and record.legislature and record.type and record.number:
        return question_uid(
            record.chamber, record.legislature, record.type, record.number
        )
    if record.chamber == SENATE and record.asked_on and record.author:
        surname = surname_of(without_civility(record.author))
        if ascii_name(surname):
            page = record.asked_page or None
            return unnumbered_uid(record.chamber, record.asked_on, page, surname)
    return ""


def surname_of(name: str) -> str:
    """Return "du Rocher" of "Jean-Paul du Rocher" or "DU ROCHER Jean-Paul"."""
    _, surname = split_name(name)
    *before, last = name.split()
    has_particle = surname == last and before and before[-1].islower()
    return f"{before[-1]} {last}" if has_particle else surname


def texts_of(parts, asked_on, asked_page, answered_on, answered_page):
    """Return the publications of the two texts; one that is not there is left out."""
    question = Publication(
        role=QUESTION, text=parts.question, published_on=asked_on, page=asked_page
    )
    answer = Publication(
        role=ANSWER, text=parts.answer, published_on=answered_on, page=answered_page
    )
    return tuple(p for p in (question, answer) if p.text or p.published_on)


def parts_of(text):
    """Cut a text in the question, the answer and what is around both."""
    asked = first_of(QUESTIONS, text)
    start = asked.end() if asked else None
    answered = first_of(ANSWERS, text, start or 0)
    if start is None:
        opener = OPENER.search(text, 0, answered.start() if answered else len(text))
        start = opener.start() if opener else None
    if start is None and answered is None:
        # Nothing tells where it begins: all of it may be the answer.
        return Parts("", text.strip(), "", is_guess=True)
    end = answered.start() if answered else len(text)
    start = end if start is None else start
    question_end = first_end(text, start, end, (SENATE_FOOT, METADATA))
    question = text[start:question_end]
    if answered is None:
        return Parts.cut(question, "", text[:start], text[question_end:])
    answer_end = first_end(
        text, answered.end(), len(text), (METADATA, FOOT, CHROME, SENATE_FOOT)
    )
    return Parts.cut(
        question,
        text[answered.end() : answer_end],
        text[:start],
        text[question_end:end],
        text[answered.start() : answered.end()],
        text[answer_end:],
    )


def first_of(patterns, text, start=0):
    """Return the match of the first pattern that is found."""
    found = (pattern.search(text, start) for pattern in patterns)
    return next(filter(None, found), None)


def first_end(text, start, end, patterns):
    """Return where the first of some marks stands between two places, or the last."""
    found = [m.start() for p in patterns if (m := p.search(text, start, end))]
    return min(found, default=end)


def dated(patterns, text) -> tuple[date | None, str | None]:
    """Return the day and the page of the first pattern that gives a day."""
    for pattern in patterns:
        for found in re.finditer(pattern, text, re.IGNORECASE):
            if day := read_day(found["date"].lower()):
                return day, found["page"]
    return None, None


def chamber_in(around):
    """Return the chamber that is named most, None when neither is more than once."""
    counts = len(OF_ASSEMBLY.findall(around)), len(OF_SENATE.findall(around))
    if counts[0] == counts[1]:
        return None
    return ASSEMBLY if counts[0] > counts[1] else SENATE


def chamber_of_days(*days):
    """Return the chamber that publishes on the weekday of all known days, or None."""
    chambers = {CHAMBER_OF_WEEKDAY.get(day.weekday()) for day in days if day}
    return chambers.pop() if len(chambers) == 1 else None


def type_in(around):
    """Return the kind of question that is named, or None."""
    return next((kind for words, kind in KINDS if words.search(around)), None)


def legislature_in(around, known):
    """Return the legislature that is printed, in digits or Roman numbers, or None."""
    if known:
        return int(known["legislature"])
    found = LEGISLATURE.search(around)
    if not found:
        return None
    words = found["number"].upper()
    if words.isdigit():
        return int(words)
    values = [{"X": 10, "V": 5, "I": 1}[letter] for letter in words]
    following = [*values[1:], 0]
    return sum(
        v if v >= after else -v for v, after in zip(values, following, strict=True)
    )


def number_in(around):
    """Return the number of the question, without the space of its thousands."""
    found = NUMBER.search(around)
    if found:
        return re.sub(r"\D", "", found["number"]) + found["letter"].upper()
    found = BARE_NUMBER.search(around)
    return found and found["number"]


def author_in(parts):
    """Return the author and the words of the seat, "" and None when not named."""
    label = labelled(parts.around, "Auteur")
    found = FROM_MEMBER.search(parts.around)
    if found:
        return spelled(found["name"], parts.question), found["seat"].strip()
    if label:
        return without_civility(label), None
    opener = OPENER.search(parts.question[:300])
    return (" ".join(opener["author"].split()), None) if opener else ("", None)


def spelled(name, question):
    """Return "Jean Dupont" for "M. DUPONT Jean", as the question spells it."""
    first_names, surname = split_name(without_civility(name))
    words = f"{first_names} {surname}".split()
    pattern = r"[\s-]+".join(re.escape(word) for word in words)
    found = re.search(rf"\b{pattern}\b", question[:300], re.IGNORECASE)
    if found:
        return " ".join(found[0].split())
    return " ".join(word.title() if word.isupper() else word for word in words)


def rows_above(text, position):
    """Return the lines with words above a place, the nearest last."""
    return [row.strip() for row in text[:position].splitlines() if row.strip()]


def ministry_above(text, gazette):
    """Return the heading in capitals under which the Journal officiel prints it."""
    if not gazette:
        return None
    for row in reversed(rows_above(text, gazette.start())):
        if row.isupper() and not ISSUE.match(row) and not chamber_in(row):
            return row.capitalize()
    return None


def headings(around, text, gazette):
    """Return the rubric and the title, each None when there is none."""
    rubric = labelled(around, "Rubrique")
    title = labelled(around, "(?:Titre|Tête\\s+d['’]analyse|Objet)")
    if title:
        return rubric, title
    if gazette:
        rows = []
        for row in reversed(rows_above(text, gazette.start())):
            if row.isupper() or ISSUE.match(row) or len(rows) == 2:
                break
            rows.insert(0, row)
        title = rows.pop() if rows else None
        return rubric or (rows[0] if rows else None), title
    heading = HEADING.search(around)
    rows = rows_above(around, heading.start()) if heading else []
    rows = [
        row
        for row in rows
        if not (LEGISLATURE.search(row) or chamber_in(row) or "://" in row)
    ]
    return rubric, rows[-1] if rows else None
