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
    pieces = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            pieces.append(Piece("".join(before[a:b])))
            continue
        if a < b:
            pieces.append(Piece("".join(before[a:b]), "old"))
        if c < d:
            pieces.append(Piece("".join(after[c:d]), "new"))
    return pieces
