"""No cell of a file that we write may be run by the spreadsheet that opens it."""

# What a spreadsheet would take for a formula (OWASP, CSV injection).
# The wide ones are read as the narrow ones where Chinese or Japanese is written.
FORMULA = tuple("=+-@\t\r\n|\uff1d\uff0b\uff0d\uff20")
# What a program may leave out before it looks for one: spaces of any width, and none.
BLANKS = " \v\f\u00a0\u200b\u202f\u205f\u2060\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)


def harmless(text: str) -> str:
    """A text that no spreadsheet runs: what looks like a formula gets an apostrophe."""
    return f"'{text}" if text.lstrip(BLANKS).startswith(FORMULA) else text


def harmless_sql(first: str, sql: str) -> str:
    """The same in SQL; ``first`` is the function that gives a text's first code point.

    Looked at twice, for hardly any text begins with a blank or one of these.
    """
    signs = ", ".join(str(ord(sign)) for sign in FORMULA)
    blanks = ", ".join(str(ord(blank)) for blank in BLANKS)
    return (
        f"CASE WHEN {first}({sql}) IN ({signs}, {blanks}) "
        f"AND {first}(ltrim({sql}, '{BLANKS}')) IN ({signs}) "
        f"THEN '''' || {sql} ELSE {sql} END"
    )
