"""Fetching files over https: only what is new, only when it is whole, and politely.

A file is asked for with what is known of the copy at hand (If-None-Match), taken up
where the last attempt was cut (Range, If-Range), counted, unpacked once to see that
nothing is missing, and only then put in its place. RFC 9110 is the source of what the
headers mean. The standard library does all of it: requests and httpx would neither
resume a file nor count it, and bring five packages each.

What is known of the copies is one small file, ``fetched.json``, beside them.
"""

import hashlib
import http.client
import json
import os
import re
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field, replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from commitments.imports.addresses import MB, MOST_BYTES, ORIGINS, origin_of
from commitments.imports.archives import (
    BZIP2,
    GZIP,
    HEAD,
    XZ,
    Unreadable,
    members,
    packing_of,
)
from commitments.imports.published import Problem
from commitments.imports.records import gettext_noop

BLOCK = 64 * 1024
# A folder lists at most some hundred files.
MOST_LISTED_BYTES = 5 * MB
STATE = "fetched.json"
WITHOUT_BODY = {304, 416}
# Worth another attempt: too many requests, and what ails a server for a while.
PASSING = {408, 425, 429, 500, 502, 503, 504}
# What each kind of file must begin with; an error page that calls itself a file is
# none of them.
PACKINGS = {
    ".zip": {"zip"},
    ".taz": {"tar", "compress", GZIP, BZIP2, XZ},
    ".tgz": {GZIP},
    ".csv": {None},
}
DAMAGE = {"damaged", "unreadable", "truncated"}

REASONS = {
    "elsewhere": gettext_noop("It leads to %(url)s, which is no official address."),
    "status": gettext_noop("The server answers with the status %(status)s."),
    "later": gettext_noop("The server asks to come back in %(seconds)s seconds."),
    "unreachable": gettext_noop("The server does not answer: %(error)s"),
    "cut": gettext_noop("The connection was cut at byte %(received)s of %(total)s."),
    "mismatch": gettext_noop("The server sent another part than the one asked for."),
    "encoded": gettext_noop("The server sent it in a packing that was not asked for."),
    "too_big": gettext_noop("It is bigger than the %(limit)s MB allowed."),
    "too_slow": gettext_noop("It takes longer than the %(limit)s hours allowed."),
    "wrong_kind": gettext_noop("What the server sent is not a file of this kind."),
    "damaged": gettext_noop("The file is damaged or cut short: %(error)s"),
}


class Failure(Exception):
    """A file that could not be had: a key of REASONS and what fills its words.

    ``is_passing`` tells whether another attempt may do; ``wait`` is how many seconds
    the server asks to wait first.
    """

    def __init__(self, code, *, is_passing=False, wait=0, **values):
        super().__init__(REASONS[code] % values)
        self.code, self.values = code, values
        self.is_passing, self.wait = is_passing, wait


@dataclass(frozen=True, kw_only=True)
class Manners:
    """How to behave: seconds, bytes, and whom to ask."""

    user_agent: str
    pause: float = 1
    attempts: int = 5
    first_wait: float = 5
    longest_wait: float = 600
    timeout: float = 60
    most_seconds: float = 6 * 3600
    most_bytes: int = MOST_BYTES
    origins: frozenset[str] = ORIGINS


