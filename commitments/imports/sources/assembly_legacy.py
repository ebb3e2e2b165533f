"""The per-question XML of the Assemblée nationale's old site, legislatures 13 and 14.

``<QUESTION TYPE="QE">`` in capitals, days as DD/MM/YYYY, two DEPOT: the reference in
the first, the text in the second. Errata are a day and a page without a text.
"""

from collections.abc import Iterator

from commitments.imports.markup import plain_text
from commitments.imports.published import (
    ANSWER,
    ANSWER_ERRATUM,
    QUESTION,
    QUESTION_ERRATUM,
    Attribution,
    Problem,
    Publication,
    PublishedQuestion,
    refusal,
)
from commitments.imports.records import ASSEMBLY
from commitments.imports.sources import xml_records
from commitments.imports.sources.assembly import NO_HEADING, branches, value, words_of
from commitments.imports.sources.decoding import decoded
from commitments.imports.sources.fields import (
    Remarks,
    digest_of,
    identity,
    parts_in_words,
    state_of,
    whole_number,
)

NAME = "assembly_legacy"

TEXTS = frozenset(("TEXTE_DEPOT", "TEXTE_REPONSE"))


def recognises(name: str, head: bytes) -> bool:
    """Tell a file by its first element."""
    start, _ = decoded(head)
    return "<QUESTION " in start and "<LEGISLATURE>" in start


def read(stream, name: str) -> Iterator[PublishedQuestion | Problem]:
    """Yield the questions of a file, one or several; see ``catalogue``."""
    found = False
    for piece in xml_records.cut(stream, "QUESTION", name):
        found = True
        if isinstance(piece, Problem):
            yield piece
            continue
        text = piece[1]
        try:
            question = xml_records.tree(xml_records.parsed(text), TEXTS)
        except ValueError as error:
            yield xml_records.record_refusal(name, text, error)
            continue
        yield from record_of(question, name, text)
    if not found:
        yield refusal(name, "nothing_found")


def record_of(question, file, text):
    """Yield the record of a question's tree after the remarks on it, or a refusal."""
    if not isinstance(question, dict):
        yield refusal(file, "identity_missing", names="DEPOT/@NUMERO")
        return
    deposits = [item for item in branches(question, "DEPOT") if isinstance(item, dict)]
    number = first(deposits, "@NUMERO") or ""
    legislature = whole_number(value(question, "LEGISLATURE"))
    type_ = value(question, "@TYPE") or "QE"
    uid = identity(ASSEMBLY, legislature, type_, number)
    if uid is None:
        yield refusal(
            file, "bad_identity", words=parts_in_words(legislature, type_, number)
        )
        return
    remarks = Remarks(file)
    asked_on = remarks.day(first(deposits, "DATE_JO"), "asked_on")
    asked_page = first(deposits, "PAGE_JO")
    texts = [
        Publication(
            role=QUESTION,
            text=markup_at(deposits, "TEXTE_DEPOT"),
            published_on=asked_on,
            page=asked_page,
            issue=first(deposits, "NUMERO_JO"),
        ),
        *errata(question, "ERRATUM_QUESTION", QUESTION_ERRATUM, remarks),
        *answers(question, remarks),
        *errata(question, "ERRATUM_REPONSE", ANSWER_ERRATUM, remarks),
    ]
    texts = [p for p in texts if p.text or p.published_on]
    attributions = tuple(attributions_in(question, remarks))
    rubric = value(question, "INDEXATION_AN", "@RUBRIQUE")
    closing = value(question, "CLOTURE", "LIBELLE")
    closing = closing or value(question, "CLOTURE", "ABREGE")
    renewed = [
        remarks.day(value(item, "DATE_RENOUVELLEMENT"), "renewed_on")
        for item in branches(question, "RENOUVELLEMENT", "ORDRE")
    ]
    author = value(question, "AUTEUR", "PRENOM"), value(question, "AUTEUR", "NOM")
    acteur = value(question, "AUTEUR", "ID_ACTEUR")
    record = PublishedQuestion(
        uid=uid,
        chamber=ASSEMBLY,
        legislature=legislature,
        type=type_,
        number=number.lstrip("0"),
        author=" ".join(filter(None, author)),
        author_ref=f"PA{acteur}" if acteur else None,
        group=value(question, "GROUPE", "LIBELLE")
        or value(question, "GROUPE", "@SIGLE"),
        constituency=constituency(question),
        ministry_asked=ministry(question.get("MINI")),
        ministry_answering=attributions[-1].ministry if attributions else None,
        attributions=attributions,
        rubric=rubric,
        title=title_of(question) or rubric,
        asked_on=asked_on,
        asked_page=asked_page,
        publications=tuple(texts),
        state=state_of(texts, closing),
        closed_on=remarks.day(value(question, "CLOTURE", "DATE_JO"), "closed_on"),
        closing=closing,
        signalled_on=remarks.day(
            value(question, "SIGNALEMENT", "DATE_JO"), "signalled"
        ),
        renewed_on=tuple(day for day in renewed if day),
        file=file,
        digest=digest_of(text),
    )
    yield from remarks.of(uid)
    yield record


def first(items, key) -> str | None:
    """Return the first value of a key among several elements of the same name."""
    return next((found for item in items if (found := value(item, key))), None)


def markup_at(items, key) -> str:
    """Return the plain text of the first element that has the key."""
    texts = [item.get(key) for item in items]
    return next((plain_text(text) for text in texts if isinstance(text, str)), "")


def answers(question, remarks):
    """Yield the publications of the answer."""
    for item in branches(question, "REPONSE"):
        if isinstance(item, dict):
            yield Publication(
                role=ANSWER,
                text=markup_at([item], "TEXTE_REPONSE"),
                published_on=remarks.day(value(item, "DATE_JO_REPONSE"), "answered_on"),
                page=value(item, "PAGE_JO_REPONSE"),
                issue=value(question, "CLOTURE", "NUMERO_JO"),
            )


def errata(question, key, role, remarks):
    """Yield the errata, of which only the reference is given."""
    for item in branches(question, key):
        day = remarks.day(value(item, "DATE_JO"), key.lower())
        yield Publication(role=role, published_on=day, page=value(item, "PAGE_JO"))


def attributions_in(question, remarks):
    """Yield the ministries in the order of their numbers."""
    items = [i for i in branches(question, "MINA", "ORDRE") if isinstance(i, dict)]
    items.sort(key=lambda item: whole_number(value(item, "@NUMERO")) or 0)
    for item in items:
        if name := ministry(item):
            since = remarks.day(value(item, "DATE_JO"), "attributions")
            yield Attribution(ministry=name, since=since, ref=value(item, "ID_MINA"))


def ministry(tree) -> str | None:
    """Return the full name of a ministry, its short one for want of it."""
    return value(tree, "DEVELOPPE") or value(tree, "ABREGE")


def constituency(question) -> str | None:
    """Return the department, with the number of the constituency as pages show it."""
    department = value(question, "CIRCONSCRIPTION", "DEPARTEMENT")
    number = value(question, "CIRCONSCRIPTION", "@NUMERO_CIRCONSCRIPTION")
    if not department or not number:
        return department
    return f"{department} ({number}{'re' if number == '1' else 'e'} circonscription)"


def title_of(question) -> str | None:
    """Return the heading of the analysis, or else the analysis itself."""
    heading = value(question, "INDEXATION_AN", "TETE_ANALYSE")
    if heading and heading.lower().replace("’", "'") != NO_HEADING:
        return heading
    words = [words_of(i) for i in branches(question, "INDEXATION_AN", "ANALYSE", "ANA")]
    return " ; ".join(filter(None, words)) or None
