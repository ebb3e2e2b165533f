"""Cards of bodies, and oEmbed: what other sites show of this one."""

from datetime import date
from urllib.parse import quote
from xml.etree import ElementTree

from django.test import override_settings
from django.urls import reverse

from commitments.choices import Status
from commitments.tests.factories import (
    make_body,
    make_commitment,
    make_draft,
    make_withdrawn,
)
from commitments.tests.reading import MARKER, ReadingTestCase

HERE = "http://testserver"


class EmbedTestCase(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.body = make_body(name="Ministère des guichets", slug="guichets")
        cls.commitment = make_commitment(
            title="Ouvrir des <guichets>",
            bodies=[cls.body],
            due_on=date(2023, 12, 31),
        )
        make_commitment(bodies=[cls.body], status=Status.IN_PROGRESS)
        make_draft(bodies=[cls.body], title=MARKER)


class BodyCardTests(EmbedTestCase):
    def test_tells_the_counts_with_what_they_are_of(self):
        response = self.client.get(reverse("body-card", args=["guichets"]))
        self.assertContains(response, "2 commitments")
        self.assertContains(response, "1 of 2", count=3)
        self.assertContains(response, "Not yet assessed")
        self.assertContains(response, "not a verdict")
        self.assertContains(response, f"{HERE}/organismes/guichets/")
        self.assertNotContains(response, "%")

    def test_other_sites_may_frame_it_and_it_sets_no_cookie(self):
        response = self.client.get(reverse("body-card", args=["guichets"]))
        self.assertIn("frame-ancestors *", response["Content-Security-Policy"])
        self.assertNotIn("X-Frame-Options", response)
        self.assertFalse(response.cookies)
        self.assertNotContains(response, "<script")

    def test_a_body_without_anything_published_says_so(self):
        make_body(slug="vide")
        page = self.client.get(reverse("body-card", args=["vide"]))
        self.assertContains(page, "Nothing has been published here so far")
        page = self.client.get(reverse("body-card", args=["inconnu"]))
        self.assertEqual(page.status_code, 404)

    def test_its_page_gives_the_code_and_where_to_ask(self):
        page = self.client.get(self.body.get_absolute_url())
        self.assertContains(page, f"{HERE}/organismes/guichets/carte/")
        self.assertContains(page, "application/json+oembed")


class OembedTests(EmbedTestCase):
    def ask(self, address, **params):
        return self.client.get(reverse("oembed"), {"url": address} | params)

    def test_a_commitment_and_a_body_have_a_card(self):
        for record, path in (
            (self.commitment, f"/engagements/{self.commitment.reference}/carte/"),
            (self.body, "/organismes/guichets/carte/"),
        ):
            response = self.ask(HERE + record.get_absolute_url())
            answer = response.json()
            self.assertEqual((answer["version"], answer["type"]), ("1.0", "rich"))
            self.assertIn(f'src="{HERE}{path}"', answer["html"])
            self.assertEqual(answer["provider_url"], f"{HERE}/")
            self.assertEqual(self.client.get(path).status_code, 200)
            self.assertEqual(response["Access-Control-Allow-Origin"], "*")
        self.assertNotIn("<guichets>", answer["html"])

    def test_no_card_is_larger_than_asked(self):
        address = HERE + self.commitment.get_absolute_url()
        answer = self.ask(address, maxwidth=300, maxheight=200).json()
        self.assertEqual((answer["width"], answer["height"]), (300, 200))
        self.assertIn('width="300" height="200"', answer["html"])
        self.assertNotIn("thumbnail_url", answer)
        answer = self.ask(address, maxwidth=5000).json()
        self.assertEqual(answer["width"], 600)
        self.assertEqual(answer["thumbnail_width"], 1200)

    def test_speaks_xml_as_well(self):
        response = self.ask(HERE + self.commitment.get_absolute_url(), format="xml")
        self.assertTrue(response["Content-Type"].startswith("text/xml"))
        root = ElementTree.fromstring(response.content)
        self.assertEqual(root.tag, "oembed")
        self.assertIn("<iframe", root.findtext("html"))
        self.assertIn("<guichets>", root.findtext("title"))

    def test_pages_say_where_to_ask(self):
        page = self.client.get(self.commitment.get_absolute_url())
        address = quote(HERE + self.commitment.get_absolute_url(), safe="")
        for kind in ("json", "xml"):
            path = f"{HERE}/oembed/?format={kind}&amp;url={address}"
            self.assertContains(page, path)
        found = self.client.get(f"/oembed/?format=json&url={address}")
        self.assertEqual(found.status_code, 200)

    def test_other_addresses_have_none(self):
        path = self.commitment.get_absolute_url()
        for address in (
            f"https://elsewhere.example.org{path}",
            f"ftp://testserver{path}",
            f"{HERE}@elsewhere.example.org{path}",
            f"{HERE}/engagements/",
            f"{HERE}/engagements/E-999999/",
            HERE + make_draft().get_absolute_url(),
            HERE + make_withdrawn().get_absolute_url(),
            "http://[",
            "javascript:alert(1)",
        ):
            with self.subTest(address=address):
                self.assertEqual(self.ask(address).status_code, 404)

    def test_the_address_of_the_site_counts_whatever_name_was_asked(self):
        path = f"/engagements/{self.commitment.reference}/"
        with override_settings(SITE_URL="https://suivi.example.org"):
            response = self.ask(f"https://suivi.example.org{path}")
        self.assertIn("https://suivi.example.org/", response.json()["html"])

    def test_what_is_no_question_is_refused(self):
        address = HERE + self.commitment.get_absolute_url()
        for params, status in (
            ({"url": ""}, 400),
            ({"maxwidth": "wide"}, 400),
            ({"maxheight": "0"}, 400),
            ({"maxwidth": "9" * 40}, 400),
            ({"format": "yaml"}, 501),
        ):
            with self.subTest(params=params):
                asked = {"url": address} | params
                with self.assertLogs("django.request", "WARNING") as logs:
                    response = self.client.get(reverse("oembed"), asked)
                self.assertEqual(response.status_code, status)
                # Whoever asks is at fault: no error of ours, whatever the status.
                self.assertEqual([r.levelname for r in logs.records], ["WARNING"])
