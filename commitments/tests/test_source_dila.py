"""Weekly issues: questions, answers that several questions share, rectifications."""

import unittest
from datetime import date

from commitments.imports.published import (
    ANSWER,
    ANSWER_ERRATUM,
    ANSWERED,
    OPEN,
    QUESTION_ERRATUM,
)
from commitments.imports.sources import dila
from commitments.tests.sources import codes, read


def make_entry(number, text="Quand ?", day="2026-03-10", legislature=17):
    return (
        f"<question><idQuestion><numeroQuestion>{number}</numeroQuestion><type>REP</type>"
        f"<legislature>{legislature}</legislature><source>AN</source></idQuestion>"
        f"<referencePublication><datePublication>{day}</datePublication><pageJO>19</pageJO>"
        "<noPublication>20260010</noPublication></referencePublication>"
        "<ministreJO>Essais</ministreJO><parlementaire>Mme Anne Modèle</parlementaire>"
        f"<Objet>Gares</Objet><texteQuestion>{text}</texteQuestion></question>"
    )


REPLY = (
    "<reponse><referencePublication><datePublication>2026-03-10</datePublication>"
    "<pageJO>1950</pageJO><noPublication>20260010</noPublication></referencePublication>"
    "<texteReponse>Cent gares<br/>d'ici 2030.</texteReponse></reponse>"
)


def make_issue(asked="", answered="", other=""):
    return (
        '<?xml version="1.0" encoding="UTF-8"?><QuestionsPublieesAS>'
        f'<Section part="QE">{asked}</Section><Section part="REP">{answered}</Section>'
        f"{other}</QuestionsPublieesAS>"
    )


SENATE = """<QuestionsPubliees DateJO="2024-03-07" NumJO="20240010">
<Section part="QE"><Question><Gestion><NumQ>10500</NumQ><DateQ>2024-03-07</DateQ>
<PageJO>800</PageJO><Objet>Gares</Objet><Auteur><Civilite>M.</Civilite><Nom>Essai</Nom>
<Prenom>Paul</Prenom></Auteur><Destinataire><TitreMinistere>Essais</TitreMinistere>
</Destinataire></Gestion><TexteQ>&lt;p&gt;Quand ?&lt;/p&gt;</TexteQ></Question>
</Section>
<Section part="REP"><Question_Reponse><Questions>
<Question><Gestion><NumQ>9000</NumQ><DateQ>2023-11-09</DateQ></Gestion></Question>
<Question><Gestion><NumQ>9001</NumQ></Gestion></Question></Questions>
<Reponse><Gestion><PageJO>810</PageJO><MinReponse><TitreMinistereJO>Ministère B
</TitreMinistereJO></MinReponse></Gestion><Texte_Reponse>Cent gares.</Texte_Reponse>
</Reponse></Question_Reponse></Section></QuestionsPubliees>"""


class DILATests(unittest.TestCase):
    def test_reads_a_question(self):
        text = "13382. — 10 mars 2026. — Mme Anne Modèle demande."
        (record,), problems = read(dila, make_issue(make_entry("13382", text)))
        self.assertEqual(problems, [])
        self.assertEqual((record.uid, record.type), ("QANR5L17QE13382", "QE"))
        self.assertEqual(record.author, "Anne Modèle")
        self.assertEqual(record.question_text, "Mme Anne Modèle demande.")
        self.assertEqual(
            (record.asked_on, record.asked_page), (date(2026, 3, 10), "19")
        )
        self.assertEqual((record.ministry_asked, record.state), ("Essais", OPEN))

    def test_gives_one_answer_to_several_questions(self):
        first = make_entry("900", "900. — 1er octobre 2025. — Quand ?")
        entry = f"<questionReponse>{first}{make_entry('901')}{REPLY}</questionReponse>"
        other = f"<questionReponse>{make_entry('902')}</questionReponse>"
        (one, two, three), _ = read(dila, make_issue(answered=entry + other))
        self.assertEqual(one.answer_text, "Cent gares\nd'ici 2030.")
        self.assertEqual(one.shared_answer, two.shared_answer)
        # The day in the entry is the answer's; only the words tell the question's.
        self.assertEqual((one.asked_on, two.asked_on), (date(2025, 10, 1), None))
        self.assertEqual(one.answered_on, date(2026, 3, 10))
        self.assertEqual((one.ministry_answering, one.ministry_asked), ("Essais", None))
        self.assertEqual((two.state, three.answer_text), (ANSWERED, ""))

    def test_reads_rectifications(self):
        entry = f"<rectification>{make_entry('5')}{REPLY}</rectification>"
        text = make_issue(other=f'<Section part="RECT">{entry}</Section>')
        (record,), _ = read(dila, text)
        self.assertEqual(record.publications[1].role, ANSWER_ERRATUM)
        (record,), _ = read(dila, make_entry("6"), "XML2JO_AN20260010.xml")
        self.assertEqual(record.publications[0].role, QUESTION_ERRATUM)
        self.assertEqual(read(dila, "<Rectifs/>", "XML2JO_AN1.xml"), ([], []))

    def test_passes_over_the_index(self):
        self.assertEqual(read(dila, make_entry("1"), "XML1JO_AN20260010.xml"), ([], []))

    def test_reads_the_older_files_of_the_senate(self):
        (asked, answered), problems = read(dila, SENATE)
        self.assertEqual(asked.uid, "SENAT-16-QE-10500")
        self.assertEqual((asked.author, asked.question_text), ("Paul Essai", "Quand ?"))
        self.assertEqual(asked.inferred, ("legislature",))
        self.assertEqual(answered.uid, "SENAT-16-QE-9000")
        self.assertEqual(answered.asked_on, date(2023, 11, 9))
        (answer,) = answered.of_role(ANSWER)
        self.assertEqual((answer.published_on, answer.page), (date(2024, 3, 7), "810"))
        self.assertEqual(answered.ministry_answering, "Ministère B")
        # Without a day nobody can say which legislature numbered the question.
        self.assertEqual(codes(problems), ["bad_identity"])
        self.assertEqual(problems[0].record, "9001")

    def test_ends_only_the_entry_that_is_broken(self):
        broken = make_entry("7").replace("<Objet>", "<Objet><x>")
        records, problems = read(dila, make_issue(broken + make_entry("8")))
        self.assertEqual([r.number for r in records], ["8"])
        self.assertEqual(codes(problems), ["damaged_record"])
        self.assertEqual(problems[0].record, "7")
