"""One commitment: its page, its text, its trail, and looking at it again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commitments import trail, workflow
from commitments.choices import PassageRole, Publication, Review
from commitments.forms import EditForm, NoteForm
from commitments.progress import progress
from commitments.search import in_order_of_names
from commitments.similarity import later_answers
from commitments.views.workspace.access import (
    as_seen,
    editors_only,
    find_commitment,
    page_of,
    posted,
)
from commitments.views.workspace.conflicts import (
    CONFLICT,
    clashes,
    done_since,
    renewed,
    resolved,
)
from commitments.workflow.passages import CONTEXT
from commitments.workflow.withdrawals import right_to_withdraw


def everything_on(commitment) -> dict:
    """All that the record holds, withdrawn pieces included, for its page."""
    measurements = list(commitment.measurements.select_related("evidence"))
    current = list(commitment.measurements.current())
    passages = list(
        commitment.passages.select_related("answer", "text", "withdrawn_by")
    )
    deadlines = list(commitment.deadlines.select_related("answer", "evidence"))
    assessments = list(
        commitment.assessments.select_related("author", "reviewer")
        .prefetch_related("evidence")
        .order_by("-pk")
    )
    standing = [p for p in passages if not p.is_withdrawn]
    source = next((p for p in standing if p.role == PassageRole.MAKES), None)
    return {
        "commitment": commitment,
        "bodies": in_order_of_names(commitment.bodies.all()),
        "themes": in_order_of_names(commitment.themes.all()),
        "passages": passages,
        "source": source,
        "around": _whole_words_around(source),
        "deadlines": deadlines,
        "deadline": deadlines[-1] if deadlines else None,
        "evidence": list(
            commitment.evidence.select_related("answer", "withdrawn_by", "added_by")
        ),
        "measurements": measurements,
        "current_measurements": {m.pk for m in current},
        "progress": progress(commitment, current),
        "assessments": assessments,
        "pending": [a for a in assessments if a.review == Review.PENDING],
        "replies": list(commitment.replies.select_related("body")),
        "relations_to": list(commitment.relations_to.select_related("target")),
        "relations_from": list(commitment.relations_from.select_related("source")),
    }


def _whole_words_around(passage):
    """The words kept before and after a quote, without the halves of cut ones."""
    if passage is None:
        return {"before": "", "after": ""}
    before, after = passage.prefix, passage.suffix
    return {
        "before": before.partition(" ")[2] if len(before) == CONTEXT else before,
        "after": after.rpartition(" ")[0] if len(after) == CONTEXT else after,
    }


@require_safe
@editors_only
def commitment_work(request, reference):
    commitment = find_commitment(reference)
    context = everything_on(commitment)
    may_withdraw = request.user.has_perm(right_to_withdraw(commitment))
    context["may_withdraw"] = may_withdraw
    context["lines"] = trail.in_words(
        commitment.changes.select_related("by", "token")[:5]
    )
    is_public = commitment.publication == Publication.PUBLISHED
    context["later_answers"] = later_answers(commitment) if is_public else []
    return render(request, "workspace/commitment_work.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def commitment_edit(request, reference):
    commitment = find_commitment(reference)
    if request.method != "POST":
        form = EditForm(instance=commitment, initial=as_seen(commitment))
        return _edit_page(request, commitment, form)
    form = EditForm(resolved(request.POST, commitment), instance=commitment)
    if not form.is_valid():
        return _edit_page(request, find_commitment(reference), form)
    fields = form.verb_arguments()
    try:
        workflow.edit_commitment(commitment, by=request.user, **fields)
    except workflow.Conflict as conflict:
        return _conflict_page(request, conflict.current, form)
    except workflow.Refused as refusal:
        form.add_error(None, refusal.problems)
        return _edit_page(request, find_commitment(reference), form)
    messages.success(request, _("Saved."))
    return redirect("commitment-work", commitment.reference)


def _edit_page(request, commitment, form):
    context = {"commitment": commitment, "form": form}
    return render(request, "workspace/commitment_edit.html", context)


def _conflict_page(request, current, form):
    """Both texts and the difference; the form below saves over the version of now."""
    context = {
        "commitment": find_commitment(current.reference),
        "clashes": clashes(form, current),
        "lines": done_since(current, form.cleaned_data["seen"]),
    }
    data = renewed(form.data, current)
    # A choice made on an earlier such page is spent: the fields hold its outcome.
    for name in [name for name in data if name.startswith("take-")]:
        del data[name]
    context["form"] = EditForm(data, instance=current)
    return render(
        request, "workspace/commitment_conflict.html", context, status=CONFLICT
    )


@require_safe
@editors_only
def commitment_changes(request, reference):
    commitment = find_commitment(reference)
    page = page_of(request, commitment.changes.select_related("by", "token"))
    context = {
        "commitment": commitment,
        "page": page,
        "lines": trail.in_words(page.object_list),
    }
    return render(request, "workspace/commitment_changes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def review_confirm(request, reference):
    commitment = find_commitment(reference)
    form = NoteForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            workflow.confirm_review(commitment, by=request.user, **form.cleaned_data)
        except workflow.Refused as refusal:
            form.add_error(None, refusal.problems)
        else:
            messages.success(request, _("Noted: the record is still accurate."))
            return redirect("commitment-work", commitment.reference)
    context = everything_on(commitment) | {"form": form}
    return render(request, "workspace/review_confirm.html", context)
