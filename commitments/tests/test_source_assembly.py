"""The open data of the Assemblée nationale, in every shape that was published."""

import json
import tempfile
import unittest
from datetime import date
from pathlib import Path

from commitments.imports.published import (
    ANSWER,
    ANSWERED,
    CLOSED,
    OPEN,
    QUESTION,
)
from commitments.imports.sources import assembly
from commitments.imports.sources.assembly_authors import read_names, with_names
from commitments.imports.sources.catalogue import read_path
from commitments.imports.sources.decoding import RECORD
from commitments.tests.sources import SHARED, codes, needs_samples, read, sorted_out


def make_question(number=1, legislature=15, **fields):
    """Return a question in the shape of the JSON form."""
    return {
        "@xmlns": "http://schemas.assemblee-nationale.fr/referentiel",
        "uid": f"QANR5L{legislature}QE{number}",
        "identifiant": {
            "numero": str(number),
            "regime": "5eme R\ufffdpublique",
            "legislature": str(legislature),
        },
        "type": "QE",
        "indexationAN": {
            "rubrique": "transports",
            "teteAnalyse": None,
            "ANALYSE": {"ANA": "Gares du plateau"},
        },
        "auteur": {
            "identite": {"acteurRef": "PA12", "mandatRef": "PM34"},
            "groupe": {"abrege": "XYZ", "developpe": "Groupe des essais"},
        },
        "minInt": {"abrege": "Essais", "developpe": "Ministère des essais"},
        "minAttribs": {"minAttrib": {"denomination": {"developpe": "Ministère B"}}},
        "textesQuestion": {
            "texteQuestion": {
                "infoJO": {"typeJO": "JO_QUESTION", "dateJO": "31/10/2017"},
                "texte": "Quand&nbsp;?",
            }
        },
        "textesReponse": {
            "texteReponse": {
                "infoJO": {"dateJO": "06/02/2018", "pageJO": "900"},
                "texte": "Cent gares<br></br>d'ici 2020.",
            }
        },
        "cloture": {
            "codeCloture": "REP_PUB",
            "libelleCloture": "Réponse publiée",
            "dateCloture": "06/02/2018",
            "infoJO": {"pageJO": "1"},
        },
        **fields,
    }


def as_json(question):
    return json.dumps({"question": question}, ensure_ascii=False)


