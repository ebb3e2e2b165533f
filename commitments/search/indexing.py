"""The index is kept by whoever changes what it holds, in the same transaction."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import transaction

from commitments.models import Answer, DataVersion, Passage
from commitments.search import vocabulary
from commitments.search.documents import (
    ANSWER,
    COMMITMENT,
    Document,
    all_ids,
    documents,
)
from commitments.search.engines import database_engine, engine

BATCH = 500


def index_commitment(commitment) -> bool:
    """Index a saved commitment, its quotes, bodies and themes; whether it changed.

    And the answers of which no text is held: they are found by what it quotes of them,
    while it is published.
    """
    quoted = Answer.objects.filter(passages__commitment=commitment, texts=None)
    index_all(ANSWER, set(quoted.values_list("pk", flat=True)))
    return bool(index_all(COMMITMENT, [commitment.pk]))


def index_answer(answer) -> None:
    """Index an answer, and the commitments that quote it."""
    index_answers([answer.pk])


def index_answers(pks: Iterable[int]) -> None:
    """Index saved answers by their ids, and the commitments that quote them.

    To be called in the transaction that wrote their texts and questions, for hundreds
    at a time.
    """
    pks = set(pks)
    index_all(ANSWER, pks)
    quoting = Passage.objects.standing().filter(answer__in=pks)
    index_all(COMMITMENT, set(quoting.values_list("commitment", flat=True)))


def index_all(kind: str, pks: Iterable[int]) -> list[int]:
    """Index some commitments or answers; the ids of those that had changed."""
    changed = []
    for some in _batches(sorted(pks)):
        held = engine().digests(kind, some)
        found = [d for d in documents(kind, some) if held.get(d.pk) != d.digest]
        write(kind, map(entry, found))
        changed += [document.pk for document in found]
    return changed


class Entry(NamedTuple):
    """What is kept of a document: the row of the engine, its new words as written."""

    row: tuple
    spellings: dict[str, str]


def entry(document: Document) -> Entry:
    """What is to be kept of a document. Asks nothing of the database."""
    spellings = vocabulary.spellings(document.texts, document.words)
    return Entry(engine().row(document), spellings)


def write(kind: str, entries: Iterable[Entry], *, are_new=False) -> None:
    """Give entries to the engine, and their words to the vocabulary.

    They may have been made by another process, of what is still so. ``are_new`` says
    that the engine holds none of them.
    """
    entries, spellings = list(entries), {}
    if not entries:
        return
    rows = [found.row for found in entries]
    if are_new:
        engine().add(kind, rows)
    else:
        engine().replace(kind, rows)
    for found in entries:
        for word, spelling in found.spellings.items():
            spellings[word] = max(spelling, spellings.get(word, ""))
    vocabulary.learn(spellings)


def missing(kind: str, index=None) -> list[int]:
    """The ids of the records that an index, by default the one in use, lacks."""
    return list(all_ids(kind) - (index or engine()).ids(kind))


def complete(kind: str) -> Iterator[int]:
    """Index the records that the index does not hold; yield how many are done so far.

    Some at a time, so that it may be stopped at any moment and begun again.
    """
    done = 0
    for some in _batches(missing(kind)):
        with transaction.atomic():
            index_all(kind, some)
            # They can be searched from now on.
            DataVersion.bump()
        done += len(some)
        yield done


# Kinds of which all records were found in the index: it is kept from then on.
_complete: set[str] = set()


def is_complete(kind: str) -> bool:
    """Whether the index has ever held every record: not yet just after an upgrade."""
    if kind not in _complete and not missing(kind, database_engine()):
        _complete.add(kind)
    return kind in _complete


@dataclass
class Difference:
    """How far an index is from what it should hold: ids."""

    missing: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)

    def __bool__(self):
        return bool(self.missing or self.changed or self.gone)


def compare(kind: str) -> Difference:
    """Compare the index of a kind with the records, all of them."""
    held, found = engine().digests(kind), Difference()
    for some in _batches(all_ids(kind)):
        for document in documents(kind, some):
            if document.pk not in held:
                found.missing.append(document.pk)
            elif held.pop(document.pk) != document.digest:
                found.changed.append(document.pk)
    found.gone = sorted(held)
    return found


def mend(kind: str) -> Difference:
    """Index what is missing or has changed; return what it was."""
    found = compare(kind)
    for some in _batches(sorted(found.missing + found.changed)):
        with transaction.atomic():
            write(kind, map(entry, documents(kind, some)))
    if found.gone:
        engine().remove(kind, found.gone)
    return found


def rebuild(kind: str) -> Iterator[int]:
    """Empty the index of a kind and write it anew; yield how many are done so far."""
    engine().empty(kind)
    done = 0
    for some in _batches(all_ids(kind)):
        with transaction.atomic():
            write(kind, map(entry, documents(kind, some)), are_new=True)
        done += len(some)
        yield done


def _batches(pks):
    for start in range(0, len(pks), BATCH):
        yield list(pks[start : start + BATCH])
