"""The only package that asks which database the project runs on.

SQLite is the embedded default, PostgreSQL the production database. Whatever differs
between the two is said here once, each subject in a module of its own. The settings
import this one before Django may be used: it imports nothing of Django.
"""

import os

SQLITE_PRAGMAS = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=NORMAL;
PRAGMA busy_timeout=20000;
PRAGMA temp_store=MEMORY;
"""


def configure(database: dict) -> dict:
    """Return Django's settings of one database with the options that suit its engine.

    SQLite: write-ahead log, and every transaction takes the write lock when it begins,
    so that two editors queue instead of failing with "database is locked" half-way.
    PostgreSQL: days and moments are written in ISO 8601, whatever the role prefers.
    """
    if database["ENGINE"].endswith("sqlite3"):
        options = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS,
        }
    else:
        # For the statements of PlanningCursor alone: Django's are not planned ahead.
        options = {"prepare_threshold": 0}
        # psycopg reads moments in no other style. In a variable, since libpq sends this
        # one by its own name: poolers may refuse "options" (PgBouncer 1.18 does).
        os.environ["PGDATESTYLE"] = "ISO"
    return database | {"OPTIONS": options | database.get("OPTIONS", {})}


def either(connection, *, sqlite, postgresql):
    """Return whichever of two things suits the engine of a connection."""
    return sqlite if connection.vendor == "sqlite" else postgresql
