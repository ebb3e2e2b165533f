"""What browsers, proxies and this process may keep of the pages.

A public page is the same for everybody who has not signed in, until the data changes.
So it is named after the version of the data (its ETag): a browser that still holds it
is answered 304 before anything is drawn, and a copy is kept in the memory of the
process for the next reader. Whoever has signed in gets pages of their own, which
nobody keeps.
"""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from threading import Lock
from time import monotonic

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language_from_request

from commitments import facets
from commitments.models import DataVersion
from commitments.models.version import Version
from commitments.timing import today

ACCOUNT_PAGES = "/compte/"
# Where nothing is for everybody.
INNER_PAGES = (ACCOUNT_PAGES, "/atelier/", "/admin/")
# Whoever sends one of these reads pages of their own: somebody signed in, somebody for
# whom a message waits to be shown once.
PERSONAL_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")

# Seconds for which a page is shown unasked, then shown while a new one is fetched: with
# VERSION_KNOWN_FOR, the public sees a change within a minute.
FRESH, STALE = 30, 29
# What a page may depend on besides its address; its name tells all of them apart.
VARIES = {"accept-language", "cookie", "accept-encoding", "hx-request"}

# Bytes of pages that one process keeps, and of the largest of them.
KEPT_BYTES, LARGEST = 4 * 2**20, 2**19
# What a page takes beside its body: its name, its headers, the objects that hold them
# (1,070 to 1,170 bytes on 23 November 2026, counted by tracemalloc over 1,000 pages).
BESIDE_BODY = 1200
# Seconds that a thread waits for its turn to draw a page.
PATIENCE = 0.5
# Bytes below which compression gains nothing.
COMPRESSED_FROM = 500


