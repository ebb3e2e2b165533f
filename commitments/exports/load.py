"""An open-data package, read back into an empty base.

A package of that base is the same, byte for byte. What was never public is not in it:
the people who recorded and reviewed are replaced by two accounts that nobody can use.
"""

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from commitments.choices import Publication, Review
from commitments.exports.columns import Type
from commitments.exports.tables import TABLES, Table
from commitments.models import (
    Answer,
    Assessment,
    Body,
    Commitment,
    DataVersion,
    Evidence,
    Question,
    Theme,
    User,
)
from commitments.models.members import member_slug
from commitments.workflow.errors import Refused
from tracker.database.loading import copy_in

# Rows that are inserted at a time.
BATCH = 5000
AUTHOR, REVIEWER = "donnees-ouvertes", "donnees-ouvertes-relecture"


@transaction.atomic
def load(folder: Path) -> dict[str, int]:
    """Insert the tables of a package; return how many rows each has.

    Raises ``Refused`` when the base holds anything of the kind already, or when a file
    of the package is missing or has other columns.
    """
    for model in (Commitment, Answer, Body, Theme):
        if model.objects.exists():
            raise Refused(_("An open-data package is only loaded into an empty base."))
    author, reviewer = (_nobody(name) for name in (AUTHOR, REVIEWER))
    counts = {}
    for table in TABLES:
        counts[table.name] = _load(table, _rows(folder, table), author)
        if table.name == "assessment_evidence":
            _approve(folder, reviewer)
    with connection.cursor() as cursor:
        kinds = [table.model for table in TABLES]
        for sql in connection.ops.sequence_reset_sql(no_style(), kinds):
            cursor.execute(sql)
    DataVersion.start_over()
    return counts


def _nobody(name):
    user = User(username=name, email=f"{name}@example.invalid", is_active=False)
    user.set_unusable_password()
    user.save()
    return user.pk


def _rows(folder: Path, table: Table) -> Iterator[dict]:
    """The rows of a file as typed values, by column."""
    path = folder / f"{table.name}.csv"
    columns = table.own_columns
    try:
        file = path.open(encoding="utf-8", newline="")
    except FileNotFoundError as missing:
        raise Refused(
            _("The package has no file %(name)s.") % {"name": path.name}
        ) from missing
    with file, long_cells():
        lines = csv.reader(file)
        names = [column.code for column in table.columns]
        if next(lines, None) != names:
            said = _("%(name)s has other columns than: %(columns)s.")
            values = {"name": path.name, "columns": ", ".join(names)}
            raise Refused(said % values)
        for cells in lines:
            # Columns for people stand after those that are read.
            yield {
                column.code: cell if column.type is Type.TEXT else column.value(cell)
                for column, cell in zip(columns, cells, strict=False)
            }


@contextmanager
def long_cells():
    """Let cells be as long as answers are; the limit is one for the whole process."""
    before = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _load(table, rows, author):
    """Insert the rows of a table, with what the base asks for besides; their number."""
    fields = [
        f
        for f in table.model._meta.concrete_fields
        # The base numbers by itself the rows that only join two others.
        if f.column in table.names or not f.primary_key
    ]
    given = {field.column: field.get_default() for field in fields}
    given |= {
        f.column: author for f in fields if f.related_model is User and not f.null
    }
    name = table.model._meta.db_table
    columns, count = [field.column for field in fields], 0
    while batch := list(islice(rows, BATCH)):
        count += len(batch)
        filled = (given | row | _made(table, row) for row in batch)
        cells = ([_cell(f, values[f.column]) for f in fields] for values in filled)
        copy_in(connection, name, columns, cells)
    return count


def _cell(field, value):
    """A value as the engine takes it."""
    if isinstance(field, models.CharField | models.TextField):
        return value
    return field.get_db_prep_save(value, connection)


def _made(table, row):
    """What the base holds of a row and the package does not say."""
    if table.model is Commitment:
        return {
            "publication": Publication.PUBLISHED,
            "created_at": row["published_at"],
        }
    if table.model is Question:
        return {"member": member_slug(row["author"], row["chamber"])}
    if table.model is Evidence and row["file_name"]:
        # Where the file would be: a package holds none.
        return {"file": f"evidence/{row['file_id']}"}
    if table.model is Assessment:
        # Its evidence joins it before it is approved.
        return {
            "created_at": row["reviewed_at"],
            "review": Review.PENDING,
            "reviewed_at": None,
            "supersedes_id": None,
        }
    return {}


def _approve(folder, reviewer):
    table = next(table for table in TABLES if table.model is Assessment)
    field = Assessment._meta.get_field("reviewed_at")
    name = connection.ops.quote_name(Assessment._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {name} SET review = %s, reviewer_id = %s, reviewed_at = %s, "
            "supersedes_id = %s WHERE id = %s",
            (
                (
                    Review.APPROVED.value,
                    reviewer,
                    field.get_db_prep_save(row["reviewed_at"], connection),
                    row["supersedes_id"],
                    row["id"],
                )
                for row in _rows(folder, table)
            ),
        )
