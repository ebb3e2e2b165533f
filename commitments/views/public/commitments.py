"""The list of commitments."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.filters import CommitmentFilter, active_filters
from commitments.models import Commitment
from commitments.views.public.lists import page_of, with_rows

PERIOD = ("promised_from", "promised_to", "due_from", "due_to")


@require_safe
def commitment_list(request):
    published = Commitment.objects.published()
    filterset = CommitmentFilter(request.GET, published.with_timing())
    is_valid = filterset.is_valid()
    context = {
        "filter": filterset,
        "page": page_of(request, with_rows(filterset.rows)),
        "active": active_filters(filterset, request.GET) if is_valid else [],
        "total": published.count(),
        "has_period": any(request.GET.get(name) for name in PERIOD),
    }
    status = 200 if is_valid else 400
    return render(request, "commitments/commitment_list.html", context, status=status)
