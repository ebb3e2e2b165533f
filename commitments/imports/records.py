"""What every source yields: a question with its answer, or a refusal.

Plain data without Django, so that a source can be tried on a file alone.
"""

from dataclasses import dataclass
from datetime import date

ASSEMBLY = "AN"
SENATE = "SENAT"
CHAMBERS = (ASSEMBLY, SENATE)

WRITTEN = "QE"
TO_THE_GOVERNMENT = "QG"
ORAL = "QOSD"


@dataclass(frozen=True, kw_only=True)
class QuestionRecord:
    """One question and its answer, as a source publishes them.

    What the source does not say is None (or "" for a text). ``number`` is text,
    because the Sénat's oral questions carry a letter ("0587S"). ``inferred`` names
    the fields that were worked out and not read.
    """

    uid: str
    chamber: str
    legislature: int
    type: str
    number: str | None
    author: str
    group: str | None
    constituency: str | None
    ministry_asked: str | None
    ministry_answering: str | None
    rubric: str | None
    title: str | None
    asked_on: date
    asked_page: int | None
    answered_on: date
    answered_page: int | None
    question_text: str
    answer_text: str
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class QuestionPage(QuestionRecord):
    """A record read from one saved page.

    ``answer_start`` and ``answer_end`` (exclusive) count code points of the decoded
    page: ``text[answer_start:answer_end] == answer_text``. ``layout`` is the name
    of the layout that was recognised.
    """

    answer_start: int
    answer_end: int
    layout: str


class Refusal(Exception):
    """A document that gives no record. ``code`` names the reason for good."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code
        self.message = message


class NotAnAnswer(Refusal):
    """The document is something else, or a question that nobody answered."""


class UnreadablePage(Refusal):
    """The document looks like an answer, but something needed is not in it."""
