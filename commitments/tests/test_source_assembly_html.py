"""Question pages of the Assemblée nationale, legislatures 7 to 16."""

import unittest
from datetime import date

from commitments.imports.published import (
    ANSWER,
    ANSWER_ERRATUM,
    ANSWERED,
    CLOSED,
    OPEN,
    WITHDRAWN,
)
from commitments.imports.sources import assembly_html
from commitments.imports.sources.catalogue import read_path
from commitments.tests.sources import SHARED, codes, needs_samples, read, sorted_out

PSEUDO_TAGS = """<HTML><BODY align=center><TITLE>FICHE QUESTION</TITLE>
<LEG>9ème législature</LEG><NUM>123</NUM><CIV>M.</CIV>&nbsp;
<AUT>Du Rocher Jean-Paul</AUT><GROUPE>Groupe des essais</GROUPE><DEPT>Rhône</DEPT>
<NAT>QE</NAT><RET></RET><DRET></DRET><CRET></CRET>
<MINI>gares</MINI><MINA>horaires et gares</MINA>
<B><DPQ>15/03/1993</DPQ></B><PGQ>891</PGQ><DPR>29/03/1993</DPR><PGREP>1098</PGREP>
<DERQ></DERQ><DERR>05/04/1993</DERR><PGERREP>7</PGERREP>
<RUB>Transports</RUB><TANA>Gares</TANA><ANA>Horaires</ANA>
<QUEST>M Jean-Paul du Rocher demande.</QUEST>
<REP>Reponse. - Cent gares. <BR>  Puis dix.</REP><COMPREP></COMPREP>
<GRP>XYZ</GRP><NLEG>9</NLEG><CODRET>REP_PUB</CODRET></BODY></HTML>"""

SECTIONS = """<!DOCTYPE html><html><head><title>Question n°45 - Assemblée</title></head>
<header class="question_legislature">14ème législature</header>
<section class="question_header">
<div class="question_big_content" id="question_col10"> Question N° 45</div>
<div id="question_col80"> de <span class="question_big_content" ><a
 href="https://example.org/deputes/fiche/OMC_PA12" title="x">Mme Anne Modèle</a></span>
 (Groupe (des essais) - <span>Bas-Rhin</span> )</div>
<div class="question_big_content" id="question_col10">Question orale sans débat</div>
</section><div><span class="question_big_content ">Ministère interrogé > </span> Gares
</div><div><span class="question_big_content">Ministère attributaire > </span> Horaires
</div><p> <span class="question_big_content">Rubrique > </span>transports</p>
<p><span class="question_big_content ">Titre > </span>Gares &amp; trains</p>
<div class="question_publish_date"><div>Question publiée au JO le : <span
 class="question_big_content">16/05/2017</span>  page : <span><a href="#">33</a></span>
</div>%s</div>
<section class="question_answer"><div class="question"><h3>Texte de la question</h3>
<p>Quand ?</p></div><div class="answer"><h3>Texte de la réponse</h3>
<div class="reponse_contenu">%s</div></div></section>"""

NEW_DESIGN = """<html><head><title>Question n°200 - 16e législature</title></head>
<h1>Question écrite n°200 :</h1><p>Gares</p><p>16e législature</p>
<a href="https://www.example.org/dyn/deputes/PA12">Mme Anne Modèle (Meuse - XYZ)</a>
<p>Ministère interrogé : <span>Gares</span></p>
<p id="blocMinistereAttributaire">Ministère répondant : <span>Horaires</span></p>
<p>Rubrique : <span>transports</span></p>
<p>Question publiée au Journal Officiel du 2 août 2022, page 3500</p>
<h2>Texte de la question</h2><p>Quand ?</p>
<p>Publication de la réponse au Journal Officiel du 27 septembre 2022, page 4253</p>
<h2>Texte de la réponse</h2><p>Cent gares.</p><footer>pied</footer></html>"""


