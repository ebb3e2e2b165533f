"""What is not published is nowhere to be seen, whatever the address.

Everything hidden carries words of its own, which no page may hold for a reader who is
not signed in; and the public pages are the same, letter for letter, before the hidden
records exist and after.
"""

import re
from datetime import timedelta
from itertools import count
from urllib.parse import quote

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from commitments import workflow
from commitments.choices import (
    ImportState,
    PassageRole,
    Publication,
    RelationKind,
    Status,
    SuggestionOrigin,
)
from commitments.filters import CommitmentFilter
from commitments.models import (
    Commitment,
    ImportProblem,
    ImportRun,
    Relation,
    Subscriber,
    Suggestion,
)
from commitments.tests import factories
from commitments.tests.every_url import every_url
from commitments.tests.factories import editor, reviewer

MARKER = "zorglub"
# Words that the public answer holds, and that only hidden commitments quote.
HIDDEN_QUOTE = "Un rapport sera remis au Parlement."

# What a form holds that is new each time it is opened.
ONCE = re.compile(r'name="(csrfmiddlewaretoken|stamp)" value="[^"]*"')

numbers = count(1)


def secret():
    """Words that stand nowhere else, not even in another field."""
    return f"{MARKER}{next(numbers)}"


def secrets(*names):
    return {name: secret() for name in names}


class Everything(TestCase):
    """A published commitment, with every kind of hidden record around it."""

    @classmethod
    def setUpTestData(cls):
        cls.theme = factories.make_theme()
        cls.body = factories.make_body()
        cls.answer = factories.make_answer(body=cls.body)
        cls.published = cls.make_published()
        cls.pages_before = cls.public_pages()
        cls.hidden = [cls.make_draft(), cls.make_in_review(), cls.make_withdrawn()]
        cls.hidden.append(cls.make_reopened())
        for commitment in cls.hidden:
            cls.hang_on(commitment)
        cls.hide_on_published()
        cls.hide_elsewhere()

    @classmethod
    def make_published(cls):
        commitment = factories.make_commitment(
            answer=cls.answer,
            bodies=[cls.body],
            themes=[cls.theme],
            due_on=cls.answer.answered_on,
            status=Status.MET,
        )
        factories.make_measurement(commitment, 2000)
        workflow.confirm_review(commitment, by=editor(), note=secret())
        # Each argument of a public address now stands for all kinds of records.
        for record in (cls.body, cls.theme):
            record.slug = commitment.slug
            record.save()
        return commitment

    @classmethod
    def hidden_fields(cls):
        return {
            "answer": cls.answer,
            "quote": HIDDEN_QUOTE,
            "bodies": [cls.body],
            "themes": [cls.theme],
            **secrets(
                "title",
                "summary",
                "testability_reason",
                "territory",
                "condition",
                "indicator",
                "unit",
            ),
        }

    @classmethod
    def make_draft(cls):
        return factories.make_draft(**cls.hidden_fields())

    @classmethod
    def make_in_review(cls):
        return factories.make_in_review(**cls.hidden_fields())

    @classmethod
    def make_withdrawn(cls):
        draft = cls.make_draft()
        return workflow.withdraw(
            draft, by=reviewer(), version=draft.version, reason=secret()
        )

    @classmethod
    def make_reopened(cls):
        """Published once, then taken back to be reviewed again."""
        commitment = factories.make_withdrawn(**cls.hidden_fields())
        return workflow.reopen(
            commitment, by=reviewer(), version=commitment.version, reason=secret()
        )

    @classmethod
    def hang_on(cls, commitment):
        """Everything that may hang on a commitment, except on a withdrawn one."""
        if commitment.publication == Publication.WITHDRAWN:
            return
        factories.make_deadline(
            commitment,
            due_latest=cls.answer.answered_on + timedelta(days=900),
            **secrets("words", "reasoning", "rule", "reason"),
        )
        evidence = cls.make_evidence(commitment)
        factories.make_measurement(commitment, 2750, evidence=evidence, note=secret())
        factories.assess(
            commitment,
            Status.IN_PROGRESS,
            evidence=[evidence],
            **secrets("rationale", "search_log"),
        )
        workflow.record_reply(
            commitment,
            by=editor(),
            body=cls.body,
            text=secret(),
            received_on=cls.answer.answered_on,
        )
        commitment.refresh_from_db()
        workflow.edit_commitment(
            commitment,
            by=editor(),
            version=commitment.version,
            reason=secret(),
            summary=secret(),
        )

    @classmethod
    def make_evidence(cls, commitment):
        return factories.make_evidence(
            commitment,
            url=f"https://example.org/{secret()}",
            file=ContentFile(secret().encode(), "note.txt"),
            file_name=f"{secret()}.txt",
            file_type="text/plain",
            **secrets("title", "publisher", "extract", "note"),
        )

    @classmethod
    def hide_on_published(cls):
        """What a published commitment carries that is not for readers yet."""
        evidence = list(cls.published.evidence.all())
        for decide in (workflow.return_assessment, None):
            assessment = factories.propose(
                cls.published,
                Status.IN_PROGRESS,
                evidence=evidence,
                **secrets("rationale", "search_log"),
            )
            if decide:
                decide(assessment, by=reviewer(), note=secret())
        for hidden in cls.hidden:
            # Not by the verb, which counts a version of its source: readers see that.
            for source, target in ((cls.published, hidden), (hidden, cls.published)):
                Relation.objects.create(
                    source=source,
                    target=target,
                    kind=RelationKind.REPLACES,
                    note=secret(),
                )

    @classmethod
    def hide_elsewhere(cls):
        """What comes in before an editor decides, and what readers confided."""
        Suggestion.objects.create(
            origin=SuggestionOrigin.PUBLIC,
            commitment=cls.published,
            answer=cls.answer,
            details={"note": secret()},
            message=secret(),
        )
        workflow.receive_report(
            commitment=cls.published,
            kind="figure",
            message=secret(),
            source_url=f"https://example.org/{secret()}",
            email=f"{secret()}@example.org",
        )
        reader = Subscriber.objects.create(email=f"{secret()}@example.org")
        reader.subscriptions.create(
            commitment=cls.published, requested_at=timezone.now()
        )
        run = ImportRun.objects.create(
            source=secret()[:50],
            files=secret(),
            state=ImportState.DONE,
            finished_at=timezone.now(),
        )
        ImportProblem.objects.create(run=run, file=secret(), reason=secret())

    @classmethod
    def addresses(cls, commitment, evidence=None):
        """The path of every URL of the site, filled for a commitment."""
        values = {
            "reference": commitment.reference,
            "slug": commitment.slug,
            "uid": cls.answer.uid,
            "file_id": evidence.file_id if evidence else commitment.pk,
            "code": "fr",
            "section": "commitments",
            "kind": "preuve",
            "pk": evidence.pk if evidence else commitment.pk,
            "uidb36": "1",
            "key": "key",
            "token": "forged",
            "number": 16,
            "year": 2026,
            "month": "01",
            # Of no package of open data.
            "file": "inconnu.csv",
        }
        return [
            url.fill(values) for url in every_url() if not url.path.startswith("/admin")
        ]

    @classmethod
    def public_pages(cls):
        """What a reader gets from every public address about what is published."""
        client = cls.client_class()
        addresses = [
            path
            for path in cls.addresses(cls.published)
            if not path.startswith(("/compte/", "/atelier/", "/langue/"))
        ]
        return {path: body_of(client.get(path)) for path in addresses}


