"""The question pages of the Assemblée nationale, legislatures 7 to 16, as HTML.

Three layouts: pseudo-tags around each value (7 to 12; no accents before the 11th, no
texts in the 7th), labelled sections (copies of 14 to 16), and the design of the 16th.
"""

import re
from collections.abc import Iterator

from commitments.imports.archives import read_bounded
from commitments.imports.identity import ascii_name
from commitments.imports.markup import one_line, plain_text
from commitments.imports.published import (
    ANSWER,
    ANSWER_ERRATUM,
    QUESTION,
    QUESTION_ERRATUM,
    Problem,
    Publication,
    PublishedQuestion,
    refusal,
)
from commitments.imports.records import ASSEMBLY, ORAL, TO_THE_GOVERNMENT, WRITTEN
from commitments.imports.sources.decoding import RECORD, decoded
from commitments.imports.sources.fields import (
    Remarks,
    digest_of,
    identity,
    parts_in_words,
    state_of,
    whole_number,
)
from commitments.imports.sources.page_text import without_civility

NAME = "assembly_html"

TITLE = re.compile(r"<title>\s*(?:fiche question|question\s*n°)", re.IGNORECASE)

# First design
PSEUDO_TAG = re.compile(
    r"<(LEG|NLEG|NUM|NAT|AUT|GROUPE|DEPT|MINI|MINA|DPQ|PGQ|DPR|PGREP|RET|DRET|CRET|"
    r"CODRET|DERQ|PGERQ|DERR|PGERREP|DSIGN|RUB|TANA|ANA|QUEST|REP)>(.*?)</\1>",
    re.DOTALL,
)

# Second design
HEADER = "question_legislature"
LABELLED = re.compile(
    r"<span class=\"question_big_content\s*\">\s*([^<>]*?)\s*(?:>|&gt;)\s*</span>"
    r"(.*?)</(?:p|div)>",
    re.DOTALL,
)
DATED = re.compile(
    r"(Question publiée|Réponse publiée|Question retirée|Date de changement "
    r"d.attribution|Date de signalement|Date de renouvellement|Erratum[^<:]*?)"
    r"(?:\s+au JO)?(?:\s+le)?\s*:\s*(.*?)</div>",
    re.DOTALL,
)
PAGE = re.compile(r"page\s*:?\s*(\d+)")
DAY = re.compile(
    r"\d{1,2}/\d{1,2}/\d{4}|\d{1,2}(?:er)?\s+[^\W\d]+\s+\d{4}", re.IGNORECASE
)
QUESTION_TEXT = re.compile(
    r"<h\d[^>]*>\s*Texte de la question\s*</h\d>(.*?)"
    r"(?=<h\d[^>]*>\s*Texte de la réponse|</section>|<div class=\"answer\">|\Z)",
    re.DOTALL,
)
ANSWER_TEXT = re.compile(
    r"<h\d[^>]*>\s*Texte de la réponse\s*</h\d>(.*?)"
    r"(?=</section>|<section|<h\d[^>]*>\s*Texte de la question|<footer|\Z)",
    re.DOTALL,
)
AUTHOR = re.compile(r"<a[^<>]*fiche/OMC_(PA\d+)[^<>]*>(.*?)</a>(.*?)</div>", re.DOTALL)
SEAT = re.compile(r"\((.*)\s+-\s+(.*?)\s*\)", re.DOTALL)

# Third design
NEW_AUTHOR = re.compile(r"<a[^<>]*deputes/(PA\d+)[^<>]*>(.*?)</a>", re.DOTALL)

TYPES = (
    ("sans débat", ORAL),
    ("gouvernement", TO_THE_GOVERNMENT),
    ("écrite", WRITTEN),
)


def recognises(name: str, head: bytes) -> bool:
    """Tell a page by the title that all designs share."""
    start, _ = decoded(head)
    return bool(TITLE.search(start))


