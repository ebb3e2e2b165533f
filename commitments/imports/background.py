"""An import that an administrator starts: previewed, then run apart from the site."""

import subprocess
import sys
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.choices import ImportState
from commitments.imports.archives import MB
from commitments.imports.batches import held_questions, kind_of
from commitments.imports.published import REASONS, Problem
from commitments.imports.run import LOCK
from commitments.imports.sources.catalogue import Reading, read_path
from commitments.models import ImportRun
from tracker.database.concurrency import hold

# How much of a file is read before it is imported, and how much of that is shown.
TRIED, SHOWN = 200, 10
# A dump tells its questions once it was read to its end: here, the end of this much.
BEGINNING = 16 * MB


@dataclass
class Preview:
    """What was understood of the beginning of a file, with nothing stored."""

    sources: str = ""
    records: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    read: int = 0
    new: int = 0
    refused: int = 0


def preview(path: Path, most=BEGINNING) -> Preview:
    """Return what the first records of a file say, and how many of them are new.

    No more than ``most`` bytes of it are read, of an archive that much of each file.
    """
    reading = Reading(most=most)
    items = list(islice(read_path(path, reading=reading), TRIED))
    problems = [item for item in items if isinstance(item, Problem)]
    records = [item for item in items if not isinstance(item, Problem)]
    held = held_questions(records)
    new = [
        record
        for record in records
        if record.uid not in held and (*kind_of(record), record.number) not in held
    ]
    return Preview(
        sources=", ".join(sorted(reading.sources)),
        records=records[:SHOWN],
        problems=[
            (problem, _(REASONS[problem.code]) % dict(problem.values))
            for problem in problems[:SHOWN]
        ],
        read=len(records),
        new=len(new),
        refused=sum(problem.is_refusal for problem in problems),
    )


def is_free() -> bool:
    """Tell whether no import runs now, here or elsewhere on the same database."""
    with hold(connection, LOCK) as is_ours:
        return is_ours


def start(run: ImportRun) -> None:
    """Start or resume a run in a process of its own, which outlives this one."""
    ImportRun.objects.filter(pk=run.pk).update(
        state=ImportState.RUNNING, finished_at=None, is_stop_asked=False
    )
    subprocess.Popen(
        [sys.executable, "manage.py", "import_answers", "--run", str(run.pk)],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def ask_to_stop(run: ImportRun) -> None:
    """Ask a run to stop after its batch; it may be resumed."""
    ImportRun.objects.filter(pk=run.pk).update(is_stop_asked=True)


def discard(run: ImportRun) -> None:
    """Give up a run that is not running, and remove its file."""
    remove_upload(run)
    ImportRun.objects.filter(pk=run.pk).exclude(state=ImportState.DONE).update(
        state=ImportState.STOPPED, finished_at=timezone.now()
    )


def remove_upload(run: ImportRun) -> None:
    """Remove the file of a run, and its folder."""
    if not run.upload:
        return
    folder = Path(run.upload.path).parent
    run.upload.delete(save=False)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
    ImportRun.objects.filter(pk=run.pk).update(upload="")
