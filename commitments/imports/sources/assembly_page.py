"""Pages of the Assemblée nationale, saved as text.

The title and the number, "Texte de la question", "Texte de la réponse", then the
metadata as "label : value" lines, with the dates at the very end.
"""

import re

from commitments.imports.identity import legislature_on, question_uid
from commitments.imports.records import (
    ASSEMBLY,
    ORAL,
    TO_THE_GOVERNMENT,
    WRITTEN,
    NotAnAnswer,
    QuestionPage,
    UnreadablePage,
)
from commitments.imports.sources.page_text import (
    DATE,
    check_dates,
    line,
    read_date,
    trimmed_span,
    without_civility,
)

NAME = "assembly"

QUESTION = line(r"Texte\s+de\s+la\s+question")
ANSWER = line(r"Texte\s+de\s+la\s+réponse")
METADATA = line(r"Données\s+clés|Date\(s\)\s+clé\(s\)|Auteur\s*:.*")
HEADING = line(
    r"(?P<kind>Question(?:\s+(?:écrite|orale\s+sans\s+débat|au\s+gouvernement))?)\s+"
    r"n°\s*(?P<number>\d+)"
)
LEGISLATURE = line(r"(?P<number>\d+)\s*(?:e|è|ème|eme)\s+législature")
WITHDRAWN = re.compile(r"Question\s+retirée\s+le\b")

# "[25 janvier 2022](#), page 488", or on older pages "25/01/2022 page : 488".
PUBLISHED = re.compile(
    rf"\[?(?P<date>{DATE})\]?(?:\(.*?\))?(?:.*?page\s*:?\s*(?P<page>\d+))?"
)

TYPES = {
    "question écrite": WRITTEN,
    "question orale sans débat": ORAL,
    "question au gouvernement": TO_THE_GOVERNMENT,
}


def recognises(text):
    """Tell whether the page has the Assemblée's heading of a question's text."""
    return bool(QUESTION.search(text))


def read(text, chamber=None):
    """Return the QuestionPage of an AN page; see ``saved_page.read_page``."""
    question = QUESTION.search(text)
    answer = ANSWER.search(text, question.end())
    if answer is None:
        if WITHDRAWN.search(text):
            raise NotAnAnswer("withdrawn")
        raise NotAnAnswer("no_answer")
    metadata = METADATA.search(text, answer.end())
    below = metadata.start() if metadata else len(text)
    start, end = trimmed_span(text, answer.end(), below)
    if start == end:
        raise NotAnAnswer("empty_answer")

    # Labels are looked for outside the two texts, which may contain anything.
    around = text[: question.start()] + "\n" + text[below:]
    asked_on, asked_page = published(around, "Question", "question_date_missing")
    answered_on, answered_page = published(around, "Réponse", "answer_date_missing")
    check_dates(asked_on, answered_on)

    heading = HEADING.search(around)
    number = labelled(around, r"Numéro\s+de\s+la\s+question")
    number = number or (heading and heading["number"])
    if not number:
        raise UnreadablePage("number_missing")
    inferred = []
    kind = labelled(around, r"Type\s+de\s+question") or (heading and heading["kind"])
    type_ = TYPES.get(" ".join((kind or "").lower().split()))
    if type_ is None:
        type_ = WRITTEN
        inferred.append("type")
    stated = LEGISLATURE.search(around)
    legislature = int(stated["number"]) if stated else legislature_on(asked_on)
    if not stated:
        inferred.append("legislature")
    author = labelled(around, "Auteur")
    if not author:
        raise UnreadablePage("author_missing")
    constituency, group = split_constituency(labelled(around, "Circonscription"))
    return QuestionPage(
        uid=question_uid(ASSEMBLY, legislature, type_, number),
        chamber=ASSEMBLY,
        legislature=legislature,
        type=type_,
        number=number,
        author=without_civility(author),
        group=group,
        constituency=constituency,
        ministry_asked=labelled(around, r"Ministère\s+interrogé"),
        ministry_answering=labelled(around, r"Ministère\s+(?:attributaire|répondant)"),
        rubric=labelled(around, "Rubrique"),
        title=title_between(around, stated, heading),
        asked_on=asked_on,
        asked_page=asked_page,
        answered_on=answered_on,
        answered_page=answered_page,
        question_text=text[question.end() : answer.start()].strip(),
        answer_text=text[start:end],
        answer_start=start,
        answer_end=end,
        layout=NAME,
        inferred=tuple(inferred),
    )


def labelled(text, label):
    """Return the value of a "label : value" line without link marks, or None."""
    found = line(rf"{label}\s*[:>]\s*(?P<value>\S.*?)").search(text)
    if found is None:
        return None
    value = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", found["value"])
    # An exponent saved as "4^e" is the "4e" that the page shows.
    return " ".join(value.replace("^", "").split())


def published(text, what, missing):
    """Return the date and the page of the Journal officiel of ``what``.

    ``missing`` is the code of the refusal when the page does not say.
    """
    value = line(rf"{what}\s+publiée\s+au\s+JO\s+le\s*[:>]\s*(?P<value>\S.*?)")
    found = value.search(text)
    dated = found and PUBLISHED.match(found["value"])
    if not dated:
        raise UnreadablePage(missing)
    return read_date(dated["date"]), int(dated["page"]) if dated["page"] else None


def split_constituency(value):
    """Return constituency and group of "Rhône (4e circonscription) - Groupe"."""
    if not value:
        return None, None
    constituency, dash, group = value.partition(" - ")
    return constituency, group if dash else None


def title_between(text, stated, heading):
    """Return the title, which stands between the legislature and the number."""
    if not heading:
        return None
    start = stated.end() if stated and stated.end() < heading.start() else 0
    rows = [row.strip() for row in text[start : heading.start()].splitlines()]
    rows = [row for row in rows if row and row != "ASSEMBLÉE NATIONALE"]
    return rows[-1] if rows else None
