"""Forms that quote the exact words of an answer."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commitments.choices import PassageRole
from commitments.forms.fields import TidyForm
from commitments.models import Commitment
from commitments.workflow.passages import as_published, occurrences

AROUND = 40


class SelectionForm(forms.Form):
    """Words selected in a text (offsets in code points) or typed; from an address.

    ``initial_for`` turns them into the first values of a form with a quote.
    """

    start = forms.IntegerField(min_value=0, required=False)
    end = forms.IntegerField(min_value=1, required=False)
    quote = forms.CharField(required=False, strip=True)

    def initial_for(self, text: str) -> dict:
        if not self.is_valid():
            return {"quote": self.data.get("quote", "")}
        start, end = self.cleaned_data["start"], self.cleaned_data["end"]
        if start is None or end is None or not start < end <= len(text):
            return {"quote": self.cleaned_data["quote"]}
        words = text[start:end]
        start += len(words) - len(words.lstrip())
        return {"quote": words.strip(), "start": start}


class QuoteFields(TidyForm):
    """Mixed into forms that quote ``self.text`` (empty when it is not in the base).

    ``start`` comes from the selection. Words that stand several times in the text and
    were typed without it are asked for again, with their places to choose from.
    """

    text = ""

    def clean(self):
        super().clean()
        quote, start = self.cleaned_data.get("quote"), self.cleaned_data.get("start")
        if not quote or not self.text:
            self.cleaned_data["start"] = None
            return self.cleaned_data
        if quote not in self.text:
            quote = as_published(self.text, quote)
        places = occurrences(self.text, quote)
        if not places:
            self.add_error(
                "quote",
                _(
                    "The answer does not contain these words: copy them exactly as "
                    "they stand."
                ),
            )
        elif start not in places:
            start = places[0]
            if len(places) > 1:
                self._ask_which(quote, places)
        self.cleaned_data |= {"quote": quote, "start": start}
        return self.cleaned_data

    def _ask_which(self, quote, places):
        self.fields["start"].widget = forms.RadioSelect(
            choices=[(place, self._around(quote, place)) for place in places]
        )
        self.fields["start"].label = _("Which of these places?")
        self.add_error(
            "start",
            ValidationError(
                ngettext(
                    "These words stand %(count)d time in the answer.",
                    "These words stand %(count)d times in the answer: choose where.",
                    len(places),
                ),
                params={"count": len(places)},
            ),
        )

    def _around(self, quote, place):
        end = place + len(quote)
        before = self.text[max(0, place - AROUND) : place]
        return (
            f"… {before}[{Truncator(quote).chars(60)}]{self.text[end : end + AROUND]} …"
        )


def quote_field():
    return forms.CharField(
        label=_("exact words"),
        widget=forms.Textarea(attrs={"rows": 4, "lang": "fr", "class": "input-quote"}),
        help_text=_("Select them in the text, or type them as they stand."),
    )


def start_field():
    return forms.IntegerField(
        required=False, min_value=0, widget=forms.HiddenInput, label=_("place")
    )


class PassageForm(QuoteFields, forms.Form):
    """Further words of an answer, for a commitment that exists."""

    commitment = forms.CharField(
        label=_("commitment"),
        max_length=20,
        help_text=_("Its reference, such as E-0042."),
        widget=forms.TextInput(attrs={"class": "input-day", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("What these words do"),
        choices=PassageRole.choices,
        widget=forms.RadioSelect,
        initial=PassageRole.REPEATS,
    )
    quote = quote_field()
    start = start_field()

    def __init__(self, *args, text="", **kwargs):
        super().__init__(*args, **kwargs)
        self.text = text

    def clean_commitment(self):
        reference = self.cleaned_data["commitment"].strip().upper()
        commitment = Commitment.objects.by_reference(reference).first()
        if commitment is None:
            raise ValidationError(
                _("No commitment is called %(reference)s."),
                params={"reference": reference},
            )
        return commitment
