"""The demonstration data of fixtures/demo.json, recorded as people would record it.

Everything goes through the workflow verbs, so that the history and the audit trail
are those of real work: an editor records and proposes, a reviewer publishes and
approves.
"""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import transaction

from commitments import workflow
from commitments.choices import Origin, PassageRole
from commitments.imports.labels import PublishedLabels
from commitments.imports.load import load_record
from commitments.imports.records import QuestionRecord
from commitments.models import Answer, Body, Commitment, DataVersion, Passage, Theme

DEMONSTRATION = Path(settings.BASE_DIR) / "fixtures" / "demo.json"

DATES = {"due_earliest", "due_latest"}
NUMBERS = {"target_value", "baseline_value", "value"}


def read_demonstration(path: Path = DEMONSTRATION) -> dict:
    """Return the fixture with its dates and numbers as Python has them."""

    def typed(fields):
        for name, value in fields.items():
            if name in NUMBERS:
                fields[name] = Decimal(value)
            elif name.endswith("_on") or name in DATES:
                fields[name] = date.fromisoformat(value)
        return fields

    return json.loads(path.read_text(encoding="utf-8"), object_hook=typed)


@transaction.atomic
@DataVersion.moved_once()
def load_demonstration(*, editor, reviewer, path: Path = DEMONSTRATION) -> int:
    """Record what is not yet recorded; return how many commitments were added.

    The reference data must stand. A commitment is known by the words that make it.
    """
    data = read_demonstration(path)
    labels = PublishedLabels()
    for fields in data["answers"]:
        load_answer(fields, labels)
    added = {}
    for fields in data["commitments"]:
        key = fields.pop("key")
        if not is_recorded(fields["passages"][0]):
            added[key] = record(fields, editor=editor, reviewer=reviewer)
    for relation in data["relations"]:
        source, target = added.get(relation["source"]), added.get(relation["target"])
        if source and target:
            workflow.relate(
                source,
                by=editor,
                target=target,
                kind=relation["kind"],
                note=relation.get("note", ""),
            )
    return len(added)


def load_answer(fields, labels):
    """Store an answer of the fixture; most have no text yet."""
    extra = {
        "is_fictitious": fields.pop("is_fictitious", False),
        "source_url": fields.pop("source_url", ""),
    }
    known = dict.fromkeys(QuestionRecord.__dataclass_fields__)
    known |= {"question_text": "", "answer_text": "", "inferred": ()}
    record = QuestionRecord(**known | fields)
    load_record(record, labels, **extra)


def is_recorded(passage) -> bool:
    """Tell whether a commitment rests on these words already."""
    return Passage.objects.filter(
        answer__uid=passage["answer"], quote=passage["quote"]
    ).exists()


def record(fields, *, editor, reviewer) -> Commitment:
    """Record one commitment with all that follows it."""
    first, *others = fields.pop("passages")
    deadline = fields.pop("deadline", None)
    evidence = fields.pop("evidence", [])
    assessments = fields.pop("assessments", [])
    publication = fields.pop("publication", "published")
    fields["bodies"] = bodies_of(fields.get("bodies", ()))
    fields["themes"] = Theme.objects.filter(slug__in=fields.get("themes", ()))
    answer = Answer.objects.get(uid=first["answer"])
    commitment = workflow.record_commitment(
        by=editor, answer=answer, quote=first["quote"], **fields
    )
    for passage in others:
        workflow.add_passage(
            commitment,
            by=editor,
            answer=Answer.objects.get(uid=passage["answer"]),
            quote=passage["quote"],
            role=passage.get("role", PassageRole.MAKES),
        )
    if deadline:
        workflow.set_deadline(
            commitment, by=editor, version=None, answer=answer, **deadline
        )
    pieces = {item["key"]: add_evidence(commitment, item, editor) for item in evidence}
    workflow.submit_for_review(commitment, by=editor, version=None)
    if publication == "published":
        workflow.publish(commitment, by=reviewer, version=None)
    for item in assessments:
        assess(commitment, item, pieces, editor, reviewer)
    return commitment


def bodies_of(slugs):
    """Return the bodies of these slugs. Raises Body.DoesNotExist for a missing one."""
    return [Body.objects.get(slug=slug) for slug in slugs]


def add_evidence(commitment, fields, editor):
    """Add a piece of evidence, which an answer gives, and what it measures."""
    answer = Answer.objects.get(uid=fields["answer"])
    evidence = workflow.add_evidence(
        commitment,
        by=editor,
        title=fields["title"],
        answer=answer,
        publisher=str(answer.body or answer.ministry),
        origin=Origin.GOVERNMENT,
        published_on=answer.answered_on,
        event_on=fields.get("event_on"),
        stance=fields["stance"],
        extract=fields.get("extract", ""),
        note=fields.get("note", ""),
    )
    for measurement in fields.get("measurements", ()):
        workflow.add_measurement(
            commitment, by=editor, evidence=evidence, **measurement
        )
    return evidence


def assess(commitment, fields, pieces, editor, reviewer):
    """Propose an assessment; a second person approves it unless it is pending."""
    assessment = workflow.propose_assessment(
        commitment,
        by=editor,
        status=fields["status"],
        as_of_on=fields["as_of_on"],
        rationale=fields["rationale"],
        search_log=fields.get("search_log", ""),
        evidence=[pieces[key] for key in fields["evidence"]],
    )
    if not fields.get("is_pending"):
        workflow.approve_assessment(assessment, by=reviewer)
