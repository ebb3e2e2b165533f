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


def gettext_noop(words):
    """Mark words to be translated later; this module does not know Django."""
    return words


# Why a document gives no record: the code is for programs, the words for people.
REASONS = {
    "not_a_question": gettext_noop(
        "This is not the page of a parliamentary question: no answer was found in it."
    ),
    "no_answer": gettext_noop("There is no answer on this page: the question is open."),
    "lapsed": gettext_noop("There is no answer on this page: the question has lapsed."),
    "withdrawn": gettext_noop(
        "There is no answer on this page: the question was withdrawn."
    ),
    "empty_answer": gettext_noop("The answer on this page is empty."),
    "several_answers": gettext_noop(
        "The page holds several answers: save them one by one."
    ),
    "encoding": gettext_noop("The file is neither UTF-8 nor Windows-1252 text."),
    "binary": gettext_noop("The file is not a text file."),
    "too_big": gettext_noop("The file is too big to be one page."),
    "html": gettext_noop(
        "This is an HTML page. Save it as text, or paste the text it shows."
    ),
    "pdf_encrypted": gettext_noop(
        "This PDF is protected: save it without a password, or paste its text."
    ),
    "pdf_image": gettext_noop(
        "This PDF holds pictures of pages and no words: paste its text."
    ),
    "pdf_damaged": gettext_noop(
        "This PDF is damaged or cut short: save it again, or paste its text."
    ),
    "pdf_pages": gettext_noop(
        "This PDF has %(pages)s pages; that of one question has at most %(limit)s."
    ),
    "pdf_time": gettext_noop("This PDF takes too long to read: paste its text."),
    "incomplete": gettext_noop("The text does not say: %(names)s."),
    "nothing_read": gettext_noop(
        "No question could be read in this file: paste its text."
    ),
    "several_questions": gettext_noop(
        "The file holds several questions: an administrator imports it whole."
    ),
    "chamber_unknown": gettext_noop(
        "The page does not say which chamber it comes from: name it with --chamber."
    ),
    "number_missing": gettext_noop(
        "The page does not give the number of the question."
    ),
    "author_missing": gettext_noop("The page does not name the author."),
    "question_date_missing": gettext_noop("The page does not date the question."),
    "answer_date_missing": gettext_noop("The page does not date the answer."),
    "bad_date": gettext_noop("“%(words)s” is not a date that exists."),
    "too_old": gettext_noop(
        "The question is dated %(asked_on)s, before the first legislature."
    ),
    "dates_reversed": gettext_noop(
        "The answer is dated %(answered_on)s, before the question (%(asked_on)s)."
    ),
}


class Refusal(Exception):
    """A document that gives no record. ``code`` is a key of REASONS."""

    def __init__(self, code, **values):
        super().__init__(REASONS[code] % values)
        self.code = code
        self.values = values


class NotAnAnswer(Refusal):
    """The document is something else, or a question that nobody answered."""


class UnreadablePage(Refusal):
    """The document looks like an answer, but something needed is not in it."""
