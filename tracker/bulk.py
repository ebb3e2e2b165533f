"""New rows put in the database in bulk, faster than any form of INSERT by the ORM.

Only for new rows without conflicts: what ``bulk_create`` does for a million others is
left out, the values come straight from the attributes.
"""

import json
from functools import cache, partial
from operator import attrgetter, itemgetter

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import DateField, DateTimeField, JSONField
from django.db.models.base import ModelState

from tracker.database import either
from tracker.database.loading import copy_in, new_keys


def unsaved(model):
    """Return an unsaved row with its defaults, much faster than the model makes one.

    No signal tells of it.
    """
    defaults, made = blank(model)
    row = model.__new__(model)
    row.__dict__.update(defaults, _state=ModelState())
    for name, make in made:
        row.__dict__[name] = make()
    return row


@cache
def blank(model):
    """Return the attributes of an empty row, and what makes those of each its own."""
    made = [
        (field.attname, field.default)
        for field in model._meta.fields
        if field.has_default() and callable(field.default)
    ]
    return vars(model()), made


def insert(rows) -> None:
    """Insert unsaved rows of one model, and set their keys.

    The rows that they point to have to be saved. Runs in a transaction.
    """
    if not rows:
        return
    connection = connections[DEFAULT_DB_ALIAS]
    model = type(rows[0])
    table, (columns, attributes, prepared, related) = model._meta.db_table, plan(model)
    prepared = [(place, preparing(field, connection)) for place, field in prepared]
    for row, key in zip(rows, new_keys(connection, table, len(rows)), strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, connection.alias
        for field in related:
            if target := field.get_cached_value(row, None):
                row.__dict__[field.attname] = target.pk

    def values():
        for row in rows:
            values = list(attributes(row))
            for place, prepare in prepared:
                if values[place] is not None:
                    values[place] = prepare(values[place])
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


def preparing(field, connection):
    """Return what makes a value of a field one that the engine takes.

    They all read days and JSON as words; each has its own way with moments.
    """
    if isinstance(field, JSONField):
        return partial(json.dumps, cls=field.encoder)
    if isinstance(field, DateTimeField):
        return partial(field.get_db_prep_save, connection=connection)
    return str


@cache
def plan(model):
    """Return how the rows of a model become values.

    Its columns, what gives the attributes of a row, the place and field of the values
    that have to be prepared, and the relations.
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
