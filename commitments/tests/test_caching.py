"""Nothing private is kept, nothing stale is shown, and 304 costs one query at most."""

import gzip
from datetime import timedelta
from threading import Event, Thread
from unittest.mock import patch

import time_machine
from django.conf import settings
from django.contrib import messages
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory, SimpleTestCase, TestCase
from django.test.utils import (
    CaptureQueriesContext,
    override_script_prefix,
    override_settings,
)
from django.urls import reverse
from django.utils import timezone

from commitments import workflow
from commitments.tests.factories import (
    editor,
    make_commitment,
    make_draft,
    make_in_review,
    reviewer,
)
from tracker import caching
from tracker import settings as settings_of_the_site
from tracker.caching import CachePages, Page, Pages, Turns

LIST = "/engagements/"


class CachedTestCase(TestCase):
    """A reader, and a published commitment, which gives the data a version.

    A test has one Client, and that has one memory of pages, as a process has.
    """

    @classmethod
    def setUpTestData(cls):
        cls.commitment = make_commitment(title="Ouvrir des guichets")
        cls.path = cls.commitment.get_absolute_url()

    def setUp(self):
        self.client = Client(headers={"accept-language": "en"})

    def queries(self, path, **options):
        with CaptureQueriesContext(connection) as queries:
            response = self.client.get(path, **options)
        return response, len(queries)

    def rename(self, title):
        self.commitment.refresh_from_db()
        workflow.edit_commitment(
            self.commitment,
            by=reviewer(),
            version=self.commitment.version,
            title=title,
            reason="Un titre plus juste.",
        )


class WarmTests(CachedTestCase):
    def test_a_page_asked_for_twice_is_made_once(self):
        for path in ("/", LIST, self.path, "/methode/", "/organismes/", "/sitemap.xml"):
            with self.subTest(path=path):
                first = self.client.get(path)
                second, queries = self.queries(path)
                self.assertEqual(queries, 1)
                self.assertEqual(first.content, second.content)
                self.assertEqual(dict(first.items()), dict(second.items()))

    def test_a_page_kept_has_every_header_of_security(self):
        self.client.get(LIST)
        kept, queries = self.queries(LIST)
        self.assertEqual(queries, 1)
        for header in (
            "Content-Security-Policy",
            "Permissions-Policy",
            "Referrer-Policy",
            "X-Content-Type-Options",
            "X-Frame-Options",
            "Cross-Origin-Opener-Policy",
        ):
            self.assertIn(header, kept)

    def test_a_page_is_for_everybody_and_sets_no_cookie(self):
        response = self.client.get(LIST)
        self.assertEqual(
            response["Cache-Control"], "public, max-age=30, stale-while-revalidate=29"
        )
        varies = {name.strip() for name in response["Vary"].split(",")}
        self.assertLessEqual({"Accept-Language", "Cookie", "Accept-Encoding"}, varies)
        self.assertFalse(response.cookies)
        self.assertFalse(self.client.cookies)

    def test_a_new_process_makes_the_same_page_under_the_same_name(self):
        again = Client(headers={"accept-language": "en"}).get(LIST)
        self.assertEqual(self.client.get(LIST)["ETag"], again["ETag"])

    def test_a_head_is_answered_as_a_get_without_its_body(self):
        self.client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            head = self.client.head(LIST)
        self.assertEqual(len(queries), 1)
        self.assertEqual(head.content, b"")
        self.assertEqual(dict(head.items()), dict(self.client.get(LIST).items()))

    def test_no_server_is_given_a_body_to_drop(self):
        # The client of the tests drops it too, so the middleware is asked itself.
        pages = caching.CachePages(lambda request: HttpResponse(b"page"))
        factory = RequestFactory()
        for _time in range(2):
            head = pages(factory.head(LIST))
            self.assertEqual((head.content, head["Content-Length"]), (b"", "4"))
            self.assertEqual(pages(factory.get(LIST)).content, b"page")

    def test_a_head_leaves_nothing_to_those_who_get(self):
        self.client.head(LIST)
        self.assertContains(self.client.get(LIST), "guichets")

    def test_pages_are_compressed_for_those_who_can_read_them_so(self):
        plain = self.client.get(LIST)
        packed = self.client.get(LIST, headers={"accept-encoding": "br, gzip"})
        self.assertNotIn("Content-Encoding", plain)
        self.assertEqual(packed["Content-Encoding"], "gzip")
        self.assertEqual(gzip.decompress(packed.content), plain.content)
        self.assertEqual(packed["Content-Length"], str(len(packed.content)))
        self.assertEqual(packed["ETag"], plain["ETag"])

    def test_what_is_sent_by_post_passes_through(self):
        self.client.get(LIST)
        self.assertEqual(self.client.post(LIST).status_code, 405)


