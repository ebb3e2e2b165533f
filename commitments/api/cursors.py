"""Where a page of a list begins: opaque, signed, and good while rows come and go.

A cursor names the row that it follows (or comes before) by its place in the order: the
value that rows are sorted by, then the id. Rows that are added or taken away before it
neither repeat nor hide another.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from hashlib import blake2b

from django.core import signing
from django.utils.translation import gettext as _

from commitments.api.problems import Problem
from commitments.facets import Selection
from commitments.orders import Order

SIGNER = signing.Signer(salt="api.cursor")
AFTER, BEFORE = "a", "b"
# A cursor of ours is shorter by far.
LONGEST = 1000


@dataclass(frozen=True)
class Cursor:
    """The row with ``value`` and ``key``, and the side of it that is asked for.

    ``of`` tells the question that it was given for.
    """

    of: str
    side: str
    value: int | str | None
    key: int | str

    def __str__(self):
        return SIGNER.sign_object([self.of, self.side, self.value, self.key])


def question(*parts) -> str:
    """What tells a question from others: a cursor of one does not fit another."""
    return blake2b(repr(parts).encode(errors="replace"), digest_size=6).hexdigest()


def read(text: str | None, of: str) -> Cursor | None:
    """The cursor that an address gives; None without one.

    Raises Problem when it is none of ours, or belongs to another question.
    """
    if text is None:
        return None
    try:
        cursor = Cursor(*SIGNER.unsign_object(text[:LONGEST]))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise astray(
            _("Take the cursor from “next” or “previous”, as it is.")
        ) from error
    if cursor.of != of:
        raise astray(_("It was given for other filters, or for another order."))
    return cursor


def astray(words) -> Problem:
    errors = [{"parameter": "cursor", "detail": words}]
    return Problem(400, "invalid-cursor", words, errors=errors)


class Ranked:
    """The ids of a selection in one of the facets' orders ("-due": descending)."""

    def __init__(self, selection: Selection, sort: str):
        self.selection, self.sort = selection, sort
        self.is_descending, self.name = sort.startswith("-"), sort.removeprefix("-")

    def __len__(self):
        return len(self.selection)

    def ids(self, start: int, stop: int) -> list[int]:
        return self.selection.page(self.sort, start, stop)

    def value_of(self, pk: int) -> int | None:
        """What a row is sorted by; None when it has no such value."""
        return None if self.name == "id" else value_in(self._order, pk)

    def place(self, cursor: Cursor) -> int:
        """How many rows come before the cursor's own, or up to it for AFTER."""
        rows, is_after = self.selection.rows, cursor.side == AFTER
        if self.name == "id":
            return rank(rows, cursor.key, is_after, self.is_descending)
        dated = rows & self._order.ids
        if cursor.value is not None:
            item = (cursor.value, cursor.key)
            up_to = is_after != self.is_descending
            below = count_below(self._order, rows, item, up_to)
            return len(dated) - below if self.is_descending else below
        rest = rows - self._order.ids
        return len(dated) + rank(rest, cursor.key, is_after, self.is_descending)

    @property
    def _order(self) -> Order:
        return self.selection.index.orders[self.name]


class Tiers:
    """The ids that words are found in, the best first (see ``search.tiers``)."""

    def __init__(self, tiers):
        self.tiers = tiers

    def __len__(self):
        return sum(map(len, self.tiers))

    def ids(self, start: int, stop: int) -> list[int]:
        found = []
        for tier in self.tiers:
            newest = len(tier) - start
            if newest > 0 and stop > 0:
                found += reversed(tier[max(0, len(tier) - stop) : newest])
            start, stop = max(0, start - len(tier)), stop - len(tier)
        return found

    def value_of(self, pk: int) -> int:
        return next(number for number, tier in enumerate(self.tiers) if pk in tier)

    def place(self, cursor: Cursor) -> int:
        before = sum(map(len, self.tiers[: cursor.value]))
        is_after = cursor.side == AFTER
        # The words have tiers no more when they are found nowhere any more.
        tier = self.tiers[cursor.value : cursor.value + 1]
        return before + sum(rank(ids, cursor.key, is_after, True) for ids in tier)


def rank(ids, pk: int, is_after: bool, is_descending: bool) -> int:
    """How many ids of a set come before one in order, or up to it for ``is_after``."""
    if is_descending:
        below = ids.rank(pk - 1) if is_after else ids.rank(pk)
        return len(ids) - below
    return ids.rank(pk) if is_after else ids.rank(pk - 1)


def value_in(order: Order, pk: int) -> int | None:
    for values, pks, ids in order.blocks:
        if pk in ids:
            return values[pks.index(pk)]
    return None


def count_below(order: Order, rows, item: tuple[int, int], up_to: bool) -> int:
    """How many rows have a (value, id) below one, or up to it."""
    total = 0
    for values, pks, ids in order.blocks:
        if (values[-1], pks[-1]) < item:
            total += rows.intersection_cardinality(ids)
            continue
        items = range(len(pks))
        cut = (bisect_right if up_to else bisect_left)(
            items, item, key=lambda at, values=values, pks=pks: (values[at], pks[at])
        )
        return total + sum(pk in rows for pk in pks[:cut])
    return total