class AssemblyJSONTests(unittest.TestCase):
    def only(self, data):
        records, problems = read(assembly, data)
        self.assertEqual(problems, [])
        (record,) = records
        return record

    def test_reads_every_field(self):
        record = self.only(as_json(make_question(12)))
        self.assertEqual(record.uid, "QANR5L15QE12")
        self.assertEqual((record.chamber, record.legislature), ("AN", 15))
        self.assertEqual((record.type, record.number), ("QE", "12"))
        self.assertEqual((record.author, record.author_ref), ("", "PA12"))
        self.assertEqual(record.group, "Groupe des essais")
        self.assertEqual(record.ministry_asked, "Ministère des essais")
        self.assertEqual(record.ministry_answering, "Ministère B")
        self.assertEqual(
            (record.rubric, record.title), ("transports", "Gares du plateau")
        )
        self.assertEqual(record.asked_on, date(2017, 10, 31))
        self.assertEqual(record.answered_on, date(2018, 2, 6))
        self.assertEqual(record.answered_page, "900")
        self.assertEqual(record.question_text, "Quand\u00a0?")
        self.assertEqual(record.answer_text, "Cent gares\nd'ici 2020.")
        self.assertEqual((record.state, record.closing), (ANSWERED, "Réponse publiée"))
        self.assertEqual(record.closed_on, date(2018, 2, 6))

    def test_reads_both_ways_of_writing_a_day(self):
        block = {"texteReponse": {"infoJO": {"dateJO": "2023-05-01"}, "texte": "Oui."}}
        record = self.only(as_json(make_question(textesReponse=block)))
        self.assertEqual(record.asked_on, date(2017, 10, 31))
        self.assertEqual(record.answered_on, date(2023, 5, 1))

    def test_reads_lists_where_there_is_more_than_one(self):
        texts = [
            {"infoJO": {"dateJO": "2023-05-02"}, "texte": "Premier."},
            {"infoJO": {"dateJO": "2023-06-06"}, "texte": "Corrigé."},
        ]
        ministries = [
            {"infoJO": {"dateJO": "2023-01-03"}, "denomination": {"developpe": "A"}},
            {"denomination": {"developpe": "B", "organeRef": "PO2"}},
        ]
        record = self.only(
            as_json(
                make_question(
                    textesQuestion={"texteQuestion": texts},
                    textesReponse={"texteReponse": texts},
                    minAttribs={"minAttrib": ministries},
                    indexationAN={"analyses": {"analyse": ["x", None, "y"]}},
                )
            )
        )
        self.assertEqual(record.question_text, "Corrigé.")
        self.assertEqual(record.asked_on, date(2023, 5, 2))
        self.assertEqual(record.answer_text, "Corrigé.")
        self.assertEqual(record.answered_on, date(2023, 5, 2))
        self.assertEqual(
            [p.text for p in record.of_role(ANSWER)], ["Premier.", "Corrigé."]
        )
        self.assertEqual([a.ministry for a in record.attributions], ["A", "B"])
        self.assertEqual(record.attributions[0].since, date(2023, 1, 3))
        self.assertEqual(record.title, "x ; y")

    def test_takes_the_title_where_there_is_one(self):
        cases = (
            ({"teteAnalyse": "T", "ANALYSE": {"ANA": "A"}}, "T"),
            ({"teteAnalyse": "aucune tête d'analyse", "ANALYSE": {"ANA": "A"}}, "A"),
            ({"rubrique": "R", "ANALYSE": {"ANA": None}}, "R"),
            ({"rubrique": None, "analyses": None}, None),
            (None, None),
        )
        for index, title in cases:
            with self.subTest(index=index):
                record = self.only(as_json(make_question(indexationAN=index)))
                self.assertEqual(record.title, title)

    def test_takes_nulls_and_missing_blocks_for_nothing(self):
        for nothing in (None, {"@xsi:nil": "true"}, "", [], {}):
            with self.subTest(nothing=nothing):
                blank = dict.fromkeys(
                    ("textesReponse", "auteur", "minInt", "minAttribs", "cloture"),
                    nothing,
                )
                record = self.only(as_json(make_question(**blank)))
                self.assertEqual((record.state, record.answer_text), (OPEN, ""))
        record = self.only('{"question": {"uid": "QANR5L17QE3", "identifiant": null}}')
        self.assertEqual((record.uid, record.publications), ("QANR5L17QE3", ()))

    def test_calls_answered_what_has_a_text_not_a_code(self):
        record = self.only(as_json(make_question(textesReponse=None)))
        self.assertEqual((record.state, record.is_answered), (OPEN, False))
        closing = {"codeCloture": "X", "libelleCloture": "Fin de mandat"}
        record = self.only(as_json(make_question(textesReponse=None, cloture=closing)))
        self.assertEqual((record.state, record.closing), (CLOSED, "Fin de mandat"))

    def test_reads_an_oral_question_that_has_no_text_of_its_own(self):
        question = make_question(uid="QANR5L15QG7", type="QG", textesQuestion=None)
        record = self.only(as_json(question))
        self.assertEqual(record.asked_on, record.answered_on)
        self.assertEqual(record.inferred, ("asked_on",))

    def test_leaves_out_a_day_that_does_not_exist_and_says_so(self):
        block = {"texteReponse": {"infoJO": {"dateJO": "31/02/2018"}, "texte": "Oui."}}
        records, problems = read(assembly, as_json(make_question(textesReponse=block)))
        self.assertEqual(records[0].answer_text, "Oui.")
        self.assertEqual(codes(problems), ["bad_date"])
        self.assertEqual(problems[0].record, "QANR5L15QE1")
        self.assertFalse(problems[0].is_refusal)
        self.assertEqual(problems[0].reason, "“31/02/2018” is not a date that exists.")

    def test_reads_any_encoding(self):
        text = as_json(make_question())
        for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
            with self.subTest(encoding=encoding):
                record = self.only(text.encode(encoding))
                self.assertEqual(record.ministry_asked, "Ministère des essais")
        mixed = text.replace("\ufffd", "").encode("cp1252") + b"\n"
        records, problems = read(assembly, mixed)
        self.assertEqual(records[0].ministry_asked, "Ministère des essais")
        self.assertEqual(codes(problems), ["not_utf8"])

    def test_refuses_what_is_not_a_record(self):
        good = as_json(make_question())
        cases = {
            "truncated": (good[:-20], "damaged_record"),
            "nan": (good.replace('"QE"', "NaN"), "bad_number"),
            "twice": (good.replace('"type"', '"uid": "X", "type"'), "duplicate_key"),
            "deep": (good.replace('"QE"', "[" * 10_000 + "]" * 10_000), "too_deep"),
            "list": ("[]", None),
            "scalar": ('{"question": 3}', "unexpected"),
            "nobody": ('{"question": {"uid": "Q1"}}', "bad_identity"),
            "nothing": ('{"question": {"x": 1, "y": 2}}', "identity_missing"),
        }
        for name, (text, code) in cases.items():
            with self.subTest(name):
                records, problems = read(assembly, text)
                self.assertEqual(records, [])
                self.assertEqual(codes(problems), [code] if code else [])

    def test_takes_control_characters_out(self):
        block = {"texteReponse": {"texte": "a\u0000b\ud800c"}}
        text = json.dumps({"question": make_question(textesReponse=block)})
        self.assertEqual(self.only(text).answer_text, "ab\ufffdc")


