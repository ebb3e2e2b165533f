"""Which records hold the words, and which of them come first."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from pyroaring import BitMap

from commitments.models import Answer
from commitments.search import vocabulary
from commitments.search.analysis import stem
from commitments.search.documents import ANSWER
from commitments.search.engines import QUOTES, TITLE, Matching, engine
from commitments.search.query import Clause, Query, parse
from tracker.database.parameters import listed

# Below, the rows of the ids are sorted; above, all rows are walked in order.
FEW = 2000
# The parts in which all the words have to stand, the heaviest first.
TIERS = ((TITLE,), (TITLE, QUOTES))


@dataclass(frozen=True)
class Found:
    """What the words of a query find: the query as it was taken, and the ids."""

    kind: str
    query: Query
    ids: BitMap

    def tiers(self, among: BitMap | None = None) -> Iterator[BitMap]:
        """The ids in order of weight: in the title, in title or quotes, elsewhere.

        Each id is in one tier; each tier is searched for when it is asked for.
        """
        left = self.ids if among is None else self.ids & among
        for parts in TIERS:
            best = BitMap()
            if left and self.query.wanted:
                best = engine().find(self.kind, matching(self.query), parts) & left
            yield best
            left = left - best
        yield left

    def ranked(self, among: BitMap | None = None, *, limit=20, offset=0) -> list[int]:
        """The ids of one page: by weight, then the newest first."""
        page = []
        for tier in self.tiers(among):
            if offset < len(tier):
                page += newest(self.kind, tier, limit - len(page), offset)
            if len(page) == limit:
                break
            offset = max(0, offset - len(tier))
        return page


def look(kind: str, text: str) -> Found | None:
    """What the words find; None when nothing is typed.

    ``kind`` is COMMITMENT or ANSWER; drafts are among the ids. The last word is taken
    as the beginning of one when nothing holds it as it is. Signs, and words that every
    text has, find nothing.
    """
    if not text.replace("\0", " ").strip():
        return None
    query = parse(text)
    if not query:
        return Found(kind, query, BitMap())
    ids, begun = engine().find(kind, matching(query)), query.as_typed()
    if not ids and begun != query:
        more = engine().find(kind, matching(begun))
        if more:
            return Found(kind, begun, more)
    return Found(kind, query, ids)


def find(kind: str, text: str) -> BitMap | None:
    """The ids of the records that hold all the words; see ``look``."""
    found = look(kind, text)
    return None if found is None else found.ids


def tiers(kind: str, text: str, among: BitMap | None = None) -> list[BitMap]:
    """The matches in order of weight; none when the text has no words."""
    found = look(kind, text)
    return list(found.tiers(among)) if found and found.query else []


def ranked(
    kind: str, text: str, *, among: BitMap | None = None, limit=20, offset=0
) -> list[int]:
    """The ids of one page of the matches: by weight, then the newest first."""
    found = look(kind, text)
    return found.ranked(among, limit=limit, offset=offset) if found else []


def begun(kind: str, text: str, *, among: BitMap | None = None, limit=20) -> list[int]:
    """As ``ranked``, the last word being only begun: what may be meant as one types."""
    query = parse(text).as_typed()
    if not query:
        return []
    found = Found(kind, query, engine().find(kind, matching(query)))
    return found.ranked(among, limit=limit)


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
