from datetime import date

from django.urls import reverse

from commitments.choices import Chamber, Kind, Status
from commitments.models import AnswerText, Commitment, DataVersion
from commitments.tests.factories import (
    make_answer,
    make_body,
    make_commitment,
    make_deadline,
    make_draft,
    make_theme,
    make_withdrawn,
)
from commitments.tests.reading import MARKER, ReadingTestCase


class CommitmentListTests(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.old = make_body("Ministère ancien", slug="ancien")
        cls.new = make_body("Ministère nouveau", slug="nouveau")
        cls.old.successors.add(cls.new)
        cls.theme = make_theme("Santé", slug="sante")
        cls.desks = make_commitment(
            title="Ouvrir des guichets",
            bodies=[cls.old],
            due_on=date(2023, 12, 31),
            answer=make_answer(question={"chamber": Chamber.SENAT}),
        )
        cls.report = make_commitment(
            title="Remettre un rapport à l’Assemblée",
            kind=Kind.MEASURE,
            bodies=[cls.new],
            themes=[cls.theme],
            status=Status.MET,
            answer=make_answer(answered_on=date(2019, 5, 7)),
        )
        make_draft(title=f"{MARKER} en brouillon", bodies=[cls.new])
        make_withdrawn(title=f"{MARKER} retirée", bodies=[cls.new])

    def listed(self, query=""):
        response = self.client.get(reverse("commitment-list") + query)
        self.assertEqual(response.status_code, 200, query)
        return self.rows_of(response)

    def rows_of(self, response):
        pks = [row.pk for row in response.context["page"]]
        held = Commitment.objects.in_bulk(pks)
        return [held[pk] for pk in pks]

    def test_shows_published_commitments_only(self):
        self.assertEqual(set(self.listed()), {self.desks, self.report})
        response = self.client.get(reverse("commitment-list"))
        self.assertNotContains(response, MARKER)

    def test_the_address_of_a_plain_form_loses_its_empty_fields(self):
        url = reverse("commitment-list")
        for typed, query in {
            "?q=&body=&theme=&kind=": "",
            "?q=%C3%A0+b&theme=sante&theme=&kind=measure&kind=target&due_to=": (
                "?q=%C3%A0+b&theme=sante&kind=measure&kind=target"
            ),
            "?legislature=typo&q=": "?legislature=typo",
        }.items():
            self.assertRedirects(
                self.client.get(url + typed), url + query, fetch_redirect_response=False
            )

    def test_each_filter_keeps_what_it_says(self):
        for query, expected in {
            "?q=ouvrir+des": {self.desks},
            "?q=REMETTRE+a+l'assemblee": {self.report},
            f"?q={self.desks.reference}": {self.desks},
            "?theme=sante": {self.report},
            "?kind=measure": {self.report},
            "?kind=measure&kind=target": {self.desks, self.report},
            "?testability=quantified_dated": {self.desks, self.report},
            "?legislature=16": {self.desks, self.report},
            "?legislature=15": set(),
            "?due_year=2023": {self.desks},
            "?promised_year=2019": {self.report},
            "?promised_year=2019&promised_year=2023": {self.desks, self.report},
            "?territory=Cher": set(),
            "?body=ancien&body=nouveau": {self.desks, self.report},
            "?theme=sante&promised_year=2023": set(),
            "?chamber=SENAT": {self.desks},
            "?assessment=met": {self.report},
            "?assessment=met&assessment=not_assessed": {self.desks, self.report},
            "?timing=overdue": {self.desks},
            "?timing=overdue&kind=measure": set(),
            "?promised_to=2020-01-01": {self.report},
            "?promised_from=2020-01-01": {self.desks},
            "?due_to=2023-12-31": {self.desks},
            "?due_from=2024-01-01": set(),
            "?utm_source=letter": {self.desks, self.report},
        }.items():
            with self.subTest(query=query):
                self.assertEqual(set(self.listed(query)), expected)

    def test_a_body_includes_those_it_took_over_from(self):
        self.assertEqual(set(self.listed("?body=nouveau")), {self.desks, self.report})
        self.assertEqual(self.listed("?body=ancien"), [self.desks])

    def test_a_commitment_of_two_bodies_of_a_lineage_is_one_row(self):
        self.desks.bodies.add(self.new)
        DataVersion.bump(self.desks.pk)
        self.assertEqual(len(self.listed("?body=nouveau")), 2)

    def test_sorts_as_asked(self):
        later = make_commitment(due_on=date(2030, 1, 1))
        self.assertEqual(self.listed("?sort=due"), [self.desks, later, self.report])
        self.assertEqual(
            self.listed("?sort=due-last"), [later, self.desks, self.report]
        )
        self.assertEqual(
            self.listed("?sort=reference"), [self.desks, self.report, later]
        )
        make_deadline(self.report, due_latest=date(2031, 1, 1))
        self.assertEqual(self.listed()[0], self.report)

    def test_a_value_that_is_not_valid_is_told_and_shows_no_row(self):
        for query in (
            "?assessment=typo",
            "?timing=typo",
            "?kind=typo",
            "?chamber=typo",
            "?body=typo",
            "?theme=typo",
            "?sort=typo",
            "?promised_from=hier",
            "?due_to=2023-02-30",
            "?assessment=met&assessment=typo",
            "?q=" + "a" * 201,
            "?promised_from=05/07/2019",
            "?assesment=met",
            "?q=guichets&q=rapport",
            "?sort=due&sort=changed",
            "?testability=typo",
            "?legislature=typo",
            "?legislature=0",
            "?due_year=20",
            "?promised_year=deux",
            "?territory=%00",
            "?due_from=2024-01-01&due_to=2023-01-01",
            "?promised_from=2024-01-01&promised_to=2023-01-01",
        ):
            with self.subTest(query=query):
                response = self.client.get(reverse("commitment-list") + query)
                self.assertEqual(response.status_code, 400)
                self.assertContains(response, "No commitment is shown", status_code=400)
                self.assertContains(response, "form-errors", status_code=400)
                self.assertNotContains(response, self.desks.title, status_code=400)

    def test_what_other_sites_add_to_an_address_is_let_through(self):
        self.assertEqual(len(self.listed("?utm_source=x&fbclid=y&page=1")), 2)

    def test_a_value_given_twice_is_one_filter(self):
        path = reverse("commitment-list") + "?kind=measure&kind=measure"
        response = self.client.get(path)
        self.assertEqual(len(response.context["active"]), 1)

    def test_an_address_shows_the_same_in_both_languages(self):
        path = reverse("commitment-list") + "?promised_from=2019-05-08"
        for language in ("fr", "en"):
            response = self.client.get(path, headers={"accept-language": language})
            self.assertContains(response, 'value="2019-05-08"')
            self.assertEqual(self.rows_of(response), [self.desks])

    def test_strange_bytes_are_no_error_of_ours(self):
        for query in ("?q=%00", "?q=%ff", "?body=%00", "?page=%00"):
            with self.subTest(query=query):
                response = self.client.get(reverse("commitment-list") + query)
                self.assertIn(response.status_code, (200, 400, 404))

    def test_a_page_that_does_not_exist_is_not_found(self):
        for page in ("0", "2", "typo", "-1"):
            with self.subTest(page=page):
                response = self.client.get(reverse("commitment-list") + f"?page={page}")
                self.assertEqual(response.status_code, 404)

    def test_each_active_filter_can_be_removed_alone(self):
        query = "?assessment=met&assessment=not_assessed&body=nouveau&page=1"
        response = self.client.get(reverse("commitment-list") + query)
        self.assertEqual(
            {(f.value, f.without) for f in response.context["active"]},
            {
                ("Ministère nouveau", "?assessment=met&assessment=not_assessed"),
                ("Not yet assessed", "?assessment=met&body=nouveau"),
                ("Met", "?assessment=not_assessed&body=nouveau"),
            },
        )

    def test_says_how_many_of_how_many(self):
        response = self.client.get(reverse("commitment-list") + "?kind=measure")
        self.assertContains(response, "<strong>1</strong> commitment of 2")

    def test_says_when_nothing_answers(self):
        response = self.client.get(reverse("commitment-list") + "?q=introuvable")
        self.assertContains(response, "No commitment answers to all of these filters")

    def test_takes_the_same_queries_however_many_rows_and_loads_no_text(self):
        few = self.count_queries(reverse("commitment-list"))
        for _ in range(3):
            make_commitment(bodies=[self.old, self.new])
        self.assertEqual(self.count_queries(reverse("commitment-list")), few)
        # A client that knows no page yet.
        self.setUp()
        with self.assertNumQueries(few) as queries:
            self.client.get(reverse("commitment-list"))
        table = AnswerText._meta.db_table
        self.assertFalse([q for q in queries.captured_queries if table in q["sql"]])
