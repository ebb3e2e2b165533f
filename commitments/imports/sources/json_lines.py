"""The tracker's own JSON Lines: one question on each line, read and written.

For anyone's data, and what an export writes. docs/sources.md documents each field.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date

from commitments.imports.markup import tidy
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
from commitments.imports.sources import json_records
from commitments.imports.sources.decoding import decoded, lines
from commitments.imports.sources.fields import (
    Remarks,
    digest_of,
    identity,
    state_of,
    whole_number,
)

NAME = "json_lines"

# What other lists call our fields.
ALIASES = {
    "id": "uid",
    "ministry": "ministry_asked",
    "ministry_attributed": "ministry_answering",
    "question_date": "asked_on",
    "question_page": "asked_page",
    "answer_date": "answered_on",
    "answer_page": "answered_page",
}
WORDS = (
    "author",
    "author_ref",
    "group",
    "constituency",
    "ministry_asked",
    "ministry_answering",
    "rubric",
    "title",
    "asked_page",
    "closing",
    "shared_answer",
    "recalls",
    "url",
)
KNOWN = frozenset(
    (
        *WORDS,
        *("uid", "chamber", "legislature", "type", "number", "country"),
        *("asked_on", "answered_on", "answered_page", "question_text", "answer_text"),
        *("publications", "attributions", "state", "closed_on", "signalled_on"),
        *("renewed_on", "aliases", "inferred", "accents_missing"),
    )
)
ROLES = (QUESTION, ANSWER, QUESTION_ERRATUM, ANSWER_ERRATUM)


def recognises(name: str, head: bytes) -> bool:
    """Tell a file by its first line, an object with a text and an identity."""
    start, _ = decoded(head)
    start = start.lstrip()
    if not start.startswith("{"):
        return False
    is_ours = any(f'"{key}"' in start for key in ("question_text", "answer_text"))
    is_ours = is_ours or '"publications"' in start
    return is_ours or name.lower().endswith((".jsonl", ".ndjson"))


def read(stream, name: str) -> Iterator[PublishedQuestion | Problem]:
    """Yield the questions of a file; see ``catalogue``."""
    for number, line in enumerate(lines(stream, name), 1):
        if isinstance(line, Problem):
            yield line
        elif line.strip():
            yield from record_of(line, number, name)


def record_of(line, line_number, file):
    """Yield the record of a line after the remarks on it, or its refusal."""
    where = f"line {line_number}"
    try:
        fields = json_records.parsed(line)
    except json_records.BadJSON as error:
        yield refusal(file, error.code, record=where, **error.values)
        return
    if not isinstance(fields, dict):
        yield refusal(file, "unexpected", record=where, words=str(fields))
        return
    fields = {ALIASES.get(key, key): found for key, found in fields.items()}
    chamber, type_ = text_of(fields.get("chamber")), text_of(fields.get("type")) or "QE"
    number = text_of(fields.get("number")) or ""
    legislature = whole_number(text_of(fields.get("legislature")))
    uid = text_of(fields.get("uid"))
    if chamber and number and legislature:
        uid = identity(chamber, legislature, type_, number) or uid
    if not uid or not chamber:
        names = [n for n in ("uid", "chamber") if not text_of(fields.get(n))]
        record = uid or where
        yield refusal(file, "identity_missing", record=record, names=", ".join(names))
        return
    remarks = Remarks(file)
    for key in fields.keys() - KNOWN:
        remarks.add(key, "unexpected", words=key)
    texts = tuple(publications_of(fields, remarks))
    words = {key: text_of(fields.get(key)) for key in WORDS}
    record = PublishedQuestion(
        uid=uid,
        chamber=chamber,
        legislature=legislature,
        type=type_,
        number=number.lstrip("0"),
        asked_on=day_of(fields, "asked_on", remarks),
        publications=texts,
        attributions=tuple(attributions_of(fields, remarks)),
        state=text_of(fields.get("state")) or state_of(texts, words["closing"]),
        closed_on=day_of(fields, "closed_on", remarks),
        signalled_on=day_of(fields, "signalled_on", remarks),
        renewed_on=tuple(
            day
            for item in listed(fields, "renewed_on")
            if (day := remarks.day(text_of(item), "renewed_on"))
        ),
        aliases=tuple(filter(None, map(text_of, listed(fields, "aliases")))),
        inferred=tuple(inferred_of(fields, remarks)),
        file=file,
        digest=digest_of(line),
        **words | {"author": words["author"] or "", "url": words["url"] or ""},
    )
    yield from remarks.of(uid)
    yield record


def text_of(found) -> str | None:
    """Return a word or a number as text on one line, None for anything else."""
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    # Plain text is not markup: "&amp;" and "<" are themselves here.
    return " ".join(tidy(found).split("\n")) or None if isinstance(found, str) else None


def listed(fields, key) -> list:
    """Return the list at a key, [] for nothing."""
    found = fields.get(key)
    return found if isinstance(found, list) else []


def day_of(fields, key, remarks):
    """Return the day at a key, or None."""
    return remarks.day(text_of(fields.get(key)), key)


def inferred_of(fields, remarks):
    """Yield the names of fields that were worked out; others are noted."""
    for name in filter(None, map(text_of, listed(fields, "inferred"))):
        if name in KNOWN:
            yield name
        else:
            remarks.add("inferred", "unexpected", words=name)


def publications_of(fields, remarks):
    """Yield the publications, from their list or a short record's two texts."""
    if "publications" not in fields:
        for role, text, day, page in (
            (QUESTION, "question_text", "asked_on", "asked_page"),
            (ANSWER, "answer_text", "answered_on", "answered_page"),
        ):
            found = fields.get(text)
            publication = Publication(
                role=role,
                text=tidy(found) if isinstance(found, str) else "",
                published_on=day_of(fields, day, remarks),
                page=text_of(fields.get(page)),
            )
            if publication.text or publication.published_on:
                yield publication
        return
    for item in listed(fields, "publications"):
        role = item.get("role") if isinstance(item, dict) else None
        if role not in ROLES:
            remarks.add("publications", "unexpected", words=str(item))
            continue
        text = item.get("text")
        yield Publication(
            role=role,
            text=tidy(text) if isinstance(text, str) else "",
            published_on=day_of(item, "published_on", remarks),
            page=text_of(item.get("page")),
            issue=text_of(item.get("issue")),
        )


