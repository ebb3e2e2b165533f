"""The search of the whole site, and the suggestions under its field."""

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from commitments import facets, search
from commitments.search import vocabulary
from commitments.tests.factories import (
    make_answer,
    make_body,
    make_commitment,
    make_draft,
    make_theme,
)


class SearchTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        vocabulary.known.clear()
        cls.body = make_body(name="Ministère de l’Éducation nationale")
        cls.theme = make_theme(name="Écoles rurales", name_en="Rural schools")
        cls.answer = make_answer("Nous rénoverons les écoles de 2\u202f750 villages.")
        question = cls.answer.questions.get()
        question.author, question.title = "Mme Élise Dupré-Hardy", "Toits des écoles"
        question.name_member()
        question.save()
        with cls.captureOnCommitCallbacks(execute=True):
            search.index_answer(cls.answer)
            cls.commitment = make_commitment(
                title="Rénover les écoles",
                answer=cls.answer,
                quote="rénoverons les écoles",
                bodies=[cls.body],
                themes=[cls.theme],
            )
            cls.draft = make_draft(title="Fermer les écoles secrètes")

    def setUp(self):
        facets.forget()


class SearchTests(SearchTestCase):
    def get(self, q, **data):
        return self.client.get(
            reverse("search"), {"q": q, **data}, headers={"accept-language": "en"}
        )

    def test_shows_what_was_found_of_every_kind(self):
        response = self.get("ecole")
        for text in ("Rénover les", "Toits des", "Rural schools", "1 commitment"):
            with self.subTest(text=text):
                self.assertContains(response, text)
        self.assertContains(response, "<mark>écoles</mark>")
        response = self.get("dupré")
        self.assertContains(response, "Élise Dupré-Hardy")
        for asked in ("Mme Dupré-Hardy", "sénatrice Dupré", "Mlle Élise"):
            with self.subTest(asked=asked):
                self.assertContains(self.get(asked), "/parlementaires/elise-")
        response = self.get("éducation nationale")
        self.assertContains(response, self.body.get_absolute_url())

    def test_no_draft_is_found_or_told(self):
        for text in ("ecoles secretes", "secrètes", "secrettes", "fermer"):
            with self.subTest(text=text):
                self.assertNotContains(self.get(text), "Fermer les")
                self.assertNotContains(self.get(text), "secrètes</a>")

    def test_a_mistyped_word_gets_a_proposal(self):
        response = self.get("renovver")
        self.assertContains(response, "Did you mean")
        self.assertContains(response, "?q=r%C3%A9nover")

    def test_on_the_list_the_proposal_keeps_the_other_filters(self):
        asked = reverse("commitment-list") + "?q=renovver&chamber=SENAT&page=1"
        link = 'href="?q=r%C3%A9nover&amp;chamber=SENAT"'
        self.assertContains(self.client.get(asked), link)

    def test_an_answer_without_a_text_shows_what_is_quoted_of_it(self):
        make_commitment(answer=make_answer(text=""), quote="rallumer douze phares")
        response = self.get("phares", **{"in": "answers"})
        self.assertContains(response, "rallumer douze <mark>phares</mark>")

    def test_all_the_answers_have_pages(self):
        for n in range(25):
            search.index_answer(make_answer(f"Un phare numéro {n}."))
        response = self.get("phares", **{"in": "answers"})
        self.assertContains(response, "25 answers")
        self.assertEqual(len(response.context["page"].object_list), 20)
        response = self.get("phares", **{"in": "answers", "page": 2})
        self.assertEqual(len(response.context["page"].object_list), 5)
        response = self.get("phares", **{"in": "answers", "page": 9})
        self.assertEqual(response.status_code, 404)

    def test_without_words_there_is_only_the_form(self):
        for q in ("", " ", "\0"):
            with self.subTest(q=q):
                response = self.get(q)
                self.assertContains(response, "search-words")
                self.assertNotContains(response, "commitments</h2>")

    def test_words_too_common_to_be_looked_for_are_said_to_be(self):
        for words in ("le", '"', "les de la", "*"):
            with self.subTest(words=words):
                response = self.get(words)
                self.assertContains(response, "nothing to look for")
                self.assertNotContains(response, "No published commitment")
        self.assertNotContains(self.get("-ecole"), "nothing to look for")

    def test_odd_words_break_nothing(self):
        for q in ('"', "-", "*", "%", "é" * 900, "<script>", "a OR b NOT c", "\0x"):
            with self.subTest(q=q):
                response = self.get(q)
                self.assertEqual(response.status_code, 200)
                self.assertNotContains(response, "<script>alert")

    def test_takes_the_same_queries_however_much_is_found(self):
        # In a title and elsewhere: each is asked for.
        search.index_answer(make_answer("Nous ouvrons des écoles."))
        self.get("ecole")
        with CaptureQueriesContext(connection) as few:
            self.get("ecole", page=1)
        # Read at once: the next request empties the list.
        number = len(few)
        for _ in range(4):
            make_commitment(
                title="Rénover les écoles", answer=self.answer, quote="les écoles"
            )
            search.index_answer(make_answer("Nous ouvrons des écoles."))
        self.get("ecole")
        with self.assertNumQueries(number):
            self.get("ecole", page=2)


class SuggestTests(SearchTestCase):
    def groups(self, q):
        address = reverse("search-suggest")
        response = self.client.get(address, {"q": q, "format": "json"})
        return {
            group["kind"]: [place["label"] for place in group["places"]]
            for group in response.json()["groups"]
        }

    def test_a_few_letters_lead_to_each_kind(self):
        for typed, kind, label in [
            ("ren", "commitment", "Rénover les écoles"),
            ("renover eco", "commitment", "Rénover les écoles"),
            (self.commitment.reference, "commitment", "Rénover les écoles"),
            ("educ", "body", "Ministère de l’Éducation nationale"),
            ("nationale éduc", "body", "Ministère de l’Éducation nationale"),
            ("rura", "theme", "Écoles rurales"),
            ("dup", "member", "Élise Dupré-Hardy"),
            ("hardy eli", "member", "Élise Dupré-Hardy"),
        ]:
            with self.subTest(typed=typed), override("fr"):
                self.assertIn(label, self.groups(typed).get(kind, []))

    def test_nothing_leads_to_a_draft(self):
        for typed in ("ferm", "secr", self.draft.reference, "ecoles s"):
            with self.subTest(typed=typed):
                self.assertNotIn("Fermer", str(self.groups(typed)))

    def test_gives_options_for_the_list_under_the_field(self):
        response = self.client.get(reverse("search-suggest"), {"q": "reno"})
        self.assertContains(response, 'role="option"')
        self.assertContains(response, self.commitment.get_absolute_url())
        self.assertNotContains(response, "<html")

    def test_nothing_typed_gives_nothing(self):
        for typed in ("", " ", "\0", "%", "de la", "xyz", "é" * 900):
            with self.subTest(typed=typed[:5]):
                self.assertEqual(self.groups(typed), {})
