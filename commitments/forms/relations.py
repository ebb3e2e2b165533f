"""Forms that link a commitment to another, or to what a body replied."""

from django import forms
from django.utils.translation import gettext_lazy as _

from commitments.choices import RelationKind
from commitments.forms.fields import DayField, NameChoice, TidyForm
from commitments.models import Body, Commitment


class CommitmentChoice(forms.ModelChoiceField):
    def label_from_instance(self, commitment):
        return f"{commitment.reference} · {commitment.title}"


class RelationForm(TidyForm, forms.Form):
    """What a commitment does to another, chosen among those that were found."""

    kind = forms.ChoiceField(label=_("relation"), choices=RelationKind.choices)
    target = CommitmentChoice(
        label=_("other commitment"),
        queryset=None,
        widget=forms.RadioSelect,
        empty_label=None,
    )
    note = forms.CharField(
        label=_("note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, found, **kwargs):
        super().__init__(*args, **kwargs)
        # Any commitment is taken; only those found are offered.
        self.fields["target"].queryset = Commitment.objects.all()
        self.fields["target"].choices = [
            (c.pk, self.fields["target"].label_from_instance(c)) for c in found
        ]


class ReplyForm(TidyForm, forms.Form):
    """The reply of a body concerned, word for word."""

    body = NameChoice(label=_("body"), queryset=Body.objects.all())
    received_on = DayField(label=_("received on"), has_happened=True)
    text = forms.CharField(
        label=_("reply, word for word"), widget=forms.Textarea(attrs={"rows": 8})
    )
