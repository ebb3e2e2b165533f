"""The machine's first reading of many answers: read anywhere, kept all at once.

The same as ``suggest`` gives for each. What has a past (suggestions, quotes, a text
read before) goes through ``suggest``, one by one.
"""

import json
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from commitments.choices import Level, SuggestionOrigin
from commitments.extraction import extract
from commitments.models import Answer, AnswerText, DataVersion, Passage, Suggestion
from commitments.search.documents import ANSWER, answer_texts, document
from commitments.search.engines import engine
from commitments.search.indexing import Entry, entry, write
from commitments.words import index_new_answers, words_of_answer
from commitments.workflow.proposals import details_of
from tracker.bulk import insert_values, update
from tracker.database.parameters import listed

# What is read of each suggestion; its details are JSON already.
FIELDS = ("level", "start", "end", "quote", "details")


@dataclass(frozen=True)
class Unread:
    """The newest text of an answer, with all that reading it takes.

    ``searched`` is what readers may look for, as ``search`` parts it. ``has_past`` says
    that ``suggest`` has to compare with what there is.
    """

    answer: int
    text: int
    body: str
    answered_on: date
    searched: tuple[list[str], list[str], list[str]]
    has_past: bool

    @property
    def titles(self) -> str:
        """The titles and rubrics of its questions."""
        # Each question gives a title, a number and an identifier.
        titles, rubrics, _others = self.searched
        return " ".join(titles[::3] + rubrics)


@dataclass(frozen=True)
class Reading:
    """What the machine found in a text: FIELDS of suggestions, words for the indexes.

    Of an answer with a past, what the extractor gave, as ``suggest`` takes it.
    """

    answer: int
    text: int
    found: list
    words: set[str]
    searched: Entry | None
    has_past: bool


def unread(answers) -> list[Unread]:
    """The newest texts of answers (ids), those that have one."""
    texts = AnswerText.objects.filter(answer__in=listed(connection, answers))
    rows = texts.order_by("answer", "number").values_list(
        "answer", "pk", "body", "answer__answered_on", "answer__suggested_text"
    )
    # Of several texts of an answer the last one stays.
    newest = {row[0]: row for row in rows}
    bodies = {pk: body for pk, _text, body, *_rest in newest.values()}
    searched = answer_texts(answers, bodies)
    return [
        Unread(*fields, searched[pk], suggested is not None)
        for pk, (*fields, suggested) in newest.items()
    ]


def without_past(answers) -> set[int]:
    """Those answers (ids) that the machine has not read and that nobody quotes."""
    some = listed(connection, answers)
    rows = Answer.objects.filter(pk__in=some, suggested_text=None)
    suggested = Suggestion.objects.filter(answer__in=some)
    quoted = Passage.objects.filter(answer__in=some)
    return (
        set(rows.values_list("pk", flat=True))
        - set(suggested.values_list("answer", flat=True))
        - set(quoted.values_list("answer", flat=True))
    )


def read(text: Unread) -> Reading:
    """Look for commitments in a text. Asks nothing of the database."""
    found = extract(text.body, text.answered_on)
    if text.has_past:
        return Reading(text.answer, text.text, found, set(), None, has_past=True)
    fields = [
        (each.level, each.start, each.end, each.quote, json.dumps(details_of(each)))
        for each in found
    ]
    return Reading(
        text.answer,
        text.text,
        fields,
        words_of_answer(text.titles, text.body),
        entry(document(text.answer, *text.searched)),
        has_past=False,
    )


@transaction.atomic
def keep_first_readings(readings: list[Reading]) -> set[int]:
    """Write what was found in the texts that are still the newest and unread.

    Returns the answers (ids) that were kept; the others have changed since.
    """
    ids = sorted(reading.answer for reading in readings)
    # Locked in one order, before anything is looked at.
    locked = Answer.objects.select_for_update(no_key=True)
    locked = locked.filter(pk__in=listed(connection, ids))
    fresh = without_past(list(locked.order_by("pk").values_list("pk", flat=True)))
    texts = AnswerText.objects.filter(answer__in=listed(connection, fresh))
    newest = dict(texts.order_by("answer", "number").values_list("answer", "pk"))
    kept = [r for r in readings if newest.get(r.answer) == r.text]
    insert_values(
        Suggestion,
        ("answer_id", "text_id", *FIELDS),
        [
            (reading.answer, reading.text, *found)
            for reading in kept
            for found in reading.found
        ],
        origin=SuggestionOrigin.EXTRACTOR,
        created_at=timezone.now(),
    )
    index_new_answers({reading.answer: reading.words for reading in kept})
    # An answer that is in the index was put there after it was read here.
    held = engine().digests(ANSWER, [reading.answer for reading in kept])
    new = [r.searched for r in kept if r.answer not in held]
    write(ANSWER, new, are_new=True)
    update(
        Answer,
        ["suggested_text_id", "likely_count"],
        {r.answer: (r.text, likely_among(r.found)) for r in kept},
    )
    if kept:
        # They can be searched from now on.
        DataVersion.bump()
    return {reading.answer for reading in kept}


def likely_among(found) -> int:
    return [level for level, *_rest in found].count(Level.LIKELY)
