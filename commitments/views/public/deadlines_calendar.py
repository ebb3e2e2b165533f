"""Deadlines for calendar programs, which fetch them again by themselves."""

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.choices import Publication
from commitments.deadlines_calendar import MOST, calendar_of, due, horizon
from commitments.models import Commitment
from commitments.sharing import name_of, origin
from commitments.typography import format_number
from commitments.views.public.readable import once_published
from commitments.views.public.selections import asked, refused_of_one
from tracker.database.parameters import listed

CALENDAR_TYPE = "text/calendar; charset=utf-8"


@require_safe
def deadlines_calendar(request):
    """The deadlines of the commitments that the query string asks for.

    With ``periods=0``, only those known to the day or to the month.
    """
    found = asked(request, own=("periods",))
    if isinstance(found, HttpResponse):
        return found
    if request.GET.getlist("periods") not in ([], [""], ["0"], ["1"]):
        text = _("“periods” is 0 or 1.")
        return HttpResponse(f"{text}\n", "text/plain; charset=utf-8", 400)
    selection = found.selection
    recent = selection.rows & selection.index.orders["due"].between(
        horizon().toordinal(), None
    )
    published = Commitment.objects.published().filter(pk__in=listed(connection, recent))
    is_short = request.GET.get("periods") == "0"
    rows = due(published, is_short=is_short)
    rows += due(found.withdrawn(), is_short=is_short)
    name = _("Deadlines of commitments")
    if words := found.in_words():
        name = f"{name} ({words})"
    about = _(
        "The deadlines of what was promised. A deadline known to the month, the "
        "quarter or the year covers all of it. Those of the last year and those to "
        "come, %(most)s at most."
    ) % {"most": format_number(MOST, get_language())}
    return _answer(request, rows, f"{name} · {settings.SITE_NAME}", about)


@require_safe
def commitment_deadline(request, reference):
    """The deadline of one commitment, alone in a calendar."""
    commitment = once_published(reference)
    readable = (Publication.PUBLISHED, Publication.WITHDRAWN)
    if commitment.publication not in readable or commitment.due_on is None:
        raise Http404
    if refusal := refused_of_one(request):
        return refusal
    if reference != commitment.reference:
        return redirect("commitment-deadline", commitment.reference)
    name = f"{commitment.reference} · {settings.SITE_NAME}"
    file = f"{commitment.reference}.ics"
    return _answer(request, [commitment], name, name_of(commitment), file)


def _answer(request, rows, name, about, filename="echeances.ics"):
    calendar = calendar_of(rows, name=name, about=about, site=origin(request))
    response = HttpResponse(calendar, content_type=CALENDAR_TYPE)
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response
