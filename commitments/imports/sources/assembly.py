"""The open data of the Assemblée nationale, legislatures 14 to 17, JSON and XML.

One huge file or one file per question, the same tree in both forms. The keys that
changed between legislatures, the objects that may be lists and the blocks that may be
missing are met here (docs/sources.md).
"""

import io
import json
import re
from collections.abc import Iterator

from commitments.imports.markup import one_line, plain_text
from commitments.imports.published import (
    ANSWER,
    QUESTION,
    Attribution,
    Problem,
    Publication,
    PublishedQuestion,
    refusal,
)
from commitments.imports.records import ASSEMBLY
from commitments.imports.sources import json_records, xml_records
from commitments.imports.sources.decoding import (
    RECORD,
    decoded,
    encoding_remark,
    rejoined,
    starts_with,
    text_stream,
)
from commitments.imports.sources.fields import (
    Remarks,
    digest_of,
    identity,
    state_of,
    whole_number,
)

NAME = "assembly"

TEXTS = frozenset(("texte",))
UID = re.compile(r"QANR5L(\d{1,2})([A-Z]{2,4})(\d{1,7})")
FILE = re.compile(r"(?:^|/)QANR5L\d+[A-Z]+\d+\.(?:json|xml)$")
KEYS = re.compile(
    r"\"(?:identifiant|indexationAN|minInt|textesQuestion|questionsEcrites)\"\s*:"
)
# Written by older systems where there is none.
NO_HEADING = "aucune tête d'analyse"


def recognises(name: str, head: bytes) -> bool:
    """Tell an archive's member by its name or its first bytes."""
    if FILE.search(name):
        return True
    start, _ = decoded(head)
    start = start.lstrip()
    if start.startswith("{"):
        return bool(KEYS.search(start))
    if start.startswith("<"):
        return bool(
            re.search(r"<questionsEcrites[\s>]|<questions(Gouvernement|Orales)", start)
            or (re.search(r"<question[\s>]", start) and "<uid>QANR5L" in start)
        )
    return False


def read(stream, name: str) -> Iterator[PublishedQuestion | Problem]:
    """Yield the questions of a file, one or many; see ``catalogue``."""
    if starts_with(stream, "<"):
        yield from read_xml(stream, name)
    else:
        yield from read_json(stream, name)


def read_xml(stream, name):
    """Yield the questions of an XML file."""
    namespaces, found = None, False
    for piece in xml_records.cut(stream, "question", name):
        found = True
        if isinstance(piece, Problem):
            yield piece
            continue
        before, text = piece
        if namespaces is None:
            namespaces = xml_records.namespaces_in(before)
        try:
            question = xml_records.tree(xml_records.parsed(text, namespaces), TEXTS)
        except ValueError as error:
            yield xml_records.record_refusal(name, text, error)
            continue
        yield from record_of(question, name, text)
    if not found:
        yield refusal(name, "nothing_found")


def read_json(stream, name):
    """Yield the questions of a JSON file: a single one, or the array of them."""
    start = stream.read(RECORD + 1)
    if len(start) > RECORD:
        yield from read_array(text_stream(rejoined(start, stream)), name)
        return
    text, is_utf8 = decoded(start)
    if not is_utf8:
        yield encoding_remark(name)
    try:
        value = json_records.parsed(text)
    except json_records.BadJSON as error:
        if text.count('"uid"') > 1 and "[" in text:
            yield from read_array(io.StringIO(text), name)
            return
        record = json_records.name_in(text)
        yield refusal(name, error.code, record=record, **error.values)
        return
    questions = questions_in(value)
    for question in questions:
        own = text if len(questions) == 1 else json.dumps(question)
        yield from record_of(question, name, own)


def read_array(text, name):
    """Yield the questions of the array in a text stream."""
    for element in json_records.elements(text, name):
        if isinstance(element, Problem):
            yield element
            continue
        value, own = element
        for question in questions_in(value):
            yield from record_of(question, name, own)


