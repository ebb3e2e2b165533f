"""Scorecards of the whole and of each legislature."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.imports.identity import LEGISLATURES
from commitments.infographics import whole_in_marks
from commitments.models import Commitment
from commitments.scorecards import (
    Glance,
    by_legislature,
    of_legislature,
    scorecard,
)
from commitments.views.public.lists import page_of, with_rows


@dataclass(frozen=True)
class Legislature:
    """A legislature of the Fifth Republic, by the years in which it sat."""

    number: int
    first_year: int
    last_year: int | None
    counts: Glance | None = None


def legislatures(counts=None) -> list[Legislature]:
    """All of them, the latest first; a year may end one and begin the next."""
    found, end = [], None
    for number, first_day in LEGISLATURES:
        glance = (counts or {}).get(number)
        found.append(Legislature(number, first_day.year, end, glance))
        end = first_day.year
    return found


@require_safe
def scorecard_whole(request):
    card = scorecard(Commitment.objects.published(), with_rows)
    context = {"card": card, "picture": whole_in_marks(card.assessments)}
    return render(request, "commitments/scorecard_whole.html", context)


@require_safe
def legislature_list(request):
    counts = by_legislature()
    context = {
        "legislatures": [one for one in legislatures(counts) if one.counts],
        "most": max((glance.total for glance in counts.values()), default=0),
    }
    return render(request, "commitments/legislature_list.html", context)


@require_safe
def legislature_detail(request, number):
    legislature = next((one for one in legislatures() if one.number == number), None)
    if legislature is None:
        raise Http404
    commitments = of_legislature(number)
    rows = with_rows(commitments.order_by("-changed_at", "-pk"))
    context = {
        "legislature": legislature,
        "card": scorecard(commitments, with_rows),
        "page": page_of(request, rows),
    }
    return render(request, "commitments/legislature_detail.html", context)
