"""What an editor may submit. Field names are the arguments of workflow's verbs."""

from commitments.forms.assessments import AssessmentForm, ReturnAssessmentForm
from commitments.forms.commitments import CommitmentForm, EditForm, RecordForm
from commitments.forms.deadlines import DeadlineForm, RevisionForm
from commitments.forms.evidence import EvidenceForm, MeasurementForm
from commitments.forms.mistakes import MistakeReportForm, SettleForm
from commitments.forms.passages import PassageForm, SelectionForm
from commitments.forms.relations import RelationForm, ReplyForm
from commitments.forms.steps import NoteForm, ReasonForm, StepForm, StepReasonForm
from commitments.forms.subscriptions import (
    CadenceForm,
    MailLanguageForm,
    SubscriptionForm,
)

__all__ = [
    "AssessmentForm",
    "CadenceForm",
    "CommitmentForm",
    "DeadlineForm",
    "EditForm",
    "EvidenceForm",
    "MailLanguageForm",
    "MeasurementForm",
    "NoteForm",
    "MistakeReportForm",
    "PassageForm",
    "ReasonForm",
    "RecordForm",
    "RelationForm",
    "ReplyForm",
    "ReturnAssessmentForm",
    "RevisionForm",
    "SelectionForm",
    "SettleForm",
    "StepForm",
    "StepReasonForm",
    "SubscriptionForm",
]
