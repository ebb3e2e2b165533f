"""One import of files and archives: records in batches, counted, stopped, resumed.

A run may be killed at any moment: what is committed is whole records with their marks,
so a run over the same files passes over them and ends as if nothing had happened.
"""

import gc
import os
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.choices import ImportState
from commitments.imports.archives import Limits
from commitments.imports.batches import BATCH, load_batch, unnumbered_questions
from commitments.imports.labels import PublishedLabels
from commitments.imports.load import CHANGED, CREATED, in_words
from commitments.imports.marks import Marks, file_mark, keep
from commitments.imports.published import REASONS, Problem
from commitments.imports.sources.assembly_authors import with_names
from commitments.imports.sources.catalogue import Reading, Unchanged, read_path
from commitments.models import ImportMark, ImportProblem, ImportRun
from tracker.database.concurrency import hold
from tracker.database.loading import roomy

# Characters of text in one batch, so that memory stays flat whatever the records.
BATCH_TEXT = 8_000_000
# Problems that are kept with their words; what comes after is only counted.
KEPT_PROBLEMS = 10_000
LOCK = "import"
# Objects made between two collections; the interpreter's own habit is 700.
COLLECTED = 100_000


class Busy(Exception):
    """Another import is running."""


class Stopped(Exception):
    """Somebody asked the run to stop."""


def import_files(
    run: ImportRun,
    paths,
    *,
    limits: Limits | None = None,
    watch=None,
    suggester=None,
    names=None,
):
    """Import files, folders and archives; returns the run, finished.

    ``watch`` is called with the run after each batch; ``suggester``, one of
    ``suggesting``, reads the new answers meanwhile; ``names`` are those of authors by
    their references, for the questions that give no other. Raises Busy while another
    import runs, on this machine or on any other that has the same PostgreSQL.
    """
    with hold(connection, LOCK) as is_ours:
        if not is_ours:
            raise Busy(
                _("Another import is running: wait for its end, or stop it first.")
            )
        bury_the_dead(run)
        with few_collections(), roomy(connection):
            BulkImport(run, limits, watch, suggester, names).read(paths)
    return run


