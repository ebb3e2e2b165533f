"""Every step of the schema can be taken back."""

import os
import subprocess
import sys
from tempfile import TemporaryDirectory
from unittest import TestCase as PlainTestCase

from django.conf import settings


class UndoTests(PlainTestCase):
    """The command on a database in a file: SQLite loses triggers with old tables.

    The migration that made a trigger drops it when it is undone, and fails where an
    undone one after it has lost it.
    """

    def migrate(self, folder, *arguments):
        environment = os.environ | {"TRACKER_VAR": folder}
        environment.pop("DATABASE_URL", None)
        done = subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0", *arguments],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
        )
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_every_migration_can_be_undone(self):
        with TemporaryDirectory() as folder:
            self.migrate(folder)
            self.migrate(folder, "commitments", "zero")
