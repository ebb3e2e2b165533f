"""The list of sources, and reading any file with the one that recognises it.

A source is a module with ``NAME``, ``recognises(name, head)`` and
``read(stream, name)``. ``read`` yields a PublishedQuestion for each question and a
Problem for whatever was not understood; it raises nothing for a bad record, and
Unreadable when the file itself cannot be read to its end.
"""

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import BinaryIO

from commitments.imports.archives import MB, AtHand, Limits, Unreadable, members
from commitments.imports.published import Problem, PublishedQuestion, refusal
from commitments.imports.sources import (
    assembly,
    assembly_html,
    assembly_legacy,
    dila,
    free_text,
    json_lines,
    pdf,
    senate_csv,
    senate_dump,
)
from commitments.imports.sources.decoding import Beginning, rejoined
from commitments.imports.sources.fields import digest_of

# The first that recognises a file reads it: the precise ones come first.
SOURCES = (
    pdf,
    assembly,
    assembly_legacy,
    dila,
    assembly_html,
    senate_dump,
    senate_csv,
    json_lines,
    free_text,
)
NAMED = {source.NAME: source for source in SOURCES}


def source_of(name: str, head: bytes) -> ModuleType | None:
    """Return the source that reads a file, by its name and its first bytes."""
    return next((s for s in SOURCES if s.recognises(name, head)), None)


# What is said of a file that ends too early.
AT_THE_END = ("truncated", "orphan_answer")
# Up to here a member is read whole, so as to tell whether it has changed.
WHOLE = MB


@dataclass(frozen=True)
class Unchanged:
    """A member that holds the one question it held when it was last read."""

    file: str


@dataclass(frozen=True)
class Whole:
    """A small file, recognised by the source of that name and not yet understood."""

    source: str
    name: str
    data: bytes
    digest: str


@dataclass
class Reading:
    """How far a reading has come, and what it may pass over.

    ``file`` is the file on disk being read, ``sources`` the names of those that have
    recognised something. ``is_known`` tells by name and digest a member that need not
    be understood once more. ``most`` bytes of each member are read, None for all.
    ``understand`` yields what pieces hold, here or in other processes.
    """

    file: BinaryIO | None = None
    sources: set[str] = field(default_factory=set)
    is_known: Callable[[str, str], bool] | None = None
    most: int | None = None
    understand: Callable[[Iterable], Iterator] | None = None

    def opened(self, file):
        """Note the file that is read from now on."""
        self.file = file


def read_path(
    path, limits: Limits | None = None, reading: Reading | None = None
) -> Iterator[PublishedQuestion | Problem | Unchanged]:
    """Yield all that a file, a folder or an archive holds, one record at a time.

    Unchanged comes only where ``reading`` knows what may be passed over.
    """
    reading = reading or Reading()
    found = pieces(path, limits, reading)
    if reading.understand:
        yield from reading.understand(found)
        return
    for piece in found:
        yield from understood(piece)


def pieces(path, limits, reading):
    """Yield all that a path holds, small files as they are when it may be known."""
    for member in members(path, limits, reading.opened):
        if isinstance(member, Problem):
            yield member
            continue
        try:
            yield from read_member(member, reading)
        except Unreadable as error:
            yield error.problem(member.name)


def read_member(member, reading):
    """Yield what one file holds, or the file itself when it is a small one."""
    source = source_of(member.name, member.head())
    if source is None:
        yield refusal(member.name, "unknown_format")
        return
    reading.sources.add(source.NAME)
    if reading.most is not None:
        yield from read_beginning(source, member, reading.most)
        return
    if reading.is_known is None:
        yield from source.read(member.stream, member.name)
        return
    start = member.whole
    if start is None:
        start = member.stream.read(WHOLE + 1)
    if len(start) > WHOLE:
        yield from source.read(rejoined(start, member.stream), member.name)
        return
    digest = digest_of(start)
    if reading.is_known(member.name, digest):
        yield Unchanged(member.name)
    else:
        yield Whole(source.NAME, member.name, start, digest)


def understood(piece) -> list:
    """Return what a piece holds: itself, unless it is a file."""
    if not isinstance(piece, Whole):
        return [piece]
    try:
        items = list(NAMED[piece.source].read(AtHand(piece.data), piece.name))
    except Unreadable as error:
        return [error.problem(piece.name)]
    records = [item for item in items if isinstance(item, PublishedQuestion)]
    is_whole = not any(isinstance(i, Problem) and i.is_refusal for i in items)
    # A record that is a whole file in UTF-8 has this digest already.
    if is_whole and len(records) == 1 and records[0].digest != piece.digest:
        alone = replace(records[0], digest=piece.digest)
        items = [alone if item is records[0] else item for item in items]
    return items


def read_beginning(source, member, most):
    """Yield what the beginning of a file holds; that it ends there is no problem."""
    beginning = Beginning(member.stream, most)
    for item in source.read(io.BufferedReader(beginning), member.name):
        is_end = isinstance(item, Problem) and item.code in AT_THE_END
        if not (beginning.is_cut and is_end):
            yield item
