"""Rows in the order of a value, of which any part can be cut among any set of ids."""

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice

from pyroaring import BitMap

# Rows of an order that share one set: small enough to look through one by one.
BLOCK = 2048


class Order:
    """Rows in ascending order of (value, id), cut into blocks. Never changed.

    Each block is a tuple of its values, its ids in order, and the set of its ids.
    """

    def __init__(self, blocks):
        self.blocks = blocks
        self.ids = BitMap.union(*(ids for *_, ids in blocks)) if blocks else BitMap()

    @classmethod
    def of(cls, items: Iterable[tuple[int, int]]):
        """The order of pairs of a value and an id."""
        return cls(_blocks(items))

    def replaced(self, gone: BitMap, items):
        """This order without the rows ``gone`` and with new pairs."""
        added = defaultdict(list)
        heads = [(values[0], pks[0]) for values, pks, _ids in self.blocks[1:]]
        for item in items:
            added[bisect_right(heads, item)].append(item)
        blocks = []
        for number, block in enumerate(self.blocks or [([], [], BitMap())]):
            values, pks, ids = block
            if number in added or ids.intersect(gone):
                kept = (
                    item
                    for item in zip(values, pks, strict=True)
                    if item[1] not in gone
                )
                blocks += _blocks([*kept, *added[number]])
            elif pks:
                blocks.append(block)
        return Order(blocks)

    def between(self, first: int | None, last: int | None) -> BitMap:
        """The ids whose value is in a range, both ends included."""
        parts = []
        for values, pks, ids in self.blocks:
            start = 0 if first is None else bisect_left(values, first)
            stop = len(values) if last is None else bisect_right(values, last)
            if stop - start == len(values):
                parts.append(ids)
            elif start < stop:
                parts.append(BitMap(pks[start:stop]))
        return BitMap.union(*parts) if parts else BitMap()

    def cut(self, among: BitMap, start: int, stop: int, *, is_descending=False):
        """The ids of ``among`` from one place to another; those without value last."""
        found = []
        for _values, pks, ids in (
            reversed(self.blocks) if is_descending else self.blocks
        ):
            held = among.intersection_cardinality(ids)
            if held > start:
                pks = reversed(pks) if is_descending else pks
                mine = (pk for pk in pks if pk in among)
                found += islice(mine, start, min(stop, held))
                if stop <= held:
                    return found
            start, stop = max(0, start - held), stop - held
        return found + by_id(among - self.ids, start, stop, is_descending=is_descending)


def _blocks(items):
    items = sorted(items)
    blocks = []
    for start in range(0, len(items), BLOCK):
        values, pks = zip(*items[start : start + BLOCK], strict=True)
        blocks.append((array("q", values), array("I", pks), BitMap(pks)))
    return blocks


def by_id(among: BitMap, start: int, stop: int, *, is_descending=False) -> list[int]:
    """The ids of a set from one place to another, in their own order."""
    if not is_descending:
        return list(among[start:stop])
    end = len(among)
    return list(among[max(0, end - stop) : max(0, end - start)])[::-1]
