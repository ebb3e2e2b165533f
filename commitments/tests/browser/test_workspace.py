"""Editors and reviewers at work, in a real browser."""

from datetime import date, timedelta

from django.test import tag
from django.urls import reverse

from commitments.choices import Publication, Review, Status
from commitments.models import Commitment
from commitments.tests import factories
from commitments.tests.browser.base import BrowserTestCase, expect
from commitments.timing import today

# The same words twice, behind a sign that takes two places in the browser's own count.
TEXT = (
    "\U0001d4d0 Le Gouvernement ouvrira 100 guichets.\n\n"
    "Il a décidé d'ouvrir 100 guichets, et 85\u00a0% d'appels seront décrochés dans "
    "les 18 mois."
)

# Where the mouse goes over the last place of some words, whatever marks cut them.
PLACES = """words => {
  const nodes = [...document.querySelectorAll("[data-tracker-start]")].map(
    (piece) => piece.firstChild
  );
  let from = nodes.map((node) => node.data).join("").lastIndexOf(words);
  let to = from + words.length;
  const range = document.createRange();
  for (const node of nodes) {
    if (from >= 0 && from < node.length) range.setStart(node, from);
    if (to > 0 && to <= node.length) range.setEnd(node, to);
    from -= node.length;
    to -= node.length;
  }
  const rectangles = [...range.getClientRects()];
  const first = rectangles[0], last = rectangles.at(-1);
  return [first.left, first.top + first.height / 2,
    last.right, last.top + last.height / 2];
}"""


