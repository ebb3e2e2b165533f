"""A real Chromium in front of the site, for the tests in this folder."""

import os
import threading
import unittest
from contextlib import contextmanager

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.contrib.staticfiles.testing import StaticLiveServerTestCase
from django.core.cache import cache
from django.db import connections
from django.test import Client, tag
from django.utils.functional import cached_property

from commitments.tests.committed import CommittedData
from tracker.test_suite import find_chromium

try:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import expect, sync_playwright
except ImportError:  # Without the development requirements these tests are left out.
    expect = sync_playwright = None

# Nothing is waited for longer than needed; a busy machine may need all of it.
PATIENCE = 30_000  # milliseconds

# Playwright keeps an event loop in this thread, where Django then refuses to query.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

# Without fetching the style sheets again: their imports would be sought beside the
# page. And without describing each element that a rule has nothing against.
AXE = {"preload": False, "resultTypes": ["violations"]}

# Whose turn it is to use the database: the test's or that of one request. With
# SQLite in memory they share one connection, and a flush waits for nobody.
TURN = threading.Lock()


class OneAtATime(StaticFilesHandler):
    """Answers one request after the other; its files are asked for but once."""

    def __call__(self, environ, start_response):
        with TURN:
            return super().__call__(environ, start_response)

    def serve(self, request):
        response = super().serve(request)
        response["Cache-Control"] = "max-age=3600"
        return response


@tag("browser")
class BrowserTestCase(CommittedData, StaticLiveServerTestCase):
    """Serve the site and open it in a headless browser, in French, 1440 px wide.

    A test fails when a page reports a script error, breaks the content security
    policy, asks another host for anything, or ends in an error 500.

    A click or a key returns before its effect is there: the next page, what a script
    fetches or puts in place. `next_page` waits for a page that follows; `expect`,
    which looks again until what it says is true, reads everything else. (Playwright's
    `wait_for_function` looks again by `eval`, which the policy refuses.)

    Tests of nothing but how pages look are tagged "look": one database does for them.
    """

    static_handler = OneAtATime

    @classmethod
    def setUpClass(cls):
        chromium = find_chromium()
        if not (chromium and sync_playwright):
            raise unittest.SkipTest("no Chromium or no Playwright was found")
        super().setUpClass()
        expect.set_options(timeout=PATIENCE)
        connection = connections["default"]
        playwright = sync_playwright().start()
        cls.addClassCleanup(playwright.stop)
        # Beside an event loop Django would open a second connection: keep the first.
        connections["default"] = connection
        # Chromium has no sandbox for root.
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        cls.browser = playwright.chromium.launch(
            executable_path=chromium, args=QUIET + root
        )
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        super().setUp()
        # The table of sign-in limits is not emptied between committed tests.
        cache.clear()
        self.complaints = []

    def tearDown(self):
        super().tearDown()
        self.assertEqual(self.complaints, [], "the browser complained")

    @cached_property
    def page(self):
        """The window of the test; one that is not asked for is not opened."""
        return self.open_page()

    def open_page(
        self, width=1440, color_scheme="light", javascript=True, locale="fr-FR"
    ):
        """Open a window of its own, with its own cookies; `page.goto("/")` follows."""
        context = self.browser.new_context(
            base_url=self.live_server_url,
            viewport={"width": width, "height": 900},
            color_scheme=color_scheme,
            java_script_enabled=javascript,
            locale=locale,
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
        )
        self.addCleanup(context.close)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._on_request)
        page.on("response", self._on_response)
        return page

    @contextmanager
    def next_page(self, page=None):
        """Within it, do what leads to another page; then that one stands whole.

        Its images are there and its scripts have run. Only a new document counts: not
        an address that a script changes, nor an anchor of the same page.
        """
        with (page or self.page).expect_event("load"):
            yield

    def follow(self, control):
        """Click on what leads to another page, and wait until that one stands whole."""
        with self.next_page(control.page):
            control.click()

    def login(self, user, page=None):
        """Sign `user` in on the page's browser, by its session cookie."""
        client = Client()
        client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
        name = settings.SESSION_COOKIE_NAME
        cookie = {
            "name": name,
            "value": client.cookies[name].value,
            "url": self.live_server_url,
        }
        (page or self.page).context.add_cookies([cookie])

    def choose(self, field, letters, name):
        """Type letters in a field of the administration that seeks what it offers.

        `name` is all that fits them; there have to be others, or the whole offer
        could not be told from what the letters leave of it.
        """
        self.page.locator(f"{field} .select2-selection").click()
        self.page.locator(".select2-search__field").fill(letters)
        offer = self.page.locator(".select2-results__option")
        expect(offer).to_have_text([name])
        offer.click()
        chosen = self.page.locator(f"{field} .select2-selection__rendered")
        expect(chosen).to_contain_text(name)

    def assert_accessible(self, page=None):
        """Fail when axe finds something serious or critical on the page."""
        said = len(self.complaints)
        report = Axe().run(page or self.page, options=AXE)
        found = report.response["violations"]
        # Axe puts styles on what it measures; the policy refuses them to it too.
        del self.complaints[said:]
        serious = [
            f"{violation['id']}: {violation['help']}: {node['html']}"
            for violation in found
            if violation["impact"] in ("serious", "critical")
            for node in violation["nodes"]
        ]
        self.assertEqual(serious, [], f"axe on {(page or self.page).url}")

    def assert_fits(self, page=None):
        """Fail when the page has to be scrolled sideways."""
        wanted, given = (page or self.page).evaluate(
            "[document.documentElement.scrollWidth,"
            " document.documentElement.clientWidth]"
        )
        self.assertLessEqual(wanted, given, f"width of {(page or self.page).url}")

    def _fixture_teardown(self):
        # Whatever a page had asked for when it was closed is answered first.
        with TURN:
            super()._fixture_teardown()

    def _on_console(self, message):
        # Answers such as 404 or 409 are judged by _on_response.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def _on_request(self, request):
        if not request.url.startswith((self.live_server_url, "data:", "blob:")):
            self.complaints.append(f"asked another host: {request.url}")

    def _on_response(self, response):
        # A page may well be a 404 or a 409; what it is made of may not.
        is_page = response.request.resource_type == "document"
        if response.status >= (500 if is_page else 400):
            self.complaints.append(f"{response.status} for {response.url}")
