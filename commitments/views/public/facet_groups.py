"""The boxes of the list's filters: what may be ticked, with how many rows it gives."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from commitments.choices import Chamber, Kind, Status, Testability, Timing
from commitments.facets import Selection
from commitments.search import alphabetical
from commitments.typography import format_number

# In the order of the page. Choices keep the order of the vocabulary.
CHOICES = {
    "assessment": Status,
    "timing": Timing,
    "kind": Kind,
    "testability": Testability,
    "chamber": Chamber,
}
ORDER = (
    "theme",
    "body",
    "assessment",
    "timing",
    "due_year",
    "promised_year",
    "kind",
    "testability",
    "territory",
    "legislature",
    "chamber",
)
# The values shown at once, and those under "more", so that the page stays light.
FIRST, MORE = 6, 18
MORE_OF = {"due_year": 60, "promised_year": 60}
# Those that stand open before anything is chosen.
OPEN = ("theme", "body", "assessment", "timing")


class Option(NamedTuple):
    """One box, and how many rows it would give beside the other filters."""

    value: str
    label: str
    language: str
    count: str
    is_chosen: bool


@dataclass(frozen=True)
class Group:
    """The boxes of one facet: those shown at once, and the others."""

    name: str
    label: str
    is_open: bool
    chosen: int
    first: list[Option]
    more: list[Option]
    more_label: str
    left_out: str


def facet_groups(filterset, selection: Selection) -> list[Group]:
    """The facets of a selection that have a value to offer."""
    language = get_language()
    groups = (_group(name, filterset, selection, language) for name in ORDER)
    return [group for group in groups if group.first]


def _group(name, filterset, selection, language):
    counts, chosen = selection.counts(name), selection.chosen.get(name, ())
    keys = _in_order(name, counts, chosen, selection.index)
    told = _told(name, selection.index, language)

    def options(some):
        return [
            Option(*told(key), _number(counts[key], language), key in chosen)
            for key in some
        ]

    end = len(keys) if name in CHOICES else max(FIRST, len(chosen))
    more = keys[end : end + MORE_OF.get(name, MORE)]
    left_out = len(keys[end:]) - len(more)
    return Group(
        name=name,
        label=filterset.form.fields[name].label,
        is_open=name in OPEN or bool(chosen),
        chosen=len(chosen),
        first=options(keys[:end]),
        more=options(more),
        more_label=_more_label(len(more)) if more else "",
        left_out=_left_out(left_out, language) if left_out else "",
    )


def _more_label(count):
    return ngettext("%(n)s more", "%(n)s more", count) % {"n": count}


def _left_out(count, language):
    return ngettext(
        "And %(n)s other, found by its name in the search.",
        "And %(n)s others, found by their names in the search.",
        count,
    ) % {"n": _number(count, language)}


def _in_order(name, counts, chosen, index):
    """The values to offer: choices as they are listed, years from the last one, names
    by how many rows they give. Those that are chosen never go under "more"."""
    if name in CHOICES:
        return [code for code in _codes(name) if code in counts]
    if name in ("due_year", "promised_year", "legislature"):
        return sorted(counts, key=lambda key: (key not in chosen, -key))
    if name in index.named:
        by_name = [key for key in index.named[name] if key in counts]
    else:
        by_name = sorted(counts, key=alphabetical)
    return sorted(by_name, key=lambda key: (key not in chosen, -counts[key]))


def _told(name, index, language):
    """A function of a facet's value: as it stands in addresses, and in words, and the
    language of these where it is not the page's."""
    spoken = "fr" if name in ("body", "territory") and language != "fr" else ""
    if rows := index.named.get(name):
        return lambda key: (rows[key].slug, str(rows[key]), spoken)
    if name in CHOICES:
        return lambda key: (key, _label(name, key, language), spoken)
    words = _("%(number)sth legislature") if name == "legislature" else "%(number)s"
    return lambda key: (str(key), words % {"number": key}, spoken)


@cache
def _codes(name):
    return CHOICES[name].values


@cache
def _label(name, code, _language):
    return str(CHOICES[name](code).label)


@lru_cache(maxsize=20_000)
def _number(count, language):
    return format_number(count, language)
