"""A list of commitments as rows: one for each, with what its page says first."""

from collections.abc import Iterator, Sequence

from django.db import connection
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

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
    UNIT,
    Column,
    Type,
    csv_header,
    csv_lines,
    select,
)
from commitments.models import Commitment
from commitments.search import in_order_of_names
from commitments.timing import timing_expression
from tracker.database import either
from tracker.database.parameters import numbered

# Commitments of one query: large enough for its plan, small enough for the memory.
CHUNK = 2000
# Of one that PostgreSQL writes as a file by itself: it then reads whole tables in their
# order instead of looking for each row; from so many on, passages and answers too.
LARGE_CHUNK, MANY = 100_000, 40_000
TABLE = Commitment._meta.db_table
# Without it, a widely used spreadsheet reads accents wrongly.
BYTE_ORDER_MARK = "\ufeff".encode()


# The passage that first made a commitment, and its answer: looked for from each row.
FIRST_OF_EACH = f"""
    LEFT JOIN commitments_passage p ON p.commitment_id = {TABLE}.id
        AND p.role = '{PassageRole.MAKES}' AND p.withdrawn_at IS NULL
        AND NOT EXISTS (
            SELECT 1 FROM commitments_passage q
            JOIN commitments_answer d ON d.id = q.answer_id
            JOIN commitments_answer e ON e.id = p.answer_id
            WHERE q.commitment_id = p.commitment_id AND q.id <> p.id
                AND q.role = '{PassageRole.MAKES}' AND q.withdrawn_at IS NULL
                AND (d.answered_on, coalesce(q.start, 0), q.id)
                    < (e.answered_on, coalesce(p.start, 0), p.id)
        )
    LEFT JOIN commitments_answer a ON a.id = p.answer_id
"""
# The same for all rows at once, in the words of PostgreSQL.
FIRST_OF_ALL = f"""
    LEFT JOIN (
        SELECT DISTINCT ON (p.commitment_id)
            p.commitment_id, quote, uid, source_url, is_fictitious
        FROM commitments_passage p
        JOIN commitments_answer a ON a.id = p.answer_id
        WHERE p.role = '{PassageRole.MAKES}' AND p.withdrawn_at IS NULL
        ORDER BY p.commitment_id, a.answered_on, coalesce(p.start, 0), p.id
    ) AS first ON first.commitment_id = {TABLE}.id
"""


def csv_of(pks: Sequence[int], speaking: str, origin: str) -> Iterator[bytes]:
    """The rows of published commitments as CSV, header included, in their order."""
    shown = columns(origin)
    yield csv_header(shown, speaking)
    size = either(connection, sqlite=CHUNK, postgresql=LARGE_CHUNK)
    for start in range(0, len(pks), size):
        chunk = pks[start : start + size]
        query, params = rows_query(chunk, speaking, origin, HARMLESS)
        yield from csv_lines(shown, query, params)


def reference_sql(key: str) -> str:
    """SQL of a public reference, such as E-0042, from a key."""
    noughts = " ".join(
        f"WHEN {key} < {10**digits} THEN '{'0' * (4 - digits)}'" for digits in (1, 2, 3)
    )
    return f"'E-' || CASE {noughts} ELSE '' END || {key}"


def text(code, label, sql="", **more):
    return Column(code, label, Type.TEXT, sql or f"r.{code}", **more)


def typed(code, label, sql="", **more):
    return text(code, label, sql, typed=True, **more)


def day(code, label, sql="", **more):
    return Column(code, label, Type.DATE, sql or f"r.{code}", **more)


def number(code, label, sql="", **more):
    return Column(code, label, Type.NUMBER, sql or f"r.{code}", **more)


