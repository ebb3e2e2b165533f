import gzip
import re
from unittest import mock

from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import Client, SimpleTestCase, override_settings
from django.urls import NoReverseMatch, reverse

from commitments.sitemaps import SITEMAPS, Commitments, Pages
from commitments.tests.factories import (
    editor,
    make_answer,
    make_body,
    make_commitment,
    make_draft,
    make_theme,
    make_user,
    make_withdrawn,
)
from commitments.tests.reading import ReadingTestCase


class PagesAboutTheSiteTests(ReadingTestCase):
    def test_each_page_reads_in_both_languages(self):
        for name in ("methodology", "legal", "accessibility"):
            for language in ("fr", "en"):
                with self.subTest(name=name, language=language):
                    response = self.client.get(
                        reverse(name), headers={"accept-language": language}
                    )
                    self.assertContains(response, f'<html lang="{language}">')

    def test_french_is_the_language_of_whoever_asks_for_another(self):
        response = self.client.get(reverse("legal"), headers={"accept-language": "de"})
        self.assertContains(response, '<html lang="fr">')

    def test_the_method_says_its_version(self):
        response = self.client.get(reverse("methodology"))
        self.assertContains(response, "Version 1.0 of the method")

    def test_a_page_that_does_not_exist_says_so_within_the_site(self):
        response = self.client.get("/nulle-part/")
        self.assertContains(response, "This page does not exist", status_code=404)

    def test_nothing_is_inline(self):
        commitment = make_commitment()
        for path in ("/", "/engagements/", commitment.get_absolute_url(), "/methode/"):
            page = self.client.get(path).content.decode()
            for forbidden in (" style=", "<style", " onclick=", "javascript:"):
                self.assertNotIn(forbidden, page)


class AddressTests(ReadingTestCase):
    @override_settings(SITE_URL="https://suivi.example.org", ALLOWED_HOSTS=["*"])
    def test_every_canonical_address_is_on_the_one_address_of_the_site(self):
        body, theme = make_body("Ministère modèle"), make_theme("Thème modèle")
        commitment = make_commitment(bodies=[body], themes=[theme])
        paths = [reverse(name) for name in Pages.NAMES if name != "calendar"]
        for path in (
            *paths,
            commitment.get_absolute_url(),
            commitment.passages.get().answer.get_absolute_url(),
            body.get_absolute_url(),
            theme.get_absolute_url(),
            "/parlementaires/jeanne-martin-an/",
            "/legislatures/16/",
            "/calendrier/2023/",
            "/calendrier/2023/07/",
        ):
            with self.subTest(path=path):
                response = self.client.get(path, headers={"host": "evil.example"})
                self.assertNotContains(response, "evil.example")
                for address in re.findall(
                    r'rel="canonical" href="([^"]*)"', response.content.decode()
                ):
                    self.assertTrue(address.startswith("https://suivi.example.org/"))

    def test_no_template_repeats_the_host_that_is_asked_for(self):
        for path in (settings.BASE_DIR / "templates").rglob("*.*"):
            self.assertNotIn("get_host", path.read_text(encoding="utf-8"), path)

    def test_the_foot_of_every_page_leads_to_corrections_and_how_to_cite(self):
        foot = self.client.get("/mentions-legales/").content.decode()
        foot = foot.partition('<footer class="footer">')[2]
        for address in (reverse("corrections"), f"{reverse('methodology')}#cite"):
            self.assertIn(f'href="{address}"', foot)
        self.assertContains(self.client.get(reverse("methodology")), 'id="cite"')


class RefusedFormTests(ReadingTestCase):
    def test_a_form_of_another_session_is_refused_within_the_site(self):
        client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
        response = client.post(reverse("account_login"), {"login": "ada"})
        self.assertContains(response, "Your session has changed", status_code=403)
        self.assertContains(response, 'class="masthead"', status_code=403)
        self.assertNotContains(response, "<style", status_code=403)


class HonestWordsTests(ReadingTestCase):
    def test_no_link_to_an_official_page_is_promised_without_its_address(self):
        response = self.client.get(reverse("legal"))
        self.assertNotContains(response, "always links")
        self.assertContains(response, "when it is known")

    def test_a_setting_is_not_named_to_readers(self):
        self.assertNotContains(self.client.get(reverse("legal")), "PUBLISHER")

    def test_every_frame_has_its_icon(self):
        self.client.force_login(make_user("Administrator"))
        admin = self.client.get(reverse("admin:index")).content.decode()
        for page in (admin, render_to_string("500.html")):
            self.assertIn('rel="icon"', page)

    def test_the_page_of_a_failure_speaks_english_to_the_end(self):
        english = render_to_string("500.html").partition('<div lang="en">')[2]
        self.assertIn(">Home<", english)
        self.assertNotIn("Accueil", english)


class CachingTests(ReadingTestCase):
    def kept(self, path):
        return set(self.client.get(path).get("Cache-Control", "").split(", "))

    def test_what_somebody_signed_in_sees_is_asked_for_again(self):
        self.assertNotIn("no-cache", self.kept("/"))
        self.client.force_login(editor())
        for path in ("/", "/engagements/", reverse("desk")):
            with self.subTest(path=path):
                self.assertLessEqual({"private", "no-cache"}, self.kept(path))

    def test_pages_about_the_account_are_not_kept(self):
        self.assertIn("no-store", self.kept(reverse("account_login")))
        self.client.force_login(editor())
        self.assertIn("no-store", self.kept(reverse("account_change_password")))


