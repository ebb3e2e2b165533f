"""What an editor decides of a suggestion, and which answers of the queue to see."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commitments.answer_queue import waiting_bodies
from commitments.choices import PassageRole, RejectionReason
from commitments.extraction.deadlines import Reading
from commitments.forms.deadlines import NO_DATE, code, in_words
from commitments.forms.fields import DayField
from commitments.forms.passages import PassageForm
from commitments.models import Body
from commitments.typography import format_number
from commitments.workflow.proposals import proposed_deadline


def readings_of(suggestion) -> list[Reading]:
    """The dates that the words of a suggestion may mean, the rule's own first."""
    read = suggestion.details.get("deadline") or {}
    if not (read.get("is_deadline") and read["latest"]):
        return []
    main = {name: read[name] for name in ("latest", "precision")}
    main |= {f"label_{to}": read[f"reasoning_{to}"] for to in ("fr", "en")}
    return [
        Reading(**row | {"latest": date.fromisoformat(row["latest"])})
        for row in [main, *read["readings"]]
    ]


class AcceptForm(forms.Form):
    """A suggestion as it stands, but for the reading of its deadline."""

    reading = forms.ChoiceField(
        label=_("Deadline"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args, suggestion, **kwargs):
        super().__init__(*args, **kwargs)
        self.suggestion = suggestion
        self.readings = readings_of(suggestion)
        field = self.fields["reading"]
        field.choices = [
            *((code(row), in_words(row, get_language())) for row in self.readings),
            (NO_DATE, _("no deadline")),
        ]
        field.initial = code(self.readings[0]) if self.readings else ""

    def verb_arguments(self) -> dict:
        """Nothing when the proposal stands; else the deadline that was chosen."""
        chosen = self.cleaned_data["reading"]
        if not self.readings or chosen in ("", code(self.readings[0])):
            return {}
        if chosen == NO_DATE:
            return {"deadline": None}
        reading = next(row for row in self.readings if code(row) == chosen)
        others = [row for row in self.readings if row is not reading]
        return {
            "deadline": proposed_deadline(self.suggestion)
            | {
                "due_earliest": None,
                "due_latest": reading.latest,
                "precision": reading.precision,
                "anchor_on": None,
                "reasoning": reading.label_fr,
                "readings": [
                    {
                        "latest": row.latest.isoformat(),
                        "precision": row.precision,
                        "label_fr": row.label_fr,
                        "label_en": row.label_en,
                    }
                    for row in others
                ],
            }
        }


class RejectForm(forms.Form):
    reason_code = forms.ChoiceField(choices=RejectionReason.choices)
    note = forms.CharField(required=False, max_length=500)

    def verb_arguments(self) -> dict:
        return self.cleaned_data


class MergeForm(forms.Form):
    """The commitment of which the words speak, and what they do to it."""

    commitment = forms.CharField(max_length=20)
    role = forms.ChoiceField(choices=PassageRole.choices)

    clean_commitment = PassageForm.clean_commitment

    def verb_arguments(self) -> dict:
        return self.cleaned_data


class UndoForm(forms.Form):
    def verb_arguments(self) -> dict:
        return {}


class BodyChoice(forms.ModelChoiceField):
    """Bodies with how many of their answers wait."""

    def __init__(self, *args, **kwargs):
        super().__init__(Body.objects.none(), *args, **kwargs)

    def offer(self, counted):
        self.queryset = Body.objects.filter(pk__in=[body.pk for body, _n in counted])
        language = get_language()
        self.choices = [
            ("", _("All bodies")),
            *(
                (body.pk, f"{body} ({format_number(count, language)})")
                for body, count in counted
            ),
        ]


class QueueForm(forms.Form):
    """Which answers of the queue to see."""

    body = BodyChoice(label=_("Body"), required=False)
    since = DayField(label=_("Answered from"), required=False)
    until = DayField(label=_("Answered until"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].offer(waiting_bodies())

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            raise ValidationError(_("The first day comes after the last one."))
        return cleaned
