"""A written question to the minister about a commitment whose deadline has passed.

The text is a draft for a member of Parliament, in the French of the chambers: third
person, the office and not the person, facts with their sources. It states only what the
record holds; what it cannot know stands in square brackets. Always in French.

The rules of both chambers ask that a question be brief and hold no imputation against
a third party by name (Règlement de l'Assemblée nationale, art. 135; Règlement du Sénat,
art. 74).
"""

import re
from dataclasses import dataclass

from django.utils.translation import override

from commitments.choices import (
    BodyKind,
    Chamber,
    PassageRole,
    Precision,
    QuestionType,
    Status,
)
from commitments.models import Body, Commitment
from commitments.records import Records, standing
from commitments.search import in_order_of_names
from commitments.timing import today
from commitments.typography import (
    format_date,
    format_days,
    format_due,
    format_quantity,
    hold_spaces,
    no_break,
)

FRENCH = "fr"
# Letters of a quote: a question is brief.
QUOTED = 500
# Between how many letters eight printed questions of ten lie, by those of this base's
# corpus.
USUAL = (800, 2900)

# The office at the head of a body, in both genders, and what stands before its domain.
OFFICES = (
    (r"Gouvernement$", "[M. le Premier ministre / Mme la Première ministre]"),
    (r"Premier ministre$", "[M. le Premier ministre / Mme la Première ministre]"),
    (
        r"Ministère délégué (?=d|chargé|à|a)",
        "[M. le ministre délégué / Mme la ministre déléguée] ",
    ),
    (r"Ministère (?=d|chargé)", "[M. le ministre / Mme la ministre] "),
    (
        r"Secrétariat d['’]État (?=à|a|d|chargé)",
        "[M. le secrétaire d’État / Mme la secrétaire d’État] ",
    ),
)
CHARGED = re.compile(r"^chargée?s? d")

OPENINGS = {
    Chamber.AN: "[M. / Mme Nom] appelle l’attention de {office} sur {subject}.",
    Chamber.SENAT: "[M. / Mme Nom] attire l’attention de {office} sur {subject}.",
}
ENDINGS = {
    Chamber.AN: "[Il / Elle] lui demande donc de bien vouloir préciser",
    Chamber.SENAT: "[Il / Elle] souhaiterait donc connaître",
}
WANTED = (
    "l’état d’exécution de cet engagement, les éléments chiffrés et datés qui "
    "permettent de l’établir et, s’il y a lieu, le nouveau calendrier retenu."
)
# How each kind of question is called with its number.
KINDS = {
    QuestionType.QE: "question écrite",
    QuestionType.QG: "question au Gouvernement",
    QuestionType.QOSD: "question orale sans débat",
}
JOURNALS = {
    Chamber.AN: "Journal officiel de l’Assemblée nationale",
    Chamber.SENAT: "Journal officiel du Sénat",
}


@dataclass(frozen=True)
class Draft:
    """The draft for one chamber, and how many characters it has, spaces included."""

    chamber: str
    title: str
    text: str

    @property
    def length(self) -> int:
        return len(self.text)


def drafts(commitment: Commitment, records: Records, address: str) -> list[Draft]:
    """A draft for each chamber about an overdue commitment.

    ``address`` is that of its page, given as where the evidence was looked for.
    """
    with override(FRENCH):
        source = _source(records)
        paragraphs = [
            _answer(source) if source else "",
            _deadline(commitment, records),
            _known(commitment, records, address),
        ]
        subject = "les suites données à un engagement du Gouvernement : "
        subject += f"« {_title(commitment)} »"
        minister = _minister(commitment)
        return [
            _draft(chamber, commitment, minister, subject, paragraphs)
            for chamber in Chamber
        ]


def _draft(chamber, commitment, minister, subject, paragraphs):
    opening = OPENINGS[chamber].format(office=minister, subject=subject)
    ending = f"{ENDINGS[chamber]} {WANTED}"
    text = " ".join(filter(None, [opening, *paragraphs, ending]))
    title = f"Suites données à un engagement : {_title(commitment)}"
    return Draft(chamber.value, no_break(title, FRENCH), no_break(text, FRENCH))


def _title(commitment):
    """The title without a full stop, inside quotation marks."""
    return commitment.title.strip().rstrip(".")


def _source(records):
    """The passage that makes the commitment, the first one that stands."""
    makes = [p for p in standing(records.passages) if p.role == PassageRole.MAKES]
    return min(makes, key=lambda p: (p.answer.answered_on, p.pk), default=None)


def _minister(commitment):
    """Whom to ask: the head of the body that is responsible now.

    A question goes to one minister: agencies have none beside a ministry, and of
    several ministries one is to be chosen.
    """
    bodies = [_today(body) for body in in_order_of_names(commitment.bodies.all())]
    ministries = [body for body in bodies if body.kind == BodyKind.MINISTRY]
    offices = dict.fromkeys(office_of(body.name) for body in ministries or bodies)
    return " [ou] ".join(offices) or "[M. le ministre / Mme la ministre compétente]"


