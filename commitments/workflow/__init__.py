"""The verbs: every change of state, each atomic, permitted and audited.

Views, admin and imports call these and never write such a change themselves.
"""

from commitments.workflow.answers import keep_text, mark_read, mark_unread, text_hash
from commitments.workflow.assessments import (
    approve_assessment,
    propose_assessment,
    retract_assessment,
    return_assessment,
)
from commitments.workflow.commitments import (
    add_passage,
    confirm_review,
    edit_commitment,
    publish,
    record_commitment,
    relate,
    reopen,
    return_to_draft,
    submit_for_review,
    withdraw,
)
from commitments.workflow.errors import Conflict, Refused
from commitments.workflow.follow_up import (
    add_evidence,
    add_measurement,
    record_reply,
    set_deadline,
)
from commitments.workflow.mistakes import receive_report, settle_report
from commitments.workflow.passages import anchor_passages
from commitments.workflow.rules import missing_for_assessment
from commitments.workflow.suggestions import (
    accept_suggestion,
    merge_suggestion,
    reject_suggestion,
    suggest,
    undo_decision,
)
from commitments.workflow.withdrawals import withdraw_record

__all__ = [
    "Conflict",
    "Refused",
    "accept_suggestion",
    "add_evidence",
    "add_measurement",
    "add_passage",
    "anchor_passages",
    "approve_assessment",
    "confirm_review",
    "edit_commitment",
    "keep_text",
    "mark_read",
    "mark_unread",
    "merge_suggestion",
    "missing_for_assessment",
    "propose_assessment",
    "publish",
    "receive_report",
    "record_commitment",
    "record_reply",
    "reject_suggestion",
    "relate",
    "reopen",
    "retract_assessment",
    "return_assessment",
    "return_to_draft",
    "set_deadline",
    "settle_report",
    "submit_for_review",
    "suggest",
    "text_hash",
    "undo_decision",
    "withdraw",
    "withdraw_record",
]