def read(stream, name: str) -> Iterator[PublishedQuestion | Problem]:
    """Yield the question of a page; see ``catalogue``."""
    page, _ = decoded(read_bounded(stream, RECORD))
    remarks = Remarks(name)
    if "<NUM>" in page:
        record = from_pseudo_tags(page, name, remarks)
    elif HEADER in page:
        record = from_sections(page, name, remarks)
    elif "question" in page.lower():
        record = from_labels(page, name, remarks)
    else:
        record = None
    if record is None:
        yield refusal(name, "nothing_found")
    elif isinstance(record, Problem):
        yield record
    else:
        yield from remarks.of(record.uid)
        yield record


def from_pseudo_tags(page, file, remarks):
    """Return the question of a page of the first design."""
    tags = {}
    for name, content in PSEUDO_TAG.findall(page):
        tags.setdefault(name, content)

    def words(name):
        return one_line(tags.get(name, "")) or None

    def publication(role, day, page_of, text=""):
        return Publication(
            role=role,
            text=plain_text(text),
            published_on=remarks.day(words(day), day),
            page=words(page_of),
        )

    texts = (
        publication(QUESTION, "DPQ", "PGQ", tags.get("QUEST", "")),
        publication(QUESTION_ERRATUM, "DERQ", "PGERQ"),
        publication(ANSWER, "DPR", "PGREP", tags.get("REP", "")),
        publication(ANSWER_ERRATUM, "DERR", "PGERREP"),
    )
    closing = words("CRET") or words("RET") or words("CODRET")
    attributed = words("MINA")
    return record_of(
        file=file,
        page=page,
        remarks=remarks,
        legislature=words("NLEG") or (words("LEG") or "").partition("è")[0],
        type_=words("NAT"),
        number=words("NUM"),
        texts=texts,
        closing="fin de législature" if closing == "FL" else closing,
        author=spelled_name(words("AUT"), texts[0].text),
        group=words("GROUPE"),
        constituency=words("DEPT"),
        ministry_asked=words("MINI"),
        ministry_answering=attributed,
        rubric=words("RUB"),
        title=words("TANA") or words("ANA"),
        closed_on=remarks.day(words("DRET"), "DRET"),
        signalled_on=remarks.day(words("DSIGN"), "DSIGN"),
    )


def spelled_name(name, text):
    """Return "Pierre-Bernard Couste" for "Couste Pierre-Bernard".

    The page does not say where the surname ends. A written question opens with the
    name in full; failing that, the last word is taken for the first name.
    """
    words = (name or "").split()
    opening = ascii_name(text[:200])
    for cut in range(1, len(words)):
        spelled = " ".join(words[cut:] + words[:cut])
        if ascii_name(spelled) in opening:
            return spelled
    return " ".join(words[-1:] + words[:-1])


def from_sections(page, file, remarks):
    """Return the question of a page of the second design."""
    page = page[page.index(HEADER) :]
    facts = {
        one_line(label).lower(): one_line(v) for label, v in LABELLED.findall(page)
    }
    dated = {}
    for label, content in DATED.findall(page):
        dated.setdefault(one_line(label).lower(), one_line(content))
    texts = [
        dated_text(QUESTION, dated.get("question publiée"), page, remarks),
        *(
            dated_text(
                ANSWER_ERRATUM if "réponse" in k else QUESTION_ERRATUM, v, "", remarks
            )
            for k, v in dated.items()
            if k.startswith("erratum")
        ),
        dated_text(ANSWER, dated.get("réponse publiée"), page, remarks),
    ]
    withdrawn = dated.get("question retirée") or ""
    cause = withdrawn.partition("(")[2].strip(" )")
    author = AUTHOR.search(page)
    seat = author and SEAT.search(one_line(author[3]))
    heading = one_line(page[:2000].partition(">")[2])
    number = re.search(r"Question N°\s*(\w+)", heading)
    return record_of(
        file=file,
        page=page,
        remarks=remarks,
        legislature=(re.match(r"\d+", heading) or [""])[0],
        type_=type_in(heading.partition("(")[2] or heading),
        number=number and number[1],
        texts=texts,
        closing=cause or ("Question retirée" if withdrawn else None),
        author=without_civility(one_line(author[2])) if author else "",
        author_ref=author and author[1],
        group=seat and seat[1],
        constituency=seat and seat[2],
        ministry_asked=facts.get("ministère interrogé"),
        ministry_answering=facts.get("ministère attributaire"),
        rubric=facts.get("rubrique"),
        title=facts.get("titre") or facts.get("tête d'analyse") or facts.get("analyse"),
        closed_on=remarks.day(day_in(withdrawn), "closed_on"),
        signalled_on=remarks.day(day_in(dated.get("date de signalement")), "signalled"),
    )


