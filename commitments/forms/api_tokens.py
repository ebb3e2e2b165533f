"""The form of a new token."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments.forms.fields import TidyForm
from commitments.timing import today

# Days; a token that is lost and forgotten does not open anything for ever.
LIVES = [(30, _("one month")), (90, _("three months")), (365, _("one year"))]


class ApiTokenForm(TidyForm, forms.Form):
    name = forms.CharField(
        label=_("name"),
        max_length=100,
        help_text=_("What it is for, such as “weekly import of figures”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(
        label=_("good for"), choices=LIVES, coerce=int, initial=90
    )

    def fields_of_token(self) -> dict:
        """What ``ApiToken.objects.make`` takes besides the owner."""
        lasting = timedelta(days=self.cleaned_data["days"])
        return {"name": self.cleaned_data["name"], "expires_on": today() + lasting}
