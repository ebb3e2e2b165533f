"""Editing a commitment; two edits that meet."""

from django.test import SimpleTestCase

from commitments import workflow
from commitments.comparison import Piece, compare_words
from commitments.tests import factories
from commitments.tests.workspace import WorkspaceTestCase


class ComparisonTests(SimpleTestCase):
    def test_loses_nothing_of_either_text(self):
        texts = ["", "Un mot.", "Un autre  mot !", "Un\nmot", "x" * 50, "a b " * 2000]
        for old in texts:
            for new in texts:
                with self.subTest(old=old[:20], new=new[:20]):
                    pieces = compare_words(old, new)
                    olds = "".join(p.text for p in pieces if p.of != "new")
                    news = "".join(p.text for p in pieces if p.of != "old")
                    self.assertEqual((olds, news), (old, new))

    def test_keeps_neighbouring_changes_together(self):
        self.assertEqual(
            compare_words("ouvrir cent sites", "fermer mille sites"),
            [
                Piece("ouvrir cent", "old"),
                Piece("fermer mille", "new"),
                Piece(" sites"),
            ],
        )


class CommitmentEditTests(WorkspaceTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.commitment = factories.make_draft(
            title="Ouvrir cent guichets", summary="Cent guichets ouverts.\nPartout."
        )
        cls.body = factories.make_body("Agence des guichets")

    def edit(self, data):
        return self.send("commitment-edit", self.commitment.reference, data=data)

    def opened(self):
        response = self.open("commitment-edit", self.commitment.reference)
        return self.fields(response.context["form"])

    def change_meanwhile(self, **changes):
        self.commitment.refresh_from_db()
        workflow.edit_commitment(
            self.commitment,
            by=self.reviewer,
            version=self.commitment.version,
            **changes,
        )

    def test_is_guarded(self):
        self.assert_guarded("commitment-edit", self.commitment.reference)

    def test_saves_what_changed(self):
        data = self.opened() | {
            "title": "Ouvrir mille guichets",
            "target_value": "1 000",
        }
        response = self.edit(data)
        self.assertRedirects(
            response, f"/atelier/engagements/{self.commitment.reference}/"
        )
        self.commitment.refresh_from_db()
        self.assertEqual(self.commitment.title, "Ouvrir mille guichets")
        self.assertEqual(self.commitment.target_value, 1000)
        self.assertEqual(self.commitment.version, 2)

    def test_sees_no_change_in_the_line_ends_of_browsers(self):
        data = self.opened()
        data["summary"] = data["summary"].replace("\n", "\r\n")
        self.edit(data)
        self.commitment.refresh_from_db()
        self.assertEqual(self.commitment.version, 1)

    def test_keeps_what_was_typed_and_says_what_is_wrong(self):
        data = self.opened() | {"title": "", "summary": "Un autre résumé."}
        response = self.edit(data)
        self.assertEqual(response.status_code, 200)
        self.assertContains(response, "Un autre résumé.")
        self.assertContains(response, 'href="#id_title"')
        self.commitment.refresh_from_db()
        self.assertEqual(self.commitment.title, "Ouvrir cent guichets")

    def test_asks_for_a_reason_once_published(self):
        public = factories.make_commitment()
        response = self.open("commitment-edit", public.reference)
        data = self.fields(response.context["form"]) | {"title": "Corrigé"}
        response = self.send("commitment-edit", public.reference, data=data)
        self.assertContains(response, 'href="#id_reason"')
        data["reason"] = "Une faute dans le titre."
        self.send("commitment-edit", public.reference, data=data)
        public.refresh_from_db()
        self.assertEqual(public.title, "Corrigé")

    def test_refuses_a_form_without_its_version(self):
        data = self.opened()
        del data["version"]
        self.assertEqual(self.edit(data | {"title": "X"}).status_code, 200)
        self.commitment.refresh_from_db()
        self.assertEqual(self.commitment.title, "Ouvrir cent guichets")

    def test_shows_both_texts_when_somebody_else_came_first(self):
        data = self.opened() | {"title": "Ouvrir deux cents guichets"}
        self.change_meanwhile(title="Ouvrir mille guichets")
        response = self.edit(data)
        self.assertEqual(response.status_code, 409)
        self.assertContains(response, "Ouvrir mille guichets", status_code=409)
        self.assertContains(response, "Ouvrir deux cents guichets", status_code=409)
        self.assertContains(
            response,
            "Ouvrir <del>mille</del><ins>deux cents</ins> guichets",
            status_code=409,
            html=True,
        )
        self.assertContains(response, "René Relu", status_code=409)
        self.commitment.refresh_from_db()
        self.assertEqual(self.commitment.title, "Ouvrir mille guichets")

    def test_saves_mine_over_theirs_when_i_keep_mine(self):
        data = self.opened() | {"title": "Le mien"}
        self.change_meanwhile(title="Le leur")
        form = self.edit(data).context["form"]
        data = self.fields(form) | {"take-title": "mine"}
        self.assertEqual(self.edit(data).status_code, 302)
        self.commitment.refresh_from_db()
        self.assertEqual(self.commitment.title, "Le mien")

    def test_takes_theirs_where_i_had_changed_nothing(self):
        data = self.opened() | {"title": "Le mien"}
        self.change_meanwhile(summary="Leur résumé.", bodies=[self.body])
        response = self.edit(data)
        clashes = {clash.name: clash for clash in response.context["clashes"]}
        self.assertEqual(
            {name: clash.take for name, clash in clashes.items()},
            {"title": "mine", "summary": "theirs", "bodies": "theirs"},
        )
        self.assertEqual(clashes["bodies"].theirs, "Agence des guichets")
        data = self.fields(response.context["form"])
        data |= {f"take-{name}": clash.take for name, clash in clashes.items()}
        self.assertEqual(self.edit(data).status_code, 302)
        self.commitment.refresh_from_db()
        self.assertEqual(self.commitment.title, "Le mien")
        self.assertEqual(self.commitment.summary, "Leur résumé.")
        self.assertEqual(self.commitment.bodies.get(), self.body)

    def test_keeps_what_is_merged_into_a_field_that_was_to_be_theirs(self):
        data = self.opened() | {"title": "Le mien"}
        self.change_meanwhile(summary="Leur résumé.", territory="Lyon")
        page = self.edit(data)
        data = self.fields(page.context["form"])
        for clash in page.context["clashes"]:
            data[f"take-{clash.name}"] = clash.take
            if clash.drawn:
                data[f"drawn-{clash.name}"] = clash.drawn
        data["summary"] = "Les deux résumés."
        self.assertContains(page, 'name="drawn-summary"', status_code=409)
        self.assertEqual(self.edit(data).status_code, 302)
        self.commitment.refresh_from_db()
        self.assertEqual(self.commitment.summary, "Les deux résumés.")
        self.assertEqual(self.commitment.territory, "Lyon")

    def test_conflicts_again_when_a_third_edit_comes(self):
        data = self.opened() | {"title": "Le mien"}
        self.change_meanwhile(title="Le leur")
        form = self.edit(data).context["form"]
        self.change_meanwhile(title="Encore un autre")
        response = self.edit(self.fields(form) | {"take-title": "mine"})
        self.assertEqual(response.status_code, 409)
        self.assertContains(response, "Encore un autre", status_code=409)
        self.assertContains(response, "Le mien", status_code=409)

    def test_tells_when_only_something_else_was_done(self):
        data = self.opened()
        factories.make_evidence(self.commitment)
        response = self.edit(data)
        self.assertContains(response, "No text differs", status_code=409)
        self.assertContains(response, "added evidence", status_code=409)