# In the order in which somebody reads them.
COLUMNS = (
    text("reference", _("Reference"), reference_sql("r.id"), required=True),
    typed("title", _("Title"), required=True),
    text("assessment", _("Assessment"), "r.status", choices=Status),
    text("timing", _("Timing"), choices=Timing),
    day("due_on", _("Deadline, last day")),
    text("due_precision", _("Precision of the deadline"), choices=Precision),
    day("original_due_on", _("First deadline, last day")),
    day("promised_on", _("Promised on")),
    typed("bodies", _("Responsible bodies"), "r.bodies", is_list=True),
    typed("themes", _("Themes"), "r.themes", is_list=True),
    typed("quote", _("Exact words")),
    text("answer", _("Answer")),
    text("answer_url", _("Official address of the answer")),
    text("chamber", _("Chamber"), choices=Chamber),
    Column("legislature", _("Legislature"), Type.WHOLE, "r.legislature"),
    text("kind", _("Kind"), choices=Kind),
    text("testability", _("Testability"), choices=Testability),
    typed("testability_reason", _("Why, or why not")),
    typed("summary", _("Summary")),
    typed("territory", _("Territory")),
    typed("condition", _("Condition")),
    typed("indicator", _("What is counted")),
    text("comparator", _("Comparator"), choices=Sign),
    number("target", _("Target"), "r.target_value"),
    typed("unit", _("Unit")),
    text("rate", _("Period of the target"), choices=Rate),
    number("baseline", _("Baseline"), "r.baseline_value"),
    day("baseline_on", _("Date of the baseline")),
    day("assessed_on", _("Assessed as of")),
    day("met_earliest", _("Met at the earliest")),
    day("met_latest", _("Met at the latest")),
    Column(
        "fictitious", _("Written for the demonstration"), Type.FLAG, "r.is_fictitious"
    ),
    Column("published_at", _("Published at"), Type.MOMENT, "r.published_at"),
    Column("changed_at", _("Changed at"), Type.MOMENT, "r.changed_at"),
)


def columns(origin: str) -> tuple[Column, ...]:
    """The columns of the site at ``origin``, in the order in which one reads them."""
    page = f"%s || {reference_sql('r.id')} || '/' || r.slug || '/'"
    return (
        *COLUMNS,
        text("url", _("Page"), page, params=(f"{origin}/engagements/",)),
    )


def values_of(
    pks: Sequence[int], speaking: str, origin: str
) -> Iterator[tuple[str | None, ...]]:
    """The rows of published commitments, in their order, for a writer of typed values.

    Each cell is text or null, of which ``Column.value`` makes the value.
    """
    for start in range(0, len(pks), CHUNK):
        chunk = pks[start : start + CHUNK]
        query, params = rows_query(chunk, speaking, origin, TYPED)
        with connection.cursor() as cursor:
            cursor.execute(query, params)
            yield from cursor.fetchall()


def rows_query(
    pks: Sequence[int], speaking: str, origin: str, form: str
) -> tuple[str, list]:
    """SQL of the rows of published commitments, in the order of their ids.

    Quote and answer are those of the passage that made the commitment first. The rows
    are sorted before their cells are made, which are longer.
    """
    cells, params = select(columns(origin), speaking, form)
    timing, timing_params = _timing_sql()
    asked, given = numbered(connection, TABLE, pks, _names_of(pks, speaking, form))
    first = FIRST_OF_ALL if len(pks) >= MANY else FIRST_OF_EACH
    query = f"""
        SELECT {cells} FROM (
            SELECT {TABLE}.*, {timing} AS timing, quote,
                uid AS answer, source_url AS answer_url, is_fictitious
            FROM ({asked}) AS {TABLE}
            {first}
            WHERE publication = '{Publication.PUBLISHED}'
            ORDER BY place
        ) AS r
        ORDER BY place
    """
    return query, [*params, *timing_params, *given]


def _names_of(pks, speaking, form):
    """Names of the bodies and themes of each id, from what is kept in memory.

    To read them from the database again would take half as long as all the rest.
    """
    index, columns = facets.current(), {}
    separator = SEPARATOR if form == HARMLESS else UNIT

    def joined(rows):
        return separator.join(map(str, in_order_of_names(rows)))

    with override("en" if speaking == "en" else "fr"):
        for name, facet in (("bodies", "body"), ("themes", "theme")):
            cells = index.related_to(facet, pks, joined)
            columns[name] = [cells[pk] for pk in pks]
    return columns


def _timing_sql():
    rows = Commitment.objects.all()
    compiler = rows.query.get_compiler(connection=connection)
    expression = timing_expression().resolve_expression(rows.query)
    return compiler.compile(expression)
