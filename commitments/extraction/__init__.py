"""Text of an answer to suggested commitments, with reasons. Pure Python, no Django.

    from commitments.extraction import extract
    extract(answer_text, answered_on) -> list[Suggestion]

    from commitments.extraction.deadlines import read_deadline, read_deadlines

Nothing here publishes anything: editors decide. See docs/extraction.md.
"""

from datetime import date

from commitments.extraction.candidates import Suggestion, suggestions_in
from commitments.extraction.modality import may_undertake, places_of_cues
from commitments.extraction.prepared import Prepared
from commitments.extraction.sentences import cut, holding

__all__ = ["Suggestion", "extract"]


def extract(answer_text: str, answered_on: date) -> list[Suggestion]:
    """Every suggestion of an answer, in reading order. Never raises, never guesses."""
    source = Prepared(answer_text, answered_on)
    # Most of an answer may undertake nothing: then only what is around these is read.
    places = places_of_cues(source)
    stretches = (
        cut(answer_text, source.plain)
        if places is None
        else holding(places, answer_text, source.plain)
    )
    return [
        suggestion
        for start, end in stretches
        if may_undertake(source, start, end)
        for suggestion in suggestions_in(source, start, end)
    ]
