"""The public history: all that readers saw, what changed in it, and nothing else."""

from datetime import date

from django.urls import reverse

from commitments import workflow
from commitments.choices import Comparator, PassageRole, Precision, Rate, Status
from commitments.tests.factories import (
    assess,
    editor,
    make_answer,
    make_body,
    make_commitment,
    make_deadline,
    make_draft,
    make_evidence,
    make_measurement,
    propose,
    reviewer,
)
from commitments.tests.reading import MARKER, ReadingTestCase


def publish(draft):
    draft.refresh_from_db()
    sent = workflow.submit_for_review(draft, by=editor(), version=draft.version)
    return workflow.publish(sent, by=reviewer(), version=sent.version)


class CommitmentHistoryTests(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.commitment = make_commitment(due_on=date(2023, 12, 31))
        cls.path = reverse("commitment-history", args=[cls.commitment.reference])

    def titles(self):
        return [entry.title for entry in self.context(self.path)["entries"]]

    def test_tells_what_happened_the_latest_first(self):
        make_deadline(self.commitment, due_latest=date(2025, 6, 30))
        assess(self.commitment, Status.IN_PROGRESS)
        entries = self.context(self.path)["entries"]
        days = [entry.on for entry in entries]
        self.assertEqual(days, sorted(days, reverse=True))
        titles = self.titles()
        for title in (
            "An answer makes the commitment",
            "Deadline set",
            "Deadline revised",
            "Assessed: In progress",
            "Published",
        ):
            self.assertIn(title, titles)

    def test_french_names_are_said_to_be_french_to_who_reads_english(self):
        make_evidence(self.commitment, title="Bilan de l'année")
        title = ': <span lang="fr">Bilan de l’année</span>'
        for path in (self.path, self.commitment.get_absolute_url()):
            self.assertContains(self.client.get(path), title)

    def test_tells_of_one_day_what_came_last_first(self):
        for reason in ("Une faute.", "La faute réparée."):
            self.commitment.refresh_from_db()
            workflow.edit_commitment(
                self.commitment,
                by=editor(),
                version=self.commitment.version,
                reason=reason,
                summary=reason,
            )
        entries = self.context(self.path)["entries"]
        told = [entry.text for entry in entries]
        self.assertLess(told.index("La faute réparée."), told.index("Une faute."))

    def test_an_edit_is_told_with_its_reason(self):
        self.commitment.refresh_from_db()
        workflow.edit_commitment(
            self.commitment,
            by=editor(),
            version=self.commitment.version,
            reason="Titre trop long.",
            title="Ouvrir des guichets",
        )
        response = self.client.get(self.path)
        self.assertContains(response, "Record corrected")
        self.assertContains(response, "Titre trop long.")

    def edit(self, commitment=None, **changes):
        commitment = commitment or self.commitment
        commitment.refresh_from_db()
        workflow.edit_commitment(
            commitment,
            by=editor(),
            version=commitment.version,
            reason="Une faute.",
            **changes,
        )

    def entry(self, title, commitment=None):
        """The only entry with this title."""
        entries = self.entries(commitment)
        (entry,) = [entry for entry in entries if entry.title == title]
        return entry

    def entries(self, commitment=None):
        reference = (commitment or self.commitment).reference
        path = reverse("commitment-history", args=[reference])
        return self.context(path)["entries"]

    def changed(self, entry):
        """What an entry says was changed, as label and words."""
        return {
            difference.label: "".join(piece.text for piece in difference.pieces)
            for difference in entry.differences
        }

    def test_an_edit_says_which_field_changed_from_what_to_what(self):
        before = self.commitment.title
        self.edit(title="Ouvrir des guichets", territory="La Réunion")
        entry = self.entry("Record corrected")
        self.assertEqual(
            self.changed(entry),
            {"Title": f"{before} → Ouvrir des guichets", "Territory": "La Réunion"},
        )
        page = self.client.get(self.path)
        self.assertContains(page, f"<del>{before}</del> → <ins>Ouvrir des guichets")
        self.assertContains(page, '<dd lang="fr">')

    def test_a_long_text_shows_the_words_that_changed(self):
        self.edit(summary="Deux mille sept cents guichets ouverts.")
        (difference,) = self.entry("Record corrected").differences
        self.assertEqual(difference.label, "Summary")
        pieces = [(piece.of, piece.text) for piece in difference.pieces]
        self.assertIn(("both", "Deux mille sept "), pieces)
        self.assertIn(("new", "cents"), pieces)

    def test_a_target_is_told_as_the_page_says_it(self):
        fields = {"comparator": Comparator.AT_LEAST, "target_value": 2750}
        self.edit(**fields, unit="guichets", rate="", baseline_value=100)
        self.edit(rate=Rate.YEAR)
        self.edit(comparator=Comparator.EQUAL, target_value=2000)
        self.edit(baseline_value=150, baseline_on=date(2023, 1, 1))
        told = [self.changed(e) for e in self.entries() if e.kind == "record"]
        self.assertIn(
            {"Target": "at least 2,750 guichets → at least 2,750 guichets per year"},
            [{k: v.replace("\u00a0", " ") for k, v in one.items()} for one in told],
        )
        last = {k: v.replace("\u00a0", " ") for k, v in told[1].items()}
        self.assertEqual(
            last,
            {"Target": "at least 2,750 guichets per year → 2,000 guichets per year"},
        )
        first = {k: v.replace("\u00a0", " ") for k, v in told[0].items()}
        self.assertEqual(
            first, {"Baseline": "100 guichets → 150 guichets (1 January 2023)"}
        )

    def test_choices_and_bodies_are_told_by_their_names(self):
        first, second = make_body("Agence des guichets"), make_body("Agence du taux")
        self.edit(bodies=[first])
        self.edit(bodies=[second], kind="measure", testability="dated_action")
        told = next(entry for entry in self.entries() if entry.kind == "record")
        self.assertEqual(
            self.changed(told),
            {
                "Kind": "Target → Measure",
                "Responsible bodies": "Agence des guichets → Agence du taux",
                "Can it be checked?": "Quantified and dated → Dated action",
            },
        )

    def test_what_concerns_editors_alone_is_not_told(self):
        self.edit(review_interval_days=30)
        self.assertEqual(self.entry("Record corrected").differences, [])

    def test_what_changed_before_publication_is_not_told(self):
        draft = make_draft(title=f"{MARKER} premier")
        draft.refresh_from_db()
        workflow.edit_commitment(
            draft, by=editor(), version=draft.version, title="Former", summary="Former."
        )
        published = publish(draft)
        self.edit(published, title="Former des agents")
        entry = self.entry("Record corrected", published)
        self.assertEqual(self.changed(entry), {"Title": "Former → Former des agents"})
        path = reverse("commitment-history", args=[published.reference])
        self.assertNotContains(self.client.get(path), MARKER)

    def test_a_revised_deadline_tells_both_dates(self):
        make_deadline(
            self.commitment, due_latest=date(2025, 6, 30), precision=Precision.HALF
        )
        self.assertEqual(
            self.changed(self.entry("Deadline revised")),
            {"Deadline": "31\u00a0December 2023 → first half of 2025"},
        )
        self.assertEqual(
            self.changed(self.entry("Deadline set")),
            {"Deadline": "31\u00a0December 2023"},
        )

    def test_deadlines_that_no_reader_saw_are_not_told(self):
        draft = make_draft()
        for year, reason in ((2024, ""), (2025, f"{MARKER} coquille"), (2026, "Vu.")):
            draft.refresh_from_db()
            make_deadline(draft, due_latest=date(year, 12, 31), reason=reason)
        published = publish(draft)
        make_deadline(published, due_latest=date(2027, 12, 31))
        told = [
            self.changed(e) for e in self.entries(published) if e.kind == "deadline"
        ]
        self.assertEqual(
            [one["Deadline"].replace("\u00a0", " ") for one in told],
            [
                "31 December 2026 → 31 December 2027",
                "31 December 2024 → 31 December 2026",
                "31 December 2024",
            ],
        )
        path = reverse("commitment-history", args=[published.reference])
        self.assertNotContains(self.client.get(path), MARKER)

    def test_every_measurement_is_told_with_its_source(self):
        evidence = make_evidence(self.commitment, title="Bilan de mars")
        make_measurement(
            self.commitment, 1500, evidence=evidence, precision=Precision.MONTH
        )
        entry = self.entry("Measured: 1,500")
        self.assertEqual((entry.on, entry.text), (date(2024, 3, 1), "Bilan de mars"))
        self.assertContains(self.client.get(self.path), ">March 2024</time>")

    def test_a_revised_measurement_tells_both_values(self):
        first = make_measurement(self.commitment, 1500)
        make_measurement(self.commitment, 1600, supersedes=first)
        entry = self.entry("Measurement revised: 1,600")
        self.assertEqual(self.changed(entry), {"Value": "1,500 → 1,600"})
        self.assertIn("Revised on", self.entry("Measured: 1,500").note)

    def test_a_withdrawn_measurement_is_told_as_withdrawn(self):
        row = make_measurement(self.commitment, 9999)
        workflow.withdraw_record(row, by=reviewer(), reason="Une coquille.")
        entry = self.entry("Measurement withdrawn: 9,999")
        self.assertRegex(entry.note, r"^Withdrawn on .*: Une coquille\.$")

    def test_a_figure_of_a_withdrawn_source_is_not_repeated(self):
        row = make_measurement(self.commitment, 9999)
        workflow.withdraw_record(row.evidence, by=reviewer(), reason="Faux bilan.")
        self.assertNotContains(self.client.get(self.path), "9,999")
        entry = self.entry("A measurement whose source was withdrawn")
        self.assertIn("Faux bilan.", entry.note)

    def test_figures_that_no_reader_saw_are_not_told(self):
        draft = make_draft()
        wrong = make_measurement(draft, 1111)
        make_measurement(draft, 1500, supersedes=wrong)
        lost = make_measurement(draft, 2222)
        workflow.withdraw_record(lost, by=editor(), reason=f"{MARKER} coquille")
        unsourced = make_measurement(draft, 3333)
        workflow.withdraw_record(unsourced.evidence, by=editor(), reason=MARKER)
        published = publish(draft)
        told = [e for e in self.entries(published) if e.kind == "measurement"]
        self.assertEqual([e.title for e in told], ["Measured: 1,500"])
        self.assertEqual(told[0].differences, [])
        path = reverse("commitment-history", args=[published.reference])
        page = self.client.get(path).content.decode()
        for words in (MARKER, "1,111", "2,222", "3,333"):
            self.assertNotIn(words, page)

    def test_a_correction_is_named_as_one(self):
        assess(self.commitment, Status.IN_PROGRESS)
        assess(self.commitment, Status.NOT_ASSESSED, evidence=[], is_correction=True)
        self.assertIn("Correction of a mistake: Not yet assessed", self.titles())

    def test_internal_doings_are_not_told(self):
        propose(self.commitment, Status.MET, rationale=f"{MARKER} proposé")
        workflow.confirm_review(self.commitment, by=editor(), note=f"{MARKER} vu")
        self.assertNotContains(self.client.get(self.path), MARKER)

    def test_what_was_withdrawn_is_told_without_its_words(self):
        evidence = make_evidence(self.commitment, extract=f"{MARKER} extrait")
        workflow.withdraw_record(evidence, by=reviewer(), reason="Autre réseau.")
        response = self.client.get(self.path)
        self.assertContains(response, "Autre réseau.")
        self.assertNotContains(response, MARKER)

    def test_words_that_were_withdrawn_are_told_without_being_repeated(self):
        said = make_answer(text=f"Nous le redirons : {MARKER} viendra.")
        words = workflow.add_passage(
            self.commitment,
            by=editor(),
            answer=said,
            quote=f"{MARKER} viendra",
            role=PassageRole.REPEATS,
        )
        self.assertContains(self.client.get(self.path), MARKER)
        workflow.withdraw_record(words, by=reviewer(), reason="Autre réseau.")
        response = self.client.get(self.path)
        self.assertContains(response, "Autre réseau.")
        self.assertNotContains(response, MARKER)

    def test_what_was_withdrawn_before_publication_is_not_told(self):
        draft = make_draft()
        evidence = make_evidence(draft, title=f"{MARKER} erreur")
        workflow.withdraw_record(evidence, by=reviewer(), reason=f"{MARKER} raison")
        published = publish(draft)
        path = reverse("commitment-history", args=[published.reference])
        self.assertNotContains(self.client.get(path), MARKER)

    def test_another_spelling_of_the_reference_leads_here(self):
        path = reverse("commitment-history", args=[f"E-{self.commitment.pk}"])
        self.assertRedirects(self.client.get(path), self.path)

    def test_takes_the_same_queries_however_long(self):
        make_evidence(self.commitment)
        few = self.count_queries(self.path)
        for number in range(3):
            make_evidence(self.commitment)
            make_deadline(self.commitment, due_latest=date(2025, 6, 30))
            make_measurement(self.commitment, number)
            self.edit(title=f"Titre {number}")
        self.assertEqual(self.count_queries(self.path), few)
