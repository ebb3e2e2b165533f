"""The forms of evidence and of measurements."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commitments.calendar import period_of
from commitments.choices import Origin, Precision, Stance
from commitments.forms.fields import (
    AddressField,
    DayField,
    FigureField,
    LineField,
    TidyForm,
)
from commitments.models import Answer
from commitments.timing import today
from commitments.uploads import ACCEPTED, read_upload


class EvidenceForm(TidyForm, forms.Form):
    """What is known, with its source: an address, an answer of the base or a file."""

    title = LineField(label=_("title"), max_length=300)
    url = AddressField(label=_("address"), required=False, max_length=1000)
    answer = forms.CharField(
        label=_("answer of the base"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Its identifier, such as QANR5L15QE12929."),
    )
    file = forms.FileField(
        label=_("file"),
        required=False,
        allow_empty_file=True,
        max_length=1000,
        widget=forms.FileInput(
            attrs={"accept": ",".join(f".{ending}" for ending in ACCEPTED)}
        ),
        help_text=_(
            "PDF, PNG, JPEG, CSV or plain text, up to 20 MB. If the form comes back "
            "with something to correct, choose the file again."
        ),
    )
    stance = forms.ChoiceField(
        label=_("stance"), choices=Stance.choices, widget=forms.RadioSelect
    )
    origin = forms.ChoiceField(
        label=_("who speaks"),
        required=False,
        choices=[("", _("Choose")), *Origin.choices],
    )
    publisher = LineField(label=_("publisher"), required=False, max_length=200)
    published_on = DayField(label=_("published on"), required=False, has_happened=True)
    event_on = DayField(
        label=_("date of the fact"),
        required=False,
        has_happened=True,
        help_text=_("The day that the source speaks of, when it is not its own."),
    )
    extract = forms.CharField(
        label=_("quoted extract"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input-quote"}),
        help_text=_("The short passage that matters, word for word."),
    )
    note = forms.CharField(
        label=_("note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_answer(self):
        uid = self.cleaned_data["answer"].strip()
        if not uid:
            return None
        answer = Answer.objects.filter(Q(uid=uid) | Q(questions__uid=uid)).first()
        if answer is None:
            raise ValidationError(
                _("No answer of the base is called %(uid)s."), params={"uid": uid}
            )
        return answer

    def clean_file(self):
        file = self.cleaned_data["file"]
        return read_upload(file) if file else {}

    def clean(self):
        cleaned = super().clean()
        self._need_source(cleaned)
        answer = cleaned.get("answer")
        if answer:
            cleaned["origin"] = cleaned.get("origin") or Origin.GOVERNMENT
            cleaned["publisher"] = cleaned.get("publisher") or answer.ministry[:200]
            if "published_on" not in self.errors:
                cleaned["published_on"] = (
                    cleaned.get("published_on") or answer.answered_on
                )
        if not cleaned.get("origin") and "origin" not in self.errors:
            self.add_error("origin", _("Say who speaks."))
        if self.errors and self.files and "file" not in self.errors:
            self.add_error(
                "file", _("Choose the file again: browsers do not keep it in a form.")
            )
        return cleaned

    def _need_source(self, cleaned):
        sources = ("url", "answer", "file")
        if any(cleaned.get(name) or name in self.errors for name in sources):
            return
        self.add_error("url", _("Give a source: an address, an answer or a file."))

    def verb_arguments(self) -> dict:
        fields = dict(self.cleaned_data)
        return fields | {"file": ""} | fields["file"]


class MeasurementForm(TidyForm, forms.Form):
    """A dated value; its source is evidence of the commitment, or new (left empty)."""

    value = FigureField(label=_("value"), max_digits=20, decimal_places=4)
    observed_on = DayField(
        label=_("observed on"),
        has_happened=True,
        help_text=_("The last day that the source allows."),
    )
    precision = forms.ChoiceField(
        label=_("precision"),
        choices=[p for p in Precision.choices if p[0] != Precision.NONE],
        initial=Precision.DAY,
    )
    note = forms.CharField(label=_("note"), required=False, max_length=300)
    evidence = forms.ModelChoiceField(
        label=_("source"),
        queryset=None,
        required=False,
        empty_label=_("New evidence, given below"),
    )
    supersedes = forms.ModelChoiceField(
        queryset=None, required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, commitment, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["evidence"].queryset = commitment.evidence.standing()
        self.fields["supersedes"].queryset = commitment.measurements.current()

    def clean(self):
        """Any day of the month, or the year, that is known stands for its last one."""
        data = super().clean()
        on, precision = data.get("observed_on"), data.get("precision")
        if on and precision and precision != Precision.DAY:
            _place, _first, last = period_of(on, precision)
            data["observed_on"] = min(last, today())
        return data
