"""The list of sources, and reading any file with the one that recognises it.

A source is a module with ``NAME``, ``recognises(name, head)`` and
``read(stream, name)``. ``read`` yields a PublishedQuestion for each question and a
Problem for whatever was not understood; it raises nothing for a bad record, and
Unreadable when the file itself cannot be read to its end.
"""

from collections.abc import Iterator
from types import ModuleType

from commitments.imports.archives import Limits, Unreadable, members
from commitments.imports.published import Problem, PublishedQuestion, refusal
from commitments.imports.sources import (
    assembly,
    assembly_html,
    assembly_legacy,
    dila,
    json_lines,
    pages,
    senate_csv,
    senate_dump,
)

# The first that recognises a file reads it: the precise ones come first.
SOURCES = (
    assembly,
    assembly_legacy,
    dila,
    assembly_html,
    senate_dump,
    senate_csv,
    json_lines,
    pages,
)


def source_of(name: str, head: bytes) -> ModuleType | None:
    """Return the source that reads a file, by its name and its first bytes."""
    return next((s for s in SOURCES if s.recognises(name, head)), None)


def read_path(
    path, limits: Limits | None = None
) -> Iterator[PublishedQuestion | Problem]:
    """Yield all that a file, a folder or an archive holds, one record at a time."""
    for member in members(path, limits):
        if isinstance(member, Problem):
            yield member
            continue
        try:
            source = source_of(member.name, member.head())
            if source is None:
                yield refusal(member.name, "unknown_format")
            else:
                yield from source.read(member.stream, member.name)
        except Unreadable as error:
            yield error.problem(member.name)
