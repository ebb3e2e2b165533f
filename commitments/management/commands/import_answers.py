"""Import the answers of question pages saved as text."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.choices import Chamber
from commitments.imports.load import (
    CHANGED,
    CREATED,
    SAME,
    Import,
    Unloadable,
    in_words,
)
from commitments.imports.records import Refusal, UnreadablePage
from commitments.imports.sources.saved_page import decode_page, read_page

# A page of one question holds some ten thousand characters.
MAX_PAGE_BYTES = 2_000_000


class Command(BaseCommand):
    help = "Import answers from question pages saved as text."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument(
            "--chamber",
            choices=Chamber.values,
            help="chamber of the pages that do not name their own",
        )

    def handle(self, *, files, chamber, **options):
        with Import("saved pages", [str(path) for path in files]) as run:
            for path in files:
                self.import_file(run, path, chamber)
        counts = run.run
        self.stdout.write(
            _(
                "Created %(created)d, changed %(changed)d, unchanged %(same)d, "
                "refused %(refused)d."
            )
            % {
                "created": counts.created,
                "changed": counts.changed,
                "same": counts.same,
                "refused": counts.refused,
            }
        )
        if counts.refused:
            raise CommandError(
                ngettext(
                    "%(count)d file was refused; nothing of it was stored.",
                    "%(count)d files were refused; nothing of them was stored.",
                    counts.refused,
                )
                % {"count": counts.refused}
            )

    def import_file(self, run, path, chamber):
        """Import one file and say what was understood, or why it was refused."""
        try:
            page = read_page(decode_page(read_bytes(path)), chamber)
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


def read_bytes(path):
    """Return a file's bytes. Raises UnreadablePage when it is no single page."""
    if path.stat().st_size > MAX_PAGE_BYTES:
        raise UnreadablePage("too_big")
    return path.read_bytes()


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
        "day": date_format(page.asked_on),
        "author": page.author,
        "ministry": page.ministry_asked or "?",
    }
    yield _("Answered on %(day)s by: %(ministry)s") % {
        "day": date_format(page.answered_on),
        "ministry": page.ministry_answering or "?",
    }
    yield _("Answer: %(count)d characters, from %(start)d to %(end)d in the file") % {
        "count": len(page.answer_text),
        "start": page.answer_start,
        "end": page.answer_end,
    }
    if page.inferred:
        yield _("Inferred, not read: %(fields)s") % {"fields": ", ".join(page.inferred)}
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
