"""Finding a commitment of any state, or an answer, by its reference or its words."""

from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from commitments.desk import commitment_rows
from commitments.models import Answer, Question
from commitments.search import ANSWER, ranked, search
from commitments.views.workspace.access import editors_only, page_of, sought

ANSWERS = 20


@require_safe
@editors_only
def workspace_search(request):
    words = sought(request)
    named = commitment_rows().by_reference(words.upper()).first()
    if named and "stay" not in request.GET:
        return redirect("commitment-work", named.reference)
    commitments = search(commitment_rows(), words).order_by("-pk")
    context = {
        "words": words,
        "page": page_of(request, commitments if words else commitments.none()),
        "answers": _answers(words) if words else [],
        "for_commitment": request.GET.get("commitment", "")[:20],
    }
    return render(request, "workspace/workspace_search.html", context)


def _answers(words):
    """The answers that hold the words, the best first."""
    pks = ranked(ANSWER, words, limit=ANSWERS)
    questions = Prefetch("questions", queryset=Question.objects.defer("text"))
    held = Answer.objects.prefetch_related(questions).in_bulk(pks)
    return [held[pk] for pk in pks]
