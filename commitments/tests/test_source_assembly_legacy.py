"""The legacy XML of the Assemblée nationale, one file per question."""

import unittest
from datetime import date

from commitments.imports.published import (
    ANSWER_ERRATUM,
    ANSWERED,
    OPEN,
    QUESTION_ERRATUM,
)
from commitments.imports.sources import assembly_legacy
from commitments.imports.sources.catalogue import read_path
from commitments.tests.sources import SHARED, codes, needs_samples, read, sorted_out

XML = """<?xml version="1.0" encoding="UTF-8"?>
<QUESTION TYPE="QE"><LEGISLATURE>13</LEGISLATURE>
<DEPOT NUMERO="0123"><DATE_JO>07/01/2014</DATE_JO><PAGE_JO>18</PAGE_JO>
<NUMERO_JO>1</NUMERO_JO></DEPOT>
<AUTEUR ID_MANDAT="1"><ID_ACTEUR>12</ID_ACTEUR><CIVILITE>Mme</CIVILITE>
<NOM>Modèle</NOM><PRENOM>Anne</PRENOM></AUTEUR>
<GROUPE SIGLE="XYZ"><LIBELLE>Groupe des essais</LIBELLE></GROUPE>
<CIRCONSCRIPTION NUMERO_CIRCONSCRIPTION="1"><DEPARTEMENT>Meuse</DEPARTEMENT>
</CIRCONSCRIPTION>
<INDEXATION_AN RUBRIQUE="transports"><TETE_ANALYSE>gares</TETE_ANALYSE>
<ANALYSE><ANA>a</ANA><ANA>b</ANA></ANALYSE></INDEXATION_AN>
<MINI><ABREGE>E</ABREGE><DEVELOPPE>Ministère des essais</DEVELOPPE></MINI>
<MINA><ORDRE NUMERO="2"><DEVELOPPE>Ministère B</DEVELOPPE>
<DATE_JO>03/04/2014</DATE_JO></ORDRE>
<ORDRE NUMERO="1"><DEVELOPPE>Ministère A</DEVELOPPE></ORDRE></MINA>
<DEPOT><TEXTE_DEPOT> <![CDATA[Quand les <em>gares</em> ?]]></TEXTE_DEPOT></DEPOT>
<ERRATUM_QUESTION><DATE_JO>14/01/2014</DATE_JO><PAGE_JO>99</PAGE_JO></ERRATUM_QUESTION>
<SIGNALEMENT><DATE_JO>01/04/2014</DATE_JO></SIGNALEMENT>
<RENOUVELLEMENT><ORDRE NUMERO="1">
<DATE_RENOUVELLEMENT>15/04/2014</DATE_RENOUVELLEMENT></ORDRE></RENOUVELLEMENT>
<CLOTURE><DATE_JO>13/05/2014</DATE_JO><ABREGE>REP_PUB</ABREGE>
<LIBELLE>Réponse publiée</LIBELLE></CLOTURE>
<REPONSE><TEXTE_REPONSE><![CDATA[Cent<br>gares]]></TEXTE_REPONSE>
<DATE_JO_REPONSE>13/05/2014</DATE_JO_REPONSE><PAGE_JO_REPONSE>38</PAGE_JO_REPONSE>
</REPONSE>
<ERRATUM_REPONSE><DATE_JO>20/05/2014</DATE_JO><PAGE_JO>5</PAGE_JO></ERRATUM_REPONSE>
</QUESTION>"""


class AssemblyLegacyTests(unittest.TestCase):
    def test_reads_every_field(self):
        (record,), problems = read(assembly_legacy, XML)
        self.assertEqual(problems, [])
        self.assertEqual(record.uid, "QANR5L13QE123")
        self.assertEqual((record.author, record.author_ref), ("Anne Modèle", "PA12"))
        self.assertEqual(record.constituency, "Meuse (1re circonscription)")
        self.assertEqual((record.rubric, record.title), ("transports", "gares"))
        self.assertEqual(record.ministry_asked, "Ministère des essais")
        self.assertEqual(record.ministry_answering, "Ministère B")
        self.assertEqual(record.attributions[1].since, date(2014, 4, 3))
        self.assertEqual((record.asked_on, record.asked_page), (date(2014, 1, 7), "18"))
        self.assertEqual(record.question_text, "Quand les gares ?")
        self.assertEqual(record.answer_text, "Cent\ngares")
        self.assertEqual(record.answered_on, date(2014, 5, 13))
        self.assertEqual(record.signalled_on, date(2014, 4, 1))
        self.assertEqual(record.renewed_on, (date(2014, 4, 15),))
        self.assertEqual(record.state, ANSWERED)
        for role, day in ((QUESTION_ERRATUM, 14), (ANSWER_ERRATUM, 20)):
            (erratum,) = record.of_role(role)
            self.assertEqual((erratum.published_on.day, erratum.text), (day, ""))

    def test_reads_single_children_and_none(self):
        text = XML.replace("<ANA>b</ANA>", "").replace("<TETE_ANALYSE>gares", "<T>")
        text = text.replace("</TETE_ANALYSE>", "</T>")
        (record,), _ = read(assembly_legacy, text)
        self.assertEqual(record.title, "a")
        start, end = text.index("<REPONSE>"), text.index("</QUESTION>")
        (record,), _ = read(assembly_legacy, text[:start] + text[end:])
        self.assertEqual((record.state, record.answer_text), (OPEN, ""))

    def test_refuses_what_has_no_identity(self):
        for text in (XML.replace("0123", "x"), XML.replace("<LEGISLATURE>13", "<X>13")):
            self.assertEqual(len(read(assembly_legacy, text)[0]), 0)
        _, problems = read(assembly_legacy, '<QUESTION TYPE="QE">a</QUESTION>')
        self.assertEqual(codes(problems), ["bad_identity"])


@needs_samples
class AssemblyLegacySampleTests(unittest.TestCase):
    def test_reads_the_real_file(self):
        (record,), problems = sorted_out(read_path(SHARED / "corpus/an_xml"))
        self.assertEqual(problems, [])
        self.assertEqual(record.uid, "QANR5L14QE47351")
        self.assertEqual(record.answered_page, "3858")
        rows = record.answer_text.split("\n")
        # Seven columns in every line of the table, its two lines of headings included.
        table = [row for row in rows if " | " in row]
        self.assertEqual(len(table), 18)
        self.assertEqual({row.count("|") for row in table}, {6})
