"""A large base of invented records.

`python -m commitments.tests.bench_data [NUMBER] [TIMES]` fills the database of the
settings (DATABASE_URL, TRACKER_VAR), which must hold no commitment yet. Same number,
same rows, on any database: nothing is random but by a fixed seed. For each 100,000
commitments there are 300,000 pieces of evidence, 200,000 measurements, 200,000 answers
with their questions, and deadlines, assessments, passages and relations in proportion.
The words are of our own writing; nothing is true.

TIMES copies the commitments so many times over, with what lists show of them: enough
to time lists at a million commitments, in a tenth of the time.

The rows go in by COPY (prepared INSERTs on SQLite) with every constraint and trigger in
force, then the search index is built and the data version moves on.
"""

import os
import random
import sys
import time
import uuid
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

SEED = 1988
BATCH = 5000
FIRST_DAY, LAST_DAY = date(1988, 6, 23), date(2026, 10, 30)
EVIDENCE_EACH, ANSWERS_EACH = 3, 2
NBSP = "\u00a0"


def listed(words: str) -> list[str]:
    return words.split("|")


# Theme → its English name, its ministry, what is counted.
SUBJECTS = {
    "Logement": ("Housing", "du logement", "logements sociaux|places d'hébergement"),
    "Santé": ("Health", "de la santé", "maisons de santé|lits de médecine"),
    "Éducation": ("Education", "de l'éducation", "classes dédoublées|internats"),
    "Transports": ("Transport", "des transports", "kilomètres de voies|trains de nuit"),
    "Agriculture": ("Farming", "de l'agriculture", "fermes accompagnées|haies"),
    "Emploi": ("Jobs", "du travail", "contrats d'apprentissage|conseillers"),
    "Justice": ("Justice", "de la justice", "places de prison|postes de greffiers"),
    "Sécurité": ("Safety", "de l'intérieur", "brigades mobiles|caméras piétons"),
    "Écologie": ("Ecology", "de l'écologie", "zones protégées|bornes de recharge"),
    "Énergie": ("Energy", "de l'énergie", "éoliennes|chaudières remplacées"),
    "Culture": ("Culture", "de la culture", "bibliothèques|résidences d'artistes"),
    "Sport": ("Sport", "des sports", "gymnases rénovés|terrains de proximité"),
    "Défense": ("Defence", "des armées", "blindés|réservistes formés"),
    "Outre-mer": ("Overseas", "des outre-mer", "stations d'épuration|citernes"),
    "Numérique": ("Digital", "du numérique", "guichets numériques|prises de fibre"),
    "Handicap": ("Disability", "du handicap", "places en établissement|logiciels"),
    "Fiscalité": ("Taxation", "des finances", "contrôles|trésoreries"),
    "Recherche": ("Research", "de la recherche", "chaires d'excellence|thèses"),
    "Mer": ("Sea", "de la mer", "navires de pêche|ports aménagés"),
    "Ville": ("Towns", "de la ville", "quartiers rénovés|médiateurs"),
}
TITLES = ("Ministère", "Ministère délégué", "Secrétariat d'État")
# A third of a lineage each: names change, the subject stays.
ERAS = (
    ("1988–2002", "1988-06-23", "2002-05-06"),
    ("2002–2017", "2002-05-07", "2017-05-16"),
    ("", "2017-05-17", None),
)
# The day from which each legislature sits.
LEGISLATURES = {
    9: date(1988, 6, 23),
    10: date(1993, 4, 2),
    11: date(1997, 6, 12),
    12: date(2002, 6, 19),
    13: date(2007, 6, 20),
    14: date(2012, 6, 20),
    15: date(2017, 6, 21),
    16: date(2022, 6, 22),
    17: date(2024, 7, 18),
}
TERRITORIES = listed(
    "Ain|Aisne|Allier|Ardèche|Ardennes|Ariège|Aube|Aude|Aveyron|Calvados|Cantal|"
    "Charente|Cher|Corrèze|Creuse|Dordogne|Doubs|Drôme|Eure|Finistère|Gard|Gers|"
    "Gironde|Hérault|Indre|Isère|Jura|Landes|Loire|Lot|Lozère|Manche|Marne|Mayenne|"
    "Meuse|Morbihan|Moselle|Nièvre|Nord|Oise|Orne|Rhône|Sarthe|Savoie|Somme|Tarn|Var|"
    "Vaucluse|Vendée|Vienne|Vosges|Yonne|Guadeloupe|Guyane|Martinique|Mayotte|Réunion"
)
VERBS = listed(
    "ouvrir|créer|financer|moderniser|installer|programmer|réaliser|soutenir|"
    "déployer|livrer|engager|renforcer"
)
COMPLEMENTS = listed(
    "dans les communes rurales|pour les familles modestes|en zone de montagne|"
    "dans les quartiers prioritaires|sur tout le territoire|pour les personnes âgées|"
    "au profit des étudiants|pour les petites entreprises|dans les territoires isolés|"
    "avec les collectivités|pour les jeunes sans diplôme|autour des gares|"
    "dans les bassins industriels|le long du littoral|pour les aidants"
)
OPENINGS = (
    "La situation signalée à {place} retient toute l'attention du Gouvernement.",
    "L'accès aux services reste inégal, notamment dans le secteur de {place}.",
    "Les élus de {place} ont rappelé l'ampleur des attentes des habitants.",
    "Un premier état des lieux a été dressé avec la préfecture et {place}.",
)
FILLERS = (
    "Cette politique repose sur une concertation régulière avec les acteurs locaux.",
    "Les crédits correspondants sont inscrits au budget de l'année en cours.",
    "Une évaluation indépendante a montré des résultats encourageants mais fragiles.",
    "Les délais d'instruction ont diminué sans atteindre le niveau souhaité.",
    "La simplification des démarches demeure une préoccupation constante.",
    "Les associations d'usagers participent au comité de suivi chaque trimestre.",
    "Le vieillissement de la population impose d'adapter les équipements publics.",
    "Un appel à projets permettra de choisir les sites les plus mal desservis.",
    "Les opérateurs ont été rappelés à leurs obligations de couverture.",
    "La réglementation européenne encadre ce dispositif depuis plusieurs années.",
    "Les services déconcentrés accompagneront les porteurs de projet.",
    "Le coût des matériaux a retardé plusieurs chantiers importants.",
)
HEADS = listed(
    "Vau|Mor|Cler|Sau|Bel|Ros|Font|Mont|Val|Chan|Ker|Lan|Brû|Gué|Ar|Tour|Noy|Per|"
    "Cour|Fay|Gran|Luz|Mar|Neu|Or|Plo|Quin|Rou|Sèv|Thi"
)
MIDDLES = listed("a|e|i|o|ou|an|en|in|on|ar|er|or|al|el|ill|ev|av|om|ur|et")
TAILS = listed(
    "ville|court|gnac|sac|dun|mont|vert|lieu|bourg|rac|bre|tier|gny|zan|fort|nay|"
    "las|près|mer|val|font|ronne|tois|guen|bas"
)
PUBLISHERS = (
    ("Cour des comptes", "independent"),
    ("Service statistique", "government"),
    ("Commission des finances", "parliament"),
    ("Le Courrier des régions", "press"),
)
STATUSES = {
    "not_assessed": 45,
    "in_progress": 15,
    "met": 15,
    "partially_met": 8,
    "not_met": 7,
    "no_evidence": 5,
    "abandoned": 3,
    "not_verifiable": 2,
}
KINDS = {"target": 40, "measure": 30, "programme": 20, "announcement": 10}
TESTABILITIES = {
    "quantified_dated": 40,
    "dated_action": 25,
    "undated_action": 15,
    "process": 12,
    "not_verifiable": 8,
}
PUBLICATIONS = {"published": 980, "draft": 8, "in_review": 7, "withdrawn": 5}
RELATIONS = listed("replaces|strengthens|weakens|postpones|repeats|part_of")
PRECISIONS = {"year": 45, "day": 20, "month": 15, "half": 10, "quarter": 10}


