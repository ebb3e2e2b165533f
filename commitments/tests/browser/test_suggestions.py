"""An editor clears a queue of three answers: by keyboard alone, then without script."""

from datetime import date

from django.test import tag
from django.urls import reverse

from commitments import workflow
from commitments.choices import Decision, Publication
from commitments.models import Answer, Commitment, Suggestion
from commitments.tests.browser.base import BrowserTestCase, expect
from commitments.tests.factories import TEXT, editor, make_answer

SHORT = "Le Gouvernement a décidé de créer 40 maisons des aidants d'ici 2025."
LAW = "Un rapport sera remis au Parlement."


class QueueTestCase(BrowserTestCase):
    def setUp(self):
        super().setUp()
        self.answers = [
            make_answer(text, answered_on=date(2023, 7, day))
            for text, day in ((TEXT, 13), (SHORT, 12), (LAW, 11))
        ]
        for answer in self.answers:
            workflow.suggest(answer)
        self.rows = list(Suggestion.objects.order_by("pk"))
        self.page = self.open_page(locale="en-GB")

    def assert_cleared(self):
        self.assertFalse(Answer.objects.filter(read_at=None).exists())
        decided = [row.decision for row in Suggestion.objects.order_by("pk")]
        self.assertEqual(
            decided,
            [
                Decision.ACCEPTED,
                Decision.REJECTED,
                Decision.ACCEPTED,
                Decision.ACCEPTED,
                Decision.REJECTED,
            ],
        )
        states = set(
            Commitment.objects.filter(suggestions__isnull=False).values_list(
                "publication", flat=True
            )
        )
        self.assertEqual(states, {Publication.DRAFT})
        self.assertEqual(Suggestion.objects.get(rejection="law").text.body, TEXT)
        adjusted = Suggestion.objects.get(
            quote__startswith="Un rapport", level="likely", answer=self.answers[0]
        )
        self.assertEqual(adjusted.commitment.title, "Remettre un rapport")


class KeyboardTests(QueueTestCase):
    def test_clears_the_queue_with_the_keyboard_alone(self):
        self.login(editor())
        page = self.page
        page.goto(reverse("answer-queue"))
        press = page.keyboard.press

        press("j")
        self.turn("Enter")
        current = page.locator(".card.is-current")
        expect(current).to_contain_text("750 guichets")
        expect(page.locator(".mark.is-current")).to_have_count(1)
        press("j")
        expect(current).to_contain_text("85")
        press("k")
        expect(current).to_contain_text("750 guichets")
        self.turn("a")
        expect(current).to_contain_text("85")
        expect(current).to_be_focused()

        # The wrong key, undone from wherever we are.
        self.turn("a")
        self.turn("u")
        expect(current).to_contain_text("85")
        press("r")
        self.turn("3")

        expect(current).to_contain_text("rapport")
        self.turn("e")
        page.get_by_label("Title").focus()
        press("Control+a")
        page.keyboard.type("Remettre un rapport")
        self.turn("Control+Enter")
        expect(page.locator("#suggestions")).to_contain_text(
            "Nothing is left to decide"
        )

        self.turn("m")
        expect(current).to_contain_text("40")
        self.turn("a")
        self.turn("m")
        press("r")
        self.turn("4")
        self.turn("m")
        expect(page.locator("main")).to_contain_text("The queue is empty")
        self.assert_cleared()

    def test_a_key_held_down_decides_nothing(self):
        self.login(editor())
        self.page.goto(reverse("answer-read", args=[self.answers[0].uid]))
        pressed = self.page.evaluate(
            """() => [false, true].map((repeat) => {
              let clicks = 0;
              const count = (event) => {
                clicks += 1;
                event.preventDefault();
              };
              addEventListener("click", count);
              const held = { key: "a", repeat, bubbles: true };
              document.body.dispatchEvent(new KeyboardEvent("keydown", held));
              removeEventListener("click", count);
              return clicks;
            })"""
        )
        self.assertEqual(pressed, [1, 0])

    def turn(self, key):
        """Press a key that leads to another page, and wait for that page."""
        with self.next_page():
            self.page.keyboard.press(key)

    def test_n_goes_to_the_next_answer_without_marking_this_one(self):
        self.login(editor())
        self.page.goto(reverse("answer-read", args=[self.answers[0].uid]))
        self.turn("n")
        self.page.wait_for_url(f"**{self.answers[1].uid}**")
        self.assertFalse(Answer.objects.exclude(read_at=None).exists())


