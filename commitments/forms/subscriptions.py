"""The form by which readers ask for news, and those of the page of what they follow.

Robots are kept away as from the form of mistakes: a field that people do not see, a
signed moment at which the page was opened, limits to what comes from one connection.
"""

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commitments.choices import Cadence
from commitments.forms.fields import TidyForm

SALT = "commitments.subscription"
# Nobody reads a page and writes an address faster; nobody leaves one open longer.
LEAST_SECONDS, MOST_SECONDS = 2, 24 * 3600


def opening_stamp() -> str:
    """The moment at which a form is opened, signed."""
    return signing.TimestampSigner(salt=SALT).sign("opened")


class SubscriptionForm(TidyForm, forms.Form):
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "It serves to send you this news and nothing else, is given to nobody, and "
            "is deleted when you stop."
        ),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    cadence = forms.ChoiceField(
        label=_("How often?"),
        choices=Cadence,
        initial=Cadence.WEEKLY,
        widget=forms.RadioSelect,
    )
    # Hidden from people by the template; robots fill in whatever they find.
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = forms.CharField(max_length=200, widget=forms.HiddenInput, required=False)

    def __init__(self, data=None):
        super().__init__(
            data, initial={"stamp": opening_stamp(), "cadence": Cadence.WEEKLY}
        )

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise ValidationError(_("Leave this field empty, then send again."))
        return ""

    def clean(self):
        super().clean()
        self._judge_stamp(self.cleaned_data.pop("stamp", ""))
        self.cleaned_data.pop("website", None)
        return self.cleaned_data

    def _judge_stamp(self, stamp):
        signer = signing.TimestampSigner(salt=SALT)
        try:
            signer.unsign(stamp, max_age=MOST_SECONDS)
        except signing.BadSignature:
            self.data = self.data.copy()
            self.data["stamp"] = opening_stamp()
            self.add_error(None, _("This page was open for too long: send it again."))
            return
        try:
            signer.unsign(stamp, max_age=LEAST_SECONDS)
        except signing.SignatureExpired:
            return
        self.add_error(
            None, _("That was very fast. Nothing is lost: send it again in a moment.")
        )


class CadenceForm(forms.Form):
    """How often one subscription tells."""

    subscription = forms.IntegerField(widget=forms.HiddenInput)
    cadence = forms.ChoiceField(label=_("How often?"), choices=Cadence)


class MailLanguageForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language of the messages"), choices=settings.LANGUAGES
    )
