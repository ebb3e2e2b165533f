"""Fetching from a real server: whole or not at all, again only when it is new."""

import gzip
import io
import json
import os
import subprocess
import sys
import threading
import zipfile
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase as PlainTestCase
from unittest.mock import patch

from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import TestCase
from django.utils.translation import override

from commitments.imports.addresses import ADDRESSES, ORIGINS, Address, origin_of
from commitments.imports.fetch import Failure, Fetcher, Manners
from commitments.management.commands.fetch_answers import Command
from commitments.models import Answer, ImportRun, Question
from commitments.tests import open_data
from commitments.tests.publisher import (
    File,
    Publisher,
    cut_after,
    endless,
    redirects_to,
    sends,
    stalls_after,
    status,
    whole,
)

PATH, NAME = "/17/Questions_ecrites.json.zip", "an-17-Questions_ecrites.json.zip"
# A run on its own, which prints how much it has written.
FETCH = f"""
import sys
from pathlib import Path
from commitments.imports.fetch import Fetcher, Manners
folder, origin, path = sys.argv[1:]
manners = Manners(user_agent="essai", origins=frozenset({{origin}}))
show = lambda name, received, total: print(received, flush=True)
Fetcher(Path(folder), manners, watch=show).fetch(origin + path, "{NAME}")
"""
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


def archive(number=3, **more):
    """The bytes of an archive as the Assemblée publishes them."""
    with TemporaryDirectory() as folder:
        path = open_data.assembly_zip(Path(folder, "a.zip"), number, **more)
        return path.read_bytes()


class PublisherTestCase(PlainTestCase):
    """A server with one archive, and a fetcher that waits for nothing."""

    def setUp(self):
        # A proxy of the machine has nothing to say about its own addresses.
        environment = patch.dict(os.environ, {"no_proxy": "*"})
        environment.start()
        self.addCleanup(environment.stop)
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.publisher = Publisher()
        self.addCleanup(self.publisher.close)
        self.waits, self.now = [], NOW.timestamp()

    def fetcher(self, watch=None, **manners):
        manners = {"user_agent": "essai (essai@example.org)", "pause": 1} | manners
        origins = frozenset({self.publisher.origin})
        manners = Manners(**{"origins": origins, "timeout": 10} | manners)
        return Fetcher(
            self.folder,
            manners,
            pause=self.waits.append,
            clock=lambda: self.now,
            watch=watch,
        )


