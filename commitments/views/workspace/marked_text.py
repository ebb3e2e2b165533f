"""An answer's text cut where its passages begin and end."""

from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(frozen=True)
class Segment:
    """A run of text from the offset ``start``, with the passages that cover it."""

    start: int
    text: str
    passages: list = field(default_factory=list)
    is_chosen: bool = False
    is_first: bool = False


def segments(text, passages=(), chosen=None) -> list[Segment]:
    """Cut a text at the edges of passages and of the chosen (start, end).

    Offsets are code points of the text as stored. A carriage return is left out of
    what is shown, since browsers would turn it into a second line end.
    """
    spans = [(p.start, p.end) for p in passages]
    spans += [chosen] if chosen else []
    edges = {0, len(text)} | {edge for span in spans for edge in span}
    for place, character in enumerate(text):
        if character == "\r":
            edges |= {place, place + 1}
    found = []
    for start, end in pairwise(sorted(edges)):
        if text[start:end] == "\r":
            continue
        covering = [p for p in passages if p.start < end and start < p.end]
        found.append(
            Segment(
                start=start,
                text=text[start:end],
                passages=covering,
                is_chosen=bool(chosen) and chosen[0] < end and start < chosen[1],
                is_first=any(p.start == start for p in covering),
            )
        )
    return found
