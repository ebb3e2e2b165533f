"""The steps in a commitment's life, and withdrawing what hangs on it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commitments import workflow
from commitments.forms import ReasonForm, StepForm, StepReasonForm
from commitments.models import Evidence, Measurement, Passage, Relation, Reply
from commitments.views.workspace.access import (
    as_seen,
    editors_only,
    find_commitment,
    posted,
    reviewers_only,
)
from commitments.views.workspace.commitments import everything_on
from commitments.views.workspace.conflicts import CONFLICT, done_since, renewed
from commitments.workflow.withdrawals import right_to_withdraw

asking = require_http_methods(["GET", "HEAD", "POST"])

WITHDRAWABLE = {
    "preuve": Evidence,
    "mesure": Measurement,
    "citation": Passage,
    "lien": Relation,
    "droit-de-reponse": Reply,
}


def take_step(request, reference, *, verb, form_class, template, done):
    """Ask, then take a step; refused and stale ones come back with the form."""
    commitment = find_commitment(reference)
    status, lines = 200, []
    if request.method == "POST":
        form = form_class(request.POST)
        if form.is_valid():
            try:
                verb(commitment, by=request.user, **form.verb_arguments())
            except workflow.Refused as refusal:
                form.add_error(None, refusal.problems)
            except workflow.Conflict as conflict:
                status = CONFLICT
                lines = done_since(conflict.current, form.cleaned_data["seen"])
                form = form_class(renewed(request.POST, conflict.current))
                commitment = find_commitment(reference)
            else:
                messages.success(request, done % {"reference": commitment.reference})
                return redirect("commitment-work", commitment.reference)
    else:
        form = form_class(initial=as_seen(commitment))
    context = everything_on(commitment) | {
        "form": form,
        "lines": lines,
        "is_conflict": status == CONFLICT,
    }
    return render(request, template, context, status=status)


@asking
@editors_only
def commitment_submit(request, reference):
    return take_step(
        request,
        reference,
        verb=workflow.submit_for_review,
        form_class=StepForm,
        template="workspace/commitment_submit.html",
        done=_("%(reference)s awaits review."),
    )


@asking
@reviewers_only
def commitment_publish(request, reference):
    return take_step(
        request,
        reference,
        verb=workflow.publish,
        form_class=StepForm,
        template="workspace/commitment_publish.html",
        done=_("%(reference)s is published."),
    )


@asking
@reviewers_only
def commitment_return(request, reference):
    return take_step(
        request,
        reference,
        verb=workflow.return_to_draft,
        form_class=StepReasonForm,
        template="workspace/commitment_return.html",
        done=_("%(reference)s is a draft again."),
    )


@asking
@reviewers_only
def commitment_withdraw(request, reference):
    return take_step(
        request,
        reference,
        verb=workflow.withdraw,
        form_class=StepReasonForm,
        template="workspace/commitment_withdraw.html",
        done=_("%(reference)s is withdrawn."),
    )


@asking
@reviewers_only
def commitment_reopen(request, reference):
    return take_step(
        request,
        reference,
        verb=workflow.reopen,
        form_class=StepReasonForm,
        template="workspace/commitment_reopen.html",
        done=_("%(reference)s awaits review again."),
    )


@asking
@editors_only
def record_withdraw(request, kind, pk):
    """Withdraw a piece of a commitment: evidence, a figure, a quote and so on."""
    if kind not in WITHDRAWABLE:
        raise Http404
    record = get_object_or_404(WITHDRAWABLE[kind], pk=pk)
    commitment = find_commitment(record.commitment.reference)
    if not request.user.has_perm(right_to_withdraw(commitment)):
        raise PermissionDenied
    form = ReasonForm(posted(request))
    if form.is_valid():
        try:
            workflow.withdraw_record(record, by=request.user, **form.cleaned_data)
        except workflow.Refused as refusal:
            form.add_error(None, refusal.problems)
        else:
            messages.success(request, _("Withdrawn; it is kept with its reason."))
            return redirect("commitment-work", commitment.reference)
    context = {"commitment": commitment, "record": record, "form": form}
    return render(request, "workspace/record_withdraw.html", context)
