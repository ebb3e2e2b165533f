"""Assessments: one person proposes and may take it back, another decides."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commitments import workflow
from commitments.choices import Review
from commitments.comparison import compare_words
from commitments.forms import AssessmentForm, ReturnAssessmentForm
from commitments.forms.assessments import RULES_IN_WORDS
from commitments.models import Assessment
from commitments.timing import today
from commitments.views.workspace.access import (
    editors_only,
    find_commitment,
    posted,
    reviewers_only,
)
from commitments.views.workspace.commitments import everything_on

asking = require_http_methods(["GET", "HEAD", "POST"])


@asking
@editors_only
def assessment_propose(request, reference):
    commitment = find_commitment(reference)
    form = AssessmentForm(
        posted(request), initial=_first_values(request), commitment=commitment
    )
    if form.is_valid():
        try:
            workflow.propose_assessment(
                commitment, by=request.user, **form.cleaned_data
            )
        except workflow.Refused as refusal:
            form.add_error(None, refusal.problems)
        else:
            messages.success(request, _("Proposed: another person now reviews it."))
            return redirect("commitment-work", commitment.reference)
    rules = [
        {"radio": radio, "rule": rule}
        for radio, rule in zip(form["status"], RULES_IN_WORDS.values(), strict=True)
    ]
    context = everything_on(commitment) | {"form": form, "rules": rules}
    return render(request, "workspace/assessment_propose.html", context)


def _first_values(request):
    """Today; or what this person's returned or taken back assessment said."""
    first = {"as_of_on": today()}
    returned = request.GET.get("from", "")
    if not returned.isascii() or not returned.isdigit():
        return first
    earlier = Assessment.objects.filter(
        pk=returned,
        author=request.user,
        review__in=[Review.RETURNED, Review.RETRACTED],
    ).first()
    if earlier is None:
        return first
    names = [name for name in AssessmentForm.base_fields if name != "evidence"]
    return {name: getattr(earlier, name) for name in names} | {
        "evidence": list(earlier.evidence.values_list("pk", flat=True))
    }


@asking
@reviewers_only
def assessment_review(request, pk):
    assessments = Assessment.objects.select_related("author", "reviewer")
    assessment = get_object_or_404(assessments, pk=pk)
    commitment = find_commitment(assessment.commitment.reference)
    approves = request.POST.get("decision") == "approve"
    returning = request.method == "POST" and not approves
    form = ReturnAssessmentForm(request.POST if returning else None)
    problems = []
    if approves or form.is_valid():
        try:
            if approves:
                workflow.approve_assessment(assessment, by=request.user)
                messages.success(request, _("Approved: it is now the assessment."))
            else:
                workflow.return_assessment(
                    assessment, by=request.user, **form.cleaned_data
                )
                messages.success(request, _("Returned to its author."))
        except workflow.Refused as refusal:
            problems = refusal.problems
            assessment.refresh_from_db()
        else:
            return redirect("commitment-work", commitment.reference)
    current = commitment.assessments.current().first()
    context = everything_on(commitment) | {
        "assessment": assessment,
        "rule": RULES_IN_WORDS[assessment.status],
        "current": current,
        "pieces": compare_words(current.rationale, assessment.rationale)
        if current
        else [],
        "problems": problems or _missing(commitment, assessment),
        "is_own": assessment.author_id == request.user.pk,
        "is_pending": assessment.review == Review.PENDING,
        "form": form,
    }
    return render(request, "workspace/assessment_review.html", context)


@require_POST
@editors_only
def assessment_retract(request, pk):
    assessment = get_object_or_404(Assessment, pk=pk)
    commitment = find_commitment(assessment.commitment.reference)
    try:
        workflow.retract_assessment(assessment, by=request.user)
    except workflow.Refused as refusal:
        messages.error(request, " ".join(refusal.problems))
    else:
        messages.success(request, _("Taken back: it is kept, and nobody reviews it."))
    return redirect("commitment-work", commitment.reference)


def _missing(commitment, assessment):
    """What the rules would refuse now: evidence may have been withdrawn since."""
    if assessment.review != Review.PENDING:
        return []
    return workflow.missing_for_assessment(
        commitment,
        status=assessment.status,
        as_of_on=assessment.as_of_on,
        rationale=assessment.rationale,
        evidence=list(assessment.evidence.all()),
        search_log=assessment.search_log,
        met_earliest=assessment.met_earliest,
        met_latest=assessment.met_latest,
    )
