"""What a reader may ask of the list of commitments.

One set of filters for the page, and for what else shows the same list. A value that is
not valid is an error of the form: the caller shows it and shows no row, for a list that
silently ignored "?assessment=typo" would answer another question.
"""

from dataclasses import dataclass
from datetime import date

import django_filters
from django import forms
from django.db.models import F
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commitments.choices import Chamber, Kind, Status, Timing
from commitments.models import Body, Commitment, Theme
from commitments.search import search
from commitments.typography import format_date

SORTS = {
    "changed": (_("Latest change"), [F("changed_at").desc(), "-pk"]),
    "due": (_("Deadline, nearest first"), [F("due_on").asc(nulls_last=True), "pk"]),
    "due-last": (
        _("Deadline, furthest first"),
        [F("due_on").desc(nulls_last=True), "pk"],
    ),
    "promised": (
        _("Promise, latest first"),
        [F("promised_on").desc(nulls_last=True), "-pk"],
    ),
    "reference": (_("Reference"), ["pk"]),
}
DEFAULT_SORT = "changed"


class DateInput(forms.DateInput):
    """The browser's own date field; its value is always written the ISO way."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class CommitmentFilter(django_filters.FilterSet):
    """Filters of the public list; every one may be left out."""

    q = django_filters.CharFilter(
        label=_("Words"),
        method="having_words",
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    body = django_filters.ModelChoiceFilter(
        label=_("Body"),
        queryset=Body.objects.all(),
        to_field_name="slug",
        empty_label=_("All"),
        method="of_body",
        help_text=_("With the bodies that it took over from."),
    )
    theme = django_filters.ModelChoiceFilter(
        label=_("Theme"),
        field_name="themes",
        queryset=Theme.objects.all(),
        to_field_name="slug",
        empty_label=_("All"),
    )
    assessment = django_filters.MultipleChoiceFilter(
        label=_("Assessment"),
        field_name="status",
        choices=Status.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    timing = django_filters.MultipleChoiceFilter(
        label=_("Timing"),
        choices=Timing.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=Kind.choices, empty_label=_("All")
    )
    chamber = django_filters.ChoiceFilter(
        label=_("Chamber"), choices=Chamber.choices, empty_label=_("Both")
    )
    promised_from = django_filters.DateFilter(
        label=_("Promised from"),
        field_name="promised_on",
        lookup_expr="gte",
        widget=DateInput,
    )
    promised_to = django_filters.DateFilter(
        label=_("Promised until"),
        field_name="promised_on",
        lookup_expr="lte",
        widget=DateInput,
    )
    due_from = django_filters.DateFilter(
        label=_("Due from"), field_name="due_on", lookup_expr="gte", widget=DateInput
    )
    due_to = django_filters.DateFilter(
        label=_("Due until"), field_name="due_on", lookup_expr="lte", widget=DateInput
    )
    sort = django_filters.ChoiceFilter(
        label=_("Sort by"),
        choices=[(name, label) for name, (label, _order) in SORTS.items()],
        empty_label=None,
        method="in_order",
    )

    class Meta:
        model = Commitment
        fields = []

    def having_words(self, queryset, _name, text):
        return search(queryset, text)

    def of_body(self, queryset, _name, body):
        # A commitment may have several bodies of one lineage, yet is one row.
        held = Commitment.bodies.through.objects.filter(body__in=body.lineage())
        return queryset.filter(pk__in=held.values("commitment"))

    def in_order(self, queryset, _name, sort):
        return queryset.order_by(*SORTS[sort][1])

    @property
    def rows(self):
        """The rows asked for, in order; none when a filter is not valid."""
        if not self.is_valid():
            return self.queryset.none()
        if self.form.cleaned_data.get("sort"):
            return self.qs
        return self.in_order(self.qs, "sort", DEFAULT_SORT)


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
        for raw in params.getlist(name):
            if raw:
                without = params.copy()
                rest = [value for value in params.getlist(name) if value != raw]
                without.setlist(name, rest)
                without.pop("page", None)
                found.append(
                    ActiveFilter(
                        name=str(field.label),
                        value=_in_words(filterset.form, name, raw),
                        without=f"?{without.urlencode()}",
                    )
                )
    return found


def _in_words(form, name, raw):
    value = form.cleaned_data.get(name)
    choices = getattr(form.fields[name], "choices", None)
    if isinstance(value, Body | Theme):
        return str(value)
    if isinstance(value, date):
        return format_date(value, get_language())
    if choices:
        return str(dict(choices).get(raw, raw))
    return raw
