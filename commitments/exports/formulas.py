"""No cell of a file that we write may be run by the spreadsheet that opens it."""

# What a spreadsheet would take for a formula (OWASP, CSV injection).
# The wide ones are read as the narrow ones where Chinese or Japanese is written.
FORMULA = tuple("=+-@\t\r\n|\uff1d\uff0b\uff0d\uff20")


def harmless(text: str) -> str:
    """A text that no spreadsheet runs: what looks like a formula gets an apostrophe."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def harmless_sql(first: str, sql: str) -> str:
    """The same in SQL; ``first`` is the function that gives a text's first code point.

    Looked at twice, for hardly any text begins with a space or one of these.
    """
    signs = ", ".join(str(ord(sign)) for sign in FORMULA)
    return (
        f"CASE WHEN {first}({sql}) IN ({signs}, 32) "
        f"AND {first}(ltrim({sql}, ' ')) IN ({signs}) "
        f"THEN '''' || {sql} ELSE {sql} END"
    )
