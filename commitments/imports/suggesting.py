"""Look for commitments in many answers, on all cores."""

import multiprocessing
import os

from django.db import connection, connections
from django.db.models import Exists, OuterRef, Q

from commitments.extraction import extract
from commitments.models import Answer, AnswerText
from commitments.workflow import suggest

# Answers that a process takes at a time.
CHUNK = 50


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0))


def unsuggested():
    """Answers with a text newer than the one that the machine has read."""
    texts = AnswerText.objects.filter(answer=OuterRef("pk"))
    unread = Q(suggested_text=None) | Exists(
        texts.filter(number__gt=OuterRef("suggested_text__number"))
    )
    return Answer.objects.filter(Exists(texts), unread)


def suggest_in(answers, *, again=False, processes=1):
    """Look for commitments in answers; yield, as it goes, how many were read and found.

    Each answer is a transaction of its own: what is done is done, whatever happens.
    """
    # Ids first: the rows are locked and changed one by one while we go.
    ids = list(answers.order_by("pk").values_list("pk", flat=True))
    chunks = [(ids[at : at + CHUNK], again) for at in range(0, len(ids), CHUNK)]
    processes = min(processes, len(chunks))
    # A process cannot share a connection, nor see what is not committed.
    if processes < 2 or connection.in_atomic_block:
        yield from map(suggest_in_chunk, chunks)
        return
    connections.close_all()
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        yield from pool.imap_unordered(suggest_in_chunk, chunks)


def suggest_in_chunk(chunk) -> tuple[int, int]:
    """Look for commitments in the answers of some ids; return how many read, found.

    The text is read before the transaction begins, since SQLite has one at a time.
    """
    ids, again = chunk
    found = 0
    for pk in ids:
        answer = Answer.objects.get(pk=pk)
        text = answer.current_text()
        extracted = text.pk, extract(text.body, answer.answered_on)
        found += len(suggest(answer, again=again, extracted=extracted))
    return len(ids), found
