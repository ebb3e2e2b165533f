"""Many records at once, with the result that ``load_record`` would have one by one.

What is new is inserted in bulk; what touches a question that is held goes through
``load_record``, in the order of the file. A batch is one transaction with its marks and
its line of the audit trail. When the database refuses it, its records are loaded one by
one, so that a bad one loses none of the others.

A new row has no former value: its own columns, the hash and the moment of its text say
all that a line of the trail would, so the trail gets one line for each batch.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter

from django.db import DatabaseError, transaction
from django.utils import timezone

from commitments.choices import QuestionState, TextRole
from commitments.imports.load import (
    ANSWER_FIELDS,
    CREATED,
    QUESTION_FIELDS,
    SHARED_TEXT_LENGTH,
    Unloadable,
    answered_on,
    complete,
    hash_of,
    list_unknown,
    load_record,
    new_answer,
    new_question,
    other_texts,
    replace_text,
    store,
    values,
)
from commitments.imports.marks import keep_marks
from commitments.models import (
    Answer,
    AnswerText,
    DataVersion,
    PublishedText,
    Question,
)
from commitments.search import index_answers
from commitments.workflow.audit import note_change
from tracker.bulk import insert, insert_values

BATCH = 1000
# Addresses of this form need no closer look.
OFFICIAL = re.compile(
    r"https://[a-z.]*(assemblee-nationale|senat)\.fr/[\w./?=&%-]*$", re.ASCII
)

STATES = frozenset(QuestionState.values)


@dataclass
class Loaded:
    """What loading a batch did: how many of each result, and what was refused.

    ``answers`` are those (ids) with a text that the machine has not read.
    """

    counts: dict[str, int] = field(default_factory=dict)
    refused: list = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def count(self, result, number=1):
        self.counts[result] = self.counts.get(result, 0) + number


class TextsDiffer(Exception):
    """A record shares an answer that is held, with a text that is not."""


def load_batch(records, labels, run, unnumbered) -> Loaded:
    """Load records of different questions. ``run`` is the ImportRun they came by.

    ``unnumbered`` tells the questions that are held without a number; see
    ``unnumbered_questions``.
    """
    try:
        with transaction.atomic(), DataVersion.moved_once():
            loaded = _load_all(records, labels, run, unnumbered)
    except DatabaseError:
        loaded = _load_each(records, labels)
    hash_of.cache_clear()
    list_unknown(labels, records)
    return loaded


def _load_all(records, labels, run, unnumbered):
    """Load a batch in the order of its records, runs of new ones in bulk."""
    loaded, new = Loaded(), []
    held = held_questions(records)
    for record in records:
        if is_new(record, held, unnumbered) and fits(record):
            new.append(record)
            continue
        _insert(new, labels, run, loaded)
        new = []
        _load_one(record, labels, loaded)
    _insert(new, labels, run, loaded)
    return loaded


def _load_one(record, labels, loaded):
    """Load one record with its mark, or keep why not."""
    try:
        with transaction.atomic():
            outcome = load_record(record, labels, suggests=False)
            keep_marks([record])
    except Unloadable as error:
        loaded.refused.append((record, error))
    else:
        loaded.count(outcome.result)
        if outcome.text:
            loaded.answers.append(outcome.answer.pk)


def _load_each(records, labels):
    """Load records one by one, each a transaction."""
    loaded = Loaded()
    for record in records:
        _load_one(record, labels, loaded)
    return loaded


def held_questions(records) -> set:
    """Return the identities, of either kind, under which some records are held."""
    uids = [record.uid for record in records]
    held = set(Question.objects.filter(uid__in=uids).values_list("uid", flat=True))
    groups = {}
    for record in records:
        if record.number and record.uid not in held:
            groups.setdefault(kind_of(record), []).append(record.number)
    for kind, numbers in groups.items():
        chamber, legislature, type_ = kind
        # Told that they have one, the database uses the index of numbers.
        same = Question.objects.exclude(number="").filter(
            chamber=chamber, legislature=legislature, type=type_, number__in=numbers
        )
        held |= {(*kind, number) for number in same.values_list("number", flat=True)}
    return held


def kind_of(record):
    return record.chamber, record.legislature, record.type


def unnumbered_questions() -> set:
    """Return day, page and author of the questions that are held without a number."""
    rows = Question.objects.filter(number="")
    return set(rows.values_list("chamber", "asked_on", "asked_page", "author"))


def is_new(record, held, unnumbered):
    """Tell a question that no row can be; one without a number needs a closer look."""
    place = record.chamber, record.asked_on, record.asked_page or "", record.author
    return bool(
        record.number
        and record.uid not in held
        and (*kind_of(record), record.number) not in held
        and place not in unnumbered
    )


def _insert(records, labels, run, loaded):
    """Insert questions that are new, with their answers, texts and marks."""
    if not records:
        return
    known, rows, done = KnownAnswers(records), Rows(), 0
    try:
        for record in records:
            _gather(record, labels, known, rows)
            done += 1
    except TextsDiffer:
        pass
    if done:
        rows.insert()
        keep_marks(records[:done])
        note_change(run, by=run.started_by, verb="import", after={CREATED: done})
        loaded.count(CREATED, done)
        loaded.answers += [answer.pk for answer in rows.answers]
    if done < len(records):
        _load_one(records[done], labels, loaded)
        _insert(records[done + 1 :], labels, run, loaded)


@dataclass
class Rows:
    """Rows to insert, in the order of the records."""

    questions: list[Question] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    versions: list[tuple[Answer, int, "Version"]] = field(default_factory=list)
    others: list[PublishedText] = field(default_factory=list)
    # Answers that are held, and now answer one question more.
    shared: set[int] = field(default_factory=set)

    def insert(self):
        """Insert the rows, those that others point to first."""
        insert(self.answers)
        insert(self.questions)
        insert_values(
            AnswerText,
            ("answer_id", "number", "body", "sha256", "published_on"),
            [
                (answer.pk, number, text.body, text.sha256, text.day.isoformat())
                for answer, number, text in self.versions
            ],
            retrieved_at=timezone.now(),
        )
        insert(self.others)
        if self.shared:
            index_answers(self.shared)


def _gather(record, labels, known, rows):
    """Add the rows of one new question. Raises TextsDiffer before anything is set."""
    answer, texts = None, ()
    if day := answered_on(record):
        texts = versions_of(record, day)
        answer = known.find(record, texts)
        if answer is None:
            answer = new_answer(record)
            rows.answers.append(answer)
            rows.versions += [(answer, n, text) for n, text in enumerate(texts, 1)]
    question = new_question(record)
    before = values(answer) if answer and answer.pk else None
    complete(question, answer, record, labels, "")
    replace_text(question, record)
    if answer:
        question.answer = answer
        known.add(answer, texts)
    if before:
        store(answer, before)
        rows.shared.add(answer.pk)
    rows.questions.append(question)
    held = {(text.sha256, text.day) for text in known.texts_of(answer)}
    others = other_texts(question, record, held)
    rows.others += {(t.role, t.published_on, t.sha256): t for t in others}.values()


@dataclass(frozen=True)
class Version:
    """One text of an answer, not yet a row."""

    body: str
    sha256: str
    day: date


def versions_of(record, day) -> list[Version]:
    """Return the different texts of a record's answer, in order of publication."""
    versions = {}
    for printed in record.of_role(TextRole.ANSWER):
        if printed.text:
            sha256 = hash_of(printed.text)
            version = Version(printed.text, sha256, printed.published_on or day)
            versions.setdefault(sha256, version)
    return list(versions.values())


