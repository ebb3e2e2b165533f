"""Recording: words of an answer become a commitment, or join one that exists."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commitments import workflow
from commitments.forms import DeadlineForm, PassageForm, RecordForm, SelectionForm
from commitments.forms.fields import as_typed, read_day
from commitments.views.workspace.access import editors_only, posted
from commitments.views.workspace.answers import find_answer, reading


def _text_of(answer) -> str:
    text = answer.current_text()
    return text.body if text else ""


def chosen_in(form):
    """The (start, end) of the words that a form quotes, when their place is known."""
    start, quote = form["start"].value(), form["quote"].value() or ""
    try:
        start = int(start)
    except (TypeError, ValueError):
        return None
    is_there = form.text[start : start + len(quote)] == quote
    return (start, start + len(quote)) if quote and is_there else None


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def commitment_record(request, uid):
    answer = find_answer(uid)
    text = _text_of(answer)
    data = posted(request)
    chosen = SelectionForm(request.GET).initial_for(text)
    initial = {"bodies": [answer.body_id] if answer.body_id else []}
    form = RecordForm(data, initial=initial | chosen, text=text)
    source = {"answered_on": answer.answered_on, "text": text, "required": False}
    deadline = DeadlineForm(data, **source)
    is_reading = "read" in request.POST
    if is_reading:
        form = RecordForm(initial=as_typed(form), text=text)
        deadline = deadline.only_read(**source)
    elif form.is_valid() and deadline.is_valid():
        commitment = _record(request.user, answer, form, deadline)
        messages.success(
            request,
            _("%(reference)s is recorded as a draft.")
            % {"reference": commitment.reference},
        )
        if "another" in request.POST:
            return redirect("answer-read", uid)
        return redirect("commitment-work", commitment.reference)
    context = reading(answer, chosen_in(form)) | {"form": form, "deadline": deadline}
    context["is_reading"] = is_reading
    return render(request, "workspace/commitment_record.html", context)


@transaction.atomic
def _record(user, answer, form, deadline):
    """The draft and its deadline: both or neither."""
    commitment = workflow.record_commitment(by=user, answer=answer, **form.cleaned_data)
    if deadline.has_deadline:
        workflow.set_deadline(
            commitment,
            by=user,
            version=commitment.version,
            answer=answer,
            **deadline.verb_arguments(),
        )
    return commitment


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def passage_add(request, uid):
    """Anchor words of an answer in a commitment that exists."""
    answer = find_answer(uid)
    text = _text_of(answer)
    chosen = SelectionForm(request.GET).initial_for(text)
    initial = chosen | {"commitment": request.GET.get("commitment", "")[:20]}
    form = PassageForm(posted(request), initial=initial, text=text)
    if form.is_valid():
        fields = form.cleaned_data
        commitment = fields.pop("commitment")
        try:
            workflow.add_passage(commitment, by=request.user, answer=answer, **fields)
        except workflow.Refused as refusal:
            form.add_error(None, refusal.problems)
        else:
            messages.success(request, _("The words are quoted."))
            return redirect("commitment-work", commitment.reference)
    context = reading(answer, chosen_in(form)) | {"form": form}
    return render(request, "workspace/passage_add.html", context)


@require_safe
@editors_only
def deadline_reading(request, uid):
    """What words say of when, as a piece of the deadline forms. Changes nothing."""
    answer = find_answer(uid)
    initial = {
        "words": request.GET.get("words", "")[:300],
        "anchor_on": read_day(request.GET.get("anchor_on", "")),
    }
    form = DeadlineForm(
        initial=initial, answered_on=answer.answered_on, text=_text_of(answer)
    )
    context = {"form": form}
    return render(request, "workspace/components/reading.html", context)
