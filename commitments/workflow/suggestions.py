"""Verbs on suggestions: the machine proposes, an editor decides, and may undo it.

Nothing here publishes: accepting makes a draft. What is decided is kept with what was
adjusted or why it was rejected, the ground on which the rules are improved.
"""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from commitments.choices import (
    Decision,
    Publication,
    RejectionReason,
    SuggestionOrigin,
)
from commitments.extraction import extract
from commitments.models import Suggestion
from commitments.words import index_answer
from commitments.workflow import answers, commitments
from commitments.workflow.audit import RECORD, differences, note_change, permit
from commitments.workflow.commitments import add_passage, move, record_commitment
from commitments.workflow.errors import Refused
from commitments.workflow.follow_up import set_deadline
from commitments.workflow.proposals import (
    details_of,
    proposed_deadline,
    proposed_draft,
)
from commitments.workflow.withdrawals import right_to_withdraw, withdraw_record


@transaction.atomic
def suggest(answer, *, again=False, extracted=None) -> list[Suggestion]:
    """Look for commitments in the current text of an answer; return those to decide.

    A text is read once, unless ``again`` (when the rules have improved). Suggestions
    that an editor has decided stay, and their words are not suggested a second time;
    those left from an older text give way to those of the new one. ``extracted`` is
    the id of a text and what was found in it already, if it is still the current one.
    """
    answer = answers.locked(answer)
    text = answer.current_text()
    if text is None:
        return []
    machine = answer.suggestions.by_machine()
    if again or answer.suggested_text_id != text.pk:
        text_id, found = extracted or (None, [])
        if text_id != text.pk:
            found = extract(text.body, answer.answered_on)
        _renew(answer, text, machine, found)
        index_answer(answer, text.body)
        answer.suggested_text = text
        answer.save(update_fields=["suggested_text"])
        answers.keep_likely_count(answer)
    return list(machine.pending().filter(text=text))


def _renew(answer, text, machine, extracted):
    """Replace the pending suggestions by what the extractor finds now."""
    decided = list(machine.decided())
    kept = {(row.start, row.end): row for row in machine.pending().filter(text=text)}
    wanted = []
    for found in extracted:
        if any(_is_same(found, row, text) for row in decided):
            continue
        row = kept.get((found.start, found.end)) or Suggestion(
            origin=SuggestionOrigin.EXTRACTOR,
            answer=answer,
            text=text,
            start=found.start,
            end=found.end,
            quote=found.quote,
        )
        row.level, row.details = found.level, details_of(found)
        wanted.append(row)
    held = [row for row in wanted if row.pk]
    machine.pending().exclude(pk__in=[row.pk for row in held]).delete()
    Suggestion.objects.bulk_update(held, ["level", "details"])
    Suggestion.objects.bulk_create([row for row in wanted if not row.pk])


def _is_same(found, row, text):
    """Whether an editor has decided these words, here or in an older text."""
    if row.text_id != text.pk:
        return found.quote == row.quote
    shared = min(found.end, row.end) - max(found.start, row.start)
    return 2 * shared >= min(found.end - found.start, row.end - row.start)


def _locked(suggestion):
    """The row as it is now, locked after its answer, in the text that stands today.

    Raises Refused, saying why, when the text has changed since.
    """
    answer = answers.locked(suggestion.answer)
    rows = Suggestion.objects.select_for_update(of=("self",), no_key=True)
    current = rows.select_related("decided_by").filter(pk=suggestion.pk).first()
    if current is None:
        raise Refused(
            _(
                "This suggestion no longer stands: the text of the answer has changed, "
                "or was read again. Look at the suggestions as they are now."
            )
        )
    text = answer.current_text()
    if text is None or current.text_id != text.pk:
        raise Refused(
            _(
                "The text of this answer has changed since the suggestion was made: "
                "read the new text and its own suggestions."
            )
        )
    current.answer, current.text = answer, text
    return current


def _to_decide(suggestion):
    current = _locked(suggestion)
    if current.decision != Decision.PENDING:
        raise Refused(
            _("%(who)s has already decided this suggestion: “%(decision)s”.")
            % {
                "who": current.decided_by.get_full_name() or current.decided_by,
                "decision": current.get_decision_display(),
            }
        )
    return current


@transaction.atomic
def accept_suggestion(suggestion, *, by, **adjustments):
    """Make a draft of a suggestion: words, target and deadline in one step.

    ``adjustments`` replace what the machine proposes: ``start`` and ``end`` (offsets
    of the words), ``deadline`` (arguments of ``set_deadline``, or None for none), or
    any field that an editor may write. Returns the draft.
    """
    permit(by, RECORD)
    suggestion = _to_decide(suggestion)
    proposed = {
        "start": suggestion.start,
        "end": suggestion.end,
        **proposed_draft(suggestion),
        "deadline": proposed_deadline(suggestion),
    }
    wanted = proposed | adjustments
    adjusted = _adjusted(proposed, wanted)
    quote, start = _words(suggestion, wanted.pop("start"), wanted.pop("end"))
    deadline = wanted.pop("deadline")
    commitment = record_commitment(
        by=by, answer=suggestion.answer, quote=quote, start=start, **wanted
    )
    if deadline:
        set_deadline(
            commitment,
            by=by,
            version=commitment.version,
            answer=suggestion.answer,
            **deadline,
        )
        commitment.refresh_from_db()
    suggestion.adjustments = adjusted
    suggestion.passage = commitment.passages.get()
    _decide(suggestion, Decision.ACCEPTED, by=by, commitment=commitment)
    return commitment


