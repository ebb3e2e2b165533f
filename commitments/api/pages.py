"""One page of a list, and the way to the next one and back."""

from dataclasses import dataclass
from urllib.parse import urlencode

from commitments.api.asked import Asked
from commitments.api.cursors import AFTER, BEFORE, Cursor, read
from commitments.query_strings import without
from commitments.sharing import absolute


@dataclass(frozen=True)
class Page:
    """The ids, or the rows, of a page; the cursors are None where nothing is left."""

    rows: list
    count: int
    after: Cursor | None
    before: Cursor | None


def page_of_ranked(ranked, asked: Asked, of: str) -> Page:
    """A page of ids whose places are known (``cursors.Ranked``, ``cursors.Tiers``)."""
    cursor = read(asked.cursor, of)
    place = ranked.place(cursor) if cursor else 0
    start, stop = place, place + asked.limit
    if cursor and cursor.side == BEFORE:
        start, stop = max(0, place - asked.limit), place
    pks, count = ranked.ids(start, stop), len(ranked)

    def beside(pk, side):
        return Cursor(of, side, ranked.value_of(pk), pk)

    return Page(
        rows=pks,
        count=count,
        after=beside(pks[-1], AFTER) if pks and stop < count else None,
        before=beside(pks[0], BEFORE) if pks and start > 0 else None,
    )


def page_of_rows(queryset, by: tuple[str, ...], asked: Asked, of: str) -> Page:
    """A page of rows in the order of one or two columns, the last one unique.

    A cursor has their values; ``-`` before the first one sorts both downwards.
    """
    cursor = read(asked.cursor, of)
    is_before = cursor is not None and cursor.side == BEFORE
    is_descending = by[0].startswith("-")
    names = [name.removeprefix("-") for name in by]
    rows = queryset
    if cursor:
        rows = _beyond(rows, names, cursor, is_up=is_descending == is_before)
    downwards = is_descending != is_before
    order = [f"-{name}" if downwards else name for name in names]
    found = list(rows.order_by(*order)[: asked.limit + 1])
    is_more = len(found) > asked.limit
    found = found[: asked.limit]
    if is_before:
        found.reverse()
    has_after = is_more or is_before
    has_before = (is_more and is_before) or (cursor is not None and not is_before)

    def beside(row, side):
        *values, key = (getattr(row, name) for name in names)
        value = values[0].isoformat() if values else None
        return Cursor(of, side, value, key)

    return Page(
        rows=found,
        count=queryset.count(),
        after=beside(found[-1], AFTER) if found and has_after else None,
        before=beside(found[0], BEFORE) if found and has_before else None,
    )


def _beyond(rows, names, cursor, *, is_up):
    """The rows on one side of a cursor, ``is_up`` those with larger values."""
    *firsts, last = names
    larger = "gt" if is_up else "lt"
    if not firsts:
        return rows.filter(**{f"{last}__{larger}": cursor.key})
    # Not "or": the index of the first column then gives where to begin.
    equal_and_not_beyond = {
        firsts[0]: cursor.value,
        f"{last}__{'lte' if is_up else 'gte'}": cursor.key,
    }
    rows = rows.filter(**{f"{firsts[0]}__{larger}e": cursor.value})
    return rows.exclude(**equal_and_not_beyond)


def told(request, page: Page, rows: list[dict]) -> tuple[dict, str]:
    """A page as it is given, and the Link header that says the same (RFC 8288)."""
    first = link(request)
    following = _at(first, page.after)
    preceding = _at(first, page.before)
    links = {"next": following, "prev": preceding, "first": first}
    header = ", ".join(f'<{to}>; rel="{name}"' for name, to in links.items() if to)
    content = {
        "count": page.count,
        "next": following,
        "previous": preceding,
        "results": rows,
    }
    return content, header


def link(request) -> str:
    """The address asked for, at the beginning of the list."""
    query = without(request.GET, ("cursor",)).urlencode()
    path = absolute(request, request.path)
    return f"{path}?{query}" if query else path


def _at(first, cursor):
    """The address of a list at another place; None where there is nothing more."""
    if cursor is None:
        return None
    return f"{first}{'&' if '?' in first else '?'}{urlencode({'cursor': str(cursor)})}"
