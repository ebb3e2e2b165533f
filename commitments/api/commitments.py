"""Commitments as plain values: in brief for lists, in full for one."""

from django.db.models import Field, Func, TextField, prefetch_related_objects
from django.db.models.functions import Cast

from commitments.api.wording import Wording, body_name, figure, reference_of
from commitments.choices import (
    Chamber,
    Comparator,
    Kind,
    Origin,
    PassageRole,
    Precision,
    Publication,
    Rate,
    RelationKind,
    Stance,
    Status,
    Testability,
    Timing,
)
from commitments.facets import Facets, delay
from commitments.models import Commitment, Relation
from commitments.records import records_of, revisions, standing
from commitments.search import in_order_of_names
from commitments.timing import today
from tracker.database.formatting import spelled
from tracker.prepared import PreparedForMany

COLUMNS = (
    "pk",
    "slug",
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
    "chamber",
    "legislature",
    "promised_on",
    "due_on",
    "due_precision",
    "original_due_on",
    "is_awaiting_trigger",
    "status",
    "assessed_on",
    "met_earliest",
    "met_latest",
    "published_at",
    "changed_at",
    "version",
)
# Those that are only told: the database writes them, for Python takes as long to make
# days, moments and decimals of them as for all the rest of a row.
DAYS = ("baseline_on", "promised_on", "due_on", "assessed_on", "met_latest")
MOMENTS = ("published_at", "changed_at")
FIGURES = ("target_value", "baseline_value")
# What the first words of a commitment give, and where.
OF_WORDS = {
    "quote": "first__quote",
    "answer": "first__answer__uid",
    "is_fictitious": "first__answer__is_fictitious",
}


def in_brief(pks, index: Facets, wording: Wording, wanted=None) -> list[dict]:
    """Published commitments in the order of their ids, in one query.

    ``wanted`` are the names of what is asked for, None for everything: words that
    nobody asked for are not read.
    """
    needs_words = wanted is None or any(name in wanted for name in OF_WORDS)
    # Of several rows of a commitment the last one stays: that of its first words.
    found = {row[0]: row for row in (WORDED if needs_words else ROWS)(pks)}
    bodies = index.related_to("body", pks, lambda rows: [*map(body_name, rows)])
    themes = index.related_to("theme", pks, wording.themes)
    timings, brief = index.timings_of(pks), Brief(wording)
    return [
        brief.of(found[pk], timings[pk], bodies[pk], themes[pk])
        for pk in pks
        if pk in found
    ]


class Figure(Func):
    """A decimal as the floating number that the database makes of it."""

    template = "CAST(%(expressions)s AS double precision)"
    output_field = Field()


class Moment(Func):
    """A moment as ``as_json`` writes it: in UTC, to the second."""

    output_field = TextField()

    def as_sql(self, compiler, connection, **extra):
        template = spelled(connection)["moment"].format("%(expressions)s")
        return super().as_sql(compiler, connection, template=template, **extra)


WRITTEN = {
    **{name: Cast(name, TextField()) for name in DAYS},
    **{name: Moment(name) for name in MOMENTS},
    **{name: Figure(name) for name in FIGURES},
}
READ = [WRITTEN.get(name, name) for name in COLUMNS]


def _published(pks):
    return Commitment.objects.published().filter(pk__in=pks)


ROWS = PreparedForMany(lambda pks: _published(pks).order_by().values_list(*READ))
WORDED = PreparedForMany(
    lambda pks: (
        _published(pks).with_first_words().values_list(*READ, *OF_WORDS.values())
    )
)


class Brief:
    """Writes commitments of one answer: what they have in common is looked up once."""

    def __init__(self, wording: Wording):
        self.origin, self.today = wording.origin, today()
        self.own_path = wording.path_of("api-commitment-detail", 1)
        self.page_path = wording.path_of("commitment-detail", 2)
        self.kinds = wording.codes(Kind)
        self.testabilities = wording.codes(Testability)
        self.chambers = wording.codes(Chamber)
        self.comparators = wording.codes(Comparator)
        self.rates = wording.codes(Rate)
        self.precisions = wording.codes(Precision)
        self.timings = wording.codes(Timing)
        self.statuses = wording.codes(Status)

    def of(self, row, timing, bodies, themes) -> dict:
        """One commitment; ``row`` are its COLUMNS, then OF_WORDS where there are any.

        ``bodies`` and ``themes`` are as they are told, by name.
        """
        (
            pk,
            slug,
            title,
            summary,
            kind,
            testability,
            testability_reason,
            territory,
            condition,
            indicator,
            comparator,
            target_value,
            unit,
            rate,
            baseline_value,
            baseline_on,
            chamber,
            legislature,
            promised_on,
            due_on,
            due_precision,
            original_due_on,
            is_awaiting_trigger,
            status,
            assessed_on,
            met_earliest,
            met_latest,
            published_at,
            changed_at,
            version,
            *words,
        ) = row
        quote, answer, is_fictitious = words or (None, None, None)
        reference = reference_of(pk)
        return {
            "reference": reference,
            "self": self.origin + self.own_path(reference),
            "url": self.origin + self.page_path(reference, slug),
            "title": title,
            "summary": summary,
            "quote": quote or "",
            "answer": answer,
            "is_fictitious": bool(is_fictitious),
            "kind": self.kinds.get(kind),
            "testability": self.testabilities.get(testability),
            "testability_reason": testability_reason,
            "territory": territory,
            "condition": condition,
            "bodies": bodies,
            "themes": themes,
            "chamber": self.chambers.get(chamber),
            "legislature": legislature,
            "promised_on": promised_on,
            "indicator": indicator,
            "comparator": self.comparators.get(comparator),
            "target_value": figure(target_value),
            "unit": unit,
            "rate": self.rates.get(rate),
            "baseline_value": figure(baseline_value),
            "baseline_on": baseline_on,
            "due_on": due_on,
            "due_precision": self.precisions.get(due_precision),
            "original_due_on": original_due_on,
            "is_awaiting_trigger": is_awaiting_trigger,
            "timing": self.timings.get(timing),
            "delay_days": delay(status, original_due_on, met_earliest, self.today),
            "assessment": self.statuses.get(status),
            "assessed_on": assessed_on,
            "met_earliest": met_earliest,
            "met_latest": met_latest,
            "published_at": published_at,
            "changed_at": changed_at,
            "version": version,
        }