class FetchTests(PublisherTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old, cls.new = archive(3), archive(5)
        cls.half = len(cls.new) // 2

    def setUp(self):
        super().setUp()
        self.file = self.publisher.files[PATH] = File(self.new)

    def fetch(self, **manners):
        return self.fetcher(**manners).fetch(self.publisher.origin + PATH, NAME)

    def copy(self):
        return (self.folder / NAME).read_bytes()

    def assert_fails(self, code, **manners):
        with self.assertRaises(Failure) as caught:
            self.fetch(**manners)
        self.assertEqual(caught.exception.code, code, caught.exception)
        return caught.exception

    def assert_nothing_is_left(self):
        left = {path.name for path in self.folder.iterdir()} - {"fetched.json"}
        self.assertEqual(left, set())

    def hold_old(self):
        """Fetch the first version of the file; another has come out since."""
        self.publisher.files[PATH] = File(self.old, etag='"0"')
        self.fetch()
        self.publisher.files[PATH] = self.file
        self.publisher.requests.clear()

    # What is new

    def test_a_file_is_fetched_whole_under_a_name_of_ours(self):
        self.assertTrue(self.fetch())
        self.assertEqual(self.copy(), self.new)
        self.assertFalse((self.folder / f"{NAME}.part").exists())

    def test_the_publisher_is_told_who_asks(self):
        self.fetch()
        self.assertEqual(
            self.publisher.asked("User-Agent"), ["essai (essai@example.org)"]
        )

    def test_what_has_not_changed_is_not_sent_again(self):
        self.fetch()
        self.assertFalse(self.fetch())
        self.assertEqual(self.publisher.asked("If-None-Match"), [None, '"1"'])
        self.assertEqual(self.copy(), self.new)

    def test_what_has_changed_takes_the_place_of_the_copy(self):
        self.hold_old()
        self.assertTrue(self.fetch())
        self.assertEqual(self.copy(), self.new)

    def test_the_same_bytes_under_another_etag_are_nothing_new(self):
        self.fetch()
        self.publisher.files[PATH] = File(self.new, etag='"2"')
        self.assertFalse(self.fetch())
        self.assertFalse(self.fetch())
        self.assertEqual(self.publisher.asked("If-None-Match"), [None, '"1"', '"2"'])

    def test_a_server_without_etags_is_asked_by_date(self):
        day = format_datetime(NOW, usegmt=True)
        self.publisher.files[PATH] = File(self.new, etag="", last_modified=day)
        self.fetch()
        self.assertFalse(self.fetch())
        self.assertEqual(self.publisher.asked("If-Modified-Since"), [None, day])

    def test_a_copy_that_somebody_changed_is_fetched_again(self):
        for damage in (self.new[:-1], self.new[:-1] + b"x"):
            self.fetch()
            (self.folder / NAME).write_bytes(damage)
            self.assertTrue(self.fetch())
            self.assertEqual(self.copy(), self.new)
        self.assertEqual(set(self.publisher.asked("If-None-Match")), {None, '"1"'})

    def test_a_damaged_state_only_costs_another_download(self):
        for words in ("", "[]", "{", json.dumps({NAME: {"url": 3, "part": "x"}})):
            self.fetch()
            (self.folder / "fetched.json").write_text(words)
            with self.subTest(words):
                self.fetch()
                self.assertEqual(self.copy(), self.new)

    def test_a_copy_from_another_address_does_not_count(self):
        self.fetch()
        self.publisher.files["/18"] = File(self.old)
        self.fetcher().fetch(f"{self.publisher.origin}/18", NAME)
        self.assertEqual(self.copy(), self.old)

    # What is cut

    def test_a_cut_file_is_taken_up_where_it_was_cut(self):
        self.publisher.fail(PATH, cut_after(self.half))
        self.fetch()
        self.assertEqual(self.publisher.asked("Range"), [None, f"bytes={self.half}-"])
        self.assertEqual(self.publisher.asked("If-Range"), [None, '"1"'])
        self.assertEqual(self.copy(), self.new)

    def test_it_is_taken_up_by_another_run_too(self):
        self.publisher.fail(PATH, *[cut_after(self.half)] * 2)
        self.assert_fails("cut", attempts=1)
        self.publisher.faults.clear()
        self.fetch()
        self.assertEqual(self.publisher.asked("Range")[-1], f"bytes={self.half}-")
        self.assertEqual(self.copy(), self.new)

    def test_a_run_that_was_killed_is_taken_up(self):
        file = self.publisher.files[PATH] = File(archive(200))
        released = threading.Event()
        self.addCleanup(released.set)
        self.publisher.fail(PATH, stalls_after(len(file.data) - 1, released))
        run = subprocess.Popen(
            [sys.executable, "-c", FETCH, self.folder, self.publisher.origin, PATH],
            cwd=settings.BASE_DIR,
            stdout=subprocess.PIPE,
        )
        with run:
            # The child says how much it has written, before it reads on.
            while int(run.stdout.readline()) == 0:
                pass
            run.kill()
        self.publisher.requests.clear()
        self.fetch()
        self.assertRegex(self.publisher.asked("Range")[0], r"^bytes=[1-9]\d+-$")
        self.assertEqual(self.copy(), file.data)

    def test_a_file_that_is_always_cut_is_given_up_after_some_attempts(self):
        self.hold_old()
        self.publisher.fail(PATH, *[cut_after(self.half)] * 9)
        self.assert_fails("cut", attempts=3)
        self.assertEqual(len(self.publisher.requests), 3)
        self.assertEqual(self.copy(), self.old)

    def test_what_changed_between_two_attempts_is_fetched_from_its_start(self):
        def cut_then_publish(handler, file):
            cut_after(self.half)(handler, file)
            self.publisher.files[PATH] = File(self.old, etag='"2"')

        self.publisher.fail(PATH, cut_then_publish)
        self.fetch()
        self.assertEqual(self.copy(), self.old)

    def test_a_server_that_ignores_ranges_sends_it_whole(self):
        self.publisher.fail(PATH, cut_after(self.half), whole)
        self.fetch()
        self.assertEqual(self.copy(), self.new)

    def test_without_a_strong_validator_nothing_is_taken_up(self):
        for etag in ("", 'W/"1"'):
            with self.subTest(etag=etag):
                self.publisher.files[PATH] = File(self.new, etag=etag)
                self.publisher.fail(PATH, cut_after(self.half))
                self.fetch()
                self.assertEqual(self.copy(), self.new)
                self.assertEqual(set(self.publisher.asked("Range")), {None})

    def test_a_date_takes_a_file_up_beside_a_weak_etag(self):
        day = format_datetime(NOW, usegmt=True)
        self.publisher.files[PATH] = File(self.new, etag='W/"1"', last_modified=day)
        self.publisher.fail(PATH, cut_after(self.half))
        self.fetch()
        self.assertEqual(self.publisher.asked("If-Range"), [None, day])
        self.assertEqual(self.copy(), self.new)

    def test_a_part_that_is_too_long_is_thrown_away(self):
        self.publisher.fail(PATH, cut_after(self.half))
        self.assert_fails("cut", attempts=1)
        with (self.folder / f"{NAME}.part").open("ab") as part:
            part.write(self.new)
        self.fetch()
        self.assertEqual(self.copy(), self.new)

    def test_another_part_than_the_one_asked_for_is_thrown_away(self):
        wrong = [
            status(206, Content_Range=f"bytes 0-{len(self.new)}/{len(self.new)}"),
            status(206),
            status(416),
        ]
        for fault in wrong:
            self.publisher.fail(PATH, cut_after(self.half), fault)
            self.fetch()
            self.assertEqual(self.copy(), self.new)
            (self.folder / NAME).unlink()

    def test_the_old_copy_answers_for_a_part_that_is_out_of_date(self):
        self.hold_old()
        self.publisher.fail(PATH, cut_after(self.half))
        self.assert_fails("cut", attempts=1)
        self.publisher.files[PATH] = File(self.old, etag='"0"')
        self.assertFalse(self.fetch())
        self.assertEqual(self.copy(), self.old)
        self.assertFalse((self.folder / f"{NAME}.part").exists())

    # What is damaged

    def test_a_truncated_archive_is_fetched_again(self):
        self.publisher.fail(PATH, sends(self.new[: self.half]))
        self.fetch()
        self.assertEqual(self.publisher.asked("Range"), [None, None])
        self.assertEqual(self.copy(), self.new)

    def test_an_archive_that_stays_truncated_never_takes_a_place(self):
        broken = bytearray(self.new)
        broken[100] ^= 1
        for data in (self.new[: self.half], bytes(broken)):
            self.publisher.files[PATH] = File(data)
            self.assert_fails("damaged")
            self.assert_nothing_is_left()

    def test_too_long_a_content_length_is_a_cut(self):
        promised = sends(self.new, Content_Length=len(self.new) + 10)
        self.publisher.fail(PATH, *[promised] * 5)
        self.assert_fails("cut")
        self.assertFalse((self.folder / NAME).exists())

    def test_too_short_a_content_length_is_a_truncated_archive(self):
        self.publisher.fail(
            PATH, *[sends(self.new, Content_Length=self.half)] * 2, whole
        )
        self.fetch()
        self.assertEqual(self.copy(), self.new)

    def test_a_truncated_weekly_issue_is_refused(self):
        issue = open_data.weekly_issue(self.folder / "a", 20).read_bytes()
        self.publisher.files["/issue"] = File(issue[:-100])
        with self.assertRaises(Failure) as caught:
            self.fetcher().fetch(f"{self.publisher.origin}/issue", "ANQ1.taz")
        self.assertEqual(caught.exception.code, "damaged")

    def test_an_error_page_is_no_archive(self):
        for page in (b"<html>Maintenance</html>", b"", b"PDF"):
            with self.subTest(page):
                self.publisher.files[PATH] = File(page)
                self.assert_fails("wrong_kind")
        self.publisher.files["/list"] = File(b" <!doctype html>")
        with self.assertRaises(Failure):
            self.fetcher().fetch(f"{self.publisher.origin}/list", "list.csv")

    def test_what_was_packed_without_asking_is_refused(self):
        packed = sends(gzip.compress(self.new), Content_Encoding="gzip")
        self.publisher.fail(PATH, packed)
        self.assert_fails("encoded")

    # What is too much

    def test_an_endless_body_is_bounded(self):
        self.publisher.fail(PATH, endless)
        self.assert_fails("too_big", most_bytes=1_000_000)
        self.assert_nothing_is_left()

    def test_a_file_that_says_it_is_too_big_is_not_read(self):
        self.publisher.fail(PATH, sends(b"PK", Content_Length=10**12))
        self.assert_fails("too_big")
        self.assertEqual(len(self.publisher.requests), 1)

    def test_a_body_that_takes_for_ever_is_bounded(self):
        def an_hour_passes(*_progress):
            self.now += 3600

        self.publisher.fail(PATH, endless)
        self.assert_fails("too_slow", watch=an_hour_passes)

    def test_a_page_without_end_is_bounded(self):
        self.publisher.fail("/", *[endless] * 5)
        with self.assertRaises(Failure) as caught:
            self.fetcher().listed(f"{self.publisher.origin}/", ".taz")
        self.assertEqual(caught.exception.code, "too_big")

    # When to ask again

    def test_one_waits_between_two_requests(self):
        fetcher = self.fetcher(pause=3)
        for number in range(3):
            fetcher.fetch(self.publisher.origin + PATH, f"{number}.zip")
        self.assertEqual(self.waits, [3, 3])

    def test_a_server_in_trouble_is_asked_again_ever_later(self):
        self.publisher.fail(PATH, status(500), status(503), status(502))
        self.fetch(first_wait=5)
        self.assertEqual(self.waits, [5, 10, 20])
        self.assertEqual(self.copy(), self.new)

    def test_a_server_in_trouble_for_long_is_left_alone(self):
        self.publisher.fail(PATH, *[status(500)] * 9)
        self.assertEqual(self.assert_fails("status").values, {"status": 500})
        self.assertEqual(len(self.publisher.requests), 5)

    def test_a_server_that_says_when_to_come_back_is_obeyed(self):
        moment = format_datetime(NOW + timedelta(seconds=90), usegmt=True)
        past = format_datetime(NOW - timedelta(days=1), usegmt=True)
        self.publisher.fail(
            PATH,
            status(429, Retry_After="42"),
            status(503, Retry_After=moment),
            status(429, Retry_After=past),
            status(429, Retry_After="soon"),
        )
        self.fetch(first_wait=1)
        self.assertEqual(self.waits, [42, 90, 4, 8])

    def test_a_server_that_asks_for_too_much_patience_is_left_alone(self):
        self.publisher.fail(PATH, status(429, Retry_After="86400"))
        self.assertEqual(self.assert_fails("later").values, {"seconds": 86400})
        self.assertEqual(self.waits, [])

    def test_what_is_not_there_is_asked_for_once(self):
        for code in (400, 401, 403, 404, 410):
            self.publisher.requests.clear()
            self.publisher.fail(PATH, status(code))
            self.assert_fails("status")
            self.assertEqual(len(self.publisher.requests), 1)

    def test_nothing_changed_is_no_answer_to_who_has_nothing(self):
        self.publisher.fail(PATH, status(304))
        self.assert_fails("status")

    def test_a_server_that_hangs_up_is_unreachable(self):
        self.publisher.fail(PATH, *[lambda handler, file: None] * 5)
        self.assert_fails("unreachable")

    def test_a_server_that_is_not_there_is_unreachable(self):
        other = Publisher()
        other.close()
        with self.assertRaises(Failure) as caught:
            fetcher = self.fetcher(origins=frozenset({other.origin}))
            fetcher.fetch(other.origin + PATH, NAME)
        self.assertEqual(caught.exception.code, "unreachable")

    # Where to ask

    def test_a_redirection_among_the_official_addresses_is_followed(self):
        self.publisher.fail("/old", redirects_to(PATH))
        self.fetcher().fetch(f"{self.publisher.origin}/old", NAME)
        self.assertEqual(self.copy(), self.new)

    def test_a_redirection_to_anywhere_else_is_refused(self):
        other = Publisher()
        self.addCleanup(other.close)
        host = self.publisher.origin.removeprefix("http://")
        for url in (
            other.origin + PATH,
            f"https://{host}{PATH}",
            f"http://user@{host}{PATH}",
            f"http://localhost:{host.split(':')[1]}{PATH}",
            "http://169.254.169.254/latest/meta-data",
            "ftp://example.org/a",
        ):
            with self.subTest(url):
                self.publisher.fail(PATH, redirects_to(url))
                self.assertFalse(self.assert_fails("elsewhere").is_passing)
        self.assertEqual(other.requests, [])

    def test_a_redirection_to_what_is_no_address_is_refused(self):
        for url, code in (
            ("file:///etc/passwd", "status"),
            ("http://[", "unreachable"),
        ):
            with self.subTest(url):
                self.publisher.fail(PATH, *[redirects_to(url)] * 5)
                self.assert_fails(code)

    def test_a_redirection_without_end_is_given_up(self):
        self.publisher.fail(PATH, *[redirects_to(PATH)] * 50)
        self.assert_fails("status")

    def test_only_https_is_official(self):
        for origin in ORIGINS:
            self.assertTrue(origin.startswith("https://"))
        manners = Manners(user_agent="essai")
        fetcher = Fetcher(self.folder, manners, pause=self.waits.append)
        with self.assertRaises(Failure) as caught:
            fetcher.fetch("http://data.senat.fr/data/questions/questions.zip", NAME)
        self.assertEqual(caught.exception.code, "elsewhere")

    def test_a_folder_gives_plain_names_only(self):
        page = (
            '<a href="../">Parent</a> <a href="ANQ20260002.taz">b</a>'
            '<a HREF="/elsewhere/ANQ20260001.taz">a</a> <a href=ANQ20260003.TAZ>c</a>'
            '<a href="ANQ20260002.taz">again</a> <a href="notes.txt">no</a>'
            '<a href="..%2F..%2Fpasswd.taz">no</a> <a href="é.taz">no</a>'
        )
        self.publisher.files["/"] = File(page.encode())
        self.assertEqual(
            self.fetcher().listed(f"{self.publisher.origin}/", ".taz"),
            ["ANQ20260001.taz", "ANQ20260002.taz", "ANQ20260003.TAZ"],
        )


class AddressTests(PlainTestCase):
    def test_every_address_is_official_and_says_where_it_comes_from(self):
        for address in ADDRESSES:
            with self.subTest(address.name):
                self.assertIn(origin_of(address.url), ORIGINS)
                self.assertIn(origin_of(address.told_by), ORIGINS)
                self.assertTrue(address.what)

    def test_no_two_files_are_kept_under_one_name(self):
        for values in (
            [address.name for address in ADDRESSES],
            [address.keep_as for address in ADDRESSES if not address.is_folder],
        ):
            self.assertEqual(len(set(values)), len(values))


class LocalCommand(Command):
    """The command, with the addresses of a server on this machine."""

    def __init__(self, origin, addresses, **options):
        super().__init__(**options)
        self.origin, self.addresses = origin, addresses

    def manners(self, contact, pause):
        return Manners(
            user_agent=contact,
            pause=0,
            first_wait=0,
            origins=frozenset({self.origin}),
        )


class FetchAnswersTests(PublisherTestCase, TestCase):
    def setUp(self):
        super().setUp()
        language = override("en")
        language.__enter__()
        self.addCleanup(language.__exit__, None, None, None)
        dump = open_data.senate_dump(self.folder / "dump.sql", 4).read_bytes()
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("questions.sql", dump)
        issue = open_data.weekly_issue(self.folder / "a.taz", 2).read_bytes()
        self.publisher.files = {
            PATH: File(archive(6)),
            "/questions.zip": File(packed.getvalue()),
            "/AN/": File(b'<a href="ANQ20260001.taz">ANQ20260001.taz</a>'),
            "/AN/ANQ20260001.taz": File(issue),
        }

    def run_with(self, *names, **options):
        origin = self.publisher.origin

        def address(name, path, **more):
            return Address(
                name=name, url=origin + path, what="Questions", told_by=origin, **more
            )

        addresses = (
            address("an-17", PATH, keep_as=NAME, md5=options.pop("md5", "")),
            address("senat", "/questions.zip", keep_as="senat-questions.zip"),
            address("dila-an", "/AN/"),
        )
        self.out, self.errors = StringIO(), StringIO()
        command = LocalCommand(origin, addresses)
        call_command(
            command,
            *names,
            folder=self.folder / "fetched",
            stdout=self.out,
            stderr=self.errors,
            **{"contact": "essai@example.org"} | options,
        )

    def asked(self):
        paths = [path for path, _headers in self.publisher.requests]
        self.publisher.requests.clear()
        return paths

    def test_what_is_new_is_fetched_and_named(self):
        self.run_with()
        said = self.out.getvalue()
        for name in (NAME, "senat-questions.zip", "ANQ20260001.taz"):
            self.assertIn(f"{name}: fetched", said)
            self.assertIn(str(self.folder / "fetched" / name), said)
        self.assertFalse(Question.objects.exists())

    def test_what_is_new_is_imported(self):
        self.run_with(is_importing=True)
        chambers = set(Question.objects.values_list("chamber", flat=True))
        self.assertEqual(chambers, {"AN", "SENAT"})
        self.assertTrue(Answer.objects.exists())

    def test_what_was_imported_is_not_imported_again(self):
        self.run_with(is_importing=True)
        self.run_with(is_importing=True)
        self.assertIn("Nothing new", self.out.getvalue())
        self.assertEqual(ImportRun.objects.count(), 1)

    def test_what_was_imported_by_hand_counts(self):
        self.run_with("an-17")
        call_command(
            "import_answers", self.folder / "fetched" / NAME, stdout=StringIO()
        )
        self.run_with("an-17")
        self.assertIn("Nothing new", self.out.getvalue())

    def test_what_an_import_left_behind_is_named_again(self):
        self.run_with("an-17")
        self.run_with("an-17")
        self.assertIn("unchanged", self.out.getvalue())
        self.assertIn(str(self.folder / "fetched" / NAME), self.out.getvalue())

    def test_only_what_has_changed_is_imported_again(self):
        self.run_with(is_importing=True)
        self.publisher.files[PATH] = File(archive(8), etag='"2"')
        self.run_with(is_importing=True)
        run = ImportRun.objects.first()
        self.assertEqual(run.files, str(self.folder / "fetched" / NAME))
        self.assertEqual((run.created, run.same), (2, 6))

    def test_a_printed_issue_is_not_asked_for_again(self):
        self.run_with("dila-an")
        self.assertEqual(self.asked(), ["/AN/", "/AN/ANQ20260001.taz"])
        self.run_with("dila-an")
        self.assertEqual(self.asked(), ["/AN/"])

    def test_a_server_in_trouble_is_not_asked_for_the_other_issues(self):
        issue = self.publisher.files["/AN/ANQ20260001.taz"]
        names = [f"ANQ2026000{number}.taz" for number in (1, 2, 3)]
        page = " ".join(f'<a href="{name}">' for name in names)
        self.publisher.files |= {f"/AN/{name}": issue for name in names}
        self.publisher.files["/AN/"] = File(page.encode())
        self.publisher.fail("/AN/ANQ20260002.taz", *[status(503)] * 5)
        with self.assertRaises(CommandError):
            self.run_with("dila-an")
        self.assertEqual(
            self.asked(),
            ["/AN/", "/AN/ANQ20260001.taz", *["/AN/ANQ20260002.taz"] * 5],
        )
        self.run_with("dila-an")
        self.assertEqual(
            self.asked(), ["/AN/", "/AN/ANQ20260002.taz", "/AN/ANQ20260003.taz"]
        )

    def test_one_failure_does_not_stop_the_others(self):
        self.publisher.fail(PATH, status(404))
        with self.assertRaisesMessage(CommandError, "1 file could not be fetched"):
            self.run_with(is_importing=True)
        self.assertIn("404", self.errors.getvalue())
        self.assertEqual(Question.objects.filter(chamber="SENAT").count(), 4)

    def test_another_attempt_is_announced(self):
        self.publisher.fail(PATH, status(503), cut_after(100))
        self.run_with("an-17")
        said = self.errors.getvalue()
        self.assertIn("503. Next attempt in 0 s.", said)
        self.assertIn("cut at byte 100 of", said)

    def test_a_folder_that_cannot_be_listed_is_a_failure(self):
        self.publisher.fail("/AN/", status(403))
        with self.assertRaises(CommandError):
            self.run_with("dila-an")
        self.assertIn("dila-an: not fetched", self.errors.getvalue())

    def test_an_archive_with_another_hash_than_the_published_one_is_told(self):
        self.run_with("an-17", md5="0" * 32)
        self.assertIn("not the archive whose hash is published", self.out.getvalue())

    def test_who_asks_must_be_said(self):
        with self.assertRaisesMessage(CommandError, "CONTACT_EMAIL"):
            self.run_with(contact="")
        self.assertEqual(self.asked(), [])

    def test_the_addresses_are_listed_without_asking_anybody(self):
        self.run_with(list=True, contact="")
        self.assertIn(self.publisher.origin + PATH, self.out.getvalue())
        self.assertEqual(self.asked(), [])

    def test_an_unknown_address_is_refused(self):
        with self.assertRaisesMessage(CommandError, "an-3"):
            self.run_with("an-3")

    def test_a_past_year_has_its_own_folder(self):
        command = Command()
        past = command.chosen(["senat"], [2025])
        self.assertEqual(
            [address.name for address in past],
            ["dila-an-2025", "dila-senat-2025", "senat"],
        )
        self.assertTrue(past[0].url.endswith("/AN/2025/"))

    def test_the_bar_is_drawn_on_a_terminal_only(self):
        self.run_with("an-17")
        self.assertNotIn("█", self.errors.getvalue())
        self.assertNotIn("\r", self.errors.getvalue())
