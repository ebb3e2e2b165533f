"""Records for tests, made the way the application makes them: through the verbs.

Each ``make_…`` takes what a test cares about and fills in the rest.
"""

from datetime import date
from itertools import count

from django.contrib.auth.models import Group

from commitments import workflow
from commitments.choices import (
    Chamber,
    Kind,
    Origin,
    Precision,
    RelationKind,
    Stance,
    Status,
    Testability,
)
from commitments.models import Answer, Body, Question, Theme, User

# From where no test speaks of a figure: what is searched for would be found by chance.
serial = count(70_001)

TEXT = (
    "Le Gouvernement a décidé d'ouvrir 2\u00a0750 guichets d'ici fin 2023. "
    "Le taux de réponse devra être supérieur à 85\u00a0% dans les 18 mois. "
    "Un rapport sera remis au Parlement."
)
QUOTE = "2\u00a0750 guichets d'ici fin 2023"


def make_user(role="Editor", **fields):
    """An active account in a role (Editor, Reviewer, Administrator), or in none."""
    number = next(serial)
    defaults = {"username": f"person{number}", "email": f"person{number}@example.org"}
    user = User.objects.create_user(password="secret", **defaults | fields)
    if role:
        user.groups.add(Group.objects.get(name=role))
    if role == "Administrator":
        user.is_staff = True
        user.save()
    return user


def editor():
    """The editor who does what a test does not care about."""
    user = User.objects.filter(username="ada").first()
    return user or make_user(username="ada", first_name="Ada", last_name="Édith")


def reviewer():
    """The reviewer who approves what a test does not care about."""
    user = User.objects.filter(username="rene").first()
    return user or make_user(
        "Reviewer", username="rene", first_name="René", last_name="Relu"
    )


def make_body(name="", **fields):
    number = next(serial)
    name = name or f"Ministère {number}"
    return Body.objects.create(name=name, **{"slug": f"body-{number}"} | fields)


def make_theme(name="", **fields):
    number = next(serial)
    name = name or f"Thème {number}"
    defaults = {"slug": f"theme-{number}", "name_en": f"Theme {number}"}
    return Theme.objects.create(name=name, **defaults | fields)


def make_answer(text=TEXT, *, answered_on=date(2023, 7, 13), question=None, **fields):
    """An answer with its question and, unless ``text`` is empty, its text."""
    number = next(serial)
    uid = fields.pop("uid", f"QANR5L16QE{number}")
    answer = Answer.objects.create(
        uid=uid,
        answered_on=answered_on,
        **{"ministry": "Ministère de la transformation", "page": "4441"} | fields,
    )
    defaults = {
        "uid": uid,
        "chamber": Chamber.AN,
        "legislature": 16,
        "number": str(number),
        "author": "Mme Jeanne Martin",
        "title": f"Accueil du public {number}",
        "text": "Mme Jeanne Martin interroge le ministre.",
        "asked_on": date(2023, 5, 18),
    }
    Question.objects.create(answer=answer, **defaults | (question or {}))
    if text:
        workflow.keep_text(answer, text=text, published_on=answered_on)
    return answer


def make_question(answer=None, **fields):
    """A question, one more of an answer or without any."""
    number = next(serial)
    defaults = {
        "uid": f"QANR5L16QE{number}",
        "chamber": Chamber.AN,
        "legislature": 16,
        "number": str(number),
        "author": "Mme Jeanne Martin",
        "asked_on": date(2023, 5, 18),
    }
    return Question.objects.create(answer=answer, **defaults | fields)


def make_draft(*, by=None, answer=None, quote=QUOTE, **fields):
    """A draft that is complete enough to be submitted."""
    number = next(serial)
    defaults = {
        "title": f"Ouvrir 2 750 guichets {number}",
        "summary": "Deux mille sept cent cinquante guichets ouverts.",
        "kind": Kind.TARGET,
        "testability": Testability.QUANTIFIED_DATED,
        "testability_reason": "Le nombre de guichets est publié.",
        "indicator": "guichets",
        "comparator": ">=",
        "target_value": 2750,
    }
    return workflow.record_commitment(
        by=by or editor(),
        answer=answer or make_answer(),
        quote=quote,
        **defaults | fields,
    )


def make_in_review(**fields):
    commitment = make_draft(**fields)
    return workflow.submit_for_review(
        commitment, by=editor(), version=commitment.version
    )


def make_commitment(*, due_on=None, status=None, **fields):
    """A published commitment, optionally with a deadline and an assessment."""
    commitment = make_in_review(**fields)
    commitment = workflow.publish(commitment, by=reviewer(), version=commitment.version)
    if due_on:
        make_deadline(commitment, due_latest=due_on)
    if status:
        assess(commitment, status)
    commitment.refresh_from_db()
    return commitment


def make_deadline(commitment, *, due_latest, **fields):
    """Set or revise the deadline of a commitment."""
    commitment.refresh_from_db()
    defaults = {
        "words": "d'ici fin 2023",
        "precision": Precision.DAY if due_latest else Precision.NONE,
        "reasoning": "Le dernier jour de l'année nommée.",
        "reason": "Nouvelle annonce." if commitment.deadlines.exists() else "",
    }
    deadline = workflow.set_deadline(
        commitment,
        by=editor(),
        version=commitment.version,
        due_latest=due_latest,
        **defaults | fields,
    )
    commitment.refresh_from_db()
    return deadline


def make_evidence(commitment, **fields):
    number = next(serial)
    defaults = {
        "title": f"Bilan {number}",
        "url": f"https://example.org/bilan/{number}",
        "publisher": "Cour des comptes",
        "origin": Origin.INDEPENDENT,
        "published_on": date(2024, 3, 1),
        "stance": Stance.SUPPORTS,
        "extract": "le réseau compte 2 800 guichets",
    }
    return workflow.add_evidence(commitment, by=editor(), **defaults | fields)


def make_measurement(commitment, value, observed_on=date(2024, 3, 1), **fields):
    evidence = fields.pop("evidence", None) or make_evidence(commitment)
    return workflow.add_measurement(
        commitment,
        by=editor(),
        evidence=evidence,
        value=value,
        observed_on=observed_on,
        **fields,
    )


def propose(commitment, status, *, by=None, evidence=None, **fields):
    """Propose an assessment with what its status needs, as of 1 June 2024."""
    defaults = {"as_of_on": date(2024, 6, 1), "rationale": "Le bilan publié le montre."}
    if status == Status.MET:
        defaults |= {
            "met_earliest": date(2023, 7, 13),
            "met_latest": date(2023, 12, 31),
        }
    if status == Status.NO_EVIDENCE:
        defaults |= {"search_log": "Site du ministère, consulté le 1er juin 2024."}
    if evidence is None:
        evidence = [] if status == Status.NO_EVIDENCE else [make_evidence(commitment)]
    return workflow.propose_assessment(
        commitment,
        by=by or editor(),
        status=status,
        evidence=evidence,
        **defaults | fields,
    )


def assess(commitment, status, **fields):
    """Propose and approve an assessment; the commitment is refreshed."""
    assessment = workflow.approve_assessment(
        propose(commitment, status, **fields), by=reviewer()
    )
    commitment.refresh_from_db()
    return assessment


def make_withdrawn(**fields):
    commitment = make_commitment(**fields)
    return workflow.withdraw(
        commitment, by=reviewer(), version=commitment.version, reason="Doublon."
    )


def make_relation(source, target, kind=RelationKind.REPLACES, **fields):
    return workflow.relate(source, by=editor(), target=target, kind=kind, **fields)
