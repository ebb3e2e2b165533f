"""Archives of the shapes that the parliaments publish, with texts of our own.

Deterministic: the same number of questions always gives the same bytes. About one
question in seven is open, and one answer in three serves several questions.
"""

import io
import json
import random
import tarfile
import zipfile
from datetime import date, timedelta
from pathlib import Path

VOCABULARY = """
    le la les un une des de du en dans pour par sur avec sans service ministère école
    hôpital gare commune département région loi décret budget agent usager emploi
    logement énergie transport santé sécurité formation mesure dispositif programme
    soutien aide réforme plan calendrier travaux ouverture création étude évaluation
"""
WORDS = VOCABULARY.split()
PROMISES = (
    "Le Gouvernement ouvrira {n} nouvelles places d'ici {year}.",
    "Un décret sera publié avant la fin de l'année {year}.",
    "Le taux de couverture devra atteindre {n} % en {year}.",
    "Une évaluation sera remise au Parlement au premier trimestre {year}.",
)
MINISTRIES = [f"Ministère des essais n° {number}" for number in range(40)]
FIRST_DAY = date(2022, 7, 5)


class Writer:
    """Makes up questions, one after the other."""

    def __init__(self, legislature=17):
        self.random = random.Random(legislature)
        self.legislature = legislature
        self.last_answer = None

    def prose(self, words):
        """Return about that many words, in sentences and paragraphs."""
        sentences, left = [], words
        while left > 0:
            size = self.random.randint(12, 30)
            left -= size
            chosen = self.random.choices(WORDS, k=size)
            sentences.append(" ".join(chosen).capitalize() + ".")
        return sentences

    def answer(self, day):
        """Return the text of an answer of some 450 words, with a promise or two."""
        sentences = self.prose(430)
        for _ in range(self.random.randint(0, 2)):
            promise = self.random.choice(PROMISES).format(
                n=self.random.randint(2, 900), year=day.year + self.random.randint(1, 5)
            )
            sentences.insert(self.random.randrange(len(sentences)), promise)
        return "<br><br>".join(
            " ".join(sentences[at : at + 5]) for at in range(0, len(sentences), 5)
        )

    def question(self, number):
        """Return the facts of one question."""
        asked_on = FIRST_DAY + timedelta(days=7 * (number // 400))
        answered_on = asked_on + timedelta(days=7 * self.random.randint(8, 60))
        ministry = self.random.choice(MINISTRIES)
        is_open = self.random.random() < 1 / 7
        text = None
        if not is_open:
            same = self.last_answer if self.random.random() < 1 / 3 else None
            answered_on, text, ministry = same or (
                answered_on,
                self.answer(answered_on),
                ministry,
            )
            self.last_answer = answered_on, text, ministry
        return {
            "number": number,
            "ministry": ministry,
            "asked_on": asked_on,
            "question": " ".join(self.prose(180)),
            "answered_on": None if is_open else answered_on,
            "answer": text,
            "title": " ".join(self.random.choices(WORDS, k=5)),
        }


def assembly_json(facts, legislature) -> dict:
    """Return a question as the open data of the Assemblée publish it."""
    uid = f"QANR5L{legislature}QE{facts['number']}"
    day = "%d/%m/%Y"

    def printed(on, words):
        info = {
            "typeJO": "JO_QUESTION",
            "dateJO": on.strftime(day),
            "pageJO": str(3000 + facts["number"] % 900),
            "numeroJO": str(on.isocalendar()[1]),
        }
        return {"infoJO": info, "texte": words}

    answers = None
    if facts["answer"]:
        answer = printed(facts["answered_on"], facts["answer"])
        answers = {"texteReponse": answer}
    ministry = {"abrege": facts["ministry"][:20], "developpe": facts["ministry"]}
    return {
        "question": {
            "@xmlns": "http://schemas.assemblee-nationale.fr/referentiel",
            "@xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "@xsi:type": "QuestionEcrite_Type",
            "uid": uid,
            "identifiant": {
                "numero": str(facts["number"]),
                "regime": "5eme République",
                "legislature": str(legislature),
            },
            "type": "QE",
            "indexationAN": {
                "rubrique": "administration",
                "teteAnalyse": None,
                "analyses": {"analyse": facts["title"]},
            },
            "auteur": {
                "identite": {"acteurRef": f"PA{1000 + facts['number'] % 577}"},
                "groupe": {"abrege": "ESS", "developpe": "Groupe d'essai"},
            },
            "minInt": ministry,
            "minAttribs": {"minAttrib": {"denomination": ministry}},
            "textesQuestion": {
                "texteQuestion": printed(facts["asked_on"], facts["question"])
            },
            "textesReponse": answers,
            "cloture": None,
        }
    }


def assembly_zip(path: Path, number: int, legislature=17, first=1) -> Path:
    """Write the zip of ``number`` small files of the Assemblée nationale."""
    writer = Writer(legislature)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for at in range(first, first + number):
            question = assembly_json(writer.question(at), legislature)
            info = zipfile.ZipInfo(f"json/QANR5L{legislature}QE{at}.json")
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, json.dumps(question))
    return path


def json_lines(path: Path, number: int, legislature=16) -> Path:
    """Write ``number`` questions in the tracker's own format."""
    writer = Writer(legislature)
    with path.open("w", encoding="utf-8") as file:
        for at in range(1, number + 1):
            facts = writer.question(at)
            record = {
                "chamber": "AN",
                "legislature": legislature,
                "type": "QE",
                "number": at,
                "author": f"Membre {at % 577}",
                "ministry_asked": facts["ministry"],
                "ministry_answering": facts["answer"] and facts["ministry"],
                "title": facts["title"],
                "asked_on": facts["asked_on"].isoformat(),
                "question_text": facts["question"],
                "answer_text": (facts["answer"] or "").replace("<br><br>", "\n\n"),
                "answered_on": facts["answer"] and facts["answered_on"].isoformat(),
            }
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def senate_dump(path: Path, number: int, legislature=17) -> Path:
    """Write the dump of the Sénat's database, its two tables and no more."""
    writer = Writer(legislature + 100)
    questions, answers = io.StringIO(), io.StringIO()
    for at in range(1, number + 1):
        facts = writer.question(at)
        day = f"{facts['asked_on']} 00:00:00"
        questions.write(
            f"{at}\t{legislature}\tQE\t{at:05d}\tMODÈLE\tAnne\t{facts['title']}\t"
            f"{day}\t{100 + at % 800}\t{facts['ministry']}\t{facts['question']}\n"
        )
        if facts["answer"]:
            answers.write(
                f"{at}\t{facts['answered_on']} 00:00:00\t{200 + at % 800}\t"
                f"{facts['ministry']}\t{facts['answer']}\n"
            )
    path.write_text(
        "--\n-- PostgreSQL database dump\n--\n\n"
        "COPY questions.tam_questions (id, legislature, natquecod, numero, nom, "
        "prenom, titre, datejodepot, pagejodepot, mindepotlib, txtque) FROM stdin;\n"
        f"{questions.getvalue()}\\.\n\n"
        "COPY questions.tam_reponses (idque, datejorep, pagejorep, minreplib, txtrep) "
        f"FROM stdin;\n{answers.getvalue()}\\.\n",
        encoding="utf-8",
    )
    return path


def weekly_issue(path: Path, number: int, legislature=17) -> Path:
    """Write a weekly issue of the Journal officiel: a tar with answers in XML."""
    writer = Writer(legislature + 200)
    entries = []
    for at in range(1, number + 1):
        facts = writer.question(at)
        entries.append(
            "<questionReponse><question><idQuestion>"
            f"<numeroQuestion>{at}</numeroQuestion><type>QE</type>"
            f"<source>AN</source><legislature>{legislature}</legislature>"
            "</idQuestion><referencePublication>"
            f"<datePublication>{facts['asked_on']}</datePublication>"
            "<pageJO>12</pageJO></referencePublication>"
            f"<texteQuestion>{facts['question']}</texteQuestion></question>"
            "</questionReponse>"
        )
    xml = f'<?xml version="1.0"?><QuestionsPubliees>{"".join(entries)}'
    data = f"{xml}</QuestionsPubliees>".encode()
    with tarfile.open(path, "w:gz") as archive:
        info = tarfile.TarInfo("issue/QUESTIONS_AN.xml")
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return path
