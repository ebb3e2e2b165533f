"""Feeds of changes, read as feed readers do."""

import json
from datetime import date
from unittest import mock
from xml.etree import ElementTree

import feedparser
from django.test import Client, TestCase

from commitments import facets, workflow
from commitments.choices import Status
from commitments.feeds import CHANGED_LAST, LONGEST, latest_entries
from commitments.tests import factories

ATOM = "{http://www.w3.org/2005/Atom}"


class FeedTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.body = factories.make_body("Ministère des tests", slug="tests")
        cls.commitment = factories.make_commitment(
            title="Ouvrir <des> guichets & plus", bodies=[cls.body]
        )
        factories.make_deadline(
            cls.commitment, due_latest=date(2023, 12, 31), precision="year"
        )
        factories.make_deadline(cls.commitment, due_latest=date(2024, 6, 30))
        factories.assess(cls.commitment, Status.IN_PROGRESS)
        factories.make_measurement(cls.commitment, 2000)
        cls.other = factories.make_commitment(title="Autre")
        factories.make_draft(title="Zorglub")

    def setUp(self):
        facets.forget()
        self.client = Client(headers={"accept-language": "en"})

    def feed(self, path):
        """The feed as a reader understands it, which must find no fault in it."""
        response = self.client.get(path)
        self.assertEqual(response.status_code, 200)
        found = feedparser.parse(response.content)
        self.assertFalse(found.bozo)
        self.assertEqual(found.version, "atom10")
        return found

    def titles(self, path):
        return [entry.title for entry in self.feed(path).entries]

    def test_each_change_is_an_entry_latest_first(self):
        found = self.titles(f"/engagements/{self.commitment.reference}/flux.atom")
        title = "Ouvrir <des> guichets & plus"
        said = [words.removesuffix(f" – {title}") for words in found]
        self.assertEqual(said[0], "Measured: 2,000")
        self.assertIn("Assessed: In progress", said)
        self.assertIn("Deadline set: end of 2023", said)
        self.assertIn("Deadline revised: end of 2023 → 30\u00a0June 2024", said)
        self.assertEqual(said[-1], "Published")

    def test_the_list_s_own_question_makes_a_feed(self):
        every = self.titles("/flux/engagements.atom")
        self.assertIn("Published – Autre", every)
        self.assertFalse(any("Zorglub" in title for title in every))
        of_body = self.feed("/flux/engagements.atom?body=tests")
        self.assertNotIn("Published – Autre", [e.title for e in of_body.entries])
        self.assertIn("Ministère des tests", of_body.feed.title)
        self.assertEqual(self.client.get("/flux/engagements.atom?x=1").status_code, 400)

    def test_the_feed_of_one_commitment_takes_no_filter(self):
        path = f"/engagements/{self.commitment.reference}/flux"
        for address in (f"{path}.atom", f"{path}.json"):
            refused = self.client.get(f"{address}?body=tests&bodi=")
            self.assertContains(
                refused, "one commitment takes no parameter", status_code=400
            )
            self.assertContains(refused, "“body”", status_code=400)
            self.assertNotContains(refused, "bodi", status_code=400)
        self.feed(f"{path}.atom?utm_source=lettre")

    def test_identifiers_never_change(self):
        path = "/flux/engagements.atom"
        before = {entry.id for entry in self.feed(path).entries}
        self.commitment.refresh_from_db()
        workflow.edit_commitment(
            self.commitment,
            by=factories.editor(),
            version=self.commitment.version,
            reason="Coquille.",
            title="Un autre titre",
        )
        after = [entry.id for entry in self.feed(path).entries]
        self.assertLess(before, set(after))
        self.assertEqual(len(after), len(set(after)))
        self.assertTrue(after[0].startswith("tag:testserver,2026-01-01:E-"))

    def test_what_is_withdrawn_is_not_repeated(self):
        evidence = factories.make_evidence(self.commitment, title="Mystère")
        path = "/flux/engagements.atom"
        self.assertTrue(any("Mystère" in title for title in self.titles(path)))
        workflow.withdraw_record(evidence, by=factories.reviewer(), reason="Erreur.")
        found = self.feed(path).entries
        self.assertFalse(any("Mystère" in entry.title for entry in found))
        self.assertIn("Evidence withdrawn", found[0].title)
        self.assertEqual(found[0].summary, "Erreur.")

    def test_that_a_commitment_was_withdrawn_is_told_without_its_words(self):
        one = f"/engagements/{self.commitment.reference}/flux"
        of_body = "/flux/engagements.atom?body=tests"
        workflow.withdraw(
            self.commitment,
            by=factories.reviewer(),
            version=None,
            reason="Ce n’était pas une promesse.",
        )
        for path in (f"{one}.atom", of_body, "/flux/engagements.atom"):
            found = self.feed(path)
            entry = found.entries[0]
            self.assertRegex(
                entry.title, rf"^Record withdrawn on .+ – {self.commitment.reference}$"
            )
            self.assertEqual(entry.summary, "Ce n’était pas une promesse.")
            self.assertTrue(entry.link.endswith("/historique/"), entry.link)
            self.assertNotIn("guichets & plus", str(found))
        self.assertEqual(len(self.feed(of_body).entries), 1)
        elsewhere = self.titles("/flux/engagements.atom?chamber=SENAT")
        self.assertFalse(any("withdrawn" in title for title in elsewhere))
        item = self.client.get(f"{one}.json").json()["items"][0]
        self.assertEqual(item["content_text"], "Ce n’était pas une promesse.")

    def test_that_it_is_published_again_is_told_beside_its_withdrawal(self):
        path = f"/engagements/{self.commitment.reference}/flux.atom"
        who = factories.reviewer()
        same = {"by": who, "version": None}
        workflow.withdraw(self.commitment, **same, reason="Erreur.")
        withdrawn = self.feed(path).entries[0]
        workflow.reopen(self.commitment, **same, reason="À tort.")
        workflow.publish(self.commitment, **same)
        again, before, *others = self.feed(path).entries
        self.assertTrue(again.title.startswith("Published again – Ouvrir"))
        self.assertEqual(before.id, withdrawn.id)
        self.assertIn("Record withdrawn on", before.title)
        self.assertEqual(before.summary, "Erreur.")
        self.assertFalse(any("again" in entry.title for entry in others))

    @mock.patch("commitments.views.public.feeds.CHANGED_LAST", 1)
    def test_of_many_withdrawn_those_withdrawn_last_are_told(self):
        later = factories.make_commitment()
        for commitment in (later, self.commitment):
            workflow.withdraw(
                commitment, by=factories.reviewer(), version=None, reason="Erreur."
            )
        for query in ("", "?sort=reference", "?sort=due"):
            titles = self.titles(f"/flux/engagements.atom{query}")
            told = [title for title in titles if "withdrawn" in title]
            self.assertEqual(len(told), 1, query)
            self.assertIn(self.commitment.reference, told[0])

    def test_what_is_reviewed_again_has_no_feed(self):
        commitment = factories.make_commitment()
        type(commitment).objects.filter(pk=commitment.pk).update(publication="draft")
        path = f"/engagements/{commitment.reference}/flux.atom"
        self.assertEqual(self.client.get(path).status_code, 404)

    def test_it_follows_the_rules_of_atom(self):
        root = ElementTree.fromstring(self.client.get("/flux/engagements.atom").content)
        for parent in (root, *root.iter(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                self.assertEqual(len(parent.findall(ATOM + name)), 1, name)
        links = {link.get("rel") for link in root.findall(f"{ATOM}link")}
        self.assertEqual(links, {"self", "alternate"})
        updated = [one.text for one in root.iter(f"{ATOM}updated")]
        self.assertEqual(updated[0], max(updated))

    def test_the_same_entries_make_a_json_feed(self):
        response = self.client.get("/flux/engagements.json")
        feed = json.loads(response.content)
        self.assertEqual(feed["version"], "https://jsonfeed.org/version/1.1")
        self.assertTrue(response["Content-Type"].startswith("application/feed+json"))
        atom = self.feed("/flux/engagements.atom").entries
        self.assertEqual([i["id"] for i in feed["items"]], [e.id for e in atom])
        for item in feed["items"]:
            self.assertTrue(item["content_text"])
            self.assertRegex(item["date_modified"], r"^\d{4}-\d\d-\d\dT[\d:]{8}Z$")

    def test_a_reader_who_holds_it_is_not_sent_it_again(self):
        path = f"/engagements/{self.commitment.reference}/flux.json"
        etag = self.client.get(path)["ETag"]
        again = self.client.get(path, headers={"if-none-match": etag})
        self.assertEqual(again.status_code, 304)

    def test_it_costs_the_same_however_many_commitments_there_are(self):
        self.assertGreater(CHANGED_LAST, LONGEST)
        with self.assertNumQueries(8):
            latest_entries([self.commitment.pk, self.other.pk])

    def test_pages_lead_to_their_feeds(self):
        for path, query in (
            ("/engagements/?body=tests", "?body=tests"),
            (self.body.get_absolute_url(), "?body=tests"),
        ):
            address = f"/flux/engagements.atom{query}"
            self.assertContains(self.client.get(path), f'href="{address}"')
        page = self.client.get(self.commitment.get_absolute_url())
        self.assertContains(page, f"{self.commitment.reference}/flux.atom")
