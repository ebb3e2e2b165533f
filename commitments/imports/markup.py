"""From the markup of the open data to plain text that can be read and quoted.

The words stay as published, no-break spaces and apostrophes included. Entities are
decoded once, paragraphs are separated by an empty line, a line break is a line break,
the rows of a table are lines with " | " between the cells.
"""

import re
from html import unescape

# Every tag that real texts hold. Anything else between angle brackets is words
# ("un taux <PME> de 5 %").
INLINE_NAMES = (
    "a abbr acronym b big button cite code col colgroup em font head html i img input "
    "ins label link meta nobr o:p option q s script select small span strike strong "
    "style sub sup td textarea th tt u var"
)
PARAGRAPH_NAMES = (
    "address article aside blockquote body caption center dl div footer form h1 h2 h3 "
    "h4 h5 h6 header hr main ol p pre section table tbody tfoot thead title ul"
)
INLINE, PARAGRAPHS = frozenset(INLINE_NAMES.split()), frozenset(PARAGRAPH_NAMES.split())
LINES = frozenset(("br", "dd", "dt", "tr"))

TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:]*)([^<>]*)>")
# A page's own commands, and what forms say.
UNREAD = re.compile(
    r"<(script|style|form|head|textarea|select|button)(?=[\s>])[^<>]*>", re.IGNORECASE
)
TABLE = re.compile(r"<table(?=[\s/>])[^<>]*>|</table\s*>", re.IGNORECASE)
CELL = re.compile(r"<(/?)(tr|td|th)(?=[\s/>])([^<>]*)>", re.IGNORECASE)
SPAN = re.compile(r"(col|row)span\s*=\s*[\"']?(\d{1,3})", re.IGNORECASE)

BREAK = re.compile(r"<br(?=[\s/>])[^<>]*>(?:\s*</br\s*>)?|</br\s*>", re.IGNORECASE)
# Tags that make the text's own line ends mere spaces, as in a browser.
BLOCK = re.compile(r"</?(?:br|p|div|table|ul|ol|li|h[1-6])(?=[\s/>])", re.IGNORECASE)

# Some pipelines escape a text twice: tags or numbers then show as words.
ESCAPED_TWICE = re.compile(
    r"&lt;/?(?:br|p|em|strong|div|table|t[rdh]|ul|li|span|i|b)(?:\s[^<>]*?)?/?&gt;"
    r"|&amp;(?:#\d+|nbsp|[aeiouc](?:acute|grave|circ|uml|cedil));",
    re.IGNORECASE,
)

# Stand for breaks until the text is put together; no text may hold them.
PARAGRAPH, NEWLINE = "\x1e", "\x1f"
HALVES = re.compile("[\ud800-\udfff]")
CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])


def plain_text(markup: str) -> str:
    """Return the words of a text published with HTML tags and entities."""
    if "<" not in markup:
        if "&" not in markup:
            return tidy(markup)
        if not ESCAPED_TWICE.search(markup):
            return tidy(unescape(markup))
    if "&" in markup and ESCAPED_TWICE.search(markup):
        markup = unescape(markup)
    markup = without_comments(without_unread(showable(markup)))
    if not BLOCK.search(markup):
        return tidy(unescape(TAG.sub(replacement, markup)))
    markup = single_spaced(markup)
    text = with_tables(markup) if TABLE.search(markup) else without_tags(markup)
    return tidy(text.replace(PARAGRAPH, "\n\n").replace(NEWLINE, "\n"))


def one_line(markup: str) -> str:
    """Return the words of a label or a title, on one line."""
    # Nearly all labels are plain already, and there are millions of them.
    if markup.isprintable() and "<" not in markup and "&" not in markup:
        return markup.strip() if "  " not in markup else single_spaced(markup).strip()
    return single_spaced(plain_text(markup)).strip(" ")


