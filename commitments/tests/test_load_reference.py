"""The command that gives a new site its themes, bodies and labels, and no more."""

from io import StringIO

from django.core.management import call_command
from django.test import TestCase
from django.utils.translation import override

from commitments.models import Answer, Body, BodyLabel, Commitment, Theme, User


class LoadReferenceTests(TestCase):
    def load(self):
        out = StringIO()
        with override("en"):
            call_command("load_reference", stdout=out)
        return out.getvalue()

    def test_a_new_site_gets_its_themes_bodies_and_labels(self):
        said = self.load()
        self.assertIn(f"Themes: {Theme.objects.count()}.", said)
        for model in (Theme, Body, BodyLabel):
            self.assertTrue(model.objects.exists())
        self.assertTrue(Body.objects.exclude(successors=None).exists())

    def test_no_account_answer_or_commitment_comes_with_them(self):
        self.load()
        for model in (User, Answer, Commitment):
            self.assertFalse(model.objects.exists())

    def test_what_an_administrator_changed_stays(self):
        self.load()
        body = Body.objects.first()
        Body.objects.filter(pk=body.pk).update(name="Un autre nom")
        self.assertIn("Added now: 0.", self.load())
        body.refresh_from_db()
        self.assertEqual(body.name, "Un autre nom")

    def test_what_was_lost_comes_back(self):
        self.load()
        BodyLabel.objects.first().delete()
        self.assertIn("Added now: 1.", self.load())
