"""The boxes of the list's filters: what may be ticked, with how many rows it gives."""

from dataclasses import dataclass
from functools import cache, lru_cache

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from commitments.choices import Chamber, Kind, Status, Testability, Timing
from commitments.facets import Selection
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


@dataclass(frozen=True, slots=True)
class Option:
    """One box, and how many rows it would give beside the other filters."""

    value: str
    label: str
    count: str
    is_chosen: bool
    language: str = ""


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
    groups = (_group(name, filterset, selection) for name in ORDER)
    return [group for group in groups if group.first]


def _group(name, filterset, selection):
    counts, chosen = selection.counts(name), selection.chosen.get(name, ())
    keys = _in_order(name, counts, chosen, selection.index)
    language = get_language()

    def options(some):
        return [
            _option(name, key, counts[key], key in chosen, selection.index, language)
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
        more_label=ngettext("%(n)s more", "%(n)s more", len(more)) % {"n": len(more)},
        left_out=_left_out(left_out) if left_out else "",
    )


def _left_out(count):
    return ngettext(
        "And %(n)s other, found by its name in the search.",
        "And %(n)s others, found by their names in the search.",
        count,
    ) % {"n": _number(count, get_language())}


def _in_order(name, counts, chosen, index):
    """The values to offer: choices as they are listed, years from the last one, names
    by how many rows they give. Those that are chosen never go under "more"."""
    if name in CHOICES:
        return [code for code in CHOICES[name].values if code in counts]
    keys = counts
    if name in index.named:
        keys = [key for key in counts if key in index.named[name]]
    if name in ("due_year", "promised_year", "legislature"):
        return sorted(keys, key=lambda key: (key not in chosen, -key))
    return sorted(keys, key=lambda key: (key not in chosen, -counts[key], str(key)))


def _option(name, key, count, is_chosen, index, language):
    value, label, spoken = str(key), str(key), ""
    if name in index.named:
        row = index.named[name][key]
        value, label = row.slug, str(row)
        spoken = "fr" if name == "body" and language != "fr" else ""
    elif name in CHOICES:
        label = _label(name, key, language)
    elif name == "legislature":
        label = _("%(number)sth legislature") % {"number": key}
    elif name == "territory":
        spoken = "fr" if language != "fr" else ""
    shown = _number(count, language)
    return Option(value, label, shown, is_chosen, spoken)


@cache
def _label(name, code, _language):
    return str(CHOICES[name](code).label)


@lru_cache(maxsize=20_000)
def _number(count, language):
    return format_number(count, language)