class WorkspaceTests(BrowserTestCase):
    def setUp(self):
        super().setUp()
        self.editor, self.reviewer = factories.editor(), factories.reviewer()
        self.page = self.open_page(locale="en-GB")
        self.login(self.editor)

    def select(self, words):
        """Select the last place of some words in the answer, with the mouse."""
        left, top, right, bottom = self.page.evaluate(PLACES, words)
        mouse = self.page.mouse
        mouse.move(left + 0.5, top)
        mouse.down()
        mouse.move((left + right) / 2, bottom)
        mouse.move(right - 0.5, bottom)
        mouse.up()

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def turn(self, *keys):
        """Press keys that lead to another page, and wait for that page."""
        with self.next_page():
            self.press(*keys)

    def tab_to(self, selector):
        """Go on with the Tab key until the control so selected has the focus."""
        for _ in range(80):
            self.press("Tab")
            if self.page.evaluate("it => document.activeElement.matches(it)", selector):
                return
        self.fail(f"the Tab key does not reach {selector}")

    def test_an_editor_records_from_an_answer_and_a_reviewer_publishes(self):
        answer = factories.make_answer(text=TEXT)
        page = self.page
        page.goto(reverse("answer-read", args=[answer.uid]))
        quote = page.locator("#id_quote")
        self.select("100 guichets")
        expect(quote).to_have_value("100 guichets")
        self.follow(page.get_by_role("button", name="Record a commitment"))
        expect(quote).to_have_value("100 guichets")
        # Another selection, made on this page, replaces the first.
        self.select("ouvrir 100 guichets")
        expect(quote).to_have_value("ouvrir 100 guichets")
        page.locator("#id_title").fill("Ouvrir 100 guichets")
        page.locator("#id_summary").fill("Cent guichets.")
        page.locator("[name=kind][value=target]").check()
        page.locator("[name=testability][value=quantified_dated]").check()
        page.locator("#id_testability_reason").fill("Le nombre est publié.")
        page.locator("#id_comparator").select_option(">=")
        page.locator("#id_target_value").fill("100")
        page.locator("#id_words").fill("dans les 18 mois")
        expect(page.locator("[name=choice][value='2025-01-13/month']")).to_be_checked()
        self.follow(page.get_by_role("button", name="Record the draft"))
        expect(page.get_by_role("link", name="Submit for review")).to_be_visible()
        commitment = Commitment.objects.get()
        passage = commitment.passages.get()
        self.assertEqual(passage.start, TEXT.rindex("ouvrir 100 guichets"))
        self.assertEqual(commitment.due_on, date(2025, 1, 13))

        aside = page.get_by_role("complementary")
        self.follow(aside.get_by_role("link", name="Add evidence"))
        page.locator("#id_title").fill("Carte des guichets")
        page.locator("#id_file").set_input_files(
            {
                "name": "carte.csv",
                "mimeType": "text/csv",
                "buffer": b"ville;n\nLyon;3\n",
            }
        )
        page.locator("#id_origin").select_option("independent")
        page.locator("[name=stance][value=supports]").check()
        page.locator("#id_published_on").fill("1er mars 2024")
        self.follow(page.get_by_role("button", name="Record the evidence"))
        expect(page.get_by_role("link", name="carte.csv")).to_be_visible()
        self.follow(page.get_by_role("link", name="Submit for review"))
        self.follow(page.get_by_role("button", name="Submit"))
        expect(page.get_by_text("awaits review").first).to_be_visible()

        self.page = page = self.open_page(locale="en-GB")
        self.login(self.reviewer)
        page.goto(reverse("desk"))
        self.follow(page.get_by_role("link", name="Ouvrir 100 guichets"))
        self.follow(page.get_by_role("button", name="Publish"))
        expect(page.get_by_text("is published")).to_be_visible()
        commitment.refresh_from_db()
        self.assertEqual(commitment.publication, Publication.PUBLISHED)

    def test_the_keyboard_alone_is_enough(self):
        answer = factories.make_answer(text=TEXT)
        page = self.page
        page.goto(reverse("desk"))
        self.turn("g", "r")
        page.wait_for_url("**" + reverse("answer-queue"))
        self.turn("j", "Enter")
        page.wait_for_url("**" + reverse("answer-read", args=[answer.uid]) + "*")
        self.tab_to("[name=quote]")
        page.keyboard.type("85 % d'appels seront décrochés")
        self.turn("Control+Enter")
        page.wait_for_url("**" + reverse("commitment-record", args=[answer.uid]) + "*")
        self.tab_to("[name=title]")
        page.keyboard.type("Décrocher 85 % des appels")
        self.tab_to("[name=summary]")
        page.keyboard.type("Quatre appels sur cinq.")
        self.tab_to("[name=kind]")
        self.press("Space")
        self.tab_to("[name=testability]")
        self.press("Space")
        self.tab_to("[name=testability_reason]")
        page.keyboard.type("Le taux est publié.")
        self.turn("Control+Enter")
        page.wait_for_url("**/atelier/engagements/**")
        self.turn("s")
        page.wait_for_url("**/soumettre/")
        self.tab_to("[data-tracker-send]")
        self.turn("Enter")
        expect(page.get_by_text("awaits review").first).to_be_visible()
        commitment = Commitment.objects.get()
        self.assertEqual(commitment.publication, Publication.IN_REVIEW)
        self.assertEqual(
            commitment.passages.get().quote, "85\u00a0% d'appels seront décrochés"
        )

    def test_single_keys_can_be_turned_off_and_never_act_while_writing(self):
        page = self.page
        page.goto(reverse("desk"))
        page.locator("#work-search").focus()
        self.press("g", "r")
        expect(page.locator("#work-search")).to_have_value("gr")
        self.press("Escape", "?")
        help = page.locator("[data-tracker-keys]")
        expect(help).to_have_js_property("open", True)
        page.locator("[data-tracker-keys-on]").uncheck()
        page.goto(reverse("desk"))
        # A key clicks on its link at once, though the page leaves later.
        page.evaluate(
            "addEventListener('click', () => (document.body.id = 'clicked'), true)"
        )
        self.press("g", "r", "?")
        expect(help).to_have_js_property("open", False)
        expect(page.locator("#clicked")).to_have_count(0)
        expect(page).to_have_url(reverse("desk"))

    def test_the_same_is_done_without_javascript(self):
        answer = factories.make_answer(text=TEXT)
        self.page = page = self.open_page(locale="en-GB", javascript=False)
        self.login(self.editor)
        page.goto(reverse("answer-read", args=[answer.uid]))
        page.locator("#id_quote").fill("100 guichets")
        self.follow(page.get_by_role("button", name="Record a commitment"))
        page.locator("#id_title").fill("Ouvrir 100 guichets")
        page.locator("[name=kind][value=target]").check()
        page.locator("[name=testability][value=undated_action]").check()
        page.locator("#id_words").fill("dans les 18 mois")
        self.follow(page.get_by_role("button", name="Read the words"))
        expect(page.locator("[name=choice][value='2025-01-13/month']")).to_be_checked()
        self.follow(page.get_by_role("button", name="Record the draft"))
        # The words stand twice: the page asks which, and keeps the rest.
        page.locator("[name=start]").last.check()
        self.follow(page.get_by_role("button", name="Record the draft"))
        expect(page.get_by_role("link", name="Submit for review")).to_be_visible()
        passage = Commitment.objects.get().passages.get()
        self.assertEqual(passage.start, TEXT.rindex("100 guichets"))

    def test_two_edits_that_meet_lose_nothing(self):
        commitment = factories.make_draft(title="Ouvrir cent guichets")
        edit = reverse("commitment-edit", args=[commitment.reference])
        mine, theirs = self.page, self.open_page(locale="en-GB")
        self.login(self.reviewer, theirs)
        mine.goto(edit)
        theirs.goto(edit)
        theirs.locator("#id_title").fill("Ouvrir mille guichets")
        self.follow(theirs.get_by_role("button", name="Save"))
        theirs.wait_for_url(f"**/{commitment.reference}/")
        mine.locator("#id_title").fill("Ouvrir deux cents guichets")
        mine.locator("#id_summary").fill("Mon résumé.")
        self.follow(mine.get_by_role("button", name="Save"))
        warned = mine.get_by_role("heading", name="Somebody else came first")
        expect(warned).to_be_visible()
        expect(mine.locator(".conflict")).to_be_focused()
        expect(mine.locator(".clash del").first).to_have_text("mille")
        self.assert_accessible(mine)
        mine.locator("[name=take-title][value=theirs]").check()
        self.follow(mine.get_by_role("button", name="Save with these choices"))
        mine.wait_for_url(f"**/{commitment.reference}/")
        commitment.refresh_from_db()
        self.assertEqual(commitment.title, "Ouvrir mille guichets")
        self.assertEqual(commitment.summary, "Mon résumé.")

    def test_a_measurement_rests_on_evidence_that_is_there(self):
        commitment = factories.make_commitment()
        evidence = factories.make_evidence(commitment)
        self.page.goto(reverse("measurement-add", args=[commitment.reference]))
        self.page.locator("#id_value").fill("2 600")
        self.page.locator("#id_observed_on").fill("01/03/2024")
        self.page.locator("#id_evidence").select_option(str(evidence.pk))
        self.page.locator("details.new-source summary").click()
        self.follow(self.page.get_by_role("button", name="Record the measurement"))
        self.page.wait_for_url(f"**/{commitment.reference}/")
        self.assertEqual(commitment.measurements.get().evidence, evidence)

    def test_a_reviewer_approves_an_assessment_from_the_desk(self):
        commitment = factories.make_commitment(due_on=today() - timedelta(days=9))
        assessment = factories.propose(commitment, Status.IN_PROGRESS, by=self.editor)
        self.login(self.reviewer)
        self.page.goto(reverse("desk"))
        self.follow(self.page.locator("#assessments .row__link"))
        self.follow(self.page.get_by_role("button", name="Approve"))
        expect(self.page.get_by_text("it is now the assessment")).to_be_visible()
        assessment.refresh_from_db()
        self.assertEqual(assessment.review, Review.APPROVED)

    def test_focus_goes_to_what_has_to_be_corrected(self):
        commitment = factories.make_commitment()
        page = self.page
        page.goto(reverse("assessment-propose", args=[commitment.reference]))
        expect(page.locator("#id_met_latest")).to_be_hidden()
        page.locator("[name=status][value=met]").check()
        expect(page.locator("#id_met_latest")).to_be_visible()
        page.locator("#id_rationale").fill("Le bilan le montre.")
        self.follow(page.get_by_role("button", name="Propose"))
        expect(page.locator(".form-errors")).to_be_focused()
        page.locator(".form-errors a").first.click()
        expect(page.locator("#id_met_earliest")).to_be_focused()


