"""The tables of the open-data package: which rows and columns of the base are public.

Every column is named here; what is not named stays inside. The rows are those that
the public pages show: published commitments and what stands of their records.
"""

from dataclasses import dataclass, field

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from commitments.choices import Publication, Review
from commitments.exports.columns import CODES, EXACT, Column, Type, select
from commitments.exports.listed import reference_sql
from commitments.models import (
    Answer,
    AnswerText,
    Assessment,
    Body,
    Change,
    Commitment,
    Deadline,
    Evidence,
    Measurement,
    Passage,
    PublishedText,
    Question,
    Relation,
    Reply,
    Theme,
)
from commitments.models.audit import PUBLISH

PUBLISHED = (
    f"SELECT id FROM {Commitment._meta.db_table} "
    f"WHERE publication = '{Publication.PUBLISHED}'"
)
OF_PUBLISHED = f"r.commitment_id IN ({PUBLISHED})"
STANDING = f"{OF_PUBLISHED} AND r.withdrawn_at IS NULL"
# Rows of a chain that were replaced before readers could see them are not told; the
# row after them then follows the one before. The first deadline always is told.
SEEN_DEADLINES = """
    SELECT d.id,
        lag(d.id) OVER (PARTITION BY d.commitment_id ORDER BY d.id) AS before_id
    FROM commitments_deadline d
    JOIN commitments_commitment c ON c.id = d.commitment_id
    LEFT JOIN commitments_deadline later ON later.supersedes_id = d.id
    WHERE d.supersedes_id IS NULL OR later.id IS NULL
        OR later.created_at >= c.published_at
"""
# From the current figure back, as long as each stands on evidence that stands: one
# that was revised must not seem to be the current one.
TOLD_MEASUREMENTS = """
    WITH RECURSIVE good AS (
        SELECT m.id, m.supersedes_id, m.created_at, m.commitment_id
        FROM commitments_measurement m JOIN commitments_evidence e
            ON e.id = m.evidence_id AND e.withdrawn_at IS NULL
        WHERE m.withdrawn_at IS NULL
    ), told AS (
        SELECT good.id, good.supersedes_id, good.created_at FROM good
        WHERE NOT EXISTS (
            SELECT 1 FROM commitments_measurement l WHERE l.supersedes_id = good.id
        )
        UNION ALL
        SELECT good.id, good.supersedes_id, good.created_at
        FROM told JOIN good ON good.id = told.supersedes_id
        JOIN commitments_commitment c ON c.id = good.commitment_id
        WHERE told.created_at >= c.published_at
    )
    SELECT id FROM told
"""
TYPES = (
    (models.BooleanField, Type.FLAG),
    (models.DateTimeField, Type.MOMENT),
    (models.DateField, Type.DATE),
    (models.DecimalField, Type.NUMBER),
    (models.IntegerField, Type.WHOLE),
    (models.ForeignKey, Type.WHOLE),
    (models.UUIDField, Type.UUID),
)


