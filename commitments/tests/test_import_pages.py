"""Saved pages become records, exactly; anything else is refused with a reason."""

import json
import unittest
from datetime import date
from pathlib import Path

from commitments.imports.identity import legislature_on, public_url
from commitments.imports.records import NotAnAnswer, Refusal, UnreadablePage
from commitments.imports.sources.saved_page import decode_page, read_page

SHARED = Path(__file__).resolve().parents[3] / "shared"

MIRROR = """Photo de Jeanne Exemple

Jeanne Exemple
Question écrite N° 99901 au Ministère des essais


Ouverture des gares le dimanche

Question soumise le 27 juillet 2017

Mme Jeanne Exemple interroge M. le ministre des essais sur les gares.

Elle rappelle que la page 12 du rapport date du 3 mai 2016.

Réponse émise le 1er février 2018

Cent gares seront ouvertes d'ici 2020.

Le 12 mars 2017, trente l'étaient déjà.

Aucun commentaire n'a encore été formulé sur cette question.

Inscription
ou
Connexion"""

ASSEMBLY_MIRROR = """Photo issue du site de l'Assemblée nationale ou de Wikipedia

Paul Modèle
Question N° 99902 au Ministère des essais


Question soumise le 3 octobre 2018

M. Paul Modèle demande à Mme la ministre des essais si les gares ouvriront.

Réponse émise le 7 mai 2019

Oui, toutes.

3 commentaires

Vous pouvez commenter les travaux des nouveaux députés."""

SENATE = """Question de M. DU ROCHER Jean Paul (Haute-Marne - XYZ) publiée le 18/05/2023

M. Jean-Paul du Rocher interroge Mme la ministre des essais, chargée des gares, sur
la page 4000 de son rapport.

- page 3200

Transmise au Ministère des horaires


Réponse du Ministère des horaires publiée le 13/07/2023

La ministre ouvrira douze gares. Réponse du 2 mai comprise.

- page 4400

Page mise à jour le"""

NUMBERED_SENATE = """Gares du plateau

14e législature

Question écrite n° 00123 de Mme Anne MODÈLE (Meuse - NI)
publiée dans le JO Sénat du 03/10/2013 - page 2862

Mme Anne Modèle demande à M. le ministre des essais quelles gares ouvriront.

Réponse du Ministère des essais
publiée dans le JO Sénat du 05/12/2013 - page 3500

Une gare ouvrira en 2014.

Page mise à jour le 6 décembre 2013"""

UNANSWERED_SENATE = """Question de M. MODÈLE Paul (Meuse - NI) publiée le 12/01/2012

M. Paul Modèle demande si les gares ouvriront.

- page 73


{outcome}

Page mise à jour le"""

ASSEMBLY = """ASSEMBLÉE NATIONALE

16e législature

Ouverture des gares

Question écrite n° 99903

Texte de la question

Mme Anne Modèle demande si les gares ouvriront. Auteur : elle-même.

Texte de la réponse

Le programme ouvrira

soixante gares avant la fin de l'année.

Données clés

Auteur : [Mme Anne Modèle](#)

Circonscription : Meuse (2^e circonscription) - Groupe d'essai - Indépendants

Type de question : Question écrite

Numéro de la question : 99903

Rubrique : Transports

Ministère interrogé : [Essais](#)

Ministère attributaire : [Horaires et essais](#)

Date(s) clé(s)

Question publiée au JO le : [1er août 2023](#), page 488

Réponse publiée au JO le : 05/12/2023 page : 3088"""


class MirrorPageTests(unittest.TestCase):
    def test_reads_every_field(self):
        page = read_page(MIRROR)
        self.assertEqual(page.uid, "SENAT-15-QE-99901")
        self.assertEqual(page.author, "Jeanne Exemple")
        self.assertEqual(page.ministry_asked, "Ministère des essais")
        self.assertEqual(page.title, "Ouverture des gares le dimanche")
        self.assertEqual(page.asked_on, date(2017, 7, 27))
        self.assertEqual(page.answered_on, date(2018, 2, 1))
        self.assertIsNone(page.asked_page)
        self.assertTrue(page.question_text.endswith("3 mai 2016."))

    def test_keeps_the_site_s_own_lines_out_of_the_answer(self):
        page = read_page(MIRROR)
        self.assertTrue(page.answer_text.startswith("Cent gares"))
        self.assertTrue(page.answer_text.endswith("déjà."))

    def test_infers_the_chamber_from_the_days_of_publication_and_says_so(self):
        page = read_page(MIRROR)
        self.assertEqual(page.chamber, "SENAT")
        self.assertIn("chamber", page.inferred)

    def test_reads_the_chamber_that_the_page_names(self):
        page = read_page(ASSEMBLY_MIRROR)
        self.assertEqual(page.uid, "QANR5L15QE99902")
        self.assertNotIn("chamber", page.inferred)
        self.assertEqual(page.answer_text, "Oui, toutes.")
        self.assertIsNone(page.title)

    def test_asks_for_the_chamber_when_nothing_tells_it(self):
        text = MIRROR.replace("27 juillet", "28 juillet")
        with self.assertRaises(UnreadablePage) as refusal:
            read_page(text)
        self.assertEqual(refusal.exception.code, "chamber_unknown")
        self.assertEqual(read_page(text, chamber="AN").uid, "QANR5L15QE99901")

    def test_completes_a_ministry_cut_short_from_the_question(self):
        text = MIRROR.replace("au Ministère des essais", "au Ministère")
        page = read_page(text)
        self.assertEqual(page.ministry_asked, "ministre des essais")
        self.assertEqual(page.ministry_answering, "Ministère")
        self.assertIn("ministry_asked", page.inferred)

    def test_refuses_a_question_without_answer(self):
        with self.assertRaises(NotAnAnswer):
            read_page(MIRROR[: MIRROR.index("Réponse émise")])


