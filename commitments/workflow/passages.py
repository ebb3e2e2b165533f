"""Where the quoted words stand in the text of an answer."""

import re

from django.utils.translation import gettext as _

from commitments.models import AnswerText, Passage
from commitments.workflow.audit import note_change
from commitments.workflow.errors import Refused

CONTEXT = 64


def occurrences(text: str, quote: str) -> list[int]:
    """Offsets at which the exact words stand in a text."""
    found, at = [], text.find(quote)
    while quote and at >= 0:
        found.append(at)
        at = text.find(quote, at + 1)
    return found


def as_published(text: str, typed: str) -> str:
    """The words of a text that were typed with other spaces or apostrophes.

    Nobody types the no-break spaces of "2 750" or "85 %": what is kept is always what
    the text says. Returns ``typed`` itself when the text holds no such words.
    """
    pieces = re.findall(r"\s+|['’]|[^\s'’]+", typed.strip())
    pattern = "".join(
        r"\s+" if piece.isspace() else "['’]" if piece in "'’" else re.escape(piece)
        for piece in pieces
    )
    found = re.search(pattern, text) if pattern else None
    return found[0] if found else typed


def nearest(text: str, passage: Passage, starts: list[int]) -> int:
    """Of several places with the same words, the one whose context fits best."""

    def distance(start):
        before = text[max(0, start - len(passage.prefix)) : start]
        end = start + len(passage.quote)
        after = text[end : end + len(passage.suffix)]
        unlike = (before != passage.prefix) + (after != passage.suffix)
        return unlike, abs(start - (passage.start or 0))

    return min(starts, key=distance)


def place(passage: Passage, text: AnswerText, start: int) -> None:
    """Set a passage's position and context in a text, without saving."""
    end = start + len(passage.quote)
    passage.text, passage.start, passage.end = text, start, end
    passage.prefix = text.body[max(0, start - CONTEXT) : start]
    passage.suffix = text.body[end : end + CONTEXT]


def anchor(passage: Passage, start: int | None = None) -> None:
    """Place a passage in its answer's current text, without saving.

    Without a text yet the quote stands alone. Raises Refused when the text does not
    hold the words, or does not hold them at ``start``.
    """
    text = passage.answer.current_text()
    if not passage.quote:
        raise Refused(_("Quote the words of the answer."))
    if text is None:
        return
    if passage.quote not in text.body:
        passage.quote = as_published(text.body, passage.quote)
    starts = occurrences(text.body, passage.quote)
    if not starts or (start is not None and start not in starts):
        raise Refused(
            _("The answer does not contain these exact words: copy them as they stand.")
        )
    place(
        passage, text, nearest(text.body, passage, starts) if start is None else start
    )


def anchor_passages(answer, *, by=None) -> tuple[list[Passage], list[Passage]]:
    """Re-anchor an answer's passages in its newest text, within a transaction.

    Returns the passages that moved and those whose words no longer stand there; the
    latter keep their old anchor and wait on the desk, never changed silently.
    """
    text = answer.current_text()
    moved, lost = [], []
    passages = answer.passages.standing().exclude(text=text)
    for passage in passages.select_for_update(of=("self",), no_key=True):
        starts = occurrences(text.body, passage.quote)
        if not starts:
            lost.append(passage)
            continue
        before = {"text": passage.text_id, "start": passage.start}
        place(passage, text, nearest(text.body, passage, starts))
        passage.save()
        note_change(
            passage,
            by=by,
            verb="anchor",
            before=before,
            after={"text": text, "start": passage.start},
        )
        moved.append(passage)
    return moved, lost