class AssemblyOneFileTests(unittest.TestCase):
    """The single huge file of the 14th legislature."""

    def wrap(self, questions):
        array = ", ".join(questions)
        return f'{{"questionsEcrites": {{"@n": "1", "question": [{array}]}}}}'

    def test_reads_each_question_and_skips_the_broken_ones(self):
        whole = [json.dumps(make_question(n, 14)) for n in range(1, 6)]
        whole[1] = whole[1].replace('"QE"', "NaN")
        whole[2] = whole[2].replace('"QE"', '"QE')
        records, problems = read(assembly, self.wrap(whole))
        self.assertEqual([r.number for r in records], ["1", "4", "5"])
        self.assertEqual([p.record for p in problems], ["QANR5L14QE2", "QANR5L14QE3"])

    def test_reads_what_comes_before_a_cut(self):
        text = self.wrap(json.dumps(make_question(n, 14)) for n in range(1, 4))
        records, problems = read(assembly, text[:-600])
        self.assertEqual([r.number for r in records], ["1", "2"])
        self.assertEqual(codes(problems), ["truncated"])

    def test_reads_past_a_record_of_fifty_megabytes(self):
        huge = make_question(2, 14, type="x" * 50_000_000)
        whole = [make_question(1, 14), huge, make_question(3, 14)]
        text = self.wrap(map(json.dumps, whole))
        self.assertGreater(len(text), RECORD)
        records, problems = read(assembly, text)
        self.assertEqual([r.number for r in records], ["1", "3"])
        self.assertEqual(codes(problems), ["too_big"])


XML = """<?xml version="1.0" encoding="UTF-8"?>
<questionsEcrites xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<question xsi:type="Q"><uid>QANR5L14QE5</uid><type>QE</type>
<indexationAN><rubrique>r</rubrique><ANALYSE><ANA>a</ANA><ANA>b</ANA></ANALYSE>
</indexationAN>
<minAttribs><minAttrib><denomination><developpe>A</developpe></denomination></minAttrib>
<minAttrib><denomination><developpe>B</developpe></denomination></minAttrib></minAttribs>
<textesQuestion><texteQuestion><infoJO><dateJO>2012-07-03</dateJO></infoJO>
<texte>Un &lt;em&gt;essai&lt;/em&gt; &amp;#8364;</texte></texteQuestion>
</textesQuestion>
<textesReponse><texteReponse><infoJO><dateJO>2012-09-04</dateJO></infoJO>
<texte>Cent<br/>gares<table><tr><td>1</td><td>2</td></tr></table></texte></texteReponse>
<texteReponse><infoJO><dateJO>2012-09-11</dateJO></infoJO>
<texte><![CDATA[Deux<br>cents]]></texte></texteReponse></textesReponse>
<cloture xsi:nil="true"/></question>
<question><uid>QANR5L14QE6</uid></question>
</questionsEcrites>"""