def _today(body: Body) -> Body:
    """The body that took over, where one alone did; the body itself otherwise."""
    seen = {body.pk}
    while True:
        later = list(body.successors.all()[:2])
        if len(later) != 1 or later[0].pk in seen:
            return body
        body = later[0]
        seen.add(body.pk)


def office_of(name: str) -> str:
    """The office at the head of a body, as one addresses it; gender left open."""
    for pattern, office in OFFICES:
        if match := re.match(pattern, name, re.IGNORECASE):
            rest = CHARGED.sub("chargé[e] d", name[match.end() :])
            return office + rest
    return f"[M. le ministre / Mme la ministre] dont relève « {name} »"


def _answer(passage):
    """When and where it was said, and the words themselves."""
    answer, question = passage.answer, passage.answer.first_question()
    parts = ["Dans la réponse"]
    if question:
        kind = KINDS[question.type]
        number = f" n° {question.number}" if question.number else ""
        of = f" de {question.author}" if question.author else ""
        parts.append(f"à la {kind}{number}{of},")
        journal = f"au {JOURNALS[question.chamber]}"
    else:
        journal = "au Journal officiel"
    page = f", page {answer.page}" if answer.page else ""
    on = format_date(answer.answered_on, FRENCH)
    parts.append(f"publiée {journal} du {on}{page},")
    who = f"il était indiqué ({answer.ministry})" if answer.ministry else "il était dit"
    quote = _cut(hold_spaces(passage.quote))
    example = "[Réponse fictive, écrite pour la démonstration.] "
    return (example if answer.is_fictitious else "") + (
        f"{' '.join(parts)} {who} : « {quote} »."
    )


def _cut(quote):
    """A long quote cut at a space, said to be cut."""
    quote = quote.strip().rstrip(".")
    if len(quote) <= QUOTED:
        return quote
    return quote[: QUOTED + 1].rpartition(" ")[0] + " […]"


def _deadline(commitment, records):
    """What was announced, for when, and since how long that day has passed."""
    first, current = records.deadlines[0], records.deadlines[-1]
    announced = f"L’échéance annoncée est la suivante : {_due(current)}"
    if first.due_latest not in (None, current.due_latest):
        by = commitment.slippage_days
        moved = (
            f"{'reportée' if by > 0 else 'avancée'} de {format_days(abs(by), FRENCH)}"
        )
        announced = (
            f"L’échéance d’abord annoncée ({_due(first)}) a été {moved} "
            f"({_due(current)})"
        )
    late = format_days(commitment.days_overdue, FRENCH)
    return f"{announced} ; elle est dépassée de {late} au {_today_in_words()}."


def _due(deadline):
    """The words of a deadline, with the last day that they allow."""
    on = f"le {format_date(deadline.due_latest, FRENCH)}"
    if deadline.words:
        return f"« {hold_spaces(deadline.words)} », soit au plus tard {on}"
    if deadline.precision == Precision.DAY:
        return on
    said = format_due(deadline.due_latest, deadline.precision, FRENCH)
    return f"{said}, soit au plus tard {on}"


def _today_in_words():
    return format_date(today(), FRENCH)


def _known(commitment, records, address):
    """The last that is known in public, or that nothing is; never more than that."""
    evidence = standing(records.evidence)
    if evidence:
        return " ".join(filter(None, [_measured(commitment, records), _last(evidence)]))
    if _was_searched(records):
        return (
            "La recherche faite pour la dernière évaluation n’a permis de trouver "
            f"aucun élément public sur sa réalisation ({address})."
        )
    return (
        "Aucun élément public qui permette d’en constater la réalisation n’a été "
        f"recensé à ce jour ({address})."
    )


def _was_searched(records):
    rows = records.assessments
    return bool(rows) and rows[-1].status == Status.NO_EVIDENCE


def _last(evidence):
    """The latest piece of evidence: who said what, when."""
    dated = [piece for piece in evidence if piece.speaks_of_on] or evidence
    if not dated:
        return ""
    last = max(dated, key=lambda piece: (piece.speaks_of_on or today(), piece.pk))
    by = ", ".join(filter(None, [last.publisher, f"« {last.title} »"]))
    when = _when(last)
    if not last.extract:
        return f"Le dernier élément public recensé est : {by}{when}."
    words = _cut(hold_spaces(last.extract))
    return f"Selon le dernier élément public recensé ({by}{when}) : « {words} »."


def _when(piece):
    """When it was published, and which day it speaks of if that is another."""
    published, fact = piece.published_on, piece.event_on
    when = f", {format_date(published, FRENCH)}" if published else ""
    if fact and fact != published:
        when += f", à propos du {format_date(fact, FRENCH)}"
    return when


def _measured(commitment, records):
    rows = records.current_measurements()
    if not rows:
        return ""
    last = max(rows, key=lambda row: (row.observed_on, row.pk))
    value = format_quantity(last.value, commitment.unit, FRENCH)
    on = format_due(last.observed_on, last.precision, FRENCH)
    target = ""
    if commitment.target_value is not None:
        wanted = format_quantity(commitment.target_value, commitment.unit, FRENCH)
        target = f", pour un objectif de {wanted}"
    return f"La dernière mesure connue est de {value} ({on}){target}."
