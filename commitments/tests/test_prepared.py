"""Querysets compiled once give what the querysets themselves give."""

import re
from contextlib import suppress
from datetime import date
from itertools import groupby
from tempfile import TemporaryFile
from unittest.mock import patch

from django.db import DatabaseError, connection, transaction
from django.test import TestCase

from commitments import chain, records
from commitments.choices import Status
from commitments.models import Deadline, Passage
from commitments.tests.factories import (
    assess,
    make_commitment,
    make_deadline,
    make_evidence,
    make_measurement,
    make_question,
    make_relation,
)
from commitments.views.public import lists, readable
from tracker.database import either
from tracker.database.statements import planning_cursor
from tracker.prepared import Prepared, PreparedForMany, together


class PreparedTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.commitment = make_commitment(due_on=date(2025, 6, 30))
        make_deadline(cls.commitment, due_latest=date(2026, 6, 30))
        make_measurement(cls.commitment, 80)
        make_evidence(cls.commitment)
        assess(cls.commitment, Status.IN_PROGRESS)
        cls.other = make_commitment(due_on=date(2025, 1, 31))
        make_relation(cls.commitment, cls.other)

    def test_every_prepared_queryset_gives_the_rows_of_its_queryset(self):
        answer = self.commitment.passages.get().answer
        make_question(answer)
        for module in (records, chain, readable):
            for name, prepared in vars(module).items():
                if isinstance(prepared, Prepared):
                    key = self.commitment.pk
                    if isinstance(prepared, PreparedForMany):
                        key = [key]
                    with self.subTest(name):
                        wanted = list(prepared.of(key))
                        self.assertEqual(
                            [all_of(row) for row in prepared(key)],
                            [all_of(row) for row in wanted],
                        )
                        self.assertTrue(wanted or name == "REPLIES")

    def test_rows_of_many_keys_are_those_of_the_queryset(self):
        for pks in ([self.other.pk], [self.commitment.pk, self.other.pk], []):
            rows = lists.ROWS(pks)
            self.assertEqual(rows, list(lists.ROWS.of(pks)))
            self.assertEqual(len(rows), len(pks))

    def test_each_call_reads_afresh_and_for_its_own_key(self):
        prepared = Prepared(lambda key: Deadline.objects.filter(commitment=key))
        self.assertEqual(len(prepared(self.commitment.pk)), 2)
        self.assertEqual(len(prepared(self.other.pk)), 1)
        make_deadline(self.other, due_latest=date(2027, 6, 30))
        self.assertEqual(len(prepared(self.other.pk)), 2)
        self.assertEqual(prepared(10**15), [])

    def test_several_are_asked_together_for_what_each_gives(self):
        for key in (self.commitment.pk, self.other.pk, 10**15):
            self.assertEqual(
                together(key, *records.OWN), [prepared(key) for prepared in records.OWN]
            )

    def test_several_are_sent_before_any_answer_is_awaited(self):
        sent = sent_to_server(lambda: together(self.commitment.pk, *records.OWN))
        turns = [kind for kind, _run in groupby(sent, "Execute".__eq__)]
        self.assertEqual(turns, either(connection, sqlite=[], postgresql=[True, False]))

    def test_a_statement_that_fails_among_several_is_an_error_of_django(self):
        broken = Prepared(lambda key: Deadline.objects.extra(where=["nothing = 1"]))
        with self.assertRaises(DatabaseError), transaction.atomic():
            together(self.commitment.pk, *records.OWN, broken)
        self.assertTrue(records.DEADLINES(self.commitment.pk))

    def test_what_is_selected_along_is_there_without_a_query(self):
        prepared = Prepared(
            lambda key: Passage.objects.filter(commitment=key).select_related("answer")
        )
        [passage] = prepared(self.commitment.pk)
        with self.assertNumQueries(0):
            self.assertEqual(passage.answer.uid, str(passage.answer))

    def test_the_database_plans_a_statement_once(self):
        prepared = Prepared(lambda key: Deadline.objects.filter(commitment=key))
        before = statements_kept()
        for key in (self.commitment.pk, self.other.pk, self.commitment.pk):
            prepared(key)
        kept = either(connection, sqlite=0, postgresql=1)
        self.assertEqual(len(statements_kept() - before), kept)

    def test_a_pooler_that_lends_connections_is_asked_for_nothing_kept(self):
        prepared = Prepared(lambda key: Deadline.objects.filter(commitment=key))
        before = statements_kept()
        with patch.dict(
            connection.settings_dict, {"DISABLE_SERVER_SIDE_CURSORS": True}
        ):
            self.assertEqual(len(prepared(self.commitment.pk)), 2)
        self.assertEqual(statements_kept(), before)


class OpenConnectionTest(TestCase):
    """Connections of their own: those of the tests are within a transaction."""

    def setUp(self):
        self.own = connection.copy()
        self.addCleanup(self.own.close)
        self.ask()

    def ask(self):
        """Read as a new request does."""
        self.own.close_if_unusable_or_obsolete()
        return self.read()

    def read(self):
        with planning_cursor(self.own) as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchall()

    def test_a_connection_that_the_server_has_ended_is_opened_again(self):
        end(self.own)
        self.assertEqual(self.ask(), [(1,)])

    def test_reading_on_after_it_broke_is_an_error_of_django(self):
        end(self.own)
        for _time in range(3):
            with suppress(DatabaseError):
                self.own.health_check_done = True
                self.read()
        self.assertEqual(self.ask(), [(1,)])

    def test_a_server_that_has_said_nothing_is_not_asked_whether_it_is_there(self):
        sent = sent_to_server(self.ask, self.own)
        self.assertEqual(
            sent, either(connection, sqlite=[], postgresql=["Execute", "Sync"])
        )


def end(own):
    """Have the server end a connection, as it does when it is started again."""
    if either(connection, sqlite=True, postgresql=False):
        return
    with connection.cursor() as cursor:
        pid = own.connection.info.backend_pid
        cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])


def statements_kept():
    """The names of the statements that the server holds ready for this connection."""
    if either(connection, sqlite=True, postgresql=False):
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements")
        return set(cursor.fetchall())


def sent_to_server(act, by=connection) -> list[str]:
    """What is sent meanwhile: "Query", "Execute", "Sync" or "Flush" for the answers.

    The names are those of PostgreSQL's protocol, as libpq traces it.
    """
    if either(connection, sqlite=True, postgresql=False):
        act()
        return []
    with TemporaryFile("w+") as file:
        by.connection.pgconn.trace(file.fileno())
        try:
            act()
        finally:
            by.connection.pgconn.untrace()
        file.seek(0)
        return re.findall(r"\tF\t\d+\t(Query|Execute|Sync|Flush)\b", file.read())


def all_of(row):
    """The fields of a row and of the rows that came with it; values as they are."""
    if isinstance(row, tuple):
        return row
    along = row._state.fields_cache
    return (
        row,
        {name: value for name, value in vars(row).items() if name != "_state"},
        {name: other and all_of(other) for name, other in along.items()},
    )
