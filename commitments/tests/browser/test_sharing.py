"""The commitment's page, its card and the report of a mistake, in a real browser."""

from datetime import date, timedelta

import time_machine
from django.test import tag
from django.urls import reverse
from django.utils import timezone

from commitments import workflow
from commitments.choices import Status
from commitments.forms.mistakes import opening_stamp
from commitments.models import MistakeReport
from commitments.tests.browser.base import BrowserTestCase, expect
from commitments.tests.factories import (
    assess,
    make_answer,
    make_body,
    make_commitment,
    make_deadline,
    make_measurement,
    make_relation,
    reviewer,
)

LONG = "Anticonstitutionnellement" * 4
# Every word of a drawing that stands outside of it, as the browser measures.
OUTSIDE = """() => [...document.querySelectorAll('.chart svg')].flatMap(svg => {
  const frame = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter(text => {
    const box = text.getBoundingClientRect();
    return box.left < frame.left - 1 || box.right > frame.right + 1
      || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
  }).map(text => text.textContent);
})"""


class SharingTests(BrowserTestCase):
    def setUp(self):
        super().setUp()
        earlier = make_commitment(
            title=f"Ouvrir des guichets {LONG}",
            answer=make_answer(answered_on=date(2019, 5, 7)),
            target_value=2055,
            unit="W" * 50,
            due_on=date(2022, 12, 31),
            status=Status.NOT_MET,
        )
        self.commitment = make_commitment(
            title=f"Ouvrir 2 750 guichets {LONG}",
            unit="W" * 50,
            bodies=[make_body(f"Ministère {LONG}")],
            due_on=date(2023, 12, 31),
        )
        make_relation(self.commitment, earlier)
        make_deadline(self.commitment, due_latest=date(2025, 7, 13), precision="year")
        make_measurement(self.commitment, -20, date(2023, 8, 31), precision="month")
        make_measurement(self.commitment, 99_999_999, date(2024, 3, 1))
        assess(self.commitment, Status.IN_PROGRESS)
        workflow.edit_commitment(
            self.commitment, by=reviewer(), version=None, summary=LONG, reason=LONG
        )
        self.page_path = self.commitment.get_absolute_url()
        reference = self.commitment.reference
        self.report_path = reverse("mistake-report", args=[reference])
        self.card_path = reverse("commitment-card", args=[reference])

    @tag("look")
    def test_every_page_is_accessible_and_fits(self):
        paths = (self.page_path, self.report_path, reverse("corrections"))
        for width, scheme in ((320, "dark"), (1440, "light")):
            page = self.open_page(width=width, color_scheme=scheme)
            for path in (*paths, self.card_path):
                with self.subTest(path=path, width=width):
                    page.goto(path)
                    self.assert_fits(page)
                    self.assert_accessible(page)

    @tag("look")
    def test_no_word_of_a_drawing_stands_outside_of_it(self):
        for width in (320, 360, 768, 1440):
            page = self.open_page(width=width)
            page.goto(self.page_path)
            expect(page.locator(".chart svg")).to_have_count(2)
            self.assertEqual(page.evaluate(OUTSIDE), [], width)

    @tag("look")
    def test_prints_addresses_of_sources_and_leaves_out_what_only_a_screen_has(self):
        self.page.goto(self.page_path)
        self.page.emulate_media(media="print")
        expect(self.page.locator("#share")).to_be_hidden()
        expect(self.page.locator(".chart svg").first).to_be_visible()
        after = self.page.locator(".evidence a").first.evaluate(
            "link => getComputedStyle(link, '::after').content"
        )
        self.assertIn("https://example.org/", after)
        self.assertEqual(self.page.evaluate(OUTSIDE), [])

    def test_the_card_shows_in_the_frame_of_another_page(self):
        self.page.goto(self.page_path)
        code = self.page.locator("#card-code").input_value()
        self.assertIn(f"{self.live_server_url}{self.card_path}", code)
        self.page.route(
            "**/ailleurs",
            lambda route: route.fulfill(
                body=f"<!doctype html><title>Ailleurs</title>{code}",
                content_type="text/html",
            ),
        )
        self.page.goto("/ailleurs")
        card = self.page.frame_locator("iframe")
        expect(card.get_by_role("link").first).to_be_visible()
        self.assertEqual(self.page.context.cookies(), [])

    def test_a_reader_reports_a_mistake_without_scripts(self):
        page = self.open_page(javascript=False)
        page.goto(self.report_path)
        page.locator("input[name=kind]").first.check()
        page.locator("textarea[name=message]").fill("Le bilan dit autre chose.")
        # As if the page had been read for a minute.
        with time_machine.travel(timezone.now() - timedelta(minutes=1), tick=False):
            stamp = opening_stamp()
        hidden = page.locator("input[name=stamp]")
        expect(hidden).to_be_hidden()
        page.route(
            "**/signaler/",
            lambda route: (
                route.continue_(
                    post_data=route.request.post_data.replace(
                        hidden_value.replace(":", "%3A"), stamp.replace(":", "%3A")
                    )
                )
                if route.request.method == "POST"
                else route.continue_()
            ),
        )
        hidden_value = hidden.input_value()
        with self.next_page(page):
            page.get_by_role("button", name="Envoyer").or_(
                page.get_by_role("button", name="Send the report")
            ).click()
        page.wait_for_url("**/signaler/?merci=1")
        report = MistakeReport.objects.get()
        self.assertEqual(report.message, "Le bilan dit autre chose.")
