"""Who may do what on every URL: docs/permissions.md, held against the site.

A new URL without a row fails, and so does a row without a URL.
"""

import re
from copy import deepcopy
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import product

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client, TestCase
from django.urls import reverse

from commitments import workflow
from commitments.choices import Status
from commitments.models import ApiToken, Change, Subscription
from commitments.subscriptions import links
from commitments.tests import factories
from commitments.tests.every_url import every_url
from commitments.tests.test_admin_history import make_everything

TABLE = settings.BASE_DIR / "docs" / "permissions.md"
METHODS = ("GET", "POST")
PEOPLE = ("anonymous", "Editor", "Reviewer", "Administrator", "superuser")
REFUSED = ("sign-in", "403", "404", "405")


@dataclass(frozen=True)
class Row:
    """One row of the table; ``name`` and ``path`` may hold the wildcard *."""

    name: str
    path: str
    methods: tuple[str, ...]
    outcomes: dict[str, str]

    def speaks_of(self, url) -> bool:
        return fnmatchcase(url.name, self.name) and fnmatchcase(url.path, self.path)

    @property
    def precision(self) -> int:
        """Of two rows that fit, the one that says more letters counts."""
        return len((self.name + self.path).replace("*", ""))


def read_table() -> list[Row]:
    """The rows of the only table of docs/permissions.md that begins with a name."""
    rows = []
    for line in TABLE.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("| `") or len(cells) != 3 + len(PEOPLE):
            continue
        name, path, methods, *outcomes = cells
        rows.append(
            Row(
                name.strip("`").removeprefix("—"),
                path.strip("`"),
                tuple(re.findall(r"[A-Z]+", methods)),
                dict(zip(PEOPLE, outcomes, strict=True)),
            )
        )
    return rows


def row_of(rows, url, method) -> Row | None:
    fitting = [row for row in rows if method in row.methods and row.speaks_of(url)]
    return max(fitting, key=lambda row: row.precision, default=None)


def token_of(path) -> str:
    """What a link of a message ends with."""
    return path.strip("/").rpartition("/")[2]


class TableTest(TestCase):
    def test_every_url_has_a_row(self):
        rows = read_table()
        for url in every_url():
            with self.subTest(url=url):
                self.assertIsNotNone(row_of(rows, url, "GET"))

    def test_every_row_has_a_url(self):
        rows = read_table()
        used = {
            id(row_of(rows, url, method)) for url in every_url() for method in METHODS
        }
        for row in rows:
            with self.subTest(row=row.name, path=row.path, methods=row.methods):
                self.assertIn(id(row), used)


class PermissionsTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.people = {
            "Editor": factories.make_user("Editor"),
            "Reviewer": factories.make_user("Reviewer"),
            "Administrator": factories.make_user("Administrator"),
            "superuser": factories.make_user(None, is_superuser=True, is_staff=True),
        }
        cls.make_examples()
        cls.rows = read_table()

    @classmethod
    def make_examples(cls):
        """Real objects of every kind, and what each argument of a URL is then."""
        commitment = make_everything()
        body, theme = commitment.bodies.get(), commitment.themes.get()
        for record in (body, theme):
            record.slug = commitment.slug
            record.save()
        evidence = factories.make_evidence(
            commitment, file=ContentFile(b"%PDF-1.4", "piece.pdf"), file_name="p.pdf"
        )
        assessment = factories.propose(
            commitment, Status.IN_PROGRESS, evidence=[evidence]
        )
        answer = commitment.passages.first().answer
        suggestion = workflow.suggest(answer)[0]
        report = workflow.receive_report(
            commitment=commitment, kind="figure", message="Il faut lire 2 800."
        )
        wish = Subscription.objects.get()
        # Something for each list of the administration.
        somebody = factories.make_user()
        Authenticator.objects.create(user=somebody, type="totp", data={})
        LogEntry.objects.log_actions(somebody.pk, [body], CHANGE, [])
        cls.examples = {
            "reference": commitment.reference,
            "slug": commitment.slug,
            "uid": answer.uid,
            "file_id": evidence.file_id,
            "code": "fr",
            "section": "commitments",
            "uidb36": "1",
            "key": "forged-key",
            "number": 16,
            "year": 2026,
            "month": "01",
            # Of no package of open data.
            "file": "inconnu.csv",
        }
        # What an argument is on one page only.
        cls.special = {
            "desk-list": {"code": "overdue"},
            "assessment-review": {"pk": assessment.pk},
            "assessment-retract": {"pk": assessment.pk},
            "record-withdraw": {"kind": "preuve", "pk": evidence.pk},
            "suggestion-decide": {"pk": suggestion.pk},
            "suggestion-edit": {"pk": suggestion.pk},
            "member-detail": {"slug": answer.questions.get().member},
            "mistake-settle": {"pk": report.pk},
            # Somebody else's: nobody may touch it, nor learn that it exists.
            "api-token-revoke": {"pk": ApiToken.objects.make(somebody, "X")[0].pk},
            "subscription-confirm": {
                "token": token_of(links.confirm_path(wish.pk, "weekly"))
            },
            "subscription-manage": {
                "token": token_of(links.manage_path(wish.subscriber_id))
            },
            "subscription-stop": {"token": token_of(links.stop_path([wish.pk]))},
        }

    def setUp(self):
        cache.clear()
        self.addCleanup(cache.clear)
        self.sign_in = reverse("account_login")

    def client_of(self, person):
        client = Client(raise_request_exception=False)
        if person in self.people:
            client.force_login(self.people[person], settings.AUTHENTICATION_BACKENDS[0])
        return client

    def outcome(self, client, method, path):
        """What a request comes to, in the words of the table; it leaves no trace.

        The administration's own sign-in page only sends on: it is followed.
        """
        before = Change.objects.count()
        with transaction.atomic():
            response = getattr(client, method.lower())(path)
            while response.headers.get("Location", "").startswith("/admin/login/"):
                response = client.get(response.headers["Location"])
            is_changed = Change.objects.count() != before
            transaction.set_rollback(True)
        self.assertFalse(is_changed and method == "GET", "reading changed something")
        location = response.headers.get("Location", "")
        if response.status_code == 302 and location.startswith(self.sign_in):
            return "sign-in"
        return str(response.status_code)

    def walk(self, person):
        """Compare each URL with its rows; a method without a row is refused."""
        client = self.client_of(person)
        cookies = deepcopy(client.cookies)
        for url, method in product(every_url(), METHODS):
            row = row_of(self.rows, url, method)
            # Some answers sign out: each request starts from the same browser.
            client.cookies = deepcopy(cookies)
            with self.subTest(url=url.name or url.path, method=method):
                found = self.outcome(client, method, url.fill(self.examples_of(url)))
                if row is None:
                    self.assertIn(found, REFUSED)
                else:
                    self.assertEqual(found, row.outcomes[person])

    def examples_of(self, url):
        if url.path.startswith("/admin/"):
            return {}
        return self.examples | self.special.get(url.name, {})

    def test_what_anonymous_readers_may_do(self):
        self.walk("anonymous")

    def test_what_editors_may_do(self):
        self.walk("Editor")

    def test_what_reviewers_may_do(self):
        self.walk("Reviewer")

    def test_what_administrators_may_do(self):
        self.walk("Administrator")

    def test_what_superusers_may_do(self):
        self.walk("superuser")
