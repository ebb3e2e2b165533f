"""A reader goes from an answer to its member of Parliament, in a real browser."""

from datetime import date

from django.test import tag
from django.utils import timezone

from commitments import workflow
from commitments.choices import Status
from commitments.models import PublishedText
from commitments.tests.browser.base import BrowserTestCase, expect
from commitments.tests.factories import (
    TEXT,
    make_answer,
    make_commitment,
    make_question,
)


class AnswersTest(BrowserTestCase):
    def setUp(self):
        super().setUp()
        self.answer = make_answer(licence="Licence Ouverte / Open Licence")
        quotes = ("2\u00a0750 guichets d'ici fin 2023", "Un rapport sera remis")
        for quote in quotes:
            make_commitment(answer=self.answer, quote=quote, status=Status.IN_PROGRESS)
        make_question(self.answer, author="M. Paul Modèle", asked_on=None)
        PublishedText.objects.create(
            question=self.answer.questions.first(),
            role="answer_erratum",
            body="Au lieu de « fin 2023 », lire « fin 2024 ».",
            sha256="0" * 64,
            published_on=date(2023, 8, 3),
            page="4600",
            retrieved_at=timezone.now(),
        )
        workflow.keep_text(
            self.answer, text=f"{TEXT} Fin.", published_on=date(2023, 8, 3)
        )

    @tag("look")
    def test_the_pages_serve_everybody(self):
        paths = (
            self.answer.get_absolute_url(),
            "/reponses/",
            "/parlementaires/",
            "/parlementaires/jeanne-martin-an/",
            "/parlementaires/?q=personne",
        )
        for width, color_scheme in ((1440, "light"), (320, "dark")):
            page = self.open_page(width=width, color_scheme=color_scheme)
            for path in paths:
                with self.subTest(path, width=width):
                    page.goto(path)
                    self.assert_accessible(page)
                    self.assert_fits(page)

    def test_a_reader_follows_an_answer_to_its_member_and_back(self):
        page = self.open_page(javascript=False, locale="en-GB")
        page.goto(self.answer.get_absolute_url())
        expect(page.locator(".official a.verdict")).to_have_count(2)
        page.click("a:has-text('see what was corrected')")
        expect(page.locator("li:target")).to_be_visible()
        self.follow(page.locator("aside a:has-text('Jeanne Martin')"))
        page.wait_for_url("**/parlementaires/jeanne-martin-an/")
        self.follow(page.locator(".asked h3 a"))
        page.wait_for_url(f"**{self.answer.get_absolute_url()}")
