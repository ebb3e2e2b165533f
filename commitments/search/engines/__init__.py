"""Where the index lies: in the database itself, or on a server of its own.

Every engine is a module with the same functions, all in plain stems:

    row(document)                   what it keeps of a document, made by any process
    add(kind, rows)                 writes rows of records that it does not hold
    replace(kind, rows)             writes rows, new or not
    remove(kind, pks)               forgets records
    empty(kind)                     forgets all of them
    find(kind, query, parts)        BitMap of the ids whose parts match
    ids(kind)                       BitMap of the ids that are held
    digests(kind, pks=None)         {pk: digest} of what is held, all by default

``query`` is a ``Matching``; ``parts`` names the parts of a document in which it has to
hold, all by default.
"""

from dataclasses import dataclass
from functools import cache
from importlib import import_module

from django.conf import settings
from django.db import connection

from tracker.database import either

TITLE, QUOTES, REST = PARTS = ("title", "quotes", "rest")

# A phrase is a tuple of stems; any phrase of a group will do.
Phrases = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Matching:
    """What an engine looks for: every group of ``wanted``, none of ``unwanted``."""

    wanted: tuple[Phrases, ...]
    unwanted: tuple[Phrases, ...] = ()


def engine():
    """The module that answers: a server when the settings name one."""
    if settings.SEARCH_URL:
        return _module("server")
    return database_engine()


@cache
def database_engine():
    """The module of the index inside the database."""
    return _module(either(connection, sqlite="fts5", postgresql="tsvector"))


@cache
def _module(name):
    return import_module(f"commitments.search.engines.{name}")
