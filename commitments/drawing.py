"""What drawings have in common: scales, and words that stay inside.

Coordinates are text ("12.5"): a template in French would write "12,5", which SVG does
not read. Nothing can measure letters here, so their width is estimated, generously, at
the size that a telephone shows.
"""

from dataclasses import dataclass
from functools import lru_cache

# Letters of a drawing 520 wide, as a narrow screen enlarges them (components.css).
LETTER = 19
ASCENT, DESCENT = 16, 4
NARROW_LETTERS = frozenset("ijlIftr.,:;'’|!()[] \u00a0\u202f")
WIDE_LETTERS = frozenset("mwMW@%œŒæÆ—…≥≤≈")


@dataclass(frozen=True)
class Scale:
    """A straight scale from data (numbers or day ordinals) to the drawing."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value) -> float:
        share = (float(value) - self.low) / ((self.high - self.low) or 1)
        return self.start + share * (self.end - self.start)


@dataclass(frozen=True)
class Box:
    """Room that something takes, to keep words from standing on one another."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other) -> bool:
        is_beside = self.right <= other.left or other.right <= self.left
        return not is_beside and self.top < other.bottom and other.top < self.bottom


def coordinate(value: float) -> str:
    return f"{value:.1f}"


@lru_cache(2048)
def width_of(text: str, letter: float = LETTER) -> float:
    """About how wide a line of text is, rather too much than too little."""
    wide = 0.0
    for sign in text:
        if sign in NARROW_LETTERS:
            wide += 0.36
        elif sign in WIDE_LETTERS:
            wide += 0.97
        elif sign.isupper():
            wide += 0.74
        else:
            wide += 0.58
    return wide * letter


def shortened(text: str, room: float, letter: float = LETTER) -> str:
    """The text, cut with an ellipsis when it is wider than the room it has."""
    if width_of(text, letter) <= room:
        return text
    while text and width_of(f"{text}…", letter) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def anchored(at: float, text: str, left: float, right: float) -> tuple[float, str]:
    """Where to hang a text that should stand around ``at``: x and text-anchor.

    Near an edge it is hung from that edge, so that it never runs over it.
    """
    half = width_of(text) / 2
    if at + half > right:
        return right, "end"
    if at - half < left:
        return left, "start"
    return at, "middle"


def box_around(x: float, y: float, anchor: str, text: str) -> Box:
    """The room of a text whose base line is ``y``."""
    wide = width_of(text)
    left = x - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
    return Box(left, y - ASCENT, left + wide, y + DESCENT)