class SenatePageTests(unittest.TestCase):
    def test_reads_every_field(self):
        page = read_page(SENATE)
        self.assertEqual(page.author, "Jean-Paul du Rocher")
        self.assertEqual((page.constituency, page.group), ("Haute-Marne", "XYZ"))
        self.assertEqual(page.ministry_asked, "ministre des essais, chargée des gares")
        self.assertEqual(page.ministry_answering, "Ministère des horaires")
        self.assertEqual(page.answered_on, date(2023, 7, 13))
        self.assertTrue(page.question_text.endswith("de son rapport."))

    def test_a_page_of_the_journal_is_not_a_number(self):
        page = read_page(SENATE)
        self.assertIsNone(page.number)
        self.assertEqual((page.asked_page, page.answered_page), (3200, 4400))
        self.assertEqual(page.uid, "SENAT-20230518-P3200-DU-ROCHER")
        self.assertEqual(public_url(page), "")

    def test_ends_the_answer_before_its_page(self):
        page = read_page(SENATE)
        self.assertTrue(page.answer_text.endswith("Réponse du 2 mai comprise."))

    def test_reads_the_number_and_title_of_older_pages(self):
        page = read_page(NUMBERED_SENATE)
        self.assertEqual(page.uid, "SENAT-14-QE-123")
        self.assertEqual(page.author, "Anne Modèle")
        self.assertEqual(page.title, "Gares du plateau")
        self.assertEqual((page.asked_page, page.answered_page), (2862, 3500))
        self.assertEqual(page.answer_text, "Une gare ouvrira en 2014.")
        self.assertEqual(
            public_url(page),
            "https://www.senat.fr/questions/base/2013/qSEQ131000123.html",
        )

    def test_says_why_a_page_has_no_answer(self):
        outcomes = {
            "lapsed": "La question est caduque",
            "withdrawn": "Cette question de rappel a été retirée.",
            "no_answer": "En attente de réponse du Ministère des essais",
        }
        for code, outcome in outcomes.items():
            with self.subTest(code), self.assertRaises(NotAnAnswer) as refusal:
                read_page(UNANSWERED_SENATE.format(outcome=outcome))
            self.assertEqual(refusal.exception.code, code)

    def test_refuses_two_answers_on_one_page(self):
        with self.assertRaises(UnreadablePage):
            read_page(SENATE + "\n" + SENATE[SENATE.index("Réponse du Mini") :])


class AssemblyPageTests(unittest.TestCase):
    def test_reads_the_fields_that_stand_after_the_texts(self):
        page = read_page(ASSEMBLY)
        self.assertEqual(page.uid, "QANR5L16QE99903")
        self.assertEqual(page.author, "Anne Modèle")
        self.assertEqual(page.constituency, "Meuse (2e circonscription)")
        self.assertEqual(page.group, "Groupe d'essai - Indépendants")
        self.assertEqual(page.title, "Ouverture des gares")
        self.assertEqual(page.rubric, "Transports")
        self.assertEqual(page.ministry_asked, "Essais")
        self.assertEqual(page.ministry_answering, "Horaires et essais")
        self.assertEqual((page.asked_on, page.asked_page), (date(2023, 8, 1), 488))
        self.assertEqual(page.answered_on, date(2023, 12, 5))
        self.assertEqual(page.answered_page, 3088)
        self.assertEqual(page.inferred, ())

    def test_keeps_a_blank_line_inside_the_answer(self):
        self.assertIn("ouvrira\n\nsoixante", read_page(ASSEMBLY).answer_text)

    def test_refuses_a_question_without_answer(self):
        text = ASSEMBLY.replace("Texte de la réponse", "")
        with self.assertRaises(NotAnAnswer) as refusal:
            read_page(text)
        self.assertEqual(refusal.exception.code, "no_answer")

    def test_names_what_is_missing(self):
        faults = {
            "answer_date_missing": ("Réponse publiée au JO le", "Réponse"),
            "bad_date": ("1er août 2023", "32 août 2023"),
            "too_old": ("1er août 2023", "1er août 0023"),
            "dates_reversed": ("1er août 2023", "1er août 2024"),
            "author_missing": ("Auteur : [Mme", "Par [Mme"),
        }
        for code, (words, others) in faults.items():
            with self.subTest(code), self.assertRaises(UnreadablePage) as refusal:
                read_page(ASSEMBLY.replace(words, others))
            self.assertEqual(refusal.exception.code, code)


