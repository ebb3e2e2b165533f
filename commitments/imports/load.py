"""Records become rows: created once, completed later, never emptied.

The rules are those of the official data (docs/domain.md): a question is known by its
official identity; what a source leaves out changes nothing; what it infers never
replaces what another read; a published text is kept and a different one is a new
version; an answered question never opens again. Each record is atomic, and loading it
twice changes nothing. ``batches`` does the same for many records at once.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.choices import ImportState, QuestionState, TextRole
from commitments.imports.identity import public_url
from commitments.imports.labels import PublishedLabels
from commitments.imports.published import PublishedQuestion
from commitments.imports.records import REASONS, QuestionRecord, Refusal
from commitments.imports.sources.pages import published
from commitments.models import (
    Answer,
    AnswerText,
    DataVersion,
    ImportProblem,
    ImportRun,
    Passage,
    PublishedText,
    Question,
)
from commitments.search import index_answer
from commitments.workflow import keep_text, suggest, text_hash
from commitments.workflow.audit import note_change
from tracker.bulk import unsaved

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
    "asked_on": "asked_on",
    "asked_page": "asked_page",
    "closing": "closing",
    "closed_on": "closed_on",
}
ANSWER_FIELDS = {
    "ministry_answering": "ministry",
    "answered_page": "page",
    "shared_answer": "shared_key",
}
# What is kept of a question as its sources gave it.
DETAILS = ("author_ref", "signalled_on", "renewed_on", "recalls", "aliases")


# The texts of a record are asked for more than once while it is loaded.
hash_of = lru_cache(maxsize=2000)(text_hash)


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
    answer: Answer | None
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
        list_unknown(self.labels, [record])
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


def list_unknown(labels, records) -> None:
    """Put the labels that nobody has mapped before the administrators."""
    for record in records:
        for label in published_labels(record):
            if not labels.knows(label):
                labels.list_unknown(label)


def load_record(
    record: PublishedQuestion | QuestionRecord,
    labels: PublishedLabels,
    *,
    source_url="",
    is_fictitious=False,
    suggests=True,
) -> Outcome:
    """Store a record. Raises Unloadable, with nothing stored, when it cannot be.

    ``source_url`` is the official page; without it the usual address is worked out.
    Without ``suggests`` the machine reads the new text later.
    """
    if isinstance(record, QuestionRecord):
        record = published(record)
    try:
        with transaction.atomic():
            outcome = _load(record, labels, source_url, is_fictitious)
            if outcome.answer and outcome.result != SAME:
                index_answer(outcome.answer)
            if outcome.text and suggests:
                suggest(outcome.answer)
            if outcome.result != SAME:
                DataVersion.bump()
            return outcome
    except ValidationError as error:
        field, reasons = next(iter(error.message_dict.items()))
        raise Unloadable(" ".join(reasons), field) from error
    except DatabaseError as error:
        raise Unloadable(
            _("The database refused this record: %(error)s") % {"error": error}
        ) from error


def _load(record, labels, source_url, is_fictitious):
    question = find_question(record) or new_question(record)
    is_new = question.pk is None
    answer = question.answer
    if answer is None and answered_on(record):
        answer = find_shared_answer(record) or new_answer(record, is_fictitious)
    refuse_other_days(question, answer, record)

    before = values(answer), values(question)
    complete(question, answer, record, labels, source_url)
    is_changed = bool(answer) and store(answer, before[0])
    question.answer = answer
    replaced = replace_text(question, record)
    is_changed |= store(question, before[1])
    text = keep_new_texts(answer, record)
    is_changed |= keep_other_texts(question, record, replaced)
    updated = CHANGED if is_changed or text else SAME
    return Outcome(
        result=CREATED if is_new else updated,
        question=question,
        answer=answer,
        text=text,
        anchored=count_anchored(answer) if answer else 0,
        to_check=Passage.objects.to_check().filter(answer=answer).count()
        if answer
        else 0,
    )


def answered_on(record):
    """Return the first day of a record's answer, None when it has none.

    Raises Unloadable for an answer without a day: no deadline could be told from it.
    """
    answers = record.of_role(TextRole.ANSWER)
    day = next((p.published_on for p in answers if p.published_on), None)
    if day is None and record.answer_text:
        raise Unloadable(_("The answer is not dated."), "answered_on")
    return day


def refuse_other_days(question, answer, record):
    """Refuse a record whose days contradict what is held: it is another one.

    An answer may appear again later (an erratum), never earlier.
    """
    asked_on = None if "asked_on" in record.inferred else record.asked_on
    held = None if "asked_on" in question.inferred else question.asked_on
    if asked_on and held and asked_on != held:
        raise Unloadable(
            _("The question held under this identifier was asked on %(day)s.")
            % {"day": held},
            "asked_on",
        )
    day = answered_on(record)
    if answer and day and answer.answered_on > day:
        raise Unloadable(
            _("The answer held under this identifier was published on %(day)s.")
            % {"day": answer.answered_on},
            "answered_on",
        )


def complete(question, answer, record, labels, source_url):
    """Set on both rows what the record adds, and the bodies that its labels name."""
    # The question's list remembers what was inferred on both sides.
    inferred = set(question.inferred)
    fill(question, QUESTION_FIELDS, record, inferred)
    question.name_member()
    if body := labels.body(question.ministry_asked):
        question.body_asked = body
    rows = [question]
    if answer:
        # Of several questions, the one that gave its identifier describes the answer.
        fill(
            answer,
            ANSWER_FIELDS,
            record,
            inferred,
            only_empty=answer.uid != question.uid,
        )
        if body := labels.body(answer.ministry):
            answer.body = body
        if "ministry_answering" in inferred:
            answer.body = answer.body or question.body_asked
        rows.append(answer)
    question.inferred = sorted(inferred)
    question.state = state(question, answer, record)
    question.details = question.details | details(record)
    source_url = source_url or record.url
    for row in rows:
        row.source_url = row.source_url or source_url or public_url(record)


def state(question, answer, record) -> str:
    """Return where a question stands: an answer or a closing is never undone."""
    if answer:
        return QuestionState.ANSWERED
    if record.state in (QuestionState.OPEN, QuestionState.ANSWERED):
        return question.state
    return record.state


def details(record) -> dict:
    """Return what a record says beside the columns, as JSON keeps it."""
    said = {name: plain(value) for name in DETAILS if (value := getattr(record, name))}
    if record.attributions:
        said["attributions"] = [
            plain({"ministry": a.ministry, "since": a.since, "ref": a.ref})
            for a in record.attributions
        ]
    return said


def plain(value):
    """Return a value as JSON gives it back: days as ISO words, no empty entries."""
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items() if item}
    return value.isoformat() if hasattr(value, "isoformat") else value


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
        # Told that they have one, the database uses the index of numbers.
        same = rows.exclude(number="").filter(
            chamber=record.chamber,
            legislature=record.legislature,
            type=record.type,
            number=record.number,
        )
        question = same.first()
    if question is None and record.asked_page and record.asked_on:
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
    """Return the answer that also answers this question: one for several.

    By the source's own identifier, or else by the same day and the same text.
    """
    answers = Answer.objects.filter(is_fictitious=False).order_by("pk")
    if record.shared_answer:
        keyed = answers.exclude(shared_key="")
        same = keyed.filter(shared_key=record.shared_answer).first()
        if same:
            return same
    if len(record.answer_text) < SHARED_TEXT_LENGTH:
        return None
    return answers.filter(
        answered_on=answered_on(record),
        texts__sha256=hash_of(record.answer_text),
    ).first()


def new_question(record) -> Question:
    """Return an unsaved question, whose kind the record has still to say."""
    question = unsaved(Question)
    question.uid, question.type = record.uid, ""
    return question


def new_answer(record, is_fictitious=False) -> Answer:
    """Return an unsaved answer of a record, known by its question's identifier."""
    answer = unsaved(Answer)
    answer.uid, answer.answered_on = record.uid, answered_on(record)
    answer.licence = "" if is_fictitious else LICENCE
    answer.is_fictitious = is_fictitious
    return answer


