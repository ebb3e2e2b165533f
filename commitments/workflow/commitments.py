"""Verbs on the commitment itself: record, edit, publish, withdraw, relate."""

from datetime import timedelta
from operator import attrgetter

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments import search, words
from commitments.choices import PassageRole, Publication
from commitments.models import Answer, Commitment, Passage, Relation
from commitments.models.audit import PUBLISH
from commitments.slugs import slug_of
from commitments.timing import today
from commitments.workflow import answers
from commitments.workflow.audit import RECORD, REVIEW, note_change, permit
from commitments.workflow.errors import Conflict, Refused
from commitments.workflow.passages import anchor

# What an editor may write; everything else is written by a verb of its own.
EDITABLE = (
    "title",
    "summary",
    "kind",
    "testability",
    "testability_reason",
    "territory",
    "condition",
    "indicator",
    "comparator",
    "target_value",
    "unit",
    "rate",
    "baseline_value",
    "baseline_on",
    "review_interval_days",
)
RELATED = ("bodies", "themes")

# For each verb: the publication states it starts from, and the one it leads to.
MOVES = {
    "submit": ({Publication.DRAFT}, Publication.IN_REVIEW),
    "return": ({Publication.IN_REVIEW}, Publication.DRAFT),
    PUBLISH: ({Publication.IN_REVIEW}, Publication.PUBLISHED),
    "withdraw": (
        {Publication.DRAFT, Publication.IN_REVIEW, Publication.PUBLISHED},
        Publication.WITHDRAWN,
    ),
    "reopen": ({Publication.WITHDRAWN}, Publication.IN_REVIEW),
}


def locked(commitment: Commitment, version: int | None = None) -> Commitment:
    """The row as it is now, locked until the transaction ends.

    ``version`` is the one that the person saw. Raises Conflict when it has passed.
    """
    # Not the key: else every row that points here would wait too, and two verbs that
    # hold a commitment and an answer could wait for each other.
    rows = Commitment.objects.select_for_update(no_key=True)
    current = rows.get(pk=commitment.pk)
    if version is not None and current.version != version:
        raise Conflict(current)
    return current


def followed(commitment: Commitment, version: int | None = None) -> Commitment:
    """A locked commitment to which something may still be added."""
    commitment = locked(commitment, version)
    if commitment.publication == Publication.WITHDRAWN:
        raise Refused(_("A withdrawn commitment is not followed up: reopen it first."))
    return commitment


def save_next_version(commitment: Commitment) -> None:
    """Save a locked commitment under the next version, found by its words."""
    commitment.version += 1
    commitment.save()
    keep_words(commitment)


def keep_words(commitment: Commitment) -> None:
    """Index a saved commitment when its words have changed."""
    if search.index_commitment(commitment):
        words.index_commitment(commitment)


def values(commitment: Commitment) -> dict:
    """The editable values of a commitment, related rows as lists of ids."""
    plain = {name: getattr(commitment, name) for name in EDITABLE}
    return plain | {
        name: sorted(getattr(commitment, name).values_list("pk", flat=True))
        for name in RELATED
    }


def write(commitment: Commitment, changes: dict) -> None:
    """Set editable values on a saved commitment, in memory but for the relations."""
    if unknown := changes.keys() - {*EDITABLE, *RELATED}:
        raise TypeError(f"not for an editor to write: {', '.join(sorted(unknown))}")
    for name in EDITABLE:
        if name in changes:
            setattr(commitment, name, changes[name])
    for name in RELATED:
        if name in changes:
            getattr(commitment, name).set(changes[name])
    commitment.slug = slug_of(commitment.title)[:220] or "engagement"


