"""The Assemblée's folder of "acteurs": a name for each reference of an author.

The questions of the open data name their author by a reference only ("PA722094").
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from commitments.imports.archives import Limits, Unreadable, members, read_bounded
from commitments.imports.published import Problem, PublishedQuestion, refusal
from commitments.imports.sources import json_records, xml_records
from commitments.imports.sources.assembly import branches, value
from commitments.imports.sources.decoding import RECORD, decoded, starts_with

REFERENCE = re.compile(r"PA\d+")


def read_names(path, limits: Limits | None = None) -> tuple[dict[str, str], list]:
    """Return the name of each reference under a path, and the list of Problems.

    The path is a folder, an archive or a file, in JSON or in XML, whole or one file
    for each person.
    """
    names, problems = {}, []
    for member in members(path, limits):
        if isinstance(member, Problem):
            problems.append(member)
            continue
        try:
            names.update(names_in(member.stream))
        except Unreadable as error:
            problems.append(error.problem(member.name))
        except ValueError as error:
            words = str(error)
            problems.append(refusal(member.name, "damaged_record", error=words))
    return names, problems


def names_in(stream) -> Iterator[tuple[str, str]]:
    """Yield the reference and the name of each person in a file."""
    if starts_with(stream, "<"):
        for piece in xml_records.cut(stream, "acteur", ""):
            if not isinstance(piece, Problem):
                element = xml_records.parsed(piece[1])
                yield from name_of(xml_records.tree(element, frozenset()))
        return
    text, _ = decoded(read_bounded(stream, 20 * RECORD))
    for person in people_in(json_records.parsed(text)):
        yield from name_of(person)


def people_in(found, depth=0) -> list:
    """Return the persons in a JSON value, whatever is wrapped around them."""
    if isinstance(found, dict) and "etatCivil" in found:
        return [found]
    if depth > 5 or not isinstance(found, dict | list):
        return []
    inside = found.values() if isinstance(found, dict) else found
    return [person for item in inside for person in people_in(item, depth + 1)]


def name_of(person) -> Iterator[tuple[str, str]]:
    """Yield the reference and the name of a person, if both are there."""
    reference = value(person, "uid")
    for identity in branches(person, "etatCivil", "ident"):
        parts = value(identity, "prenom"), value(identity, "nom")
        name = " ".join(filter(None, parts))
        if name and REFERENCE.fullmatch(reference or ""):
            yield reference, name


def with_names(
    records: Iterable[PublishedQuestion | Problem], names: Mapping[str, str]
) -> Iterator[PublishedQuestion | Problem]:
    """Yield the records, the authors that only a reference names with their name."""
    for record in records:
        if isinstance(record, PublishedQuestion) and not record.author:
            name = names.get(record.author_ref or "")
            yield replace(record, author=name) if name else record
        else:
            yield record
