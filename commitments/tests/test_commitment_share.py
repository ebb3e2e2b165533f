"""What a commitment lends to other sites: picture, card, file, tags and data."""

import csv
import io
import json
import re
from datetime import date

from django.test import SimpleTestCase, override_settings
from django.urls import reverse
from PIL import Image, ImageFont

from commitments import workflow
from commitments.exports.formulas import harmless
from commitments.picture import FONTS, SERIF, draw_picture, wrapped
from commitments.tests.factories import (
    make_body,
    make_commitment,
    make_draft,
    make_evidence,
    make_measurement,
    make_withdrawn,
    reviewer,
)
from commitments.tests.reading import MARKER, ReadingTestCase

# What each address of a commitment that is no longer public answers.
GONE = {
    "commitment-image": 404,
    "commitment-card": 410,
    "measurement-csv": 404,
    "mistake-report": 200,
}


class ShareTestCase(ReadingTestCase):
    @classmethod
    def setUpTestData(cls):
        cls.commitment = make_commitment(
            title="Ouvrir 2 750 guichets </script><b>",
            due_on=date(2023, 12, 31),
            unit="guichets",
        )

    def open(self, name, commitment=None, query="", **extra):
        reference = (commitment or self.commitment).reference
        return self.client.get(reverse(name, args=[reference]) + query, **extra)

    def page(self):
        return self.client.get(self.commitment.get_absolute_url()).content.decode()


class HiddenTests(ShareTestCase):
    def test_a_draft_lends_nothing(self):
        for name in GONE:
            with self.subTest(name=name):
                self.assertEqual(self.open(name, make_draft()).status_code, 404)

    def test_what_was_withdrawn_or_is_reviewed_again_lends_none_of_its_words(self):
        withdrawn = make_withdrawn(title=f"{MARKER} retirée")
        reopened = make_withdrawn(title=f"{MARKER} relue")
        workflow.reopen(reopened, by=reviewer(), version=None, reason="À tort.")
        for commitment in (withdrawn, reopened):
            for name, status in GONE.items():
                with self.subTest(name=name):
                    response = self.open(name, commitment)
                    self.assertEqual(response.status_code, status)
                    self.assertNotIn(MARKER.encode(), response.content)
            card = self.open("commitment-card", commitment)
            self.assertContains(card, "no longer published", status_code=410)


class LanguageTests(ShareTestCase):
    def test_what_is_kept_for_everybody_is_kept_by_language(self):
        paths = [
            reverse("commitment-card", args=[self.commitment.reference]),
            reverse("measurement-csv", args=[self.commitment.reference]),
            reverse("body-card", args=[make_body().slug]),
            reverse("search-suggest") + "?q=guichet",
        ]
        for path in paths:
            with self.subTest(path=path):
                response = self.client.get(path)
                self.assertIn("public", response["Cache-Control"])
                self.assertIn("max-age=60", response["Cache-Control"])
                self.assertIn("Cookie", response["Vary"])
                self.assertIn("Accept-Language", response["Vary"])


class PictureTests(ShareTestCase):
    def test_is_a_picture_of_the_size_that_networks_show(self):
        response = self.open("commitment-image")
        self.assertEqual(response["Content-Type"], "image/png")
        self.assertEqual(Image.open(io.BytesIO(response.content)).size, (1200, 630))
        self.assertLess(len(response.content), 100_000)

    def test_is_kept_for_good_under_the_address_of_its_version_alone(self):
        kept = self.open("commitment-image", query=self.query())["Cache-Control"]
        self.assertIn("immutable", kept)
        kept = self.open("commitment-image")["Cache-Control"]
        self.assertNotIn("immutable", kept)

    def query(self):
        return f"?v={self.commitment.version}"

    def test_no_other_query_has_a_picture_drawn(self):
        path = reverse("commitment-image", args=[self.commitment.reference])
        older = self.commitment.version - 1
        for query in (f"?v={older}", "?v=x", "?x=1", f"{self.query()}&x=1"):
            with self.subTest(query=query):
                response = self.open("commitment-image", query=query)
                self.assertRedirects(response, path + self.query())
                self.assertNotIn("immutable", response["Cache-Control"])

    def test_is_drawn_once_until_something_that_it_shows_changes(self):
        draw_picture.cache_clear()
        first = self.open("commitment-image", query=self.query())
        for query in ("", self.query()):
            again = self.open("commitment-image", query=query)
            self.assertEqual(again.content, first.content)
        self.assertEqual(draw_picture.cache_info().misses, 1)
        workflow.edit_commitment(
            self.commitment, by=reviewer(), version=None, title="Autre", reason="Juste."
        )
        other = self.open("commitment-image")
        self.assertNotEqual(other["ETag"], first["ETag"])
        self.assertNotEqual(other.content, first.content)

    def test_a_browser_that_holds_it_is_answered_before_it_is_drawn(self):
        name = self.open("commitment-image")["ETag"]
        draw_picture.cache_clear()
        for language in ("fr", "en"):
            response = self.open(
                "commitment-image",
                query=self.query(),
                headers={"if-none-match": name, "accept-language": language},
            )
            self.assertEqual(response.status_code, 304)
            self.assertEqual(response["ETag"], name)
            self.assertIn("immutable", response["Cache-Control"])
        self.assertEqual(draw_picture.cache_info().misses, 0)

    def test_long_words_are_cut_to_the_width(self):
        face = ImageFont.truetype(str(FONTS / SERIF), 56)
        for text in ("a" * 400, "Réaliser l’œuvre " * 20, "", "W"):
            for line in wrapped(text, face, 600):
                self.assertLessEqual(face.getlength(line), 600)
            self.assertEqual(
                "".join(wrapped(text, face, 600)).replace(" ", ""),
                text.replace(" ", ""),
            )


