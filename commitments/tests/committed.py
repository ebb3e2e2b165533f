"""Tests whose rows are really committed, for other threads and browsers to see."""

from django.db import connection
from django.test import TransactionTestCase

from commitments.search import vocabulary
from tracker.database.triggers import deletions_allowed


class CommittedData:
    """Mixed into a TransactionTestCase: start from the migrations' rows each time.

    The flush after a test empties every table, the groups of the roles included;
    `serialized_rollback` puts back what the migrations had made. Histories refuse
    deletion, so their guards step aside for that flush alone.
    """

    serialized_rollback = True

    def _fixture_teardown(self):
        with deletions_allowed(connection):
            super()._fixture_teardown()
        # The words that this process knew in the table went with it.
        vocabulary.known.clear()


class CommittedTestCase(CommittedData, TransactionTestCase):
    """What tests with several threads or connections inherit from."""