def fill(row, fields, record, inferred: set, *, only_empty=False) -> None:
    """Set what the record says on a row; keep ``inferred``, a set of names, true."""
    for name, column in fields.items():
        value = getattr(record, name)
        if value is None or value == "":
            continue
        is_held = getattr(row, column) not in (None, "")
        if is_held and only_empty:
            continue
        if name in record.inferred:
            if is_held:
                continue
            inferred.add(name)
        else:
            inferred.discard(name)
        setattr(row, column, value)


def values(row) -> dict:
    """Return the columns of a row as they stand; nothing for no row."""
    if row is None:
        return {}
    return {field.attname: getattr(row, field.attname) for field in row._meta.fields}


def store(row, before) -> bool:
    """Save a row that is new or differs from ``before``; note the change."""
    after = values(row)
    if row.pk is not None and after == before:
        return False
    # Any list may bring a chamber or a kind of question of its own.
    row.clean_fields(
        exclude=["answer", "body", "body_asked", "read_by", "chamber", "type"]
    )
    if row.pk is None:
        row.save()
        return True
    # Editors may have read the answer since: only what the record says is written.
    row.save(update_fields=[name for name in after if after[name] != before[name]])
    note_change(row, by=None, verb="import", before=before, after=after)
    return True


def replace_text(question, record) -> PublishedText | None:
    """Set the newest text of a question; return the one that it replaces.

    A text that differs by its spaces alone is the same, and an older one that is seen
    again is no news.
    """
    new = record.question_text
    if not new:
        return None
    if not question.text:
        question.text = new
        return None
    sha256, held = hash_of(new), hash_of(question.text)
    if sha256 == held:
        return None
    texts = question.published_texts.filter(role=TextRole.QUESTION)
    if texts.filter(sha256=sha256).exists():
        return None
    old = PublishedText(
        question=question,
        role=TextRole.QUESTION,
        body=question.text,
        sha256=held,
        published_on=question.asked_on,
        page=question.asked_page,
        retrieved_at=timezone.now(),
    )
    question.text = new
    return old