class Table:
    """Rows of one model, kept until they are copied in; what is left out is default."""

    def __init__(self, model):
        fields = model._meta.concrete_fields
        self.name = model._meta.db_table
        self.columns = [field.column for field in fields]
        self.defaults = dict.fromkeys(self.columns)
        for field in fields:
            default = field.get_default()
            if isinstance(default, list | dict):
                default = "[]" if isinstance(default, list) else "{}"
            if not isinstance(default, uuid.UUID):
                self.defaults[field.column] = default
        self.rows, self.last = [], 0

    def add(self, **values) -> int:
        """Keep a row, and give it the next key."""
        self.last += 1
        row = self.defaults | values
        row["id"] = self.last
        self.rows.append(row)
        return self.last

    def flush(self):
        from django.db import connection

        from tracker.database.loading import copy_in

        rows = (list(row.values()) for row in self.rows)
        copy_in(connection, self.name, self.columns, rows)
        self.rows = []


class Generator:
    """Makes the rows of a base, batch by batch, in the order that triggers ask for."""

    def __init__(self):
        from commitments import models

        through = models.Commitment
        self.random = random.Random(SEED)
        # In the order in which they have to be copied.
        copied = {
            "answer": models.Answer,
            "text": models.AnswerText,
            "question": models.Question,
            "commitment": models.Commitment,
            "of_body": through.bodies.through,
            "of_theme": through.themes.through,
            "passage": models.Passage,
            "evidence": models.Evidence,
            "measurement": models.Measurement,
            "deadline": models.Deadline,
            "assessment": models.Assessment,
            "assessed_on": models.Assessment.evidence.through,
            "relation": models.Relation,
            "change": models.Change,
        }
        self.tables = {name: Table(model) for name, model in copied.items()}
        self.keep_people()
        self.keep_subjects()

    def keep_people(self):
        from commitments.models import User

        def person(name):
            return User.objects.get_or_create(
                username=name, defaults={"email": f"{name}@example.org"}
            )[0].pk

        self.editor, self.reviewer = person("bench-editor"), person("bench-reviewer")

    def keep_subjects(self):
        """Themes, and three successive bodies for each."""
        from django.utils.text import slugify

        from commitments.models import Body, Theme

        self.subjects = []
        for place, (name, (english, ministry, things)) in enumerate(SUBJECTS.items()):
            slug = slugify(name)
            theme, _new = Theme.objects.get_or_create(
                slug=slug, defaults={"name": name, "name_en": english}
            )
            bodies = []
            for era, start, end in ERAS:
                title = TITLES[(place + len(bodies)) % 3]
                label = f"{title} {ministry}" + (f" ({era})" if era else "")
                body, _new = Body.objects.get_or_create(
                    slug=slugify(label),
                    defaults={
                        "name": label,
                        "valid_from_on": start,
                        "valid_to_on": end,
                    },
                )
                if bodies:
                    bodies[-1].successors.add(body)
                bodies.append(body)
            self.subjects.append((theme, bodies, things.split("|")))

    def fill(self, number: int) -> None:
        """Put ``number`` commitments and all that hangs on them in the database."""
        from django.db import transaction

        start = time.perf_counter()
        for first in range(1, number + 1, BATCH):
            last = min(first + BATCH - 1, number)
            with transaction.atomic():
                for _each in range(first, last + 1):
                    self.make_commitment()
                for table in self.tables.values():
                    table.flush()
                self.approve()
            if sys.stdout.isatty() or last == number:
                seconds = time.perf_counter() - start
                print(f"  {last:,} commitments, {seconds:,.0f} s", flush=True)

    def pick(self, weights):
        return self.random.choices(*self.weighted(weights))[0]

    _weighted: dict = {}

    def weighted(self, weights):
        key = id(weights)
        if key not in self._weighted:
            self._weighted[key] = (list(weights), list(weights.values()))
        return self._weighted[key]

    def place(self) -> str:
        """A village that is on no map: the words that are rare."""
        pick = self.random.choice
        return pick(HEADS) + pick(MIDDLES) + pick(TAILS)

    def day(self) -> date:
        span = (LAST_DAY - FIRST_DAY).days
        # More of them in the last years, as answers speak more and more of dates.
        return FIRST_DAY + timedelta(int(span * self.random.random() ** 0.7))

    def make_answer(self, on, subject, sentence) -> tuple[int, int, int]:
        """An answer around a sentence; its key, its text's and the sentence's place."""
        pick, number = self.random.choice, self.tables["answer"].last + 1
        theme, bodies, _things = subject
        body = bodies[era_of(on)]
        place = self.place()
        before = [pick(OPENINGS).format(place=place), pick(FILLERS), pick(FILLERS)]
        words = " ".join([*before, sentence, pick(FILLERS), pick(FILLERS)])
        chamber = "AN" if self.random.random() < 0.7 else "SENAT"
        legislature = legislature_of(on)
        uid = f"BENCH-{chamber}-{legislature}-{number}"
        answer = self.tables["answer"].add(
            uid=uid,
            ministry=body.name,
            body_id=body.pk,
            answered_on=str(on),
            page=str(1 + number % 9000),
            source_url=f"https://example.org/questions/{number}",
            is_fictitious=1,
        )
        self.tables["question"].add(
            uid=uid,
            chamber=chamber,
            legislature=legislature,
            number=str(number),
            author=f"{pick(('M.', 'Mme'))} {pick(HEADS)}{pick(MIDDLES)} {self.place()}",
            rubric=theme.name.lower(),
            title=f"{theme.name} à {place}",
            text=f"Question sur {theme.name.lower()} à {place}.",
            ministry_asked=body.name,
            body_asked_id=body.pk,
            asked_on=str(on - timedelta(60)),
            state="answered",
            closed_on=str(on),
            answer_id=answer,
        )
        text = self.tables["text"].add(
            answer_id=answer,
            number=1,
            body=words,
            sha256=sha256(words.encode()).hexdigest(),
            published_on=str(on),
            retrieved_at=moment(on),
        )
        return answer, text, len(" ".join(before)) + 1, chamber

    def make_commitment(self):
        chance, pick = self.random.random, self.random.choice
        on, subject = self.day(), pick(self.subjects)
        theme, bodies, things = subject
        verb, thing, complement = pick(VERBS), pick(things), pick(COMPLEMENTS)
        target = self.random.randint(2, 400) * pick((1, 5, 10, 50))
        figure = f"{target:,}".replace(",", NBSP)
        place = self.place()
        due = self.due(on)
        title = f"{verb.capitalize()} {figure} {thing} {complement}"
        quote = f"il est prévu de {verb} {figure} {thing} {complement}, dont {place}"
        quote += f", {due['words']}" if due else ""
        answer, text, start, chamber = self.make_answer(
            on, subject, f"À {place}, {quote}."
        )
        start += len(f"À {place}, ")
        # One answer more, that some commitments are repeated in.
        later = min(on + timedelta(400), LAST_DAY)
        again = f"Le Gouvernement confirme qu'à {place} {quote}."
        other, other_text, other_start, _ = self.make_answer(later, subject, again)

        status = self.pick(STATUSES)
        publication = self.pick(PUBLICATIONS)
        is_measured = self.tables["commitment"].last % 2 == 0
        first = due and due["latest"]
        last = first + timedelta(365) if first and chance() < 0.15 else first
        changed = on + timedelta(self.random.randint(5, 900))
        changed = min(changed, LAST_DAY - timedelta(self.random.randint(0, 300)))
        changed = max(changed, on)
        met = first or on + timedelta(400)
        met += timedelta(self.random.choice((-60, -10, 40, 300)))
        is_met = status == "met"
        territory = pick(TERRITORIES) if chance() < 0.3 else ""
        values = {
            "title": title,
            "slug": slug_of(title),
            "summary": f"{title}, selon la réponse donnée aux élus de {place}.",
            "kind": self.pick(KINDS),
            "testability": self.pick(TESTABILITIES),
            "testability_reason": f"Le nombre de {thing} est publié chaque année.",
            "territory": territory,
            "publication": publication,
            "published_at": moment(on + timedelta(3)),
            "created_at": moment(on + timedelta(1)),
            "created_by_id": self.editor,
            "changed_at": moment(changed, self.random.randint(0, 86399)),
            "review_due_on": str(changed + timedelta(180)),
            "promised_on": str(on),
            "chamber": chamber,
            "status": status,
            "due_on": last and str(last),
            "original_due_on": first and str(first),
            "due_precision": due["precision"] if due else "none",
        }
        if publication == "withdrawn":
            values["withdrawal_reason"] = "Doublon."
        if publication in ("draft", "in_review"):
            values["published_at"] = None
        if is_measured:
            values |= {
                "indicator": thing,
                "comparator": ">=",
                "target_value": str(target),
                "unit": "",
            }
        if status != "not_assessed":
            values["assessed_on"] = str(changed)
        if is_met:
            values["met_earliest"] = str(met - timedelta(30))
            values["met_latest"] = str(met)
        known = self.tables["commitment"].defaults
        if "search_text" in known:
            values["search_text"] = folded(f"{title} {territory} {quote}")
        if "legislature" in known:
            values["legislature"] = legislature_of(on)
        commitment = self.tables["commitment"].add(**values)

        self.tables["of_body"].add(
            commitment_id=commitment, body_id=bodies[era_of(on)].pk
        )
        self.tables["of_theme"].add(commitment_id=commitment, theme_id=theme.pk)
        if chance() < 0.2:
            second = pick(self.subjects)
            if second is not subject:
                self.tables["of_theme"].add(
                    commitment_id=commitment, theme_id=second[0].pk
                )
                self.tables["of_body"].add(
                    commitment_id=commitment, body_id=second[1][era_of(on)].pk
                )
        self.make_passage(commitment, answer, text, "makes", quote, start, on)
        if chance() < 0.2:
            begin = other_start + again.index(quote)
            self.make_passage(
                commitment, other, other_text, "repeats", quote, begin, later
            )
        pieces = self.make_evidence(commitment, on, target, thing, is_measured)
        if due:
            self.make_deadlines(commitment, answer, on, due, first, last)
        if status != "not_assessed":
            self.make_assessments(commitment, status, changed, pieces, met)
        if commitment > 50 and chance() < 0.08:
            self.tables["relation"].add(
                source_id=commitment,
                target_id=commitment - self.random.randint(1, 49),
                kind=pick(RELATIONS),
                created_at=moment(changed),
            )
        self.make_changes(commitment, on, values["published_at"], changed)

    def due(self, on):
        """A deadline in words, with the last day that they allow; often none."""
        if self.random.random() < 0.12:
            return None
        precision = self.pick(PRECISIONS)
        year = on.year + self.random.choice((1, 1, 2, 2, 3, 5))
        if precision == "day":
            return {
                "words": f"avant le 30 juin {year}",
                "precision": "day",
                "latest": date(year, 6, 30),
            }
        if precision == "month":
            return {
                "words": f"en septembre {year}",
                "precision": "month",
                "latest": date(year, 9, 30),
            }
        if precision == "half":
            return {
                "words": f"au premier semestre {year}",
                "precision": "half",
                "latest": date(year, 6, 30),
            }
        if precision == "quarter":
            return {
                "words": f"au premier trimestre {year}",
                "precision": "quarter",
                "latest": date(year, 3, 31),
            }
        return {
            "words": f"d'ici fin {year}",
            "precision": "year",
            "latest": date(year, 12, 31),
        }

    def make_passage(self, commitment, answer, text, role, quote, start, on):
        self.tables["passage"].add(
            commitment_id=commitment,
            answer_id=answer,
            role=role,
            quote=quote,
            text_id=text,
            start=start,
            end=start + len(quote),
            created_at=moment(on),
        )

    def make_evidence(self, commitment, on, target, thing, is_measured) -> list[int]:
        """Three pieces of evidence; with four figures from them where one is due."""
        pick, pieces = self.random.choice, []
        for place in range(EVIDENCE_EACH):
            publisher, origin = pick(PUBLISHERS)
            day = min(on + timedelta(200 * (place + 1)), LAST_DAY)
            share = (0.2, 0.55, 0.95)[place] + self.random.random() * 0.1
            value = round(target * share)
            number = self.tables["evidence"].last + 1
            pieces.append(
                self.tables["evidence"].add(
                    commitment_id=commitment,
                    title=f"Bilan {number} : {thing}",
                    url=f"https://example.org/bilans/{number}",
                    file_id=f"{number:032x}",
                    publisher=publisher,
                    origin=origin,
                    published_on=str(day),
                    stance=pick(("supports", "supports", "contradicts", "context")),
                    extract=f"on compte {value} {thing} à cette date",
                    added_at=moment(day),
                    added_by_id=self.editor,
                )
            )
            for each in range((1, 1, 2)[place] if is_measured else 0):
                observed = min(day + timedelta(90 * each), LAST_DAY)
                self.tables["measurement"].add(
                    commitment_id=commitment,
                    evidence_id=pieces[-1],
                    value=str(value + each * target // 20),
                    observed_on=str(observed),
                    precision=pick(("day", "month", "quarter", "year")),
                    created_at=moment(day),
                    created_by_id=self.editor,
                )
        return pieces

    def make_deadlines(self, commitment, answer, on, due, first, last):
        rows = [(first, None, due["words"], "")]
        if last != first:
            table = self.tables["deadline"]
            words = f"au plus tard le {last.day} du mois, en {last.year}"
            rows.append((last, table.last + 1, words, "Nouveau calendrier annoncé."))
        for latest, superseded, words, reason in rows:
            self.tables["deadline"].add(
                commitment_id=commitment,
                words=words,
                anchor_on=str(on),
                due_earliest=str(min(on, latest)),
                due_latest=str(latest),
                precision=due["precision"],
                reasoning="Le dernier jour de la période nommée.",
                answer_id=answer,
                reason=reason,
                supersedes_id=superseded,
                created_at=moment(on),
                created_by_id=self.editor,
            )

    def make_assessments(self, commitment, status, changed, pieces, met):
        """The assessment in force, after another one in a third of the cases."""
        statuses = [status]
        if self.random.random() < 0.33:
            statuses.insert(0, "in_progress")
        for number, code in enumerate(statuses):
            on = changed - timedelta(200 * (len(statuses) - 1 - number))
            is_met, is_lost = code == "met", code == "no_evidence"
            log = "Site du ministère et rapports annuels, consultés ce jour."
            assessment = self.tables["assessment"].add(
                commitment_id=commitment,
                status=code,
                as_of_on=str(on),
                rationale="Les bilans publiés permettent de l'établir.",
                search_log=log if is_lost else "",
                met_earliest=str(met - timedelta(30)) if is_met else None,
                met_latest=str(met) if is_met else None,
                author_id=self.editor,
                created_at=moment(on),
            )
            for piece in [] if is_lost else pieces[:2]:
                self.tables["assessed_on"].add(
                    assessment_id=assessment, evidence_id=piece
                )

    def make_changes(self, commitment, on, published_at, changed):
        steps = [("record", on + timedelta(1), "")]
        if published_at:
            steps.append(("publish", on + timedelta(3), ""))
            note = "Le titre a été rendu plus clair."
            steps += [("edit", changed, note)] * (commitment % 3 == 0)
        for verb, day, note in steps:
            self.tables["change"].add(
                at=moment(day),
                by_id=self.editor,
                verb=verb,
                commitment_id=commitment,
                model="commitment",
                object_id=commitment,
                public_note=note,
            )

    def approve(self):
        """Approve what was proposed: evidence joins an assessment only before that."""
        from django.db import connection

        second = (
            "EXISTS (SELECT 1 FROM commitments_assessment a WHERE a.id = {0}.id - 1 "
            "AND a.commitment_id = {0}.commitment_id)"
        ).format("commitments_assessment")
        with connection.cursor() as cursor:
            for which, superseded in (("NOT ", "NULL"), ("", "id - 1")):
                cursor.execute(
                    "UPDATE commitments_assessment SET review = 'approved', "
                    "reviewed_at = created_at, reviewer_id = %s, "
                    f"supersedes_id = {superseded} "
                    f"WHERE review = 'pending' AND {which}{second}",
                    [self.reviewer],
                )


def era_of(on: date) -> int:
    """Which of the three bodies of a subject stood on a day."""
    return (str(on) > ERAS[0][2]) + (str(on) > ERAS[1][2])


def legislature_of(on: date) -> int:
    return max(number for number, first in LEGISLATURES.items() if first <= on)


def moment(on: date, second: int = 36_000) -> str:
    """A moment of a day, UTC, as both databases read it."""
    return f"{on} {second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


def slug_of(title: str) -> str:
    from django.utils.text import slugify

    return slugify(title)[:220]


def folded(text: str) -> str:
    from commitments.search import fold

    return fold(text)


def multiply(times: int) -> None:
    """Copy all commitments, with their bodies, themes and passages, within the base."""
    from django.db import connection

    from commitments.models import Commitment, Passage

    models = (
        Commitment,
        Commitment.bodies.through,
        Commitment.themes.through,
        Passage,
    )
    with connection.cursor() as cursor:
        steps = []
        for model in models:
            cursor.execute(f"SELECT max(id) FROM {model._meta.db_table}")
            steps.append((model, *cursor.fetchone()))
        step = steps[0][1]
        for time_over in range(1, times):
            for model, highest in steps:
                columns = [field.column for field in model._meta.concrete_fields]
                shift = {"id": highest, "commitment_id": step}
                values = [
                    f'"{c}" + {shift[c] * time_over}' if c in shift else f'"{c}"'
                    for c in columns
                ]
                names = ", ".join(f'"{column}"' for column in columns)
                cursor.execute(
                    f"INSERT INTO {model._meta.db_table} ({names}) "
                    f"SELECT {', '.join(values)} FROM {model._meta.db_table} "
                    f"WHERE id <= {highest}"
                )


def finish():
    """What a bulk load leaves to do: keys, statistics, search index, data version."""
    from django.apps import apps
    from django.core.management import call_command, get_commands
    from django.core.management.color import no_style
    from django.db import connection

    models = list(apps.get_app_config("commitments").get_models(True))
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)
    if "search_index" in get_commands():
        start = time.perf_counter()
        call_command("search_index", rebuild=True)
        print(f"  search index, {time.perf_counter() - start:,.0f} s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    from commitments import models as nouns

    if hasattr(nouns, "DataVersion"):
        nouns.DataVersion.bump()


def main(number: int, times: int = 1) -> None:
    """Fill the database of the settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from commitments.models import Commitment

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if Commitment.objects.exists():
        sys.exit("There are commitments in this database: an empty one is needed.")
    print(f"{number:,} commitments on {connection.vendor}", flush=True)
    start = datetime.now(UTC)
    Generator().fill(number)
    multiply(times)
    finish()
    print(f"  in all {(datetime.now(UTC) - start).total_seconds():,.0f} s")


if __name__ == "__main__":
    main(*(map(int, sys.argv[1:]) if sys.argv[1:] else [100_000]))
