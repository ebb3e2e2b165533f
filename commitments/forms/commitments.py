"""The form of a commitment: when it is recorded, and when it is edited."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments.choices import Kind, Testability
from commitments.forms.fields import (
    DayField,
    FigureField,
    LineField,
    NameChoices,
    TidyForm,
)
from commitments.forms.passages import QuoteFields, quote_field, start_field
from commitments.forms.steps import StepForm
from commitments.models import Commitment
from commitments.workflow.commitments import EDITABLE, RELATED

# Said beside each choice, so that nobody has to look up the guideline.
KINDS_IN_WORDS = {
    Kind.TARGET: _("Target: a number or a level to reach"),
    Kind.MEASURE: _("Measure: one deliverable"),
    Kind.PROGRAMME: _("Programme: a scheme rolled out over time"),
    Kind.ANNOUNCEMENT: _("Announcement: an intent or a principle"),
}
TESTABILITIES_IN_WORDS = {
    Testability.QUANTIFIED_DATED: _("Quantified and dated: a figure and a deadline"),
    Testability.DATED_ACTION: _("Dated action: an act with a deadline"),
    Testability.UNDATED_ACTION: _("Undated action: an act, without a deadline"),
    Testability.PROCESS: _("Process: “will be studied”; in no rate"),
    Testability.NOT_VERIFIABLE: _("Not verifiable: nothing to look at; in no rate"),
}


class CommitmentForm(TidyForm, forms.ModelForm):
    """What an editor writes. Saved by a verb, never by the form itself."""

    target_value = FigureField(
        label=_("target"), required=False, max_digits=20, decimal_places=4
    )
    baseline_value = FigureField(
        label=_("baseline"), required=False, max_digits=20, decimal_places=4
    )
    baseline_on = DayField(label=_("date of the baseline"), required=False)

    class Meta:
        model = Commitment
        fields = [*EDITABLE, *RELATED]
        field_classes = {
            "title": LineField,
            "bodies": NameChoices,
            "themes": NameChoices,
        }
        widgets = {
            "title": forms.TextInput(attrs={"autocomplete": "off"}),
            "summary": forms.Textarea(attrs={"rows": 3}),
            "kind": forms.RadioSelect,
            "testability": forms.RadioSelect,
            "testability_reason": forms.Textarea(attrs={"rows": 2}),
            "condition": forms.Textarea(attrs={"rows": 2, "lang": "fr"}),
            "bodies": forms.CheckboxSelectMultiple,
            "themes": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(k.value, v) for k, v in KINDS_IN_WORDS.items()]
        self.fields["testability"].choices = [
            (k.value, v) for k, v in TESTABILITIES_IN_WORDS.items()
        ]
        # Left out of the first page, it keeps its usual value.
        self.fields["review_interval_days"].required = False

    def clean_review_interval_days(self):
        return self.cleaned_data["review_interval_days"] or 180


class RecordForm(QuoteFields, CommitmentForm):
    """A commitment recorded from the words of an answer."""

    quote = quote_field()
    start = start_field()

    def __init__(self, *args, text="", **kwargs):
        super().__init__(*args, **kwargs)
        self.text = text


class EditForm(StepForm, CommitmentForm):
    """A commitment edited as the person saw it; once public, for a reason."""

    reason = forms.CharField(
        label=_("why it changes"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.published_at:
            self.fields["reason"].required = True
            self.fields["reason"].help_text = _(
                "Readers of a published commitment are told this reason."
            )
