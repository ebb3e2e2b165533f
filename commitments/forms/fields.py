"""Fields that take dates, figures and addresses the way people write them."""

import re
from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commitments.models.addresses import NOT_PUBLIC, PUBLIC_URL
from commitments.models.commitments import FIGURE_LIMIT
from commitments.search import fold, in_order_of_names
from commitments.timing import YEARS, today
from commitments.typography import MONTHS

MONTH_NUMBERS = {
    fold(name): number
    for names in MONTHS.values()
    for number, name in enumerate(names, start=1)
}
WRITTEN_DATE = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]+)\.? (\d{4})")
SLASHED_DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def read_day(text: str) -> date | None:
    """The day that a person wrote: 13/07/2023, 2023-07-13 or 13 juillet 2023.

    None when the text is no day; a day that does not exist is none either.
    """
    text = fold(text)
    year = month = day = 0
    if match := SLASHED_DATE.fullmatch(text):
        day, month, year = map(int, match.groups())
    elif match := ISO_DATE.fullmatch(text):
        year, month, day = map(int, match.groups())
    elif match := WRITTEN_DATE.fullmatch(text):
        month = MONTH_NUMBERS.get(match[2], 0)
        day, year = int(match[1]), int(match[3])
    try:
        return date(year, month, day)
    except ValueError:
        return None


class AddressField(forms.URLField):
    """A public address; what is wrong with it is said once, by the strictest check."""

    # Not of the type "url": browsers would ask for the scheme that we assume.
    widget = forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"})
    default_validators = [
        *forms.URLField.default_validators,
        # Not "invalid": the field would say its own sentence instead.
        RegexValidator(PUBLIC_URL, NOT_PUBLIC, code="not_public"),
    ]

    def __init__(self, **kwargs):
        super().__init__(assume_scheme="https", **kwargs)

    def to_python(self, value):
        scheme, colon, rest = super().to_python(value).partition(":")
        # A phone may begin it with a capital.
        return scheme.lower() + colon + rest

    def run_validators(self, value):
        try:
            super().run_validators(value)
        except ValidationError as error:
            raise ValidationError(error.error_list[-1:]) from error


class DayField(forms.DateField):
    """A date typed in any of the usual ways, in a year that makes sense.

    ``has_happened`` refuses the days after today.
    """

    widget = forms.TextInput(attrs={"autocomplete": "off", "class": "input-day"})
    default_error_messages = {
        "invalid": _(
            "This is not a date. Write it as 13/07/2023, 2023-07-13 or 13 juillet 2023."
        ),
        "year": _("Is the year right? It must lie between %(first)d and %(last)d."),
        "future": _("This day has not come yet: is the year right?"),
    }

    def __init__(self, *args, has_happened=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.has_happened = has_happened

    def to_python(self, value):
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        day = read_day(value)
        if day is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        if value.year not in YEARS:
            raise ValidationError(
                self.error_messages["year"],
                code="year",
                params={"first": YEARS[0], "last": YEARS[-1]},
            )
        if self.has_happened and value > today():
            raise ValidationError(self.error_messages["future"], code="future")

    def prepare_value(self, value):
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value


class FigureField(forms.DecimalField):
    """A number typed with spaces between thousands and a decimal comma or point."""

    widget = forms.TextInput(
        attrs={"autocomplete": "off", "inputmode": "decimal", "class": "input-figure"}
    )
    default_error_messages = {
        "invalid": _("This is not a number. Write it as 2 750 or 1,5."),
        "too_large": _(
            "This number is too large: it must stay below 100 billion. Choose a "
            "larger unit."
        ),
    }

    def to_python(self, value):
        if isinstance(value, str):
            value = "".join(value.split()).replace(",", ".").replace("\u2212", "-")
            # "1e5" is a number to machines only.
            if re.search("[a-z]", value, re.IGNORECASE):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def validate(self, value):
        super().validate(value)
        if value is not None and abs(value) >= FIGURE_LIMIT:
            raise ValidationError(self.error_messages["too_large"], code="too_large")

    def prepare_value(self, value):
        if not isinstance(value, Decimal):
            return value
        plain = f"{value.normalize():f}"
        return plain.replace(".", ",") if get_language() == "fr" else plain


class LineField(forms.CharField):
    """Words on one line: line breaks, which only scripts can send, become spaces."""

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


class _InOrderOfNames(forms.models.ModelChoiceIterator):
    """Choices as a dictionary has them: databases put accents elsewhere."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from map(self.choice, in_order_of_names(self.queryset))


class NameChoice(forms.ModelChoiceField):
    """One body, or theme."""

    iterator = _InOrderOfNames


class NameChoices(forms.ModelMultipleChoiceField):
    """Bodies, or themes."""

    iterator = _InOrderOfNames


class TidyForm:
    """Mixed into forms: lines end as in the database, whatever the browser sends."""

    def clean(self):
        super().clean()
        for name, value in self.cleaned_data.items():
            if isinstance(value, str):
                self.cleaned_data[name] = value.replace("\r\n", "\n")
        return self.cleaned_data


def as_typed(form) -> dict:
    """First values for an unbound form: what was typed in this one, not judged yet."""
    return {bound.name: bound.data for bound in form}