class VersionTests(CachedTestCase):
    """While the version of the data is known, the database is left alone."""

    def setUp(self):
        super().setUp()
        with self.settings(VERSION_KNOWN_FOR=3600):
            self.name = self.client.get(self.path)["ETag"]

    @override_settings(VERSION_KNOWN_FOR=3600)
    def test_a_page_known_is_answered_without_a_query(self):
        for headers, status in (({}, 200), ({"if-none-match": self.name}, 304)):
            response, queries = self.queries(self.path, headers=headers)
            self.assertEqual((response.status_code, queries), (status, 0))

    @override_settings(VERSION_KNOWN_FOR=3600)
    def test_who_has_signed_in_sees_a_change_at_once(self):
        self.rename("Ouvrir cent guichets")
        self.assertNotContains(self.client.get(self.path), "cent guichets")
        self.client.force_login(editor())
        for path in (LIST, self.path):
            self.assertContains(self.client.get(path, follow=True), "cent guichets")

    def test_the_public_sees_a_change_once_that_time_is_over(self):
        self.rename("Ouvrir cent guichets")
        headers = {"if-none-match": self.name}
        changed = self.client.get(self.path, headers=headers, follow=True)
        self.assertContains(changed, "cent guichets")

    def test_the_public_waits_for_less_than_a_minute(self):
        known = settings_of_the_site.VERSION_KNOWN_FOR
        self.assertLessEqual(caching.FRESH + caching.STALE + known, 60)


class NotModifiedTests(CachedTestCase):
    def conditional(self, path, name, **headers):
        return self.queries(path, headers={"if-none-match": name} | headers)

    def test_a_browser_that_holds_the_page_costs_one_query(self):
        for path in ("/", LIST, self.path, "/organismes/"):
            name = self.client.get(path)["ETag"]
            # By any process: it need not have made the page.
            self.client = Client(headers={"accept-language": "en"})
            response, queries = self.conditional(path, f'"other", {name}')
            with self.subTest(path=path):
                self.assertEqual((response.status_code, queries), (304, 1))
                self.assertEqual(response.content, b"")
                self.assertEqual(response["ETag"], name)
                self.assertIn("public", response["Cache-Control"])
                self.assertIn("Cookie", response["Vary"])
                self.assertEqual(response["X-Content-Type-Options"], "nosniff")

    def test_a_name_is_good_for_one_page_in_one_language_only(self):
        name = self.client.get(LIST)["ETag"]
        for path, headers in (
            ("/", {}),
            (f"{LIST}?sort=due", {}),
            (LIST, {"accept-language": "fr"}),
            (LIST, {"hx-request": "true"}),
            (LIST, {"host": "127.0.0.1"}),
        ):
            with self.subTest(path=path, headers=headers):
                response, _queries = self.conditional(path, name, **headers)
                self.assertEqual(response.status_code, 200)

    def test_a_star_is_any_page_that_exists(self):
        for _time in range(2):
            response, _queries = self.conditional(LIST, "*")
            self.assertEqual(response.status_code, 304)
            self.assertEqual(response["ETag"], self.client.get(LIST)["ETag"])

    def test_no_star_makes_a_page_exist(self):
        response, _queries = self.conditional("/nulle-part/", "*")
        self.assertEqual(response.status_code, 404)

    def test_the_next_day_is_another_page(self):
        name = self.client.get(LIST)["ETag"]
        with time_machine.travel(timezone.now() + timedelta(days=1)):
            response, _queries = self.conditional(LIST, name)
        self.assertEqual(response.status_code, 200)

    def test_a_change_makes_it_another_page(self):
        name = self.client.get(self.path)["ETag"]
        self.rename("Ouvrir des maisons")
        response, _queries = self.conditional(LIST, name)
        self.assertEqual(response.status_code, 200)


