"""The rows that a published commitment's page and its history are told from.

Each kind is read once, in one query, and all of them together; what a row points to
inside the commitment (the database holds it there) is found among the rows read.
"""

from dataclasses import dataclass
from itertools import chain

from django.db.models import Q

from commitments.models import (
    Assessment,
    Change,
    Commitment,
    Deadline,
    Evidence,
    Measurement,
    Passage,
    Question,
    Relation,
    Reply,
)
from tracker.prepared import Prepared, together


@dataclass(frozen=True)
class Records:
    """Rows in their usual order, those withdrawn since included; never those pending.

    Passages come with their answers and the first question to each, replies with their
    bodies, measurements and deadlines with their evidence, deadlines with the answer
    that moved them, and assessments with the evidence that each ``rests`` on.
    ``changes`` are those of the record that readers are told of, ``relations`` those
    to other published commitments.
    """

    passages: list[Passage]
    deadlines: list[Deadline]
    evidence: list[Evidence]
    measurements: list[Measurement]
    assessments: list[Assessment]
    replies: list[Reply]
    changes: list[Change]
    relations: list[Relation]

    def current_measurements(self) -> list[Measurement]:
        """As MeasurementQuerySet.current: neither revised nor withdrawn, nor fallen."""
        revised = revisions(self.measurements)
        return [
            row
            for row in standing(self.measurements)
            if row.pk not in revised and not row.evidence.is_withdrawn
        ]


def records_of(commitment: Commitment) -> Records:
    """Read everything that readers may be told of a commitment."""
    *own, changes, relations, questions, rests = together(
        commitment.pk, *OWN, CHANGES, RELATIONS, QUESTIONS, RESTS
    )
    for row in chain.from_iterable(own):
        row.commitment = commitment
    passages, deadlines, evidence, measurements, assessments, replies = own
    return Records(
        passages=_with_question(passages, questions),
        deadlines=_with_evidence(deadlines, evidence),
        evidence=evidence,
        measurements=_with_evidence(measurements, evidence),
        assessments=_with_rests(assessments, evidence, set(rests)),
        replies=replies,
        changes=changes,
        relations=relations,
    )


PASSAGES = Prepared(
    lambda commitment: Passage.objects.filter(commitment=commitment).select_related(
        "answer", "text"
    )
)
DEADLINES = Prepared(
    lambda commitment: (
        Deadline.objects.filter(commitment=commitment)
        .select_related("answer")
        .order_by("pk")
    )
)
EVIDENCE = Prepared(
    lambda commitment: Evidence.objects.filter(commitment=commitment).select_related(
        "answer"
    )
)
MEASUREMENTS = Prepared(
    lambda commitment: Measurement.objects.filter(commitment=commitment)
)
ASSESSMENTS = Prepared(
    lambda commitment: (
        Assessment.objects.approved()
        .filter(commitment=commitment)
        .select_related("author", "reviewer")
    )
)
REPLIES = Prepared(
    lambda commitment: Reply.objects.filter(commitment=commitment).select_related(
        "body"
    )
)
# Those that belong to the commitment, in the order of Records.
OWN = (PASSAGES, DEADLINES, EVIDENCE, MEASUREMENTS, ASSESSMENTS, REPLIES)
CHANGES = Prepared(
    lambda commitment: Change.objects.public().filter(
        commitment=commitment, model="commitment"
    )
)
RELATIONS = Prepared(
    lambda commitment: Relation.objects.public().filter(
        Q(source=commitment) | Q(target=commitment)
    )
)
QUESTIONS = Prepared(
    lambda commitment: Question.objects.filter(
        answer__in=Passage.objects.filter(commitment=commitment).values("answer")
    )
)
# Of which evidence each assessment speaks.
RESTS = Prepared(
    lambda commitment: Assessment.evidence.through.objects.filter(
        assessment__commitment=commitment
    ).values_list("assessment_id", "evidence_id")
)


def _with_question(passages, questions):
    """The passages, each with the first question to its answer, if any."""
    first = {question.answer_id: question for question in reversed(questions)}
    for row in passages:
        row.question = first.get(row.answer_id)
    return passages


def _with_evidence(rows, evidence):
    by_key = {piece.pk: piece for piece in evidence}
    for row in rows:
        row.evidence = by_key.get(row.evidence_id)
    return rows


def _with_rests(assessments, evidence, pairs):
    for row in assessments:
        row.rests = [piece for piece in evidence if (row.pk, piece.pk) in pairs]
    return assessments


def standing(rows) -> list:
    """The rows that nobody has withdrawn."""
    return [row for row in rows if not row.is_withdrawn]


def revisions(rows) -> dict:
    """What superseded rows of one chain, by the key of the row superseded."""
    return {row.supersedes_id: row for row in rows if row.supersedes_id}
