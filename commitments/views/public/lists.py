"""What the lists of commitments have in common: their rows and their pages."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.paginator import InvalidPage, Paginator
from django.db.models import Prefetch
from django.http import Http404
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commitments.choices import PassageRole, Status, Timing
from commitments.facets import Facets
from commitments.models import Commitment, Passage
from commitments.search import Piece, excerpt, highlight
from commitments.templatetags.icons import icon
from commitments.templatetags.typography import elapsed
from commitments.timing import today
from commitments.typography import format_date, format_due, hold_spaces, no_break

PER_PAGE = 20
# Characters of a quote or a summary that a row shows.
SHOWN = 180


@dataclass(frozen=True)
class Row:
    """One commitment of a list, every word as it is shown."""

    pk: int
    url: str
    reference: str
    title: list[Piece]
    quote: list[Piece]
    summary: list[Piece]
    bodies: list[str]
    promised: str
    is_fictitious: bool
    status: str
    status_label: str
    status_icon: str
    timing: str
    timing_label: str
    timing_icon: str
    due: str
    due_on: str
    ago: str


COLUMNS = (
    "pk",
    "title",
    "slug",
    "summary",
    "status",
    "timing",
    "due_on",
    "due_precision",
    "promised_on",
)


def rows_of(pks: Sequence[int], index: Facets, words: str = "") -> list[Row]:
    """The rows of published commitments, in the order of their ids, in three queries.

    ``words`` are shown where they are found. The texts of answers are never loaded.
    """
    published = Commitment.objects.published().filter(pk__in=pks).with_timing()
    found = {row["pk"]: row for row in published.values(*COLUMNS)}
    quotes = _first_words(found)
    bodies = _names_of_bodies(found, index)
    language, on = get_language(), today()
    return [
        _row(found[pk], quotes.get(pk), bodies[pk], words, language, on)
        for pk in pks
        if pk in found
    ]


def _first_words(pks):
    """For each commitment the words that first make it, and whether they are real."""
    passages = (
        Passage.objects.standing()
        .filter(role=PassageRole.MAKES, commitment__in=pks)
        .order_by("-answer__answered_on", "-pk")
        .values_list("commitment", "quote", "answer__is_fictitious")
    )
    return {pk: (quote, is_fictitious) for pk, quote, is_fictitious in passages}


def _names_of_bodies(pks, index):
    names = defaultdict(list)
    held = Commitment.bodies.through.objects.filter(commitment__in=pks)
    for pk, body in held.values_list("commitment", "body"):
        if body in index.named["body"]:
            names[pk].append(index.named["body"][body].name)
    return {pk: sorted(names[pk]) for pk in pks}


def _row(held, first, bodies, words, language, on):
    quote, is_fictitious = first or ("", False)
    due_on, precision = held["due_on"], held["due_precision"]
    reference = f"E-{held['pk']:04d}"
    ago = ""
    if held["timing"] == Timing.OVERDUE:
        ago = _("%(days)s ago") % {"days": elapsed((on - due_on).days, precision)}
    title, quote, summary = _found(held, hold_spaces(quote), words)
    return Row(
        pk=held["pk"],
        url=reverse("commitment-detail", args=[reference, held["slug"]]),
        reference=reference,
        title=title,
        quote=quote,
        summary=summary,
        bodies=bodies,
        promised=format_date(held["promised_on"], language)
        if held["promised_on"]
        else "",
        is_fictitious=is_fictitious,
        status=held["status"],
        status_label=Status(held["status"]).label,
        status_icon=icon(held["status"]),
        timing=held["timing"],
        timing_label=no_break(str(Timing(held["timing"]).label), language),
        timing_icon=icon(held["timing"]),
        due=format_due(due_on, precision, language) if due_on else "",
        due_on=due_on.isoformat() if due_on else "",
        ago=ago,
    )


def _found(held, quote, words):
    """Title, quote and, when the words stand in neither, summary: in pieces."""
    title = no_break(held["title"], "fr")
    if not words:
        quote = Truncator(quote).chars(SHOWN)
        return [Piece(title)], [Piece(quote)] if quote else [], []
    pieces = highlight(title, words), excerpt(quote, words, SHOWN) if quote else []
    summary = []
    if not any(piece.is_match for part in pieces for piece in part):
        summary = excerpt(held["summary"], words, SHOWN)
        if not any(piece.is_match for piece in summary):
            summary = []
    return *pieces, summary


@dataclass(frozen=True)
class Listed:
    """The rows of a selection, of which only a page is read from the database.

    ``ids`` gives the ids from one place to another, in order.
    """

    count_of_rows: int
    ids: Callable[[int, int], list[int]]
    index: Facets
    words: str = ""

    def __len__(self):
        return self.count_of_rows

    def __getitem__(self, places):
        pks = self.ids(places.start, min(places.stop, len(self)))
        return rows_of(pks, self.index, self.words)


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
