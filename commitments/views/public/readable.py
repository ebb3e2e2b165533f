"""How the public pages of one commitment find it, and what they say instead."""

from django.http import Http404
from django.shortcuts import render

from commitments import facets
from commitments.choices import Publication
from commitments.models import Commitment
from commitments.models.commitments import key_of
from tracker.prepared import Prepared

KNOWN = Prepared(
    lambda key: Commitment.objects.filter(published_at__isnull=False, pk=key)
)


def once_published(reference) -> Commitment:
    """The commitment that has an address, in any spelling of it; else a 404.

    A published one has its timing.
    """
    key = key_of(reference.upper())
    for commitment in KNOWN(key) if key else ():
        if commitment.publication == Publication.PUBLISHED:
            commitment.timing = _timing_of(commitment)
        return commitment
    raise Http404


def _timing_of(commitment):
    timings = facets.current().timings_of([commitment.pk])
    # Published after these facets were read: the database knows.
    return (
        timings.get(commitment.pk)
        or (
            Commitment.objects.with_timing()
            .values_list("timing")
            .get(pk=commitment.pk)[0]
        )
    )


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
