"""Which records hold the words, and which of them come first."""

from django.db import connection
from pyroaring import BitMap

from commitments.models import Answer
from commitments.search import vocabulary
from commitments.search.analysis import stem
from commitments.search.documents import ANSWER
from commitments.search.engines import QUOTES, TITLE, Matching, engine
from commitments.search.query import Clause, Query, parse
from tracker.database import listed

# Below, the rows of the ids are sorted; above, all rows are walked in order.
FEW = 2000
# The parts in which all the words have to stand, the heaviest first.
TIERS = ((TITLE,), (TITLE, QUOTES))


def find(kind: str, text: str) -> BitMap | None:
    """The ids of the records that hold all the words; None when nothing is typed.

    ``kind`` is COMMITMENT or ANSWER; drafts are among them. The last word is taken as
    the beginning of one when nothing holds it as it is. Signs, and words that every
    text has, find nothing.
    """
    if not text.replace("\0", " ").strip():
        return None
    query = parse(text)
    return understood(kind, query)[1] if query else BitMap()


def understood(kind: str, query: Query) -> tuple[Query, BitMap]:
    """A query as it was taken, and the ids that match."""
    found = engine().find(kind, matching(query))
    begun = query.as_typed()
    if not found and begun != query:
        more = engine().find(kind, matching(begun))
        if more:
            return begun, more
    return query, found


def tiers(kind: str, text: str, among: BitMap | None = None) -> list[BitMap]:
    """The matches in order of weight: in the title, in title or quotes, elsewhere.

    Each id is in one tier. Empty when the text has no words.
    """
    query = parse(text)
    return _tiers(kind, *understood(kind, query), among) if query else []


def _tiers(kind, query, left, among):
    if among is not None:
        left = left & among
    found = []
    for parts in TIERS:
        best = BitMap()
        if left and query.wanted:
            best = engine().find(kind, matching(query), parts) & left
        found.append(best)
        left = left - best
    return [*found, left]


def ranked(
    kind: str, text: str, *, among: BitMap | None = None, limit=20, offset=0
) -> list[int]:
    """The ids of one page of the matches: by weight, then the newest first."""
    return _page(kind, tiers(kind, text, among), limit, offset)


def begun(kind: str, text: str, *, among: BitMap | None = None, limit=20) -> list[int]:
    """As ``ranked``, the last word being only begun: what may be meant as one types."""
    query = parse(text).as_typed()
    if not query:
        return []
    found = engine().find(kind, matching(query))
    return _page(kind, _tiers(kind, query, found, among), limit, 0)


def _page(kind, tiers, limit, offset):
    page = []
    for tier in tiers:
        if offset < len(tier) and len(page) < limit:
            page += newest(kind, tier, limit - len(page), offset)
        offset = max(0, offset - len(tier))
    return page


def newest(kind: str, ids: BitMap, limit: int, offset: int = 0) -> list[int]:
    """Some of the ids: commitments as they were recorded, answers by their day."""
    last = offset + limit
    if kind != ANSWER:
        return list(reversed(ids[max(0, len(ids) - last) : len(ids) - offset]))
    rows = Answer.objects.order_by("-answered_on", "-pk").values_list("pk", flat=True)
    if len(ids) <= FEW:
        return list(rows.filter(pk__in=listed(connection, ids))[offset:last])
    page = []
    for pk in rows.iterator(chunk_size=FEW):
        if pk in ids:
            page.append(pk)
            if len(page) == last:
                break
    return page[offset:]


def search(queryset, text: str):
    """The rows of a queryset of commitments or answers that hold the words typed."""
    found = find(queryset.model._meta.model_name, text)
    if found is None:
        return queryset
    return queryset.filter(pk__in=listed(connection, found))


def matching(query: Query) -> Matching:
    """A query as the engines read it, in stems."""
    wanted = tuple(map(_phrases, query.wanted))
    return Matching(wanted, tuple(map(_phrases, query.unwanted)))


def _phrases(clause: Clause):
    if not clause.is_prefix:
        return (clause.stems,)
    *before, begun = clause.words
    # A beginning that no word has is in no index either.
    ends = sorted(vocabulary.endings(begun)) or [begun]
    return tuple((*map(stem, before), end) for end in ends)