@contextmanager
def few_collections():
    """Look for cycles of dead objects seldom: a batch makes many objects, no cycles.

    A fifth of the time of an import went into that.
    """
    before = gc.get_threshold()
    gc.set_threshold(COLLECTED, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def bury_the_dead(run):
    """Mark as failed the runs that died without a word; the lock was free."""
    dead = ImportRun.objects.filter(state=ImportState.RUNNING).exclude(pk=run.pk)
    dead.update(state=ImportState.FAILED, finished_at=timezone.now())


def size_of(path: Path) -> int:
    """Return the bytes of a file, or of all files of a folder."""
    if not path.is_dir():
        return path.stat().st_size if path.is_file() else 0
    return sum(
        os.lstat(Path(parent, name)).st_size
        for parent, _folders, names in os.walk(path)
        for name in names
    )


class BulkImport:
    """The work of one run."""

    def __init__(self, run, limits=None, watch=None, suggester=None, names=None):
        self.run, self.limits, self.watch = run, limits, watch
        self.suggester, self.names = suggester, names or {}
        self.labels = PublishedLabels()
        self.marks = Marks()
        self.unnumbered = unnumbered_questions()
        self.reading = Reading(
            is_known=self.marks.is_known,
            understand=suggester and suggester.readers.understand,
        )
        self.batch, self.uids, self.text = [], set(), 0
        self.problems, self.kept_problems = [], 0
        # A resumed run finds unchanged what it has itself stored before.
        self.own = run.created + run.changed
        self.files_done = 0

    def read(self, paths):
        """Import all paths, and close the run whatever happens."""
        run = self.run
        run.state, run.finished_at, run.is_stop_asked = ImportState.RUNNING, None, False
        run.same = run.refused = run.bytes_read = 0
        run.answers_read = run.suggested = 0
        run.bytes_total = sum(map(size_of, paths))
        run.save()
        run.problems.all().delete()
        try:
            for path in paths:
                self.read_path(path)
            if self.suggester:
                self.count_suggested(*self.suggester.finish())
            run.state = ImportState.DONE
        except (Stopped, KeyboardInterrupt):
            self.flush(is_last=True)
            run.state = ImportState.STOPPED
        except BaseException:
            run.state = ImportState.FAILED
            raise
        finally:
            run.finished_at = timezone.now()
            run.save()
            if self.watch:
                self.watch(run)

    def read_path(self, path):
        """Import one path; pass over a file that was read to its end, unchanged."""
        mark = file_mark(path) if is_plain_file(path) else None
        held = mark and ImportMark.objects.filter(place=mark.place).first()
        if held and held.digest == mark.digest:
            self.count_same(held.records)
        else:
            self.read_records(path, mark)
        self.files_done += size_of(path)
        self.reading.file = None
        self.note_progress()

    def read_records(self, path, mark):
        refused, before = self.run.refused, self.read_so_far
        records = read_path(path, self.limits, self.reading)
        for item in with_names(records, self.names):
            if isinstance(item, Problem):
                self.report(item)
            elif self.is_unchanged(item):
                self.pass_over()
            else:
                self.add(item)
        self.flush()
        if mark and refused == self.run.refused:
            keep({mark.place: mark.digest}, self.read_so_far - before)

    def is_unchanged(self, item):
        return isinstance(item, Unchanged) or self.marks.is_known(
            item.file, item.digest
        )

    @property
    def read_so_far(self):
        """How many records were understood, by this run before its last stop too."""
        run = self.run
        return run.created + run.changed + run.same - self.own

    def count_same(self, number):
        """Count records that were passed over; those that this run stored are not."""
        own = min(self.own, number)
        self.own -= own
        self.run.same += number - own

    def pass_over(self):
        """Count an unchanged record, and come up for air now and then."""
        self.count_same(1)
        if self.run.same % (4 * BATCH) == 0:
            self.note_progress()

    def add(self, record):
        """Put a record in the batch; two of the same question never share one."""
        if record.uid in self.uids:
            self.flush()
        self.batch.append(record)
        self.uids.add(record.uid)
        self.text += sum(len(printed.text) for printed in record.publications)
        if len(self.batch) >= BATCH or self.text > BATCH_TEXT:
            self.flush()

    def flush(self, *, is_last=False):
        """Load the batch, count it, and stop here when somebody asked for it."""
        batch, self.batch, self.uids, self.text = self.batch, [], set(), 0
        if batch:
            loaded = load_batch(batch, self.labels, self.run, self.unnumbered)
            self.run.created += loaded.counts.get(CREATED, 0)
            self.run.changed += loaded.counts.get(CHANGED, 0)
            same = sum(loaded.counts.values())
            same -= loaded.counts.get(CREATED, 0) + loaded.counts.get(CHANGED, 0)
            self.count_same(same)
            for record in batch:
                if not record.number:
                    self.unnumbered.add(
                        (
                            record.chamber,
                            record.asked_on,
                            record.asked_page or "",
                            record.author,
                        )
                    )
            for record, error in loaded.refused:
                self.run.refused += 1
                self.keep_problem(record.file, record.uid, error.field, in_words(error))
            if self.suggester and not is_last:
                self.count_suggested(*self.suggester.take(loaded.answers))
        if not is_last:
            self.note_progress()

    def count_suggested(self, read, found):
        self.run.answers_read += read
        self.run.suggested += found

    def report(self, problem):
        """Keep what a source did not understand; only refusals are counted."""
        self.run.refused += problem.is_refusal
        reason = _(REASONS[problem.code]) % dict(problem.values)
        self.keep_problem(
            problem.file, problem.record, problem.field, reason, problem.is_refusal
        )

    def keep_problem(self, file, record, field, reason, is_refusal=True):
        self.kept_problems += 1
        if self.kept_problems > KEPT_PROBLEMS:
            return
        self.problems.append(
            ImportProblem(
                run=self.run,
                file=file[-500:],
                record=record[:200],
                field=field[:100],
                reason=reason,
                is_refusal=is_refusal,
            )
        )
        if len(self.problems) >= BATCH:
            self.note_progress()

    def note_progress(self):
        """Write how far the run has come. Raises Stopped when it has to stop."""
        run = self.run
        ImportProblem.objects.bulk_create(self.problems)
        self.problems = []
        file = self.reading.file
        position = file.tell() if file and not file.closed else 0
        run.bytes_read = max(run.bytes_read, self.files_done + position)
        run.source = ", ".join(sorted(self.reading.sources))[:50] or run.source
        run.save(
            update_fields=[
                "source",
                "created",
                "changed",
                "same",
                "refused",
                "bytes_read",
                "answers_read",
                "suggested",
            ]
        )
        if self.watch:
            self.watch(run)
        asked = ImportRun.objects.filter(pk=run.pk).values_list("is_stop_asked")
        if asked.get()[0]:
            raise Stopped


def is_plain_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()
