"""Views that few ask for are loaded when they are asked for, and then work."""

import os
import subprocess
import sys

from django.conf import settings
from django.test import TestCase
from django.urls import reverse

from commitments.tests.factories import editor

# What a server has loaded before its first request.
AT_THE_START = """
import sys
import tracker.wsgi
from django.urls import get_resolver
get_resolver().url_patterns
print(*sys.modules)
"""


class LaterTests(TestCase):
    def test_what_few_ask_for_is_not_loaded_at_the_start(self):
        loaded = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", AT_THE_START],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "tracker.settings"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        self.assertIn("commitments.views.public.commitments", loaded)
        rare = ("commitments.views.workspace.desk", "cryptography", "PIL", "xlsxwriter")
        self.assertEqual([name for name in rare if name in loaded], [])

    def test_it_is_there_when_it_is_asked_for(self):
        self.client.force_login(editor())
        self.assertContains(self.client.get(reverse("desk")), "<h1")
        response = self.client.get(reverse("account_login"))
        self.assertLess(response.status_code, 400)
