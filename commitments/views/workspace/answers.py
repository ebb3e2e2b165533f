"""Reading answers: the queue, the text with its commitments, marking it as read."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from commitments import workflow
from commitments.answer_queue import filtered, next_unread, unread_answers
from commitments.forms import SelectionForm
from commitments.forms.suggestions import QueueForm
from commitments.models import Answer
from commitments.views.workspace.access import editors_only, page_of
from commitments.views.workspace.cards import REJECTIONS, ROLES, cards_of
from commitments.views.workspace.marked_text import segments


def find_answer(uid) -> Answer:
    return get_object_or_404(Answer.objects.select_related("body", "read_by"), uid=uid)


def reading(answer, chosen=None, cards=(), text=None) -> dict:
    """What every page that shows an answer's text needs.

    ``chosen`` is the (start, end) of words selected in it, ``cards`` the suggestions
    to mark in it.
    """
    text = text or answer.current_text()
    passages = list(answer.passages.standing().select_related("commitment"))
    placed = [p for p in passages if text and p.text_id == text.pk]
    return {
        "answer": answer,
        "questions": list(answer.questions.all()),
        "text": text,
        "segments": segments(text.body, placed, chosen, cards) if text else [],
        "passages": passages,
        "unplaced": [p for p in passages if p not in placed],
    }


@require_safe
@editors_only
def answer_queue(request):
    """The answers to read, best first; a filter that makes no sense shows them all."""
    form = QueueForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    queue = filtered(unread_answers(), **wanted)
    context = {
        "form": form,
        "is_filtered": any(wanted.values()),
        "page": page_of(request, queue),
        "likely_count": queue.filter(likely_count__gt=0).count(),
    }
    return render(request, "workspace/answer_queue.html", context)


@require_safe
@editors_only
def answer_read(request, uid):
    answer = find_answer(uid)
    text = answer.current_text()
    chosen = SelectionForm(request.GET).initial_for(text.body if text else "")
    cards = cards_of(answer, text)
    for card in cards:
        card.is_rejecting = request.GET.get("reject") == str(card.suggestion.pk)
    context = reading(answer, cards=cards, text=text) | {
        "cards": cards,
        "left": sum(card.is_to_decide for card in cards),
        "roles": ROLES,
        "rejections": REJECTIONS,
        "chosen": chosen,
        "for_commitment": request.GET.get("commitment", "")[:20],
        "next_answer": next_unread(answer),
    }
    return render(request, "workspace/answer_read.html", context)


@require_POST
@editors_only
def answer_mark(request, uid):
    """Mark an answer as read (and go to the next) or as unread."""
    answer = find_answer(uid)
    if request.POST.get("read") == "no":
        workflow.mark_unread(answer, by=request.user)
        messages.success(request, _("The answer is back in the queue."))
        return redirect("answer-read", uid)
    following = next_unread(answer)
    workflow.mark_read(answer, by=request.user)
    if following is None:
        messages.success(request, _("Read. The queue is empty."))
        return redirect("answer-queue")
    messages.success(request, _("Read. Here is the next answer."))
    return redirect("answer-read", following.uid)
