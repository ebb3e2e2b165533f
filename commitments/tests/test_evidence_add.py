"""Adding evidence and measurements, replies and relations."""

from datetime import date, timedelta
from decimal import Decimal

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from commitments import workflow
from commitments.tests import factories
from commitments.tests.workspace import WorkspaceTestCase
from commitments.timing import today

PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


class EvidenceAddTests(WorkspaceTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.commitment = factories.make_commitment()

    def add(self, **data):
        data = {"title": "Bilan 2024", "stance": "supports"} | data
        return self.send("evidence-add", self.commitment.reference, data=data)

    def test_is_guarded(self):
        self.assert_guarded("evidence-add", self.commitment.reference)

    def test_takes_an_address(self):
        self.add(
            url="https://example.org/bilan?a=1",
            origin="press",
            published_on="1er mars 2024",
        )
        evidence = self.commitment.evidence.get()
        self.assertEqual(evidence.url, "https://example.org/bilan?a=1")
        self.assertEqual(evidence.published_on, date(2024, 3, 1))
        self.assertEqual(evidence.added_by, self.editor)

    def test_a_title_is_one_line_however_it_was_sent(self):
        self.add(
            title="Bilan\r\n de\u2028 l’année",
            publisher="Cour\ndes comptes",
            origin="press",
            url="https://example.org/",
        )
        evidence = self.commitment.evidence.get()
        self.assertEqual(evidence.title, "Bilan de l’année")
        self.assertEqual(evidence.publisher, "Cour des comptes")

    def test_refuses_addresses_that_are_not_public(self):
        for url in (
            "javascript:alert(1)",
            "ftp://example.org/a",
            "https://ada:secret@example.org/",
            "file:///etc/passwd",
            "https://exa mple.org/",
        ):
            with self.subTest(url):
                response = self.add(url=url, origin="press")
                self.assertContains(response, 'href="#id_url"')
        self.assertFalse(self.commitment.evidence.exists())

    def test_says_once_what_is_wrong_with_an_address(self):
        for url in ("https://ada:secret@example.org/", "javascript:alert(1)"):
            with self.subTest(url):
                form = self.add(url=url, origin="press").context["form"]
                (problem,) = form.errors["url"]
                self.assertIn("must begin with http:// or https://", problem)

    def test_takes_an_answer_as_the_governments_own_statement(self):
        answer = factories.make_answer()
        self.add(answer=answer.uid)
        evidence = self.commitment.evidence.get()
        self.assertEqual(evidence.answer, answer)
        self.assertEqual(evidence.origin, "government")
        self.assertEqual(evidence.published_on, answer.answered_on)
        page = self.open("commitment-work", self.commitment.reference)
        self.assertContains(page, "own statement")

    def test_takes_a_file(self):
        self.add(origin="independent", file=SimpleUploadedFile("Bilan é.pdf", PDF))
        evidence = self.commitment.evidence.get()
        self.assertEqual(evidence.file_name, "Bilan é.pdf")
        self.assertEqual(evidence.file_type, "application/pdf")
        self.assertEqual(evidence.file_size, len(PDF))
        self.assertRegex(evidence.file.name, r"^evidence/[0-9a-f]{32}\.pdf$")

    def test_refuses_a_file_and_keeps_the_other_fields(self):
        page = SimpleUploadedFile("bilan.pdf", b"<html><script>1</script></html>")
        response = self.add(origin="press", note="Une note à garder.", file=page)
        self.assertContains(response, "not what its name says")
        self.assertContains(response, "Une note à garder.")
        self.assertFalse(self.commitment.evidence.exists())

    def test_says_that_a_file_must_be_chosen_again(self):
        response = self.add(title="", file=SimpleUploadedFile("b.pdf", PDF))
        self.assertContains(response, "Choose the file again")

    def test_needs_a_source_and_who_speaks(self):
        response = self.add()
        self.assertContains(response, "Give a source")
        self.assertContains(response, "Say who speaks.")

    def test_knows_only_answers_of_the_base(self):
        response = self.add(answer="QANR5L99QE9")
        self.assertContains(response, "No answer of the base is called QANR5L99QE9.")

    def test_refuses_a_withdrawn_commitment_in_words(self):
        withdrawn = factories.make_withdrawn()
        data = {
            "title": "Bilan",
            "stance": "context",
            "origin": "press",
            "url": "https://example.org/",
        }
        response = self.send("evidence-add", withdrawn.reference, data=data)
        self.assertContains(response, "reopen it first")


class MeasurementAddTests(WorkspaceTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.commitment = factories.make_commitment()
        cls.evidence = factories.make_evidence(cls.commitment)

    def add(self, **data):
        data = {
            "value": "2 600",
            "observed_on": "13/07/2023",
            "precision": "day",
        } | data
        return self.send("measurement-add", self.commitment.reference, data=data)

    def test_is_guarded(self):
        self.assert_guarded("measurement-add", self.commitment.reference)

    def test_opens_without_complaint_whatever_the_address_says(self):
        for query in ("", "?revises=x", "?revises=²", f"?revises={10**30}"):
            response = self.open(
                "measurement-add", self.commitment.reference, query=query
            )
            self.assertNotContains(response, "Something has to be corrected")

    def test_takes_a_value_of_known_evidence(self):
        self.add(evidence=self.evidence.pk)
        measurement = self.commitment.measurements.get()
        self.assertEqual(measurement.value, 2600)
        self.assertEqual(measurement.evidence, self.evidence)

    def test_any_day_of_a_known_month_stands_for_its_last_one(self):
        self.add(evidence=self.evidence.pk, precision="month")
        measurement = self.commitment.measurements.get()
        self.assertEqual(measurement.observed_on, date(2023, 7, 31))

    @time_machine.travel("2026-11-22T12:00Z", tick=False)
    def test_no_day_to_come_stands_for_a_month_that_is_not_over(self):
        self.add(evidence=self.evidence.pk, precision="month", observed_on="05/11/2026")
        measurement = self.commitment.measurements.get()
        self.assertEqual(measurement.observed_on, date(2026, 11, 22))

    def test_the_browser_holds_nothing_up_for_evidence_that_is_not_new(self):
        page = self.open("measurement-add", self.commitment.reference)
        self.assertNotRegex(page.content.decode(), r'name="new-[^>]* required')

    def test_refuses_figures_that_the_database_cannot_hold_exactly(self):
        for value, words in (
            ("9999999999999999,9999", "must stay below 100 billion"),
            ("-100 000 000 000", "must stay below 100 billion"),
            ("1e5", "This is not a number."),
        ):
            with self.subTest(value=value):
                response = self.add(value=value, evidence=self.evidence.pk)
                self.assertContains(response, words)
        self.add(value="99 999 999 999,9999", evidence=self.evidence.pk)
        measurement = self.commitment.measurements.get()
        self.assertEqual(measurement.value, Decimal("99999999999.9999"))
        self.assertEqual(self.open("desk").status_code, 200)

    def test_refuses_days_that_cannot_be_right(self):
        for day, words in (
            ("13/07/0023", "It must lie between 1958 and 2100."),
            ("31/12/9999", "It must lie between 1958 and 2100."),
            (f"{today() + timedelta(days=1):%d/%m/%Y}", "has not come yet"),
        ):
            with self.subTest(day=day):
                response = self.add(observed_on=day, evidence=self.evidence.pk)
                self.assertContains(response, words)
        self.add(observed_on=f"{today():%d/%m/%Y}", evidence=self.evidence.pk)
        self.assertEqual(self.commitment.measurements.get().observed_on, today())

    def test_ignores_a_number_too_long_to_be_a_row(self):
        response = self.add(supersedes="9" * 5000)
        self.assertEqual(response.status_code, 200)

    def test_takes_new_evidence_with_the_value(self):
        self.add(
            **{
                "new-title": "Nouveau bilan",
                "new-stance": "supports",
                "new-origin": "press",
                "new-url": "https://example.org/nouveau",
            }
        )
        measurement = self.commitment.measurements.get()
        self.assertEqual(measurement.evidence.title, "Nouveau bilan")

    def test_says_everything_wrong_at_once_and_keeps_it(self):
        response = self.add(value="beaucoup", **{"new-note": "À garder."})
        for words in (
            "This is not a number.",
            "Give a source",
            "beaucoup",
            "À garder.",
        ):
            self.assertContains(response, words)
        self.assertEqual(self.commitment.evidence.count(), 1)

    def test_revises_by_a_new_row(self):
        old = factories.make_measurement(self.commitment, 2500, evidence=self.evidence)
        page = self.open(
            "measurement-add", self.commitment.reference, query=f"?revises={old.pk}"
        )
        self.assertContains(page, "Revise a measurement")
        self.add(evidence=self.evidence.pk, supersedes=old.pk)
        self.assertEqual(self.commitment.measurements.current().get().value, 2600)
        response = self.add(evidence=self.evidence.pk, supersedes=old.pk)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self.commitment.measurements.count(), 2)


class ReplyAddTests(WorkspaceTestCase):
    def test_is_guarded(self):
        self.assert_guarded("reply-add", factories.make_commitment().reference)

    def test_records_the_words_of_a_body(self):
        commitment, body = factories.make_commitment(), factories.make_body()
        data = {"body": body.pk, "received_on": "31/02/2024", "text": "Réponse."}
        response = self.send("reply-add", commitment.reference, data=data)
        self.assertContains(response, "This is not a date.")
        self.assertContains(response, "Réponse.")
        data["received_on"] = "31/12/2099"
        response = self.send("reply-add", commitment.reference, data=data)
        self.assertContains(response, "has not come yet")
        data["received_on"] = "29/02/2024"
        self.send("reply-add", commitment.reference, data=data)
        self.assertEqual(commitment.replies.get().received_on, date(2024, 2, 29))


class RelationAddTests(WorkspaceTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.commitment = factories.make_commitment()
        cls.other = factories.make_draft(title="Rénover les écluses")

    def test_is_guarded(self):
        self.assert_guarded("relation-add", self.commitment.reference)

    def test_finds_the_other_by_reference_or_words(self):
        for sought in (self.other.reference, "ecluses renover"):
            response = self.open(
                "relation-add", self.commitment.reference, query=f"?q={sought}"
            )
            self.assertContains(response, "Rénover les écluses")
        response = self.open(
            "relation-add", self.commitment.reference, query="?q=inconnu"
        )
        self.assertContains(response, "No other commitment answers to")

    def test_records_a_relation_once(self):
        data = {"kind": "replaces", "target": self.other.pk, "note": "Même objet."}
        page = ("relation-add", self.commitment.reference)
        query = f"?q={self.other.reference}"
        self.assertEqual(self.send(*page, data=data, query=query).status_code, 302)
        response = self.send(*page, data=data, query=query)
        self.assertContains(response, "already recorded")
        self.assertContains(response, "Même objet.")
        self.assertEqual(self.commitment.relations_to.get().target, self.other)


class EvidenceFileTests(WorkspaceTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.commitment = factories.make_commitment()
        cls.url = cls.keep(cls.commitment)

    @classmethod
    def keep(cls, commitment, name="Bilan été.pdf"):
        evidence = workflow.add_evidence(
            commitment,
            by=cls.editor,
            title="Bilan",
            origin="press",
            stance="context",
            file=SimpleUploadedFile("x.pdf", PDF),
            file_name=name,
            file_type="application/pdf",
            file_size=len(PDF),
        )
        return f"/pieces/{evidence.file_id}/"

    def test_is_always_a_download_without_rights(self):
        self.client.logout()
        response = self.client.get(self.url)
        self.assertEqual(b"".join(response.streaming_content), PDF)
        self.assertTrue(response["Content-Disposition"].startswith("attachment;"))
        self.assertEqual(response["Content-Type"], "application/pdf")
        self.assertEqual(response["X-Content-Type-Options"], "nosniff")
        self.assertTrue(response["Content-Security-Policy"].startswith("sandbox"))

    def test_serves_an_unexpected_type_as_bytes(self):
        evidence = workflow.add_evidence(
            self.commitment,
            by=self.editor,
            title="Page",
            origin="press",
            stance="context",
            file=SimpleUploadedFile("x.html", b"<p>"),
            file_name='a"\r\nb.html',
            file_type="text/html",
        )
        response = self.client.get(f"/pieces/{evidence.file_id}/")
        self.assertEqual(response["Content-Type"], "application/octet-stream")
        self.assertNotIn("\n", response["Content-Disposition"])

    def test_of_a_draft_is_for_editors_alone(self):
        url = self.keep(factories.make_draft())
        self.assertEqual(self.client.get(url).status_code, 200)
        for user in (None, self.stranger):
            self.client.logout()
            if user:
                self.client.force_login(user)
            self.assertEqual(self.client.get(url).status_code, 404)

    def test_is_closed_to_the_public_once_withdrawn(self):
        evidence = self.commitment.evidence.get()
        workflow.withdraw_record(evidence, by=self.reviewer, reason="Faux document.")
        self.assertEqual(self.client.get(self.url).status_code, 200)
        self.client.logout()
        self.assertEqual(self.client.get(self.url).status_code, 404)

    def test_is_closed_to_the_public_with_its_commitment(self):
        self.commitment.refresh_from_db()
        workflow.withdraw(
            self.commitment,
            by=self.reviewer,
            version=self.commitment.version,
            reason="Doublon.",
        )
        self.client.logout()
        self.assertEqual(self.client.get(self.url).status_code, 404)

    def test_answers_404_when_the_file_is_gone_and_405_to_a_post(self):
        url = self.keep(self.commitment)
        evidence = self.commitment.evidence.latest("pk")
        evidence.file.storage.delete(evidence.file.name)
        self.assertEqual(self.client.get(url).status_code, 404)
        self.assertEqual(self.client.post(url).status_code, 405)
        self.assertEqual(
            self.client.get(
                "/pieces/00000000-0000-0000-0000-000000000000/"
            ).status_code,
            404,
        )
