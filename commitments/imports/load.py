"""Records become rows: created once, completed later, never emptied.

The rules are those of the official data (docs/domain.md): a question is known by its
official identity; what a source leaves out changes nothing; what it infers never
replaces what another read; a published text is kept and a different one is a new
version. Each record is atomic, and loading it twice changes nothing.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.choices import ImportState
from commitments.imports.identity import public_url
from commitments.imports.labels import PublishedLabels
from commitments.imports.records import REASONS, QuestionRecord, Refusal
from commitments.models import (
    Answer,
    AnswerText,
    ImportProblem,
    ImportRun,
    Passage,
    Question,
)
from commitments.workflow import keep_text, suggest, text_hash
from commitments.workflow.audit import note_change

LICENCE = "Licence Ouverte / Open Licence"

CREATED, CHANGED, SAME = "created", "changed", "same"

# Under this length a text is often a formula that answers unrelated questions.
SHARED_TEXT_LENGTH = 200

# Field of the record, and of the row that it fills.
QUESTION_FIELDS = {
    "chamber": "chamber",
    "legislature": "legislature",
    "type": "type",
    "number": "number",
    "author": "author",
    "group": "author_group",
    "constituency": "constituency",
    "ministry_asked": "ministry_asked",
    "rubric": "rubric",
    "title": "title",
    "question_text": "text",
    "asked_page": "asked_page",
}
ANSWER_FIELDS = {"ministry_answering": "ministry", "answered_page": "page"}


class Unloadable(Exception):
    """A record that contradicts what is held, or does not fit; ``field`` says where."""

    def __init__(self, reason, field=""):
        super().__init__(reason)
        self.field = field


@dataclass(frozen=True)
class Outcome:
    """What loading one record did.

    ``result`` is CREATED, CHANGED or SAME; ``text`` is the version kept, None when
    the text is no news; ``anchored`` counts the quotes that stand in the text, and
    ``to_check`` those whose words no longer stand in the newest one.
    """

    result: str
    question: Question
    answer: Answer
    text: AnswerText | None
    anchored: int
    to_check: int


class Import:
    """One run: loads records, counts, and keeps the reason of every refusal."""

    def __init__(self, source, files=(), by=None):
        self.labels = PublishedLabels()
        self.run = ImportRun.objects.create(
            source=source, files="\n".join(files), started_by=by
        )

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is None:
            self.run.state = ImportState.DONE
        elif issubclass(kind, KeyboardInterrupt):
            self.run.state = ImportState.STOPPED
        else:
            self.run.state = ImportState.FAILED
        self.run.finished_at = timezone.now()
        self.run.save()

    def load(self, record: QuestionRecord, *, file="", **extra) -> Outcome:
        """Load one record and count it. Raises Unloadable once it is reported.

        ``extra`` goes to ``load_record``.
        """
        try:
            outcome = load_record(record, self.labels, **extra)
        except Unloadable as error:
            self.refuse(error, file=file, record=record.uid, field=error.field)
            raise
        setattr(self.run, outcome.result, getattr(self.run, outcome.result) + 1)
        for label in published_labels(record):
            if not self.labels.knows(label):
                self.labels.list_unknown(label)
        return outcome

    def refuse(self, error: Exception, *, file, record="", field="") -> None:
        """Report a record or a file that cannot be loaded, and count it."""
        self.run.refused += 1
        ImportProblem.objects.create(
            run=self.run, file=file, record=record, field=field, reason=in_words(error)
        )


def in_words(error: Exception) -> str:
    """Return why something was refused, in the reader's language."""
    if isinstance(error, Refusal):
        return _(REASONS[error.code]) % error.values
    return str(error)


def published_labels(record):
    """Return the labels that the source read; an inferred one may be anything."""
    fields = ("ministry_asked", "ministry_answering")
    return [
        getattr(record, field)
        for field in fields
        if getattr(record, field) and field not in record.inferred
    ]


def load_record(
    record: QuestionRecord,
    labels: PublishedLabels,
    *,
    source_url="",
    is_fictitious=False,
) -> Outcome:
    """Store a record. Raises Unloadable, with nothing stored, when it cannot be.

    ``source_url`` is the official page; without it the usual address is worked out.
    """
    try:
        with transaction.atomic():
            return _load(
                record, labels, source_url or public_url(record), is_fictitious
            )
    except ValidationError as error:
        field, reasons = next(iter(error.message_dict.items()))
        raise Unloadable(" ".join(reasons), field) from error
    except DatabaseError as error:
        raise Unloadable(
            _("The database refused this record: %(error)s") % {"error": error}
        ) from error


