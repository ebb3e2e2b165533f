"""Search: what French readers type finds what they mean, on any database."""

from io import StringIO
from unittest.mock import patch

from django.core.management import CommandError, call_command
from django.test import SimpleTestCase, TestCase
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as PropertyTestCase
from pyroaring import BitMap

from commitments import search, workflow
from commitments.models import Answer, Commitment, SearchWord
from commitments.search import indexing, vocabulary
from commitments.search.analysis import stem, words
from commitments.search.engines import database_engine
from commitments.search.indexing import compare
from commitments.search.query import parse
from commitments.templatetags.searching import search_notice
from commitments.tests.factories import (
    editor,
    make_answer,
    make_body,
    make_commitment,
    make_draft,
    make_in_review,
    make_theme,
    reviewer,
)

TEXT = (
    "Le Gouvernement généralisera Aidants Connect à l’été 2024. Les maisons de santé "
    "seront créées dans 2\u202f750 communes, pour 85\u00a0% des Français\u00a0; un "
    "œil sur l’école, le cœur à l’ouvrage. Une sous-préfecture par arrondissement."
)

# What is typed, and whether it finds the one record that says TEXT.
FOUND = [
    "généraliser",
    "GENERALISER",
    "généralisation des aidants",
    "aidant",
    "maison de sante",
    "MAISONS DE SANTÉ",
    "creer",
    "crées",
    "ecoles",
    "l'école",
    "l’école",
    "ÉCOLE",
    "e\u0301cole",
    "œil",
    "oeil",
    "coeur",
    "cœur",
    "2750",
    "2 750",
    "2\u00a0750",
    "2\u202f750 communes",
    "2.750",
    "85%",
    "85 %",
    "85\u202f%",
    "85 pour cent",
    "sous-préfecture",
    "sous prefectures",
    "l'été",
    '"maisons de santé"',
    '"maison santé"',
    "« maisons de santé »",
    '"2 750 communes"',
    "connect aidants",
    "aidants -hôpital",
    'aidants -"santé de maison"',
    "rhone",
    "Rhône",
    "numerique",
    "ministère des Solidarités",
    "Élise Dupré-Hardy",
    "dupre",
    "hardy elise",
    "généralisera*",
    "gener*",
    "généralis",
    "prefec",
    "aidants de la",
    "arrondissements.",
    "« 2 750 »",
    "aidants'",
]
NOT_FOUND = [
    "grenouille",
    "aidants grenouilles",
    "2751",
    "750",
    "2 75",
    "86 %",
    "85 %%% grenouille",
    '"santé de maison"',
    '"connect aidants"',
    "aidants -connect",
    "aidants -2750",
    'aidants -"maisons de santé"',
    "-aidants",
    "préfectures-sous",
    "nera*",
    "de la des",
    "%",
    "_",
    "*",
    "'; --",
    "\\",
    "[a-z]",
    "-",
    '""',
]


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
                self.assertEqual(search.fold(text), folded)


class StemTests(SimpleTestCase):
    def test_words_of_a_family_are_one(self):
        for family in [
            "engagé engagée engagées engagés engager engagement engagements engagees",
            "publie publié publiée publiés publier publiees",
            "école écoles ecole ECOLES",
            "infirmière infirmières infirmier infirmiere",
            "égalité egalite égalités",
            "employé employée employés emploi emplois",
            "étranger étrangers étrangère étrangères",
            "petit petits petite petites",
            "premier premiers première premières premierement",
            "commission commissions",
            "individu individus",
            "travail travaux",
            "enjeu enjeux",
            "élu élus",
            "loi lois",
            "dépasse dépassé dépassées depasser",
            "national nationale nationaux nationales",
            "sécurité securite",
        ]:
            with self.subTest(family=family):
                self.assertEqual(len({stem(word) for word in words(family)}), 1)

    def test_words_of_different_families_are_not(self):
        for pair in ("métier mettre", "papier pape", "pays payer", "série sera"):
            with self.subTest(pair=pair):
                self.assertEqual(len({stem(word) for word in words(pair)}), 2)

    def test_a_figure_is_one_word(self):
        for text, figures in [
            ("2 750", ["2750"]),
            ("2\u202f750\u00a0000", ["2750000"]),
            ("en 2023 450 lits", ["en", "2023", "450", "lits"]),
            ("12 345,67", ["12345_67"]),
            ("3,5 %", ["3_5", "pourcent"]),
            ("01 23 45 67 89", ["01", "23", "45", "67", "89"]),
            ("10, 20 et 30", ["10", "20", "et", "30"]),
            ("E-42", ["e42"]),
        ]:
            with self.subTest(text=text):
                self.assertEqual(words(text), figures)


class FindTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.answer = make_answer(TEXT, ministry="Ministère des Solidarités")
        cls.answer.questions.update(
            author="Mme Élise Dupré-Hardy", title="Aide numérique"
        )
        vocabulary.known.clear()
        with cls.captureOnCommitCallbacks(execute=True):
            search.index_answer(cls.answer)
            cls.commitment = make_commitment(
                title="Aider au numérique",
                summary=TEXT,
                territory="Rhône",
                answer=cls.answer,
                quote="généralisera Aidants Connect à l’été 2024",
            )
            cls.other = make_commitment(
                title="Ouvrir trois hôpitaux", summary="Des lits.", territory=""
            )

    def find(self, text, kind=search.COMMITMENT):
        return set(search.find(kind, text) & BitMap(self.all(kind)))

    def all(self, kind=search.COMMITMENT):
        if kind == search.ANSWER:
            return [self.answer.pk]
        return [self.commitment.pk, self.other.pk]

    def test_a_commitment_is_found_by_what_it_says(self):
        for text in [*FOUND, self.commitment.reference, f"e-{self.commitment.pk}"]:
            with self.subTest(text=text):
                self.assertIn(self.commitment.pk, self.find(text))

    def test_a_commitment_is_not_found_by_anything_else(self):
        for text in NOT_FOUND:
            with self.subTest(text=text):
                self.assertNotIn(self.commitment.pk, self.find(text))

    def test_an_answer_is_found_by_what_it_says(self):
        for text in FOUND:
            if text.casefold() not in ("rhone", "rhône"):
                with self.subTest(text=text):
                    self.assertEqual(self.find(text, search.ANSWER), {self.answer.pk})

    def test_a_question_is_found_by_the_names_of_its_number(self):
        number = self.answer.questions.get().number
        for text in (
            f"QE {number}",
            f"question {number}",
            f"Question écrite n° {number}",
            f"question orale no {number} aidants",
            f"question n°{number}",
        ):
            with self.subTest(text=text):
                self.assertEqual(self.find(text, search.ANSWER), {self.answer.pk})
        self.assertEqual(parse("question 12 a").clauses, parse("12 a").clauses)
        self.assertIn(("question",), [c.words for c in parse("question de 12").clauses])

    def test_an_answer_is_not_found_by_anything_else(self):
        for text in NOT_FOUND:
            with self.subTest(text=text):
                self.assertEqual(self.find(text, search.ANSWER), set())

    def test_a_word_left_out_leaves_the_others(self):
        self.assertEqual(self.find("-aidants"), {self.other.pk})

    def test_a_phrase_does_not_go_from_one_part_to_the_next(self):
        self.assertEqual(self.find('"numérique rhône"'), set())
        self.assertEqual(self.find('"arrondissement rhône"'), set())

    def test_nothing_typed_asks_for_nothing(self):
        for text in ("", "  ", "\0", "\u00a0"):
            with self.subTest(text=text):
                self.assertIsNone(search.find(search.COMMITMENT, text))

    def test_restricts_a_queryset(self):
        rows = Commitment.objects.all()
        self.assertEqual(list(search.search(rows, "aidants")), [self.commitment])
        self.assertEqual(search.search(rows, "").count(), rows.count())
        answers = search.search(Answer.objects.all(), "aidants connect")
        self.assertEqual(list(answers), [self.answer])

    def test_a_flood_of_words_is_cut(self):
        self.assertEqual(self.find("aidants " * 10_000), {self.commitment.pk})
        self.assertEqual(len(parse("aide " * 10_000).clauses), 30)

    def test_any_number_of_words_may_begin_alike(self):
        SearchWord.objects.bulk_create(
            SearchWord(word=word, mirrored=word[::-1], spelling=word)
            for word in (
                "aida" + chr(97 + n // 26) + chr(97 + n % 26) for n in range(600)
            )
        )
        self.assertEqual(self.find("aida*"), {self.commitment.pk})

    def test_surrogates_and_long_words_do_not_fail(self):
        for text in ("x" * 5000, "\ud800", "a\udfff b", "é" * 600, "1" * 600):
            with self.subTest(text=text[:10]):
                self.assertEqual(self.find(text), set())


class FuzzTests(PropertyTestCase):
    @classmethod
    def setUpTestData(cls):
        vocabulary.known.clear()
        with cls.captureOnCommitCallbacks(execute=True):
            make_commitment(title="Aider", answer=make_answer(TEXT), quote="un œil")

    @settings(max_examples=150)
    @given(
        st.one_of(
            st.text(max_size=600),
            st.text(alphabet="aé'\"-*()&|!:<>\\%_0 7,.€\0{}^", max_size=60),
            st.lists(
                st.sampled_from(
                    [
                        "aidants",
                        "-",
                        '"',
                        "NOT",
                        "AND",
                        "OR",
                        "NEAR(a b, 2)",
                        "*",
                        "2 750",
                    ]
                    + ["title:", "{title}", ":*", "<->", "!!", "l'", "œ", "\u202e", "ß"]
                ),
                max_size=40,
            ).map(" ".join),
        )
    )
    def test_nothing_that_is_typed_fails(self, text):
        for kind in search.KINDS:
            search.find(kind, text)
            search.ranked(kind, text)
            search.begun(kind, text)
            search.did_you_mean(kind, text)
        pieces = search.highlight(TEXT + text, text)
        self.assertEqual("".join(piece.text for piece in pieces), TEXT + text)
        search.excerpt(TEXT * 3, text)


class RankTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.elsewhere = make_commitment(title="Un", summary="Des guichets nautiques.")
        answer = make_answer("Nous ouvrirons des guichets nautiques demain.")
        cls.quoted = make_commitment(
            title="Deux", answer=answer, quote="ouvrirons des guichets nautiques"
        )
        cls.titled = make_commitment(title="Des guichets nautiques")
        cls.newer = make_commitment(title="Encore des guichets nautiques")

    def ranked(self, **options):
        return search.ranked(search.COMMITMENT, "guichet nautique", **options)

    def test_title_then_quote_then_the_rest_then_the_newest(self):
        order = [self.newer.pk, self.titled.pk, self.quoted.pk, self.elsewhere.pk]
        self.assertEqual(self.ranked(), order)

    def test_pages_follow_each_other(self):
        whole = self.ranked()
        for size in (1, 2, 3):
            pages = [self.ranked(limit=size, offset=at) for at in range(0, 4, size)]
            self.assertEqual(sum(pages, []), whole)
        self.assertEqual(self.ranked(offset=4), [])

    def test_only_among_those_that_are_asked_for(self):
        among = BitMap([self.quoted.pk, self.elsewhere.pk])
        self.assertEqual(self.ranked(among=among), [self.quoted.pk, self.elsewhere.pk])

    def test_each_is_in_one_tier(self):
        tiers = search.tiers(search.COMMITMENT, "guichet nautique")
        self.assertEqual([len(tier) for tier in tiers], [2, 1, 1])

    def test_answers_come_the_latest_first(self):
        answers = [make_answer("Un texte palustre.") for _ in range(3)]
        days = {answer.pk: answer.answered_on for answer in answers}
        found = search.ranked(search.ANSWER, "palustres")
        self.assertEqual(
            found, sorted(days, key=lambda pk: (days[pk], pk), reverse=True)
        )


class ShowTests(SimpleTestCase):
    def marked(self, text, query):
        return [p.text for p in search.highlight(text, query) if p.is_match]

    def test_shows_the_words_as_they_stand(self):
        for query, marked in [
            ("ecoles", ["L’école"[2:]]),
            ("2750", ["2\u202f750"]),
            ("85%", ["85"]),
            ("creee", ["créées"]),
            ('"maison de sante"', ["maisons", "santé"]),
            ("ecole -maison", ["école"]),
            ("mais*", ["maisons"]),
            ("maiso", ["maisons"]),
            ("grenouille", []),
            ("", []),
        ]:
            with self.subTest(query=query):
                text = (
                    "L’école, les maisons de santé créées dans 2\u202f750 communes, "
                    "85\u00a0%."
                )
                self.assertEqual(self.marked(text, query), marked)

    def test_marks_are_no_markup(self):
        text = "<b>école</b> & <i>lycée</i>"
        pieces = search.highlight(text, "école <b>")
        self.assertEqual("".join(piece.text for piece in pieces), text)

    def test_an_excerpt_holds_most_of_the_words(self):
        text = (
            "Rien ici. " * 100 + "Les écoles et les lycées ouvrent. " + "Rien. " * 100
        )
        pieces = search.excerpt(text, "école lycée", 120)
        self.assertEqual(
            [piece.text for piece in pieces if piece.is_match], ["écoles", "lycées"]
        )
        self.assertLess(sum(len(piece.text) for piece in pieces), 130)
        self.assertEqual((pieces[0].text, pieces[-1].text), ("… ", " …"))


class ProposalTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        vocabulary.known.clear()
        with cls.captureOnCommitCallbacks(execute=True):
            cls.commitment = make_commitment(
                title="Rénover les établissements scolaires",
                summary="Le rétablissement des gymnases.",
            )
            cls.draft = make_draft(title="Construire un planétarium")

    def propose(self, text, among=None):
        return search.did_you_mean(search.COMMITMENT, text, among)

    def test_a_mistyped_word_gets_a_proposal(self):
        for typed in (
            "etablisement",
            "établissemant",
            "scoalire",
            "gymnsae scolaire",
            "renovre",
            "colaires",
        ):
            with self.subTest(typed=typed):
                proposal = self.propose(typed)
                self.assertIsNotNone(proposal)
                self.assertIn(self.commitment.pk, search.find("commitment", proposal))

    def test_a_word_of_no_index_is_not_proposed(self):
        SearchWord.objects.create(word="lorsqu", mirrored="uqsrol", spelling="lorsqu’")
        self.assertIsNone(self.propose("lorsqi"))

    def test_what_is_found_gets_none(self):
        for text in ("établissement", "", "scolaires gymnases", "de", "2 750"):
            with self.subTest(text=text):
                self.assertIsNone(self.propose(text))

    def test_what_looks_like_nothing_gets_none(self):
        for typed in ("xylophone", "renier"):
            with self.subTest(typed=typed):
                self.assertIsNone(self.propose(typed))

    def test_no_word_of_a_draft_is_told(self):
        self.assertEqual(self.propose("planetarum"), "planétarium")
        self.assertIsNone(self.propose("planetarum", BitMap([self.commitment.pk])))


class IndexTests(TestCase):
    """The index holds what the records say, after every verb."""

    @classmethod
    def setUpTestData(cls):
        cls.answer = make_answer(TEXT)
        cls.commitment = make_commitment(
            title="Aider", answer=cls.answer, quote="un œil"
        )

    def found(self, text, kind=search.COMMITMENT):
        return search.find(kind, text)

    def assert_kept(self):
        for kind in search.KINDS:
            self.assertFalse(compare(kind), kind)

    def test_every_record_of_the_factories_is_indexed(self):
        self.assert_kept()

    def test_an_edit_is_followed(self):
        workflow.edit_commitment(
            self.commitment,
            by=editor(),
            version=None,
            title="Autre intitulé",
            themes=[make_theme(name="Archipels")],
            bodies=[make_body(name="Agence des Îles")],
            reason="Coquille.",
        )
        for text in ("intitule", "archipel", "agence iles"):
            self.assertIn(self.commitment.pk, self.found(text))
        self.assertNotIn(self.commitment.pk, self.found("aider -aidants"))
        self.assert_kept()

    def test_words_added_and_withdrawn_are_followed(self):
        passage = workflow.add_passage(
            self.commitment,
            by=editor(),
            answer=self.answer,
            quote="une sous-préfecture par"[4:],
            role="details",
        )
        self.assertIn(self.commitment.pk, self.found("sous-préfecture"))
        workflow.withdraw_record(passage, by=reviewer(), reason="Hors sujet.")
        self.assertNotIn(self.commitment.pk, self.found("sous-préfecture"))
        self.assert_kept()

    def test_a_new_text_of_an_answer_is_followed(self):
        workflow.keep_text(
            self.answer,
            text=TEXT.replace("Aidants", "Éclaireurs"),
            published_on=self.answer.answered_on,
        )
        self.assertIn(self.answer.pk, self.found("eclaireur", search.ANSWER))
        self.assertNotIn(self.answer.pk, self.found("aidants", search.ANSWER))
        self.assert_kept()

    def test_an_answer_without_a_text_is_found_by_its_published_quotes(self):
        answer = make_answer(text="")
        quote = "douze phares seront rallumés"
        commitment = make_in_review(answer=answer, quote=quote)

        def is_found():
            self.assert_kept()
            return answer.pk in self.found("phares rallumés", search.ANSWER)

        self.assertFalse(is_found())
        workflow.publish(commitment, by=reviewer(), version=None)
        self.assertTrue(is_found())
        passage = workflow.add_passage(
            commitment,
            by=editor(),
            answer=answer,
            quote="trois sémaphores",
            role="details",
        )
        self.assertIn(answer.pk, self.found("sémaphores", search.ANSWER))
        workflow.withdraw_record(passage, by=reviewer(), reason="Erreur.")
        self.assertNotIn(answer.pk, self.found("sémaphores", search.ANSWER))
        workflow.withdraw(commitment, by=reviewer(), version=None, reason="Doublon.")
        self.assertFalse(is_found())

    def test_a_name_that_changes_is_told_to_what_quotes_the_answer(self):
        self.answer.questions.update(author="M. Barnabé Quintal")
        search.index_answers([self.answer.pk])
        self.assertIn(self.answer.pk, self.found("quintal", search.ANSWER))
        self.assertIn(self.commitment.pk, self.found("quintal"))

    def test_what_has_not_changed_is_not_written(self):
        self.assertFalse(search.index_commitment(self.commitment))
        self.assertEqual(search.index_all(search.ANSWER, [self.answer.pk]), [])

    def test_the_command_writes_the_same_as_the_verbs(self):
        texts = ("aidants", "oeil", '"maisons de santé"', "aider", "2750")
        before = [set(self.found(t, k)) for t in texts for k in search.KINDS]
        held = [database_engine().digests(kind) for kind in search.KINDS]
        call_command("search_index", "--rebuild", stdout=StringIO())
        after = [set(self.found(t, k)) for t in texts for k in search.KINDS]
        self.assertEqual(before, after)
        self.assertEqual(
            held, [database_engine().digests(kind) for kind in search.KINDS]
        )

    def test_the_command_indexes_what_is_missing_some_at_a_time(self):
        self.addCleanup(indexing._complete.clear)
        for kind, pk in (
            (search.ANSWER, self.answer.pk),
            (search.COMMITMENT, self.commitment.pk),
        ):
            database_engine().remove(kind, [pk])
        indexing._complete.clear()
        with override("en"):
            self.assertIn("not everything is found", search_notice())
        done = indexing.complete(search.ANSWER)
        with patch.object(indexing, "BATCH", 1):
            self.assertEqual(next(done), 1)
        done.close()
        call_command("search_index", "--missing", stdout=StringIO())
        self.assertEqual(search_notice(), "")
        self.assertIn(self.commitment.pk, self.found("aidants"))
        self.assert_kept()

    def test_the_command_tells_and_mends_what_is_wrong(self):
        Commitment.objects.filter(pk=self.commitment.pk).update(title="Changé dehors")
        database_engine().remove(search.ANSWER, [self.answer.pk])
        out = StringIO()
        with self.assertRaises(CommandError):
            call_command("search_index", "--check", stdout=out)
        call_command("search_index", stdout=StringIO())
        self.assertIn(self.commitment.pk, self.found("changé dehors"))
        self.assertIn(self.answer.pk, self.found("aidants", search.ANSWER))
        call_command("search_index", "--check", stdout=StringIO())
        self.assert_kept()
