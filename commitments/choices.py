"""The vocabulary: every list of values that a record may take.

The codes are those of the domain (docs/domain.md); the labels are what people read.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Chamber(TextChoices):
    AN = "AN", _("National Assembly")
    SENAT = "SENAT", _("Senate")


class QuestionType(TextChoices):
    QE = "QE", _("Written question")
    QG = "QG", _("Question to the Government")
    QOSD = "QOSD", _("Oral question without debate")


class QuestionState(TextChoices):
    """Where a question stands, in the words of the Government's own workflow."""

    OPEN = "open", _("Open")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", pgettext_lazy("question", "Withdrawn")
    LAPSED = "lapsed", _("Lapsed")
    CLOSED = "closed", pgettext_lazy("question", "Closed")


class TextRole(TextChoices):
    """What a text printed in the Journal officiel is to its question."""

    QUESTION = "question", _("Question")
    ANSWER = "answer", _("Answer")
    QUESTION_ERRATUM = "question_erratum", _("Erratum of the question")
    ANSWER_ERRATUM = "answer_erratum", _("Erratum of the answer")


class BodyKind(TextChoices):
    MINISTRY = "ministry", _("Ministry")
    AGENCY = "agency", _("Agency or operator of the State")
    OTHER = "other", _("Other body")


class Kind(TextChoices):
    """What sort of thing is promised (guideline G2)."""

    TARGET = "target", _("Target")
    MEASURE = "measure", _("Measure")
    PROGRAMME = "programme", _("Programme")
    ANNOUNCEMENT = "announcement", _("Announcement")


class Testability(TextChoices):
    """How far a third party can check the promise; set at intake, with a reason."""

    QUANTIFIED_DATED = "quantified_dated", _("Quantified and dated")
    DATED_ACTION = "dated_action", _("Dated action")
    UNDATED_ACTION = "undated_action", _("Undated action")
    PROCESS = "process", _("Process")
    NOT_VERIFIABLE = "not_verifiable", _("Not verifiable")


# Only these enter any rate (domain.md §2); the others stay public, with the reason.
RATED_TESTABILITIES = (
    Testability.QUANTIFIED_DATED,
    Testability.DATED_ACTION,
    Testability.UNDATED_ACTION,
)


class Comparator(TextChoices):
    """How the figure reached is held against the figure promised (guideline G12)."""

    AT_LEAST = ">=", _("at least")
    MORE_THAN = ">", _("more than")
    AT_MOST = "<=", _("at most")
    LESS_THAN = "<", _("less than")
    ABOUT = "≈", _("about")
    EQUAL = "=", _("exactly")


class Rate(TextChoices):
    """Period of a recurring target, as an ISO 8601 duration (guideline G7)."""

    YEAR = "P1Y", _("per year")
    QUARTER = "P3M", _("per quarter")
    MONTH = "P1M", _("per month")
    WEEK = "P1W", _("per week")
    DAY = "P1D", _("per day")


