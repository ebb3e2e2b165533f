"""“Same promise?”: what is found again, in which role, and what is not."""

import unittest
from datetime import date
from io import StringIO

from django.core.management import call_command
from django.db import connection
from django.test import SimpleTestCase, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commitments import workflow
from commitments.choices import PassageRole, RelationKind
from commitments.models import Answer, Commitment, CommitmentWord
from commitments.similarity import later_answers, same_promises
from commitments.tests.factories import (
    editor,
    make_answer,
    make_body,
    make_commitment,
    make_deadline,
    make_evidence,
    make_relation,
    reviewer,
)
from commitments.tests.test_import_pages import SHARED
from commitments.words import stem, stems

BENCHES = (
    "Le Gouvernement a décidé d'installer 300 bancs chauffants dans les gares rurales "
    "d'ici fin 2024."
)
OTHERS = [
    "Le ministère créera 40 vergers scolaires dans les collèges.",
    "Un observatoire des marées sera ouvert sur la côte.",
    "Le Gouvernement a décidé de former 2 000 apiculteurs de montagne.",
    "Une carte des sentiers nocturnes sera publiée.",
]


class StemTests(SimpleTestCase):
    def test_forms_of_a_word_are_one(self):
        for one, other in (
            ("maison", "maisons"),
            ("conseillers", "conseiller"),
            ("publique", "publiques"),
            ("numerique", "numeriques"),
        ):
            with self.subTest(one=one):
                self.assertEqual(stem(one), stem(other))

    def test_common_words_and_accents_are_left_out(self):
        self.assertEqual(stems("Le Gouvernement prévoit l'été des écoles"), ["ecol"])


class SimilarityTestCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.body = make_body("Ministère des gares")
        cls.origin = make_answer(BENCHES, answered_on=date(2022, 1, 1), body=cls.body)
        cls.benches = make_commitment(
            answer=cls.origin,
            quote="300 bancs chauffants dans les gares rurales d'ici fin 2024",
            title="Installer 300 bancs chauffants dans les gares rurales",
            indicator="bancs chauffants",
            target_value=300,
            bodies=[cls.body],
        )
        make_deadline(cls.benches, due_latest=date(2024, 12, 31), precision="year")
        for text in OTHERS:
            make_commitment(
                answer=make_answer(text),
                quote=text[:-1],
                title=text[:60],
                indicator="",
                comparator="",
                target_value=None,
            )

    def found(self, text, **fields):
        answer = make_answer(text, **{"answered_on": date(2023, 9, 1)} | fields)
        rows = workflow.suggest(answer)
        self.assertTrue(rows, "the extractor suggests nothing here")
        return same_promises(rows, answer)[rows[0].pk]


class SamePromiseTests(SimilarityTestCase):
    def test_finds_the_same_words_figure_deadline_and_body(self):
        best, *others = self.found(
            "Le Gouvernement a décidé d'installer 300 bancs chauffants dans les "
            "petites gares d'ici fin 2024.",
            body=self.body,
        )
        self.assertEqual(best.commitment, self.benches)
        self.assertEqual(best.role, PassageRole.REPEATS)
        self.assertEqual(len(best.reasons), 4)
        self.assertEqual(others, [])

    def test_says_what_the_words_do_to_it(self):
        for what, role in (
            ("400 bancs chauffants dans les gares d'ici fin 2024", "strengthens"),
            ("200 bancs chauffants dans les gares d'ici fin 2024", "weakens"),
            ("300 bancs chauffants dans les gares d'ici fin 2026", "postpones"),
            ("des bancs chauffants dans les gares", "reports_on"),
        ):
            with self.subTest(what=what):
                best = self.found(f"Le Gouvernement a décidé d'installer {what}.")[0]
                self.assertEqual((best.commitment, best.role), (self.benches, role))

    def test_an_older_answer_made_it_first(self):
        best = self.found(BENCHES, answered_on=date(2021, 1, 1))[0]
        self.assertEqual(best.role, PassageRole.MAKES)

    def test_the_words_before_count_for_less(self):
        best = self.found(
            "Les bancs chauffants des gares rurales plaisent. Le Gouvernement a décidé "
            "d'en installer 300 d'ici fin 2024."
        )
        self.assertEqual(best[0].commitment, self.benches)

    def test_another_subject_of_the_same_body_is_not_the_same(self):
        text = "Le Gouvernement a décidé de repeindre 12 ponts d'ici fin 2024."
        self.assertEqual(self.found(text, body=self.body), [])

    def test_what_a_withdrawn_commitment_said_is_not_offered(self):
        workflow.withdraw(
            self.benches,
            by=reviewer(),
            version=self.benches.version,
            reason="Doublon.",
        )
        self.assertEqual(self.found(BENCHES), [])

    def test_follows_the_chain_of_a_promise_that_changed_its_name(self):
        renamed = make_commitment(
            answer=make_answer(
                "Le réseau Tiédeur aura 500 haltes.", answered_on=date(2023, 1, 1)
            ),
            quote="Le réseau Tiédeur aura 500 haltes",
            title="Le réseau Tiédeur",
            indicator="haltes",
            target_value=500,
        )
        make_relation(renamed, self.benches, RelationKind.REPLACES)
        found = self.found("Le réseau Tiédeur comptera 600 haltes d'ici 2025.")
        self.assertEqual([each.commitment for each in found], [renamed, self.benches])
        self.assertIn(renamed.reference, found[1].reasons[0])

    def test_is_the_same_each_time_and_asks_a_constant_number_of_questions(self):
        answer = make_answer(f"{BENCHES} {' '.join(OTHERS)}")
        workflow.suggest(answer)
        rows = list(answer.suggestions.select_related("text"))
        counts = set()
        for part in (rows[:1], rows):
            with CaptureQueriesContext(connection) as queries:
                first = same_promises(part, answer)
            counts.add(len(queries))
        self.assertEqual(len(counts), 1)
        self.assertEqual(first, same_promises(rows, answer))