@transaction.atomic
def record_commitment(*, by, answer=None, quote="", start=None, **fields) -> Commitment:
    """Record a draft, with the words that make it when an answer is given.

    ``fields`` are those of EDITABLE and RELATED; ``start`` is the offset of ``quote``
    in the answer's current text, found when left out.
    """
    permit(by, RECORD)
    if answer is not None:
        answer = answers.locked(answer)
    commitment = Commitment(created_by=by)
    write(commitment, {k: v for k, v in fields.items() if k not in RELATED})
    commitment.save()
    write(commitment, fields)
    if answer is not None:
        passage = Passage(commitment=commitment, answer=answer, quote=quote)
        anchor(passage, start=start)
        passage.save()
        answers.keep_likely_count(answer)
        remember_source(commitment)
    commitment.save()
    keep_words(commitment)
    note_change(commitment, by=by, verb="record", after=values(commitment))
    return commitment


@transaction.atomic
def edit_commitment(commitment, *, by, version, reason="", **changes) -> Commitment:
    """Change editable values that the person saw at ``version``.

    Once published, a commitment needs a ``reason``, which readers are told. Raises
    Conflict when somebody else came first, Refused when the reason is missing.
    """
    permit(by, RECORD)
    commitment = locked(commitment, version)
    before = values(commitment)
    after = before | {
        name: sorted(row.pk for row in value) if name in RELATED else value
        for name, value in changes.items()
    }
    if before == after:
        return commitment
    if commitment.publication == Publication.WITHDRAWN:
        raise Refused(_("A withdrawn commitment is not edited: reopen it first."))
    is_known = commitment.published_at is not None
    if is_known and not reason.strip():
        raise Refused(_("Say why: readers of a published commitment are told."))
    write(commitment, changes)
    commitment.review_due_on = next_review(commitment)
    save_next_version(commitment)
    note_change(
        commitment,
        by=by,
        verb="edit",
        before=before,
        after=after,
        why=reason,
        public_note=reason if is_known else "",
    )
    return commitment


def move(commitment, verb, *, by, why="", public_note=""):
    """Lead a locked commitment to the state that a verb of MOVES leads to, audited."""
    before = commitment.publication
    origins, to = MOVES[verb]
    if before not in origins:
        raise Refused(
            _("A commitment cannot go from “%(before)s” to “%(after)s”.")
            % {"before": Publication(before).label, "after": to.label}
        )
    commitment.publication = to
    commitment.withdrawal_reason = why if to == Publication.WITHDRAWN else ""
    if to == Publication.PUBLISHED:
        commitment.published_at = commitment.published_at or timezone.now()
        commitment.review_due_on = next_review(commitment)
    save_next_version(commitment)
    note_change(
        commitment,
        by=by,
        verb=verb,
        before={"publication": before},
        after={"publication": to.value},
        why=why,
        public_note=public_note,
    )
    return commitment


def next_review(commitment):
    return today() + timedelta(days=commitment.review_interval_days)


@transaction.atomic
def submit_for_review(commitment, *, by, version) -> Commitment:
    """Hand a draft to the reviewers."""
    permit(by, RECORD)
    commitment = locked(commitment, version)
    _refuse_unless_complete(commitment)
    return move(commitment, "submit", by=by)


def _refuse_unless_complete(commitment):
    """What a reader needs before a commitment may leave its drafter's hands."""
    problems = []
    if not commitment.summary.strip():
        problems.append(_("Write the plain-language summary."))
    if not commitment.testability_reason.strip():
        problems.append(_("Say why you chose this testability."))
    makes = commitment.passages.standing().filter(role=PassageRole.MAKES)
    if not makes.exists():
        problems.append(_("Quote the words of the answer that make the commitment."))
    if problems:
        raise Refused(*problems)


@transaction.atomic
def return_to_draft(commitment, *, by, version, reason) -> Commitment:
    """Send a commitment in review back to its drafter, with the reason."""
    permit(by, REVIEW)
    _need(reason)
    commitment = locked(commitment, version)
    return move(commitment, "return", by=by, why=reason)


@transaction.atomic
def publish(commitment, *, by, version) -> Commitment:
    """Show a commitment in review to the public, as seen at ``version``."""
    permit(by, REVIEW)
    commitment = locked(commitment, version)
    _refuse_unless_complete(commitment)
    return move(commitment, PUBLISH, by=by)