class AnyPageTests(unittest.TestCase):
    def test_the_span_is_the_answer_in_every_layout(self):
        for text in (MIRROR, ASSEMBLY_MIRROR, SENATE, NUMBERED_SENATE, ASSEMBLY):
            page = read_page(text)
            with self.subTest(page.uid):
                span = text[page.answer_start : page.answer_end]
                self.assertEqual(span, page.answer_text)
                self.assertEqual(span, span.strip())

    def test_refuses_other_documents(self):
        for text in ("", "Un article sur les réponses des ministres.", "{}"):
            with self.subTest(text), self.assertRaises(NotAnAnswer) as refusal:
                read_page(text)
            self.assertEqual(refusal.exception.code, "not_a_question")

    def test_refuses_html_and_says_what_to_do(self):
        with self.assertRaises(UnreadablePage) as refusal:
            read_page("<!DOCTYPE html><html><body>Texte de la question")
        self.assertEqual(refusal.exception.code, "html")

    def test_decodes_what_people_save(self):
        text = "Réponse émise\nle 1er août – « oui »"
        for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
            with self.subTest(encoding):
                self.assertEqual(decode_page(text.encode(encoding)), text)
        windows_lines = text.replace("\n", "\r\n").encode()
        self.assertEqual(decode_page(windows_lines), text)

    def test_refuses_what_is_not_text(self):
        for data in (b"\x00\x01", b"\xff\x81\x8d"):
            with self.subTest(data), self.assertRaises(UnreadablePage):
                decode_page(data)

    def test_knows_the_legislature_of_a_day(self):
        self.assertEqual(legislature_on(date(2017, 6, 20)), 14)
        self.assertEqual(legislature_on(date(2017, 6, 21)), 15)
        self.assertEqual(legislature_on(date(2024, 7, 1)), 16)
        self.assertIsNone(legislature_on(date(1950, 1, 1)))


@unittest.skipUnless(
    (SHARED / "seeds").is_dir(), "the real pages of ../shared are not here"
)
class RealPageTests(unittest.TestCase):
    CHAMBERS = {"Assemblée nationale": "AN", "Sénat": "SENAT"}
    UIDS = {
        "000_e39189abe49c726c.txt": "SENAT-15-QE-743",
        "001_748cbdd747f81e26.txt": "QANR5L15QE12929",
        "002_aeaa4b7c3694dee4.txt": "SENAT-20230518-P3211-GUILLOTIN",
        "004_17a0125ff79d1a31.txt": "QANR5L15QE43774",
    }

    @classmethod
    def setUpClass(cls):
        gold = SHARED / "gold" / "seeds_documents.json"
        cls.expected = json.loads(gold.read_text(encoding="utf-8"))

    def text(self, name):
        return decode_page((SHARED / "seeds" / name).read_bytes())

    def test_every_answer_is_read_exactly(self):
        for seed in self.expected:
            if seed["doc_type"] != "answer":
                continue
            with self.subTest(seed["doc"]):
                text = self.text(seed["doc"])
                page = read_page(text)
                self.assertEqual(len(text), seed["chars"])
                self.assertEqual(page.uid, self.UIDS[seed["doc"]])
                self.assertEqual(page.chamber, self.CHAMBERS[seed["chamber"]])
                self.assertEqual(page.number, seed["number"])
                self.assertEqual(page.asked_on.isoformat(), seed["question_date"])
                self.assertEqual(page.answered_on.isoformat(), seed["answer_date"])
                self.assertEqual(page.author, seed["author"])
                # What the annotators added stands in brackets.
                ministry = seed["ministry"].partition(" [")[0]
                self.assertEqual(page.ministry_answering, ministry)
                span = (page.answer_start, page.answer_end)
                self.assertEqual(span, (seed["answer_start"], seed["answer_end"]))
                self.assertEqual(text[slice(*span)], page.answer_text)

    def test_the_chamber_of_one_page_is_only_inferred(self):
        inferred = {name: read_page(self.text(name)).inferred for name in self.UIDS}
        self.assertEqual(
            [name for name, fields in inferred.items() if "chamber" in fields],
            ["000_e39189abe49c726c.txt"],
        )

    def test_the_transferred_question_keeps_both_ministries(self):
        page = read_page(self.text("002_aeaa4b7c3694dee4.txt"))
        self.assertIn("transition numérique", page.ministry_asked)
        self.assertIn("fonction publiques", page.ministry_answering)
        self.assertEqual((page.asked_page, page.answered_page), (3211, 4441))

    def test_the_press_article_is_refused(self):
        with self.assertRaises(NotAnAnswer) as refusal:
            read_page(self.text("003_0123ae3fceabecb6.txt"))
        self.assertEqual(refusal.exception.code, "not_a_question")

    def test_no_other_real_file_is_taken_for_an_answer(self):
        for folder in ("senat_pages", "an_html", "an_xml", "an_json"):
            for path in sorted((SHARED / "corpus" / folder).iterdir()):
                with self.subTest(path.name), self.assertRaises(Refusal):
                    read_page(decode_page(path.read_bytes()))
