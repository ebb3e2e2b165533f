"""Look for commitments in many answers, on all cores.

The texts are read in processes that never touch the database; this one gives them the
texts of a batch while it writes what was found in the batches before.
"""

import os
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from django.db import DatabaseError, connection, transaction
from django.db.models import Exists, OuterRef, Q

from commitments.imports.readers import Readers
from commitments.models import Answer, AnswerText
from commitments.search import index_answers
from commitments.search.vocabulary import note_known
from commitments.workflow import suggest
from commitments.workflow.first_reading import keep_first_readings, read, unread
from tracker.database.loading import roomy

# Answers that are asked for at once, and texts that a process takes at a time.
BATCH, CHUNK = 1000, 25
# Characters of texts, those of some 3,000 answers, that are written about at once: each
# transaction writes nearly every page of a large index of words anew.
AT_ONCE = 8_000_000


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

    What was yielded is written, whatever happens; see Suggester.
    """
    # Ids first: the rows change while we go.
    ids = list(answers.order_by("pk").values_list("pk", flat=True))
    with roomy(connection), Suggester(processes, again=again) as suggester:
        for at in range(0, len(ids), BATCH):
            yield suggester.take(ids[at : at + BATCH])
        yield suggester.finish()


class Batch(NamedTuple):
    """Answers (ids) that are being read, and how many characters they hold."""

    answers: list[int]
    readings: Iterable
    size: int


class Suggester:
    """Looks for commitments in answers while the next ones come in.

    ``take`` and ``finish`` return how many answers were read, and found in them, since
    they were last called. What was taken and not written stays as it was.
    """

    def __init__(self, processes=1, *, again=False):
        self.readers, self.again = Readers(processes), again
        self.waiting: list[Batch] = []

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.readers.end()

    def take(self, answers: list[int]) -> tuple[int, int]:
        """Have answers (ids) read; write what was found before once it is enough."""
        if not answers:
            return 0, 0
        texts = unread(answers)
        size = sum(len(text.body) for text in texts)
        # Begun first: they are read while what was found before is written.
        batch = Batch(answers, self.readings(texts), size)
        is_enough = sum(waiting.size for waiting in self.waiting) >= AT_ONCE
        done = self.finish() if is_enough else (0, 0)
        self.waiting.append(batch)
        return done

    def finish(self) -> tuple[int, int]:
        """Write what was found in the answers that wait."""
        waiting, self.waiting = self.waiting, []
        answers = [answer for batch in waiting for answer in batch.answers]
        readings = chain.from_iterable(batch.readings for batch in waiting)
        return write(answers, readings, self.again) if answers else (0, 0)

    def readings(self, texts):
        """Begin to read texts; a few are not worth starting processes."""
        is_few = len(texts) <= CHUNK and not self.readers.pool
        if is_few or self.readers.processes == 1:
            return map(read, texts)
        return self.readers.map(read_apart, texts, CHUNK)


def write(answers, readings, again) -> tuple[int, int]:
    """Write what was found in answers; return how many were read, and found in them."""
    readings = {reading.answer: reading for reading in readings}
    first = [reading for reading in readings.values() if not reading.has_past]
    try:
        kept = keep_first_readings(first) if first else set()
    except DatabaseError:
        # Somebody was faster: one by one, what is there is looked at.
        kept = set()
    found = sum(len(reading.found) for reading in first if reading.answer in kept)
    if others := readings.keys() - kept:
        with transaction.atomic():
            index_answers(others)
    for answer in Answer.objects.filter(pk__in=others).order_by("pk"):
        reading = readings[answer.pk]
        extracted = (reading.text, reading.found) if reading.has_past else None
        found += len(suggest(answer, again=again, extracted=extracted))
    return len(answers), found


def read_apart(text):
    """Read a text in a process of its own, which tells each word once."""
    reading = read(text)
    if reading.searched:
        note_known(reading.searched.spellings)
    return reading
