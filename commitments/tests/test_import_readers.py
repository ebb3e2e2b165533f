"""Files understood in other processes: what this one would have understood."""

import multiprocessing
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase, mock

from commitments.imports.published import Problem, PublishedQuestion
from commitments.imports.readers import TOGETHER, Readers
from commitments.imports.sources.catalogue import Reading, Unchanged, Whole, read_path
from commitments.tests import open_data


class ReadersTests(TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.path = open_data.assembly_zip(Path(folder.name, "a.zip"), 90)
        with zipfile.ZipFile(cls.path, "a") as archive:
            archive.writestr("json/QANR5L17QE91.json", '{"question": ')
            archive.writestr("notes.bin", b"\0\1\2")
        open_data.assembly_zip(Path(folder.name, "b.zip"), 90, first=100)
        with (
            zipfile.ZipFile(Path(folder.name, "b.zip")) as more,
            zipfile.ZipFile(cls.path, "a") as archive,
        ):
            for name in more.namelist():
                archive.writestr(name, more.read(name))

    def setUp(self):
        # Tests run side by side in daemons, which may not start processes.
        process = multiprocessing.current_process()
        self.enterContext(mock.patch.dict(process._config, daemon=False))

    def read(self, processes=1, is_known=lambda name, digest: False):
        readers = Readers(processes)
        self.addCleanup(readers.end)
        reading = Reading(is_known=is_known, understand=readers.understand)
        return list(read_path(self.path, reading=reading)), readers.pool

    def test_everything_comes_in_the_order_of_the_archive(self):
        here, pool = self.read()
        self.assertIsNone(pool)
        kinds = [type(item) for item in here]
        questions = [PublishedQuestion] * 90
        self.assertEqual(kinds, [*questions, Problem, Problem, *questions])
        apart, pool = self.read(processes=2)
        self.assertIsNotNone(pool)
        self.assertEqual(apart, here)

    def test_what_is_unchanged_keeps_its_place(self):
        def is_known(name, digest):
            return name.endswith("0.json")

        here, _none = self.read(is_known=is_known)
        self.assertEqual(sum(isinstance(item, Unchanged) for item in here), 18)
        self.assertEqual(self.read(processes=2, is_known=is_known)[0], here)

    def test_little_is_given_ahead(self):
        given = []

        def pieces():
            for number in range(300):
                given.append(number)
                yield Whole("saved_page", f"{number}.txt", b" " * TOGETHER, "")

        readers = Readers(2)
        self.addCleanup(readers.end)
        next(readers.understand(pieces()))
        self.assertLess(len(given), 80)
