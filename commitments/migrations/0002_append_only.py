"""What must never be false and spans rows or moments: refused by triggers.

A later migration that alters one of these tables, or is undone, builds it anew on SQLite,
which loses its triggers: let it alter them within ``rebuild`` (test_append_only.py checks
that all stand, test_migrations.py that every migration can be undone).
"""

from django.db import migrations

from tracker.database.triggers import install

FROZEN = ["answertext", "deadline", "measurement", "change", "assessment_evidence"]
KEPT = [
    *FROZEN,
    "assessment",
    "evidence",
    "passage",
    "relation",
    "reply",
    "commitment",
    "answer",
    "question",
]
# Columns that may change once the row is written; all others are sealed.
SEALED_BUT_ONCE = {
    "assessment": (
        "commitment_id status as_of_on rationale search_log met_earliest met_latest "
        "is_correction author_id created_at"
    ),
    "evidence": (
        "commitment_id title url answer_id file file_id file_name file_type file_size "
        "file_sha256 publisher origin published_on event_on stance extract note "
        "added_at added_by_id"
    ),
    "passage": "commitment_id answer_id role quote created_at",
    "relation": "source_id target_id kind note created_at",
    "reply": "commitment_id body_id text received_on recorded_at recorded_by_id",
}
WITHDRAWABLE = ["evidence", "passage", "relation", "reply"]
CHAINS = ["deadline", "measurement", "assessment"]


def refusals():
    """Keyword arguments of ``refuse`` for each trigger."""
    for table in FROZEN:
        yield f"{table}_frozen", table, "UPDATE", "1 = 1", "rows are append-only"
    for table in KEPT:
        yield f"{table}_kept", table, "DELETE", "1 = 1", "rows are never deleted"
    for table, columns in SEALED_BUT_ONCE.items():
        same = " AND ".join(f"NEW.{c} <=> OLD.{c}" for c in columns.split())
        yield f"{table}_sealed", table, "UPDATE", f"NOT ({same})", "content is sealed"
    for table in WITHDRAWABLE:
        yield (
            f"{table}_withdrawn_for_good",
            table,
            "UPDATE",
            "OLD.withdrawn_at IS NOT NULL",
            "withdrawn records do not change",
        )
    yield (
        "assessment_reviewed_once",
        "assessment",
        "UPDATE",
        "OLD.review <> 'pending'",
        "an assessment is reviewed once",
    )
    yield (
        "assessment_evidence_sealed",
        "assessment_evidence",
        "INSERT",
        "EXISTS (SELECT 1 FROM commitments_assessment a WHERE a.id = "
        "NEW.assessment_id AND a.review <> 'pending')",
        "evidence cannot join a reviewed assessment",
    )
    yield (
        "assessment_evidence_same",
        "assessment_evidence",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM commitments_assessment a JOIN commitments_evidence "
        "e ON e.commitment_id = a.commitment_id WHERE a.id = NEW.assessment_id "
        "AND e.id = NEW.evidence_id)",
        "evidence belongs to another commitment",
    )
    for event in ("INSERT", "UPDATE"):
        for table in CHAINS:
            if event == "UPDATE" and table in FROZEN:
                continue
            yield (
                f"{table}_supersedes_own_{event.lower()}",
                table,
                event,
                "NEW.supersedes_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
                f"commitments_{table} s WHERE s.id = NEW.supersedes_id AND "
                "s.commitment_id = NEW.commitment_id AND s.id <> NEW.id)",
                "supersedes a row of another commitment",
            )
        yield (
            f"passage_reads_its_quote_{event.lower()}",
            "passage",
            event,
            "NEW.text_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
            "commitments_answertext t WHERE t.id = NEW.text_id AND t.answer_id = "
            'NEW.answer_id AND substr(t.body, NEW.start + 1, NEW."end" - NEW.start) '
            "= NEW.quote)",
            "the text does not read the quote at these offsets",
        )
        yield (
            f"suggestion_inside_its_text_{event.lower()}",
            "suggestion",
            event,
            "NEW.text_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
            "commitments_answertext t WHERE t.id = NEW.text_id AND "
            't.answer_id = NEW.answer_id AND NEW."end" <= length(t.body))',
            "the offsets lie outside the text of its answer",
        )
    for table in ("measurement", "deadline"):
        yield (
            f"{table}_of_own_evidence",
            table,
            "INSERT",
            "NEW.evidence_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
            "commitments_evidence e WHERE e.id = NEW.evidence_id "
            "AND e.commitment_id = NEW.commitment_id)",
            "evidence belongs to another commitment",
        )


class Migration(migrations.Migration):
    dependencies = [("commitments", "0001_initial")]
    operations = [install(refusals())]