def body_of(response) -> str:
    """All of a response that a reader sees: status, headers and content."""
    content = b"".join(response) if response.streaming else response.content
    headers = "".join(f"{name}: {value}\n" for name, value in response.headers.items())
    # The order of the directives changes from one answer to the next, the moment too,
    # and every change of the data, drafts included, gives all pages another name.
    headers = "\n".join(
        line
        for line in headers.splitlines()
        if not line.startswith(("Content-Security", "ETag", "Expires"))
    )
    text = ONCE.sub("", content.decode(errors="replace"))
    return f"{response.status_code}\n{headers}\n{text}"


class LeakTest(Everything):
    def setUp(self):
        cache.clear()
        self.addCleanup(cache.clear)

    def get(self, path, data=None):
        """What an anonymous reader gets; a new browser each time, and no trace."""
        with transaction.atomic():
            response = self.client_class().get(path, data)
            body = body_of(response)
            transaction.set_rollback(True)
        self.assertLess(response.status_code, 500)
        return body

    def assert_tells_nothing(self, body):
        """Neither hidden words nor the reference of a hidden commitment."""
        self.assertNotIn(MARKER, body.casefold())
        for hidden in self.hidden:
            self.assertNotIn(f"/engagements/{hidden.reference}", body)

    def test_there_is_something_to_hide(self):
        self.client.force_login(editor())
        page = self.client.get(
            reverse("commitment-work", args=[self.hidden[0].reference])
        )
        self.assertContains(page, MARKER)
        self.assertEqual(Commitment.objects.published().get(), self.published)

    def test_public_pages_are_what_they_were_before(self):
        self.assertGreater(len(self.pages_before), 15)
        for path, before in self.pages_before.items():
            with self.subTest(path=path):
                self.assertEqual(self.get(path), before)

    def test_no_address_tells_of_what_is_hidden(self):
        for commitment in (self.published, *self.hidden):
            pieces = [None, *commitment.evidence.all()]
            for evidence in pieces:
                for path in self.addresses(commitment, evidence):
                    with self.subTest(path=path):
                        body = self.get(path)
                        # The address asked for may come back, as what to go on to,
                        # and that which says what became of the record.
                        echoes = [path, quote(path), quote(path, safe="")]
                        if commitment.published_at:
                            reference = commitment.reference
                            echoes.append(f"/engagements/{reference}/historique/")
                        for echo in echoes:
                            body = body.replace(echo, "")
                        self.assert_tells_nothing(body)

    def test_the_administration_tells_nothing(self):
        for url in every_url():
            if url.path.startswith("/admin/commitments/"):
                path = url.path.replace("<object_id>", "1").replace("<id>", "1")
                with self.subTest(path=path):
                    self.assert_tells_nothing(self.get(path))

    def test_a_guessed_address_finds_nothing(self):
        for hidden in self.hidden:
            number = hidden.pk
            # An address once given is never denied.
            status = "410" if hidden.published_at else "404"
            for reference in (
                hidden.reference,
                hidden.reference.lower(),
                f"E-{number}",
                f"E-{number:06d}",
            ):
                for path in (
                    f"/engagements/{reference}/",
                    f"/engagements/{reference}/{hidden.slug}/",
                    f"/engagements/{reference}/autre-chose/",
                    f"/engagements/{reference}/historique/",
                    f"/engagements/{reference}/carte/",
                ):
                    with self.subTest(path=path):
                        self.assertEqual(self.get(path)[:3], status)

    def test_a_hidden_record_lends_nothing_to_other_sites(self):
        for hidden in self.hidden:
            for rest in ("image.png", "image.png?v=1", "mesures.csv"):
                with self.subTest(rest=rest, publication=hidden.publication):
                    body = self.get(f"/engagements/{hidden.reference}/{rest}")
                    self.assertEqual(body[:3], "404")

    def test_what_is_asked_about_a_hidden_record_tells_nothing_of_it(self):
        for hidden in self.hidden:
            for rest, status in (("signaler/", "200"), ("question/", "302")):
                with self.subTest(rest=rest, publication=hidden.publication):
                    body = self.get(f"/engagements/{hidden.reference}/{rest}")
                    self.assertEqual(body[:3], status if hidden.published_at else "404")
                    self.assertNotIn(hidden.slug, body)

    def test_what_is_reviewed_again_shows_its_reference_alone(self):
        reopened = self.hidden[-1]
        self.assertIsNotNone(reopened.published_at)
        slug = reopened.slug
        for rest in ("", "historique/", f"{slug}/"):
            response = self.client.get(f"/engagements/{reopened.reference}/{rest}")
            self.assertEqual(response.status_code, 410)
            body = body_of(response)
            if slug not in rest:
                self.assertNotIn(slug, body)
            self.assertNotIn(MARKER, body.replace(slug, "").casefold())

    def test_a_hidden_file_is_not_served(self):
        for hidden in self.hidden:
            for evidence in hidden.evidence.all():
                path = reverse("evidence-file", args=[evidence.file_id])
                self.assertEqual(self.get(path)[:3], "404")

    def test_no_search_finds_what_is_hidden(self):
        listed = reverse("commitment-list")
        words = [MARKER, HIDDEN_QUOTE, *(h.title for h in self.hidden)]
        words += [hidden.reference for hidden in self.hidden]
        for text in words:
            with self.subTest(text=text):
                body = self.get(listed, {"q": text})
                for hidden in self.hidden:
                    self.assertNotIn(f"/engagements/{hidden.reference}", body)

    def test_no_filter_shows_what_is_hidden(self):
        listed = reverse("commitment-list")
        fields = CommitmentFilter().form.fields
        for name, field in fields.items():
            for value, _label in getattr(field, "choices", []):
                with self.subTest(name=name, value=value):
                    self.assert_tells_nothing(self.get(listed, {name: value}))
        for name in ("page", "due_from", "promised_to"):
            for value in ("1", "2", "last", "1900-01-01", "2999-12-31"):
                with self.subTest(name=name, value=value):
                    self.assert_tells_nothing(self.get(listed, {name: value}))

    def test_the_api_tells_nothing_of_what_is_hidden(self):
        start, hidden = "/api/v1/", {h.reference for h in self.hidden}
        answer = f"{start}answers/{self.answer.uid}/"
        listed = [f"{start}{name}/" for name in ("commitments", "answers", "bodies")]
        one = f"{start}commitments/{self.published.reference}/"
        asked = [(path, None) for path in (*listed, answer, one)]
        asked += [(listed[0], {"q": text, "limit": 200}) for text in (MARKER, *hidden)]
        asked += [(listed[0], {"q": HIDDEN_QUOTE}), (listed[1], {"q": MARKER})]
        asked += [(listed[0], {"sort": sort}) for sort in ("reference", "delay", "due")]
        for path, params in asked:
            with self.subTest(path=path, params=params):
                body = self.get(path, params)
                self.assertTrue(body.startswith("200"))
                for value in (params or {}).values():
                    body = body.replace(quote(str(value)), "")
                self.assert_tells_nothing(body)
                for reference in hidden:
                    self.assertNotIn(reference, body)
        for hidden in self.hidden:
            path = f"{start}commitments/{hidden.reference}/"
            status = "410" if hidden.published_at else "404"
            for rest in ("", "?fields=title"):
                body = self.get(path + rest)
                self.assertEqual(body[:3], status)
                self.assertNotIn(MARKER, body.casefold())

    def test_english_readers_see_no_more(self):
        for path in self.pages_before:
            with self.subTest(path=path):
                client = self.client_class(headers={"accept-language": "en"})
                self.assert_tells_nothing(body_of(client.get(path)))


