"""Examples for the description, of our own writing: no such promise was made."""

SITE = "https://suivi.example.org"
REFERENCE = "E-98765"
UID = "QANR5L16QE98765"

COMMITMENT = {
    "reference": REFERENCE,
    "self": f"{SITE}/api/v1/commitments/{REFERENCE}/",
    "url": f"{SITE}/engagements/{REFERENCE}/ouvrir-500-maisons-du-velo/",
    "title": "Ouvrir 500 maisons du vélo",
    "quote": "500 maisons du vélo ouvriront d'ici fin 2027",
    "answer": UID,
    "kind": {"code": "target", "label": "Objectif chiffré"},
    "bodies": [{"slug": "ministere-des-mobilites", "name": "Ministère des mobilités"}],
    "promised_on": "2025-03-11",
    "comparator": {"code": ">=", "label": "au moins"},
    "target_value": 500,
    "unit": "maisons",
    "due_on": "2027-12-31",
    "due_precision": {"code": "year", "label": "année"},
    "timing": {"code": "upcoming", "label": "À venir"},
    "assessment": {"code": "in_progress", "label": "En cours"},
    "version": 7,
}
ANSWER = {
    "uid": UID,
    "self": f"{SITE}/api/v1/answers/{UID}/",
    "url": f"{SITE}/reponses/{UID}/",
    "ministry": "Mobilités",
    "body": {"slug": "ministere-des-mobilites", "name": "Ministère des mobilités"},
    "answered_on": "2025-03-11",
    "page": "1234",
    "questions": [{"uid": UID, "author": "Mme Jeanne Martin", "title": "Vélo"}],
    "commitments": [REFERENCE],
}
BODY = {
    "slug": "ministere-des-mobilites",
    "self": f"{SITE}/api/v1/bodies/ministere-des-mobilites/",
    "url": f"{SITE}/organismes/ministere-des-mobilites/",
    "name": "Ministère des mobilités",
    "kind": {"code": "ministry", "label": "Ministère"},
    "valid_from_on": "2024-09-21",
    "valid_to_on": None,
    "predecessors": [
        {"slug": "ministere-des-transports", "name": "Ministère des transports"}
    ],
    "successors": [],
    "labels": ["Mobilités"],
    "commitment_count": 41,
}
THEME = {
    "slug": "velo",
    "self": f"{SITE}/api/v1/themes/velo/",
    "url": f"{SITE}/themes/velo/",
    "name": "Vélo",
    "names": {"fr": "Vélo", "en": "Cycling"},
    "commitment_count": 17,
}
NEW_COMMITMENT = {
    "answer": UID,
    "quote": "500 maisons du vélo ouvriront d'ici fin 2027",
    "title": "Ouvrir 500 maisons du vélo",
    "summary": "Cinq cents maisons du vélo ouvertes avant la fin de 2027.",
    "kind": "target",
    "testability": "quantified_dated",
    "testability_reason": "Le ministère publie la liste des maisons.",
    "indicator": "maisons du vélo",
    "comparator": ">=",
    "target_value": 500,
    "unit": "maisons",
    "bodies": ["ministere-des-mobilites"],
    "deadline": {
        "words": "d'ici fin 2027",
        "due_latest": "2027-12-31",
        "precision": "year",
    },
}
NEW_EVIDENCE = {
    "title": "Les maisons du vélo au 1er janvier",
    "source_url": "https://example.org/maisons-du-velo",
    "origin": "independent",
    "stance": "supports",
    "publisher": "Observatoire des mobilités",
    "published_on": "2026-01-20",
    "extract": "112 maisons sont ouvertes",
}
NEW_MEASUREMENT = {
    "value": 112,
    "observed_on": "2026-01-01",
    "evidence": "5f0c2a34-6f2c-4f0a-9c53-0f6f2a6b7c1d",
}
# What goes wrong in the example of each refusal, besides its kind.
KINDS = {
    400: ("unknown-parameter", "Paramètre inconnu"),
    401: ("unauthenticated", "Il faut un jeton valable"),
    403: ("forbidden", "Le propriétaire de ce jeton n'en a pas le droit"),
    404: ("not-found", "Il n'y a rien à cette adresse"),
    406: ("not-acceptable", "On ne trouve ici que du JSON"),
    409: ("under-way", "La même requête est encore en cours"),
    410: ("gone", "Cette fiche n'est plus publique"),
    411: ("length-needed", "La longueur du corps n'est pas dite"),
    412: ("version-passed", "La fiche a changé entre-temps"),
    413: ("too-large", "Le corps est trop grand"),
    415: ("unsupported-media-type", "On n'accepte ici que du JSON"),
    422: ("invalid-body", "Le corps dit une chose impossible"),
    428: ("version-needed", "Dites quelle version vous avez lue"),
    429: ("too-many-requests", "Trop de requêtes"),
}


def page(row: dict, name: str) -> dict:
    """The first page of a list, with one of its rows."""
    return {
        "count": 283,
        "next": f"{SITE}/api/v1/{name}/?limit=1&cursor=WyJhIl0",
        "previous": None,
        "results": [row],
    }


def problem(status: int) -> dict:
    """A refusal as it is told."""
    kind, title = KINDS[status]
    told = {
        "type": f"{SITE}/api/#{kind}",
        "title": title,
        "status": status,
        "detail": title + ".",
        "instance": "/api/v1/commitments/",
    }
    if status == 400:
        told["errors"] = [
            {
                "parameter": "annee",
                "detail": "Il n'y a pas de paramètre « annee ».",
                "valid": ["due_year", "promised_year"],
            }
        ]
    return told