def keep_new_texts(answer, record) -> AnswerText | None:
    """Keep the texts of an answer that are news; return the last one kept.

    An older version seen again is not.
    """
    kept = None
    for printed in record.of_role(TextRole.ANSWER):
        sha256 = printed.text and hash_of(printed.text)
        if not sha256 or answer.texts.filter(sha256=sha256).exists():
            continue
        kept = keep_text(
            answer,
            text=printed.text,
            published_on=printed.published_on or answer.answered_on,
        )
    return kept


def keep_other_texts(question, record, replaced) -> bool:
    """Keep what was printed besides the texts that stand; tell whether any is new."""
    held = question.published_texts.values_list("role", "published_on", "sha256")
    versions = question.answer.texts.all() if question.answer else ()
    wanted = [replaced] if replaced else []
    wanted += other_texts(
        question, record, {(v.sha256, v.published_on) for v in versions}
    )
    known, new = set(held), []
    for text in wanted:
        key = text.role, text.published_on, text.sha256
        if key not in known:
            known.add(key)
            new.append(text)
    PublishedText.objects.bulk_create(new)
    return bool(new)


def is_same(text, other) -> bool:
    """Tell whether two texts are one, but for their spaces."""
    return text == other or hash_of(text) == hash_of(other)


def other_texts(question, record, versions) -> list[PublishedText]:
    """Return what a record publishes besides the question's text and ``versions``.

    ``versions`` are the pairs of hash and day that the answer holds.
    """
    hashes = {sha256 for sha256, _day in versions}
    found = []
    for printed in record.publications:
        if printed.role == TextRole.QUESTION:
            is_held = printed.published_on in (None, question.asked_on)
            if not printed.text or (is_held and is_same(printed.text, question.text)):
                continue
        sha256 = hash_of(printed.text)
        if printed.role == TextRole.ANSWER and (
            not printed.text
            or (sha256, printed.published_on) in versions
            or (printed.published_on is None and sha256 in hashes)
        ):
            continue
        found.append(
            PublishedText(
                question=question,
                role=printed.role,
                body=printed.text,
                sha256=sha256,
                published_on=printed.published_on,
                page=printed.page or "",
                issue=printed.issue or "",
                retrieved_at=timezone.now(),
            )
        )
    return found
