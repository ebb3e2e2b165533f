"""Text of an answer to suggested commitments, with reasons. Pure Python, no Django.

    from commitments.extraction import extract
    extract(answer_text, answered_on) -> list[Suggestion]

    from commitments.extraction.deadlines import read_deadline, read_deadlines

Nothing here publishes anything: editors decide. See docs/extraction.md.
"""

from datetime import date

from commitments.extraction.candidates import Suggestion, suggestions_in
from commitments.extraction.modality import may_undertake, places_of_cues, words_of_cues
from commitments.extraction.prepared import Prepared
from commitments.extraction.sentences import holding

__all__ = ["Suggestion", "extract"]


def extract(answer_text: str, answered_on: date) -> list[Suggestion]:
    """Every suggestion of an answer, in reading order. Never raises, never guesses."""
    source = Prepared(answer_text, answered_on)
    # Most of an answer undertakes nothing: only what is around these places is read.
    words = words_of_cues(source)
    places = places_of_cues(source, words)
    return [
        suggestion
        for start, end in holding(places, answer_text, source.plain)
        if may_undertake(source, words, start, end)
        for suggestion in suggestions_in(source, start, end)
    ]
