"""A list of commitments as rows: one for each, with what its page says first."""

from collections.abc import Iterator, Sequence

from django.db import connection
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from commitments import facets
from commitments.choices import (
    Chamber,
    Kind,
    PassageRole,
    Precision,
    Publication,
    Rate,
    Status,
    Testability,
    Timing,
)
from commitments.choices import Comparator as Sign
from commitments.exports.columns import (
    HARMLESS,
    SEPARATOR,
    TYPED,
    Column,
    Type,
    csv_header,
    csv_lines,
    select,
)
from commitments.models import Commitment
from commitments.timing import timing_expression
from tracker.database import placed

# Commitments of one query: large enough for its plan, small enough for the memory.
CHUNK = 2000
TABLE = Commitment._meta.db_table
# Without it, a widely used spreadsheet reads accents wrongly.
BYTE_ORDER_MARK = "\ufeff".encode()


def csv_of(pks: Sequence[int], speaking: str, origin: str) -> Iterator[bytes]:
    """The rows of published commitments as CSV, header included, in their order."""
    shown = columns(origin)
    yield csv_header(shown, speaking)
    for start in range(0, len(pks), CHUNK):
        chunk = pks[start : start + CHUNK]
        query, params = rows_query(chunk, speaking, origin, HARMLESS)
        yield from csv_lines(shown, query, params)


def reference_sql(key: str) -> str:
    """SQL of a public reference, such as E-0042, from a key."""
    noughts = " ".join(
        f"WHEN {key} < {10**digits} THEN '{'0' * (4 - digits)}'" for digits in (1, 2, 3)
    )
    return f"'E-' || CASE {noughts} ELSE '' END || {key}"


def text(code, label, sql="", **more):
    return Column(code, label, Type.TEXT, sql or f"c.{code}", **more)


def typed(code, label, sql="", **more):
    return text(code, label, sql, typed=True, **more)


def day(code, label, sql="", **more):
    return Column(code, label, Type.DATE, sql or f"c.{code}", **more)


def number(code, label, sql="", **more):
    return Column(code, label, Type.NUMBER, sql or f"c.{code}", **more)


# In the order in which somebody reads them.
COLUMNS = (
    text("reference", _("Reference"), reference_sql("c.id"), required=True),
    typed("title", _("Title"), required=True),
    text("assessment", _("Assessment"), "c.status", choices=Status),
    text("timing", _("Timing"), choices=Timing),
    day("due_on", _("Deadline, last day")),
    text("due_precision", _("Precision of the deadline"), choices=Precision),
    day("original_due_on", _("First deadline, last day")),
    day("promised_on", _("Promised on")),
    typed("bodies", _("Responsible bodies"), "asked.bodies", is_list=True),
    typed("themes", _("Themes"), "asked.themes", is_list=True),
    typed("quote", _("Exact words"), "p.quote"),
    text("answer", _("Answer"), "a.uid"),
    text("answer_url", _("Official address of the answer"), "a.source_url"),
    text("chamber", _("Chamber"), choices=Chamber),
    Column("legislature", _("Legislature"), Type.WHOLE, "c.legislature"),
    text("kind", _("Kind"), choices=Kind),
    text("testability", _("Testability"), choices=Testability),
    typed("testability_reason", _("Why, or why not")),
    typed("summary", _("Summary")),
    typed("territory", _("Territory")),
    typed("condition", _("Condition")),
    typed("indicator", _("What is counted")),
    text("comparator", _("Comparator"), choices=Sign),
    number("target", _("Target"), "c.target_value"),
    typed("unit", _("Unit")),
    text("rate", _("Period of the target"), choices=Rate),
    number("baseline", _("Baseline"), "c.baseline_value"),
    day("baseline_on", _("Date of the baseline")),
    day("assessed_on", _("Assessed as of")),
    day("met_earliest", _("Met at the earliest")),
    day("met_latest", _("Met at the latest")),
    Column(
        "fictitious", _("Written for the demonstration"), Type.FLAG, "a.is_fictitious"
    ),
    Column("published_at", _("Published at"), Type.MOMENT, "c.published_at"),
    Column("changed_at", _("Changed at"), Type.MOMENT, "c.changed_at"),
)


def columns(origin: str) -> tuple[Column, ...]:
    """The columns of the site at ``origin``, in the order in which one reads them."""
    page = f"%s || {reference_sql('c.id')} || '/' || c.slug || '/'"
    return (
        *COLUMNS,
        text("url", _("Page"), page, params=(f"{origin}/engagements/",)),
    )


def values_of(pks: Sequence[int], speaking: str, origin: str) -> Iterator[list]:
    """The rows of published commitments as typed values, in their order."""
    shown = columns(origin)
    for start in range(0, len(pks), CHUNK):
        chunk = pks[start : start + CHUNK]
        query, params = rows_query(chunk, speaking, origin, TYPED)
        with connection.cursor() as cursor:
            cursor.execute(query, params)
            rows = cursor.fetchall()
        for row in rows:
            yield [column.value(cell) for column, cell in zip(shown, row, strict=True)]


def rows_query(
    pks: Sequence[int], speaking: str, origin: str, form: str
) -> tuple[str, list]:
    """SQL of the rows of published commitments, in the order of their ids."""
    cells, params = select(columns(origin), speaking, form)
    rows = _with_names(pks)
    listed, given = placed(connection, rows, ("bodies", "themes"))
    timing, timing_params = _timing_sql()
    query = f"""
        WITH asked AS ({listed})
        SELECT {cells}
        FROM asked
        JOIN (
            SELECT {TABLE}.*, {timing} AS timing FROM {TABLE}
            WHERE publication = '{Publication.PUBLISHED}'
        ) AS c ON c.id = asked.id
        LEFT JOIN commitments_passage p ON p.commitment_id = c.id
            AND p.role = '{PassageRole.MAKES}' AND p.withdrawn_at IS NULL
            AND NOT EXISTS (
                SELECT 1 FROM commitments_passage q
                JOIN commitments_answer d ON d.id = q.answer_id
                JOIN commitments_answer e ON e.id = p.answer_id
                WHERE q.commitment_id = p.commitment_id AND q.id <> p.id
                    AND q.role = '{PassageRole.MAKES}' AND q.withdrawn_at IS NULL
                    AND (d.answered_on, q.id) < (e.answered_on, p.id)
            )
        LEFT JOIN commitments_answer a ON a.id = p.answer_id
        ORDER BY asked.place
    """
    return query, [*given, *params, *timing_params]


def _with_names(pks):
    """Each id with the names of its bodies and themes, from what is kept in memory.

    To read them from the database again would take half as long as all the rest.
    """
    index, chunk = facets.current(), BitMap(pks)
    columns = []
    for name, sets in (("body", index.own_bodies), ("theme", index.values["theme"])):
        found = dict.fromkeys(pks, "")
        for key in sorted(sets.keys() & index.named[name].keys()):
            its = index.named[name][key].name
            for pk in sets[key] & chunk:
                before = found[pk]
                found[pk] = f"{before}{SEPARATOR}{its}" if before else its
        columns.append(found)
    bodies, themes = columns
    return [(pk, bodies[pk], themes[pk]) for pk in pks]


def _timing_sql():
    rows = Commitment.objects.all()
    compiler = rows.query.get_compiler(connection=connection)
    expression = timing_expression().resolve_expression(rows.query)
    return compiler.compile(expression)
