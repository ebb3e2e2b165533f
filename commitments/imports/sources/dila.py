"""The weekly issues of the Journal officiel "Questions", published by the DILA.

A tar holds one issue of one chamber: the questions asked (section QE), the answers
(section REP, where several questions may share one), the rectifications, and an index
without texts. It is the only source with an entry for each publication.
"""

import re
from collections.abc import Iterator

from commitments.imports.identity import legislature_on
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
    remark,
)
from commitments.imports.records import ASSEMBLY, SENATE, WRITTEN
from commitments.imports.sources import xml_records
from commitments.imports.sources.assembly import branches, value
from commitments.imports.sources.decoding import decoded
from commitments.imports.sources.fields import (
    Remarks,
    digest_of,
    identity,
    parts_in_words,
    read_day,
    state_of,
    whole_number,
)
from commitments.imports.sources.page_text import without_civility

NAME = "dila"

TEXTS = frozenset(("texteQuestion", "texteReponse", "TexteQ", "Texte_Reponse"))
ROOTS = re.compile(r"<(?:QuestionsPubliees\w*|Section)[\s>]")
INDEX = re.compile(r"XML1JO_\w*\.xml$", re.IGNORECASE)
RECTIFICATIONS = re.compile(r"XML2JO_\w*\.xml$", re.IGNORECASE)

SECTION = re.compile(r"<Section\b[^<>]*\bpart\s*=\s*[\"'](\w+)[\"']")
ISSUE = re.compile(r"<QuestionsPubliees\w*\b([^<>]*)>")
ATTRIBUTE = re.compile(r"(\w+)\s*=\s*[\"']([^\"']*)[\"']")
# The entries of an issue. Those of the answers hold questions themselves.
ENTRY = (
    r"[Qq]uestions?_?[Rr]eponses?|[Rr]eponses?_?[Qq]uestions?|[Qq]uestion|"
    r"[Rr]ectifi\w+|[Ee]rrat\w+"
)

# "13382. — 10 mars 2026. — " before the text of a question.
PREFIX = re.compile(
    r"\s*(\d+)\s*\.\s*[—–-]\s*(\d{1,2}(?:er)?\s+\w+\s+\d{4})\s*\.\s*[—–-]\s*"
)


def recognises(name: str, head: bytes) -> bool:
    """Tell a file of an issue by its root, or an index by its name."""
    start, _ = decoded(head)
    is_xml = start.lstrip().startswith("<")
    named = INDEX.search(name) or RECTIFICATIONS.search(name)
    return bool(is_xml and (ROOTS.search(start) or named))


def read(stream, name: str) -> Iterator[PublishedQuestion | Problem]:
    """Yield the questions of an issue; see ``catalogue``.

    An index gives nothing, as it holds no text.
    """
    if INDEX.search(name):
        return
    part, issue = "ERR" if RECTIFICATIONS.search(name) else "", {}
    for piece in xml_records.cut(stream, ENTRY, name):
        if isinstance(piece, Problem):
            yield piece
            continue
        before, text = piece
        if found := ISSUE.search(before):
            issue = dict(ATTRIBUTE.findall(found[1]))
        for section in SECTION.findall(before):
            part = section.upper()
        try:
            entry = xml_records.tree(xml_records.parsed(text), TEXTS)
        except ValueError as error:
            yield xml_records.record_refusal(name, text, error)
            continue
        yield from entry_records(entry, part, issue, name, text)


def entry_records(entry, part, issue, file, text):
    """Yield the records of an entry: the questions, each with the answer they share."""
    if not isinstance(entry, dict):
        yield refusal(file, "unexpected", words=str(entry))
        return
    questions = branches(entry, "question") + branches(entry, "Question")
    questions += branches(entry, "Questions", "Question")
    answers = branches(entry, "reponse") + branches(entry, "Reponse")
    if not questions:
        questions = [entry]
    is_erratum = part not in ("QE", "REP", "")
    if len(answers) > 1:
        yield remark(file, "unexpected", words=f"{len(answers)} reponse")
    answer = answers[0] if answers and isinstance(answers[0], dict) else None
    for question in questions:
        if isinstance(question, dict):
            yield from record_of(question, answer, is_erratum, issue, file, text)


