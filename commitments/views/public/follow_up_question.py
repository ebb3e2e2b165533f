"""A ready-to-edit question to the minister, from a commitment that is overdue."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from commitments.choices import Chamber, Timing
from commitments.follow_up_question import USUAL, drafts
from commitments.records import records_of
from commitments.sharing import absolute
from commitments.views.public.readable import once_published


@require_safe
def follow_up_question(request, reference):
    """The drafts for both chambers; before the deadline there is nothing to ask.

    Whoever kept the address of one no longer public is told what became of it.
    """
    commitment = once_published(reference)
    if not commitment.is_public:
        return redirect("commitment-history", commitment.reference)
    if commitment.timing != Timing.OVERDUE:
        return redirect(commitment)
    address = absolute(request, commitment.get_absolute_url())
    records = records_of(commitment)
    context = {
        "commitment": commitment,
        "drafts": [
            {"draft": draft, "chamber": Chamber(draft.chamber).label}
            for draft in drafts(commitment, records, address)
        ],
        "is_fictitious": any(p.answer.is_fictitious for p in records.passages),
        "least": USUAL[0],
        "most": USUAL[1],
    }
    return render(request, "commitments/follow_up_question.html", context)
