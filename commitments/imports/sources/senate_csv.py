"""The Sénat's lists of questions as CSV: semicolons, UTF-8 or Windows-1252, no texts.

Columns are known by their headings, whatever their order. The legislature is not
given: it is worked out from the day of publication.
"""

import csv
import unicodedata
from collections.abc import Iterator

from commitments.imports.identity import legislature_on
from commitments.imports.markup import one_line
from commitments.imports.published import (
    ANSWER,
    QUESTION,
    Attribution,
    Problem,
    Publication,
    PublishedQuestion,
    refusal,
)
from commitments.imports.records import SENATE, TO_THE_GOVERNMENT
from commitments.imports.sources.decoding import decoded, lines
from commitments.imports.sources.fields import (
    Remarks,
    digest_of,
    identity,
    parts_in_words,
    state_of,
)
from commitments.imports.sources.senate_dump import author_name

NAME = "senate_csv"

NUMBER, PUBLISHED = "numero", "date de publication jo"
NEEDED = (NUMBER, PUBLISHED)


def recognises(name: str, head: bytes) -> bool:
    """Tell a list by the headings that identify a question."""
    start, _ = decoded(head)
    return any(is_heading(line) for line in start.splitlines()[:5])


def folded(heading: str) -> str:
    """Return a heading in small letters without accents or quotes."""
    letters = unicodedata.normalize("NFKD", heading.strip(' "\ufeff'))
    return "".join(c for c in letters if not unicodedata.combining(c)).lower()


def is_heading(line):
    """Tell the line of the headings from those that may come before it."""
    names = [folded(name) for name in line.split(";")]
    return all(name in names for name in NEEDED)


def read(stream, name: str) -> Iterator[PublishedQuestion | Problem]:
    """Yield the questions of a list; see ``catalogue``."""
    problems, source = [], lines(stream, name)
    headings = None
    for line in source:
        if isinstance(line, str) and is_heading(line):
            headings = [folded(heading) for heading in line.split(";")]
            break
    if headings is None:
        yield refusal(name, "columns_missing", names=", ".join(NEEDED))
        return

    def published_lines():
        for line in source:
            if isinstance(line, Problem):
                problems.append(line)
            else:
                yield line + "\n"

    rows = csv.reader(published_lines(), delimiter=";")
    while True:
        try:
            values = next(rows)
        except StopIteration:
            yield from problems
            return
        except csv.Error as error:
            record = f"line {rows.line_num}"
            yield refusal(name, "damaged_record", record=record, error=str(error))
            continue
        yield from problems
        problems.clear()
        if not any(values):
            continue
        if len(values) != len(headings):
            yield refusal(
                name,
                "columns",
                record=f"line {rows.line_num}",
                expected=len(headings),
                found=len(values),
            )
            continue
        yield from record_of(dict(zip(headings, values, strict=True)), name)


def record_of(row, file):
    """Yield the record of a line after the remarks on it, or its refusal."""

    def words(*headings):
        found = (one_line(row.get(heading) or "") for heading in headings)
        return next(filter(None, found), None)

    remarks = Remarks(file)
    asked_on = remarks.day(words(PUBLISHED), "asked_on")
    # The list of questions to the Government has no column for their kind.
    type_ = words("nature") or TO_THE_GOVERNMENT
    number = words(NUMBER) or ""
    legislature = legislature_on(asked_on) if asked_on else None
    uid = identity(SENATE, legislature, type_, number)
    if uid is None:
        yield from remarks.of(number)
        found = parts_in_words(legislature, type_, number)
        yield refusal(file, "bad_identity", record=number, words=found)
        return
    answered_on = remarks.day(words("date de reponse jo"), "answered_on")
    texts = [Publication(role=QUESTION, published_on=asked_on)]
    if answered_on:
        texts.append(Publication(role=ANSWER, published_on=answered_on))
    asked = words("ministere de depot")
    handed_to = words("ministere de transmission", "ministere de transfert")
    outcome = words("sort")
    reference = words("reference")
    record = PublishedQuestion(
        uid=uid,
        chamber=SENATE,
        legislature=legislature,
        type=type_,
        number=number.lstrip("0"),
        author=author_name(words("prenom"), words("nom")),
        group=words("groupe"),
        constituency=words("circonscription"),
        ministry_asked=asked,
        ministry_answering=words("ministere de reponse"),
        attributions=tuple(
            Attribution(ministry=label) for label in (asked, handed_to) if label
        ),
        rubric=words("theme(s)", "themes"),
        title=words("titre"),
        asked_on=asked_on,
        publications=tuple(texts),
        state=state_of(texts, outcome),
        closing=outcome,
        aliases=(reference,) if reference else (),
        url=(words("url question", "url") or "").replace("http://", "https://", 1),
        inferred=("legislature",),
        file=file,
        digest=digest_of(";".join(row.values())),
    )
    yield from remarks.of(uid)
    yield record
