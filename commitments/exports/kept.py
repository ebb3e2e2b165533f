"""Large files are written once for a version of the data, then sent as they are.

They lie in VAR/exports under a name that no other version, question or language has:
a file is never changed, and the oldest make room for new ones.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

# Seconds after which nobody writes a draft any more.
LONGEST = 3600
# Files, and bytes, that are kept.
MOST_FILES, MOST_BYTES = 24, 2 * 2**30


def find(name: str) -> Path | None:
    """The file of a name, if it is kept."""
    path = _folder() / name
    with suppress(FileNotFoundError):
        # Asked for now: it goes last.
        os.utime(path)
        return path
    return None


def keeping(parts: Iterable[bytes], name: str) -> Iterator[bytes]:
    """The parts of a file, which is kept once the last one has been taken."""
    with _draft(name) as draft:
        for part in parts:
            draft.write(part)
            yield part


def keep(write: Callable[[Path], None], name: str) -> Path:
    """The file that ``write`` makes at a path."""
    with _draft(name) as draft:
        write(Path(draft.name))
    return _folder() / name


@contextmanager
def _draft(name):
    """A file that takes its name when the block ends well, and else disappears."""
    folder = _folder()
    folder.mkdir(mode=0o700, exist_ok=True)
    with NamedTemporaryFile(dir=folder, prefix=".", delete=False) as draft:
        try:
            yield draft
            draft.flush()
            os.replace(draft.name, folder / name)
        except BaseException:
            os.unlink(draft.name)
            raise
    _make_room(folder)


def _make_room(folder):
    """Let go of the files not asked for since the longest, and of broken drafts."""
    for draft in folder.glob(".*"):
        if draft.stat().st_mtime < time.time() - LONGEST:
            draft.unlink(missing_ok=True)
    kept = sorted(
        (path for path in folder.iterdir() if not path.name.startswith(".")),
        key=lambda path: path.stat().st_mtime,
        reverse=True,
    )
    total = 0
    for number, path in enumerate(kept):
        total += path.stat().st_size
        if number >= MOST_FILES or (number and total > MOST_BYTES):
            path.unlink(missing_ok=True)


def _folder():
    return settings.VAR / "exports"