def showable(text: str) -> str:
    """Return a text without control characters and halves of characters."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        text = HALVES.sub("\ufffd", text)
        data = text.encode()
    shown = data.translate(None, CONTROLS)
    return text if len(shown) == len(data) else shown.decode()


def single_spaced(text):
    """Return a text with every run of blanks as one space, as a browser shows it.

    A no-break space is a character of the text. Plain replacements, because they are
    ten times faster here than a regular expression.
    """
    for blank in "\n\r\t":
        if blank in text:
            text = text.replace(blank, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def tidy(text):
    """Return a text without stray line ends and without what cannot be shown."""
    text = showable(text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\n" in text:
        text = "\n".join([line.strip(" \t") for line in text.split("\n")])
        while "\n\n\n" in text:
            text = text.replace("\n\n\n", "\n\n")
    return text.strip(" \t\n")


def without_comments(markup):
    """Return markup without its comments; one that never ends hides nothing."""
    if "<!--" not in markup:
        return markup
    parts, position = [], 0
    while (start := markup.find("<!--", position)) >= 0:
        parts.append(markup[position:start])
        end = markup.find("-->", start)
        if end < 0:
            parts.append(markup[start:].replace("<!--", ""))
            return "".join(parts)
        position = end + 3
    return "".join([*parts, markup[position:]])


def without_unread(markup):
    """Return markup without its scripts, styles and forms, when they end."""
    parts, position, endless = [], 0, set()
    for opening in UNREAD.finditer(markup):
        name = opening[1].lower()
        if opening.start() < position or name in endless:
            continue
        closing = re.compile(rf"</{name}\s*>", re.IGNORECASE)
        closed = closing.search(markup, opening.end())
        if not closed:
            endless.add(name)
            continue
        parts.append(markup[position : opening.start()])
        position = closed.end()
    return "".join([*parts, markup[position:]]) if parts else markup


def without_tags(markup):
    """Return markup without its tags, breaks as NEWLINE and PARAGRAPH marks."""
    return unescape(TAG.sub(replacement, BREAK.sub(NEWLINE, markup)))


def replacement(tag):
    """Return what stands for a tag in plain text."""
    name = tag[2].lower()
    if name in INLINE:
        return ""
    if name in PARAGRAPHS:
        return PARAGRAPH
    if name == "li":
        return "" if tag[1] else f"{NEWLINE}- "
    return NEWLINE if name in LINES else tag[0]


def with_tables(markup):
    """Return markup as plain text, each outermost table row by row."""
    parts, depth, start = [], 0, 0
    for edge in TABLE.finditer(markup):
        is_end = edge[0][1] == "/"
        if depth == 0 and not is_end:
            parts.append(without_tags(markup[start : edge.start()]))
            start = edge.end()
        elif depth == 1 and is_end:
            parts.append(table_text(markup[start : edge.start()]))
            start = edge.end()
        depth = max(0, depth - 1) if is_end else depth + 1
    rest = markup[start:]
    parts.append(table_text(rest) if depth else without_tags(rest))
    return "".join(parts)


def table_text(markup):
    """Return the rows of a table as lines, an empty cell where a cell spans."""
    lines, row, spans = [], None, {}
    cells = list(CELL.finditer(markup))
    before = cell_text(markup[: cells[0].start()] if cells else markup)
    if before:
        lines.append(before)
    for tag, following in zip(cells, [*cells[1:], None], strict=False):
        name, is_end = tag[2].lower(), bool(tag[1])
        words = cell_text(markup[tag.end() : following.start() if following else None])
        if name == "tr":
            end_row(lines, row, spans)
            row = None if is_end else []
            if words:
                lines.append(words)
            continue
        if row is None:
            row = []
        if is_end:
            # Words after a cell's end belong to no cell, but are not lost.
            if words:
                row.append(words)
            continue
        fill_spans(row, spans)
        widths = {kind.lower(): int(size) for kind, size in SPAN.findall(tag[3])}
        width = max(1, min(widths.get("col", 1), 50))
        height = max(1, min(widths.get("row", 1), 200))
        for offset in range(width):
            if height > 1:
                spans[len(row)] = height - 1
            row.append(words if offset == 0 else "")
    end_row(lines, row, spans)
    rows = [line.rstrip(" ") for line in lines if line.strip(" |")]
    return PARAGRAPH + NEWLINE.join(rows) + PARAGRAPH


def end_row(lines, row, spans):
    """Add a row that has cells to the lines."""
    if row:
        fill_spans(row, spans)
        lines.append(" | ".join(row))


def fill_spans(row, spans):
    """Add the empty cells under those that span several rows, as far as they go."""
    while spans.get(len(row)):
        spans[len(row)] -= 1
        row.append("")


def cell_text(markup):
    """Return the words of a cell on one line."""
    text = without_tags(BREAK.sub(" ", markup))
    text = text.replace(PARAGRAPH, " ").replace(NEWLINE, " ")
    return single_spaced(text).strip(" ")
