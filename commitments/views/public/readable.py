"""How the public pages of one commitment find it, and what they say instead."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from commitments.choices import Publication
from commitments.models import Commitment


def once_published(reference) -> Commitment:
    """The commitment that has an address, in any spelling of it; else a 404."""
    known = Commitment.objects.filter(published_at__isnull=False)
    return get_object_or_404(known.by_reference(reference.upper()).with_timing())


def published(reference) -> Commitment:
    """The published commitment called "E-0042"; else a 404."""
    commitment = once_published(reference)
    if commitment.publication != Publication.PUBLISHED:
        raise Http404
    return commitment


def under_review(request, commitment):
    """Say that the address still holds; the record is a draft again, name included."""
    context = {"reference": commitment.reference}
    return gone(request, "commitments/commitment_under_review.html", context)


def gone(request, page, context):
    """A 410 to be asked for again: browsers keep one for good, and a record returns."""
    response = render(request, page, context, status=410)
    response["Cache-Control"] = "no-cache"
    return response
