"""Many ids, or rows, given to a statement in a few parameters."""

import json

from django.db.models.expressions import RawSQL


def listed(connection, ids):
    """Return an expression of any number of ids for ``pk__in``: one parameter."""
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(ids))])
    # As one text: to quote its elements one by one takes three times as long.
    return RawSQL("SELECT unnest(%s::bigint[])", [f"{{{','.join(map(str, ids))}}}"])


def numbered(connection, ids, texts) -> tuple[str, list]:
    """SQL of a table of given rows, and its parameters.

    ``texts`` holds by name the texts of each of the ``ids``; the columns are id, those
    names, and place, by which the rows stand in their order.
    """
    if connection.vendor == "sqlite":
        parts = "".join(
            f", json_extract(value, '$[{number}]') AS {name}"
            for number, name in enumerate(texts, 1)
        )
        rows = list(zip(ids, *texts.values(), strict=True))
        return (
            f"SELECT json_extract(value, '$[0]') AS id{parts}, key AS place "
            "FROM json_each(%s)",
            [json.dumps(rows, ensure_ascii=False)],
        )
    # Each array as one text: to quote its elements one by one takes ten times as long.
    # The server counts them before it plans, and reads a long list in another way. A
    # text goes once, however many rows have it.
    array = "string_to_array(%s, ',')::bigint[]"
    words, places = [], []
    for given in texts.values():
        place_of = {text: str(n) for n, text in enumerate(dict.fromkeys(given))}
        words.append(json.dumps(list(place_of), ensure_ascii=False))
        places.append(",".join([place_of[text] for text in given]))
    columns = "".join(
        f", CAST(%s AS jsonb) ->> listed.{name}::int AS {name}" for name in texts
    )
    return (
        f"SELECT id{columns}, place "
        f"FROM unnest({', '.join([array] * (1 + len(texts)))}) "
        f"WITH ORDINALITY AS listed ({', '.join(('id', *texts, 'place'))})",
        [*words, ",".join(map(str, ids)), *places],
    )
