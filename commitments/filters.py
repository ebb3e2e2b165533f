"""What a reader may ask of the list of commitments.

One set of filters for the page, and for what else shows the same list. A value that is
not valid is an error of the form: the caller shows it and shows no row, for a list that
silently ignored "?assessment=typo" would answer another question.
"""

from dataclasses import dataclass

import django_filters
from django import forms
from django.db.models import F
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from commitments.choices import Chamber, Kind, Status, Testability, Timing
from commitments.facets import FACETS, Asked
from commitments.filter_fields import (
    SEVERAL,
    DayFilter,
    NamedFilter,
    NumbersFilter,
    Shared,
    SharedFields,
    TextsFilter,
)
from commitments.models import Body, Commitment, Theme
from commitments.search import COMMITMENT, Found, look, search
from commitments.timing import YEARS, delay_expression


@dataclass(frozen=True)
class Sort:
    """An order of the list: its name for facets.Selection.page, and the same in SQL."""

    label: str
    order: str
    sql: tuple


SORTS = {
    "relevance": Sort(_("Relevance"), "relevance", ()),
    "changed": Sort(
        _("Latest change"), "-changed", (F("changed_at").desc(), F("pk").desc())
    ),
    "due": Sort(
        _("Oldest deadline"),
        "due",
        (F("due_on").asc(nulls_last=True), F("pk").asc()),
    ),
    "due-last": Sort(
        _("Furthest deadline"),
        "-due",
        (F("due_on").desc(nulls_last=True), F("pk").desc()),
    ),
    "delay": Sort(
        _("Longest delay from the start"),
        "-delay",
        (F("delay").desc(nulls_last=True), F("pk").desc()),
    ),
    "promised": Sort(
        _("Latest promise"),
        "-promised",
        (F("promised_on").desc(nulls_last=True), F("pk").desc()),
    ),
    "reference": Sort(_("Reference"), "id", (F("pk").asc(),)),
}
DEFAULT_SORT = "changed"
LEGISLATURES = range(1, 100)
# What other sites add to the addresses that they share.
NOT_FOR_US = ("utm_", "fbclid", "gclid")


class CommitmentFilterForm(forms.Form):
    """Refuses what a list could only ignore: it would answer another question."""

    def clean(self):
        cleaned = super().clean()
        for name in self.data:
            if name in self.fields:
                self._refuse_several(name)
            elif name != "page" and not name.startswith(NOT_FOR_US):
                words = _("There is no filter called “%(name)s”.")
                self.add_error(None, words % {"name": name[:50]})
        for first, last in (("promised_from", "promised_to"), ("due_from", "due_to")):
            days = cleaned.get(first), cleaned.get(last)
            if all(days) and days[0] > days[1]:
                self.add_error(last, _("The first day comes after the last one."))
        return cleaned

    def _refuse_several(self, name):
        """A field of one value would keep the last of several."""
        takes_several = isinstance(self.fields[name], SEVERAL)
        if not takes_several and len(set(self.data.getlist(name))) > 1:
            self.add_error(
                name, _("Several values are given, and this filter takes one.")
            )


