"""The pictures of the README, made again by `make screenshots`.

Every page type is drawn too, in both themes and at three widths, into
var/screenshots/: to be looked at, never committed.
"""

from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from commitments.models import Answer, Commitment, User
from commitments.tests.browser.base import BrowserTestCase

PICTURES = Path(settings.BASE_DIR) / "docs" / "screenshots"
EVERYTHING = Path(settings.BASE_DIR) / "var" / "screenshots"
SIZES = [(1440, "light"), (768, "dark"), (360, "light"), (360, "dark")]


class Screenshots(BrowserTestCase):
    """Not a test by its name: the suite does not collect this module."""

    def setUp(self):
        super().setUp()
        call_command("demo", stdout=StringIO())
        self.editor = User.objects.get(username="editrice")
        self.commitment = Commitment.objects.published().get(
            title__startswith="2 750 France Services"
        )
        self.answer = Answer.objects.unread().first()

    def test_pictures(self):
        PICTURES.mkdir(parents=True, exist_ok=True)
        detail = self.commitment.get_absolute_url()
        desk, reading = reverse("desk"), reverse("answer-read", args=[self.answer.uid])
        self.picture("commitment-detail", detail, 1200)
        self.picture("commitment-list", reverse("commitment-list"), 1200)
        self.picture("commitment-detail-phone", detail, 390, scheme="dark")
        self.picture("desk", desk, 1200, user=self.editor)
        self.picture("answer-read", reading, 1200, user=self.editor)

    def picture(self, name, path, width, scheme="light", user=None):
        page = self.open_page(width=width, color_scheme=scheme)
        if user:
            self.login(user, page)
        page.goto(path)
        page.screenshot(path=PICTURES / f"{name}.png")

    def test_every_page(self):
        for width, scheme in SIZES:
            folder = EVERYTHING / f"{width}-{scheme}"
            folder.mkdir(parents=True, exist_ok=True)
            page = self.open_page(width=width, color_scheme=scheme)
            for name, path in self.public_pages():
                self.draw(page, folder / f"{name}.png", path)
            self.login(self.editor, page)
            for name, path in self.workspace_pages():
                self.draw(page, folder / f"{name}.png", path)

    def draw(self, page, file, path):
        page.goto(path)
        page.screenshot(path=file, full_page=True)

    def public_pages(self):
        reference = self.commitment.reference
        body, theme = self.commitment.bodies.first(), self.commitment.themes.first()
        passage = self.commitment.passages.first()
        names = "home commitment-list answer-list body-list theme-list methodology"
        names += " member-list"
        names += " suggestions-method legal accessibility account_login"
        for name in names.split():
            yield name, reverse(name)
        yield "commitment-detail", self.commitment.get_absolute_url()
        yield "commitment-history", reverse("commitment-history", args=[reference])
        yield "answer-detail", passage.answer.get_absolute_url()
        yield "answer-detail-text", self.answer.get_absolute_url()
        yield "member-detail", passage.answer.first_question().get_member_url()
        yield "body-detail", body.get_absolute_url()
        yield "theme-detail", theme.get_absolute_url()
        yield "no-result", reverse("commitment-list") + "?q=introuvable"
        yield "wrong-filter", reverse("commitment-list") + "?due_from=hier"

    def workspace_pages(self):
        reference = self.commitment.reference
        yield "desk", reverse("desk")
        yield "answer-queue", reverse("answer-queue")
        yield "answer-add", reverse("answer-add")
        yield "answer-read", reverse("answer-read", args=[self.answer.uid])
        names = "commitment-work commitment-edit commitment-changes deadline-set"
        names += " evidence-add measurement-add assessment-propose relation-add"
        for name in names.split():
            yield name, reverse(name, args=[reference])
