"""The list of commitments."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from commitments import facets, search
from commitments.active_filters import active_filters
from commitments.filters import SORTS, CommitmentFilter
from commitments.models import Commitment
from commitments.query_strings import filled, query_string
from commitments.views.public.facet_groups import facet_groups
from commitments.views.public.lists import Listed, page_of

DAYS = {
    name: CommitmentFilter.base_filters[name].label
    for name in ("promised_from", "promised_to", "due_from", "due_to")
}


@require_safe
def commitment_list(request):
    if any("" in values for _name, values in request.GET.lists()):
        return redirect(_without_empty_fields(request))
    filterset = CommitmentFilter(request.GET, Commitment.objects.published())
    index = facets.current()
    context = {
        "filter": filterset,
        "total": len(index.rows),
        "days": [
            {"name": name, "label": DAYS[name], "value": request.GET.get(name, "")}
            for name in DAYS
        ],
        "has_period": any(request.GET.get(name) for name in DAYS),
    }
    if not filterset.is_valid():
        context["groups"] = facet_groups(filterset, index.select(facets.Asked()))
        return render(request, "commitments/commitment_list.html", context, status=400)
    words = filterset.form.cleaned_data["q"]
    selection = index.select(filterset.asked())
    context |= {
        "words": words,
        "sorts": _sorts(filterset, words),
        "groups": facet_groups(filterset, selection),
        "active": active_filters(filterset, request.GET),
        "page": page_of(request, _listed(selection, filterset, words)),
    }
    if words and not selection:
        context["proposal"] = search.did_you_mean(search.COMMITMENT, words, index.rows)
    return render(request, "commitments/commitment_list.html", context)


def _without_empty_fields(request):
    """The address to share: a plain form also sends the fields that are left empty."""
    return request.path + query_string(filled(request.GET))


def _listed(selection, filterset, words):
    """The rows of a selection, in the order asked for."""

    def ids(start, stop):
        if filterset.order == "relevance":
            limit = stop - start
            return filterset.found.ranked(selection.rows, limit=limit, offset=start)
        return selection.page(SORTS[filterset.order].order, start, stop)

    return Listed(len(selection), ids, selection.index, words)


def _sorts(filterset, words):
    """The orders that may be asked for: value, words, and whether it is this one.

    The default one has no value: it stays the default when the question changes.
    """
    return [
        (
            "" if name == filterset.default_order else name,
            sort.label,
            name == filterset.order,
        )
        for name, sort in SORTS.items()
        if words or name != "relevance"
    ]