class LaterAnswerTests(SimilarityTestCase):
    def later(
        self, text="Les bancs chauffants des gares rurales sont posés.", **fields
    ):
        answer = make_answer(text, **{"answered_on": date(2023, 9, 1)} | fields)
        workflow.suggest(answer)
        return answer

    def test_finds_newer_answers_that_speak_of_it(self):
        answer = self.later()
        self.later("Les vergers scolaires plaisent aux collèges.")
        (found,) = later_answers(self.benches)
        self.assertEqual(found.answer, answer)
        self.assertIn("banc", found.words)

    def test_are_offered_as_evidence_beside_the_commitment(self):
        answer = self.later()
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(editor())
        url = reverse("commitment-work", args=[self.benches.reference])
        self.assertContains(self.client.get(url), f"?answer={answer.uid}")

    def test_leaves_out_older_ones_and_those_already_known(self):
        self.later(answered_on=date(2021, 1, 1))
        known = self.later()
        make_evidence(self.benches, answer=known)
        self.assertEqual(later_answers(self.benches), [])
        self.assertEqual(len(later_answers(self.benches, known=True)), 1)


class IndexTests(SimilarityTestCase):
    def words(self):
        rows = CommitmentWord.objects.filter(commitment=self.benches)
        return set(rows.values_list("word", flat=True))

    def test_the_words_follow_the_commitment(self):
        self.assertIn("banc", self.words())
        self.benches.refresh_from_db()
        workflow.edit_commitment(
            self.benches,
            by=editor(),
            version=self.benches.version,
            reason="Plus clair.",
            title="Chauffer les haltes",
        )
        self.assertIn("halt", self.words())


@unittest.skipUnless((SHARED / "seeds").exists(), "the real pages are not here")
class ChainTests(TestCase):
    """The chain of the demonstration data: MSAP, France Services, pass numérique."""

    @classmethod
    def setUpTestData(cls):
        out = StringIO()
        call_command("demo", stdout=out)
        pages = [
            str(path)
            for path in sorted((SHARED / "seeds").iterdir())
            if not path.name.startswith("003_")
        ]
        call_command("import_answers", *pages, stdout=out)

    def candidates(self, uid, words):
        answer = Answer.objects.get(uid=uid)
        rows = answer.suggestions.with_cover().select_related("text")
        rows = [row for row in rows if words in row.quote]
        found = same_promises(rows, answer)
        return {each.commitment.title for row in rows for each in found[row.pk]}

    def test_france_services_leads_back_to_the_maisons_through_the_chain(self):
        found = self.candidates("SENAT-20230518-P3211-GUILLOTIN", "2 750")
        self.assertIn("Accélérer l'ouverture des maisons de services au public", found)

    def test_the_pass_of_2022_leads_back_to_that_of_2019(self):
        found = self.candidates("QANR5L15QE43774", "Pass numérique")
        self.assertIn("Déployer le pass numérique dans tout le pays", found)

    def test_the_answer_of_2022_is_offered_for_the_pass_and_the_maisons(self):
        later = Answer.objects.get(uid="QANR5L15QE43774")
        for title in ("Déployer le pass", "Accélérer l'ouverture des maisons"):
            with self.subTest(title=title):
                commitment = Commitment.objects.get(title__startswith=title)
                found = later_answers(commitment, known=True)
                self.assertEqual(found[0].answer, later)
