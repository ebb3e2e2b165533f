"""Search: the only doorway to it. How it works is told in docs/search.md.

    find(kind, text)                      the ids that match, or None without words
    look(kind, text)                      the same as Found, that can be ranked
    tiers, ranked, newest                 the best ones first
    begun(kind, text)                     the same while the last word is typed
    search(queryset, text)                the rows of a queryset that match
    highlight(text, query), excerpt       pieces of text, the matching words marked
    did_you_mean(kind, text)              a proposal after a typing mistake
    index_commitment, index_answer(s)     keep the index, where a change is made
    is_complete(kind)                     not yet, just after an upgrade

``kind`` is COMMITMENT or ANSWER.
"""

from commitments.search.analysis import alphabetical, fold, in_order_of_names
from commitments.search.documents import ANSWER, COMMITMENT, KINDS
from commitments.search.finding import (
    Found,
    begun,
    find,
    look,
    newest,
    ranked,
    search,
    tiers,
)
from commitments.search.indexing import (
    index_all,
    index_answer,
    index_answers,
    index_commitment,
    is_complete,
)
from commitments.search.proposing import did_you_mean
from commitments.search.showing import Piece, excerpt, highlight

__all__ = [
    "ANSWER",
    "COMMITMENT",
    "KINDS",
    "Found",
    "Piece",
    "alphabetical",
    "begun",
    "did_you_mean",
    "excerpt",
    "find",
    "fold",
    "highlight",
    "in_order_of_names",
    "index_all",
    "index_answer",
    "index_answers",
    "index_commitment",
    "is_complete",
    "look",
    "newest",
    "ranked",
    "search",
    "tiers",
]
