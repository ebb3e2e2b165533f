"""Administrators read the history; nobody writes it there, superusers included."""

from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from commitments.admin.read_only import ReadOnly
from commitments.choices import Cadence, ImportState, Status, SuggestionOrigin
from commitments.models import (
    ApiToken,
    BodyLabel,
    Change,
    Commitment,
    ImportProblem,
    ImportRun,
    Suggestion,
)
from commitments.subscriptions import wishes
from commitments.subscriptions.subjects import Subject
from commitments.tests import factories
from commitments.workflow import record_reply


def make_everything():
    """One more row of every kind, each with relatives of its own."""
    body, theme = factories.make_body(), factories.make_theme()
    successor = factories.make_body()
    body.successors.add(successor)
    BodyLabel.objects.create(label=f"Étiquette {body.pk}", body=body)
    answer = factories.make_answer(body=body, question={"body_asked": body})
    commitment = factories.make_commitment(
        answer=answer,
        bodies=[body],
        themes=[theme],
        due_on=answer.answered_on,
        status=Status.MET,
    )
    factories.make_measurement(commitment, 2000)
    factories.make_relation(commitment, factories.make_draft(answer=answer))
    record_reply(
        commitment,
        by=factories.editor(),
        body=body,
        text="Nous avons ouvert les guichets.",
        received_on=answer.answered_on,
    )
    ApiToken.objects.make(factories.editor(), "Import des guichets")
    run = ImportRun.objects.create(
        source="pages",
        started_by=factories.make_user(),
        state=ImportState.DONE,
        finished_at=timezone.now(),
    )
    ImportProblem.objects.create(run=run, file="page.txt", reason="Aucune réponse.")
    Suggestion.objects.create(
        origin=SuggestionOrigin.PUBLIC,
        message="Voyez ce bilan.",
        commitment=commitment,
        answer=answer,
    )
    wishes.ask(
        Subject(commitment=commitment),
        email=f"lecteur{commitment.pk}@example.org",
        cadence=Cadence.WEEKLY,
        language="fr",
        origin="",
    )
    return commitment


def our_admins():
    """(model, its admin) of every page that this application has in the admin."""
    return [
        (model, page)
        for model, page in admin.site._registry.items()
        if model._meta.app_label == "commitments"
    ]


def admin_url(model, page, *args):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    return reverse(name, args=args)


class HistoryTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.commitment = make_everything()
        cls.administrator = factories.make_user("Administrator")
        cls.superuser = factories.make_user(None, is_superuser=True, is_staff=True)

    def setUp(self):
        self.client.force_login(self.administrator)

    def test_every_list_and_page_opens_and_finds(self):
        for model, _page in our_admins():
            with self.subTest(model=model.__name__):
                listed = admin_url(model, "changelist")
                self.assertContains(self.client.get(listed), 'id="result_list"')
                found = self.client.get(listed, {"q": "guichets"})
                self.assertEqual(found.status_code, 200)
                record = model.objects.first()
                response = self.client.get(admin_url(model, "change", record.pk))
                self.assertEqual(response.status_code, 200)

    def test_lists_take_as_many_queries_for_more_rows(self):
        def count(model):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                self.client.get(admin_url(model, "changelist"))
            return len(queries)

        # The first request of each list also fills caches (content types).
        for model, _page in our_admins():
            count(model)
        before = {model: count(model) for model, _page in our_admins()}
        for _ in range(3):
            make_everything()
        for model, queries in before.items():
            with self.subTest(model=model.__name__):
                self.assertEqual(count(model), queries)

    def test_nothing_with_a_history_can_be_written(self):
        # An import is started by uploading, on the page that adds one.
        read_only = [
            model
            for model, page in our_admins()
            if isinstance(page, ReadOnly) and model is not ImportRun
        ]
        self.assertGreater(len(read_only), 13)
        for user in (self.administrator, self.superuser):
            self.client.force_login(user)
            for model in read_only:
                with self.subTest(model=model.__name__, user=user.is_superuser):
                    record = model.objects.first()
                    for address in (
                        admin_url(model, "add"),
                        admin_url(model, "change", record.pk),
                        admin_url(model, "delete", record.pk),
                    ):
                        response = self.client.post(address, {"post": "yes"})
                        self.assertEqual(response.status_code, 403)
                    self.assertTrue(model.objects.filter(pk=record.pk).exists())

    def test_a_commitment_is_shown_with_all_that_hangs_on_it(self):
        address = admin_url(Commitment, "change", self.commitment.pk)
        response = self.client.get(address)
        body = self.commitment.bodies.get().name
        for words in ("2\u00a0750 guichets", "Bilan", "replaces", body):
            with self.subTest(words=words):
                self.assertContains(response, words)
        self.assertContains(response, self.commitment.get_absolute_url())

    def test_a_draft_has_no_link_to_a_public_page(self):
        draft = Commitment.objects.exclude(pk=self.commitment.pk).get()
        response = self.client.get(admin_url(Commitment, "change", draft.pk))
        self.assertNotContains(response, draft.get_absolute_url())

    def test_a_commitment_is_found_as_readers_find_it(self):
        response = self.client.get(
            admin_url(Commitment, "changelist"), {"q": "MINISTÈRE introuvable"}
        )
        self.assertContains(response, "0 ")
        response = self.client.get(
            admin_url(Commitment, "changelist"), {"q": self.commitment.reference}
        )
        self.assertContains(response, self.commitment.title)

    def test_the_problems_of_a_run_stand_beside_it(self):
        run = ImportRun.objects.get()
        response = self.client.get(admin_url(ImportRun, "change", run.pk))
        self.assertContains(response, "Aucune réponse.")
        problems = admin_url(ImportProblem, "changelist")
        listed = f"{problems}?run__id__exact={run.pk}"
        self.assertContains(response, listed.replace("&", "&amp;"))
        self.assertContains(self.client.get(listed), "Aucune réponse.")

    def test_the_trail_says_what_was_done_in_the_language_of_the_reader(self):
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
        change = Change.objects.filter(model="reply", verb="add").get()
        for address in (
            admin_url(Change, "changelist"),
            admin_url(Change, "change", change.pk),
            admin_url(Commitment, "change", self.commitment.pk),
        ):
            with self.subTest(address=address):
                response = self.client.get(address)
                self.assertContains(response, "a enregistré un droit de réponse")
                self.assertNotContains(response, "add reply")

    def test_the_trail_is_sorted_by_what_was_done(self):
        listed = admin_url(Change, "changelist")
        response = self.client.get(listed, {"deed": "reply.add"})
        changes = response.context["cl"].result_list
        self.assertEqual({(c.model, c.verb) for c in changes}, {("reply", "add")})

    def test_the_head_bears_the_name_of_the_site(self):
        with self.settings(SITE_NAME="Suivi"):
            response = self.client.get(reverse("admin:index"))
        self.assertContains(response, admin.site.site_header)