class FreshTests(CachedTestCase):
    def test_a_change_is_seen_at_the_next_request(self):
        self.client.get(LIST)
        self.rename("Ouvrir des maisons")
        self.assertContains(self.client.get(LIST), "Ouvrir des maisons")

    def test_what_is_withdrawn_is_gone_at_the_next_request(self):
        self.client.get(self.path)
        self.assertContains(self.client.get(LIST), "Ouvrir des guichets")
        self.commitment.refresh_from_db()
        workflow.withdraw(
            self.commitment,
            by=reviewer(),
            version=self.commitment.version,
            reason="Doublon.",
        )
        self.assertNotContains(self.client.get(LIST), "Ouvrir des guichets")
        self.assertEqual(self.client.get(self.path).status_code, 410)

    def test_what_is_published_is_there_at_the_next_request(self):
        draft = make_in_review(title="Planter des haies")
        self.assertNotContains(self.client.get(LIST), "Planter des haies")
        workflow.publish(draft, by=reviewer(), version=draft.version)
        self.assertContains(self.client.get(LIST), "Planter des haies")

    def test_errors_and_redirections_are_not_kept(self):
        short = reverse("commitment-list") + f"{self.commitment.reference}/"
        for path, status in (
            (f"{LIST}E-9999/", 404),
            (f"{LIST}?assessment=typo", 400),
            (short, 302),
            ("/langue/fr/", 302),
        ):
            with self.subTest(path=path):
                for _time in range(2):
                    response, queries = self.queries(path)
                    self.assertEqual(response.status_code, status)
                    self.assertNotIn("ETag", response)
                    self.assertNotIn("public", response.get("Cache-Control", ""))

    def test_the_order_of_a_query_is_part_of_the_address(self):
        one = self.client.get(f"{LIST}?sort=due&kind=target")
        other = self.client.get(f"{LIST}?kind=target&sort=due")
        self.assertNotEqual(one["ETag"], other["ETag"])

    @override_settings(DEBUG=True)
    def test_nothing_is_kept_while_the_site_is_written(self):
        self.assertNotIn("ETag", self.client.get(LIST))


class LanguageTests(CachedTestCase):
    def test_each_reads_the_language_of_the_browser(self):
        for language in ("fr", "en", "fr"):
            response = self.client.get(LIST, headers={"accept-language": language})
            self.assertContains(response, f'<html lang="{language}">')
            self.assertEqual(response["Content-Language"], language)

    def test_the_switch_wins_over_the_browser(self):
        self.client.get(LIST)
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
        self.assertContains(self.client.get(LIST), '<html lang="fr">')