def in_full(commitment: Commitment, wording: Wording) -> dict:
    """A commitment, annotated with its timing, and everything that hangs on it.

    What was withdrawn is left out, and what is still to be reviewed.
    """
    prefetch_related_objects([commitment], "bodies", "themes")
    records = records_of(commitment)
    passages, evidence = standing(records.passages), standing(records.evidence)
    deadlines = told_deadlines(commitment, records.deadlines)
    makes = (p for p in passages if p.role == PassageRole.MAKES)
    first = next(makes, None)
    words = (first.quote, first.answer.uid, first.answer.is_fictitious) if first else ()
    full = Brief(wording).of(
        [*(getattr(commitment, name) for name in COLUMNS), *words],
        commitment.timing,
        [*map(body_name, in_order_of_names(commitment.bodies.all()))],
        wording.themes(commitment.themes.all()),
    )
    return full | {
        "publication": wording.coded(Publication, commitment.publication),
        "passages": [passage(row, wording) for row in passages],
        "deadlines": [deadline(row, evidence, wording) for row in deadlines],
        "evidence": [piece(row, wording) for row in evidence],
        "measurements": [
            measurement(row, wording) for row in records.current_measurements()
        ],
        "assessments": [assessment(row, wording) for row in records.assessments[::-1]],
        "relations": _relations(commitment, wording),
        "replies": [
            {
                "body": body_name(row.body),
                "text": row.text,
                "received_on": row.received_on,
                "recorded_at": row.recorded_at,
            }
            for row in standing(records.replies)
        ],
    }


def told_deadlines(commitment, deadlines) -> list:
    """The deadlines that readers saw, as the public history tells them.

    The first one ever given is always told; another is not when it was replaced
    before the commitment was published.
    """
    replaced = revisions(deadlines)
    published_at = commitment.published_at

    def was_seen(row):
        later = replaced.get(row.pk)
        return not (later and published_at and later.created_at < published_at)

    return [row for row in deadlines if row.supersedes_id is None or was_seen(row)]


def passage(row, wording) -> dict:
    return {
        "role": wording.coded(PassageRole, row.role),
        "quote": row.quote,
        "prefix": row.prefix,
        "suffix": row.suffix,
        "answer": row.answer.uid,
        "answered_on": row.answer.answered_on,
        "is_fictitious": row.answer.is_fictitious,
        "text_number": row.text.number if row.text else None,
        "start": row.start,
        "end": row.end,
    }


def deadline(row, evidence, wording) -> dict:
    """A deadline; its source is told when it is among the standing evidence."""
    source = next((one for one in evidence if one.pk == row.evidence_id), None)
    return {
        "words": row.words,
        "anchor_on": row.anchor_on,
        "rule": row.rule,
        "due_earliest": row.due_earliest,
        "due_latest": row.due_latest,
        "precision": wording.coded(Precision, row.precision),
        "event": row.event,
        "reasoning": row.reasoning,
        "answer": row.answer and row.answer.uid,
        "evidence": source and str(source.file_id),
        "reason": row.reason,
        "recorded_at": row.created_at,
    }


def piece(row, wording) -> dict:
    """A piece of evidence; its identifier is also that of its file."""
    return {
        "id": str(row.file_id),
        "title": row.title,
        "stance": wording.coded(Stance, row.stance),
        "origin": wording.coded(Origin, row.origin),
        "publisher": row.publisher,
        "published_on": row.published_on,
        "event_on": row.event_on,
        "source_url": row.url,
        "answer": row.answer and row.answer.uid,
        "extract": row.extract,
        "note": row.note,
        "file_url": wording.file_address(row),
        "file_name": row.file_name,
        "file_sha256": row.file_sha256,
        "added_at": row.added_at,
    }


def measurement(row, wording) -> dict:
    return {
        "id": row.pk,
        "value": figure(row.value),
        "observed_on": row.observed_on,
        "precision": wording.coded(Precision, row.precision),
        "evidence": str(row.evidence.file_id),
        "recorded_at": row.created_at,
    }


def assessment(row, wording) -> dict:
    """An approved assessment; who wrote and who reviewed it stands on the page."""
    return {
        "status": wording.coded(Status, row.status),
        "as_of_on": row.as_of_on,
        "rationale": row.rationale,
        "search_log": row.search_log,
        "met_earliest": row.met_earliest,
        "met_latest": row.met_latest,
        "is_correction": row.is_correction,
        "evidence": [str(one.file_id) for one in standing(row.rests)],
        "reviewed_at": row.reviewed_at,
    }


def _relations(commitment, wording):
    """What it does to others, and others to it; only between published ones."""
    published = Commitment.objects.published()
    rows = (
        Relation.objects.standing()
        .filter(source__in=published, target__in=published)
        .values_list("source", "kind", "target", "note")
        .order_by("pk")
    )
    touching = rows.filter(source=commitment) | rows.filter(target=commitment)
    return [
        {
            "source": reference_of(source),
            "kind": wording.coded(RelationKind, kind),
            "target": reference_of(target),
            "note": note,
        }
        for source, kind, target, note in touching
    ]
