"""Pages saved as text, through the module that reads one page for an editor."""

from collections.abc import Iterator

from commitments.imports.archives import MB, read_bounded
from commitments.imports.published import (
    ANSWER,
    ANSWERED,
    QUESTION,
    Problem,
    Publication,
    PublishedQuestion,
    refusal,
)
from commitments.imports.records import Refusal
from commitments.imports.sources.fields import digest_of
from commitments.imports.sources.saved_page import decode_page, read_page

NAME = "saved_page"

PAGE = 2 * MB


def recognises(name: str, head: bytes) -> bool:
    """Tell a text file by its name: what it holds can only be read whole."""
    return name.lower().endswith((".txt", ".text"))


def read(stream, name: str) -> Iterator[PublishedQuestion | Problem]:
    """Yield the question of a page; see ``catalogue``."""
    data = read_bounded(stream, PAGE)
    try:
        page = read_page(decode_page(data))
    except Refusal as error:
        yield refusal(name, error.code, **error.values)
        return
    yield published(page, file=name, digest=digest_of(data))


def published(page, file="", digest="") -> PublishedQuestion:
    """Return a record of one page in the shape that all sources share."""
    asked, answered = str(page.asked_page or ""), str(page.answered_page or "")
    return PublishedQuestion(
        uid=page.uid,
        chamber=page.chamber,
        legislature=page.legislature,
        type=page.type,
        number=page.number or "",
        author=page.author,
        group=page.group,
        constituency=page.constituency,
        ministry_asked=page.ministry_asked,
        ministry_answering=page.ministry_answering,
        rubric=page.rubric,
        title=page.title,
        asked_on=page.asked_on,
        asked_page=asked or None,
        publications=(
            Publication(
                role=QUESTION,
                text=page.question_text,
                published_on=page.asked_on,
                page=asked or None,
            ),
            Publication(
                role=ANSWER,
                text=page.answer_text,
                published_on=page.answered_on,
                page=answered or None,
            ),
        ),
        state=ANSWERED,
        inferred=page.inferred,
        file=file,
        digest=digest,
    )