def questions_in(value, depth=0) -> list:
    """Return the questions in a JSON value, whatever is wrapped around them."""
    if isinstance(value, list):
        return [found for item in value for found in questions_in(item, depth + 1)]
    if isinstance(value, dict) and depth < 5 and "uid" not in value:
        inside = [v for v in value.values() if isinstance(v, dict | list)]
        wrapped = value.get("question") or value.get("questionsEcrites")
        if wrapped is not None or len(inside) == 1:
            return questions_in(wrapped or inside[0], depth + 1)
    return [value]


def record_of(question, file, text) -> Iterator[PublishedQuestion | Problem]:
    """Yield the record of one question, after the remarks on it, or its refusal."""
    if not isinstance(question, dict):
        yield refusal(file, "unexpected", words=str(question))
        return
    remarks = Remarks(file)
    try:
        record = understood(question, file, text, remarks)
    except (AttributeError, TypeError, KeyError) as error:
        uid = value(question, "uid") or ""
        yield refusal(file, "damaged_record", record=uid, error=str(error))
        return
    if isinstance(record, Problem):
        yield record
        return
    yield from remarks.of(record.uid)
    yield record


def understood(question, file, text, remarks):
    """Return the record of a question's tree, or the Problem of its identity."""
    uid = value(question, "uid")
    parts = identity_of(question, uid)
    if parts is None:
        missing = "identity_missing" if not uid else "bad_identity"
        return refusal(file, missing, record=uid or "", words=uid, names="uid")
    legislature, type_, number = parts
    asked = publications(question, "textesQuestion", "texteQuestion", QUESTION, remarks)
    answers = publications(question, "textesReponse", "texteReponse", ANSWER, remarks)
    texts = (*asked, *answers)
    closing = branch(question, "cloture")
    label = value(closing, "libelleCloture") or value(closing, "codeCloture")
    asked_on = next((p.published_on for p in asked if p.published_on), None)
    inferred = []
    if asked_on is None and type_ != "QE" and answers:
        # Asked and answered in the same sitting; only the answer is dated.
        asked_on = answers[0].published_on
        inferred.append("asked_on")
    attributions = attributions_of(question, remarks)
    answering = attributions[-1].ministry if attributions else None
    rubric = value(question, "indexationAN", "rubrique")
    identite = branch(question, "auteur", "identite")
    return PublishedQuestion(
        uid=identity(ASSEMBLY, legislature, type_, number),
        chamber=ASSEMBLY,
        legislature=legislature,
        type=type_,
        number=number.lstrip("0"),
        author=author_name(identite),
        author_ref=value(identite, "acteurRef"),
        group=value(question, "auteur", "groupe", "developpe")
        or value(question, "auteur", "groupe", "abrege"),
        ministry_asked=ministry(branch(question, "minInt")),
        ministry_answering=answering,
        attributions=attributions,
        rubric=rubric,
        title=title_of(question) or rubric,
        asked_on=asked_on,
        asked_page=asked[0].page if asked else None,
        publications=texts,
        state=state_of(texts, label),
        closed_on=remarks.day(value(closing, "dateCloture"), "closed_on"),
        closing=label,
        signalled_on=first_day(question, "signalement", remarks),
        renewed_on=all_days(question, "renouvellement", remarks),
        inferred=tuple(inferred),
        file=file,
        digest=digest_of(text),
    )


def identity_of(question, uid):
    """Return legislature, type and number, by the uid or else by their own fields."""
    if found := UID.fullmatch(uid or ""):
        return int(found[1]), found[2], found[3]
    legislature = whole_number(value(question, "identifiant", "legislature"))
    type_, number = value(question, "type"), value(question, "identifiant", "numero")
    known = identity(ASSEMBLY, legislature, type_, number or "")
    return (legislature, type_, number) if known else None


def branch(tree, *path):
    """Return what stands at a path, the last one where a list stands on the way."""
    for key in path:
        if isinstance(tree, list):
            tree = tree[-1] if tree else None
        if not isinstance(tree, dict):
            return None
        tree = tree.get(key)
    return tree


