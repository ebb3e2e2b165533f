"""Import questions and answers: saved pages, and the open data of both chambers."""

import signal
import threading
from contextlib import contextmanager, nullcontext
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.choices import Chamber, ImportState
from commitments.imports.background import remove_upload
from commitments.imports.inferred import inferred_labels
from commitments.imports.load import (
    CHANGED,
    CREATED,
    SAME,
    Import,
    Unloadable,
    in_words,
)
from commitments.imports.published import REASONS
from commitments.imports.records import Refusal, UnreadablePage
from commitments.imports.run import Busy, import_files
from commitments.imports.sources import free_text, pdf
from commitments.imports.sources.assembly_authors import read_names
from commitments.imports.sources.saved_page import decode_page
from commitments.imports.suggesting import Suggester, cores, suggest_in, unsuggested
from commitments.models import ImportRun
from commitments.search import ANSWER
from commitments.search.indexing import complete

# Refusals that the command prints; all are in the report of the run.
SHOWN_PROBLEMS = 20


class Command(BaseCommand):
    help = (
        "Import questions and answers: pages saved as text or PDF, and the open data "
        "of both chambers as files, folders or archives (docs/sources.md)."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", metavar="FILE", type=Path)
        parser.add_argument(
            "--chamber",
            choices=Chamber.values,
            help="chamber of the pages that do not name their own",
        )
        parser.add_argument(
            "--authors",
            type=Path,
            metavar="FOLDER",
            help="the Assemblée's “acteurs” (folder or archive), for authors' names; "
            "what was read before without them is not read again",
        )
        parser.add_argument(
            "--run", type=int, help="carry out an import that the site has prepared"
        )
        parser.add_argument(
            "--no-suggestions",
            action="store_true",
            help="index the new answers for the search, and leave the rest to "
            "`suggest_commitments`",
        )
        parser.add_argument(
            "--processes",
            type=int,
            default=cores(),
            help="how many answers to read at the same time (by default one per core)",
        )

    def handle(
        self, *, files, chamber, run, no_suggestions, processes, authors, **options
    ):
        if bool(files) == bool(run):
            raise CommandError(_("Name files to import, or the import to carry out."))
        # A polite kill ends the run in order, as Ctrl-C does.
        with interrupted_by(signal.SIGTERM):
            if run is None and all(is_page(path) for path in files):
                refused = self.import_pages(files, chamber)
            else:
                suggester = None if no_suggestions else Suggester(processes)
                with suggester or nullcontext():
                    names = self.names_of(authors) if authors else {}
                    run = self.import_archives(files, run, suggester, names)
                refused = run.refused
                if run.state == ImportState.STOPPED:
                    raise CommandError(_("Stopped. Start again to do the rest."))
                remove_upload(run)
                if suggester:
                    self.suggest(run, processes)
                else:
                    # The search does not wait for the suggestions.
                    for _done in complete(ANSWER):
                        pass
        if refused:
            raise CommandError(
                ngettext(
                    "%(count)d file or record was refused; nothing of it was stored.",
                    "%(count)d files or records were refused; nothing of them was "
                    "stored.",
                    refused,
                )
                % {"count": refused}
            )

    def import_pages(self, files, chamber):
        """Import pages one by one, saying what was understood of each."""
        with Import("saved pages", [str(path) for path in files]) as run:
            for path in files:
                self.import_file(run, path, chamber)
        self.say_counts(run.run)
        return run.run.refused

    def names_of(self, authors):
        """The names of authors by their references, saying what could not be read."""
        if not authors.exists():
            raise CommandError(
                _("There is no such file: %(files)s") % {"files": authors}
            )
        names, problems = read_names(authors)
        for problem in problems[:SHOWN_PROBLEMS]:
            reason = _(REASONS[problem.code]) % dict(problem.values)
            self.stderr.write(f"{problem.file}: {reason}")
        return names

    def import_archives(self, files, number, suggester, names):
        """Import all that some files hold, or those of a prepared run."""
        if number:
            run = ImportRun.objects.filter(pk=number).first()
            if run is None:
                raise CommandError(_("There is no such import."))
            if not run.upload:
                raise CommandError(_("The file of this import is no longer here."))
            files = [Path(run.upload.path)]
        else:
            missing = [str(path) for path in files if not path.exists()]
            if missing:
                raise CommandError(
                    _("There is no such file: %(files)s")
                    % {"files": ", ".join(missing)}
                )
            run = ImportRun.objects.create(
                files="\n".join(map(str, files)), state=ImportState.WAITING
            )
        bar = ProgressBar(self.stderr)
        try:
            import_files(run, files, watch=bar.show, suggester=suggester, names=names)
        except Busy as error:
            if not number:
                run.delete()
            raise CommandError(str(error)) from error
        finally:
            bar.end()
        for problem in run.problems.filter(is_refusal=True)[:SHOWN_PROBLEMS]:
            self.stderr.write(
                _("%(file)s: refused. %(reason)s")
                % {
                    "file": " ".join(filter(None, (problem.file, problem.record))),
                    "reason": problem.reason,
                }
            )
        self.say_counts(run)
        return run

    def suggest(self, run, processes):
        """Look for commitments in the answers still unread, and keep the figures."""
        ImportRun.objects.filter(pk=run.pk).update(is_suggesting=True)
        try:
            for read, found in suggest_in(unsuggested(), processes=processes):
                run.answers_read += read
                run.suggested += found
                self.keep_suggested(run)
        finally:
            run.is_suggesting = False
            self.keep_suggested(run)
        self.stdout.write(
            _("Answers read: %(read)d. Suggestions to decide in them: %(found)d.")
            % {"read": run.answers_read, "found": run.suggested}
        )

    def keep_suggested(self, run):
        ImportRun.objects.filter(pk=run.pk).update(
            answers_read=run.answers_read,
            suggested=run.suggested,
            is_suggesting=run.is_suggesting,
        )

    def say_counts(self, run):
        self.stdout.write(
            _(
                "Created %(created)d, changed %(changed)d, unchanged %(same)d, "
                "refused %(refused)d."
            )
            % {
                "created": run.created,
                "changed": run.changed,
                "same": run.same,
                "refused": run.refused,
            }
        )

    def import_file(self, run, path, chamber):
        """Import one file and say what was understood, or why it was refused."""
        try:
            page = free_text.whole(text_of(path), chamber)
            outcome = run.load(page, file=str(path))
        except (OSError, Refusal, Unloadable) as error:
            if not isinstance(error, Unloadable):
                run.refuse(error, file=str(path))
            self.stderr.write(
                _("%(file)s: refused. %(reason)s")
                % {"file": path.name, "reason": in_words(error)}
            )
        else:
            self.stdout.write(f"{path.name}: {page.uid}")
            for line in summary(page, outcome):
                self.stdout.write(f"  {line}")


def is_page(path):
    """Tell a page that somebody saved as text or PDF, there or missing."""
    return path.suffix.lower() in (".txt", ".text", ".pdf") and not path.is_dir()


@contextmanager
def interrupted_by(number):
    """Let a signal interrupt the block as Ctrl-C would; only the main thread may."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(number, before)


class ProgressBar:
    """How far an import has come, on one line of a terminal; silent elsewhere."""

    WIDTH = 30

    def __init__(self, stream):
        self.stream = stream
        self.is_shown = stream.isatty()

    def show(self, run):
        if not self.is_shown:
            return
        done = "█" * (run.percent * self.WIDTH // 100)
        records = run.created + run.changed + run.same
        line = f"\r{done:░<{self.WIDTH}} {run.percent:3} %  {records:,}"
        self.stream.write(line, ending="")
        self.stream.flush()

    def end(self):
        if self.is_shown:
            self.stream.write("")


def text_of(path):
    """Return the text of a page. Raises UnreadablePage when it is no single page."""
    is_pdf = path.suffix.lower() == ".pdf"
    if path.stat().st_size > (pdf.SIZE if is_pdf else free_text.SIZE):
        raise UnreadablePage("too_big")
    data = path.read_bytes()
    return pdf.text_of(data) if is_pdf else decode_page(data)


def summary(page, outcome):
    """Yield, in sentences, what was understood of a page and what became of it."""
    done = {
        CREATED: _("Stored."),
        CHANGED: _("Already known; what is new was stored."),
        SAME: _("Already known, unchanged."),
    }
    yield done[outcome.result]
    if outcome.text and outcome.text.number > 1:
        yield _("The text of the answer differs: version %(number)d was kept.") % {
            "number": outcome.text.number
        }
    yield _("%(chamber)s, legislature %(legislature)d, %(number)s") % {
        "chamber": Chamber(page.chamber).label,
        "legislature": page.legislature,
        "number": (
            _("question no. %(number)s") % {"number": page.number}
            if page.number
            else _("a question without a number on the page")
        ),
    }
    yield _("Asked on %(day)s by %(author)s to: %(ministry)s") % {
        "day": date_format(page.asked_on) if page.asked_on else "?",
        "author": page.author or "?",
        "ministry": page.ministry_asked or "?",
    }
    yield _("Answered on %(day)s by: %(ministry)s") % {
        "day": date_format(page.answered_on),
        "ministry": page.ministry_answering or "?",
    }
    yield _("Answer: %(count)d characters") % {"count": len(page.answer_text)}
    if page.inferred:
        fields = ", ".join(inferred_labels(page.inferred))
        yield _("Inferred, not read: %(fields)s") % {"fields": fields}
    if outcome.anchored:
        yield ngettext(
            "%(count)d quote stands in this text.",
            "%(count)d quotes stand in this text.",
            outcome.anchored,
        ) % {"count": outcome.anchored}
    if outcome.to_check:
        yield ngettext(
            "%(count)d quote no longer stands in this text: to check on the desk.",
            "%(count)d quotes no longer stand in this text: to check on the desk.",
            outcome.to_check,
        ) % {"count": outcome.to_check}
