"""Scorecards of the whole and of each legislature."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe
from pyroaring import BitMap

from commitments import facets
from commitments.imports.identity import LEGISLATURES
from commitments.infographics import whole_in_marks
from commitments.scorecards import Glance, glances, scorecard
from commitments.views.public.lists import Listed, page_of, rows_of


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


def scored(index, rows=None):
    """A scorecard, with the rows of the commitments that it names."""
    card = scorecard(index, rows)
    named = {row.pk: row for row in rows_of(card.oldest + card.coming, index)}
    return {
        "card": card,
        "oldest": [named[pk] for pk in card.oldest if pk in named],
        "coming": [named[pk] for pk in card.coming if pk in named],
    }


def followed(request, index, rows):
    """The scorecard of a set of commitments, and their list, latest change first."""

    def ids(start, stop):
        return index.orders["changed"].cut(rows, start, stop, is_descending=True)

    return scored(index, rows) | {
        "page": page_of(request, Listed(len(rows), ids, index))
    }


@require_safe
def scorecard_whole(request):
    context = scored(facets.current())
    context["picture"] = whole_in_marks(context["card"].assessments)
    return render(request, "commitments/scorecard_whole.html", context)


@require_safe
def legislature_list(request):
    counts = glances(facets.current(), "legislature")
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
    index = facets.current()
    context = {
        "legislature": legislature,
        "query": f"legislature={number}",
        **followed(request, index, index.values["legislature"].get(number, BitMap())),
    }
    return render(request, "commitments/legislature_detail.html", context)