@dataclass(frozen=True)
class Table:
    """A file of the package: the rows of ``model`` of which ``where`` holds.

    ``columns`` are named after the base's own; ``read`` gives SQL for those that are
    not read as they are. ``derived`` columns are for people, and not read back.
    """

    name: str
    model: type[models.Model]
    names: tuple[str, ...]
    where: str = ""
    source: str = ""
    read: dict[str, str] = field(default_factory=dict)
    derived: tuple[Column, ...] = ()

    @property
    def title(self) -> str:
        return str(self.model._meta.verbose_name_plural).capitalize()

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that tell a row from all others, and by which rows are sorted."""
        return ("id",) if "id" in self.names else self.names[:2]

    def field(self, name):
        """The model's field of a column."""
        return next(f for f in self.model._meta.concrete_fields if f.column == name)

    @property
    def own_columns(self) -> tuple[Column, ...]:
        """The columns that are read back."""
        return tuple(self._column(name) for name in self.names)

    @property
    def columns(self) -> tuple[Column, ...]:
        return (*self.own_columns, *self.derived)

    def _column(self, name):
        its = self.field(name)
        if isinstance(its, models.JSONField):
            type_ = Type.LIST if its.default is list else Type.OBJECT
        else:
            type_ = next((t for kind, t in TYPES if isinstance(its, kind)), Type.TEXT)
        return Column(
            code=name,
            label=its.verbose_name,
            type=type_,
            sql=self.read.get(name, f'r."{name}"'),
            description=its.help_text,
            required=type_ not in (Type.TEXT, Type.LIST, Type.OBJECT) and not its.null,
        )

    def references(self) -> dict[str, str]:
        """The tables that columns point into, by column."""
        found = {}
        for name in self.names:
            target = self.field(name).related_model
            if target:
                found[name] = next(t.name for t in TABLES if t.model is target)
        return found

    def codes(self, column: Column) -> list[str]:
        """The values that a column may have, when they are from a list."""
        choices = column.code in self.names and self.field(column.code).choices
        return [code for code, _label in choices or ()]

    def query(self) -> tuple[str, list]:
        """SQL of the rows, cells as text, and its parameters."""
        cells, params = select(self.columns, CODES, EXACT)
        where = f"WHERE {self.where}" if self.where else ""
        order = ", ".join(f'r."{name}"' for name in self.key)
        table = connection.ops.quote_name(self.model._meta.db_table)
        return (
            f"SELECT {cells} FROM {table} r {self.source} {where} ORDER BY {order}",
            params,
        )


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# In the order in which their rows can be inserted.
TABLES = (
    Table("bodies", Body, words("id name slug kind valid_from_on valid_to_on")),
    Table("body_successors", Body.successors.through, words("from_body_id to_body_id")),
    Table("themes", Theme, words("id name name_en slug")),
    Table(
        "answers",
        Answer,
        words(
            "id uid ministry body_id answered_on page source_url licence shared_key "
            "is_fictitious"
        ),
    ),
    Table(
        "answer_texts",
        AnswerText,
        words("id answer_id number body sha256 published_on retrieved_at"),
    ),
    Table(
        "questions",
        Question,
        words(
            "id uid chamber legislature type number author author_group constituency "
            "ministry_asked body_asked_id rubric title text asked_on asked_page "
            "source_url state closing closed_on details inferred answer_id"
        ),
    ),
    Table(
        "published_texts",
        PublishedText,
        words("id question_id role body sha256 published_on page issue retrieved_at"),
    ),
    Table(
        "commitments",
        Commitment,
        words(
            "id title slug summary kind testability testability_reason territory "
            "condition indicator comparator target_value unit rate baseline_value "
            "baseline_on published_at version changed_at promised_on chamber "
            "legislature status assessed_on met_earliest met_latest due_on "
            "due_precision original_due_on is_awaiting_trigger"
        ),
        where=f"r.id IN ({PUBLISHED})",
        derived=(
            Column("reference", _("Reference"), Type.TEXT, reference_sql("r.id")),
        ),
    ),
    Table(
        "commitment_bodies",
        Commitment.bodies.through,
        words("commitment_id body_id"),
        where=OF_PUBLISHED,
    ),
    Table(
        "commitment_themes",
        Commitment.themes.through,
        words("commitment_id theme_id"),
        where=OF_PUBLISHED,
    ),
    Table(
        "passages",
        Passage,
        words(
            "id commitment_id answer_id role quote prefix suffix text_id start end "
            "created_at"
        ),
        where=STANDING,
    ),
    Table(
        "relations",
        Relation,
        words("id source_id target_id kind note created_at"),
        where=f"r.withdrawn_at IS NULL AND r.source_id IN ({PUBLISHED}) "
        f"AND r.target_id IN ({PUBLISHED})",
    ),
    Table(
        "evidence",
        Evidence,
        words(
            "id commitment_id title url answer_id file_id file_name file_type "
            "file_size file_sha256 publisher origin published_on event_on stance "
            "extract note added_at"
        ),
        where=STANDING,
    ),
    Table(
        "deadlines",
        Deadline,
        words(
            "id commitment_id words anchor_on rule due_earliest due_latest precision "
            "event readings reasoning answer_id evidence_id reason supersedes_id "
            "created_at"
        ),
        source=f"JOIN ({SEEN_DEADLINES}) AS seen ON seen.id = r.id "
        "LEFT JOIN commitments_evidence standing "
        "ON standing.id = r.evidence_id AND standing.withdrawn_at IS NULL",
        where=OF_PUBLISHED,
        read={"supersedes_id": "seen.before_id", "evidence_id": "standing.id"},
    ),
    Table(
        "measurements",
        Measurement,
        words(
            "id commitment_id evidence_id value observed_on precision supersedes_id "
            "created_at"
        ),
        source=f"JOIN ({TOLD_MEASUREMENTS}) AS told ON told.id = r.id "
        f"LEFT JOIN ({TOLD_MEASUREMENTS}) AS before ON before.id = r.supersedes_id",
        where=OF_PUBLISHED,
        read={"supersedes_id": "before.id"},
    ),
    Table(
        "assessments",
        Assessment,
        words(
            "id commitment_id status as_of_on rationale search_log met_earliest "
            "met_latest is_correction reviewed_at supersedes_id"
        ),
        where=f"{OF_PUBLISHED} AND r.review = '{Review.APPROVED}'",
    ),
    Table(
        "assessment_evidence",
        Assessment.evidence.through,
        words("assessment_id evidence_id"),
        source="JOIN commitments_assessment a ON a.id = r.assessment_id "
        "JOIN commitments_evidence e ON e.id = r.evidence_id",
        where=f"a.commitment_id IN ({PUBLISHED}) AND a.review = '{Review.APPROVED}' "
        "AND e.withdrawn_at IS NULL",
    ),
    Table(
        "replies",
        Reply,
        words("id commitment_id body_id text received_on recorded_at"),
        where=STANDING,
    ),
    Table(
        "changes",
        Change,
        words("id at verb commitment_id model object_id public_note"),
        where=f"{OF_PUBLISHED} AND (r.verb = '{PUBLISH}' OR r.public_note <> '')",
        # Readers are told of a publication, not of the note left with it.
        read={
            "public_note": f"CASE WHEN r.verb = '{PUBLISH}' THEN '' "
            "ELSE r.public_note END"
        },
    ),
)
