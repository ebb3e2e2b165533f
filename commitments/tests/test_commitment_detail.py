from datetime import date

from django.urls import reverse

from commitments import meanings, workflow
from commitments.choices import (
    Kind,
    Publication,
    RelationKind,
    Stance,
    Status,
    Testability,
    Timing,
)
from commitments.models import Commitment
from commitments.tests.factories import (
    TEXT,
    assess,
    editor,
    make_answer,
    make_body,
    make_commitment,
    make_deadline,
    make_draft,
    make_evidence,
    make_in_review,
    make_measurement,
    make_relation,
    make_theme,
    make_withdrawn,
    propose,
    reviewer,
)
from commitments.tests.reading import MARKER, ReadingTestCase


class CommitmentDetailTests(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.commitment = make_commitment(
            title="Ouvrir 2 750 guichets",
            due_on=date(2023, 12, 31),
            bodies=[make_body("Ministère des guichets")],
            unit="guichets",
        )
        cls.path = cls.commitment.get_absolute_url()

    def get(self):
        return self.client.get(self.path)

    def test_shows_the_quote_within_the_words_around_it(self):
        response = self.get()
        self.assertContains(
            response, "<mark>2\u00a0750 guichets d&#x27;ici fin 2023</mark>"
        )
        self.assertEqual(
            response.context["context"]["before"],
            "Le Gouvernement a décidé d'ouvrir ",
        )
        self.assertTrue(response.context["context"]["after"].startswith(". Le taux"))

    def test_a_quote_without_a_text_stands_alone(self):
        commitment = make_commitment(answer=make_answer(text=""))
        response = self.client.get(commitment.get_absolute_url())
        self.assertContains(response, "the words stand alone")

    def test_names_the_source_down_to_the_page(self):
        response = self.get()
        self.assertContains(response, "JO page 4441")
        self.assertContains(response, "Mme Jeanne Martin")

    def test_progress_is_never_clamped(self):
        make_measurement(self.commitment, 3300)
        self.assertContains(self.get(), "120%")

    def test_a_step_back_shows_as_one(self):
        commitment = make_commitment(
            baseline_value=2000, baseline_on=date(2023, 1, 1), unit="guichets"
        )
        make_measurement(commitment, 1700)
        response = self.client.get(commitment.get_absolute_url())
        self.assertContains(response, "\u221240%")

    def test_a_figure_of_the_answer_itself_is_no_progress(self):
        make_measurement(self.commitment, 2600, date(2023, 7, 13))
        response = self.get()
        self.assertContains(response, "No measurement is later than the answer yet.")
        self.assertNotContains(response, "of the target, at the latest")

    def test_the_chart_comes_with_its_data(self):
        make_measurement(self.commitment, 2100, date(2023, 10, 1))
        make_measurement(self.commitment, 2300, date(2024, 3, 1), precision="month")
        response = self.get()
        self.assertContains(response, "<svg viewBox")
        self.assertContains(response, "2,300\u00a0guichets</td>")
        self.assertContains(response, "March 2024</th>")

    def test_a_revised_measurement_shows_its_last_value_only(self):
        first = make_measurement(self.commitment, 1111)
        make_measurement(self.commitment, 2222, supersedes=first)
        response = self.get()
        # The history alone tells of the other.
        self.assertNotIn("1,111", str(response.context["measurement_rows"]))
        self.assertNotIn("1,111", str(response.context["chart"]))
        self.assertContains(response, "2,222")

    def test_a_rescheduled_deadline_keeps_the_original(self):
        make_deadline(
            self.commitment, due_latest=date(2030, 6, 30), words="en juin 2030"
        )
        response = self.get()
        self.assertContains(response, "30\u00a0June 2030")
        self.assertContains(response, "31\u00a0December 2023")
        self.assertContains(response, "Moved by 6\u00a0years and 6\u00a0months.")

    def test_other_readings_of_a_deadline_are_listed(self):
        make_deadline(
            self.commitment,
            due_latest=date(2025, 1, 13),
            precision="month",
            readings=[
                {
                    "latest": "2024-11-09",
                    "precision": "month",
                    "label_fr": "si l’on compte du comité",
                    "label_en": "if counted from the committee",
                }
            ],
        )
        response = self.get()
        self.assertContains(response, "January 2025")
        self.assertContains(response, "November 2024")
        self.assertContains(response, "if counted from the committee")

    def test_shows_the_assessment_with_what_it_rests_on(self):
        assess(self.commitment, Status.MET, rationale="Le seuil est franchi.")
        response = self.get()
        self.assertContains(response, "Le seuil est franchi.")
        self.assertContains(response, 'href="#piece-')
        self.assertContains(response, "Author: Ada Édith; reviewer: René Relu.")

    def test_an_assessment_that_nobody_approved_does_not_show(self):
        propose(self.commitment, Status.MET, rationale=f"{MARKER} proposé")
        self.assertNotContains(self.get(), MARKER)

    def test_user_names_do_not_show(self):
        assess(self.commitment, Status.MET)
        for name in (">ada", ">rene", " ada ", " rene "):
            self.assertNotContains(self.get(), name)

    def test_evidence_is_grouped_by_what_it_says(self):
        make_evidence(self.commitment, title="Pour", stance=Stance.SUPPORTS)
        make_evidence(self.commitment, title="Contre", stance=Stance.CONTRADICTS)
        groups = self.get().context["evidence"]
        self.assertEqual([g.pieces[0].title for g in groups], ["Pour", "Contre"])

    def test_withdrawn_evidence_is_only_in_the_history(self):
        evidence = make_evidence(self.commitment, title="Faux bilan")
        workflow.withdraw_record(evidence, by=reviewer(), reason="Autre réseau.")
        response = self.get()
        self.assertEqual(response.context["evidence"], [])
        self.assertContains(response, "Autre réseau.")

    def test_a_measurement_of_withdrawn_evidence_no_longer_counts(self):
        measurement = make_measurement(self.commitment, 4321)
        workflow.withdraw_record(measurement.evidence, by=reviewer(), reason="Faux.")
        response = self.get()
        self.assertIsNone(response.context["progress"])
        self.assertNotContains(response, "4,321")

    def test_related_commitments_stand_in_order_of_time(self):
        first = make_commitment(
            title="Premier", answer=make_answer(answered_on=date(2019, 5, 7))
        )
        before = make_commitment(
            title="Avant", answer=make_answer(answered_on=date(2022, 5, 3))
        )
        make_relation(before, first, RelationKind.STRENGTHENS)
        make_relation(self.commitment, before)
        chain = self.get().context["chain"]
        self.assertEqual(
            [link.commitment.title for link in chain],
            ["Premier", "Avant", "Ouvrir 2 750 guichets"],
        )

    def test_what_it_did_to_another_is_told_beside_its_own_date(self):
        before = make_commitment(answer=make_answer(answered_on=date(2019, 5, 7)))
        make_relation(self.commitment, before, RelationKind.STRENGTHENS)
        earlier, later = self.get().context["chain"]
        self.assertEqual(earlier.relations, "")
        self.assertIn(f"{self.commitment.reference} ", later.relations)
        self.assertIn(before.reference, later.relations)

    def test_a_chain_of_one_day_is_told_and_not_drawn(self):
        make_relation(self.commitment, make_commitment())
        response = self.get()
        self.assertEqual(len(response.context["chain"]), 2)
        self.assertIsNone(response.context["chain_chart"])

    def test_a_related_draft_does_not_show(self):
        make_relation(make_draft(title=f"{MARKER} suite"), self.commitment)
        make_relation(self.commitment, make_withdrawn(title=f"{MARKER} retiré"))
        response = self.get()
        self.assertNotContains(response, MARKER)
        self.assertEqual(response.context["chain"], [])

    def test_says_how_to_cite_it(self):
        self.assertContains(self.get(), f"http://testserver{self.path}")

    def test_takes_the_same_queries_however_much_there_is(self):
        def add():
            evidence = make_evidence(self.commitment)
            make_measurement(self.commitment, 2100, evidence=evidence)
            assess(self.commitment, Status.IN_PROGRESS, evidence=[evidence])
            make_relation(make_commitment(), self.commitment)
            workflow.record_reply(
                self.commitment,
                by=editor(),
                body=make_body(),
                text="Nous poursuivons.",
                received_on=date(2024, 5, 1),
            )

        add()
        few = self.count_queries(self.path)
        add()
        self.assertEqual(self.count_queries(self.path), few)

    def test_markup_in_a_record_stays_text(self):
        commitment = make_commitment(title="<script>alert(1)</script> fin ?")
        response = self.client.get(commitment.get_absolute_url())
        self.assertNotContains(response, "<script>alert")

    def test_no_text_of_any_record_becomes_markup(self):
        sign = "<i title='\"'>&</i>"
        answer = make_answer(
            ministry=sign, page="<i>", question={"author": sign, "number": "<i>"}
        )
        body = make_body(sign)
        texts = ("title", "summary", "condition", "territory", "indicator", "unit")
        commitment = make_commitment(
            answer=answer,
            bodies=[body],
            themes=[make_theme(sign)],
            testability_reason=sign,
            **dict.fromkeys(texts, sign),
        )
        evidence = make_evidence(
            commitment, title=sign, publisher=sign, extract=sign, note=sign
        )
        for value, on in ((1, date(2023, 9, 1)), (2, date(2024, 2, 1))):
            make_measurement(commitment, value, on, evidence=evidence)
        said = dict.fromkeys(("words", "reasoning"), sign)
        make_deadline(commitment, due_latest=date(2024, 1, 1), **said)
        make_deadline(commitment, due_latest=date(2025, 1, 1), reason=sign, **said)
        looked = f"{sign}, consulté le 1er juin 2024"
        assess(commitment, Status.NO_EVIDENCE, rationale=sign, search_log=looked)
        assess(commitment, Status.IN_PROGRESS, rationale=sign, evidence=[evidence])
        workflow.record_reply(
            commitment,
            by=editor(),
            body=body,
            text=sign,
            received_on=date(2024, 5, 1),
        )
        make_relation(make_commitment(title=sign), commitment, note=sign)
        page = self.client.get(commitment.get_absolute_url()).content.decode()
        self.assertNotRegex(page, "<i[ >]")
        self.assertGreater(page.count("&lt;i title=&#x27;"), 30)


class GlanceTests(ReadingTestCase):
    """What a reader in a hurry is told, and what each technical word means."""

    def page(self, commitment):
        return self.client.get(commitment.get_absolute_url())

    def test_a_day_within_the_year_shown_is_told_beside_the_words(self):
        commitment = make_commitment()
        make_deadline(
            commitment,
            due_latest=date(2025, 7, 13),
            precision="year",
            words="d'ici deux ans",
        )
        response = self.page(commitment)
        self.assertContains(response, "Counted until 13\u00a0July 2025")
        self.assertContains(response, '<time datetime="2025-07-13">2025</time>')

    def test_a_whole_year_needs_no_day(self):
        commitment = make_commitment()
        make_deadline(commitment, due_latest=date(2023, 12, 31), precision="year")
        self.assertNotContains(self.page(commitment), "Counted until")

    def test_each_technical_word_is_explained_where_it_stands(self):
        response = self.page(make_commitment(due_on=date(2023, 12, 31)))
        for meaning in (
            "It says nothing about the Government.",
            "This is a call to assess, not a verdict.",
            "A figure and a date: anybody can check both.",
            "A number or a level to reach.",
        ):
            self.assertContains(response, meaning)

    def test_every_technical_word_has_a_meaning(self):
        for words, told in (
            (Status, meanings.STATUS),
            (Timing, meanings.TIMING),
            (Testability, meanings.TESTABILITY),
            (Kind, meanings.KIND),
        ):
            self.assertEqual(set(told), set(words))

    def test_says_on_what_proof_it_rests(self):
        commitment = make_commitment()
        self.assertContains(self.page(commitment), "No evidence has been recorded yet")
        make_evidence(commitment, origin="government")
        self.assertContains(self.page(commitment), "None from an independent source")
        make_evidence(commitment)
        response = self.page(commitment)
        self.assertContains(response, "2 pieces of evidence")
        self.assertContains(response, "1 from an independent source")

    def test_the_chain_is_drawn_and_told_in_one_sentence(self):
        earlier = make_commitment(
            answer=make_answer(answered_on=date(2019, 5, 7)),
            target_value=2055,
            status=Status.NOT_MET,
            due_on=date(2022, 12, 31),
        )
        commitment = make_commitment()
        make_relation(commitment, earlier)
        self.assertContains(
            self.page(commitment),
            "2019: at least 2,055 (Not met by the deadline) → "
            "2023: at least 2,750 (Not yet assessed)",
        )


class CommitmentAddressTests(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.commitment = make_commitment(title="Ouvrir des guichets")

    def test_short_and_old_addresses_lead_to_the_full_one(self):
        full = self.commitment.get_absolute_url()
        reference = self.commitment.reference
        for path in (
            f"/engagements/{reference}/",
            f"/engagements/{reference}/ancien-titre/",
            f"/engagements/E-{self.commitment.pk}/",
        ):
            with self.subTest(path=path):
                self.assertRedirects(self.client.get(path), full)

    def test_a_deadline_known_to_the_month_is_months_ago(self):
        commitment = make_commitment()
        make_deadline(commitment, due_latest=date(2023, 1, 31), precision="month")
        make_deadline(commitment, due_latest=date(2023, 6, 30), precision="month")
        response = self.client.get(commitment.get_absolute_url())
        self.assertContains(response, "Moved by 5\u00a0months.")
        self.assertContains(response, "\u00a0months ago")
        self.assertNotContains(response, " days ago")

    def test_a_reference_in_lower_case_leads_to_the_page(self):
        lower = self.commitment.reference.lower()
        history = reverse("commitment-history", args=[self.commitment.reference])
        for path, to in (
            (f"/engagements/{lower}/", self.commitment.get_absolute_url()),
            (f"/engagements/{lower}/historique/", history),
        ):
            self.assertRedirects(self.client.get(path), to)

    def test_a_record_reviewed_again_keeps_its_address_and_hides_its_words(self):
        withdrawn = make_withdrawn(title=f"{MARKER} retirée")
        path = withdrawn.get_absolute_url()
        workflow.reopen(withdrawn, by=reviewer(), version=None, reason="À tort.")
        response = self.client.get(path)
        self.assertContains(response, "under review again", status_code=410)
        self.assertNotContains(response, MARKER, status_code=410)

    def test_what_is_no_reference_is_not_found(self):
        for reference in ("E-9999", "E-", "X-0001", "E-0", "E-99999999999999999999"):
            with self.subTest(reference=reference):
                response = self.client.get(f"/engagements/{reference}/")
                self.assertEqual(response.status_code, 404)

    def test_a_draft_has_no_page_even_when_guessed(self):
        for draft in (make_draft(), make_in_review()):
            for path in (
                draft.get_absolute_url(),
                f"/engagements/{draft.reference}/",
                reverse("commitment-history", args=[draft.reference]),
            ):
                with self.subTest(path=path):
                    self.assertEqual(self.client.get(path).status_code, 404)

    def test_a_withdrawn_record_says_so_and_why(self):
        withdrawn = make_withdrawn(title="Doublon de guichets")
        response = self.client.get(withdrawn.get_absolute_url())
        self.assertEqual(response["Cache-Control"], "no-cache")
        self.assertContains(response, "Doublon.", status_code=410)
        history = reverse("commitment-history", args=[withdrawn.reference])
        self.assertContains(self.client.get(history), "Doublon.")

    def test_a_record_withdrawn_as_a_draft_has_no_page(self):
        draft = make_draft()
        Commitment.objects.filter(pk=draft.pk).update(
            publication=Publication.WITHDRAWN, withdrawal_reason="Erreur."
        )
        self.assertEqual(self.client.get(draft.get_absolute_url()).status_code, 404)


class LongAnswerTests(ReadingTestCase):
    def test_the_words_around_a_quote_are_cut_at_spaces(self):
        answer = make_answer(text="avant " * 100 + TEXT + " après" * 100)
        commitment = make_commitment(answer=answer)
        context = self.client.get(commitment.get_absolute_url()).context["context"]
        self.assertTrue(context["before"].startswith("avant "))
        self.assertTrue(context["after"].endswith(" après"))
        self.assertTrue(context["is_cut_before"] and context["is_cut_after"])
