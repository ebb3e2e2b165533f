from datetime import date

from django.urls import reverse

from commitments import workflow
from commitments.choices import Status
from commitments.tests.factories import (
    assess,
    editor,
    make_commitment,
    make_deadline,
    make_draft,
    make_evidence,
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
        return [entry.title for entry in self.client.get(self.path).context["entries"]]

    def test_tells_what_happened_the_latest_first(self):
        make_deadline(self.commitment, due_latest=date(2025, 6, 30))
        assess(self.commitment, Status.IN_PROGRESS)
        entries = self.client.get(self.path).context["entries"]
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
        entries = self.client.get(self.path).context["entries"]
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
        for _ in range(3):
            make_evidence(self.commitment)
            make_deadline(self.commitment, due_latest=date(2025, 6, 30))
        self.assertEqual(self.count_queries(self.path), few)
