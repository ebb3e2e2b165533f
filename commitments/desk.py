"""What needs doing in the workspace: each list of the desk is one question."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from commitments.answer_queue import unread_answers
from commitments.choices import Publication, Review, Timing
from commitments.models import Assessment, Commitment, MistakeReport, Passage
from commitments.timing import DUE_SOON, today


@dataclass(frozen=True)
class Task:
    """A list of the desk. ``of`` names what its rows are, and so how they are drawn."""

    code: str
    title: str
    hint: str
    empty: str
    of: str
    rows: QuerySet


def tasks(user) -> list[Task]:
    """Every list of the desk for a person, the most pressing first."""
    return [
        *_of_commitments(),
        Task(
            "in-review",
            _("Commitments awaiting review"),
            _("Submitted by a colleague: read them again, then publish or return."),
            _("No commitment awaits review."),
            "in_review",
            commitment_rows().filter(publication=Publication.IN_REVIEW).order_by("pk"),
        ),
        Task(
            "assessments",
            _("Assessments awaiting review"),
            _("The second person is never the author."),
            _("No assessment awaits review."),
            "assessment",
            _assessments().pending().order_by("pk"),
        ),
        Task(
            "mistakes",
            _("Mistakes that readers report"),
            _("Check, correct the record if they are right, then settle with a note."),
            _("No report awaits an answer."),
            "mistake",
            MistakeReport.objects.pending()
            .select_related("commitment", "answer")
            .order_by("pk"),
        ),
        Task(
            "returned",
            _("Assessments returned to me"),
            _("A reviewer wants something else: see the note, propose again."),
            _("Nothing was returned to you."),
            "returned",
            _returned_to(user),
        ),
        Task(
            "unread",
            _("Unread answers"),
            _("Read each through and record what it commits to."),
            _("Every answer has been read."),
            "answer",
            unread_answers(),
        ),
        Task(
            "drafts",
            _("My drafts"),
            _("Yours to finish and submit."),
            _("You have no draft."),
            "draft",
            commitment_rows()
            .filter(publication=Publication.DRAFT, created_by=user)
            .order_by("-changed_at"),
        ),
        Task(
            "quotes",
            _("Quotes to check"),
            _("The text of the answer has changed and no longer holds these words."),
            _("Every quote stands in the latest text of its answer."),
            "quote",
            Passage.objects.to_check()
            .exclude(commitment__publication=Publication.WITHDRAWN)
            .select_related("commitment", "answer")
            .order_by("pk"),
        ),
    ]


def commitment_rows():
    """Commitments with what a row of the workspace shows."""
    return Commitment.objects.with_timing().select_related("created_by")


def _of_commitments():
    # The timing says it all; the days are said again for the index on them.
    published = commitment_rows().published()
    soon = today() + DUE_SOON
    return [
        Task(
            "overdue",
            _("Overdue, not assessed"),
            _("A call to assess, not a verdict: look for evidence."),
            _("No deadline has passed without an assessment."),
            "overdue",
            published.filter(timing=Timing.OVERDUE, due_on__lt=today()).order_by(
                "due_on", "pk"
            ),
        ),
        Task(
            "due-soon",
            _("Due within 90 days"),
            _("Gather evidence before the day comes."),
            _("Nothing is due within 90 days."),
            "due_soon",
            published.filter(
                timing__in=[Timing.DUE_SOON, Timing.RESCHEDULED],
                due_on__range=(today(), soon),
            ).order_by("due_on", "pk"),
        ),
        Task(
            "stale",
            _("Not looked at for long"),
            _("Their review interval has passed: still accurate?"),
            _("Every commitment was looked at within its interval."),
            "stale",
            commitment_rows().stale().order_by("review_due_on", "pk"),
        ),
    ]


def _assessments():
    return Assessment.objects.select_related("commitment", "author", "reviewer")


def _returned_to(user):
    """Returned to their author, who has not proposed anything since."""
    later = Assessment.objects.filter(
        commitment=OuterRef("commitment"), author=user, pk__gt=OuterRef("pk")
    )
    return (
        _assessments()
        .filter(Q(author=user, review=Review.RETURNED), ~Exists(later))
        .order_by("-reviewed_at")
    )
