"""Administrators keep bodies, published labels and themes in order."""

from django.test import TestCase
from django.urls import reverse

from commitments.models import Answer, Body, BodyLabel, Theme
from commitments.tests.factories import (
    make_answer,
    make_body,
    make_commitment,
    make_draft,
    make_theme,
    make_user,
)

SUCCESSORS = "Body_successors"


class BodiesTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.administrator = make_user("Administrator")
        cls.superuser = make_user(None, is_superuser=True, is_staff=True)

    def setUp(self):
        self.client.force_login(self.administrator)

    def body_form(self, **fields):
        """What the page of a body posts; ``successor`` fills a row of its list."""
        successor = fields.pop("successor", None)
        formsets = {
            "labels-TOTAL_FORMS": 0,
            "labels-INITIAL_FORMS": 0,
            f"{SUCCESSORS}-TOTAL_FORMS": 1 if successor else 0,
            f"{SUCCESSORS}-INITIAL_FORMS": 0,
        }
        if successor:
            formsets[f"{SUCCESSORS}-0-to_body"] = successor.pk
        return {"name": "Agence nouvelle", "kind": "agency"} | formsets | fields

    def test_says_which_body_took_over(self):
        old, new = make_body("Ancien ministère"), make_body("Nouveau ministère")
        address = reverse("admin:commitments_body_change", args=[old.pk])
        self.client.post(address, self.body_form(name=old.name, successor=new))
        self.assertEqual(list(old.successors.all()), [new])

    def test_a_body_does_not_succeed_itself(self):
        body = make_body("Ministère")
        address = reverse("admin:commitments_body_change", args=[body.pk])
        data = self.body_form(name=body.name, successor=body)
        self.assertContains(self.client.post(address, data), "errorlist")

    def test_refuses_a_body_that_ends_before_it_starts(self):
        data = self.body_form(
            slug="agence", valid_from_on="2024-01-01", valid_to_on="2023-01-01"
        )
        response = self.client.post(reverse("admin:commitments_body_add"), data)
        self.assertContains(response, "errorlist")
        self.assertFalse(Body.objects.exists())

    def test_the_address_of_a_page_is_chosen_once(self):
        for model, record in (("body", make_body()), ("theme", make_theme())):
            with self.subTest(model=model):
                address = reverse(f"admin:commitments_{model}_change", args=[record.pk])
                slug = record.slug
                data = self.body_form(name="Autre", name_en="Other", slug="other")
                self.client.post(address, data)
                record.refresh_from_db()
                self.assertEqual((record.name, record.slug), ("Autre", slug))

    def test_nothing_in_a_name_parts_it_from_the_next_one_of_a_file(self):
        for model, record in (("body", make_body()), ("theme", make_theme())):
            with self.subTest(model=model):
                address = reverse(f"admin:commitments_{model}_change", args=[record.pk])
                data = self.body_form(name="Eaux\x1fForêts", name_en="Water\nForests")
                self.client.post(address, data)
                record.refresh_from_db()
                self.assertEqual(record.name, "Eaux Forêts")
        self.assertEqual(record.name_en, "Water Forests")

    def test_a_label_is_mapped_once_for_all(self):
        body = make_body("Ministère de la transformation")
        label = BodyLabel.objects.create(label="Transformation (publique)")
        make_answer(ministry="Transformation (publique)")
        make_answer(ministry="TRANSFORMATION  (publique)")
        make_answer(ministry="Autre")
        listed = reverse("admin:commitments_bodylabel_changelist")
        self.assertContains(self.client.get(listed + "?mapping=none"), label.label)

        address = reverse("admin:commitments_bodylabel_change", args=[label.pk])
        self.client.post(address, {"body": body.pk})
        self.assertEqual(Answer.objects.filter(body=body).count(), 2)
        self.assertEqual(Answer.objects.filter(body=None).count(), 1)
        waiting = self.client.get(listed + "?mapping=none").context["cl"]
        self.assertEqual(waiting.result_count, 0)

    def map_label(self, body):
        label = BodyLabel.objects.create(label="Transformation (publique)")
        address = reverse("admin:commitments_bodylabel_change", args=[label.pk])
        self.client.post(address, {"body": body.pk})

    def test_a_body_s_page_then_shows_the_commitments_made_under_its_past_name(self):
        answer = make_answer(ministry="TRANSFORMATION  (publique)")
        commitment = make_commitment(answer=answer)
        draft = make_draft(answer=answer)
        past = make_body("Ministère de la transformation")
        body = make_body("Ministère de l'action publique")
        past.successors.add(body)
        self.assertNotContains(self.client.get(body.get_absolute_url()), commitment)
        self.map_label(past)
        for page in (past, body):
            response = self.client.get(page.get_absolute_url())
            self.assertContains(response, commitment.get_absolute_url())
        self.assertEqual(list(draft.bodies.all()), [past])
        change = commitment.changes.order_by("-pk").first()
        self.assertEqual((change.verb, change.after), ("edit", {"bodies": [past.pk]}))
        history = self.client.get(
            reverse("commitment-history", args=[commitment.reference])
        )
        self.assertContains(history, "TRANSFORMATION", count=0)
        self.assertContains(history, "Transformation (publique)")

    def test_a_body_that_an_editor_named_stays(self):
        answer = make_answer(ministry="Transformation (publique)")
        named = make_body("Agence")
        commitment = make_commitment(answer=answer, bodies=[named])
        self.map_label(make_body("Ministère de la transformation"))
        self.assertEqual(list(commitment.bodies.all()), [named])

    def test_a_label_is_held_once_whatever_its_case_and_accents(self):
        BodyLabel.objects.create(label="Ministère des Écluses")
        address = reverse("admin:commitments_bodylabel_add")
        data = {"label": "MINISTERE  des écluses", "body": make_body().pk}
        self.assertEqual(self.client.post(address, data).status_code, 200)
        self.assertEqual(BodyLabel.objects.count(), 1)

    def test_what_is_in_use_is_not_deleted(self):
        body, theme = make_body(), make_theme()
        make_commitment(bodies=[body], themes=[theme], answer=make_answer(body=body))
        address = reverse("admin:commitments_body_delete", args=[body.pk])
        self.assertEqual(self.client.post(address, {"post": "yes"}).status_code, 403)
        self.client.force_login(self.superuser)
        response = self.client.post(address, {"post": "yes"})
        self.assertContains(response, "QANR5L16QE")
        self.assertTrue(Body.objects.filter(pk=body.pk).exists())

    def test_neither_body_nor_theme_in_use_loses_its_commitments(self):
        body, theme = make_body(), make_theme()
        make_commitment(bodies=[body], themes=[theme])
        self.client.force_login(self.superuser)
        for model, record in (("body", body), ("theme", theme)):
            with self.subTest(model=model):
                address = reverse(f"admin:commitments_{model}_delete", args=[record.pk])
                response = self.client.post(address, {"post": "yes"}, follow=True)
                self.assertContains(response, record.name)
                self.assertTrue(type(record).objects.filter(pk=record.pk).exists())

    def test_an_unused_theme_is_deleted_by_a_superuser(self):
        theme = make_theme()
        self.client.force_login(self.superuser)
        address = reverse("admin:commitments_theme_delete", args=[theme.pk])
        self.client.post(address, {"post": "yes"})
        self.assertFalse(Theme.objects.exists())