class CachePages:
    """Answer from what is known of a page; let nobody keep what is personal.

    It stands outside the middlewares that add headers, so that a page is kept with all
    of them. A page that sets a cookie, a refusal, and a page whose view has given it a
    Cache-Control of its own are left as they are.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.pages, self.turns, self.latest = Pages(), Turns(), LatestVersion()

    def __call__(self, request):
        if not is_for_everybody(request):
            return keep_nothing_personal(request, self.get_response(request))
        # Asked first, so that a page may be newer than its name, but never older.
        host, version = request.get_host(), self.latest()
        if not version.token:
            return self.get_response(request)
        name = name_of(request, host, version.token)
        held = parse_etags(request.headers.get("If-None-Match", ""))
        if name in held:
            return as_public(HttpResponseNotModified(), name)
        is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
        page = self.pages.get((name, is_packed))
        if page is None:
            with self.turns.taken(), facets.known(version):
                page = self._drawn(request, name, is_packed)
        if not isinstance(page, Page):
            return page
        # Whatever the browser holds of it; said once it is known to exist.
        if "*" in held:
            return as_public(HttpResponseNotModified(), name)
        return page.answer(has_body=request.method == "GET")

    def _drawn(self, request, name, is_packed):
        """The page, or the response as it is where it is for one reader alone."""
        # Another thread may have drawn it for somebody else in the meantime.
        page = self.pages.get((name, is_packed))
        if page is None:
            response = self.get_response(request)
            if not can_be_shared(response):
                return response
            page = Page.of(as_public(response, name), is_packed)
            if request.method == "GET":
                self.pages.keep((name, is_packed), page)
        return page


def is_for_everybody(request) -> bool:
    """Whether what is asked for would be the same for anybody who asks."""
    return (
        request.method in ("GET", "HEAD")
        and not request.path.startswith(INNER_PAGES)
        and not any(name in request.COOKIES for name in PERSONAL_COOKIES)
        and "Authorization" not in request.headers
        # While somebody writes the site, its pages change without its data.
        and not settings.DEBUG
    )


def keep_nothing_personal(request, response):
    """Tell browsers to ask again for what somebody signed in sees.

    On a shared machine, a page kept would show drafts after its reader has signed out.
    Pages about the account itself are not kept at all.
    """
    if request.path.startswith(ACCOUNT_PAGES):
        patch_cache_control(response, private=True, no_store=True)
    elif settings.SESSION_COOKIE_NAME in request.COOKIES:
        patch_cache_control(response, private=True, no_cache=True)
    return response


def name_of(request, host: str, token: str) -> str:
    """The ETag of the page asked for, at a version of the data; ``host`` is allowed."""
    parts = (
        token,
        str(today()),
        release(),
        request.scheme,
        host,
        request.get_full_path(),
        get_language_from_request(request),
        str("HX-Request" in request.headers),
    )
    digest = hashlib.sha256("\n".join(parts).encode(errors="replace")).hexdigest()
    # Weak: the same page compressed has other bytes.
    return f'W/"{digest[:32]}"'


@cache
def release() -> str:
    """Tells this state of the code, the templates and the settings from any other."""
    states = sorted((str(path), path.stat().st_mtime_ns) for path in files())
    told = (settings.SITE_NAME, settings.PUBLISHER, settings.CONTACT_EMAIL)
    return hashlib.sha256(repr((states, told)).encode()).hexdigest()


def files() -> Iterator[Path]:
    """All that pages are made of beside the data."""
    base = settings.BASE_DIR
    return chain(
        base.glob("commitments/**/*.py"),
        base.glob("tracker/**/*.py"),
        base.glob("templates/**/*.*"),
        base.glob("locale/**/*.mo"),
        settings.STATIC_ROOT.glob("staticfiles.json"),
    )


def can_be_shared(response) -> bool:
    """Whether a page made for nobody in particular may be shown to others."""
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",")}
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not response.has_header("Cache-Control")
        and not response.has_header("Content-Encoding")
        and varies - {""} <= VARIES
    )


def as_public(response, name: str):
    """Let browsers and proxies keep a response under its name."""
    response["ETag"] = name
    response["Cache-Control"] = (
        f"public, max-age={FRESH}, stale-while-revalidate={STALE}"
    )
    patch_vary_headers(response, ("Accept-Language", "Cookie", "Accept-Encoding"))
    return response


@dataclass(frozen=True)
class Page:
    """A page as it goes out: its headers, and its body, compressed or not."""

    headers: dict[str, str]
    body: bytes

    @property
    def cost(self) -> int:
        """About how many bytes it holds, its name and headers included."""
        return len(self.body) + BESIDE_BODY

    @classmethod
    def of(cls, response, is_packed: bool) -> "Page":
        """The page that a response shows; pages are public, so compression is safe."""
        headers, body = dict(response.items()), response.content
        if is_packed and len(body) >= COMPRESSED_FROM and is_text(response):
            headers["Content-Encoding"] = "gzip"
            body = gzip.compress(body, compresslevel=6, mtime=0)
        return cls(headers | {"Content-Length": str(len(body))}, body)

    def answer(self, has_body: bool = True) -> HttpResponse:
        """The page; to a HEAD its headers alone, with the length that it would have."""
        return HttpResponse(self.body if has_body else b"", headers=self.headers)


def is_text(response) -> bool:
    kind = response.get("Content-Type", "")
    return kind.startswith("text/") or "xml" in kind or "json" in kind


class LatestVersion:
    """The version of the data, asked for once in a while however many pages are read.

    What is known may be older than the data by VERSION_KNOWN_FOR seconds: a page then
    bears an older name, until its reader asks again.
    """

    def __init__(self):
        self._known = (float("-inf"), None)

    def __call__(self) -> Version:
        asked_at, version = self._known
        if monotonic() - asked_at >= settings.VERSION_KNOWN_FOR:
            asked_at = monotonic()
            version = DataVersion.current()
            self._known = (asked_at, version)
        return version


class Turns:
    """Lets the threads of a process draw one page after the other.

    Python runs one thread at a time: several that draw only take the interpreter from
    each other, at each row that SQLite gives, and need twice the processor. A page
    that takes long does not hold up the others for more than PATIENCE.
    """

    def __init__(self):
        self._turn = Lock()

    @contextmanager
    def taken(self):
        is_taken = self._turn.acquire(timeout=PATIENCE)
        try:
            yield
        finally:
            if is_taken:
                self._turn.release()


class Pages:
    """The pages asked for last, by name, within a bound of memory."""

    def __init__(self):
        self._pages, self._bytes, self._lock = OrderedDict(), 0, Lock()

    def get(self, name) -> Page | None:
        with self._lock:
            if name in self._pages:
                self._pages.move_to_end(name)
            return self._pages.get(name)

    def keep(self, name, page: Page) -> None:
        """Keep a page, and let go of those not asked for since the longest."""
        if len(page.body) > LARGEST:
            return
        with self._lock:
            if replaced := self._pages.pop(name, None):
                self._bytes -= replaced.cost
            self._pages[name] = page
            self._bytes += page.cost
            while self._bytes > KEPT_BYTES:
                _name, oldest = self._pages.popitem(last=False)
                self._bytes -= oldest.cost
