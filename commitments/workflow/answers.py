"""Verbs on answers: keep a published text, mark an answer as read."""

import hashlib
import unicodedata

from django.db import transaction
from django.utils import timezone

from commitments.choices import Level
from commitments.models import Answer, AnswerText
from commitments.search import index_answer
from commitments.workflow.audit import RECORD, note_change, permit
from commitments.workflow.passages import anchor_passages


def text_hash(text: str) -> str:
    """SHA-256 of a text with its spaces and accents normalised, in hexadecimal.

    Two publications that differ only in no-break spaces are the same text.
    """
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    normal = " ".join(text.split())
    return hashlib.sha256(normal.encode()).hexdigest()


def locked(answer) -> Answer:
    """The row as it is now, locked until the transaction ends."""
    return Answer.objects.select_for_update(no_key=True).get(pk=answer.pk)


def keep_likely_count(answer) -> None:
    """Keep how many likely suggestions wait, for the order of the queue.

    Those whose words a commitment quotes already wait for nobody. The answer has to be
    locked, and before any commitment: the same order everywhere.
    """
    likely = answer.suggestions.by_machine().pending().filter(level=Level.LIKELY)
    answer.likely_count = likely.with_cover().filter(covered_by_id=None).count()
    answer.save(update_fields=["likely_count"])


@transaction.atomic
def keep_text(
    answer, *, text, published_on, retrieved_at=None, by=None
) -> AnswerText | None:
    """Keep a published text of an answer; None when it is the one already held.

    An empty text never replaces anything. A new version re-anchors the quotes that
    still stand in it; the others wait on the desk as "quote to check".
    """
    if not text.strip():
        return None
    locked(answer)
    current = answer.current_text()
    sha256 = text_hash(text)
    if current and current.sha256 == sha256:
        return None
    version = AnswerText.objects.create(
        answer=answer,
        number=current.number + 1 if current else 1,
        body=text,
        sha256=sha256,
        published_on=published_on,
        retrieved_at=retrieved_at or timezone.now(),
    )
    note_change(
        version,
        by=by,
        verb="keep",
        before={"sha256": current.sha256 if current else None},
        after={"sha256": sha256, "number": version.number},
    )
    anchor_passages(answer, by=by)
    index_answer(answer)
    return version


@transaction.atomic
def mark_read(answer, *, by) -> Answer:
    """Say that an editor has read an answer through."""
    permit(by, RECORD)
    answer = locked(answer)
    if answer.read_at is None:
        answer.read_at, answer.read_by = timezone.now(), by
        answer.save(update_fields=["read_at", "read_by"])
        note_change(answer, by=by, verb="read")
    return answer


@transaction.atomic
def mark_unread(answer, *, by) -> Answer:
    """Put an answer back in the queue."""
    permit(by, RECORD)
    answer = locked(answer)
    if answer.read_at is not None:
        answer.read_at = answer.read_by = None
        answer.save(update_fields=["read_at", "read_by"])
        note_change(answer, by=by, verb="unread")
    return answer
