"""Pages are drawn before the processes of the server part, whatever the settings."""

from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import TestCase
from django.urls import reverse
from django.utils.translation import override

from commitments import facets
from commitments.tests.factories import make_commitment
from tracker import serving


class PagesDrawnFirstTests(TestCase):
    def setUp(self):
        # A request opens and ends by closing what is not fit any more: here, the
        # transaction of the test.
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
            self.addCleanup(signal.connect, close_old_connections)

    def draw(self):
        """Draw the pages; the paths that were asked for, none of them refused."""
        asked = []

        def note(environ, **_more):
            asked.append(environ["PATH_INFO"])

        facets.forget()
        request_started.connect(note)
        # Whatever is refused or fails is logged.
        with override("fr"), self.assertNoLogs("django", "WARNING"):
            serving.draw_pages(facets.current())
        request_started.disconnect(note)
        return asked

    def test_a_site_without_commitments_can_be_served(self):
        lists = [reverse("commitment-list"), reverse("api-commitment-list")]
        self.assertEqual(self.draw(), [lists[0], *lists])

    def test_pages_are_drawn_for_whatever_host_is_allowed(self):
        commitment = make_commitment()
        for host in ("*", ".example.org", "suivi.example.org"):
            with self.subTest(host), self.settings(ALLOWED_HOSTS=[host]):
                self.assertIn(commitment.get_absolute_url(), self.draw())

    def test_pages_are_drawn_for_a_site_that_redirects_to_https(self):
        with self.settings(HTTPS=True, SECURE_SSL_REDIRECT=True):
            self.assertEqual(len(self.draw()), 3)
