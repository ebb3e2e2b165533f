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
    bodies, and measurements with their evidence.
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
        deadlines=read(DEADLINES),
        evidence=evidence,
        measurements=_with_evidence(read(MEASUREMENTS), evidence),
        assessments=read(ASSESSMENTS),
        replies=read(REPLIES),
    )


PASSAGES = Prepared(
    lambda commitment: Passage.objects.filter(commitment=commitment).select_related(
        "answer", "text"
    )
)
DEADLINES = Prepared(
    lambda commitment: Deadline.objects.filter(commitment=commitment).order_by("pk")
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


def _with_evidence(measurements, evidence):
    by_key = {piece.pk: piece for piece in evidence}
    for row in measurements:
        row.evidence = by_key[row.evidence_id]
    return measurements


def standing(rows) -> list:
    """The rows that nobody has withdrawn."""
    return [row for row in rows if not row.is_withdrawn]


def revisions(rows) -> dict:
    """What superseded rows of one chain, by the key of the row superseded."""
    return {row.supersedes_id: row for row in rows if row.supersedes_id}