class CardTests(ShareTestCase):
    def test_may_be_framed_by_anybody_and_leaves_no_cookie(self):
        response = self.open("commitment-card")
        self.assertIn("frame-ancestors *", response["Content-Security-Policy"])
        self.assertNotIn("X-Frame-Options", response)
        self.assertFalse(response.cookies)
        self.assertNotContains(response, "<script")
        self.assertContains(response, "2,750\u00a0guichets")

    def test_no_other_page_may_be_framed(self):
        response = self.client.get(self.commitment.get_absolute_url())
        self.assertIn("frame-ancestors 'none'", response["Content-Security-Policy"])
        self.assertEqual(response["X-Frame-Options"], "DENY")

    def test_the_page_gives_the_code_to_copy(self):
        page = self.page()
        self.assertIn("&lt;iframe src=&quot;http://testserver/engagements/", page)
        self.assertNotIn("<iframe", page)
        # A card of 280 pixels takes 363.
        height = re.search(r"height=&quot;(\d+)&quot;", page)[1]
        self.assertGreater(int(height), 363)


class TagsTests(ShareTestCase):
    def test_the_page_tells_networks_its_address_and_picture(self):
        page = self.page()
        address = f"http://testserver{self.commitment.get_absolute_url()}"
        self.assertIn(f'<link rel="canonical" href="{address}">', page)
        picture = f"image.png?v={self.commitment.version}"
        self.assertRegex(page, rf'og:image" content="[^"]*{re.escape(picture)}"')

    @override_settings(SITE_URL="https://suivi.example.org", ALLOWED_HOSTS=["*"])
    def test_no_host_that_is_asked_for_is_repeated(self):
        response = self.client.get(
            self.commitment.get_absolute_url(), headers={"host": "evil.example"}
        )
        self.assertNotContains(response, "evil.example")
        self.assertContains(response, "https://suivi.example.org/engagements/")

    def data(self):
        block = re.search(
            r'<script type="application/ld\+json">(.*?)</script>', self.page(), re.S
        )
        return {thing["@type"]: thing for thing in json.loads(block[1])["@graph"]}

    def test_describes_the_claim_where_it_appeared_and_its_data(self):
        make_measurement(self.commitment, 2000)
        found = self.data()
        self.assertEqual(found["Claim"]["name"], self.commitment.title)
        self.assertEqual(found["Claim"]["datePublished"], "2023-07-13")
        self.assertIn("url", found["Claim"]["appearance"])
        self.assertIn("mesures.csv", str(found["Dataset"]["distribution"]))

    def test_never_rates_the_truth(self):
        self.assertNotIn("Rating", str(self.data()))

    def test_nothing_in_a_record_ends_the_block(self):
        self.assertEqual(self.page().count("</script>"), self.page().count("<script"))


class FileTests(ShareTestCase):
    def rows(self):
        text = self.open("measurement-csv").content.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    def test_takes_no_filter(self):
        response = self.open("measurement-csv", query="?from=2024")
        self.assertContains(response, "takes no parameter", status_code=400)

    def test_holds_each_measurement_with_its_days_and_its_source(self):
        evidence = make_evidence(self.commitment, title="Bilan de l’État")
        make_measurement(
            self.commitment,
            "2055.5",
            date(2022, 5, 31),
            precision="month",
            evidence=evidence,
        )
        measured, target = self.rows()
        self.assertEqual(measured["value"], "2055.5")
        self.assertEqual(measured["first_day"], "2022-05-01")
        self.assertEqual(measured["last_day"], "2022-05-31")
        self.assertEqual(measured["source"], "Bilan de l’État")
        self.assertEqual((target["row"], target["value"]), ("target", "2750"))
        self.assertEqual(target["comparator"], "at_least")

    def test_no_cell_is_a_formula(self):
        evidence = make_evidence(self.commitment, title="=HYPERLINK(1)", publisher="@x")
        make_measurement(self.commitment, -5, evidence=evidence)
        measured = self.rows()[0]
        self.assertEqual(measured["source"], "'=HYPERLINK(1)")
        self.assertEqual(measured["publisher"], "'@x")
        self.assertEqual(measured["value"], "-5")


class FormulaTests(SimpleTestCase):
    def test_what_a_spreadsheet_would_run_gets_an_apostrophe(self):
        for text in (
            "=1",
            "+1",
            "-1",
            "@A1",
            "\t=1",
            "\r=1",
            " =1",
            "|x",
            "\uff1d1",
            "\ufeff\u3000=1",
        ):
            with self.subTest(text=text):
                self.assertEqual(harmless(text), f"'{text}")
        for text in ("", "Bilan", "2 750", "a=1"):
            with self.subTest(text=text):
                self.assertEqual(harmless(text), text)
