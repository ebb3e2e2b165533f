"""Querysets compiled once, for pages that ask the same of one row again and again.

Django writes the SQL of a queryset anew each time that it is read: for a few rows found
by a key, that takes eight times as long as all the rest.
"""

from collections.abc import Iterable
from threading import Lock

from django.db import connection
from django.db.models.query import ModelIterable, get_related_populators

from tracker.database.parameters import listed
from tracker.database.statements import pipeline, planning_cursor

# Stands for the key while a queryset is compiled; no row has it.
MARK = 2**62 - 57


class Prepared:
    """A queryset of one key, compiled once: ``Prepared(of)(key)`` lists its rows.

    ``of`` makes the queryset of a key, an integer that stands in its conditions once or
    more. It may filter, join and order, and give models with ``select_related`` or
    ``values_list``. Each call reads the rows afresh; they are as the queryset's.
    """

    def __init__(self, of):
        self.of, self.statement, self.lock = of, None, Lock()

    def __call__(self, key: int) -> list:
        statement = self.compiled()
        return statement.read(statement.ask(self.given(key)))

    def compiled(self) -> "_Statement":
        if self.statement is None:
            with self.lock:
                self.statement = self.statement or self._compiled()
        return self.statement

    def given(self, key):
        """The parameter that stands for a key."""
        return key

    def _compiled(self):
        return _Statement(self.of(MARK), MARK)


class PreparedForMany(Prepared):
    """The same for any number of keys, for a condition such as ``pk__in``."""

    def given(self, key: Iterable[int]):
        return listed(connection, key).params[0]

    def _compiled(self):
        marks = listed(connection, [MARK])
        return _Statement(self.of(marks), marks.params[0])


def together(key: int, *several: Prepared) -> list[list]:
    """The rows of several for one key; the database is asked for them all at once."""
    statements = [prepared.compiled() for prepared in several]
    with pipeline(connection):
        cursors = [statement.ask(key) for statement in statements]
        return [
            statement.read(cursor)
            for statement, cursor in zip(statements, cursors, strict=True)
        ]


class _Statement:
    """The SQL of a queryset, and how its rows are made of what the database gives."""

    def __init__(self, queryset, mark):
        self.mark = mark
        compiler = queryset.query.get_compiler(using=queryset.db)
        self.sql, self.params = compiler.as_sql()
        expressions = [expression for expression, *_ in compiler.select]
        self.converters = compiler.get_converters(expressions)
        self.made = tuple
        if issubclass(queryset._iterable_class, ModelIterable):
            self.made = _Model(compiler, queryset.db)

    def ask(self, key):
        params = [key if value == self.mark else value for value in self.params]
        cursor = planning_cursor(connection)
        cursor.execute(self.sql, params)
        return cursor

    def read(self, cursor) -> list:
        with cursor:
            found = cursor.fetchall()
        if self.converters:
            found = [self.converted(row) for row in found]
        return found if self.made is tuple else [self.made(row) for row in found]

    def converted(self, row):
        values = list(row)
        for place, (convert, expression) in self.converters.items():
            for converter in convert:
                values[place] = converter(values[place], expression, connection)
        return tuple(values)


class _Model:
    """Makes a model of the values of a row, as ModelIterable does."""

    def __init__(self, compiler, alias):
        info, self.alias = compiler.klass_info, alias
        start, end = info["select_fields"][0], info["select_fields"][-1] + 1
        self.model, self.own = info["model"], slice(start, end)
        self.names = [column.target.attname for column, *_ in compiler.select[self.own]]
        self.related = get_related_populators(info, compiler.select, alias)

    def __call__(self, values):
        row = self.model.from_db(self.alias, self.names, values[self.own])
        for populator in self.related:
            populator.populate(values, row)
        return row