def attributions_of(fields, remarks):
    """Yield the ministries that the question was given to."""
    for item in listed(fields, "attributions"):
        ministry = text_of(item.get("ministry")) if isinstance(item, dict) else None
        if ministry is None:
            remarks.add("attributions", "unexpected", words=str(item))
            continue
        since = day_of(item, "since", remarks)
        yield Attribution(ministry=ministry, since=since, ref=text_of(item.get("ref")))


def write(records: Iterable[PublishedQuestion]) -> Iterator[str]:
    """Yield each record as a line that ``read`` gives back, end of line included."""
    for record in records:
        fields = {
            "uid": record.uid,
            "chamber": record.chamber,
            "legislature": record.legislature,
            "type": record.type,
            "number": record.number,
            **{key: getattr(record, key) for key in WORDS},
            "asked_on": record.asked_on,
            "attributions": [
                without_empty(ministry=a.ministry, since=a.since, ref=a.ref)
                for a in record.attributions
            ],
            "publications": [
                without_empty(
                    role=p.role,
                    text=p.text,
                    published_on=p.published_on,
                    page=p.page,
                    issue=p.issue,
                )
                for p in record.publications
            ],
            "state": record.state,
            "closed_on": record.closed_on,
            "signalled_on": record.signalled_on,
            "renewed_on": list(record.renewed_on),
            "aliases": list(record.aliases),
            "inferred": list(record.inferred),
        }
        line = json.dumps(without_empty(**fields), ensure_ascii=False, default=iso)
        yield f"{line}\n"


def without_empty(**fields) -> dict:
    """Return the fields that say something."""
    return {key: found for key, found in fields.items() if found not in (None, "", [])}


def iso(day: date) -> str:
    """Return a day as JSON has it."""
    return day.isoformat()
