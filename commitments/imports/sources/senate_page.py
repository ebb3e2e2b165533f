"""Pages of the Sénat, saved as text.

"Question de Mme NOM Prénom (Département - GROUPE) publiée le 18/05/2023", the
question, "- page 3211" (a page of the Journal officiel, never a number), perhaps
"Transmise au …", then "Réponse du … publiée le …", the answer and its page. The
older pages add "écrite n° 08419" and print the page beside the date.
"""

import re

from commitments.imports.identity import (
    legislature_on,
    question_uid,
    unnumbered_uid,
)
from commitments.imports.records import (
    ORAL,
    SENATE,
    WRITTEN,
    NotAnAnswer,
    QuestionPage,
    UnreadablePage,
)
from commitments.imports.sources.page_text import (
    CIVILITY,
    DATE,
    check_dates,
    line,
    minister_named,
    read_date,
    trimmed_span,
)

NAME = "senate"

PUBLISHED = (
    rf"publiée\s+(?:le|dans\s+le\s+JO\s+Sénat\s+du)\s+(?P<date>{DATE})"
    r"(?:\s*-\s*page\s+(?P<page>\d+))?"
)
HEADING = line(
    r"Question(?P<kind>\s+écrite|\s+orale(?:\s+sans\s+débat)?)?"
    r"(?:\s+n°\s*(?P<number>\d+[A-Z]?))?"
    rf"\s+de\s+{CIVILITY}\s+(?P<author>[^(\n]+?)\s*"
    r"\((?P<seat>[^\n]*)\)\s+" + PUBLISHED
)
ANSWER = line(r"Réponse\s+(?:du|de\s+la|de\s+l['’]|des)\s*(?P<by>\S.*?)\s+" + PUBLISHED)
PAGE = line(r"-\s*page\s+(?P<page>\d+)")
TRANSFERRED = line(r"Transmise\s+(?:au|à\s+la|à\s+l['’]|aux)\s*(?P<to>\S.*?)")
LEGISLATURE = line(r"(?P<number>\d+)\s*e\s+législature")
LAPSED = line(r"La\s+question\s+est\s+caduque\.?")
WITHDRAWN = line(r"(?:La|Cette)\s+question\b.*\ba\s+été\s+retirée\b.*")
FOOT = line(r"Page\s+mise\s+à\s+jour\s+le\b.*|Erratum\s*:.*")


def recognises(text):
    """Tell whether the page opens a question as the Sénat does."""
    return bool(HEADING.search(text))


def read(text, chamber=None):
    """Return the QuestionPage of a Sénat page; see ``saved_page.read_page``."""
    heading = HEADING.search(text)
    answer = only_answer(text, heading.end())
    foot = FOOT.search(text, answer.end())
    below = foot.start() if foot else len(text)
    pages = list(PAGE.finditer(text, answer.end(), below))
    start, end = trimmed_span(text, answer.end(), pages[-1].start() if pages else below)
    if start == end:
        raise NotAnAnswer("empty_answer")

    between = text[heading.end() : answer.start()]
    asked_page = PAGE.search(between)
    transferred = TRANSFERRED.search(between)
    marks = [mark.start() for mark in (asked_page, transferred) if mark]
    question_text = between[: min(marks, default=len(between))].strip()

    asked_on, answered_on = read_date(heading["date"]), read_date(answer["date"])
    check_dates(asked_on, answered_on)
    inferred = []
    type_ = ORAL if "orale" in (heading["kind"] or "") else WRITTEN
    if not heading["kind"]:
        inferred.append("type")
    stated = LEGISLATURE.search(text, 0, heading.start())
    legislature = int(stated["number"]) if stated else legislature_on(asked_on)
    if not stated:
        inferred.append("legislature")
    # The page names the minister asked only in the words of the question.
    ministry_asked = minister_named(question_text)
    if ministry_asked:
        inferred.append("ministry_asked")
    constituency, group = split_seat(heading["seat"])
    first_names, surname = split_name(heading["author"])
    page = heading["page"] or (asked_page and asked_page["page"])
    asked_page = int(page) if page else None
    answered_page = answer["page"] or (pages[-1]["page"] if pages else None)
    number = heading["number"]
    if number:
        uid = question_uid(SENATE, legislature, type_, number)
    else:
        uid = unnumbered_uid(SENATE, asked_on, asked_page, surname)
    return QuestionPage(
        uid=uid,
        chamber=SENATE,
        legislature=legislature,
        type=type_,
        number=number,
        author=spelled_name(first_names, surname, question_text),
        group=group,
        constituency=constituency,
        ministry_asked=ministry_asked,
        ministry_answering=" ".join(answer["by"].split()),
        rubric=None,
        title=title_above(text, heading, stated),
        asked_on=asked_on,
        asked_page=asked_page,
        answered_on=answered_on,
        answered_page=int(answered_page) if answered_page else None,
        question_text=question_text,
        answer_text=text[start:end],
        answer_start=start,
        answer_end=end,
        layout=NAME,
        inferred=tuple(inferred),
    )


def only_answer(text, position):
    """Return the match of the answer's heading, or say why there is none."""
    answers = list(ANSWER.finditer(text, position))
    if len(answers) > 1:
        raise UnreadablePage("several_answers")
    if answers:
        return answers[0]
    if LAPSED.search(text, position):
        raise NotAnAnswer("lapsed")
    if WITHDRAWN.search(text, position):
        raise NotAnAnswer("withdrawn")
    raise NotAnAnswer("no_answer")


def split_seat(seat):
    """Return constituency and group of "Meurthe-et-Moselle - RDSE"."""
    constituency, dash, group = seat.rpartition(" - ")
    return (constituency, group) if dash else (seat or None, None)


def split_name(name):
    """Return the first names and the surname of "NOM Prénom" or "Prénom NOM"."""
    words = name.split()
    surname = [word for word in words if word.isupper()]
    first_names = [word for word in words if not word.isupper()]
    # Particles ("de MONTGOLFIER") belong to the surname that follows them.
    while first_names and first_names[0][0].islower() and surname:
        surname.insert(0, first_names.pop(0))
    if not surname:
        *first_names, last = words
        surname = [last]
    return " ".join(first_names), " ".join(surname)


def spelled_name(first_names, surname, question_text):
    """Return the full name in lower case as the question spells it, if it does."""
    words = f"{first_names} {surname}".split()
    pattern = r"[\s-]+".join(re.escape(word) for word in words)
    found = re.search(rf"\b{pattern}\b", question_text[:300], re.IGNORECASE)
    if found:
        return " ".join(found[0].split())
    return " ".join(w.title() if w.isupper() else w for w in words)


def title_above(text, heading, stated):
    """Return the title that older pages print above the legislature, if any."""
    if not stated:
        return None
    rows = [row.strip() for row in text[: stated.start()].splitlines()]
    rows = [row for row in rows if row]
    return rows[-1] if rows else None
