"""What the lists of commitments have in common: their rows and their pages."""

from django.core.paginator import InvalidPage, Paginator
from django.db.models import Prefetch
from django.http import Http404
from django.utils.translation import gettext as _

from commitments.choices import PassageRole
from commitments.models import Passage

PER_PAGE = 20


def with_rows(queryset):
    """Commitments with all that a row of a list shows, in a constant number of queries.

    The texts of answers are never loaded.
    """
    words = (
        Passage.objects.standing()
        .filter(role=PassageRole.MAKES)
        .select_related("answer")
        .order_by("answer__answered_on", "pk")
    )
    return queryset.with_timing().prefetch_related(
        "bodies", Prefetch("passages", queryset=words, to_attr="words")
    )


def page_of(request, rows, per_page=PER_PAGE):
    """The page of rows that the address asks for; one that is not there is a 404."""
    try:
        return Paginator(rows, per_page).page(request.GET.get("page") or 1)
    except InvalidPage as error:
        raise Http404(_("This list has no such page.")) from error
