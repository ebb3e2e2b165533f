"""Which of some values each row has, such as the bodies of each commitment.

Many rows have the same ones: each combination is kept once, and each row has a number,
that of its combination. So the values of some rows are found without looking for the
rows in the set of each value.
"""

from array import array
from collections.abc import Callable, Sequence

from pyroaring import BitMap


class Combinations:
    """The values of rows, by their ids. Never changed, only replaced.

    Made for the keys of a table: four bytes for each up to the highest.
    """

    def __init__(self, numbers, known):
        # By id; those of nothing have 0, as the ids that nobody has.
        self.numbers, self.known = numbers, known

    @classmethod
    def of(cls, sets: dict[int, BitMap]) -> "Combinations":
        """From the ids of the rows that have each value."""
        return cls(array("I"), [()]).replaced(BitMap(), sets)

    def replaced(self, gone: BitMap, sets: dict[int, BitMap]) -> "Combinations":
        """These without what the rows ``gone`` had, and with what ``sets`` say."""
        numbers, known = self.numbers[:], self.known[:]
        last = max((ids.max() for ids in sets.values() if ids), default=0)
        numbers.extend(bytes(max(0, last + 1 - len(numbers))))
        for pk in gone:
            if pk < len(numbers):
                numbers[pk] = 0
        number_of = {combination: number for number, combination in enumerate(known)}
        for value in sorted(sets):
            longer = {}
            for pk in sets[value]:
                shorter = numbers[pk]
                if shorter not in longer:
                    combination = (*known[shorter], value)
                    longer[shorter] = number_of.setdefault(combination, len(known))
                    if longer[shorter] == len(known):
                        known.append(combination)
                numbers[pk] = longer[shorter]
        return Combinations(numbers, known)

    def told(self, pks: Sequence[int], tell: Callable) -> dict[int, object]:
        """What ``tell`` makes of the values of each row, called once a combination."""
        held, size = self.numbers, len(self.numbers)
        numbers = [held[pk] if pk < size else 0 for pk in pks]
        told = {number: tell(self.known[number]) for number in set(numbers)}
        return {pk: told[number] for pk, number in zip(pks, numbers, strict=True)}