class WorkspaceLookTests(BrowserTestCase):
    def setUp(self):
        super().setUp()
        editor = factories.editor()
        self.answer = factories.make_answer(text=TEXT)
        soon = today() + timedelta(days=30)
        self.commitment = factories.make_commitment(
            title="Ouvrir cent guichets dans toutes les communes du pays",
            answer=self.answer,
            quote="85\u00a0%",
            bodies=[factories.make_body("Ministère de la Transformation publique")],
            due_on=soon,
        )
        factories.make_measurement(self.commitment, 900)
        factories.make_relation(self.commitment, factories.make_draft(by=editor))
        self.assessment = factories.propose(self.commitment, Status.IN_PROGRESS)
        self.waiting = factories.make_in_review()
        self.withdrawn = factories.make_withdrawn()

    def paths(self):
        one = [self.commitment.reference]
        evidence = self.commitment.evidence.first()
        yield reverse("desk")
        yield reverse("desk-list", args=["due-soon"])
        yield reverse("workspace-search") + "?q=guichets"
        for name in ("answer-read", "commitment-record", "passage-add"):
            yield reverse(name, args=[self.answer.uid]) + "?start=3&end=20"
        yield reverse("answer-queue")
        for name in (
            "commitment-work",
            "commitment-edit",
            "commitment-changes",
            "review-confirm",
            "commitment-withdraw",
            "deadline-set",
            "evidence-add",
            "measurement-add",
            "reply-add",
            "assessment-propose",
        ):
            yield reverse(name, args=one)
        yield reverse("relation-add", args=one) + "?q=guichets"
        yield reverse("assessment-review", args=[self.assessment.pk])
        yield reverse("record-withdraw", args=["preuve", evidence.pk])
        yield reverse("commitment-publish", args=[self.waiting.reference])
        yield reverse("commitment-return", args=[self.waiting.reference])
        yield reverse("commitment-work", args=[self.withdrawn.reference])
        yield reverse("commitment-reopen", args=[self.withdrawn.reference])

    @tag("look")
    def test_every_page_is_accessible_in_both_themes_and_fits_small_screens(self):
        for width, scheme in ((1440, "light"), (360, "dark")):
            page = self.open_page(width=width, color_scheme=scheme)
            self.login(factories.reviewer(), page)
            for path in self.paths():
                with self.subTest(path=path, width=width):
                    self.assertEqual(page.goto(path).status, 200)
                    self.assert_fits(page)
                    self.assert_accessible(page)