def branches(tree, *path) -> list:
    """Return what stands at a path as a list: none, one or several."""
    found = branch(tree, *path)
    if found is None or found == "" or is_nil(found):
        return []
    return found if isinstance(found, list) else [found]


def is_nil(tree):
    """Tell the null of other data sets of the Assemblée."""
    return isinstance(tree, dict) and str(tree.get("@xsi:nil")).lower() == "true"


def words_of(tree) -> str | None:
    """Return the words of a leaf, however it is wrapped, or None."""
    if isinstance(tree, dict):
        tree = tree.get("#text")
    if isinstance(tree, int | float) and not isinstance(tree, bool):
        tree = str(tree)
    if not isinstance(tree, str):
        return None
    return one_line(tree) or None


def value(tree, *path) -> str | None:
    """Return the words at a path on one line, None for nothing."""
    found = branch(tree, *path)
    if isinstance(found, list):
        found = found[-1] if found else None
    return None if found is None else words_of(found)


def publications(question, block, entry, role, remarks):
    """Return the texts of a block; those that say nothing at all are left out."""
    texts = []
    for item in branches(question, block, entry):
        if isinstance(item, str):
            item = {"texte": item}
        if not isinstance(item, dict):
            remarks.add(block, "unexpected", words=str(item))
            continue
        text = item.get("texte")
        if isinstance(text, dict):
            text = text.get("#text")
        issue = branch(item, "infoJO")
        publication = Publication(
            role=role,
            text=plain_text(text) if isinstance(text, str) else "",
            published_on=remarks.day(value(issue, "dateJO"), block),
            page=value(issue, "pageJO"),
            issue=value(issue, "numJO"),
        )
        if publication.text or publication.published_on:
            texts.append(publication)
    return texts


def ministry(tree) -> str | None:
    """Return the full name of a ministry, its short one for want of it."""
    return value(tree, "developpe") or value(tree, "abrege")


def attributions_of(question, remarks):
    """Return the ministries that the question was given to, in order."""
    found = []
    for item in branches(question, "minAttribs", "minAttrib"):
        denomination = branch(item, "denomination") or item
        name = ministry(denomination)
        if name:
            since = remarks.day(value(item, "infoJO", "dateJO"), "attributions")
            ref = value(denomination, "organeRef")
            found.append(Attribution(ministry=name, since=since, ref=ref))
    return tuple(found)


def title_of(question) -> str | None:
    """Return the heading of the analysis, or else the analysis itself."""
    heading = value(question, "indexationAN", "teteAnalyse")
    if heading and heading.lower().replace("’", "'") != NO_HEADING:
        return heading
    for path in (("analyses", "analyse"), ("ANALYSE", "ANA")):
        words = [words_of(item) for item in branches(question, "indexationAN", *path)]
        if any(words):
            return " ; ".join(filter(None, words))
    return None


def author_name(identite) -> str:
    """Return the name where it is given; most files give a reference only."""
    names = value(identite, "prenom"), value(identite, "nom")
    return " ".join(filter(None, names))


def days_under(tree, depth=0):
    """Return every word under a key that speaks of a date, shapes being unknown."""
    if isinstance(tree, list):
        return [day for item in tree for day in days_under(item, depth + 1)]
    if not isinstance(tree, dict) or depth > 6:
        return []
    days = []
    for key, item in tree.items():
        if "date" in key.lower():
            words = words_of(item)
            days += [words] if words else []
        else:
            days += days_under(item, depth + 1)
    return days


def all_days(question, key, remarks):
    """Return the days in a block whose shape no published file shows."""
    blocks = filter(None, (question.get(key), question.get(f"{key}s")))
    words = [day for block in blocks for day in days_under(block)]
    days = {remarks.day(day, key) for day in words} - {None}
    return tuple(sorted(days))


def first_day(question, key, remarks):
    """Return the first day in such a block, or None."""
    return next(iter(all_days(question, key, remarks)), None)
