"""Query strings: the parameters of a request with other values, or but for some.

A parameter given several times keeps its values, in their order. Nothing is copied
deeply, as ``QueryDict.copy`` does: a list draws some twenty addresses.
"""

from collections.abc import Container
from urllib.parse import urlencode

from django.http import QueryDict


def query_string(params: QueryDict, /, **changes) -> str:
    """Return the query string of parameters with other values: "?q=eau&page=2".

    A change is a value, a list of values, or None for no such parameter. It is what
    ``{% querystring %}`` gives, not yet escaped for HTML: "" of no parameter, but "?"
    once the last is removed, for a link to "" would keep the query of its page.
    """
    lists = dict(params.lists())
    for name, value in changes.items():
        if value is None:
            lists.pop(name, None)
        else:
            lists[name] = value if isinstance(value, list) else [value]
    return f"?{urlencode(lists, doseq=True)}" if lists or params else ""


def without(params: QueryDict, names: Container[str]) -> QueryDict:
    """Return the parameters but for those of some names."""
    kept = QueryDict(mutable=True)
    for name, values in params.lists():
        if name not in names:
            kept.setlist(name, values)
    return kept


def filled(params: QueryDict) -> QueryDict:
    """Return the parameters but for empty values, which plain forms send too."""
    kept = QueryDict(mutable=True)
    for name, values in params.lists():
        if given := [value for value in values if value]:
            kept.setlist(name, given)
    return kept
