"""Querysets compiled once, for pages that ask the same of one row again and again.

Django writes the SQL of a queryset anew each time that it is read: for a few rows found
by a key, that takes eight times as long as all the rest.
"""

from threading import Lock

from django.db import connections
from django.db.models.query import get_related_populators

# Stands for the key while a queryset is compiled; no row has it.
MARK = 2**62 - 57


class Prepared:
    """A queryset of models that depends on one key: ``Prepared(of)(key)`` lists it.

    ``of`` makes the queryset of a key, an integer that stands in its conditions once or
    more. It may filter, order and ``select_related``, nothing else. Each call reads the
    rows afresh; they are as the queryset gives them.
    """

    def __init__(self, of):
        self.of, self.compiled, self.lock = of, None, Lock()

    def __call__(self, key: int) -> list:
        if self.compiled is None:
            with self.lock:
                self.compiled = self.compiled or _Compiled(self.of(MARK))
        return self.compiled.rows(key)


class _Compiled:
    """The SQL of a queryset, and how its rows become models (as in ModelIterable)."""

    def __init__(self, queryset):
        self.alias = queryset.db
        compiler = queryset.query.get_compiler(using=self.alias)
        self.sql, self.params = compiler.as_sql()
        info, select = compiler.klass_info, compiler.select
        start, end = info["select_fields"][0], info["select_fields"][-1] + 1
        self.model, self.own = info["model"], slice(start, end)
        self.names = [column.target.attname for column, *_ in select[self.own]]
        self.related = get_related_populators(info, select, self.alias)
        expressions = [expression for expression, *_ in select]
        self.converters = compiler.get_converters(expressions)

    def rows(self, key):
        params = [key if value == MARK else value for value in self.params]
        connection = connections[self.alias]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found = cursor.fetchall()
        return [self.row(list(values), connection) for values in found]

    def row(self, values, connection):
        for place, (convert, expression) in self.converters.items():
            for converter in convert:
                values[place] = converter(values[place], expression, connection)
        row = self.model.from_db(self.alias, self.names, values[self.own])
        for populator in self.related:
            populator.populate(values, row)
        return row
