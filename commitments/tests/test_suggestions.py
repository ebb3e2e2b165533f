"""Suggestions on the reading page: cards, decisions, the adjusting form, the queue."""

from datetime import date

from django.test import TestCase
from django.urls import reverse

from commitments import workflow
from commitments.answer_queue import next_unread, unread_answers
from commitments.choices import Decision
from commitments.models import Commitment, Suggestion
from commitments.tests import factories
from commitments.tests.factories import TEXT
from commitments.tests.workspace import WorkspaceTestCase

VAGUE = "Le ministre restera attentif à ce sujet."


class SuggestingTestCase(WorkspaceTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.answer = factories.make_answer()
        cls.rows = workflow.suggest(cls.answer)
        cls.first = cls.rows[0]

    def decide(self, row, **data):
        uid = self.answer.uid
        return self.send("suggestion-decide", uid, row.pk, data=data, follow=True)

    def decision(self, row):
        row.refresh_from_db()
        return row.decision


class CardTests(SuggestingTestCase):
    def cards(self):
        return self.open("answer-read", self.answer.uid).context["cards"]

    def test_lists_the_suggestions_in_reading_order_marked_in_the_text(self):
        response = self.open("answer-read", self.answer.uid)
        self.assertEqual([card.suggestion for card in self.cards()], self.rows)
        for row in self.rows:
            self.assertContains(response, f'href="#texte-{row.pk}"')
            self.assertContains(response, f'id="texte-{row.pk}"')

    def test_says_target_deadline_readings_and_reasons(self):
        response = self.open("answer-read", self.answer.uid)
        self.assertContains(response, "at least 2,750\u00a0guichets")
        self.assertContains(response, "2023-12-31/year")
        self.assertContains(response, "decision taken")

    def test_tells_what_a_commitment_already_quotes(self):
        draft = factories.make_draft(answer=self.answer)
        card = self.cards()[0]
        self.assertEqual(card.covered_by, draft)
        self.assertFalse(card.is_to_decide)
        response = self.open("answer-read", self.answer.uid)
        self.assertContains(response, f"Already quoted by {draft.reference}")

    def test_shows_text_as_text(self):
        text = "Le Gouvernement a décidé de créer 40 <b>maisons</b> d'ici fin 2025."
        answer = factories.make_answer(text=text)
        workflow.suggest(answer)
        response = self.open("answer-read", answer.uid)
        self.assertNotContains(response, "<b>")

    def test_asks_the_database_the_same_number_of_times_whatever_there_is(self):
        factories.make_commitment()
        more = factories.make_answer(text=f"{TEXT} {TEXT} {TEXT}")
        workflow.suggest(more)
        self.cards()
        for uid in (self.answer.uid, more.uid):
            with self.subTest(uid=uid), self.assertNumQueries(19):
                self.open("answer-read", uid)


class DecideTests(SuggestingTestCase):
    def test_is_guarded(self):
        url = reverse("suggestion-decide", args=[self.answer.uid, self.first.pk])
        self.assertEqual(self.client.get(url).status_code, 405)
        self.client.force_login(self.stranger)
        data = {"do": "accept"}
        self.assertEqual(self.client.post(url, data).status_code, 403)
        self.assertEqual(self.decision(self.first), Decision.PENDING)

    def test_accepts_and_goes_to_the_next(self):
        response = self.decide(self.first, do="accept")
        commitment = Commitment.objects.get()
        self.assertContains(response, f"{commitment.reference} is a draft")
        url, _status = response.redirect_chain[-1]
        self.assertTrue(url.endswith(f"#suggestion-{self.rows[1].pk}"))
        self.assertEqual(self.decision(self.first), Decision.ACCEPTED)

    def test_accepts_another_reading_of_the_deadline(self):
        form = self.open("answer-read", self.answer.uid).context["cards"][1].form
        codes = [code for code, _label in form.fields["reading"].choices]
        self.decide(self.rows[1], do="accept", reading="none")
        self.assertIsNone(Commitment.objects.get().due_on)
        self.decide(self.rows[1], do="undo")
        self.decide(self.rows[1], do="accept", reading=codes[0])
        self.assertEqual(Commitment.objects.first().due_on, date(2025, 1, 13))

    def test_every_reading_offered_can_be_accepted(self):
        text = "Le Gouvernement a décidé de créer 40 maisons des aidants d'ici 2025."
        answer = factories.make_answer(text=text)
        (row,) = workflow.suggest(answer)
        form = self.open("answer-read", answer.uid).context["cards"][0].form
        for reading in form.readings:
            with self.subTest(reading=reading):
                data = {
                    "do": "accept",
                    "reading": f"{reading.latest}/{reading.precision}",
                }
                self.send("suggestion-decide", answer.uid, row.pk, data=data)
                row.refresh_from_db()
                self.assertEqual(row.commitment.due_on, reading.latest)
                workflow.undo_decision(row, by=self.editor)

    def test_links_to_a_commitment(self):
        other = factories.make_commitment()
        data = {"do": "merge", "commitment": other.reference, "role": "repeats"}
        self.decide(self.first, **data)
        self.assertEqual(self.decision(self.first), Decision.MERGED)
        self.assertEqual(other.passages.count(), 2)

    def test_rejects_with_a_reason(self):
        response = self.decide(self.first, do="reject", reason_code="achievement")
        self.assertContains(response, "Rejected; the reason is kept.")
        self.assertEqual(self.decision(self.first), Decision.REJECTED)

    def test_says_what_is_missing(self):
        for data, words in (
            ({"do": "reject", "reason_code": "other"}, "Say why"),
            ({"do": "reject", "reason_code": "typo"}, "not one of the available"),
            (
                {"do": "merge", "commitment": "E-9999", "role": "repeats"},
                "No commitment is called",
            ),
            ({"do": "accept", "reading": "2031-01-01/year"}, "not one of the"),
        ):
            with self.subTest(data=data):
                self.assertContains(self.decide(self.first, **data), words)
                self.assertEqual(self.decision(self.first), Decision.PENDING)

    def test_leaves_the_panel_of_reasons_open_until_there_is_one(self):
        page = self.decide(self.first, do="reject", reason_code="other")
        self.assertContains(page, '<details class="reject" open>', count=1)

    def test_an_unknown_decision_is_not_found(self):
        response = self.decide(self.first, do="delete")
        self.assertEqual(response.status_code, 404)

    def test_undoes(self):
        self.decide(self.first, do="accept")
        response = self.decide(self.first, do="undo")
        self.assertContains(response, "the suggestion waits again")
        self.assertEqual(self.decision(self.first), Decision.PENDING)

    def test_explains_that_the_text_has_changed(self):
        workflow.keep_text(
            self.answer, text=f"Erratum. {TEXT}", published_on=date(2023, 8, 1)
        )
        response = self.decide(self.first, do="accept")
        self.assertContains(response, "has changed since the suggestion was made")
        workflow.suggest(self.answer)
        response = self.decide(self.first, do="accept")
        self.assertContains(response, "This suggestion no longer stands")
        self.assertFalse(Commitment.objects.exists())


class EditTests(SuggestingTestCase):
    def test_is_guarded(self):
        self.assert_guarded("suggestion-edit", self.answer.uid, self.first.pk)

    def form_data(self, **changes):
        page = self.open("suggestion-edit", self.answer.uid, self.first.pk)
        context = page.context
        data = self.fields(context["form"]) | self.fields(context["deadline"])
        return data | changes

    def test_accepted_unchanged_it_is_the_proposal(self):
        self.send(
            "suggestion-edit", self.answer.uid, self.first.pk, data=self.form_data()
        )
        self.first.refresh_from_db()
        self.assertEqual(self.first.decision, Decision.ACCEPTED)
        self.assertEqual(self.first.adjustments, {})
        self.assertEqual(self.first.commitment.due_on, date(2023, 12, 31))

    def test_other_words_keep_the_rest(self):
        start = TEXT.index("2\u00a0750")
        quote = "2\u00a0750 guichets d'ici fin 2023"
        data = self.form_data(quote=quote, start=str(start), kind="programme")
        self.send("suggestion-edit", self.answer.uid, self.first.pk, data=data)
        self.first.refresh_from_db()
        commitment = self.first.commitment
        self.assertEqual(commitment.passages.get().quote, quote)
        self.assertEqual(commitment.target_value, 2750)
        self.assertEqual(set(self.first.adjustments), {"start", "kind"})

    def test_words_that_are_not_there_are_refused(self):
        data = self.form_data(quote="des mots inventés")
        page = self.send("suggestion-edit", self.answer.uid, self.first.pk, data=data)
        self.assertContains(page, "does not contain these words")

    def test_what_is_decided_is_not_adjusted(self):
        workflow.reject_suggestion(self.first, reason_code="cut", by=self.editor)
        response = self.client.get(
            reverse("suggestion-edit", args=[self.answer.uid, self.first.pk]),
            follow=True,
        )
        self.assertContains(response, "can no longer be adjusted")


class QueueTests(WorkspaceTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.old_body, cls.body = factories.make_body(), factories.make_body()
        cls.old_body.successors.add(cls.body)
        day = date(2023, 1, 1)
        cls.vague = factories.make_answer(text=VAGUE, answered_on=date(2024, 1, 1))
        cls.old = factories.make_answer(answered_on=day, body=cls.old_body)
        cls.new = factories.make_answer(answered_on=date(2023, 6, 1), body=cls.body)
        for answer in (cls.vague, cls.old, cls.new):
            workflow.suggest(answer)
            answer.refresh_from_db()

    def listed(self, query=""):
        return list(self.open("answer-queue", query=query).context["page"])

    def test_the_most_likely_come_first_then_the_latest(self):
        self.assertEqual(self.listed(), [self.new, self.old, self.vague])

    def test_counts_what_is_to_decide(self):
        row = self.listed()[0]
        self.assertEqual(row.likely_count + row.possible, 3)
        self.assertContains(self.open("answer-queue"), f"{row.likely_count} likely")

    def test_filters_by_body_with_those_before_it_and_by_period(self):
        for query, wanted in (
            (f"?body={self.body.pk}", [self.new, self.old]),
            (f"?body={self.old_body.pk}", [self.old]),
            ("?since=2023-02-01", [self.new, self.vague]),
            ("?since=2023-02-01&until=01/12/2023", [self.new]),
        ):
            with self.subTest(query=query):
                self.assertEqual(self.listed(query), wanted)

    def test_says_when_a_filter_makes_no_sense(self):
        page = self.open("answer-queue", query="?since=2024-01-01&until=2023-01-01")
        self.assertContains(page, "comes after the last one")

    def test_what_is_decided_no_longer_counts(self):
        row = self.new.suggestions.first()
        workflow.reject_suggestion(row, reason_code="cut", by=self.editor)
        self.assertEqual(self.listed(), [self.old, self.new, self.vague])
        workflow.undo_decision(row, by=self.editor)
        self.assertEqual(self.listed(), [self.new, self.old, self.vague])

    def test_what_a_commitment_quotes_already_no_longer_counts(self):
        (before,) = [row for row in self.listed() if row == self.new]
        draft = factories.make_draft(answer=self.new)
        (after,) = [row for row in self.listed() if row == self.new]
        self.assertEqual(after.likely_count, before.likely_count - 1)
        draft = workflow.withdraw(
            draft, by=self.reviewer, version=draft.version, reason="Doublon."
        )
        (again,) = [row for row in self.listed() if row == self.new]
        self.assertEqual(again.likely_count, before.likely_count)

    def test_the_next_follows_the_same_order(self):
        self.assertEqual(next_unread(self.new), self.old)
        self.assertEqual(next_unread(self.old), self.vague)
        self.assertEqual(next_unread(self.vague), self.new)

    def test_the_texts_stay_in_the_database(self):
        self.assertNotIn('body" AS', str(unread_answers().query))
        self.assertNotIn('answertext"."body', str(unread_answers().query))


class MethodTests(TestCase):
    def test_says_that_people_decide_with_counts(self):
        url = reverse("suggestions-method")
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.assertContains(self.client.get(url), "No suggestion has been decided yet")
        answer = factories.make_answer()
        first, second, third = workflow.suggest(answer)
        workflow.accept_suggestion(first, by=factories.editor())
        workflow.reject_suggestion(second, reason_code="cut", by=factories.editor())
        page = self.client.get(url)
        self.assertContains(page, "Of 3 suggestions, people have decided 2")
        self.assertNotContains(page, third.quote)
        self.assertEqual(self.client.post(url).status_code, 405)
        self.assertEqual(Suggestion.objects.count(), 3)