def dated_text(role, reference, page, remarks):
    """Return a publication by the words of its reference and the text on the page."""
    pattern = {QUESTION: QUESTION_TEXT, ANSWER: ANSWER_TEXT}.get(role)
    found = pattern and pattern.search(page)
    number = PAGE.search(reference or "")
    return Publication(
        role=role,
        text=plain_text(found[1]) if found else "",
        published_on=remarks.day(day_in(reference), role),
        page=number and number[1],
    )


def day_in(words):
    """Return the words of the first day in a reference, or None."""
    found = DAY.search(words or "")
    return found and found[0]


def from_labels(page, file, remarks):
    """Return the question of a page of the third design, by its visible labels."""
    text = plain_text(page)
    heading = re.search(r"Question ([^\n]*?)\s*n°\s*(\d+)", text)
    if not heading:
        return None

    def labelled(label):
        found = re.search(rf"{label}\s*:\s*([^\n]+)", text)
        return found and found[1].strip()

    def reference(what):
        found = re.search(
            rf"(?:Publication de la {what}|{what} publiée)[^\n]*?({DAY.pattern})[^\n]*",
            text,
            re.IGNORECASE,
        )
        return found and found[0]

    author = NEW_AUTHOR.search(page)
    seat = author and SEAT.search(one_line(author[2]))
    name = (
        one_line(author[2]).partition(" (")[0] if author else labelled("Auteur") or ""
    )
    legislature = re.search(r"(\d+)\s*(?:e|ème)\s+législature", text)
    address = re.search(r"QANR5L(\d+)[A-Z]+\d+|/(\d\d)/questions?/", page)
    number = (legislature or address) and next(
        filter(None, (legislature or address).groups())
    )
    sitting = labelled("Date de la séance")
    return record_of(
        file=file,
        page=page,
        remarks=remarks,
        legislature=number,
        type_=type_in(heading[1]),
        number=heading[2],
        texts=[
            dated_text(QUESTION, reference("question") or sitting, page, remarks),
            dated_text(ANSWER, reference("réponse") or sitting, page, remarks),
        ],
        author=without_civility(name),
        author_ref=author and author[1],
        group=seat and seat[1],
        constituency=seat and seat[2],
        ministry_asked=labelled("Ministère interrogé"),
        ministry_answering=labelled("Ministère (?:répondant|attributaire)"),
        rubric=labelled("Rubrique"),
        title=labelled("Titre"),
    )


def type_in(words):
    """Return the type of question that a heading names, written by default."""
    words = words.lower()
    return next((type_ for mark, type_ in TYPES if mark in words), WRITTEN)


def record_of(*, file, page, remarks, legislature, type_, number, texts, **fields):
    """Return the record of a page, or the Problem of its identity."""
    legislature, number = whole_number(legislature), number or ""
    uid = identity(ASSEMBLY, legislature, type_, number)
    if uid is None:
        return refusal(
            file, "bad_identity", words=parts_in_words(legislature, type_, number)
        )
    texts = tuple(p for p in texts if p.text or p.published_on)
    asked = next((p for p in texts if p.role == QUESTION), None)
    closing = fields.pop("closing", None)
    return PublishedQuestion(
        uid=uid,
        chamber=ASSEMBLY,
        legislature=legislature,
        type=type_,
        number=number.lstrip("0"),
        asked_on=asked and asked.published_on,
        asked_page=asked and asked.page,
        publications=texts,
        state=state_of(texts, closing),
        closing=closing,
        file=file,
        digest=digest_of(page),
        **fields,
    )