class MouseTests(QueueTestCase):
    def setUp(self):
        super().setUp()
        self.login(editor())

    def test_clicked_words_show_their_card_and_another_reading_is_one_click(self):
        page = self.page
        page.goto(reverse("answer-read", args=[self.answers[1].uid]))
        page.locator(".mark--suggested").first.click()
        card = page.locator(".card.is-current")
        readings = card.get_by_role("radio")
        readings.last.click()
        self.follow(card.get_by_role("button", name="Accept"))
        row = Suggestion.objects.get(answer=self.answers[1])
        self.assertIsNone(row.commitment.due_on)

    def test_selecting_other_words_keeps_the_rest(self):
        page, row = self.page, self.rows[0]
        page.goto(reverse("suggestion-edit", args=[row.answer.uid, row.pk]))
        page.get_by_label("Title").fill("Ouvrir des guichets")
        page.evaluate(
            """() => {
              const node = document.querySelector(".mark--chosen").firstChild;
              const at = node.data.indexOf("ouvrir");
              const range = document.createRange();
              range.setStart(node, at);
              range.setEnd(node, node.length);
              getSelection().removeAllRanges();
              getSelection().addRange(range);
            }"""
        )
        quote = page.locator("textarea[name=quote]")
        expect(quote).to_have_value("ouvrir 2\u00a0750 guichets d'ici fin 2023")
        self.follow(page.get_by_role("button", name="Accept as adjusted"))
        row.refresh_from_db()
        self.assertEqual(row.commitment.title, "Ouvrir des guichets")
        self.assertEqual(row.commitment.target_value, 2750)
        self.assertTrue(row.passage.quote.startswith("ouvrir"))


class PlainTests(QueueTestCase):
    def test_clears_the_queue_without_javascript(self):
        page = self.open_page(javascript=False, locale="en-GB")
        self.login(editor(), page)
        page.goto(reverse("answer-queue"))
        self.follow(page.locator(".rows a").first)
        card = page.locator(f"#suggestion-{self.rows[0].pk}")
        self.follow(card.get_by_role("button", name="Accept"))
        self.reject(page, self.rows[1], "Existing law")
        card = page.locator(f"#suggestion-{self.rows[2].pk}")
        self.follow(card.get_by_role("link", name="Adjust"))
        page.get_by_label("Title").fill("Remettre un rapport")
        self.follow(page.get_by_role("button", name="Accept as adjusted"))
        mark = page.get_by_role("button", name="Mark as read")
        self.follow(mark)
        self.follow(page.get_by_role("button", name="Accept"))
        self.follow(mark)
        self.reject(page, self.rows[4], "Too vague")
        self.follow(mark)
        expect(page.locator("main")).to_contain_text("The queue is empty")
        self.assert_cleared()

    def reject(self, page, row, reason):
        card = page.locator(f"#suggestion-{row.pk}")
        card.locator("summary").click()
        self.follow(card.get_by_role("button", name=reason))


class LookTests(QueueTestCase):
    @tag("look")
    def test_every_page_fits_and_is_accessible(self):
        workflow.accept_suggestion(self.rows[0], by=editor())
        row = self.rows[1]
        paths = [
            reverse("answer-queue"),
            reverse("answer-read", args=[row.answer.uid]),
            reverse("suggestion-edit", args=[row.answer.uid, row.pk]),
            reverse("suggestions-method"),
        ]
        for width, scheme in ((1440, "light"), (360, "dark")):
            page = self.open_page(width=width, color_scheme=scheme)
            self.login(editor(), page)
            for path in paths:
                with self.subTest(path=path, width=width):
                    page.goto(path)
                    self.assert_fits(page)
                    self.assert_accessible(page)