class AssemblyPageTests(unittest.TestCase):
    def only(self, page):
        (record,), problems = read(assembly_html, page)
        self.assertEqual(problems, [])
        return record

    def test_reads_the_pseudo_tags(self):
        for encoding in ("latin-1", "utf-8"):
            with self.subTest(encoding=encoding):
                record = self.only(PSEUDO_TAGS.encode(encoding))
                self.assertEqual(record.uid, "QANR5L9QE123")
                self.assertEqual(record.author, "Jean-Paul Du Rocher")
                self.assertEqual(record.constituency, "Rhône")
                self.assertEqual(record.ministry_answering, "horaires et gares")
                self.assertEqual(record.asked_on, date(1993, 3, 15))
                self.assertEqual(record.answered_page, "1098")
                self.assertEqual(
                    record.answer_text, "Reponse. - Cent gares.\nPuis dix."
                )
                self.assertEqual((record.title, record.state), ("Gares", ANSWERED))
                (erratum,) = record.of_role(ANSWER_ERRATUM)
                self.assertEqual(erratum.published_on, date(1993, 4, 5))

    def test_reads_the_labelled_sections(self):
        dated = "<div>Réponse publiée au JO le : <span>13/06/2017</span></div>"
        record = self.only(SECTIONS % (dated, "Cent<br>gares"))
        self.assertEqual(record.uid, "QANR5L14QOSD45")
        self.assertEqual((record.author, record.author_ref), ("Anne Modèle", "PA12"))
        self.assertEqual(record.group, "Groupe (des essais)")
        self.assertEqual(record.constituency, "Bas-Rhin")
        self.assertEqual(record.ministry_asked, "Gares")
        self.assertEqual(record.ministry_answering, "Horaires")
        self.assertEqual(record.title, "Gares & trains")
        self.assertEqual(
            (record.asked_on, record.asked_page), (date(2017, 5, 16), "33")
        )
        self.assertEqual(record.question_text, "Quand ?")
        self.assertEqual(record.answer_text, "Cent\ngares")
        self.assertEqual(record.answered_on, date(2017, 6, 13))

    def test_reads_a_withdrawal(self):
        for cause, state in ((" (fin de mandat)", CLOSED), ("", WITHDRAWN)):
            dated = f"<div>Question retirée le: <b>20/06/2017</b>{cause}</div>"
            record = self.only(SECTIONS % (dated, "<form action=x>Alerte</form>"))
            self.assertEqual((record.state, record.answer_text), (state, ""))
            self.assertEqual(record.closed_on, date(2017, 6, 20))

    def test_reads_the_new_design(self):
        record = self.only(NEW_DESIGN)
        self.assertEqual(record.uid, "QANR5L16QE200")
        self.assertEqual((record.author, record.constituency), ("Anne Modèle", "XYZ"))
        self.assertEqual(record.ministry_answering, "Horaires")
        self.assertEqual(record.asked_on, date(2022, 8, 2))
        self.assertEqual(record.answered_on, date(2022, 9, 27))
        self.assertEqual(record.answered_page, "4253")
        self.assertEqual(record.answer_text, "Cent gares.")

    def test_refuses_a_page_that_is_no_question(self):
        for page in ("<html><title>Question n°</title>", "", "<NUM></NUM>"):
            records, problems = read(assembly_html, page)
            self.assertEqual(records, [])
            self.assertEqual(len(problems), 1)


@needs_samples
class AssemblyPageSampleTests(unittest.TestCase):
    def test_reads_every_real_page(self):
        records, problems = sorted_out(read_path(SHARED / "corpus/an_html"))
        self.assertEqual(codes(problems), [])
        found = {
            r.uid: (r.state, len(r.question_text) > 0, len(r.answer_text) > 0)
            for r in records
        }
        self.assertEqual(
            found,
            {
                "QANR5L7QE80900": (CLOSED, False, False),
                "QANR5L7QOSD954": (ANSWERED, False, False),
                "QANR5L8QE39989": (CLOSED, True, False),
                "QANR5L8QOSD176": (WITHDRAWN, False, False),
                "QANR5L9QE67760": (ANSWERED, True, True),
                "QANR5L9QOSD560": (ANSWERED, False, False),
                "QANR5L10QG2412": (ANSWERED, False, True),
                "QANR5L10QOSD1340": (ANSWERED, True, True),
                "QANR5L14QE104002": (ANSWERED, True, True),
                "QANR5L14QG4698": (ANSWERED, False, True),
                "QANR5L14QOSD1682": (ANSWERED, True, True),
                "QANR5L15QE45666": (CLOSED, True, False),
                "QANR5L15QOSD1704": (ANSWERED, True, True),
                "QANR5L16QE14248": (OPEN, True, False),
            },
        )
        for record in records:
            self.assertTrue(record.author and record.group and record.asked_on)
            self.assertTrue(record.ministry_asked and record.title)
            self.assertNotIn("<", record.answer_text + record.question_text)
            for answer in record.of_role(ANSWER):
                self.assertIsNotNone(answer.published_on)
