"""A saved page in the shape that all sources share."""

from commitments.imports.published import (
    ANSWER,
    ANSWERED,
    QUESTION,
    Publication,
    PublishedQuestion,
)


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