def _load(record, labels, source_url, is_fictitious):
    question = find_question(record) or Question(
        uid=record.uid, asked_on=record.asked_on
    )
    answer = question.answer
    is_new = answer is None
    if is_new:
        answer = find_shared_answer(record) or new_answer(record, is_fictitious)
    refuse_other_days(question, answer, record)

    before = values(answer), values(question)
    complete(question, answer, record, labels, source_url)
    is_changed = store(answer, before[0])
    question.answer = answer
    is_changed |= store(question, before[1])
    text = keep_new_text(answer, record)
    if text:
        suggest(answer)
    updated = CHANGED if is_changed or text else SAME
    return Outcome(
        result=CREATED if is_new else updated,
        question=question,
        answer=answer,
        text=text,
        anchored=count_anchored(answer),
        to_check=Passage.objects.to_check().filter(answer=answer).count(),
    )


def refuse_other_days(question, answer, record):
    """Refuse a record whose days contradict what is held: it is another one.

    An answer may appear again later (an erratum), never earlier.
    """
    if question.asked_on != record.asked_on:
        raise Unloadable(
            _("The question held under this identifier was asked on %(day)s.")
            % {"day": question.asked_on},
            "asked_on",
        )
    if answer.answered_on > record.answered_on:
        raise Unloadable(
            _("The answer held under this identifier was published on %(day)s.")
            % {"day": answer.answered_on},
            "answered_on",
        )


def complete(question, answer, record, labels, source_url):
    """Set on both rows what the record adds, and the bodies that its labels name."""
    # The question's list remembers what was inferred on both sides.
    inferred = set(question.inferred)
    fill(answer, ANSWER_FIELDS, record, inferred)
    fill(question, QUESTION_FIELDS, record, inferred)
    question.inferred = sorted(inferred)
    question.body_asked = labels.body(question.ministry_asked) or question.body_asked
    answer.body = labels.body(answer.ministry) or answer.body
    if "ministry_answering" in inferred:
        answer.body = answer.body or question.body_asked
    for row in (answer, question):
        row.source_url = row.source_url or source_url


def count_anchored(answer) -> int:
    """Return how many standing quotes have their place in the newest text."""
    text = answer.current_text()
    return answer.passages.standing().filter(text=text).count() if text else 0


def find_question(record) -> Question | None:
    """Return the row of the same question, locked, or None.

    The same question may have come without its number (a page of the Sénat): then
    the day, the page of the Journal officiel and the author tell.
    """
    rows = Question.objects.select_for_update(of=("self",)).select_related("answer")
    question = rows.filter(uid=record.uid).first()
    if question is None and record.number:
        question = rows.filter(
            chamber=record.chamber,
            legislature=record.legislature,
            type=record.type,
            number=record.number,
        ).first()
    if question is None and record.asked_page:
        same_page = rows.filter(
            chamber=record.chamber,
            asked_on=record.asked_on,
            asked_page=str(record.asked_page),
            author=record.author,
        )
        if record.number:
            same_page = same_page.filter(number="")
        twins = list(same_page[:2])
        question = twins[0] if len(twins) == 1 else None
    return question


def find_shared_answer(record) -> Answer | None:
    """Return the answer of the same day with the same text: one for several."""
    if len(record.answer_text) < SHARED_TEXT_LENGTH:
        return None
    return Answer.objects.filter(
        answered_on=record.answered_on,
        texts__sha256=text_hash(record.answer_text),
        is_fictitious=False,
    ).first()


def new_answer(record, is_fictitious) -> Answer:
    """Return an unsaved answer of a record, known by its question's identifier."""
    return Answer(
        uid=record.uid,
        answered_on=record.answered_on,
        licence="" if is_fictitious else LICENCE,
        is_fictitious=is_fictitious,
    )


def fill(row, fields, record, inferred: set) -> None:
    """Set what the record says on a row; keep ``inferred``, a set of names, true."""
    for name, column in fields.items():
        value = getattr(record, name)
        if value is None or value == "":
            continue
        if name.endswith("_page"):
            value = str(value)
        is_held = getattr(row, column) not in (None, "") and row.pk is not None
        if name in record.inferred:
            if is_held:
                continue
            inferred.add(name)
        else:
            inferred.discard(name)
        setattr(row, column, value)


def values(row) -> dict:
    """Return the columns of a row as they stand."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.fields}


def store(row, before) -> bool:
    """Save a row that is new or differs from ``before``; note the change."""
    after = values(row)
    if row.pk is not None and after == before:
        return False
    row.clean_fields(exclude=["answer", "body", "body_asked", "read_by"])
    is_new = row.pk is None
    row.save()
    if not is_new:
        note_change(row, by=None, verb="import", before=before, after=after)
    return True


def keep_new_text(answer, record) -> AnswerText | None:
    """Keep the text when it is news; an older version seen again is not."""
    sha256 = text_hash(record.answer_text)
    if answer.texts.filter(sha256=sha256).exists():
        return None
    return keep_text(answer, text=record.answer_text, published_on=record.answered_on)
