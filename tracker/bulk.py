"""New rows put in the database in bulk, faster than any form of INSERT by the ORM.

Only for new rows without conflicts: what ``bulk_create`` does for a million others is
left out, the values come straight from the attributes.
"""

from functools import cache
from operator import attrgetter, itemgetter

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import DateField, JSONField

from tracker.database import copy_in, either, new_keys


def insert(rows) -> None:
    """Insert unsaved rows of one model, and set their keys.

    The rows that they point to have to be saved. Runs in a transaction.
    """
    if not rows:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    model = type(rows[0])
    table, (columns, attributes, prepared, related) = model._meta.db_table, plan(model)
    for row, key in zip(rows, new_keys(connection, table, len(rows)), strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, connection.alias
        for field in related:
            if target := field.get_cached_value(row, None):
                row.__dict__[field.attname] = target.pk

    def values():
        for row in rows:
            values = list(attributes(row))
            for place, field in prepared:
                if values[place] is not None:
                    values[place] = field.get_db_prep_save(values[place], connection)
            yield values

    copy_in(connection, table, columns, values())


def insert_values(model, attributes, rows: list[tuple], **same) -> None:
    """Insert rows of a model given as values of some attributes.

    ``same`` are attributes that all rows share; the others have their defaults. Values
    are as engines take them: JSON is text. Runs in a transaction.
    """
    if not rows:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    table, (columns, values_of, _prepared, _related) = model._meta.db_table, plan(model)
    names = [field.attname for field in model._meta.concrete_fields]
    fixed = dict(zip(names, values_of(model(**same)), strict=True))
    fixed |= {
        field.attname: field.get_db_prep_save(fixed[field.attname], connection)
        for field in model._meta.concrete_fields
        if fixed[field.attname] is not None
    }
    key = model._meta.pk.attname
    given = (key, *attributes)
    rest = [name for name in names if name not in given]
    order = [(*given, *rest).index(name) for name in names]
    others = tuple(fixed[name] for name in rest)
    keys = new_keys(connection, table, len(rows))
    in_order = itemgetter(*order)
    copy_in(
        connection,
        table,
        columns,
        (in_order((pk, *row, *others)) for pk, row in zip(keys, rows, strict=True)),
    )


@cache
def plan(model):
    """Return how the rows of a model become values.

    Its columns, what gives the attributes of a row, the place and field of the values
    that engines have each their own way with, and the relations.
    """
    fields = model._meta.concrete_fields
    prepared = [
        (place, field)
        for place, field in enumerate(fields)
        if isinstance(field, DateField | JSONField)
    ]
    return (
        [field.column for field in fields],
        attrgetter(*[field.attname for field in fields]),
        prepared,
        [field for field in fields if field.is_relation],
    )


def update(model, columns, values: dict) -> None:
    """Set some columns of many rows, each row to its own values, by primary key."""
    connection = connections[DEFAULT_DB_ALIAS]
    table, rows = model._meta.db_table, [(*row, key) for key, row in values.items()]
    if not rows:
        return
    with connection.cursor() as cursor:
        if either(connection, sqlite=True, postgresql=False):
            settings = ", ".join(f"{column} = %s" for column in columns)
            sql = f"UPDATE {table} SET {settings} WHERE id = %s"
            cursor.executemany(sql, rows)
            return
        types = {
            field.column: field.rel_db_type(connection)
            if field.primary_key
            else field.db_type(connection)
            for field in model._meta.concrete_fields
        }
        arrays = ", ".join(f"%s::{types[column]}[]" for column in (*columns, "id"))
        settings = ", ".join(f"{column} = new.{column}" for column in columns)
        cursor.execute(
            f"UPDATE {table} AS row SET {settings} "
            f"FROM unnest({arrays}) AS new ({', '.join(columns)}, id) "
            "WHERE row.id = new.id",
            list(map(list, zip(*rows, strict=True))),
        )
