"""An answer's text cut where its passages and suggestions begin and end."""

from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(frozen=True)
class Segment:
    """A run of text from the offset ``start``, with what covers it.

    ``cards`` are those of the suggestions over it, ``opening`` those that start here.
    """

    start: int
    text: str
    passages: list = field(default_factory=list)
    cards: list = field(default_factory=list)
    opening: list = field(default_factory=list)
    is_chosen: bool = False
    is_first: bool = False


def segments(text, passages=(), chosen=None, cards=()) -> list[Segment]:
    """Cut a text at the edges of passages, suggestions and the chosen (start, end).

    Offsets are code points of the text as stored. A carriage return is left out of
    what is shown, since browsers would turn it into a second line end.
    """
    spans = [(p.start, p.end) for p in passages]
    spans += [(card.suggestion.start, card.suggestion.end) for card in cards]
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
        over = [
            card
            for card in cards
            if card.suggestion.start < end and start < card.suggestion.end
        ]
        found.append(
            Segment(
                start=start,
                text=text[start:end],
                passages=covering,
                cards=over,
                opening=[card for card in over if card.suggestion.start == start],
                is_chosen=bool(chosen) and chosen[0] < end and start < chosen[1],
                is_first=any(p.start == start for p in covering),
            )
        )
    return found
