"""What somebody typed → what is looked for. Whatever it is, it is only ever words."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from commitments.search.analysis import cut, prepared, stem

LONGEST_QUERY = 500
MOST_CLAUSES = 30

PIECE = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
# A share is looked for as it is printed: its sign after its figure.
SHARE = re.compile(r"(\w) pourcent\b")
# « QE 12929 », « question écrite n° 12929 »: texts have the number without these words.
QUESTION = re.compile(
    r"(?<![\w\"-])(?:q[eg]|qosd|question(?: ecrite| orale)?)\s+(?:n[o']?\s*)?(?=\d)"
)
QUOTES = str.maketrans("«»“”„", '"""""')


@dataclass(frozen=True)
class Clause:
    """Words that stand one after the other, to be found or to be missing.

    ``words`` are folded, without stop words; with ``is_prefix`` the last one is the
    beginning of a word.
    """

    words: tuple[str, ...]
    is_excluded: bool = False
    is_prefix: bool = False

    @property
    def stems(self) -> tuple[str, ...]:
        return tuple(map(stem, self.words))


@dataclass(frozen=True)
class Query:
    """The clauses of a text, all of which have to hold."""

    clauses: tuple[Clause, ...] = ()

    def __bool__(self):
        return bool(self.clauses)

    @property
    def wanted(self) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.clauses if not clause.is_excluded)

    @property
    def unwanted(self) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.clauses if clause.is_excluded)

    def as_typed(self) -> "Query":
        """The same query with its last word only begun."""
        if not self.clauses or self.clauses[-1].is_excluded:
            return self
        return Query((*self.clauses[:-1], replace(self.clauses[-1], is_prefix=True)))


@lru_cache(maxsize=1000)
def parse(text: str) -> Query:
    """Read a search: words, "a phrase", -excluded, begun*. Never fails.

    >>> [clause.words for clause in parse('écoles "mise en place" -2 750').clauses]
    [('ecoles',), ('mise', 'place'), ('2750',)]
    """
    text = text[:LONGEST_QUERY].translate(QUOTES)
    text = QUESTION.sub("", SHARE.sub(r"\1-pourcent", prepared(text)))
    clauses = []
    for minus, quoted, word in PIECE.findall(text):
        said, is_prefix = cut(quoted or word), word.endswith("*")
        kept = [one for one in said if stem(one)]
        if is_prefix and said and not stem(said[-1]):
            # « des* » begins « désert ».
            kept.append(said[-1])
        if kept:
            clauses.append(Clause(tuple(kept), minus == "-", is_prefix))
    return Query(tuple(clauses[:MOST_CLAUSES]))