class PersonalTests(CachedTestCase):
    def test_who_is_signed_in_gets_a_page_of_their_own(self):
        shared = self.client.get(LIST)
        self.client.force_login(editor())
        for headers in ({}, {"if-none-match": shared["ETag"]}):
            response = self.client.get(LIST, headers=headers)
            self.assertContains(response, "Signed in as ada")
            self.assertEqual(response["Cache-Control"], "private, no-cache")
            self.assertNotIn("ETag", response)
            self.assertNotIn("Content-Encoding", response)

    def test_nobody_reads_the_page_of_another(self):
        self.client.force_login(editor())
        self.assertContains(self.client.get(LIST), "Signed in as ada")
        self.client.cookies.clear()
        for _time in range(2):
            self.assertNotContains(self.client.get(LIST), "Signed in as ada")

    def test_an_editor_sees_a_change_at_once(self):
        self.client.get(LIST)
        self.client.force_login(editor())
        self.client.get(LIST)
        self.rename("Ouvrir des maisons")
        self.assertContains(self.client.get(LIST), "Ouvrir des maisons")

    def test_no_draft_is_kept(self):
        draft = make_draft(title="Zibeline")
        self.client.force_login(editor())
        work = reverse("commitment-work", args=[draft.reference])
        self.assertContains(self.client.get(work), "Zibeline")
        self.client.cookies.clear()
        for path in (work, LIST, "/", f"{LIST}{draft.reference}/zibeline/"):
            for _time in range(2):
                response = self.client.get(path)
                self.assertNotIn(b"Zibeline", response.content)

    def test_the_inner_pages_have_no_name(self):
        for path in ("/atelier/", "/admin/", reverse("account_login")):
            response = self.client.get(path)
            self.assertNotIn("ETag", response)
            self.assertNotIn("public", response.get("Cache-Control", ""))

    def test_a_message_waits_for_its_own_reader(self):
        self.client.get("/")
        request = RequestFactory().get("/")
        request.session = {}
        storage = messages.storage.default_storage(request)
        storage.add(messages.INFO, "You have signed out.")
        response = HttpResponse()
        storage.update(response)
        self.client.cookies["messages"] = response.cookies["messages"].value
        self.assertContains(self.client.get("/"), "You have signed out.")
        self.client.cookies.clear()
        self.assertNotContains(self.client.get("/"), "You have signed out.")

    def test_who_sends_a_token_of_their_own_is_not_everybody(self):
        response = self.client.get(LIST, headers={"authorization": "Bearer x"})
        self.assertNotIn("ETag", response)


@override_settings(ALLOWED_HOSTS=["suivi.example.org", "testserver"])
class HostTests(CachedTestCase):
    def test_a_host_that_is_not_ours_is_refused(self):
        for _time in range(2):
            for header in ("evil.example.org", "testserver:80@evil.example.org", "'"):
                response = self.client.get("/robots.txt", headers={"host": header})
                self.assertEqual(response.status_code, 400)
        self.assertNotContains(self.client.get("/robots.txt"), "evil")

    def test_a_host_that_is_forwarded_is_not_believed(self):
        forged = {"x-forwarded-host": "evil.example.org"}
        self.assertNotContains(
            self.client.get("/robots.txt", headers=forged), "evil.example.org"
        )
        self.assertNotContains(self.client.get("/robots.txt"), "evil.example.org")

    def test_each_host_reads_its_own_addresses(self):
        for host in ("suivi.example.org", "testserver", "suivi.example.org"):
            response = self.client.get("/robots.txt", headers={"host": host})
            self.assertContains(response, f"http://{host}/sitemap.xml")

    def test_https_is_another_page(self):
        self.client.get("/robots.txt")
        self.assertContains(
            self.client.get("/robots.txt", secure=True), "https://testserver/"
        )


class PlaceTests(CachedTestCase):
    def test_where_one_site_lies_is_no_other_readers_affair(self):
        for path, address in (("/", "/engagements/"), ("/api/v1/", "/api/v1/themes/")):
            for place in ("/ailleurs", ""):
                with self.subTest(path=path, place=place):
                    with override_script_prefix(f"{place}/"):
                        response = self.client.get(path, SCRIPT_NAME=place)
                    said = response.content.decode()
                    self.assertIn(f"{place}{address}", said)
                    self.assertNotIn(f'"{address}' if place else "/ailleurs/", said)


