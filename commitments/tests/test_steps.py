"""The steps of a commitment, and withdrawing what hangs on it."""

from commitments import workflow
from commitments.choices import Publication
from commitments.tests import factories
from commitments.tests.workspace import WorkspaceTestCase
from commitments.timing import today


class StepTests(WorkspaceTestCase):
    def step(self, name, commitment, **data):
        data = self.seen(commitment) | data
        response = self.send(name, commitment.reference, data=data)
        commitment.refresh_from_db()
        return response

    def test_are_guarded(self):
        draft = factories.make_draft()
        self.assert_guarded("commitment-submit", draft.reference)

    def test_of_reviewers_are_closed_to_editors(self):
        commitment = factories.make_in_review()
        for name in (
            "commitment-publish",
            "commitment-return",
            "commitment-withdraw",
            "commitment-reopen",
        ):
            with self.subTest(name):
                response = self.open(name, commitment.reference)
                self.assertEqual(response.status_code, 403)
                self.assertEqual(self.step(name, commitment).status_code, 403)
        self.assertEqual(commitment.publication, Publication.IN_REVIEW)

    def test_change_nothing_when_only_opened(self):
        self.client.force_login(self.reviewer)
        commitment = factories.make_in_review()
        for name in ("commitment-publish", "commitment-return", "commitment-withdraw"):
            self.assertEqual(self.open(name, commitment.reference).status_code, 200)
        commitment.refresh_from_db()
        self.assertEqual(commitment.publication, Publication.IN_REVIEW)

    def test_submit_says_all_that_is_missing(self):
        draft = factories.make_draft(summary="", testability_reason="")
        response = self.step("commitment-submit", draft)
        self.assertContains(response, "Write the plain-language summary.")
        self.assertContains(response, "Say why you chose this testability.")
        self.assertEqual(draft.publication, Publication.DRAFT)

    def test_lead_from_draft_to_publication_and_back(self):
        commitment = factories.make_draft()
        self.step("commitment-submit", commitment)
        self.assertEqual(commitment.publication, Publication.IN_REVIEW)
        self.client.force_login(self.reviewer)
        self.step("commitment-return", commitment, reason="Citer plus court.")
        self.assertEqual(commitment.publication, Publication.DRAFT)
        self.step("commitment-submit", commitment)
        response = self.step("commitment-publish", commitment)
        self.assertRedirects(response, f"/atelier/engagements/{commitment.reference}/")
        self.assertEqual(commitment.publication, Publication.PUBLISHED)
        self.step("commitment-withdraw", commitment, reason="Doublon.")
        self.assertEqual(commitment.publication, Publication.WITHDRAWN)
        self.step("commitment-reopen", commitment, reason="Ce n'en était pas un.")
        self.assertEqual(commitment.publication, Publication.IN_REVIEW)

    def test_need_their_reason(self):
        self.client.force_login(self.reviewer)
        commitment = factories.make_commitment()
        response = self.step("commitment-withdraw", commitment, reason="  ")
        self.assertContains(response, 'href="#id_reason"')
        self.assertEqual(commitment.publication, Publication.PUBLISHED)

    def test_show_readers_page_before_publication(self):
        self.client.force_login(self.reviewer)
        commitment = factories.make_in_review()
        response = self.open("commitment-publish", commitment.reference)
        self.assertContains(response, commitment.summary)
        self.assertContains(response, "750 guichets")

    def test_answer_409_when_the_commitment_has_changed_since(self):
        self.client.force_login(self.reviewer)
        commitment = factories.make_in_review()
        seen = self.seen(commitment)
        workflow.edit_commitment(
            commitment, by=self.editor, version=seen["version"], title="Nouveau titre"
        )
        response = self.send("commitment-publish", commitment.reference, data=seen)
        self.assertContains(response, "nothing was saved yet", status_code=409)
        self.assertContains(response, "<ins>Nouveau titre</ins>", status_code=409)
        commitment.refresh_from_db()
        self.assertEqual(commitment.publication, Publication.IN_REVIEW)
        again = self.fields(response.context["form"])
        self.send("commitment-publish", commitment.reference, data=again)
        commitment.refresh_from_db()
        self.assertEqual(commitment.publication, Publication.PUBLISHED)

    def test_keep_the_reason_typed_through_a_conflict(self):
        self.client.force_login(self.reviewer)
        commitment = factories.make_commitment()
        seen = self.seen(commitment) | {"reason": "Une raison longuement pesée."}
        factories.make_evidence(commitment)
        response = self.send("commitment-withdraw", commitment.reference, data=seen)
        self.assertContains(response, "Une raison longuement pesée.", status_code=409)


class RecordWithdrawTests(WorkspaceTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.reviewer)

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.commitment = factories.make_commitment()

    def records(self):
        yield "preuve", factories.make_evidence(self.commitment)
        relation = factories.make_relation(self.commitment, factories.make_draft())
        yield "lien", relation
        yield (
            "droit-de-reponse",
            workflow.record_reply(
                self.commitment,
                by=self.editor,
                body=factories.make_body(),
                text="Réponse.",
                received_on=today(),
            ),
        )
        yield "mesure", factories.make_measurement(self.commitment, 1500)
        yield (
            "citation",
            workflow.add_passage(
                self.commitment,
                by=self.editor,
                answer=factories.make_answer(),
                quote="Un rapport",
                role="repeats",
            ),
        )

    def test_is_guarded(self):
        evidence = factories.make_evidence(self.commitment)
        self.assert_guarded("record-withdraw", "preuve", evidence.pk)

    def test_an_editor_withdraws_from_drafts_alone(self):
        self.client.force_login(self.editor)
        for commitment, status in (
            (factories.make_draft(), 200),
            (self.commitment, 403),
        ):
            evidence = factories.make_evidence(commitment)
            with self.subTest(status=status):
                response = self.open("record-withdraw", "preuve", evidence.pk)
                self.assertEqual(response.status_code, status)

    def test_withdraws_with_a_reason(self):
        for kind, record in self.records():
            with self.subTest(kind):
                self.open("record-withdraw", kind, record.pk)
                response = self.send("record-withdraw", kind, record.pk)
                self.assertContains(response, 'href="#id_reason"')
                record.refresh_from_db()
                self.assertFalse(record.is_withdrawn)
                data = {"reason": "Doublon."}
                self.send("record-withdraw", kind, record.pk, data=data)
                record.refresh_from_db()
                self.assertEqual(record.withdrawal_reason, "Doublon.")

    def test_keeps_the_only_words_of_a_published_commitment(self):
        passage = self.commitment.passages.get()
        data = {"reason": "Mauvaise citation."}
        response = self.send("record-withdraw", "citation", passage.pk, data=data)
        self.assertContains(response, "These are the only words")
        self.assertContains(response, "Mauvaise citation.")

    def test_knows_no_other_kind(self):
        response = self.open("record-withdraw", "utilisateur", 1)
        self.assertEqual(response.status_code, 404)
