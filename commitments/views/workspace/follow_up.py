"""Following a commitment up: deadlines, evidence, measurements, replies, relations."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commitments import workflow
from commitments.choices import PassageRole
from commitments.forms import (
    EvidenceForm,
    MeasurementForm,
    RelationForm,
    ReplyForm,
    RevisionForm,
)
from commitments.models import Commitment
from commitments.search import search
from commitments.views.workspace.access import (
    as_seen,
    editors_only,
    find_commitment,
    posted,
    sought,
)
from commitments.views.workspace.conflicts import CONFLICT, done_since, renewed

asking = require_http_methods(["GET", "HEAD", "POST"])
FOUND = 20


@asking
@editors_only
def deadline_set(request, reference):
    commitment = find_commitment(reference)
    form = RevisionForm(
        posted(request), initial=as_seen(commitment), commitment=commitment
    )
    status, lines = 200, []
    is_reading = "read" in request.POST
    if is_reading:
        form = form.only_read(commitment=commitment)
    elif form.is_valid():
        try:
            workflow.set_deadline(commitment, by=request.user, **form.verb_arguments())
        except workflow.Refused as refusal:
            form.add_error(None, refusal.problems)
        except workflow.Conflict as conflict:
            status = CONFLICT
            lines = done_since(conflict.current, form.cleaned_data["seen"])
            commitment = find_commitment(reference)
            data = renewed(request.POST, commitment)
            form = RevisionForm(data, commitment=commitment)
        else:
            messages.success(request, _("The deadline is recorded."))
            return redirect("commitment-work", commitment.reference)
    passages = commitment.passages.standing().filter(role=PassageRole.MAKES)
    context = {
        "commitment": commitment,
        "form": form,
        "source": passages.select_related("answer").first(),
        "deadlines": list(commitment.deadlines.all()),
        "lines": lines,
        "is_conflict": status == CONFLICT,
        "is_reading": is_reading,
    }
    return render(request, "workspace/deadline_set.html", context, status=status)


@asking
@editors_only
def evidence_add(request, reference):
    commitment = find_commitment(reference)
    initial = {"answer": request.GET.get("answer", "")[:80]}
    form = EvidenceForm(posted(request), request.FILES or None, initial=initial)
    if form.is_valid():
        try:
            workflow.add_evidence(commitment, by=request.user, **form.verb_arguments())
        except workflow.Refused as refusal:
            form.add_error(None, refusal.problems)
        else:
            messages.success(request, _("The evidence is recorded."))
            if "another" in request.POST:
                return redirect("evidence-add", commitment.reference)
            return redirect("commitment-work", commitment.reference)
    context = {"commitment": commitment, "form": form}
    return render(request, "workspace/evidence_add.html", context)


@asking
@editors_only
def measurement_add(request, reference):
    commitment = find_commitment(reference)
    form = MeasurementForm(
        posted(request),
        initial={"supersedes": request.GET.get("revises")},
        commitment=commitment,
    )
    is_new = not request.POST.get("evidence")
    source = EvidenceForm(
        posted(request) if is_new else None,
        request.FILES or None if is_new else None,
        prefix="new",
        # The browser would hold up a measurement from a source that exists.
        use_required_attribute=False,
    )
    # Both are checked, so that everything wrong is said at once.
    checks = [form.is_valid(), not is_new or source.is_valid()]
    if all(checks):
        try:
            _measure(request.user, commitment, form, source)
        except workflow.Refused as refusal:
            form.add_error(None, refusal.problems)
        else:
            messages.success(request, _("The measurement is recorded."))
            return redirect("commitment-work", commitment.reference)
    context = {
        "commitment": commitment,
        "form": form,
        "source": source,
        "revised": _revised(commitment, str(form["supersedes"].value())),
    }
    return render(request, "workspace/measurement_add.html", context)


def _revised(commitment, pk):
    # Longer ones are no key, and too many digits are no number to Python.
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    return commitment.measurements.filter(pk=pk).first()


@transaction.atomic
def _measure(user, commitment, form, source):
    """The measurement and, when it is new, its evidence: both or neither."""
    fields = dict(form.cleaned_data)
    if fields["evidence"] is None:
        fields["evidence"] = workflow.add_evidence(
            commitment, by=user, **source.verb_arguments()
        )
    return workflow.add_measurement(commitment, by=user, **fields)


@asking
@editors_only
def reply_add(request, reference):
    commitment = find_commitment(reference)
    form = ReplyForm(posted(request))
    if form.is_valid():
        try:
            workflow.record_reply(commitment, by=request.user, **form.cleaned_data)
        except workflow.Refused as refusal:
            form.add_error(None, refusal.problems)
        else:
            messages.success(request, _("The reply is recorded."))
            return redirect("commitment-work", commitment.reference)
    context = {"commitment": commitment, "form": form}
    return render(request, "workspace/reply_add.html", context)


@asking
@editors_only
def relation_add(request, reference):
    commitment = find_commitment(reference)
    words = sought(request)
    found = _find_others(commitment, words)
    initial = {"target": found[0] if len(found) == 1 else None}
    form = RelationForm(posted(request), initial=initial, found=found)
    if form.is_valid():
        try:
            workflow.relate(commitment, by=request.user, **form.cleaned_data)
        except workflow.Refused as refusal:
            form.add_error(None, refusal.problems)
        else:
            messages.success(request, _("The relation is recorded."))
            return redirect("commitment-work", commitment.reference)
    context = {"commitment": commitment, "form": form, "sought": words, "found": found}
    return render(request, "workspace/relation_add.html", context)


def _find_others(commitment, words):
    """Other commitments of a reference, or that hold the words typed."""
    if not words:
        return []
    others = Commitment.objects.exclude(pk=commitment.pk)
    named = list(others.by_reference(words.upper()))
    return named or list(search(others, words)[:FOUND])
