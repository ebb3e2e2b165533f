"""Deciding suggestions: accept, adjust, link, reject, undo; each a plain form."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commitments import workflow
from commitments.choices import Decision
from commitments.forms import DeadlineForm, RecordForm, SelectionForm
from commitments.forms.fields import as_typed
from commitments.forms.suggestions import AcceptForm, MergeForm, RejectForm, UndoForm
from commitments.models import Suggestion
from commitments.views.workspace.access import editors_only, posted
from commitments.views.workspace.answers import find_answer, reading
from commitments.views.workspace.record import chosen_in
from commitments.workflow.proposals import proposed_draft

VERBS = {
    "accept": (workflow.accept_suggestion, AcceptForm),
    "merge": (workflow.merge_suggestion, MergeForm),
    "reject": (workflow.reject_suggestion, RejectForm),
    "undo": (workflow.undo_decision, UndoForm),
}


def find_suggestion(answer, pk) -> Suggestion:
    """The suggestion of an answer. One that gave way is left for the verb to refuse."""
    rows = answer.suggestions.by_machine().select_related("text")
    found = rows.filter(pk=pk).first() or Suggestion(pk=pk)
    found.answer = answer
    return found


def back_to(answer, suggestion=None, *, after=False, rejecting=False):
    """The reading page, at a suggestion, or at the one to decide after it.

    ``rejecting`` leaves the panel of reasons open.
    """
    url = reverse("answer-read", args=[answer.uid])
    if suggestion is None or suggestion.start is None:
        return redirect(f"{url}#suggestions")
    if after:
        waiting = answer.suggestions.by_machine().pending().filter(text=suggestion.text)
        waiting = [row for row in waiting.with_cover() if not row.covered_by_id]
        later = [row for row in waiting if row.start >= suggestion.start]
        suggestion = next(iter(later or waiting), None)
        if suggestion is None:
            return redirect(f"{url}#suggestions-done")
    query = f"?reject={suggestion.pk}" if rejecting else ""
    return redirect(f"{url}{query}#suggestion-{suggestion.pk}")


@require_POST
@editors_only
def suggestion_decide(request, uid, pk):
    """Take the decision that the button pressed says, and go to the next card."""
    answer = find_answer(uid)
    suggestion = find_suggestion(answer, pk)
    name = request.POST.get("do")
    if name not in VERBS:
        raise Http404
    verb, form_class = VERBS[name]
    known = {"suggestion": suggestion} if form_class is AcceptForm else {}
    form = form_class(request.POST, **known)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(errors))
        return back_to(answer, suggestion, rejecting=name == "reject")
    try:
        made = verb(suggestion, by=request.user, **form.verb_arguments())
    except workflow.Refused as refusal:
        messages.error(request, " ".join(map(str, refusal.problems)))
        return back_to(answer, suggestion, rejecting=name == "reject")
    messages.success(request, said(name, made))
    return back_to(answer, suggestion, after=name != "undo")


def said(name, made) -> str:
    """What was done, in one sentence."""
    if name == "accept":
        return _("Accepted: %(reference)s is a draft.") % {"reference": made.reference}
    if name == "merge":
        return _("The words are quoted in %(reference)s.") % {
            "reference": made.commitment.reference
        }
    if name == "reject":
        return _("Rejected; the reason is kept.")
    return _("Undone: the suggestion waits again.")


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def suggestion_edit(request, uid, pk):
    """Adjust a suggestion, its words included, and accept it as adjusted."""
    answer = find_answer(uid)
    suggestion = find_suggestion(answer, pk)
    text = answer.current_text()
    is_current = suggestion.text_id and text and suggestion.text_id == text.pk
    if not is_current or suggestion.decision != Decision.PENDING:
        messages.error(request, _("This suggestion can no longer be adjusted."))
        return back_to(answer, suggestion)
    data = posted(request)
    form = RecordForm(data, initial=_first_values(request, suggestion), text=text.body)
    read = suggestion.details.get("deadline") or {}
    words = {"words": read.get("words", "")}
    source = {"answered_on": answer.answered_on, "text": text.body, "required": False}
    deadline = DeadlineForm(data, initial=words, **source)
    is_reading = "read" in request.POST
    if is_reading:
        form = RecordForm(initial=as_typed(form), text=text.body)
        deadline = deadline.only_read(**source)
    elif form.is_valid() and deadline.is_valid():
        try:
            commitment = _accept(request.user, suggestion, form, deadline)
        except workflow.Refused as refusal:
            form.add_error(None, refusal.problems)
        else:
            messages.success(request, said("accept", commitment))
            return back_to(answer, suggestion, after=True)
    context = reading(answer, chosen_in(form)) | {
        "form": form,
        "deadline": deadline,
        "suggestion": suggestion,
        "is_reading": is_reading,
    }
    return render(request, "workspace/suggestion_edit.html", context)


def _first_values(request, suggestion):
    """The proposal, with other words when the address selects some."""
    chosen = SelectionForm(request.GET).initial_for(suggestion.text.body)
    draft = proposed_draft(suggestion)
    return (
        draft
        | {"bodies": [body.pk for body in draft["bodies"]]}
        | {"quote": suggestion.quote, "start": suggestion.start}
        | {name: value for name, value in chosen.items() if value != ""}
    )


def _accept(user, suggestion, form, deadline):
    fields = dict(form.cleaned_data)
    start, quote = fields.pop("start"), fields.pop("quote")
    wanted = deadline.verb_arguments() if deadline.has_deadline else None
    return workflow.accept_suggestion(
        suggestion,
        by=user,
        start=start,
        end=start + len(quote),
        deadline=wanted,
        **fields,
    )
