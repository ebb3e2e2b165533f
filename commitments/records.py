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
    Reply,
)


@dataclass(frozen=True)
class Records:
    """Rows in their usual order, those withdrawn since included; never those pending.

    Passages come with their answers, replies with their bodies, and measurements with
    their evidence.
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
    evidence = list(commitment.evidence.select_related("answer"))
    return Records(
        passages=list(commitment.passages.select_related("answer", "text")),
        deadlines=list(commitment.deadlines.order_by("pk")),
        evidence=evidence,
        measurements=_measurements(commitment, evidence),
        assessments=list(
            commitment.assessments.approved().select_related("author", "reviewer")
        ),
        # Few commitments have one: their bodies are asked for only then.
        replies=list(commitment.replies.prefetch_related("body")),
    )


def _measurements(commitment, evidence):
    """The measurements, each with its evidence; without any, there is none."""
    by_key = {piece.pk: piece for piece in evidence}
    rows = list(commitment.measurements.all()) if evidence else []
    for row in rows:
        row.evidence = by_key[row.evidence_id]
    return rows


def standing(rows) -> list:
    """The rows that nobody has withdrawn."""
    return [row for row in rows if not row.is_withdrawn]


def revisions(rows) -> dict:
    """What superseded rows of one chain, by the key of the row superseded."""
    return {row.supersedes_id: row for row in rows if row.supersedes_id}
