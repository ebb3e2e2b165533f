"""The filters in force, in words, each with the address that would remove it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from commitments.query_strings import query_string
from commitments.typography import format_date


@dataclass(frozen=True)
class ActiveFilter:
    """One filter in force, in words, and the query string that would remove it."""

    name: str
    value: str
    without: str


def active_filters(filterset, params) -> list[ActiveFilter]:
    """The filters in force, one entry for each value, from a valid filter set.

    ``params`` is the request's QueryDict; the page number goes with any of them.
    """
    found = []
    for name, field in filterset.form.fields.items():
        if name == "sort":
            continue
        values = params.getlist(name)
        for raw in dict.fromkeys(filter(None, values)):
            rest = [value for value in values if value != raw]
            found.append(
                ActiveFilter(
                    name=str(field.label),
                    value=_in_words(filterset.form, name, raw),
                    without=query_string(params, page=None, **{name: rest}),
                )
            )
    return found


def _in_words(form, name, raw):
    value = form.cleaned_data.get(name)
    choices = getattr(form.fields[name], "choices", None)
    if name in ("body", "theme"):
        return next(str(row) for row in value if row.slug == raw)
    if isinstance(value, date):
        return format_date(value, get_language())
    if choices:
        return str(dict(choices).get(raw, raw))
    return raw
