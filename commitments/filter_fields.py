"""What the filters of the list are made of: fields of an address, shared by all."""

from copy import copy

import django_filters
from django import forms

from commitments import facets

# Fields that take more than one value.
SEVERAL = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)


class DateInput(forms.DateInput):
    """The browser's own date field; its value is always written the ISO way."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class DayFilter(django_filters.DateFilter):
    """A day of the address, written the ISO way: it is shared between languages."""

    def __init__(self, **options):
        super().__init__(input_formats=["%Y-%m-%d"], widget=DateInput, **options)


class NumbersField(forms.TypedMultipleChoiceField):
    """Whole numbers of a range, such as years."""

    def __init__(self, *, numbers, **options):
        self.numbers = numbers
        super().__init__(coerce=int, **options)

    def valid_value(self, value):
        return value.isascii() and value.isdigit() and int(value[:9]) in self.numbers


class NumbersFilter(django_filters.TypedMultipleChoiceFilter):
    field_class = NumbersField


class TextsField(forms.MultipleChoiceField):
    """Any words: those that no row has find nothing."""

    def valid_value(self, value):
        return len(value) <= 100 and "\0" not in value


class TextsFilter(django_filters.MultipleChoiceFilter):
    field_class = TextsField


class NamedField(django_filters.fields.ModelMultipleChoiceField):
    """Bodies, or themes, by their names in addresses."""

    def clean(self, value):
        """The rows of these names, which the facets keep: valid ones cost no query."""
        kept = facets.current().named[self.queryset.model._meta.model_name]
        known = {row.slug: row for row in kept.values()}
        if value and all(slug in known for slug in value):
            return [known[slug] for slug in dict.fromkeys(value)]
        return super().clean(value)


class NamedFilter(django_filters.ModelMultipleChoiceFilter):
    field_class = NamedField


class Shared(dict):
    """Filters that sets of filters copy one by one, with what they hold left shared.

    A set copies all its filters, choices and translations included: half the time of
    the list of commitments went into that.
    """

    def __deepcopy__(self, memo):
        return Shared((name, self._own(one)) for name, one in self.items())

    def _own(self, one):
        own = copy(one)
        if own.method:
            # Setting it ties it to the copy.
            own.method = one.method
        return own


class SharedFields(dict):
    """Fields that forms share: nothing changes them once they are made."""

    def __deepcopy__(self, memo):
        return dict(self)