@dataclass(frozen=True, kw_only=True)
class Version:
    """What tells one version of a file from another; empty when it was not said."""

    etag: str = ""
    last_modified: str = ""

    @property
    def strong(self) -> str:
        """The validator by which a cut file may be taken up, or ""."""
        etag = "" if self.etag.startswith("W/") else self.etag
        return etag or self.last_modified


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of a file: the copy at hand, and the beginning of another."""

    url: str
    version: Version = field(default_factory=Version)
    size: int = 0
    sha256: str = ""
    part: Version = field(default_factory=Version)


class State:
    """The Knowns of a folder, by the name of the file."""

    def __init__(self, path: Path):
        self.path = path

    def read(self) -> dict[str, dict]:
        """Return all that is known; a damaged file only costs new downloads."""
        try:
            known = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}

    def of(self, name: str, url: str) -> Known:
        """Return what is known of a file that comes from this address."""
        fields = self.read().get(name)
        with suppress(TypeError, KeyError):
            if fields["url"] == url:
                versions = {key: Version(**fields[key]) for key in ("version", "part")}
                return Known(**fields | versions)
        return Known(url=url)

    def keep(self, name: str, known: Known) -> None:
        """Write what is known of a file, whole or not at all."""
        draft = self.path.with_name(f"{self.path.name}.new")
        everything = self.read() | {name: asdict(known)}
        text = json.dumps(everything, indent=1, sort_keys=True)
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, self.path)


class StayHome(HTTPRedirectHandler):
    """Follow redirections among the official addresses only."""

    def __init__(self, check):
        self.check = check

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        # What follows would read the body to its end, which may never come.
        fp.close()
        self.check(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class Fetcher:
    """Fetches files into a folder, one after the other.

    ``pause`` waits for seconds and ``clock`` tells them; ``watch`` is called with the
    name of a file, the bytes received and how many there will be, or None; ``retry``
    with a Failure and the seconds until the next attempt.
    """

    def __init__(
        self,
        folder: Path,
        manners: Manners,
        *,
        pause: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.time,
        watch: Callable[[str, int, int | None], None] | None = None,
        retry: Callable[[Failure, float], None] | None = None,
    ):
        self.folder, self.manners = folder, manners
        self.pause, self.clock, self.watch, self.retry = pause, clock, watch, retry
        self.opener = build_opener(StayHome(self.check))
        self.state = State(folder / STATE)
        self.has_asked = False

    def fetch(self, url: str, name: str) -> bool:
        """Bring the copy called ``name`` up to date; tell whether it has changed.

        Raises Failure when the file cannot be had, OSError when it cannot be written.
        The copy that was there stays until a whole new one stands ready.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.patiently(lambda: self.bring(url, name))

    def listed(self, url: str, suffix: str) -> list[str]:
        """Return the names of the files in a folder that its page links to, sorted.

        Only plain names count, so that a page cannot lead anywhere else.
        """
        page = self.patiently(lambda: self.page(url))
        pattern = rf'href\s*=\s*["\']?(?:[^"\'\s>]*/)?([\w-]+{re.escape(suffix)})\b'
        return sorted(set(re.findall(pattern, page, re.IGNORECASE | re.ASCII)))

    def has(self, url: str, name: str) -> bool:
        """Tell by size and hash whether the copy at hand is what was fetched."""
        known = self.state.of(name, url)
        path = self.folder / name
        is_whole = path.is_file() and path.stat().st_size == known.size
        return bool(known.sha256) and is_whole and sha256(path) == known.sha256

    def patiently(self, attempt):
        """Make the attempt until it succeeds, waiting longer each time."""
        for number in range(1, self.manners.attempts + 1):
            try:
                return attempt()
            except Failure as failure:
                if not failure.is_passing or number == self.manners.attempts:
                    raise
                wait = max(failure.wait, self.manners.first_wait * 2 ** (number - 1))
                if wait > self.manners.longest_wait:
                    seconds = round(wait)
                    raise Failure(
                        "later", is_passing=True, seconds=seconds
                    ) from failure
                if self.retry:
                    self.retry(failure, wait)
            self.pause(wait)
            self.has_asked = False
        raise AssertionError("not reached")

    def bring(self, url, name):
        """Make one attempt to bring a file up to date."""
        path, part = self.folder / name, self.folder / f"{name}.part"
        known = self.state.of(name, url)
        held = known.version if self.has(url, name) else None
        headers = conditions(held) | continuation(part, known.part)
        with closing(self.ask(url, headers)) as response:
            if response.status == 304 and held:
                part.unlink(missing_ok=True)
                return False
            if response.status == 416:
                part.unlink(missing_ok=True)
                raise Failure("mismatch", is_passing=True)
            start = self.start_of(response, part, headers)
            version = known.part if start else version_of(response)
            if not start:
                # First: else a kill now would leave the bytes of another version.
                part.unlink(missing_ok=True)
            self.state.keep(name, replace(known, part=version))
            self.receive(response, part, start, name)
        return self.put_in_place(part, path, known, version, is_held=held is not None)

    def ask(self, url, headers):
        """Send one request; return the response, its body not read."""
        self.check(url)
        if self.has_asked:
            self.pause(self.manners.pause)
        self.has_asked = True
        headers |= {
            "User-Agent": self.manners.user_agent,
            "Accept-Encoding": "identity",
        }
        try:
            return self.opener.open(
                Request(url, headers=headers), timeout=self.manners.timeout
            )
        except HTTPError as error:
            if error.code in WITHOUT_BODY:
                return error
            with closing(error):
                raise Failure(
                    "status",
                    status=error.code,
                    is_passing=error.code in PASSING,
                    wait=self.seconds_to_wait(error.headers.get("Retry-After", "")),
                ) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = str(getattr(error, "reason", error)) or type(error).__name__
            raise Failure("unreachable", error=reason, is_passing=True) from error

    def check(self, url):
        """Refuse what is not an official address, port and credentials included."""
        try:
            origin = origin_of(url)
        except ValueError:
            origin = ""
        if origin not in self.manners.origins:
            raise Failure("elsewhere", url=url[:200])

    def seconds_to_wait(self, words):
        """Return what Retry-After says, in seconds or as a moment; 0 if nothing."""
        if re.fullmatch(r"\d{1,9}", words.strip(), re.ASCII):
            return int(words)
        with suppress(ValueError, OverflowError):
            return max(0, parsedate_to_datetime(words).timestamp() - self.clock())
        return 0

    def start_of(self, response, part, headers):
        """Return where the body belongs in the file. Raises Failure if nowhere."""
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise Failure("encoded")
        if response.status == 200:
            return 0
        size = part.stat().st_size if part.exists() else 0
        if response.status == 206 and "Range" in headers and first_of(response) == size:
            return size
        part.unlink(missing_ok=True)
        if response.status == 206:
            raise Failure("mismatch", is_passing=True)
        raise Failure("status", status=response.status)

    def receive(self, response, part, start, name):
        """Write the body at its place in the part, bounded in bytes and in time."""
        limit, deadline = self.manners.most_bytes, self.manners.most_seconds
        deadline += self.clock()
        length = response.headers.get("Content-Length", "")
        total = start + int(length) if length.isascii() and length.isdigit() else None
        received = start
        with part.open("r+b" if start else "wb") as file:
            file.seek(start)
            while received <= limit and (total or 0) <= limit:
                if self.watch:
                    self.watch(name, received, total)
                if self.clock() > deadline:
                    hours = round(self.manners.most_seconds / 3600)
                    raise Failure("too_slow", limit=hours)
                try:
                    block = response.read(BLOCK)
                except (OSError, http.client.HTTPException) as error:
                    raise cut(received, total) from error
                if not block:
                    break
                file.write(block)
                received += len(block)
            file.flush()
            os.fsync(file.fileno())
        if received > limit or (total or 0) > limit:
            part.unlink()
            raise Failure("too_big", limit=limit // MB)
        if total is not None and received < total:
            raise cut(received, total)

    def put_in_place(self, part, path, known, version, *, is_held):
        """Check a received file and let it take the place of the copy at hand."""
        try:
            check_whole(part, path.name)
        except Failure:
            part.unlink()
            raise
        size, digest = part.stat().st_size, sha256(part)
        is_same = is_held and digest == known.sha256
        if is_same:
            part.unlink()
        else:
            os.replace(part, path)
        self.state.keep(
            path.name,
            Known(url=known.url, version=version, size=size, sha256=digest),
        )
        return not is_same

    def page(self, url):
        """Return the text of a small page."""
        with closing(self.ask(url, {})) as response:
            try:
                page = response.read(MOST_LISTED_BYTES + 1)
            except (OSError, http.client.HTTPException) as error:
                raise cut("?", None) from error
        if len(page) > MOST_LISTED_BYTES:
            raise Failure("too_big", limit=MOST_LISTED_BYTES // MB)
        return page.decode(errors="replace")


def cut(received, total):
    """Return the Failure of a body that ended too early."""
    total = "?" if total is None else total
    return Failure("cut", received=received, total=total, is_passing=True)


def conditions(version: Version | None) -> dict[str, str]:
    """Return the headers that ask for a file only if it is another version."""
    headers = {}
    if version and version.etag:
        headers["If-None-Match"] = version.etag
    if version and version.last_modified:
        headers["If-Modified-Since"] = version.last_modified
    return headers


def continuation(part: Path, version: Version) -> dict[str, str]:
    """Return the headers that ask for the rest of a part, if it is still the same."""
    size = part.stat().st_size if part.exists() else 0
    if not size or not version.strong:
        return {}
    return {"Range": f"bytes={size}-", "If-Range": version.strong}


def version_of(response) -> Version:
    """Return the version that a response says it is."""
    return Version(
        etag=response.headers.get("ETag", ""),
        last_modified=response.headers.get("Last-Modified", ""),
    )


def first_of(response) -> int | None:
    """Return the first byte of a partial body, None when it is not said."""
    said = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
    return int(said[1]) if said else None


def check_whole(path: Path, name: str) -> None:
    """Read through a file of this name. Raises Failure if something is missing.

    What an archive may hold is bounded as it is when it is imported; what is wrong
    with it besides is for the import to say.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    wanted = PACKINGS.get(Path(name).suffix.lower())
    is_page = head.lstrip()[:1] == b"<"
    if not head or is_page or (wanted and packing_of(head) not in wanted):
        raise Failure("wrong_kind", is_passing=True)
    for member in members(path):
        if isinstance(member, Problem):
            if member.code in DAMAGE:
                error = dict(member.values).get("error", member.reason)
                raise Failure("damaged", error=error, is_passing=True)
            continue
        try:
            while member.stream.read(BLOCK):
                pass
        except Unreadable as error:
            if error.code in DAMAGE:
                error = error.values.get("error", "")
                raise Failure("damaged", error=error, is_passing=True) from None


def sha256(path: Path) -> str:
    """Return the hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def md5(path: Path) -> str:
    """Return the hash that publishers give of their archives; no proof of anything."""
    with path.open("rb") as file:
        return hashlib.file_digest(
            file, lambda: hashlib.md5(usedforsecurity=False)
        ).hexdigest()
