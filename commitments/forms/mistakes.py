"""The form of readers who report a mistake, and that of the editors who settle it.

Robots are kept away without asking anybody else: a field that people do not see, a
signed moment at which the page was opened, good for one report, a limit to the number
of addresses. Nothing that a person typed is lost when the form comes back.
"""

import re
import secrets

from django import forms
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commitments.choices import MistakeKind, Settlement
from commitments.forms.fields import AddressField, TidyForm

SALT = "commitments.mistake-report"
# Nobody reads a page and writes a sentence faster; nobody leaves one open longer.
LEAST_SECONDS, MOST_SECONDS = 4, 24 * 3600
MOST_LINKS = 3
MESSAGE_LENGTH = 3000
LINK = re.compile(r"https?://|www\.|\[url|<a\s", re.IGNORECASE)


def opening_stamp() -> str:
    """The moment at which one form is opened, signed: no two are the same."""
    return signing.TimestampSigner(salt=SALT).sign(secrets.token_urlsafe(9))


class MistakeReportForm(TidyForm, forms.Form):
    kind = forms.ChoiceField(
        label=_("What is wrong?"), choices=MistakeKind, widget=forms.RadioSelect
    )
    message = forms.CharField(
        label=_("What should it say?"),
        help_text=_("Quote what is wrong, and say how you know."),
        min_length=10,
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    source_url = AddressField(
        label=_("Address of a source"), required=False, max_length=500
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "Only if you want an answer. Editors alone see it, and it is deleted when "
            "your report is settled."
        ),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # Hidden from people by the template; robots fill in whatever they find.
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = forms.CharField(max_length=200, widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, **kwargs):
        kwargs.setdefault("initial", {"stamp": opening_stamp()})
        super().__init__(data, **kwargs)

    def clean_message(self):
        message = self.cleaned_data["message"]
        if len(LINK.findall(message)) > MOST_LINKS:
            raise ValidationError(
                _("There are too many addresses here: keep the one that matters most.")
            )
        return message

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise ValidationError(_("Leave this field empty, then send again."))
        return ""

    def clean(self):
        super().clean()
        self.opened = self.cleaned_data.pop("stamp", "")
        self._judge_stamp(self.opened)
        self.cleaned_data.pop("website", None)
        return self.cleaned_data

    def _judge_stamp(self, stamp):
        signer = signing.TimestampSigner(salt=SALT)
        try:
            signer.unsign(stamp, max_age=MOST_SECONDS)
        except signing.BadSignature:
            # Opened long ago, or forged.
            self._ask_again()
            return
        try:
            signer.unsign(stamp, max_age=LEAST_SECONDS)
        except signing.SignatureExpired:
            return
        self.add_error(
            None, _("That was very fast. Nothing is lost: send it again in a moment.")
        )

    def spend_stamp(self) -> bool:
        """Use up the stamp of a valid form; False when a report came with it before."""
        if cache.add(f"{SALT}:{self.opened}", True, MOST_SECONDS):
            return True
        self._ask_again()
        return False

    def _ask_again(self):
        """Give the page a new moment."""
        self.data = self.data.copy()
        self.data["stamp"] = opening_stamp()
        self.add_error(
            None,
            _(
                "This page was open for too long, or a report came from it already. "
                "Nothing is lost: send it again."
            ),
        )


class SettleForm(TidyForm, forms.Form):
    settlement = forms.ChoiceField(
        label=_("decision"),
        choices=[
            (choice.value, choice.label)
            for choice in (Settlement.ACCEPTED, Settlement.REFUSED)
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("note"),
        help_text=_(
            "What was corrected, or why nothing was. Correct the record first: what "
            "you write there is what readers see."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
