"""An answer made ready once for all the parts that read it."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from commitments.extraction import cues
from commitments.extraction.plain import plain, spaced

_ENDING = re.compile(r"r(?:a|ont|ons|ai)(?![a-z0-9œ-])")
_WORD_BEFORE = re.compile(r"[a-zœ]+\Z")
_LONGEST = 24


@dataclass(frozen=True)
class Prepared:
    """The text as published, its plain form (same offsets) and its future verbs."""

    text: str
    answered_on: date

    @cached_property
    def plain(self) -> str:
        return plain(self.text)

    @cached_property
    def _words(self) -> dict[tuple[int, int], set[str]]:
        return {}

    @cached_property
    def _spaced(self) -> str:
        return spaced(self.plain)

    @cached_property
    def futures(self) -> list[tuple[int, int, str]]:
        """(start, end, word) of each verb in the future, by its ending."""
        found = []
        for match in _ENDING.finditer(self.plain):
            end = match.end()
            head = self.plain[max(0, end - _LONGEST) : end]
            word = _WORD_BEFORE.search(head)[0]
            start = end - len(word)
            if word in cues.NOT_FUTURE or not cues.FUTURE.fullmatch(word):
                continue
            if self._is_a_name(start, end):
                continue
            if self.plain[start - 1 : start] != "-" or start == 0:
                found.append((start, end, word))
        return found

    def _is_a_name(self, start: int, end: int) -> bool:
        """« l'ANDRA », « Natura 2000 »: capitals that open no sentence."""
        if not self.text[start].isupper():
            return False
        before = self.text[max(0, start - 3) : start].rstrip()
        return self.text[start:end].isupper() or before[-1:].isalnum()

    @cached_property
    def _future_starts(self) -> list[int]:
        return [start for start, _, _ in self.futures]

    def futures_in(self, start: int, end: int) -> list[tuple[int, int, str]]:
        first = bisect_left(self._future_starts, start)
        last = bisect_left(self._future_starts, end)
        return self.futures[first:last]

    def split(self, start: int, end: int) -> list[str]:
        """The words of a stretch of the plain text, in order."""
        return self._spaced[start:end].split()

    def words(self, start: int, end: int) -> set[str]:
        """The different words of a stretch of the plain text."""
        found = self._words.get((start, end))
        if found is None:
            found = self._words[start, end] = set(self.split(start, end))
        return found
