"""Values written as text by the database, the same on both."""

import json


def spelled(connection) -> dict[str, str]:
    """How each engine says what exports need; "{0}" stands for an expression.

    The templates give text, the same on both: ``moment`` and ``exact_moment`` are in
    UTC (ISO 8601), ``number`` has no needless decimals. Days need none: a cast writes
    them alike, since ``configure`` sees to the style of PostgreSQL. ``first`` is the
    function of a text's first code point.
    """
    if connection.vendor == "sqlite":
        until_second = "substr({0}, 1, 10) || 'T' || substr({0}, 12, 8)"
        fraction = "substr(substr({0}, 21) || '000000', 1, 6)"
        return {
            "first": "unicode",
            "number": "CAST({0} AS TEXT)",
            "moment": f"{until_second} || 'Z'",
            "exact_moment": f"{until_second} || '.' || {fraction} || 'Z'",
            "json": "canonical_json({0})",
            "uuid": " || '-' || ".join(
                f"substr({{0}}, {start}, {length})"
                for start, length in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
            ),
        }
    in_utc = "CAST({0} AT TIME ZONE 'UTC' AS TEXT)"
    exact = "to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    return {
        "first": "ascii",
        "number": "CAST(trim_scale({0}) AS TEXT)",
        "moment": f"replace(left({in_utc}, 19), ' ', 'T') || 'Z'",
        "exact_moment": exact,
        "json": "CAST({0} AS TEXT)",
        "uuid": "CAST({0} AS TEXT)",
    }


def worded(connection, sql, words) -> tuple[str, list]:
    """SQL of the words that stand for codes, others as they are; and its parameters."""
    if connection.vendor == "sqlite":
        whens = " ".join(["WHEN %s THEN %s"] * len(words))
        params = [part for pair in words.items() for part in pair]
        return f"CASE {sql} {whens} ELSE {sql} END", params
    # Looked up in half the time that comparing one by one takes.
    return f"coalesce(CAST(%s AS jsonb) ->> {sql}, {sql})", [json.dumps(words)]


def canonical_json(text: str) -> str:
    """JSON as PostgreSQL writes it again: keys by length, then by their bytes."""

    def sorted_keys(value):
        if isinstance(value, list):
            return [sorted_keys(item) for item in value]
        if not isinstance(value, dict):
            return value
        keys = sorted(value, key=lambda key: (len(key.encode()), key.encode()))
        return {key: sorted_keys(value[key]) for key in keys}

    return json.dumps(sorted_keys(json.loads(text)), ensure_ascii=False)