class KnownAnswers:
    """The answers that may also answer one of some records, held or about to be.

    The same as ``find_shared_answer`` asks for one record.
    """

    def __init__(self, records):
        self.by_key, self.by_text, self.texts = {}, {}, {}
        hashes = [hash_of(r.answer_text) for r in records if may_be_shared(r)]
        keys = {r.shared_answer for r in records if r.shared_answer}
        real = Answer.objects.filter(is_fictitious=False)
        keyed = real.exclude(shared_key="").filter(shared_key__in=keys)
        for answer in keyed.order_by("pk") if keys else ():
            self.by_key.setdefault(answer.shared_key, answer)
        held = AnswerText.objects.filter(sha256__in=hashes, answer__is_fictitious=False)
        held = held.select_related("answer").defer("body").order_by("answer")
        for text in held:
            key = text.answer.answered_on, text.sha256
            answer = self.by_text.setdefault(key, text.answer)
            version = Version("", text.sha256, text.published_on)
            self.texts.setdefault(answer.uid, []).append(version)

    def find(self, record, texts) -> Answer | None:
        """Return the answer that a record shares. Raises TextsDiffer."""
        answer = self.by_key.get(record.shared_answer)
        if answer is None and may_be_shared(record):
            day = answered_on(record)
            answer = self.by_text.get((day, hash_of(record.answer_text)))
        if answer:
            held = {text.sha256 for text in self.texts_of(answer)}
            if any(text.sha256 not in held for text in texts):
                raise TextsDiffer
        return answer

    def add(self, answer, texts):
        """Let the next records share an answer."""
        self.texts.setdefault(answer.uid, list(texts))
        if answer.shared_key:
            self.by_key.setdefault(answer.shared_key, answer)
        for text in texts:
            self.by_text.setdefault((answer.answered_on, text.sha256), answer)

    def texts_of(self, answer):
        return self.texts.get(answer.uid, ()) if answer else ()


def may_be_shared(record):
    return len(record.answer_text) >= SHARED_TEXT_LENGTH


def longest(model, column) -> int | None:
    """Return how many characters a column of a model holds, None for any number."""
    return model._meta.get_field(column).max_length


LENGTHS = {
    name: limit
    for model, fields in ((Question, QUESTION_FIELDS), (Answer, ANSWER_FIELDS))
    for name, column in (fields | {"uid": "uid", "url": "source_url"}).items()
    if (limit := longest(model, column))
}
measured = attrgetter(*LENGTHS)
LIMITS = tuple(LENGTHS.values())


def fits(record) -> bool:
    """Tell whether the database takes a record; ``load_record`` says why it does not.

    An address is looked at there too, when it is none of a parliament's.
    """
    if record.answer_text and not any(
        p.published_on for p in record.of_role(TextRole.ANSWER)
    ):
        return False
    is_long = any(
        words and len(words) > limit
        for words, limit in zip(measured(record), LIMITS, strict=True)
    )
    is_known_state = record.state in STATES
    is_official = not record.url or OFFICIAL.match(record.url)
    is_small = record.legislature is None or 0 <= record.legislature < 32768
    return bool(not is_long and is_known_state and is_official and is_small)
