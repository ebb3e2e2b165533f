"""The form that proposes an assessment, and the one that returns it."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commitments import workflow
from commitments.choices import Status
from commitments.forms.fields import DayField, TidyForm
from commitments.timing import today
from commitments.typography import format_date

# The rules of docs/domain.md §3, in words, in the order in which they are offered.
RULES_IN_WORDS = {
    Status.IN_PROGRESS: _(
        "At least one act or measurement after the answer; a repeated intention is not "
        "enough."
    ),
    Status.MET: _(
        "The target is reached, with evidence that supports it. Give the two days "
        "between which it was reached."
    ),
    Status.PARTIALLY_MET: _(
        "After the deadline or a declared completion: a part of it, or at least half "
        "the way from the baseline to the target."
    ),
    Status.NOT_MET: _(
        "The deadline has passed and evidence about that day or later shows it. "
        "Silence never suffices."
    ),
    Status.ABANDONED: _("An official statement or act, quoted, gives it up."),
    Status.NO_EVIDENCE: _(
        "You searched and found nothing: name the sources consulted, with the dates."
    ),
    Status.NOT_VERIFIABLE: _("Nothing that a third party could look at: say why."),
    Status.NOT_ASSESSED: _(
        "Takes an earlier assessment back; says nothing about the Government."
    ),
}


class EvidenceChoice(forms.ModelMultipleChoiceField):
    """Evidence to tick, with what decides whether an assessment may rest on it."""

    def label_from_instance(self, evidence):
        on = evidence.speaks_of_on
        parts = [
            evidence.title,
            evidence.get_stance_display(),
            evidence.get_origin_display(),
            format_date(on, get_language()) if on else _("undated"),
        ]
        return " · ".join(map(str, parts))


class AssessmentForm(TidyForm, forms.Form):
    """A proposed assessment: its status, its rationale, and what it rests on."""

    status = forms.ChoiceField(
        label=_("assessment"),
        choices=[(status.value, status.label) for status in RULES_IN_WORDS],
        widget=forms.RadioSelect,
    )
    as_of_on = DayField(
        label=_("as of"), help_text=_("The day of which the assessment speaks.")
    )
    met_earliest = DayField(
        label=_("last day it was seen below the target"), required=False
    )
    met_latest = DayField(
        label=_("first day it was seen at the target"), required=False
    )
    rationale = forms.CharField(
        label=_("rationale"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What the evidence shows, in words that a reader can check."),
    )
    evidence = EvidenceChoice(
        label=_("evidence it rests on"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    search_log = forms.CharField(
        label=_("search log"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The sources consulted and the dates, one a line."),
    )
    is_correction = forms.BooleanField(
        label=_("This corrects a mistake (corrections are listed publicly)"),
        required=False,
    )

    def __init__(self, *args, commitment, **kwargs):
        super().__init__(*args, **kwargs)
        self.commitment = commitment
        self.fields["evidence"].queryset = commitment.evidence.standing()
        if not commitment.assessments.approved().exists():
            del self.fields["is_correction"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("status") != Status.MET:
            cleaned["met_earliest"] = cleaned["met_latest"] = None
        else:
            self._need_interval(cleaned)
        as_of_on = cleaned.get("as_of_on")
        if as_of_on and as_of_on > today():
            self.add_error(
                "as_of_on", _("An assessment cannot be dated in the future.")
            )
        if not self.errors:
            for problem in workflow.missing_for_assessment(self.commitment, **cleaned):
                self.add_error(None, problem)
        return cleaned

    def _need_interval(self, cleaned):
        for name in ("met_earliest", "met_latest"):
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, _("“Met” needs this day."))
        earliest, latest = cleaned.get("met_earliest"), cleaned.get("met_latest")
        if earliest and latest and earliest > latest:
            self.add_error(
                "met_latest", _("This day comes before the one it was seen below.")
            )


class ReturnAssessmentForm(TidyForm, forms.Form):
    note = forms.CharField(
        label=_("note to the author"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("What is missing or has to be said otherwise."),
    )