class AssemblyXMLTests(unittest.TestCase):
    def test_reads_the_same_tree(self):
        records, problems = read(assembly, XML)
        self.assertEqual(problems, [])
        record, other = records
        self.assertEqual(record.title, "a ; b")
        self.assertEqual([a.ministry for a in record.attributions], ["A", "B"])
        self.assertEqual(record.asked_on, date(2012, 7, 3))
        self.assertEqual(record.question_text, "Un essai €")
        texts = [p.text for p in record.of_role(ANSWER)]
        self.assertEqual(texts, ["Cent\ngares\n\n1 | 2", "Deux\ncents"])
        self.assertEqual(other.uid, "QANR5L14QE6")

    def test_reads_a_file_of_one_question_with_its_namespace(self):
        text = XML[XML.index("<question ") : XML.index("<question><uid>")]
        space = "http://schemas.assemblee-nationale.fr/referentiel"
        text = text.replace("<question ", f'<question xmlns="{space}" xmlns:xsi="x" ')
        for encoding in ("utf-8", "utf-16"):
            with self.subTest(encoding=encoding):
                records, problems = read(assembly, text.encode(encoding))
                self.assertEqual(([r.number for r in records], problems), (["5"], []))

    def test_ends_only_the_record_that_is_broken(self):
        broken = XML.replace(
            "<question><uid>",
            "<question><uid>QANR5L14QE7</uid>\n<type></question><question><uid>",
        )
        records, problems = read(assembly, broken)
        self.assertEqual([r.number for r in records], ["5", "6"])
        self.assertEqual(codes(problems), ["damaged_record"])
        self.assertEqual(problems[0].record, "QANR5L14QE7")

        unclosed = XML.replace("</question>\n<question>", "\n<question>")
        records, problems = read(assembly, unclosed)
        self.assertEqual([r.number for r in records], ["6"])
        self.assertEqual(codes(problems), ["truncated"])

    def test_expands_and_fetches_nothing(self):
        bomb = "".join(
            f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 10}">'
            for n in range(12)
        )
        for declared in (bomb, '<!ENTITY e11 SYSTEM "file:///etc/passwd">'):
            text = XML.replace("<questionsE", f"<!DOCTYPE q [{declared}]><questionsE")
            text = text.replace("<type>QE", "<type>&e11;")
            records, problems = read(assembly, text)
            self.assertEqual([r.number for r in records], ["6"])
            self.assertEqual(codes(problems), ["damaged_record"])

    def test_refuses_depth_and_numbers_of_tags(self):
        deep = "<a>" * 10_000 + "</a>" * 10_000
        for inside, code in ((deep, "too_deep"), ("<a/>" * 300_000, "too_many_tags")):
            text = XML.replace("<type>QE</type>", inside)
            records, problems = read(assembly, text)
            self.assertEqual([r.number for r in records], ["6"])
            self.assertEqual(codes(problems), [code])

    def test_reads_past_a_record_of_fifty_megabytes(self):
        records, problems = read(assembly, XML.replace("QE</type>", "x" * 50_000_000))
        self.assertEqual([r.number for r in records], ["6"])
        self.assertEqual(codes(problems), ["too_big"])


class AssemblyAuthorsTests(unittest.TestCase):
    def test_names_the_authors_from_their_folder(self):
        person = {
            "acteur": {
                "uid": {"@xsi:type": "IdActeur_type", "#text": "PA12"},
                "etatCivil": {
                    "ident": {"civ": "Mme", "prenom": "Anne", "nom": "Modèle"}
                },
            }
        }
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "PA12.json").write_text(json.dumps(person))
            Path(folder, "PA13.xml").write_text(
                "<acteur><uid>PA13</uid><etatCivil><ident><prenom>Paul</prenom>"
                "<nom>Essai</nom></ident></etatCivil></acteur>"
            )
            Path(folder, "broken.json").write_text("{")
            names, problems = read_names(folder)
        self.assertEqual(names, {"PA12": "Anne Modèle", "PA13": "Paul Essai"})
        self.assertEqual(codes(problems), ["damaged_record"])
        records, _ = read(assembly, as_json(make_question()))
        self.assertEqual(next(with_names(records, names)).author, "Anne Modèle")


@needs_samples
class AssemblySampleTests(unittest.TestCase):
    def test_reads_every_real_file(self):
        records, problems = sorted_out(read_path(SHARED / "corpus/an_json"))
        self.assertEqual(problems, [])
        self.assertEqual(len(records), 150)
        self.assertEqual({r.type for r in records}, {"QG"})
        self.assertTrue(all(r.is_answered and r.asked_on for r in records))
        self.assertTrue(all(r.uid in r.file and r.author_ref for r in records))
        texts = "".join(r.answer_text for r in records)
        self.assertNotRegex(texts, r"</?(?:p|br|strong|i|a)\b")
        self.assertNotIn(QUESTION, {p.role for r in records for p in r.publications})
