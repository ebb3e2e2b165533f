from datetime import date

from django.urls import reverse

from commitments.choices import Status
from commitments.tests.factories import (
    make_commitment,
    make_draft,
    make_evidence,
    make_withdrawn,
)
from commitments.tests.reading import MARKER, ReadingTestCase


class HomeTests(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.overdue = make_commitment(
            title="Ouvrir des crèches", due_on=date(2023, 12, 31)
        )
        cls.met = make_commitment(
            title="Publier un rapport", due_on=date(2023, 12, 31), status=Status.MET
        )
        make_draft(title=f"{MARKER} en brouillon")
        make_withdrawn(title=f"{MARKER} retirée")

    def test_shows_counts_with_their_denominator(self):
        response = self.client.get(reverse("home"))
        counts = response.context["counts"]
        self.assertEqual((counts.total, counts.overdue), (2, 1))
        self.assertContains(response, "<strong>1</strong> of 2", html=False)

    def test_shows_what_is_overdue_and_not_what_is_met(self):
        overdue = self.client.get(reverse("home")).context["overdue"]
        self.assertEqual(list(overdue), [self.overdue])

    def test_shows_the_latest_change_of_each_commitment_once(self):
        make_evidence(self.overdue, title="Bilan des crèches")
        news = self.client.get(reverse("home")).context["news"]
        self.assertEqual([n.commitment for n in news], [self.overdue, self.met])
        self.assertIn("Bilan des crèches", news[0].title)

    def test_drafts_and_withdrawn_records_do_not_show(self):
        self.assertNotContains(self.client.get(reverse("home")), MARKER)

    def test_takes_the_same_queries_however_many_commitments(self):
        few = self.count_queries(reverse("home"))
        for _ in range(3):
            make_commitment(due_on=date(2023, 12, 31))
        self.assertEqual(self.count_queries(reverse("home")), few)


class EmptyHomeTests(ReadingTestCase):
    def test_says_that_nothing_is_published(self):
        response = self.client.get(reverse("home"))
        self.assertContains(response, "Nothing has been published yet.")
