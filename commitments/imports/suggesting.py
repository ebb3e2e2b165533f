"""Look for commitments in many answers, on all cores.

The texts are read in processes that never touch the database; this one gives them the
texts of a batch while it writes what was found in the batch before.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

from django.db import DatabaseError
from django.db.models import Exists, OuterRef, Q

from commitments.models import Answer, AnswerText
from commitments.workflow import suggest
from commitments.workflow.first_reading import keep_first_readings, read, unread

# Answers that are written in one transaction, and texts that a process takes at a time.
BATCH, CHUNK = 500, 25


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


def suggest_in(answers, *, again=False, processes=1) -> Iterator[tuple[int, int]]:
    """Look for commitments in answers; yield, as it goes, how many were read and found.

    A batch is one transaction: what is done is done, whatever happens.
    """
    # Ids first: the rows change while we go.
    ids = list(answers.order_by("pk").values_list("pk", flat=True))
    batches = [ids[at : at + BATCH] for at in range(0, len(ids), BATCH)]
    with readers(min(processes, -(-len(ids) // CHUNK))) as read_all:
        waiting = None
        for batch in batches:
            # One batch is read while the one before it is written.
            readings = read_all(unread(batch))
            if waiting:
                yield write(*waiting, again)
            waiting = batch, readings
        if waiting:
            yield write(*waiting, again)


def write(ids, readings, again) -> tuple[int, int]:
    """Write what was found in some answers; return how many were read, and found."""
    readings = {reading.answer: reading for reading in readings}
    first = [reading for reading in readings.values() if not reading.has_past]
    try:
        kept = keep_first_readings(first)
    except DatabaseError:
        # Somebody was faster: one by one, what is there is looked at.
        kept = set()
    found = sum(len(reading.found) for reading in first if reading.answer in kept)
    for answer in Answer.objects.filter(pk__in=readings.keys() - kept).order_by("pk"):
        reading = readings[answer.pk]
        extracted = (reading.text, reading.found) if reading.has_past else None
        found += len(suggest(answer, again=again, extracted=extracted))
    return len(ids), found


@contextmanager
def readers(processes):
    """Give what reads many texts, in processes of their own when there are several."""
    if processes < 2:
        yield lambda texts: map(read, texts)
        return
    with ProcessPoolExecutor(
        processes,
        multiprocessing.get_context("fork"),
        initializer=serve,
        initargs=[os.getpid()],
    ) as pool:
        try:
            yield lambda texts: pool.map(read, texts, chunksize=CHUNK)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def serve(parent):
    """Begin a process that reads: it ends when its parent says so, or has died."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=end_with, args=[parent], daemon=True).start()


def end_with(parent):
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
