"""Where a few letters may lead: to a commitment, a body, a theme, a member."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Max, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from commitments import search
from commitments.facets import Facets
from commitments.models import Commitment, Question
from commitments.models.members import without_title
from commitments.search.analysis import STOP, in_order_of_names, words

FEW = 4


@dataclass(frozen=True)
class Place:
    """One page that a reader may mean; ``detail`` tells it from others."""

    label: str
    url: str
    detail: str = ""


@dataclass(frozen=True)
class Group:
    """Some places of one kind."""

    kind: str
    label: str
    places: list[Place]


def completions(text: str, index: Facets, limit=FEW) -> list[Group]:
    """The pages that a text may be the beginning of, by kind; no empty groups."""
    groups = [
        Group("body", _("Bodies"), named(index.named["body"].values(), text)[:limit]),
        Group("theme", _("Themes"), named(index.named["theme"].values(), text)[:limit]),
        Group("member", _("Members of Parliament"), members(text)[:limit]),
        Group("commitment", _("Commitments"), commitments(text, index, limit)),
    ]
    return [group for group in groups if group.places]


def commitments(text: str, index: Facets, limit: int) -> list[Place]:
    """Published commitments that hold the words, those with a title like it first."""
    pks = search.begun(search.COMMITMENT, text, among=index.rows, limit=limit)
    rows = Commitment.objects.published().filter(pk__in=pks)
    found = rows.only("title", "slug").in_bulk()
    held = [found[pk] for pk in pks if pk in found]
    return [Place(row.title, row.get_absolute_url(), row.reference) for row in held]


def named(rows: Iterable, text: str) -> list[Place]:
    """The bodies or themes whose name has a word for each one begun."""
    begun = _begun(text)
    if not begun:
        return []
    rows = [row for row in rows if _has_all(_words(_names(row)), begun)]
    return [Place(str(row), row.get_absolute_url()) for row in in_order_of_names(rows)]


def _names(row):
    """A name, in every language that it has."""
    return f"{row.name} {getattr(row, 'name_en', '')}"


def members(text: str) -> list[Place]:
    """The members of Parliament whose name has a word for each one begun."""
    begun = _begun(without_title(text))
    if not begun:
        return []
    names, held = _members(Question.objects.aggregate(Max("pk"))["pk__max"])
    longest = max(begun, key=len)
    at, found = bisect_left(names, (longest,)), {}
    while at < len(names) and names[at][0].startswith(longest):
        slug = names[at][1]
        if _has_all(_words(held[slug]), begun):
            found[slug] = held[slug]
        at += 1
    return [
        Place(name, reverse("member-detail", args=[slug]))
        for slug, name in sorted(found.items())
    ]


@lru_cache(maxsize=1)
def _members(_latest):
    """Every word of a name with the member's slug, in order, and the names by slug.

    Read again once there are new questions: ``_latest`` is the id of the last one.
    """
    rows = Question.objects.filter(member__isnull=False).order_by().values("member")
    rows = rows.annotate(name=Min("author")).values_list("member", "name")
    held = {slug: without_title(name) for slug, name in rows}
    names = [(word, slug) for slug, name in held.items() for word in _words(name)]
    return sorted(names), held


def _begun(text):
    return [word for word in words(text[:200]) if word not in STOP][:10]


@lru_cache(maxsize=20_000)
def _words(name):
    return tuple(words(name))


def _has_all(held, begun):
    return all(any(word.startswith(start) for word in held) for start in begun)
