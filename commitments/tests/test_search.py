"""Search: accents, case, spaces and apostrophes never stand in the way."""

from django.test import SimpleTestCase, TestCase

from commitments import workflow
from commitments.models import Commitment
from commitments.search import fold, search
from commitments.tests.factories import editor, make_answer, make_commitment


class FoldTests(SimpleTestCase):
    def test_folds_what_readers_type_in_many_ways(self):
        for text, folded in [
            ("Établi à l’échéance", "etabli a l'echeance"),
            ("ÉTÉ", "ete"),
            ("e\u0301te\u0301", "ete"),
            ("Œuvre, cœur", "oeuvre, coeur"),
            ("2\u00a0750  guichets\n", "2 750 guichets"),
            ("85\u202f%", "85 %"),
            ("ﬁn", "fin"),
            ("ça", "ca"),
            ("nul\0ici", "nul ici"),
            ("", ""),
        ]:
            with self.subTest(text=text):
                self.assertEqual(fold(text), folded)


class SearchTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        text = "Le Gouvernement généralisera Aidants Connect à l’été 100% gratuit_x."
        cls.found = make_commitment(
            title="Généraliser l’aide numérique",
            territory="Rhône",
            answer=make_answer(text),
            quote="généralisera Aidants Connect à l’été",
        )
        cls.other = make_commitment()

    def search(self, text):
        return list(search(Commitment.objects.all(), text))

    def test_finds_in_title_quote_territory_and_reference(self):
        for text in (
            "généraliser",
            "GENERALISER",
            "aide numerique",
            "l'aide",
            "l’été",
            "connect aidants",
            "rhone",
            self.found.reference,
            self.found.reference.lower(),
        ):
            with self.subTest(text=text):
                self.assertEqual(self.search(text), [self.found])

    def test_every_word_has_to_be_there(self):
        self.assertEqual(self.search("aidants grenouilles"), [])

    def test_no_words_ask_for_everything(self):
        for text in ("", "  ", "\0"):
            with self.subTest(text=text):
                self.assertCountEqual(self.search(text), [self.found, self.other])

    def test_signs_of_patterns_are_only_signs(self):
        for text in ("%", "_", "a%e", "\\", "'; --", "*", "[a-z]"):
            with self.subTest(text=text):
                self.assertEqual(self.search(text), [])

    def test_a_word_with_a_nul_breaks_nothing(self):
        self.assertEqual(self.search("aidants\0connect"), [self.found])

    def test_a_flood_of_words_is_cut(self):
        with self.assertNumQueries(2):
            self.search("aide " * 10_000)

    def test_follows_an_edit(self):
        workflow.edit_commitment(
            self.found,
            by=editor(),
            version=None,
            title="Autre intitulé",
            reason="Coquille.",
        )
        self.assertEqual(self.search("intitule"), [self.found])
        self.assertEqual(self.search("numerique"), [])
