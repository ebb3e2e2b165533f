"""Bodies and themes: who promised, and on what subject."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from pyroaring import BitMap

from commitments import facets
from commitments.models import Body, Theme
from commitments.scorecards import Glance, glances
from commitments.search import fold, in_order_of_names
from commitments.sharing import absolute, card_of, frame_code
from commitments.succession import succession_of
from commitments.views.public.scorecards import followed

# The columns that a directory may be sorted by; the first is the order of its names.
SORTS = ("name", "total", "unassessed", "final", "overdue")


@require_safe
def body_list(request):
    bodies = Body.objects.prefetch_related("predecessors", "successors")
    context = _directory(request, in_order_of_names(bodies), "body")
    return render(request, "commitments/body_list.html", context)


@require_safe
def theme_list(request):
    context = _directory(request, in_order_of_names(Theme.objects.all()), "theme")
    return render(request, "commitments/theme_list.html", context)


def _directory(request, records, facet):
    """The records whose name holds the words asked for, each with its counts."""
    counts = glances(facets.current(), facet)
    for record in records:
        record.counts = counts.get(record.pk) or Glance()
    words = request.GET.get("q", "")[:100]
    sort = request.GET.get("sort")
    shown = [r for r in records if all(w in fold(str(r)) for w in fold(words).split())]
    if sort in SORTS[1:]:
        shown.sort(key=lambda record: -getattr(record.counts, sort))
    return {
        "records": shown,
        "most": max((record.counts.total for record in records), default=0),
        "known": len(records),
        "words": words,
        "sort": sort if sort in SORTS else "name",
    }


@require_safe
def body_detail(request, slug):
    body = get_object_or_404(Body, slug=slug)
    index = facets.current()
    context = {
        "body": body,
        "succession": succession_of(body),
        "query": f"body={body.slug}",
        "address": absolute(request, body.get_absolute_url()),
        "card_code": frame_code(request, card_of(body)),
        # With those that it took over from: the facet of a body holds its lineage.
        **followed(request, index, index.values["body"].get(body.pk, BitMap())),
    }
    return render(request, "commitments/body_detail.html", context)


@require_safe
def theme_detail(request, slug):
    theme = get_object_or_404(Theme, slug=slug)
    index = facets.current()
    context = {
        "theme": theme,
        "query": f"theme={theme.slug}",
        **followed(request, index, index.values["theme"].get(theme.pk, BitMap())),
    }
    return render(request, "commitments/theme_detail.html", context)
