"""What the open data publish: a question with all its publications, or a problem.

Plain data without Django; no slots, with which handing a record from process to process
takes twice as long. One record is one question, whether it was answered or not;
each text that the Journal officiel printed for it is a Publication, so that an erratum
stands beside the text that it corrects.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from commitments.imports.records import REASONS as PAGE_REASONS
from commitments.imports.records import gettext_noop

# The role of a publication.
QUESTION, ANSWER = "question", "answer"
QUESTION_ERRATUM, ANSWER_ERRATUM = "question_erratum", "answer_erratum"

# Where a question stands, in the words of the Government's own workflow.
OPEN, ANSWERED, WITHDRAWN = "open", "answered", "withdrawn"
LAPSED, CLOSED = "lapsed", "closed"


@dataclass(frozen=True, kw_only=True)
class Publication:
    """One text in one issue of the Journal officiel.

    ``text`` is plain text, "" when the source gives the reference only. ``page`` and
    ``issue`` are printed words, not numbers.
    """

    role: str
    text: str = ""
    published_on: date | None = None
    page: str | None = None
    issue: str | None = None


@dataclass(frozen=True, kw_only=True)
class Attribution:
    """A ministry that a question was given to, and since when if that is said."""

    ministry: str
    since: date | None = None
    ref: str | None = None


@dataclass(frozen=True, kw_only=True)
class PublishedQuestion:
    """One question as a source publishes it; what it leaves out is None or "".

    ``author_ref`` is the author's official identifier where the source gives no name.
    ``shared_answer`` is the source's own identifier of an answer that serves several
    questions. ``aliases`` are other official identifiers of the same question.
    ``inferred`` names the fields that were worked out and not read. ``file`` is where
    the record was read and ``digest`` tells whether it has changed since.
    """

    uid: str
    chamber: str
    legislature: int | None
    type: str
    number: str
    author: str = ""
    author_ref: str | None = None
    group: str | None = None
    constituency: str | None = None
    ministry_asked: str | None = None
    ministry_answering: str | None = None
    attributions: tuple[Attribution, ...] = ()
    rubric: str | None = None
    title: str | None = None
    asked_on: date | None = None
    asked_page: str | None = None
    publications: tuple[Publication, ...] = ()
    state: str = OPEN
    closed_on: date | None = None
    closing: str | None = None
    signalled_on: date | None = None
    renewed_on: tuple[date, ...] = ()
    shared_answer: str | None = None
    recalls: str | None = None
    aliases: tuple[str, ...] = ()
    url: str = ""
    inferred: tuple[str, ...] = ()
    file: str = ""
    digest: str = ""

    def of_role(self, role) -> list[Publication]:
        """Return the publications of a role, in the order of the source."""
        return [text for text in self.publications if text.role == role]

    @cached_property
    def question_text(self) -> str:
        """The last text of the question, "" when the source has none."""
        return last_text(self.of_role(QUESTION))

    @cached_property
    def answer_text(self) -> str:
        """The last text of the answer, "" when the source has none."""
        return last_text(self.of_role(ANSWER))

    @property
    def is_answered(self) -> bool:
        """Whether the text of an answer was published; a closing code is no answer."""
        return bool(self.answer_text)

    @cached_property
    def first_answer(self) -> Publication | None:
        """The answer as first published: its day anchors the deadlines."""
        return next(iter(self.of_role(ANSWER)), None)

    @property
    def answered_on(self) -> date | None:
        """The day when the answer was first published."""
        return self.first_answer and self.first_answer.published_on

    @property
    def answered_page(self) -> str | None:
        """The page of the answer's first publication."""
        return self.first_answer and self.first_answer.page


def last_text(publications) -> str:
    """Return the text of the last publication that has one, or ""."""
    return next((p.text for p in reversed(publications) if p.text), "")


# What was not understood: the code is for programs, the words for people. Pages that
# an editor saved are refused in the words of their own module.
REASONS = PAGE_REASONS | {
    # Records
    "identity_missing": gettext_noop(
        "The record does not say which question it is: %(names)s missing."
    ),
    "bad_identity": gettext_noop("“%(words)s” cannot identify a question."),
    "bad_date": gettext_noop("“%(words)s” is not a date that exists."),
    "bad_number": gettext_noop("“%(words)s” is not a number."),
    "unexpected": gettext_noop("“%(words)s” was not expected here and was left out."),
    "control_characters": gettext_noop(
        "%(count)s characters that cannot be shown were taken out."
    ),
    "not_utf8": gettext_noop(
        "The file is not all in UTF-8: its other bytes were read as Windows-1252."
    ),
    "damaged_record": gettext_noop("The record is damaged: %(error)s"),
    "truncated": gettext_noop("The file ends in the middle of a record."),
    "too_big": gettext_noop("It is bigger than the %(limit)s MB allowed."),
    "too_many_tags": gettext_noop("The record holds more than %(limit)s tags."),
    "too_deep": gettext_noop("The record is nested too deep to be one question."),
    "duplicate_key": gettext_noop("“%(words)s” is given twice, with two values."),
    "columns": gettext_noop("%(expected)s columns were expected, %(found)s found."),
    "columns_missing": gettext_noop("There is no column for %(names)s."),
    "orphan_answer": gettext_noop(
        "%(count)s answers belong to no question of this file."
    ),
    # Files
    "nothing_found": gettext_noop("No question was found in this file."),
    "unknown_format": gettext_noop("No source of this kind is known."),
    "unreadable": gettext_noop("The file cannot be read: %(error)s"),
    "damaged": gettext_noop("The archive is damaged or cut short: %(error)s"),
    "encrypted": gettext_noop("The file is encrypted."),
    "link": gettext_noop("It is a link; links are not followed."),
    "special": gettext_noop("It is not an ordinary file."),
    "path": gettext_noop("Its path leads out of the archive."),
    "ratio": gettext_noop("It unpacks to more than %(limit)s times its size."),
    "total": gettext_noop("The archive unpacks to more than %(limit)s MB."),
    "count": gettext_noop("The archive holds more than %(limit)s files."),
    "depth": gettext_noop("Archives are nested more than %(limit)s deep."),
    "packing": gettext_noop("This way of packing is not supported: %(words)s."),
}


@dataclass(frozen=True)
class Problem:
    """What was not understood, where, and whether something was lost by it.

    ``code`` is a key of REASONS, ``values`` fill its words. ``is_refusal`` is False
    when the record was still read without the field in question.
    """

    file: str
    record: str
    field: str
    code: str
    values: tuple[tuple[str, object], ...] = ()
    is_refusal: bool = True

    @property
    def reason(self) -> str:
        """The reason in English; translate ``REASONS[code]`` for another language."""
        return REASONS[self.code] % dict(self.values)


def refusal(file, code, *, record="", field="", **values) -> Problem:
    """Return the Problem of a record or a file that was not read."""
    return Problem(file, shortened(record), shortened(field), code, shown(values))


def remark(file, code, *, record="", field="", **values) -> Problem:
    """Return the Problem of a field that was left out of a record that was read."""
    return Problem(
        file, shortened(record), shortened(field), code, shown(values), is_refusal=False
    )


def shown(values):
    """Return the values of a reason as pairs."""
    return tuple((name, shortened(value)) for name, value in values.items())


def shortened(value):
    """Return a value, a text cut when it is long and always fit to be stored."""
    if not isinstance(value, str):
        return value
    # A broken record may hold halves of characters, which no database takes.
    words = value[:120].replace("\0", "").encode(errors="replace").decode()
    return f"{words}…" if len(value) > 120 else words
