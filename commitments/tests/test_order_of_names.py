"""Bodies and themes stand in the order of a dictionary wherever people read them."""

import json
from datetime import date

from django.test import Client, TestCase
from icalendar import Calendar

from commitments import facets
from commitments.tests import factories

BODIES = ["Eau et forêts", "École des tests", "Écologie ; eau", "Zone"]
THEMES = [("École", "Zebra"), ("Zone", "Éclair"), ("Eau", "Water")]


class OrderOfNamesTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        bodies = [factories.make_body(name) for name in reversed(BODIES)]
        themes = [factories.make_theme(name, name_en=en) for name, en in THEMES]
        cls.commitment = factories.make_commitment(bodies=bodies, themes=themes)
        cls.page = cls.commitment.get_absolute_url()
        cls.resource = f"/api/v1/commitments/{cls.commitment.reference}/"

    def setUp(self):
        facets.forget()
        self.addCleanup(facets.forget)

    def get(self, path, language="fr", user=None):
        client = Client(headers={"accept-language": language})
        if user:
            client.force_login(user)
        response = client.get(path)
        self.assertEqual(response.status_code, 200)
        return b"".join(response).decode()

    def assert_stand(self, names, page):
        places = [page.index(name) for name in names]
        self.assertEqual(places, sorted(places), names)

    def test_bodies_on_pages(self):
        listed = self.get("/engagements/").partition('class="entry')[2]
        self.assert_stand(BODIES, listed)
        self.assert_stand(BODIES, self.get(self.page))
        self.assert_stand(BODIES, self.get("/organismes/").partition("<main")[2])

    def test_bodies_in_the_workspace(self):
        page = f"/atelier/engagements/{self.commitment.reference}/"
        for path in (page, f"{page}modifier/", f"{page}droit-de-reponse/"):
            self.assert_stand(BODIES, self.get(path, user=factories.editor()))

    def test_bodies_that_give_as_many_rows_in_the_filters_of_the_list(self):
        _before, _label, menu = self.get("/engagements/").partition('name="body"')
        self.assert_stand(BODIES, menu)

    def test_bodies_in_calendars(self):
        factories.make_deadline(self.commitment, due_latest=date(2020, 1, 1))
        calendar = Calendar.from_ical(
            self.get(f"/engagements/{self.commitment.reference}/echeance.ics")
        )
        (event,) = calendar.walk("VEVENT")
        self.assertIn(", ".join(BODIES), event["description"])
        self.assertEqual(event["categories"].cats, ["Eau", "École", "Zone"])

    def test_themes_in_the_reader_s_language(self):
        for language, names in (
            ("fr", ["Eau", "École", "Zone"]),
            ("en", ["Éclair", "Water", "Zebra"]),
        ):
            row = json.loads(self.get(self.resource, language))
            self.assertEqual([theme["name"] for theme in row["themes"]], names)
            (row,) = json.loads(self.get("/api/v1/commitments/", language))["results"]
            self.assertEqual([theme["name"] for theme in row["themes"]], names)
            self.assertEqual([body["name"] for body in row["bodies"]], BODIES)

    def test_in_files_where_a_name_may_hold_the_separator(self):
        row = json.loads(self.get("/engagements/export.jsonl"))
        self.assertEqual(row["bodies"], BODIES)
        self.assertEqual(row["themes"], ["Eau", "École", "Zone"])
        table = self.get("/engagements/export.csv")
        self.assertIn(f'"{" ; ".join(BODIES)}"', table)
        self.assertIn('"Eau ; École ; Zone"', table)
        english = self.get("/engagements/export.csv?headers=en")
        self.assertIn('"Éclair ; Water ; Zebra"', english)
