"""Static files as they go out: one style sheet and one script, however many we write.

While somebody writes the site, the browser follows the imports of the two itself. When
files are collected for production, each import is replaced by the file it names, since
every file is one more journey for a reader on a slow line.
"""

import re
from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLE, SCRIPT = "commitments/css/public.css", "commitments/js/public.js"
IMPORT = re.compile(r'^(?:@import|import) "\./([\w-]+\.(?:css|js))";$', re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class BundledStorage(CompressedManifestStaticFilesStorage):
    """Puts the imports of the two in their places, then hashes and compresses."""

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            for name in {STYLE, SCRIPT} & paths.keys():
                path = Path(self.path(name))
                path.write_text(bundled(path), encoding="utf-8")
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)


def bundled(path: Path) -> str:
    """The words of a style sheet or a script with the files that it imports.

    Each script becomes a block, so that none sees another's names.
    """
    is_script = path.suffix == ".js"

    def named(found):
        text = (path.parent / found[1]).read_text(encoding="utf-8")
        return f"{{\n{text}}}\n" if is_script else text

    text = IMPORT.sub(named, path.read_text(encoding="utf-8"))
    return text if is_script else lighter(text)


def lighter(style: str) -> str:
    """A style sheet without comments, indentation and empty lines."""
    lines = (line.strip() for line in COMMENT.sub("", style).splitlines())
    return "\n".join(filter(None, lines)) + "\n"