@transaction.atomic
def withdraw(commitment, *, by, version, reason) -> Commitment:
    """Take a wrong record out of the lists; its page says why."""
    permit(by, REVIEW)
    _need(reason)
    quoted = _quoted_answers(commitment)
    commitment = locked(commitment, version)
    commitment = move(
        commitment,
        "withdraw",
        by=by,
        why=reason,
        public_note=reason if commitment.published_at else "",
    )
    for answer in quoted:
        answers.keep_likely_count(answer)
    return commitment


@transaction.atomic
def reopen(commitment, *, by, version, reason) -> Commitment:
    """Put a withdrawn commitment back in review."""
    permit(by, REVIEW)
    _need(reason)
    quoted = _quoted_answers(commitment)
    commitment = locked(commitment, version)
    commitment = move(commitment, "reopen", by=by, why=reason)
    for answer in quoted:
        answers.keep_likely_count(answer)
    return commitment


def _quoted_answers(commitment):
    """The answers whose suggestions a commitment covers, locked in one order."""
    passages = commitment.passages.standing().order_by("answer")
    pks = passages.values_list("answer", flat=True).distinct()
    return [answers.locked(Answer(pk=pk)) for pk in pks]


def _need(reason):
    if not reason.strip():
        raise Refused(_("Give a reason."))


@transaction.atomic
def confirm_review(commitment, *, by, note="") -> Commitment:
    """Say that the record was looked at and still holds; the next review moves on."""
    permit(by, RECORD)
    commitment = followed(commitment)
    before = commitment.review_due_on
    commitment.review_due_on = next_review(commitment)
    commitment.save(update_fields=["review_due_on"])
    note_change(
        commitment,
        by=by,
        verb="confirm",
        before={"review_due_on": before},
        after={"review_due_on": commitment.review_due_on},
        why=note,
    )
    return commitment


def remember_source(commitment) -> None:
    """Keep when and where the words that first make the commitment were given."""
    passage = (
        commitment.passages.standing()
        .filter(role=PassageRole.MAKES)
        .select_related("answer")
        .order_by("answer__answered_on", "pk")
        .first()
    )
    question = passage.answer.first_question() if passage else None
    commitment.promised_on = passage.answer.answered_on if passage else None
    commitment.chamber = question.chamber if question else ""
    commitment.legislature = question.legislature if question else None


@transaction.atomic
def add_passage(commitment, *, by, answer, quote, role, start=None) -> Passage:
    """Anchor further words of an answer in a commitment. Raises Refused when the
    answer does not hold them."""
    permit(by, RECORD)
    answer = answers.locked(answer)
    commitment = followed(commitment)
    passage = Passage(commitment=commitment, answer=answer, quote=quote, role=role)
    anchor(passage, start=start)
    passage.save()
    answers.keep_likely_count(answer)
    remember_source(commitment)
    save_next_version(commitment)
    note_change(
        passage,
        by=by,
        verb="add",
        after={"quote": quote, "role": role, "answer": answer},
    )
    return passage


@transaction.atomic
def relate(source, *, by, target, kind, note="") -> Relation:
    """Say what a commitment does to an earlier or larger one."""
    permit(by, RECORD)
    if source.pk == target.pk:
        raise Refused(_("A commitment cannot be related to itself."))
    # Both, in one order: the other way round may be said at the same moment.
    for commitment in sorted((source, target), key=attrgetter("pk")):
        locked(commitment)
    source = followed(source)
    standing = Relation.objects.standing().filter(kind=kind)
    if standing.filter(source=source, target=target).exists():
        raise Refused(_("This relation is already recorded."))
    if standing.filter(source=target, target=source).exists():
        raise Refused(_("This relation is already recorded the other way round."))
    relation = Relation.objects.create(
        source=source, target=target, kind=kind, note=note
    )
    save_next_version(source)
    note_change(
        relation,
        by=by,
        verb="relate",
        after={"target": target, "kind": str(kind)},
        why=note,
    )
    return relation
