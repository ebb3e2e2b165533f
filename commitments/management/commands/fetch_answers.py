"""Fetch what is new of the open data of both chambers, ready to be imported."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.choices import ImportState
from commitments.imports.addresses import ADDRESSES, MB, weekly_issues
from commitments.imports.fetch import REASONS, Failure, Fetcher, Manners, md5
from commitments.models import ImportRun
from tracker.database.concurrency import hold

LOCK = "fetch"
ISSUE = ".taz"


class Command(BaseCommand):
    help = (
        "Fetch from the official addresses what is new, and say what to import; "
        "needs the network (docs/sources.md)."
    )
    addresses = ADDRESSES

    def add_arguments(self, parser):
        names = ", ".join(address.name for address in self.addresses)
        parser.add_argument(
            "names",
            nargs="*",
            metavar="NAME",
            help=f"what to fetch, by default all that is usual: {names}",
        )
        parser.add_argument(
            "--list", action="store_true", help="list the addresses and fetch nothing"
        )
        parser.add_argument(
            "--year",
            type=int,
            action="append",
            default=[],
            metavar="YEAR",
            help="the weekly issues of this year too; may be repeated",
        )
        parser.add_argument(
            "--folder",
            type=Path,
            default=settings.VAR / "fetched",
            help="where the files are kept, so that only what is new is fetched",
        )
        parser.add_argument(
            "--contact",
            default=settings.CONTACT_EMAIL,
            help="an address at which the publishers may write to you",
        )
        parser.add_argument(
            "--pause",
            type=float,
            default=Manners.pause,
            metavar="SECONDS",
            help="how long to wait between two requests",
        )
        parser.add_argument(
            "--import",
            action="store_true",
            dest="is_importing",
            help="import what is new",
        )

    def handle(self, *, names, year, folder, contact, pause, is_importing, **options):
        addresses = self.chosen(names, year)
        if options["list"]:
            for address in addresses if names else self.addresses:
                self.say(address)
            return
        if not contact:
            raise CommandError(
                _(
                    "Say who is asking: set CONTACT_EMAIL, or give --contact. "
                    "The publishers then know whom to write to."
                )
            )
        with hold(connection, LOCK) as is_ours:
            if not is_ours:
                raise CommandError(_("Files are being fetched already."))
            manners = self.manners(contact, max(0, pause))
            try:
                self.fetch(addresses, folder.absolute(), manners, is_importing)
            except KeyboardInterrupt:
                raise CommandError(_("Stopped. Start again to do the rest.")) from None

    def chosen(self, names, years):
        """The addresses to fetch from, the oldest first."""
        unknown = set(names) - {address.name for address in self.addresses}
        if unknown:
            raise CommandError(
                _("There is no such address: %(names)s. See --list.")
                % {"names": ", ".join(sorted(unknown))}
            )
        past = [
            weekly_issues(chamber, str(year))
            for year in sorted(years)
            for chamber in ("AN", "SENAT")
        ]
        return past + [
            address
            for address in self.addresses
            if (address.name in names if names else address.is_usual)
        ]

    def manners(self, contact, pause):
        """How to behave towards the publishers, and under which name."""
        return Manners(
            user_agent=f"policy-commitment-tracker ({contact})",
            pause=pause,
        )

    def fetch(self, addresses, folder, manners, is_importing):
        """Bring all copies up to date, then import what is new or say what is."""
        self.bar = ProgressBar(self.stderr)
        self.fetcher = Fetcher(folder, manners, watch=self.bar.show, retry=self.retry)
        self.failures = 0
        paths = [path for address in addresses for path in self.copies(address)]
        new = not_imported(paths)
        if not new:
            self.stdout.write(_("Nothing new to import."))
        elif is_importing:
            call_command("import_answers", *new, stdout=self.stdout, stderr=self.stderr)
        else:
            self.stdout.write(_("To import:"))
            self.stdout.write("  manage.py import_answers " + " ".join(map(str, new)))
        if self.failures:
            raise CommandError(
                ngettext(
                    "%(count)d file could not be fetched; the others are there.",
                    "%(count)d files could not be fetched; the others are there.",
                    self.failures,
                )
                % {"count": self.failures}
            )

    def copies(self, address):
        """Yield the paths of an address's files, each brought up to date."""
        if not address.is_folder:
            yield from self.copy(address.url, address.keep_as, address.md5)
            return
        self.is_in_trouble = False
        try:
            names = self.fetcher.listed(address.url, ISSUE)
        except Failure as failure:
            self.fail(address.name, failure)
            return
        for name in names:
            url = address.url + name
            # An issue is printed once: there is no need to ask again.
            if self.fetcher.has(url, name):
                yield self.fetcher.folder / name
            elif not self.is_in_trouble:
                yield from self.copy(url, name)

    def copy(self, url, name, published_md5=""):
        """Yield the path of one file once it is up to date, or tell why it is not."""
        path = self.fetcher.folder / name
        try:
            is_new = self.fetcher.fetch(url, name)
        except (Failure, OSError) as failure:
            self.fail(name, failure)
            if self.fetcher.has(url, name):
                yield path
            return
        finally:
            self.bar.end()
        if is_new:
            done = _("%(file)s: fetched, %(size).1f MB.")
        else:
            done = _("%(file)s: unchanged, %(size).1f MB.")
        size = path.stat().st_size / MB
        self.stdout.write(done % {"file": name, "size": size})
        if is_new and published_md5 and md5(path) != published_md5:
            self.stdout.write(
                _("%(file)s: whole, but not the archive whose hash is published.")
                % {"file": name}
            )
        yield path

    def fail(self, name, failure):
        """Count what could not be fetched, and say why."""
        self.failures += 1
        # A server that failed to the last attempt is not asked for fifty more files.
        self.is_in_trouble = getattr(failure, "is_passing", False)
        self.stderr.write(
            _("%(file)s: not fetched. %(reason)s")
            % {"file": name, "reason": in_words(failure)}
        )

    def retry(self, failure, wait):
        """Say why it takes longer."""
        self.bar.end()
        self.stderr.write(
            _("%(reason)s Next attempt in %(seconds)d s.")
            % {"reason": in_words(failure), "seconds": wait},
            style_func=str,
        )

    def say(self, address):
        """Print an address, and where it comes from."""
        self.stdout.write(f"{address.name}: {_(address.what)}")
        self.stdout.write(f"  {address.url}")
        self.stdout.write("  " + _("from %(page)s") % {"page": address.told_by})


