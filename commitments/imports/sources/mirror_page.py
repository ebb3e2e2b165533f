"""Pages of the citizens' mirror sites of both chambers, saved as text.

A heading "Question N° 12929 au …", "Question soumise le …", the question, "Réponse
émise le …", the answer, then lines of the site itself.
"""

import re

from commitments.imports.identity import legislature_on, question_uid
from commitments.imports.records import (
    ASSEMBLY,
    SENATE,
    WRITTEN,
    NotAnAnswer,
    QuestionPage,
    UnreadablePage,
)
from commitments.imports.sources.page_text import (
    DATE,
    check_dates,
    line,
    minister_named,
    read_date,
    trimmed_span,
)

NAME = "mirror"

HEADING = line(
    r"Question(?P<written>\s+écrite)?\s+N°\s*(?P<number>\d+)\s+"
    r"(?:au|aux|à\s+la|à\s+l['’])\s*(?P<ministry>\S.*?)"
)
ASKED = line(rf"Question\s+soumise\s+le\s+(?P<date>{DATE})")
ANSWERED = line(rf"Réponse\s+émise\s+le\s+(?P<date>{DATE})")

# The lines that the site adds below an answer. The first one ends it.
CHROME = line(
    r"Aucun\s+commentaire\s+n['’]a\b.*|\d+\s+commentaires?\b.*|Commentaires?|"
    r"Voir\s+tous\s+les\s+commentaires.*|Inscription|Connexion|"
    r"Cette\s+législature\s+étant\s+désormais\s+achevée\b.*|"
    r"Vous\s+pouvez\s+commenter\b.*"
)

ASSEMBLY_NAMED = re.compile(r"NosDéputés|site de l['’]Assemblée nationale")
SENATE_NAMED = re.compile(r"NosSénateurs|site du Sénat")

# A heading cut short: "au Secrétariat d'État", without its subject.
BARE_TITLE = re.compile(r"(?:Secrétariat d['’][ée]tat|Ministère)", re.IGNORECASE)

# The Journal officiel prints the Assemblée's questions on Tuesdays and the Sénat's
# on Thursdays.
CHAMBER_OF_WEEKDAY = {1: ASSEMBLY, 3: SENATE}


def recognises(text):
    """Tell whether the page has the headings of the mirror sites."""
    return bool(HEADING.search(text) and ASKED.search(text))


def read(text, chamber=None):
    """Return the QuestionPage of a mirror page; see ``saved_page.read_page``."""
    heading, asked = HEADING.search(text), ASKED.search(text)
    answered = ANSWERED.search(text, asked.end())
    if answered is None:
        raise NotAnAnswer("no_answer")
    chrome = CHROME.search(text, answered.end())
    end = chrome.start() if chrome else len(text)
    start, end = trimmed_span(text, answered.end(), end)
    if start == end:
        raise NotAnAnswer("empty_answer")

    asked_on, answered_on = read_date(asked["date"]), read_date(answered["date"])
    check_dates(asked_on, answered_on)
    # The site names the ministry asked; who answered is not on the page.
    inferred = ["legislature", "ministry_answering"]
    if not heading["written"]:
        inferred.append("type")
    named = chamber_named(text)
    if not named:
        inferred.append("chamber")
    chamber = named or chamber or chamber_of_days(asked_on, answered_on)
    legislature = legislature_on(asked_on)
    question_text = text[asked.end() : answered.start()].strip()
    ministry = ministry_asked = " ".join(heading["ministry"].split())
    if BARE_TITLE.fullmatch(ministry) and minister_named(question_text):
        ministry_asked = minister_named(question_text)
        inferred.append("ministry_asked")
    return QuestionPage(
        uid=question_uid(chamber, legislature, WRITTEN, heading["number"]),
        chamber=chamber,
        legislature=legislature,
        type=WRITTEN,
        number=heading["number"],
        author=author_above(text, heading.start()),
        group=None,
        constituency=None,
        ministry_asked=ministry_asked,
        ministry_answering=ministry,
        rubric=None,
        title=text[heading.end() : asked.start()].strip() or None,
        asked_on=asked_on,
        asked_page=None,
        answered_on=answered_on,
        answered_page=None,
        question_text=question_text,
        answer_text=text[start:end],
        answer_start=start,
        answer_end=end,
        layout=NAME,
        inferred=tuple(inferred),
    )


def chamber_named(text):
    """Return the chamber whose mirror the page says it is, or None."""
    if ASSEMBLY_NAMED.search(text):
        return ASSEMBLY
    return SENATE if SENATE_NAMED.search(text) else None


def chamber_of_days(asked_on, answered_on):
    """Return the chamber that publishes on the weekday of both dates."""
    weekdays = {asked_on.weekday(), answered_on.weekday()}
    chambers = {CHAMBER_OF_WEEKDAY.get(day) for day in weekdays}
    if len(chambers) == 1 and None not in chambers:
        return chambers.pop()
    raise UnreadablePage("chamber_unknown")


def author_above(text, position):
    """Return the last line of words above the heading: the author's name."""
    lines = [row.strip() for row in text[:position].splitlines()]
    names = [row for row in lines if row and not row.startswith("Photo ")]
    if not names:
        raise UnreadablePage("author_missing")
    return names[-1]
