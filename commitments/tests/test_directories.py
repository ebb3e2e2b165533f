from datetime import date

from django.urls import reverse

from commitments.tests.factories import (
    make_body,
    make_commitment,
    make_draft,
    make_theme,
    make_withdrawn,
)
from commitments.tests.reading import MARKER, ReadingTestCase


class BodyPagesTests(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.first = make_body("Agence première", valid_to_on=date(2019, 12, 31))
        cls.second = make_body("Agence deuxième")
        cls.third = make_body("Agence troisième", valid_from_on=date(2022, 1, 1))
        cls.first.successors.add(cls.second)
        cls.second.successors.add(cls.third)
        cls.commitment = make_commitment(bodies=[cls.first])
        make_draft(title=f"{MARKER} brouillon", bodies=[cls.first, cls.third])
        make_withdrawn(title=f"{MARKER} retirée", bodies=[cls.third])

    def test_a_body_includes_its_predecessors_and_says_so(self):
        response = self.client.get(self.third.get_absolute_url())
        self.assertEqual([r.pk for r in response.context["page"]], [self.commitment.pk])
        self.assertContains(response, "include the 2 bodies that it took over from")
        self.assertContains(response, "Agence première")
        self.assertContains(response, "Agence deuxième")
        self.assertNotContains(response, MARKER)

    def test_a_body_names_its_successors(self):
        response = self.client.get(self.first.get_absolute_url())
        self.assertContains(response, "Its work is now in other hands")
        names = [step.body.name for step in response.context["succession"].steps]
        self.assertEqual(
            names, ["Agence première", "Agence deuxième", "Agence troisième"]
        )
        self.assertEqual(response.context["card"].total, 1)
        self.assertNotContains(response, "The counts and the list include")

    def test_a_commitment_of_two_names_of_a_line_counts_once(self):
        make_commitment(bodies=[self.first, self.second, self.third])
        response = self.client.get(self.third.get_absolute_url())
        self.assertEqual(response.context["card"].total, 2)

    def test_a_body_says_whom_it_alone_took_over_from(self):
        other = make_body("Agence annexe")
        other.successors.add(self.third)
        response = self.client.get(self.third.get_absolute_url())
        self.assertContains(response, "takes over from:")

    def test_a_line_that_bites_its_tail_is_told_once(self):
        self.third.successors.add(self.first)
        response = self.client.get(self.second.get_absolute_url())
        self.assertEqual(len(response.context["succession"].steps), 3)

    def test_counts_have_their_denominator_and_a_warning_when_few(self):
        response = self.client.get(self.third.get_absolute_url())
        self.assertEqual(response.context["card"].total, 1)
        self.assertContains(response, "Only 1 commitment here")

    def test_the_list_counts_published_commitments_only(self):
        response = self.client.get(reverse("body-list"))
        counts = {b.name: b.counts.total for b in response.context["records"]}
        self.assertEqual(counts["Agence première"], 1)
        # With those that it took over from, as on its page.
        self.assertEqual(counts["Agence troisième"], 1)
        self.assertNotContains(response, MARKER)

    def test_takes_the_same_queries_however_many_commitments(self):
        path = self.third.get_absolute_url()
        few = self.count_queries(path)
        make_commitment(bodies=[self.third])
        make_commitment(bodies=[self.second])
        self.assertEqual(self.count_queries(path), few)
        few = self.count_queries(reverse("body-list"))
        make_body()
        self.assertEqual(self.count_queries(reverse("body-list")), few)

    def test_the_list_is_searched_without_accents_or_case(self):
        response = self.client.get(reverse("body-list"), {"q": "PREMIERE agence"})
        self.assertEqual(response.context["records"], [self.first])
        self.assertContains(response, "1 of 3")
        response = self.client.get(reverse("body-list"), {"q": "introuvable"})
        self.assertContains(response, "No body has these words in its name")

    def test_the_list_is_sorted_by_a_count(self):
        make_commitment(bodies=[self.second])
        response = self.client.get(reverse("body-list"), {"sort": "total"})
        names = [body.name for body in response.context["records"]]
        self.assertEqual(
            names, ["Agence deuxième", "Agence troisième", "Agence première"]
        )
        self.assertContains(response, 'aria-sort="descending"')
        response = self.client.get(reverse("body-list"), {"sort": "typo"})
        self.assertEqual(response.context["sort"], "name")

    def test_an_unknown_body_is_not_found(self):
        path = reverse("body-detail", args=["aucune"])
        self.assertEqual(self.client.get(path).status_code, 404)


class ThemePagesTests(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.theme = make_theme("Santé", name_en="Health")
        cls.commitment = make_commitment(themes=[cls.theme])
        make_draft(title=f"{MARKER} brouillon", themes=[cls.theme])

    def test_shows_its_published_commitments(self):
        response = self.client.get(self.theme.get_absolute_url())
        self.assertEqual([r.pk for r in response.context["page"]], [self.commitment.pk])
        self.assertContains(response, "Health")
        self.assertNotContains(response, MARKER)

    def test_a_theme_has_its_name_in_the_language_of_the_page(self):
        response = self.client.get(
            reverse("theme-list"), headers={"accept-language": "fr"}
        )
        self.assertContains(response, "Santé")
        self.assertEqual(response.context["records"][0].counts.total, 1)

    def test_takes_the_same_queries_however_many_commitments(self):
        path = self.theme.get_absolute_url()
        few = self.count_queries(path)
        make_commitment(themes=[self.theme])
        self.assertEqual(self.count_queries(path), few)
