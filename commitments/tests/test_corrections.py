from django.urls import reverse

from commitments import workflow
from commitments.choices import Status
from commitments.tests.factories import (
    assess,
    make_commitment,
    make_draft,
    make_evidence,
    reviewer,
)
from commitments.tests.reading import MARKER, ReadingTestCase


def edit(commitment, reason, **fields):
    commitment.refresh_from_db()
    return workflow.edit_commitment(
        commitment,
        by=reviewer(),
        version=commitment.version,
        reason=reason,
        **fields or {"summary": reason},
    )


class CorrectionsTests(ReadingTestCase):
    path = reverse("corrections")

    def listed(self):
        return [line.why for line in self.client.get(self.path).context["corrections"]]

    def test_says_so_when_there_is_none(self):
        make_commitment()
        self.assertContains(self.client.get(self.path), "No correction yet")

    def test_lists_what_was_corrected_and_why_the_latest_first(self):
        commitment = make_commitment()
        edit(commitment, "Un chiffre mal lu.")
        evidence = make_evidence(commitment)
        workflow.withdraw_record(evidence, by=reviewer(), reason="Faux bilan.")
        assess(commitment, Status.IN_PROGRESS)
        assess(
            commitment,
            Status.PARTIALLY_MET,
            is_correction=True,
            rationale="Le bilan portait sur autre chose.",
            evidence=[make_evidence(commitment, origin="government")],
        )
        self.assertEqual(
            self.listed(),
            ["Le bilan portait sur autre chose.", "Faux bilan.", "Un chiffre mal lu."],
        )
        response = self.client.get(self.path)
        self.assertContains(response, "Assessment corrected: Partially met")
        self.assertContains(response, commitment.reference)

    def test_tells_nothing_of_drafts_nor_of_what_is_reviewed_again(self):
        draft = make_draft()
        edit(draft, f"{MARKER} interne")
        commitment = make_commitment(title=f"{MARKER} titre")
        edit(commitment, "Corrigé.")
        commitment.refresh_from_db()
        workflow.withdraw(commitment, by=reviewer(), version=None, reason="Doublon.")
        self.assertEqual(self.listed(), ["Doublon.", "Corrigé."])
        workflow.reopen(commitment, by=reviewer(), version=None, reason=MARKER)
        self.assertEqual(self.listed(), [])
        self.assertNotContains(self.client.get(self.path), MARKER)

    def test_takes_the_same_queries_however_many_there_are(self):
        commitment = make_commitment()
        edit(commitment, "Un.")
        few = self.count_queries(self.path)
        for reason in ("Deux.", "Trois."):
            edit(make_commitment(), reason)
        self.assertEqual(self.count_queries(self.path), few)

    def test_a_page_that_is_not_there_is_not_found(self):
        self.assertEqual(self.client.get(self.path, {"page": "9"}).status_code, 404)