def _words(suggestion, start, end):
    """The words between two offsets of the text, and where they start."""
    body = suggestion.text.body
    if not 0 <= start < end <= len(body) or not body[start:end].strip():
        raise Refused(_("Select the words of the commitment in the text."))
    words = body[start:end]
    start += len(words) - len(words.lstrip())
    return words.strip(), start


def _adjusted(proposed, wanted):
    """What the editor changed of a proposal, by field: {"from": …, "to": …}."""
    before, after = differences(
        _judged(proposed), _judged({name: wanted[name] for name in proposed})
    )
    return {name: {"from": before[name], "to": after[name]} for name in after}


def _judged(values):
    """What tells how good a proposal was; a title is the editor's to write anyway."""
    deadline = values["deadline"] or {}
    return {
        **{k: v for k, v in values.items() if k not in ("title", "deadline")},
        "due_latest": deadline.get("due_latest"),
        "due_precision": deadline.get("precision"),
        "event": deadline.get("event", ""),
    }


@transaction.atomic
def merge_suggestion(suggestion, *, commitment, role, by, start=None, end=None):
    """Quote the words of a suggestion in a commitment that exists.

    ``role`` says what they do to it (PassageRole). Returns the passage.
    """
    permit(by, RECORD)
    suggestion = _to_decide(suggestion)
    start = suggestion.start if start is None else start
    end = suggestion.end if end is None else end
    quote, place = _words(suggestion, start, end)
    passage = add_passage(
        commitment,
        by=by,
        answer=suggestion.answer,
        quote=quote,
        role=role,
        start=place,
    )
    spans = {"start": suggestion.start, "end": suggestion.end}
    before, after = differences(spans, {"start": start, "end": end})
    suggestion.adjustments = {
        name: {"from": before[name], "to": after[name]} for name in after
    }
    suggestion.passage = passage
    _decide(suggestion, Decision.MERGED, by=by, commitment=commitment, why=str(role))
    return passage


@transaction.atomic
def reject_suggestion(suggestion, *, reason_code, by, note=""):
    """Set a suggestion aside; the reason (RejectionReason) improves the rules."""
    permit(by, RECORD)
    if reason_code not in RejectionReason.values:
        raise Refused(_("Choose a reason."))
    if reason_code == RejectionReason.OTHER and not note.strip():
        raise Refused(_("Say why, in a few words."))
    suggestion = _to_decide(suggestion)
    suggestion.rejection, suggestion.reason = reason_code, note
    _decide(suggestion, Decision.REJECTED, by=by, why=note)
    return suggestion


def _decide(suggestion, decision, *, by, commitment=None, why=""):
    suggestion.commitment = commitment
    note_change(
        suggestion,
        by=by,
        verb={"accepted": "accept", "merged": "merge", "rejected": "reject"}[decision],
        before={"decision": Decision.PENDING.value},
        after={
            "decision": Decision(decision).value,
            "adjustments": ", ".join(sorted(suggestion.adjustments)),
            "rejection": str(suggestion.rejection),
        },
        why=str(why),
    )
    suggestion.decision = decision
    suggestion.decided_by, suggestion.decided_at = by, timezone.now()
    suggestion.save()
    answers.keep_likely_count(suggestion.answer)


@transaction.atomic
def undo_decision(suggestion, *, by):
    """Take a decision back: the suggestion waits again, what it made is withdrawn.

    The draft of an accepted suggestion is withdrawn, the words of a merged one too.
    Raises Refused once the draft has moved on or somebody has worked on it.
    """
    permit(by, RECORD)
    suggestion = _locked(suggestion)
    decision = suggestion.decision
    if decision == Decision.PENDING:
        raise Refused(_("Nobody has decided this suggestion: nothing to undo."))
    # Kept with the record: in the site's own language, whoever undoes it.
    with override(settings.LANGUAGE_CODE):
        reason = _("The decision on a suggestion was undone.")
    if decision == Decision.ACCEPTED:
        _withdraw_draft(suggestion, by, reason)
    elif decision == Decision.MERGED:
        _withdraw_words(suggestion, by, reason)
    note_change(
        suggestion,
        by=by,
        verb="undo",
        before={"decision": Decision(decision).value},
        after={"decision": Decision.PENDING.value},
    )
    suggestion.decision = Decision.PENDING
    suggestion.decided_by = suggestion.decided_at = None
    suggestion.commitment = suggestion.passage = None
    suggestion.rejection = suggestion.reason = ""
    suggestion.adjustments = {}
    suggestion.save()
    answers.keep_likely_count(suggestion.answer)
    return suggestion


def _withdraw_words(suggestion, by, reason):
    if suggestion.passage.is_withdrawn:
        return
    commitment = suggestion.commitment
    if not by.has_perm(right_to_withdraw(commitment)):
        raise Refused(
            _("Readers have seen %(reference)s: a reviewer has to undo this.")
            % {"reference": commitment.reference}
        )
    withdraw_record(suggestion.passage, by=by, reason=reason)


def _withdraw_draft(suggestion, by, reason):
    commitment = commitments.locked(suggestion.commitment)
    if commitment.publication == Publication.WITHDRAWN:
        return
    if commitment.publication != Publication.DRAFT:
        raise Refused(
            _(
                "%(reference)s is no longer a draft: a reviewer can return it or "
                "withdraw it from its page."
            )
            % {"reference": commitment.reference}
        )
    later = commitment.changes.exclude(model="suggestion")
    if later.filter(at__gt=suggestion.decided_at).exists():
        raise Refused(
            _(
                "Somebody has worked on %(reference)s since it was accepted: a "
                "reviewer can withdraw it from its page."
            )
            % {"reference": commitment.reference}
        )
    move(commitment, "withdraw", by=by, why=reason)
