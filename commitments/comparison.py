"""What differs between two texts, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
# Beyond this many words the comparison would take seconds: both are shown whole.
LONGEST = 3000


@dataclass(frozen=True)
class Piece:
    """A run of text: of both, of the old one alone or of the new one alone."""

    text: str
    of: str = "both"


def compare_words(old: str, new: str) -> list[Piece]:
    """The old and the new text as one sequence of pieces, what goes before what comes.

    Joined, the pieces but "new" give the old text, and the pieces but "old" the new.
    """
    before, after = WORDS.findall(old), WORDS.findall(new)
    if len(before) > LONGEST or len(after) > LONGEST:
        return [Piece(old, "old"), Piece(new, "new")]
    pieces, old_run, new_run = [], "", ""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        kept = "".join(before[a:b]) if what == "equal" else ""
        # A space alone between two changes would only cut them in shreds.
        if kept and (not kept.isspace() or not (old_run or new_run)):
            pieces += _changed(old_run, new_run)
            pieces.append(Piece(kept))
            old_run = new_run = ""
        else:
            old_run += "".join(before[a:b])
            new_run += "".join(after[c:d])
    return pieces + _changed(old_run, new_run)


def _changed(old, new):
    return [piece for piece in (Piece(old, "old"), Piece(new, "new")) if piece.text]
