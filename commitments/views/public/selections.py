"""The list that an address asks for, for what shows it in another form.

Feeds, calendars and files take the query string of the list of commitments, so that
whoever has found something can follow it or take it away.
"""

from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from commitments import facets, search
from commitments.active_filters import active_filters
from commitments.choices import Publication
from commitments.facets import Selection
from commitments.filters import NOT_FOR_US, SORTS, CommitmentFilter
from commitments.models import Commitment
from commitments.query_strings import filled, without


@dataclass(frozen=True)
class Asked:
    """A valid question: the commitments that answer it, and how it is put in words."""

    selection: Selection
    order: str
    words: str
    filters: list
    # The parameters that are about the list.
    params: QueryDict

    @property
    def query(self) -> str:
        """The query string of the list."""
        return self.params.urlencode()

    def ids(self, start: int, stop: int) -> list[int]:
        """Ids of the commitments from one place to another, in the order asked for."""
        if self.order == "relevance":
            return search.ranked(
                search.COMMITMENT,
                self.words,
                among=self.selection.rows,
                limit=stop - start,
                offset=start,
            )
        return self.selection.page(SORTS[self.order].order, start, stop)

    def withdrawn(self):
        """What was taken back and answers the same question: whoever has it is told."""
        rows = Commitment.objects.public().filter(publication=Publication.WITHDRAWN)
        filterset = CommitmentFilter(self.params, rows)
        return filterset.qs if filterset.is_valid() else rows.none()

    def in_words(self) -> str:
        """The filters in force, such as "Body: Ministry of Health"; "" for none."""
        said = _("%(name)s: %(value)s")
        return ", ".join(
            said % {"name": one.name, "value": one.value} for one in self.filters
        )


def asked(request, own=()) -> Asked | HttpResponse:
    """What the query string asks for, or the answer that refuses it.

    ``own`` are the parameters of the form itself, which are not filters.
    """
    params = filled(without(request.GET, (*own, "page")))
    filterset = CommitmentFilter(params, Commitment.objects.published())
    if not filterset.is_valid():
        return refusal(filterset.form, own)
    return Asked(
        selection=facets.current().select(filterset.asked()),
        order=filterset.order,
        words=filterset.form.cleaned_data["q"],
        filters=active_filters(filterset, params),
        params=params,
    )


def refusal(form, own=()) -> HttpResponse:
    """What is wrong with the question, one line each: a program reads this."""
    lines = [
        f"{name}: {error}" if name != "__all__" else error
        for name, errors in form.errors.items()
        for error in errors
    ]
    names = _("The filters are: %(names)s.") % {
        "names": ", ".join([*form.fields, *own])
    }
    return _refused([*lines, names])


def refused_of_one(request) -> HttpResponse | None:
    """The refusal of any parameter, where one commitment is asked for by its address.

    None when there is none, or when other sites added them.
    """
    lines = [
        _("There is no parameter called “%(name)s”.") % {"name": name[:50]}
        for name, values in request.GET.lists()
        if any(values) and not name.startswith(NOT_FOR_US)
    ]
    if not lines:
        return None
    return _refused([*lines, _("The address of one commitment takes no parameter.")])


def _refused(lines):
    text = "".join(f"{line}\n" for line in lines)
    return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")
