"""Addresses that nobody types: an ordinary 404, on any database."""

from django.test import TestCase

from commitments.tests.factories import reviewer


class AddressTests(TestCase):
    def test_a_control_character_finds_nothing(self):
        self.client.force_login(reviewer())
        for start in ("/reponses/", "/engagements/", "/atelier/reponses/"):
            with self.subTest(start=start):
                self.assertEqual(self.client.get(f"{start}%00/").status_code, 404)

    def test_a_key_beyond_any_row_finds_nothing(self):
        self.client.force_login(reviewer())
        for start in ("/atelier/evaluations/", "/atelier/retirer/preuve/"):
            for digits in ("9" * 18, "9" * 400):
                with self.subTest(start=start, digits=len(digits)):
                    address = f"{start}{digits}/"
                    self.assertEqual(self.client.get(address).status_code, 404)