class MessageTests(SimpleTestCase):
    def test_the_list_of_messages_stays_a_list(self):
        said = [Message(messages.INFO, "Saved.")]
        page = render_to_string("components/messages.html", {"messages": said})
        self.assertInHTML(
            '<div role="status"><ul class="messages">'
            '<li class="callout callout--info">Saved.</li></ul></div>',
            page,
        )


class LanguageTests(ReadingTestCase):
    def switch(self, code, to):
        return self.client.get(reverse("language", args=[code]), {"next": to})

    def test_remembers_the_choice_and_goes_back(self):
        response = self.switch("fr", "/engagements/?q=a&body=b")
        self.assertRedirects(
            response, "/engagements/?q=a&body=b", fetch_redirect_response=False
        )
        self.assertEqual(response.cookies[settings.LANGUAGE_COOKIE_NAME].value, "fr")
        self.assertContains(self.client.get("/methode/"), '<html lang="fr">')

    def test_never_leads_to_another_site(self):
        for to in (
            "https://example.org/",
            "//example.org/",
            "/\\example.org",
            "javascript:alert(1)",
            "",
        ):
            with self.subTest(to=to):
                self.assertRedirects(
                    self.switch("en", to), "/", fetch_redirect_response=False
                )

    def test_a_language_that_we_do_not_speak_is_not_found(self):
        self.assertEqual(self.switch("de", "/").status_code, 404)


class RobotsTests(ReadingTestCase):
    def test_points_to_the_sitemap_and_keeps_robots_out_of_the_workspace(self):
        response = self.client.get("/robots.txt")
        self.assertEqual(response["Content-Type"], "text/plain; charset=utf-8")
        self.assertContains(response, "Disallow: /atelier/")
        self.assertContains(response, "Sitemap: http://testserver/sitemap.xml")

    def test_the_sitemap_holds_what_is_published(self):
        shown = [make_commitment(), make_answer()]
        hidden = [
            make_draft(),
            make_withdrawn(),
            make_answer(is_fictitious=True),
        ]
        index = self.client.get("/sitemap.xml")
        listed = ""
        for section in SITEMAPS:
            address = reverse("sitemap-section", args=[section])
            self.assertContains(index, f"<loc>http://testserver{address}</loc>")
            listed += self.client.get(address).content.decode()
        for record in shown:
            self.assertIn(f"{record.get_absolute_url()}</loc>", listed)
        for record in hidden:
            self.assertNotIn(f"{record.get_absolute_url()}</loc>", listed)

    def test_the_sitemap_knows_every_public_page_without_an_argument(self):
        listed = self.client.get("/sitemap-pages.xml").content.decode()
        for name in Pages.NAMES:
            self.assertIn(f"testserver{reverse(name)}</loc>", listed)
        self.assertIn("/bilan/</loc>", listed)
        renamed = mock.patch.object(Pages, "NAMES", ("no-such-page",))
        with renamed, self.assertRaises(NoReverseMatch):
            Pages().items()

    def test_the_sitemap_holds_who_asked_and_when_something_was_promised(self):
        make_commitment()
        make_draft(answer=make_answer(question={"author": "M. Paul Modèle"}))
        members = self.client.get("/sitemap-members.xml").content.decode()
        self.assertIn("/parlementaires/jeanne-martin-an/</loc>", members)
        self.assertNotIn("paul-modele", members)
        legislatures = self.client.get("/sitemap-legislatures.xml").content.decode()
        self.assertEqual(re.findall(r"/(\d+)/</loc>", legislatures), ["16"])
        self.assertEqual(self.client.get("/legislatures/16/").status_code, 200)

    def test_the_sitemap_is_cut_into_files_and_costs_the_same(self):
        make_commitment()
        queries = self.count_queries("/sitemap.xml")
        with mock.patch.object(Commitments, "limit", 1):
            make_commitment()
            self.assertContains(
                self.client.get("/sitemap.xml"), "sitemap-commitments.xml?p=2</loc>"
            )
            second = self.client.get("/sitemap-commitments.xml?p=2")
            self.assertEqual(second.content.count(b"<loc>"), 1)
            self.assertEqual(self.count_queries("/sitemap.xml"), queries)
        missing = self.client.get("/sitemap-commitments.xml?p=9")
        self.assertEqual(missing.status_code, 404)

    @override_settings(SITE_URL="https://suivi.example.org")
    def test_the_site_has_one_address_whatever_host_is_asked(self):
        commitment = make_commitment()
        address = f"https://suivi.example.org{commitment.get_absolute_url()}"
        files = self.client.get("/sitemap.xml")
        self.assertContains(files, "https://suivi.example.org/sitemap-pages.xml</loc>")
        self.assertContains(
            self.client.get("/sitemap-commitments.xml"), f"<loc>{address}</loc>"
        )


class WeightTests(SimpleTestCase):
    def test_the_public_style_sheets_stay_light(self):
        folder = settings.BASE_DIR / "commitments/static/commitments/css"
        names = ("tokens", "base", "components", "pages")
        weight = sum(
            len(gzip.compress((folder / f"{name}.css").read_bytes())) for name in names
        )
        self.assertLess(weight, 12 * 1024)