class WithdrawnTest(TestCase):
    """What was withdrawn from a published commitment is told of, and not repeated."""

    def readers_see(self, commitment):
        pages = [commitment.get_absolute_url(), "/"]
        pages.append(reverse("commitment-history", args=[commitment.reference]))
        return "".join(body_of(self.client.get(path)) for path in pages)

    def make_evidence(self, commitment, **fields):
        return factories.make_evidence(
            commitment,
            file=ContentFile(b"text", "note.txt"),
            file_name="note.txt",
            **fields,
        )

    def test_withdrawn_evidence_is_not_repeated_to_readers(self):
        commitment = factories.make_commitment()
        evidence = self.make_evidence(
            commitment,
            url=f"https://example.org/{secret()}",
            **secrets("extract", "note", "publisher"),
        )
        factories.make_measurement(commitment, 4242, evidence=evidence, note=secret())
        workflow.withdraw_record(evidence, by=reviewer(), reason="Faux document.")
        seen = self.readers_see(commitment)
        self.assertNotIn(MARKER, seen)
        self.assertNotIn("4\u202f242", seen)
        self.assertIn("Faux document.", seen)
        file = reverse("evidence-file", args=[evidence.file_id])
        self.assertEqual(self.client.get(file).status_code, 404)

    def test_a_withdrawn_figure_counts_nowhere_and_is_told_in_the_history(self):
        commitment = factories.make_commitment()
        factories.make_measurement(commitment, 1500)
        wrong = factories.make_measurement(commitment, 4242, note=secret())
        workflow.withdraw_record(wrong, by=reviewer(), reason="Une coquille.")
        page = self.client.get(commitment.get_absolute_url())
        shown = f"{page.context['chart']} {page.context['measurement_rows']}"
        self.assertNotIn("4\u202f242", shown)
        self.assertEqual(page.context["progress"].value, 1500)
        seen = self.readers_see(commitment)
        self.assertIn("Une coquille.", seen)
        self.assertNotIn(MARKER, seen)

    def test_what_was_withdrawn_before_publication_is_never_told(self):
        commitment = factories.make_draft()
        evidence = self.make_evidence(
            commitment, **secrets("title", "extract", "note", "publisher")
        )
        workflow.withdraw_record(evidence, by=reviewer(), reason=secret())
        passage = workflow.add_passage(
            commitment,
            by=editor(),
            answer=factories.make_answer(),
            quote=HIDDEN_QUOTE,
            role=PassageRole.REPEATS,
        )
        workflow.withdraw_record(passage, by=reviewer(), reason=secret())
        commitment.refresh_from_db()
        workflow.submit_for_review(commitment, by=editor(), version=commitment.version)
        commitment.refresh_from_db()
        workflow.publish(commitment, by=reviewer(), version=commitment.version)
        seen = self.readers_see(commitment)
        self.assertIn(commitment.title, seen)
        self.assertNotIn(MARKER, seen)

    def test_a_withdrawn_commitment_says_why_and_lends_nothing(self):
        commitment = factories.make_commitment()
        evidence = self.make_evidence(commitment)
        later = factories.make_commitment()
        factories.make_relation(later, commitment)
        commitment.refresh_from_db()
        workflow.withdraw(
            commitment, by=reviewer(), version=commitment.version, reason="Doublon."
        )
        address = f"/engagements/{commitment.reference}"
        page = self.client.get(commitment.get_absolute_url())
        self.assertContains(page, "Doublon.", status_code=page.status_code)
        for path in ("/", "/engagements/", "/sitemap.xml", later.get_absolute_url()):
            self.assertNotIn(address, body_of(self.client.get(path, follow=True)), path)
        file = reverse("evidence-file", args=[evidence.file_id])
        self.assertEqual(self.client.get(file).status_code, 404)
