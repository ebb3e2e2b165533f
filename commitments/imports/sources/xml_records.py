"""XML cut into records, each parsed by itself.

A record is parsed without the prologue of its file: no document type, hence no
entities to expand and nothing to fetch, and a damaged record ends only itself.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, fromstring

from commitments.imports.archives import MB
from commitments.imports.published import Problem, refusal
from commitments.imports.sources.decoding import RECORD, Window, text_stream

# A real record has a few hundred tags, tables included.
TAGS = 200_000
NAMESPACE = re.compile(r"\sxmlns(?::[\w.-]+)?\s*=\s*(?:\"[^\"<&]*\"|'[^'<&]*')")
DEPTH = 40

Tree = dict[str, "str | None | Tree | list"]


def cut(stream, tag: str, file: str) -> Iterator[tuple[str, str] | Problem]:
    """Yield each ``<tag>…</tag>`` of a stream, after what stands before it.

    ``tag`` is a regular expression of local names. What is longer than a record may
    be, or does not end, is a Problem; the next record is still found.
    """
    opening = re.compile(rf"<({tag})(?=[\s/>])")
    window, position = Window(text_stream(stream)), 0
    while True:
        start = opening.search(window.text, position)
        closing = start and f"</{start[1]}>"
        end = window.text.find(closing, start.end()) if start else -1
        if end >= 0:
            restart = last_opening(window.text, start, end)
            if restart != start.start():
                name = name_of(window.text, start.start())
                yield refusal(file, "truncated", record=name)
            end += len(closing)
            yield window.text[position : start.start()], window.text[restart:end]
            position = end
        elif window.is_end:
            if start:
                name = name_of(window.text, start.start())
                yield refusal(file, "truncated", record=name)
            return
        elif start and len(window.text) - start.start() > RECORD:
            name = name_of(window.text, start.start())
            yield refusal(file, "too_big", record=name, limit=RECORD // MB)
            found = window.find(re.compile(re.escape(closing)), start.end())
            if not found:
                return
            position = found.end()
        else:
            # What comes before a record holds at most the namespaces of the file.
            keep = start.start() if start else len(window.text)
            window.more(max(position, keep - 5000))
            position = 0


def last_opening(text, start, end):
    """Return where a record begins, if an earlier one of the name never ended."""
    tag, last = f"<{start[1]}", start.start()
    found = last
    while (found := text.find(tag, found + 1, end)) >= 0:
        if text[found + len(tag)] in " \t\r\n/>":
            last = found
    return last


def name_of(buffer, start):
    """Return the first identifier in a broken record, to name it in the report."""
    found = re.compile(
        r"<(?:uid|numeroQuestion|NumQ)>([^<]{1,40})<|NUMERO=\"(\w{1,20})\""
    ).search(buffer, start, start + 5000)
    return (found[1] or found[2]) if found else ""


def parsed(record: str, namespaces: str = "") -> Element:
    """Return the element of a record. Raises ValueError with the reason's code."""
    if record.count("<") > TAGS:
        raise ValueError("too_many_tags")
    if "\0" in record:
        record = record.replace("\0", "")
    try:
        return fromstring(f"<record{namespaces}>{record}</record>")[0]
    except (ParseError, ValueError, IndexError) as error:
        raise ValueError(str(error)) from error


def record_refusal(file, record, error: ValueError) -> Problem:
    """Return the Problem of a record that could not be parsed."""
    name = name_of(record, 0)
    if str(error) == "too_many_tags":
        return refusal(file, "too_many_tags", record=name, limit=TAGS)
    if str(error) == "too_deep":
        return refusal(file, "too_deep", record=name)
    return refusal(file, "damaged_record", record=name, error=str(error))


def namespaces_in(prologue: str) -> str:
    """Return the declarations of namespaces that stand before the first record."""
    return "".join(dict.fromkeys(NAMESPACE.findall(prologue[-5000:])))


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def tree(element: Element, texts: frozenset[str], depth=0) -> "str | None | Tree":
    """Return an element as dictionaries, repeated children as lists.

    This is the shape of the JSON form. Attributes are keys with "@"; the content of
    the elements named in ``texts`` is kept as markup. Raises ValueError when nested
    too deep.
    """
    if depth > DEPTH:
        raise ValueError("too_deep")
    if local_name(element) in texts:
        return inner_markup(element)
    branches: Tree = {
        f"@{name}": value for name, value in element.items() if name[0] != "{"
    }
    for child in element:
        name = local_name(child)
        value = tree(child, texts, depth + 1)
        if name not in branches:
            branches[name] = value
        elif isinstance(branches[name], list):
            branches[name].append(value)
        else:
            branches[name] = [branches[name], value]
    words = (element.text or "").strip()
    if not branches:
        return words or None
    if words:
        branches["#text"] = words
    return branches


def inner_markup(element: Element, depth=0) -> str:
    """Return the content of an element with its tags, text escaped where it has some.

    A text is published as escaped markup, in a CDATA section, or as elements: only
    in the last case does the parser see tags.
    """
    if not len(element):
        return element.text or ""
    if depth > DEPTH:
        raise ValueError("too_deep")
    parts = [element.text or ""]
    for child in element:
        name = local_name(child)
        spans = "".join(
            f' {key}="{value}"' for key, value in child.items() if "span" in key.lower()
        )
        parts += [f"<{name}{spans}>", inner_markup(child, depth + 1)]
        parts += ["" if name == "br" else f"</{name}>", child.tail or ""]
    return "".join(parts)