class SharingTests(SimpleTestCase):
    """Which answers may be shown to others."""

    def test_a_plain_page_may(self):
        self.assertTrue(caching.can_be_shared(HttpResponse("page")))

    def test_what_says_otherwise_may_not(self):
        with_cookie = HttpResponse()
        with_cookie.set_cookie("csrftoken", "x")
        for response in (
            with_cookie,
            HttpResponse(status=404),
            HttpResponse(headers={"Cache-Control": "no-cache"}),
            HttpResponse(headers={"Vary": "Cookie, User-Agent"}),
            HttpResponse(headers={"Vary": "*"}),
            HttpResponse(headers={"Content-Encoding": "br"}),
        ):
            self.assertFalse(caching.can_be_shared(response))

    def test_pictures_are_not_compressed_again(self):
        picture = HttpResponse(b"\0" * 1000, content_type="image/png")
        self.assertEqual(Page.of(picture, True).body, picture.content)


class ReleaseTests(SimpleTestCase):
    def test_a_page_is_named_after_every_module_and_template(self):
        files = set(caching.files())
        for folder, names in (
            ("tracker", "*.py"),
            ("commitments", "*.py"),
            ("templates", "*.html"),
        ):
            found = set((settings.BASE_DIR / folder).rglob(names))
            self.assertTrue(found)
            self.assertLessEqual(found, files)


class TurnsTests(SimpleTestCase):
    def test_one_page_is_drawn_after_the_other(self):
        turns, begun, order = Turns(), Event(), []

        def draw():
            begun.set()
            with turns.taken():
                order.append("second")

        other = Thread(target=draw)
        with turns.taken():
            other.start()
            begun.wait()
            other.join(timeout=0.05)
            order.append("first")
        other.join()
        self.assertEqual(order, ["first", "second"])

    @patch.object(caching, "PATIENCE", 0)
    def test_a_page_that_takes_long_does_not_hold_up_the_others(self):
        turns, drawn = Turns(), []
        with turns.taken():
            with turns.taken():
                drawn.append("meanwhile")
            # Who went ahead had no turn to give back.
            with turns.taken():
                drawn.append("again")
        self.assertEqual(drawn, ["meanwhile", "again"])
        self.assertTrue(turns._turn.acquire(blocking=False))

    def test_what_was_drawn_for_another_while_waiting_is_not_drawn_again(self):
        drawn = []
        pages = CachePages(lambda request: drawn.append(1) or HttpResponse("page"))
        request = RequestFactory().get("/")
        for _ in range(2):
            self.assertEqual(pages._drawn(request, "name", False).body, b"page")
        self.assertEqual(len(drawn), 1)


class MemoryTests(SimpleTestCase):
    large = Page({}, b"x" * (caching.LARGEST - caching.BESIDE_BODY))

    def test_the_pages_kept_stay_within_their_bound(self):
        pages = Pages()
        number = caching.KEPT_BYTES // self.large.cost + 5
        for name in range(number):
            pages.keep(name, self.large)
        kept = [name for name in range(number) if pages.get(name)]
        self.assertEqual(kept, list(range(5, number)))

    def test_small_pages_count_for_what_they_hold_beside_their_body(self):
        pages = Pages()
        for name in range(2000):
            pages.keep(name, Page({}, b"x"))
        kept = [name for name in range(2000) if pages.get(name)]
        self.assertLessEqual(len(kept) * caching.BESIDE_BODY, caching.KEPT_BYTES)

    def test_what_is_asked_for_stays_longest(self):
        pages = Pages()
        last = caching.KEPT_BYTES // self.large.cost
        for name in range(last):
            pages.keep(name, self.large)
        pages.get(0)
        pages.keep(last, self.large)
        self.assertIsNotNone(pages.get(0))
        self.assertIsNone(pages.get(1))

    def test_a_page_kept_twice_counts_once(self):
        pages = Pages()
        for _time in range(1000):
            pages.keep("page", Page({}, b"x" * caching.LARGEST))
        pages.keep("other", Page({}, b"x"))
        self.assertIsNotNone(pages.get("page"))

    def test_a_huge_page_is_not_kept(self):
        pages = Pages()
        pages.keep("page", Page({}, b"x" * (caching.LARGEST + 1)))
        self.assertIsNone(pages.get("page"))
