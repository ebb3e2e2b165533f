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
# What other sites add to the addresses that they share.
NOT_FOR_US = ("utm_", "fbclid", "gclid")


class DateInput(forms.DateInput):
    """The browser's own date field; its value is always written the ISO way."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class DayFilter(django_filters.DateFilter):
    """A day of the address, written the ISO way: it is shared between languages."""

    def __init__(self, **options):
        super().__init__(input_formats=["%Y-%m-%d"], widget=DateInput, **options)


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
        takes_several = isinstance(self.fields[name], forms.MultipleChoiceField)
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
        choices=[(name, label) for name, (label, _order) in SORTS.items()],
        empty_label=None,
        method="in_order",
    )

    class Meta:
        model = Commitment
        fields = []
        form = CommitmentFilterForm

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
        for raw in dict.fromkeys(params.getlist(name)):
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
