"""What a second database cannot change is not run on it, and all else is."""

from django.test import SimpleTestCase
from django.test.utils import iter_test_cases

from tracker.test_suite import Runner

LABELS = [
    f"commitments.tests.{name}"
    for name in ("test_typography", "test_constraints", "browser.test_reading")
]


class OnlyDatabaseTests(SimpleTestCase):
    def names(self, **options):
        """The modules and the names of the tests that would be run."""
        suite = Runner(verbosity=0, **options).build_suite(LABELS)
        tests = [test.id().split(".") for test in iter_test_cases(suite)]
        return {test[-3] for test in tests}, {test[-1] for test in tests}

    def test_everything_is_run_once(self):
        modules, names = self.names()
        self.assertEqual(
            modules, {"test_typography", "test_constraints", "test_reading"}
        )
        self.assertTrue(any("is_accessible" in name for name in names))

    def test_the_second_time_leaves_out_what_no_database_can_change(self):
        modules, names = self.names(only_database=True, exclude_tags=["look"])
        self.assertEqual(modules, {"test_constraints", "test_reading"})
        self.assertFalse(any("is_accessible" in name for name in names))
        self.assertTrue(any("citizen" in name for name in names))