def record_of(question, answer, is_erratum, issue, file, text):
    """Yield the record of a question after the remarks on it, or its refusal."""
    remarks = Remarks(file)
    facts = modern if "idQuestion" in question else legacy
    found = facts(question, remarks)
    asked_text, printed = without_prefix(found["text"])
    reply = answer_of(answer, found, issue, remarks) if answer else {}
    asked_on = printed or own_day(found["published_on"], reply.get("published_on"))
    chamber = found["chamber"]
    inferred = []
    legislature = found["legislature"]
    if legislature is None and asked_on:
        legislature = legislature_on(asked_on)
        inferred.append("legislature")
    number = found["number"] or ""
    uid = identity(chamber, legislature, WRITTEN, number) if chamber else None
    if uid is None:
        words = parts_in_words(chamber, legislature, number)
        yield refusal(file, "bad_identity", record=number, words=words)
        return
    issue_number = issue.get("NumJO")
    texts = []
    if asked_text or asked_on:
        texts.append(
            Publication(
                role=QUESTION_ERRATUM if is_erratum and not answer else QUESTION,
                text=asked_text,
                published_on=asked_on,
                page=None if answer else found["page"],
                issue=None if answer else found["issue"] or issue_number,
            )
        )
    answering = found["ministry"] if answer else None
    if answer is not None:
        role = ANSWER_ERRATUM if is_erratum else ANSWER
        texts.append(Publication(role=role, **reply))
        answering = answer_ministry(answer) or answering
    record = PublishedQuestion(
        uid=uid,
        chamber=chamber,
        legislature=legislature,
        type=WRITTEN,
        number=number.lstrip("0"),
        author=without_civility(found["author"] or ""),
        ministry_asked=None if answer else found["ministry"],
        ministry_answering=answering,
        title=found["title"],
        asked_on=asked_on,
        asked_page=None if answer else found["page"],
        publications=tuple(texts),
        state=state_of(texts),
        shared_answer=shared_answer(chamber, texts),
        inferred=tuple(inferred),
        file=file,
        digest=digest_of(uid, text),
    )
    yield from remarks.of(uid)
    yield record


def own_day(day, answered_on):
    """Return the day of a question, None when it is that of its answer's issue."""
    return None if day and answered_on and day >= answered_on else day


def modern(question, remarks):
    """Return the facts of a question in a REDIF file."""
    source = value(question, "idQuestion", "source") or ""
    return {
        "chamber": {"AN": ASSEMBLY, "SENAT": SENATE, "SÉNAT": SENATE}.get(
            source.upper()
        ),
        "legislature": whole_number(value(question, "idQuestion", "legislature")),
        "number": value(question, "idQuestion", "numeroQuestion"),
        "published_on": remarks.day(
            value(question, "referencePublication", "datePublication"), "asked_on"
        ),
        "page": value(question, "referencePublication", "pageJO"),
        "issue": value(question, "referencePublication", "noPublication"),
        "ministry": value(question, "ministreJO"),
        "author": value(question, "parlementaire"),
        "title": value(question, "Objet") or value(question, "objet"),
        "text": plain_text(words_at(question, "texteQuestion")),
    }


def legacy(question, remarks):
    """Return the facts of a question in an older file of the Sénat.

    They stand under Gestion, or directly under the question.
    """
    facts = question.get("Gestion")
    facts = facts if isinstance(facts, dict) else question
    author = (value(facts, "Auteur", "Prenom"), value(facts, "Auteur", "Nom"))
    ministry = value(facts, "Destinataire", "TitreMinistere")
    return {
        "chamber": SENATE if value(facts, "NumQ") else None,
        "legislature": None,
        "number": value(facts, "NumQ"),
        "published_on": remarks.day(value(facts, "DateQ"), "asked_on"),
        "page": value(facts, "PageJO"),
        "issue": None,
        "ministry": ministry,
        "author": " ".join(filter(None, author)) or value(facts, "Auteur"),
        "title": value(facts, "Objet"),
        "text": plain_text(words_at(question, "TexteQ")),
    }


def answer_of(answer, question, issue, remarks):
    """Return the text, the day and the page of an answer.

    In older files the issue itself is dated, and the question's day is its own.
    """
    gestion = (
        answer.get("Gestion") if isinstance(answer.get("Gestion"), dict) else answer
    )
    day = value(answer, "referencePublication", "datePublication")
    day = remarks.day(day or issue.get("DateJO"), "answered_on")
    is_modern = "texteReponse" in answer or "referencePublication" in answer
    if day is None and is_modern:
        day = question["published_on"]
    return {
        "text": plain_text(
            words_at(answer, "texteReponse") or words_at(answer, "Texte_Reponse")
        ),
        "published_on": day,
        "page": value(answer, "referencePublication", "pageJO")
        or value(gestion, "PageJO"),
        "issue": value(answer, "referencePublication", "noPublication")
        or issue.get("NumJO"),
    }


def answer_ministry(answer) -> str | None:
    """Return the ministry that an older file names beside its answer."""
    return value(answer, "Gestion", "MinReponse", "TitreMinistereJO") or value(
        answer, "ministreJO"
    )


def words_at(tree, key) -> str:
    """Return the markup of a text, "" for none."""
    found = tree.get(key)
    if isinstance(found, list):
        found = next((item for item in reversed(found) if isinstance(item, str)), "")
    return found if isinstance(found, str) else ""


def without_prefix(text):
    """Return a question's text without its number and its day, and that day."""
    found = PREFIX.match(text)
    if not found:
        return text, None
    return text[found.end() :], read_day(one_line(found[2]))


def shared_answer(chamber, texts) -> str | None:
    """Return what identifies an answer printed once for several questions."""
    answer = next((p for p in texts if p.role == ANSWER), None)
    if not answer or not answer.published_on or not answer.text:
        return None
    return f"{chamber}-{answer.published_on:%Y%m%d}-{digest_of(answer.text)}"