def in_words(failure):
    """Why a file could not be had, for people."""
    if isinstance(failure, Failure):
        return _(REASONS[failure.code]) % failure.values
    return str(failure)


def not_imported(paths):
    """Those files that no import has read to its end since they were fetched."""
    read_at = {}
    runs = ImportRun.objects.filter(state=ImportState.DONE).order_by("started_at")
    for files, started_at in runs.values_list("files", "started_at").iterator():
        read_at |= dict.fromkeys(files.splitlines(), started_at)
    never = datetime.min.replace(tzinfo=UTC)
    return [
        path
        for path in paths
        if read_at.get(str(path), never)
        < datetime.fromtimestamp(path.stat().st_mtime, UTC)
    ]


class ProgressBar:
    """How much of a file has come, on one line of a terminal; silent elsewhere."""

    WIDTH = 30

    def __init__(self, stream):
        self.stream = stream
        self.is_shown = stream.isatty()
        self.is_begun = False

    def show(self, name, received, total):
        if not self.is_shown:
            return
        self.is_begun = True
        share = min(1, received / total) if total else 0
        bar = "█" * int(share * self.WIDTH)
        size = f"{received / MB:,.1f} MB"
        line = f"\r{bar:░<{self.WIDTH}} {size}  {name}"
        self.stream.write(line, style_func=str, ending="")
        self.stream.flush()

    def end(self):
        if self.is_begun:
            self.stream.write("")
            self.is_begun = False
