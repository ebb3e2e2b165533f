"""What the lists of commitments have in common: their rows and their pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commitments.choices import Status, Timing
from commitments.facets import Facets
from commitments.models import Commitment
from commitments.search import Piece, excerpt, highlight
from commitments.templatetags.icons import icon
from commitments.templatetags.typography import elapsed
from commitments.timing import today
from commitments.typography import format_date, format_due, hold_spaces, no_break
from tracker.prepared import PreparedForMany

PER_PAGE = 20
# Characters of a quote or a summary that a row shows.
SHOWN = 180


@dataclass(frozen=True, slots=True)
class Row:
    """One commitment of a list, every word as it is shown; title to bodies are HTML.

    ``promised`` and ``when`` are phrases, empty without the day.
    """

    pk: int
    url: str
    reference: str
    title: str
    quote: str
    summary: str
    bodies: str
    promised: str
    is_fictitious: bool
    status: str
    status_drawn: str
    timing: str
    timing_drawn: str
    timing_label: str
    due: str
    due_on: str
    ago: str


COLUMNS = (
    "pk",
    "title",
    "slug",
    "summary",
    "status",
    "due_on",
    "due_precision",
    "promised_on",
)


def rows_of(pks: Sequence[int], index: Facets, words: str = "") -> list[Row]:
    """The rows of published commitments, in the order of their ids, in one query.

    ``words`` are marked where they are found. The texts of answers are never loaded.
    """
    shown = _Shown(index, pks, words)
    # Of several rows of a commitment the last one stays: that of its first words.
    read = {row[0]: row for row in ROWS(pks)}
    return [shown.row(*read[pk]) for pk in pks if pk in read]


ROWS = PreparedForMany(
    lambda pks: (
        Commitment.objects.published()
        .filter(pk__in=pks)
        .with_first_words()
        .values_list(*COLUMNS, "first__quote", "first__answer__is_fictitious")
    )
)


class _Shown:
    """Draws the rows of one page: what they have in common is looked up once."""

    def __init__(self, index, pks, words):
        self.timings = index.timings_of(pks)
        self.bodies = index.related_to("body", pks, _names)
        self.words = words
        self.language, self.today = get_language(), today()
        self.promised, self.ago = _("promised on %(on)s"), _("%(days)s ago")
        self.address = reverse("commitment-list")

    def row(
        self,
        pk,
        title,
        slug,
        summary,
        status,
        due_on,
        precision,
        promised_on,
        quote,
        is_fictitious,
    ):
        reference = f"E-{pk:04d}"
        timing = self.timings[pk]
        status_drawn, _label = drawn(Status, status, self.language)
        timing_drawn, timing_label = drawn(Timing, timing, self.language)
        title, quote, summary = self.found(title, hold_spaces(quote or ""), summary)
        ago = promised = ""
        if timing == Timing.OVERDUE:
            late = _elapsed((self.today - due_on).days, precision, self.language)
            ago = self.ago % {"days": late}
        if promised_on:
            day = format_date(promised_on, self.language)
            promised = self.promised % {"on": day}
        return Row(
            pk=pk,
            # As the map of addresses makes it, which takes as long as all the rest.
            url=f"{self.address}{reference}/{slug}/",
            reference=reference,
            title=title,
            quote=quote,
            summary=summary,
            bodies=self.bodies[pk],
            promised=promised,
            is_fictitious=bool(is_fictitious),
            status=status,
            status_drawn=status_drawn,
            timing=timing,
            timing_drawn=timing_drawn,
            timing_label=timing_label,
            due=format_due(due_on, precision, self.language) if due_on else "",
            due_on=due_on.isoformat() if due_on else "",
            ago=ago,
        )

    def found(self, title, quote, summary):
        """Title, quote and, when the words stand in neither, summary, as HTML."""
        title = no_break(title, "fr")
        if not self.words:
            if len(quote) > SHOWN:
                quote = quote[: SHOWN - 1].rstrip() + "…"
            return mark_safe(escape(title)), mark_safe(escape(quote)), ""
        pieces = [highlight(title, self.words)]
        pieces.append(excerpt(quote, self.words, SHOWN) if quote else [])
        pieces.append([])
        if not any(piece.is_match for part in pieces for piece in part):
            pieces[2] = excerpt(summary, self.words, SHOWN)
            if not any(piece.is_match for piece in pieces[2]):
                pieces[2] = []
        return [marked(part) for part in pieces]


def _names(bodies):
    names = (f'<span lang="fr">{escape(body.name)}</span>' for body in bodies)
    return mark_safe("".join(names))


@lru_cache(maxsize=2000)
def _elapsed(count, precision, _language):
    return elapsed(count, precision)


@cache
def drawn(choices, code, language):
    """The drawing and the words of a status or a timing; the words end the drawing of
    a status."""
    label = no_break(str(choices(code).label), language)
    if choices is Status:
        return mark_safe(icon(code) + escape(label)), label
    return icon(code), label


def marked(pieces: list[Piece]) -> str:
    """Pieces of a text as HTML, those that match marked."""
    return mark_safe(
        "".join(
            f"<mark>{escape(piece.text)}</mark>"
            if piece.is_match
            else escape(piece.text)
            for piece in pieces
        )
    )


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


def page_of(request, rows, per_page=PER_PAGE):
    """The page of rows that the address asks for; one that is not there is a 404."""
    try:
        return Paginator(rows, per_page).page(request.GET.get("page") or 1)
    except InvalidPage as error:
        raise Http404(_("This list has no such page.")) from error
