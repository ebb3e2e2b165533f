"""Many ids, or rows, given to a statement in a few parameters."""

import json
from array import array
from itertools import chain

from django.db.models.expressions import RawSQL


def listed(connection, ids):
    """Return an expression of any number of ids for ``pk__in``: one parameter."""
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(ids))])
    return RawSQL("SELECT unnest(%s::bigint[])", [_as_array(map(str, ids))])


def numbered(connection, table, ids, texts) -> tuple[str, list]:
    """SQL of the rows of a table that have given ids, and its parameters.

    Beside the table's own columns they have those of ``texts``, which holds by name the
    text of each of the ``ids``, and ``place``, by which they stand in their order.
    """
    if connection.vendor == "sqlite":
        return _joined(table, *_json_rows(ids, texts), texts)
    # A text goes once, however many rows have it.
    words, numbers = [], []
    for given in texts.values():
        number_of = {text: number for number, text in enumerate(dict.fromkeys(given))}
        words.append(json.dumps(list(number_of), ensure_ascii=False))
        numbers.append([number_of[text] for text in given])
    if _is_most(ids):
        return _looked_up(table, ids, texts, words, numbers)
    return _joined(table, *_array_rows(ids, texts, words, numbers), texts)


def _joined(table, asked, given, texts):
    columns = "".join(f", asked.{name}" for name in texts)
    return (
        f"SELECT {table}.*{columns}, asked.place "
        f"FROM ({asked}) AS asked JOIN {table} ON {table}.id = asked.id",
        given,
    )


def _json_rows(ids, texts):
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


def _array_rows(ids, texts, words, numbers):
    # Counted by the server before it plans: it reads a long list in another way.
    columns = "".join(
        f", CAST(%s AS jsonb) ->> given.{name}::int AS {name}" for name in texts
    )
    arrays = [_as_array(map(str, values)) for values in (ids, *numbers)]
    return (
        f"SELECT id{columns}, place "
        f"FROM unnest({', '.join(['%s::bigint[]'] * len(arrays))}) "
        f"WITH ORDINALITY AS given ({', '.join(('id', *texts, 'place'))})",
        [*words, *arrays],
    )


def _is_most(ids):
    """Whether the ids are most of those up to the last one, each of them once."""
    return len(ids) > max(ids, default=0) / 2 and len(set(ids)) == len(ids)


def _looked_up(table, ids, texts, words, numbers):
    """The rows with what is found at their ids in arrays, which costs less than a join.

    No place is 0, which the arrays have for ids that nobody asked for. The server takes
    hardly any row to be equal to one value, so it plans for most of the table.
    """
    last = max(ids)

    def by_id(values):
        found = array("I", bytes(4 * (last + 1)))
        for pk, value in zip(ids, values, strict=True):
            found[pk] = value
        return _as_array(map(str, found[1:]))

    columns = "".join(
        f", CAST(%s AS jsonb) ->> (%s::int[])[id] AS {name}" for name in texts
    )
    named = zip(words, map(by_id, numbers), strict=True)
    return (
        f"SELECT * FROM (SELECT *{columns}, (%s::int[])[id] AS place FROM {table} "
        "WHERE id <= %s) AS found WHERE place <> 0",
        [*chain.from_iterable(named), by_id(range(1, len(ids) + 1)), last],
    )


def _as_array(numbers):
    """An array of PostgreSQL as one text: to quote each element takes far longer."""
    return f"{{{','.join(numbers)}}}"
