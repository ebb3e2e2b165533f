"""Text of an answer to suggested commitments, with reasons. Pure Python, no Django.

    from commitments.extraction import extract
    extract(answer_text, answered_on) -> list[Suggestion]

    from commitments.extraction.deadlines import read_deadline, read_deadlines

Nothing here publishes anything: editors decide. See docs/extraction.md.
"""

from datetime import date

from commitments.extraction.candidates import Suggestion, suggestions_in
from commitments.extraction.modality import may_undertake
from commitments.extraction.prepared import Prepared
from commitments.extraction.sentences import cut

__all__ = ["Suggestion", "extract"]


def extract(answer_text: str, answered_on: date) -> list[Suggestion]:
    """Every suggestion of an answer, in reading order. Never raises, never guesses."""
    source = Prepared(answer_text, answered_on)
    return [
        suggestion
        for start, end in cut(answer_text, source.plain)
        if may_undertake(source, start, end)
        for suggestion in suggestions_in(source, start, end)
    ]