class Publication(TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PassageRole(TextChoices):
    """What the words of an answer do to the commitment."""

    MAKES = "makes", _("makes the commitment")
    REPEATS = "repeats", _("repeats it")
    STRENGTHENS = "strengthens", _("strengthens it")
    WEAKENS = "weakens", _("weakens it")
    POSTPONES = "postpones", _("postpones it")
    REPLACES = "replaces", _("replaces it")
    REPORTS_ON = "reports_on", _("reports on it")
    WITHDRAWS = "withdraws", _("withdraws it")


class RelationKind(TextChoices):
    """What a commitment does to an earlier or larger one."""

    REPEATS = "repeats", _("repeats")
    STRENGTHENS = "strengthens", _("strengthens")
    WEAKENS = "weakens", _("weakens")
    POSTPONES = "postpones", _("postpones")
    REPLACES = "replaces", _("replaces")
    PART_OF = "part_of", _("is part of")


class Precision(TextChoices):
    """The finest calendar unit that the words of a date allow."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")
    HALF = "half", _("half-year")
    SEASON = "season", _("season")
    YEAR = "year", _("year")
    NONE = "none", _("no date")


class Status(TextChoices):
    """The assessment of a commitment: human, evidenced, dated, reviewed."""

    NOT_ASSESSED = "not_assessed", _("Not yet assessed")
    NO_EVIDENCE = "no_evidence", _("No evidence found")
    IN_PROGRESS = "in_progress", _("In progress")
    MET = "met", _("Met")
    PARTIALLY_MET = "partially_met", _("Partially met")
    NOT_MET = "not_met", _("Not met by the deadline")
    ABANDONED = "abandoned", _("Abandoned")
    NOT_VERIFIABLE = "not_verifiable", _("Not verifiable")


# A commitment in one of these still waits for its outcome.
OPEN_STATUSES = (Status.NOT_ASSESSED, Status.NO_EVIDENCE, Status.IN_PROGRESS)


class Timing(TextChoices):
    """Where a commitment stands in time: computed (see timing.py), never typed."""

    OVERDUE = "overdue", _("Deadline passed - to be assessed")
    RESCHEDULED = "rescheduled", _("Rescheduled (first deadline passed)")
    DUE_SOON = "due_soon", _("Due soon")
    UPCOMING = "upcoming", _("Upcoming")
    AWAITING_TRIGGER = "awaiting_trigger", _("Awaiting a trigger")
    NO_DEADLINE = "no_deadline", _("No deadline")
    ON_TIME = "on_time", _("On time")
    LATE = "late", _("Late")
    DATE_UNKNOWN = "date_unknown", _("Completion date uncertain")
    CLOSED = "closed", _("Closed")


class Review(TextChoices):
    """What the second person decided of a proposed assessment."""

    PENDING = "pending", _("Awaiting review")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned to its author")
    # The one decision that is not the second person's.
    RETRACTED = "retracted", _("Taken back by its author")


class Origin(TextChoices):
    """Who speaks in a piece of evidence."""

    GOVERNMENT = "government", _("Government's own statement")
    INDEPENDENT = "independent", _("Independent source")
    PARLIAMENT = "parliament", _("Parliamentary source")
    PRESS = "press", _("Press")


class Stance(TextChoices):
    SUPPORTS = "supports", _("Supports the achievement")
    CONTRADICTS = "contradicts", _("Contradicts the achievement")
    CONTEXT = "context", _("Context")


class SuggestionOrigin(TextChoices):
    EXTRACTOR = "extractor", _("Suggested by the machine")
    PUBLIC = "public", _("Sent by a reader")


class Decision(TextChoices):
    """What an editor did with a suggestion."""

    PENDING = "pending", _("To decide")
    ACCEPTED = "accepted", _("Accepted")
    MERGED = "merged", _("Linked to an existing commitment")
    REJECTED = "rejected", _("Rejected")


class Level(TextChoices):
    """How sure the machine is of what it suggests."""

    LIKELY = "likely", _("Likely")
    POSSIBLE = "possible", _("Possible")


class RejectionReason(TextChoices):
    """Why an editor rejects a suggestion: the ground on which rules are improved."""

    ACHIEVEMENT = "achievement", _("Already done: an achievement or a figure")
    OTHERS = "others", _("Somebody else's words or duty")
    LAW = "law", _("Existing law or rule")
    VAGUE = "vague", _("Too vague to be a commitment")
    CUT = "cut", _("Badly cut: no undertaking in these words")
    TWICE = "twice", _("Suggested twice")
    OTHER = "other", _("Another reason, given below")


class ImportState(TextChoices):
    WAITING = "waiting", _("Waiting to be started")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")
    FAILED = "failed", _("Failed")


class MistakeKind(TextChoices):
    """What a reader says is wrong."""

    WORDS = "words", _("The words, or who said them")
    DEADLINE = "deadline", _("The deadline")
    FIGURE = "figure", _("A figure")
    ASSESSMENT = "assessment", _("The assessment")
    SOURCE = "source", _("A source, or one that is missing")
    OTHER = "other", _("Something else")


class Settlement(TextChoices):
    """What an editor did with the report of a mistake."""

    PENDING = "pending", _("To decide")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")


class Cadence(TextChoices):
    """How often a reader is told of what changed."""

    IMMEDIATE = "immediate", _("At each change, within minutes")
    WEEKLY = "weekly", _("Once a week, on Monday morning")


class MailKind(TextChoices):
    """What a message to a reader is for."""

    CONFIRM = "confirm", _("Confirmation of an address")
    NEWS = "news", _("What changed")


class MailState(TextChoices):
    """Where a message stands on its way out."""

    WAITING = "waiting", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    DROPPED = "dropped", _("Not sent: nothing was left to say")
    FAILED = "failed", _("Given up")
