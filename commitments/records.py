"""The rows that a published commitment's page and its history are told from.

Each kind is read once, in one query; what a row points to inside the commitment (the
database holds it there) is found among the rows already read.
"""

from dataclasses import dataclass

from commitments.models import (
    Assessment,
    Commitment,
    Deadline,
    Evidence,
    Measurement,
    Passage,
    Question,
    Reply,
)
from tracker.prepared import Prepared


@dataclass(frozen=True)
class Records:
    """Rows in their usual order, those withdrawn since included; never those pending.

    Passages come with their answers and the first question to each, replies with their
    bodies, measurements and deadlines with their evidence, deadlines with the answer
    that moved them, and assessments with the evidence that each ``rests`` on.
    """

    passages: list[Passage]
    deadlines: list[Deadline]
    evidence: list[Evidence]
    measurements: list[Measurement]
    assessments: list[Assessment]
    replies: list[Reply]

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

    def read(prepared):
        rows = prepared(commitment.pk)
        for row in rows:
            row.commitment = commitment
        return rows

    evidence = read(EVIDENCE)
    return Records(
        passages=_with_question(read(PASSAGES)),
        deadlines=_with_evidence(read(DEADLINES), evidence),
        evidence=evidence,
        measurements=_with_evidence(read(MEASUREMENTS), evidence),
        assessments=_with_rests(read(ASSESSMENTS), commitment, evidence),
        replies=read(REPLIES),
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


QUESTIONS = Prepared(lambda answer: Question.objects.filter(answer=answer))


def _with_question(passages):
    """The passages, each with the first question to its answer, if any."""
    first = {key: QUESTIONS(key)[:1] for key in {row.answer_id for row in passages}}
    for row in passages:
        row.question = next(iter(first[row.answer_id]), None)
    return passages


def _with_evidence(rows, evidence):
    by_key = {piece.pk: piece for piece in evidence}
    for row in rows:
        row.evidence = by_key.get(row.evidence_id)
    return rows


RESTS = Prepared(
    lambda commitment: Assessment.evidence.through.objects.filter(
        assessment__commitment=commitment
    ).values_list("assessment_id", "evidence_id")
)


def _with_rests(assessments, commitment, evidence):
    pairs = set(RESTS(commitment.pk)) if assessments else ()
    for row in assessments:
        row.rests = [piece for piece in evidence if (row.pk, piece.pk) in pairs]
    return assessments


def standing(rows) -> list:
    """The rows that nobody has withdrawn."""
    return [row for row in rows if not row.is_withdrawn]


def revisions(rows) -> dict:
    """What superseded rows of one chain, by the key of the row superseded."""
    return {row.supersedes_id: row for row in rows if row.supersedes_id}
