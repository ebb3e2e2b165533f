"""Forms of the steps in a commitment's life: submit, publish, return, withdraw."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments.forms.fields import TidyForm


class StepForm(TidyForm, forms.Form):
    """A step taken on the commitment as the person saw it.

    ``seen`` is the last line of the audit trail then, for telling what came after.
    """

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def verb_arguments(self):
        """What the verb takes of it."""
        return {k: v for k, v in self.cleaned_data.items() if k != "seen"}


class ReasonForm(TidyForm, forms.Form):
    reason = forms.CharField(
        label=_("reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


class StepReasonForm(StepForm):
    reason = forms.CharField(
        label=_("reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


class NoteForm(TidyForm, forms.Form):
    note = forms.CharField(
        label=_("note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        help_text=_("What you looked at, for the colleagues."),
    )
