"""One style sheet and one script go out, whatever they are written in."""

import gzip
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from django.conf import settings
from django.test import SimpleTestCase

from tracker.static_files import SCRIPT, STYLE, BundledStorage, bundled

STATIC = settings.BASE_DIR / "commitments/static"


class BundleTests(SimpleTestCase):
    def test_a_style_sheet_holds_those_that_it_imports_in_order(self):
        style = bundled(STATIC / STYLE)
        self.assertNotIn("@import", style)
        self.assertNotIn("/*", style)
        places = [style.index(word) for word in (":root", "box-sizing", ".masthead {")]
        self.assertEqual(places, sorted(places))

    def test_a_script_holds_those_that_it_imports_each_in_a_block(self):
        script = bundled(STATIC / SCRIPT)
        self.assertNotIn('import "', script)
        self.assertRegex(script, r"(?m)^{\n(.|\n)*^}\n")
        self.assertIn("htmx:configRequest", script)

    def test_pages_name_the_collected_files(self):
        with TemporaryDirectory() as folder:
            copytree(STATIC, folder, dirs_exist_ok=True)
            storage = BundledStorage(location=folder)
            names = {
                path.relative_to(folder).as_posix()
                for path in Path(folder).rglob("*.*")
            }
            for _done in storage.post_process({n: (storage, n) for n in names}):
                pass
            for name, limit in ((STYLE, 12_000), (SCRIPT, 3_000)):
                path = Path(folder, storage.stored_name(name))
                self.assertEqual(
                    path.read_text(encoding="utf-8"), bundled(STATIC / name)
                )
                packed = gzip.compress(path.read_bytes(), mtime=0)
                self.assertLessEqual(len(packed), limit)
