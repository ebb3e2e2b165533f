"""Text of an answer to suggested commitments, with reasons. Pure Python, no Django.

    from commitments.extraction.deadlines import read_deadline, read_deadlines

Nothing here publishes anything: editors decide. See docs/extraction.md.
"""
