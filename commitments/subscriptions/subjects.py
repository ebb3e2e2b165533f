"""What a reader may ask news of, as the address of a page says it.

``engagement=E-0042`` is a commitment; any other query string is that of the list, of
which a single body or a single theme is that body or that theme, so that one wish has
one spelling and is kept once.
"""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from commitments.active_filters import active_filters
from commitments.facets import Asked
from commitments.filters import NOT_FOR_US, CommitmentFilter
from commitments.models import Body, Commitment, Subscription, Theme
from commitments.query_strings import without

# What says where a reader stands in a list, and not what the list is of.
PLACES = {"page", "sort"}
COMMITMENT = "engagement"
# The filters that take any words.
TYPED = ("q", "territory")
# The list without any filter.
EVERYTHING = "?"
LONGEST = Subscription._meta.get_field("search").max_length


class NoSubject(ValueError):
    """Nothing that news could be given of."""


@dataclass(frozen=True)
class Subject:
    """What a subscription is to: one of the four has a value."""

    commitment: Commitment | None = None
    body: Body | None = None
    theme: Theme | None = None
    search: str = ""

    @classmethod
    def of(cls, subscription: Subscription) -> "Subject":
        return cls(
            subscription.commitment,
            subscription.body,
            subscription.theme,
            subscription.search,
        )

    @property
    def fields(self) -> dict:
        """The columns of a subscription to it."""
        names = ("commitment", "body", "theme", "search")
        return {name: getattr(self, name) for name in names}

    @property
    def path(self) -> str:
        """The page that shows it."""
        if self.search:
            return reverse("commitment-list") + self.search.removesuffix(EVERYTHING)
        return self._record.get_absolute_url()

    @property
    def query(self) -> str:
        """How addresses name it: "engagement=E-0042", "body=x", "q=loup"."""
        if self.commitment:
            return f"{COMMITMENT}={self.commitment.reference}"
        if self.search:
            return self.search.removeprefix("?")
        return f"{'body' if self.body else 'theme'}={self._record.slug}"

    @property
    def words(self) -> str:
        """What it is, in words of the reader's language."""
        if self.search:
            return _in_words(self.search)
        return str(self._record)

    # A message to an address that nobody has confirmed yet says nothing that whoever
    # asked for it has typed: it would carry their advertisements under our name.

    @property
    def words_of_ours(self) -> str:
        """The same, without the words that somebody typed."""
        if not self.search or self.search == EVERYTHING:
            return self.words
        return _in_words(self.search, but=TYPED) or _("A search")

    @property
    def path_of_ours(self) -> str:
        """The page that shows it; without any filter when words were typed."""
        is_typed = bool(set(QueryDict(self.search.removeprefix("?"))) & set(TYPED))
        return reverse("commitment-list") if is_typed else self.path

    @property
    def _record(self):
        return self.commitment or self.body or self.theme


def read_subject(params: QueryDict) -> Subject:
    """The subject that a query string names. Raises NoSubject for any other."""
    if COMMITMENT in params:
        return Subject(commitment=_commitment(params[COMMITMENT]))
    kept = tidied(params)
    for name, model in (("body", Body), ("theme", Theme)):
        if list(kept) == [name] and len(kept.getlist(name)) == 1:
            record = model.objects.filter(slug=kept[name]).first()
            if record is None:
                raise NoSubject(kept[name])
            return Subject(**{name: record})
    search = f"?{kept.urlencode()}"
    if len(search) > LONGEST or not filters(search).is_valid():
        raise NoSubject(search)
    return Subject(search=search)


def _commitment(reference):
    found = Commitment.objects.published().by_reference(reference.upper()).first()
    if found is None:
        raise NoSubject(reference)
    return found


def tidied(params: QueryDict) -> QueryDict:
    """The filters alone, each value once, in one order: same question, same words."""
    kept = QueryDict(mutable=True)
    for name in sorted(params):
        values = {" ".join(value.split()) for value in params.getlist(name)} - {""}
        if values and name not in PLACES and not name.startswith(NOT_FOR_US):
            kept.setlist(name, sorted(values))
    return kept


def filters(search: str) -> CommitmentFilter:
    """The filter set that a kept search stands for."""
    return CommitmentFilter.given(QueryDict(search.removeprefix("?")))


def asked(search: str) -> Asked | None:
    """The question of a kept search; None when it no longer is one.

    A body or a theme of its filters may have been deleted since.
    """
    filterset = filters(search)
    return filterset.asked() if filterset.is_valid() else None


def _in_words(search, but=()):
    if search == EVERYTHING:
        return _("All the commitments")
    filterset = filters(search)
    if not filterset.is_valid():
        return search
    label = _("%(name)s: %(value)s")
    params = without(QueryDict(search.removeprefix("?")), but)
    return ", ".join(
        label % {"name": one.name, "value": one.value}
        for one in active_filters(filterset, params)
    )
