"""Rows of given ids come from the table in the order of the ids, with their texts."""

from django.db import connection
from django.test import TestCase

from commitments.models import Theme
from tracker.database.parameters import numbered

TABLE = Theme._meta.db_table


class NumberedTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        Theme.objects.bulk_create(
            Theme(pk=pk, name=f"Thème {pk}", slug=f"theme-{pk}") for pk in range(1, 31)
        )

    def assert_listed(self, ids):
        """Each of the ids that is in the table, as often and in the order asked for."""
        texts = {
            "said": [f"« {pk % 3}, {pk % 2} »" for pk in ids],
            "told": ["" if pk % 4 else "'\\\";{}" for pk in ids],
        }
        asked, params = numbered(connection, TABLE, ids, texts)
        with connection.cursor() as cursor:
            columns = "id, slug, said, told"
            cursor.execute(
                f"SELECT {columns} FROM ({asked}) AS found ORDER BY place", params
            )
            found = cursor.fetchall()
        rows = zip(ids, *texts.values(), strict=True)
        wanted = [
            (pk, f"theme-{pk}", said, told) for pk, said, told in rows if pk <= 30
        ]
        self.assertEqual(found, wanted)

    def test_of_all_rows(self):
        self.assert_listed([*range(30, 0, -1)])

    def test_of_most_rows_up_to_one(self):
        self.assert_listed([7, 2, 1, 6, 3])

    def test_of_few_rows(self):
        self.assert_listed([29, 3, 11])

    def test_of_rows_that_are_listed_twice(self):
        self.assert_listed([4, 3, 4, 2, 1, 3])

    def test_of_rows_that_are_no_more(self):
        self.assert_listed([*range(40, 15, -1)])
        self.assert_listed([35, 2, 60])

    def test_of_none(self):
        self.assert_listed([])
