"""Days between two dates as a number, in the words of each database."""

from django.db.models import Func, IntegerField


class DaysBetween(Func):
    """Whole days from one date to another: ``DaysBetween("first", "last")``."""

    output_field = IntegerField()
    arity = 2

    def as_sql(self, compiler, connection, **context):
        """A difference of dates is a number of days, as the SQL standard has it."""
        first, last = self.source_expressions
        first, first_params = compiler.compile(first)
        last, last_params = compiler.compile(last)
        return f"({last} - {first})", (*last_params, *first_params)

    def as_sqlite(self, compiler, connection, **context):
        """SQLite keeps dates as text: they are counted from its own first day."""
        first, last = self.source_expressions
        first, first_params = compiler.compile(first)
        last, last_params = compiler.compile(last)
        # Two midnights are whole days apart, but for the last bit of a float.
        sql = f"CAST(ROUND(julianday({last}) - julianday({first})) AS INTEGER)"
        return sql, (*last_params, *first_params)