class CommitmentFilter(django_filters.FilterSet):
    """Filters of the public list; every one may be left out."""

    q = django_filters.CharFilter(
        label=_("Words"),
        method="having_words",
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    body = NamedFilter(
        label=_("Body"),
        queryset=Body.objects.all(),
        to_field_name="slug",
        method="of_bodies",
    )
    theme = NamedFilter(
        label=_("Theme"),
        queryset=Theme.objects.all(),
        to_field_name="slug",
        method="on_themes",
    )
    assessment = django_filters.MultipleChoiceFilter(
        label=_("Assessment"),
        field_name="status",
        choices=Status.choices,
        distinct=False,
    )
    timing = django_filters.MultipleChoiceFilter(
        label=_("Timing"), choices=Timing.choices, method="at_timing"
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), choices=Kind.choices, distinct=False
    )
    testability = django_filters.MultipleChoiceFilter(
        label=_("Testability"), choices=Testability.choices, distinct=False
    )
    chamber = django_filters.MultipleChoiceFilter(
        label=_("Chamber"), choices=Chamber.choices, distinct=False
    )
    legislature = NumbersFilter(
        label=_("Legislature"), numbers=LEGISLATURES, distinct=False
    )
    due_year = NumbersFilter(
        label=_("Year of the deadline"),
        field_name="due_on",
        lookup_expr="year",
        numbers=YEARS,
        distinct=False,
    )
    promised_year = NumbersFilter(
        label=_("Year of the promise"),
        field_name="promised_on",
        lookup_expr="year",
        numbers=YEARS,
        distinct=False,
    )
    territory = TextsFilter(label=_("Territory"), distinct=False)
    promised_from = DayFilter(
        label=_("Promised from"),
        field_name="promised_on",
        lookup_expr="gte",
    )
    promised_to = DayFilter(
        label=_("Promised until"),
        field_name="promised_on",
        lookup_expr="lte",
    )
    due_from = DayFilter(label=_("Due from"), field_name="due_on", lookup_expr="gte")
    due_to = DayFilter(label=_("Due until"), field_name="due_on", lookup_expr="lte")
    sort = django_filters.ChoiceFilter(
        label=_("Sort by"),
        choices=[(name, sort.label) for name, sort in SORTS.items()],
        empty_label=None,
        method="in_order",
    )

    class Meta:
        model = Commitment
        fields = []
        form = CommitmentFilterForm

    # Made at the first use: nothing in it depends on what is asked.
    form_class = None

    def get_form_class(self):
        if self.form_class is None:
            form_class = super().get_form_class()
            form_class.base_fields = SharedFields(form_class.base_fields)
            CommitmentFilter.form_class = form_class
        return self.form_class

    @classmethod
    def given(cls, params) -> "CommitmentFilter":
        """The filters that a program asks by, without the fields that it left out.

        To clean those takes as long as to find the rows. The queryset is never read:
        rows are chosen among the facets.
        """
        filterset = cls(params, Commitment.objects.all())
        fields = filterset.form.fields
        for name in fields.keys() - params.keys():
            del fields[name]
        return filterset

    def having_words(self, queryset, _name, text):
        return search(queryset, text)

    def of_bodies(self, queryset, _name, bodies):
        if not bodies:
            return queryset
        # A commitment may have several bodies of one lineage, yet is one row.
        lineage = set().union(*(body.lineage() for body in bodies))
        held = Commitment.bodies.through.objects.filter(body__in=lineage)
        return queryset.filter(pk__in=held.values("commitment"))

    def on_themes(self, queryset, _name, themes):
        if not themes:
            return queryset
        held = Commitment.themes.through.objects.filter(theme__in=themes)
        return queryset.filter(pk__in=held.values("commitment"))

    def at_timing(self, queryset, _name, timings):
        if not timings:
            return queryset
        return queryset.with_timing().filter(timing__in=timings)

    def in_order(self, queryset, _name, sort):
        if sort == "relevance":
            return queryset
        if sort == "delay":
            queryset = queryset.annotate(delay=delay_expression())
        return queryset.order_by(*SORTS[sort].sql)

    @property
    def default_order(self) -> str:
        """The name of the order that suits the question when none is asked for."""
        return "relevance" if self.form.cleaned_data.get("q") else DEFAULT_SORT

    @property
    def order(self) -> str:
        """The name of the order of the rows."""
        default = self.default_order
        order = self.form.cleaned_data.get("sort") or default
        # Without words no row is more relevant than another.
        return default if order == "relevance" else order

    @property
    def rows(self):
        """The rows asked for, in order; none when a filter is not valid.

        The order of relevance is the search's own: here the latest change comes first.
        """
        if not self.is_valid():
            return self.queryset.none()
        sort = DEFAULT_SORT if self.order == "relevance" else self.order
        return self.in_order(self.qs, "sort", sort)

    @cached_property
    def found(self) -> Found | None:
        """What the words find, once the filters are valid; None without words."""
        return look(COMMITMENT, self.form.cleaned_data.get("q", ""))

    def asked(self) -> Asked:
        """The same question for facets.Facets.select, once the filters are valid."""
        cleaned = self.form.cleaned_data
        chosen = {name: cleaned[name] for name in FACETS if name in self.data}
        for name in ("body", "theme"):
            if name in chosen:
                chosen[name] = [row.pk for row in chosen[name]]
        return Asked(
            chosen={name: tuple(values) for name, values in chosen.items() if values},
            promised=(cleaned.get("promised_from"), cleaned.get("promised_to")),
            due=(cleaned.get("due_from"), cleaned.get("due_to")),
            among=self.found.ids if self.found else None,
        )


CommitmentFilter.base_filters = Shared(CommitmentFilter.base_filters)
