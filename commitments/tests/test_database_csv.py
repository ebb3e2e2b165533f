"""The database writes CSV in parts, by one process, to whoever stays to the end."""

from django.db import connection
from django.test import TestCase

from commitments.models import DataVersion
from commitments.tests.committed import CommittedTestCase
from tracker.database import either
from tracker.database.concurrency import snapshot
from tracker.database.csv import csv_parts

NUMBERS = """
    WITH RECURSIVE numbers (number) AS (
        SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < 90000
    )
    SELECT CAST(number AS text) AS cell FROM numbers
"""


def written(query):
    return csv_parts(connection, query, [], ["cell"], [False])


class CsvPartsTest(TestCase):
    def test_whole_lines_come_in_several_parts(self):
        parts = [*written(NUMBERS)]
        self.assertGreater(len(parts), 1)
        self.assertTrue(all(part.endswith(b"\n") for part in parts))
        self.assertEqual(b"".join(parts).split(), [b"%d" % n for n in range(1, 90001)])

    def test_one_process_of_the_server_writes_a_file(self):
        workers = "current_setting('max_parallel_workers_per_gather')"
        asked = either(connection, sqlite="'0'", postgresql=workers)
        self.assertEqual(b"".join(written(f"SELECT {asked} AS cell")), b"0\n")


class CommittedCsvTest(CommittedTestCase):
    def test_files_of_one_moment_are_written_one_after_the_other(self):
        with snapshot(connection):
            before = [*written(NUMBERS)]
            self.assertEqual([*written(NUMBERS)], before)
        self.assertFalse(connection.in_atomic_block)
        self.assertEqual([*written(NUMBERS)], before)

    def test_a_setting_for_one_file_ends_with_it(self):
        workers = "current_setting('max_parallel_workers_per_gather')"
        asked = either(connection, sqlite="'2'", postgresql=workers)
        [*written(NUMBERS)]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {asked}")
            self.assertNotEqual(cursor.fetchone(), ("0",))

    def test_a_connection_is_in_order_after_who_left_in_the_middle(self):
        parts = written(NUMBERS)
        self.assertTrue(next(parts).startswith(b"1\n2\n"))
        parts.close()
        self.assertEqual(DataVersion.objects.count(), 1)
