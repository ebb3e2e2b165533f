"""Texts in no known layout: what they say is read, what they leave out is named."""

import unittest
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from commitments.imports.records import NotAnAnswer, UnreadablePage
from commitments.imports.sources.free_text import missing, understood, whole
from commitments.tests.pdfs import GAZETTE
from commitments.tests.test_import_pages import ASSEMBLY, MIRROR, SENATE, SHARED

LABELLED = """15ème législature

Question N° : 12 929

De M. Paul Modèle ( La République en essai - Rhône )

Question écrite

Ministère interrogé > Numérique

Ministère attributaire > Transition numérique

Rubrique > services publics

Question publiée au JO le : 02/10/2018

Réponse publiée au JO le : 07/05/2019 page : 4321

https://questions.assemblee-nationale.fr/q15/15-12929QE.htm

Texte de la question

M. Paul Modèle appelle l'attention de M. le ministre du numérique sur les gares.

Texte de la réponse

Douze gares ouvriront en 2020.

Elles resteront ouvertes."""

PASTED = """Mme Anne Modèle interroge M. le ministre des essais sur la question n° 7.

Réponse du ministère des horaires

Douze gares ouvriront en 2020."""


class UnderstoodTests(unittest.TestCase):
    def test_a_known_layout_is_read_as_ever(self):
        for page, uid in (
            (MIRROR, "SENAT-15-QE-99901"),
            (SENATE, "SENAT-20230518-P3200-DU-ROCHER"),
            (ASSEMBLY, "QANR5L16QE99903"),
        ):
            self.assertEqual(understood(page).uid, uid)

    def test_labels_before_the_texts(self):
        record = understood(LABELLED)
        self.assertEqual(record.uid, "QANR5L15QE12929")
        self.assertEqual(record.author, "Paul Modèle")
        self.assertEqual(record.group, "La République en essai")
        self.assertEqual(record.constituency, "Rhône")
        self.assertEqual(record.ministry_asked, "Numérique")
        self.assertEqual(record.ministry_answering, "Transition numérique")
        self.assertEqual(record.rubric, "services publics")
        self.assertEqual(record.asked_on, date(2018, 10, 2))
        self.assertEqual(record.answered_on, date(2019, 5, 7))
        self.assertEqual(record.answered_page, "4321")
        self.assertTrue(record.answer_text.endswith("\n\nElles resteront ouvertes."))
        self.assertEqual(missing(record), [])
        self.assertEqual(record.inferred, ())

    def test_the_journal_officiel(self):
        record = understood(GAZETTE)
        self.assertEqual(record.uid, "QANR5L16QE9903")
        self.assertEqual(record.author, "Anne Modèle")
        self.assertEqual(record.title, "Ouverture des gares le dimanche")
        self.assertEqual(record.rubric, "Transports ferroviaires")
        self.assertEqual(record.ministry_answering, "Essais et horaires")
        self.assertEqual(record.asked_on, date(2023, 5, 2))
        self.assertEqual(record.answered_on, date(2023, 7, 13))
        self.assertTrue(record.question_text.startswith("Mme Anne Modèle attire"))
        self.assertTrue(record.answer_text.startswith("Le ministre ouvrira"))
        self.assertTrue(record.answer_text.endswith("Il sera rendu public."))
        self.assertIn("answered_on", record.inferred)

    def test_the_journal_officiel_of_the_senate(self):
        record = understood(GAZETTE.replace("ASSEMBLÉE NATIONALE", "SÉNAT"))
        self.assertEqual(record.uid, "SENAT-16-QE-9903")

    def test_what_a_pasted_text_leaves_out_is_named(self):
        record = understood(PASTED)
        self.assertEqual(record.author, "Anne Modèle")
        self.assertEqual(record.ministry_answering, "ministère des horaires")
        self.assertEqual(record.answer_text, "Douze gares ouvriront en 2020.")
        self.assertEqual(
            missing(record), ["chamber", "legislature", "number", "answered_on"]
        )
        self.assertEqual(set(record.inferred), {"type", "author", "ministry_asked"})

    def test_a_number_named_by_the_question_is_not_its_own(self):
        self.assertEqual(understood(PASTED).number, "")

    def test_a_text_without_any_mark_may_all_be_the_answer(self):
        record = understood("Douze gares ouvriront.\r\n\r\nElles seront belles.")
        self.assertEqual(
            record.answer_text, "Douze gares ouvriront.\n\nElles seront belles."
        )
        self.assertIn("answer_text", record.inferred)

    def test_a_question_without_answer_is_read_too(self):
        record = understood(LABELLED.split("Texte de la réponse")[0])
        self.assertEqual(record.answer_text, "")
        self.assertTrue(record.question_text.startswith("M. Paul Modèle"))

    def test_roman_legislatures(self):
        text = LABELLED.replace("15ème", "XIVe")
        self.assertEqual(understood(text).legislature, 14)

    @settings(max_examples=50)
    @given(st.text(), st.sampled_from([LABELLED, GAZETTE, SENATE, PASTED]))
    def test_no_text_makes_it_fail(self, noise, text):
        half = len(text) // 2
        understood(noise)
        understood(text[:half] + noise + text[half:])


class WholeTests(unittest.TestCase):
    def test_refuses_what_is_no_question(self):
        with self.assertRaises(NotAnAnswer):
            whole("Un ministre a répondu mardi.")

    def test_names_what_is_missing(self):
        with self.assertRaises(UnreadablePage) as refusal:
            whole(PASTED)
        self.assertIn("number", str(refusal.exception))

    def test_refuses_an_answer_before_its_question(self):
        with self.assertRaises(UnreadablePage) as refusal:
            whole(LABELLED.replace("07/05/2019", "07/05/2017"))
        self.assertEqual(refusal.exception.code, "dates_reversed")

    @unittest.skipUnless(
        (SHARED / "corpus").is_dir(), "the real pages of ../shared are not here"
    )
    def test_real_pages_without_answer_stay_refused(self):
        for path in (SHARED / "corpus" / "senat_pages").iterdir():
            with self.subTest(path.name), self.assertRaises(NotAnAnswer):
                whole(path.read_text())
