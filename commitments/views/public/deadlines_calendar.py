"""Deadlines for calendar programs, which fetch them again by themselves."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.choices import Publication
from commitments.deadlines_calendar import MOST, calendar_of, due, horizon
from commitments.filters import CommitmentFilter
from commitments.models import Commitment
from commitments.sharing import origin
from commitments.views.public.readable import once_published
from commitments.views.public.selections import asked

CALENDAR_TYPE = "text/calendar; charset=utf-8"


@require_safe
def deadlines_calendar(request):
    """The deadlines of the commitments that the query string asks for.

    With ``periods=0``, only those known to the day or to the month.
    """
    found = asked(request, own=("periods",))
    if isinstance(found, HttpResponse):
        return found
    selection = found.selection
    recent = selection.rows & selection.index.orders["due"].between(
        horizon().toordinal(), None
    )
    pks = selection.index.orders["due"].cut(recent, 0, MOST)
    published = Commitment.objects.published().filter(pk__in=pks)
    is_short = request.GET.get("periods") == "0"
    rows = due(published, is_short=is_short)
    rows += due(_withdrawn(found.params), is_short=is_short)
    name = _("Deadlines of commitments")
    if words := found.in_words():
        name = f"{name} ({words})"
    return _answer(request, rows, f"{name} · {settings.SITE_NAME}")


def _withdrawn(params):
    """What was taken back and answers to the same question: whoever has it drops it."""
    withdrawn = Commitment.objects.public().filter(publication=Publication.WITHDRAWN)
    filterset = CommitmentFilter(params, withdrawn)
    return filterset.qs if filterset.is_valid() else withdrawn.none()


@require_safe
def commitment_deadline(request, reference):
    """The deadline of one commitment, alone in a calendar."""
    commitment = once_published(reference)
    readable = (Publication.PUBLISHED, Publication.WITHDRAWN)
    if commitment.publication not in readable or commitment.due_on is None:
        raise Http404
    if reference != commitment.reference:
        return redirect("commitment-deadline", commitment.reference)
    name = f"{commitment.reference} · {settings.SITE_NAME}"
    return _answer(request, [commitment], name, f"{commitment.reference}.ics")


def _answer(request, rows, name, filename="echeances.ics"):
    calendar = calendar_of(rows, name=name, site=origin(request))
    response = HttpResponse(calendar, content_type=CALENDAR_TYPE)
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response
