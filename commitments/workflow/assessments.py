"""Verbs on assessments: one person proposes, another approves or returns.

Until then, whoever proposed it may take it back.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.choices import Review
from commitments.models import Assessment, Evidence
from commitments.timing import today
from commitments.workflow.audit import RECORD, REVIEW, note_change, permit
from commitments.workflow.commitments import (
    followed,
    locked,
    next_review,
    save_next_version,
)
from commitments.workflow.errors import Refused
from commitments.workflow.rules import missing_for_assessment


@transaction.atomic
def propose_assessment(commitment, *, by, evidence=(), **fields) -> Assessment:
    """Propose an assessment with its rationale and evidence; it changes nothing yet.

    ``fields``: status, as_of_on, rationale, search_log, met_earliest, met_latest,
    is_correction. Raises Refused with all that is missing.
    """
    permit(by, RECORD)
    commitment = followed(commitment)
    # Read again under the lock: somebody may have withdrawn one meanwhile.
    evidence = list(Evidence.objects.filter(pk__in=[item.pk for item in evidence]))
    problems = missing_for_assessment(commitment, evidence=evidence, **fields)
    if fields["as_of_on"] > today():
        problems.append(_("An assessment cannot be dated in the future."))
    if commitment.assessments.pending().filter(author=by).exists():
        problems.append(
            _("Your earlier proposal still waits: take it back to propose another.")
        )
    if any(item.commitment_id != commitment.pk for item in evidence):
        problems.append(_("This evidence belongs to another commitment."))
    if problems:
        raise Refused(*problems)
    assessment = Assessment.objects.create(commitment=commitment, author=by, **fields)
    assessment.evidence.set(evidence)
    note_change(
        assessment,
        by=by,
        verb="propose",
        after={"status": assessment.status, "as_of_on": assessment.as_of_on},
        why=assessment.rationale,
    )
    return assessment


def _pending(assessment, commitment):
    """A pending assessment, locked after its commitment."""
    assessment = Assessment.objects.select_for_update().get(pk=assessment.pk)
    assessment.commitment = commitment
    if assessment.review == Review.RETRACTED:
        raise Refused(_("Its author has taken this assessment back."))
    if assessment.review != Review.PENDING:
        raise Refused(_("This assessment has already been reviewed."))
    return assessment


def _to_review(assessment, by):
    """A pending assessment, locked after its commitment, that ``by`` may review."""
    permit(by, REVIEW)
    assessment = _pending(assessment, followed(assessment.commitment))
    if assessment.author_id == by.pk:
        raise Refused(
            _("Nobody reviews their own assessment: another reviewer has to.")
        )
    assessment.reviewer, assessment.reviewed_at = by, timezone.now()
    return assessment


@transaction.atomic
def approve_assessment(assessment, *, by) -> Assessment:
    """Make a proposed assessment the current one; it supersedes the one before."""
    assessment = _to_review(assessment, by)
    commitment = assessment.commitment
    problems = missing_for_assessment(
        commitment,
        status=assessment.status,
        as_of_on=assessment.as_of_on,
        evidence=list(assessment.evidence.all()),
        rationale=assessment.rationale,
        search_log=assessment.search_log,
        met_earliest=assessment.met_earliest,
        met_latest=assessment.met_latest,
        is_correction=assessment.is_correction,
    )
    if problems:
        raise Refused(*problems)
    assessment.supersedes = commitment.assessments.current().first()
    assessment.review = Review.APPROVED
    assessment.save()
    before = {"status": commitment.status, "assessed_on": commitment.assessed_on}
    commitment.status = assessment.status
    commitment.assessed_on = assessment.as_of_on
    commitment.met_earliest = assessment.met_earliest
    commitment.met_latest = assessment.met_latest
    commitment.review_due_on = next_review(commitment)
    save_next_version(commitment)
    note_change(
        assessment,
        by=by,
        verb="approve",
        before=before,
        after={"status": commitment.status, "assessed_on": commitment.assessed_on},
    )
    return assessment


@transaction.atomic
def return_assessment(assessment, *, by, note) -> Assessment:
    """Send a proposed assessment back to its author, with a note that says why."""
    assessment = _to_review(assessment, by)
    if not note.strip():
        raise Refused(_("Say why, for the author."))
    assessment.review, assessment.review_note = Review.RETURNED, note
    assessment.save()
    note_change(assessment, by=by, verb="return", why=note)
    return assessment


@transaction.atomic
def retract_assessment(assessment, *, by) -> Assessment:
    """Take back one's own proposal before anybody decides it; it is kept, unpublished.

    On a withdrawn commitment too, where nobody can decide it any more.
    """
    permit(by, RECORD)
    assessment = _pending(assessment, locked(assessment.commitment))
    if assessment.author_id != by.pk:
        raise Refused(_("Only its author takes a proposal back."))
    assessment.review, assessment.reviewed_at = Review.RETRACTED, timezone.now()
    assessment.save()
    note_change(assessment, by=by, verb="retract")
    return assessment
