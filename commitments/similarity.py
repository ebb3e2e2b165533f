"""“Same promise?”: which commitments words speak of, which answers come back.

Candidates come from the index of words in the database (the rarest words first), then
each is scored here: shared words weighted by rarity, the figure, the deadline, the
body. Nothing is learnt, nothing is random: see docs/similarity.md.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import log

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext as _

from commitments.choices import (
    Comparator,
    PassageRole,
    Publication,
    RelationKind,
)
from commitments.models import (
    Answer,
    AnswerWord,
    Commitment,
    CommitmentWord,
    Passage,
    Question,
    Relation,
)
from commitments.words import stems

# A word that more records than this hold does not lead to candidates by itself.
COMMON_IN = 2000
LEADING_WORDS = 8
CANDIDATES = 60
SHOWN = 3
ANSWERS_SHOWN = 6
LEAST = 0.25
# Words just before the quote count for less: « ce dispositif » stands for them.
BEFORE = 240
WEIGHT_BEFORE = 0.5
# Words as rare as can be that two records should share to be quite alike.
ENOUGH = 3
# What each likeness brings; words alone can bring the whole.
SAME_FIGURE = 0.25
SAME_DEADLINE = 0.1
SAME_BODY = 0.05
# A commitment found only through its chain stands a little below the one that led.
FOLLOWED = 0.8
# Signs under which a larger figure binds more.
UPWARD = (Comparator.AT_LEAST, Comparator.MORE_THAN, Comparator.ABOUT)


@dataclass(frozen=True)
class Likeness:
    """A commitment that words probably speak of: the role they seem to play, and why.

    ``score`` runs from 0 to about 1.4; ``reasons`` are sentences in the reader's
    language, the weightiest first.
    """

    commitment: Commitment
    score: float
    role: PassageRole
    reasons: list[str]


@dataclass(frozen=True)
class LaterAnswer:
    """An answer that probably speaks of a commitment made before it."""

    answer: Answer
    score: float
    words: list[str]


@dataclass(frozen=True)
class Words:
    """What is compared: weighted stems, the words as written, figure and deadline."""

    weights: dict[str, float]
    figure: Decimal | None
    due_on: date | None


def same_promises(suggestions, answer) -> dict[int, list[Likeness]]:
    """For each suggestion of an answer (by id), the commitments it may be about.

    A constant number of queries whatever their number. Commitments that quote these
    very words are left out.
    """
    rows = {row.pk: row for row in suggestions}
    said = {pk: _said(row) for pk, row in rows.items()}
    return {
        pk: [match for match in found if not _is_quoted(match, rows[pk])][:SHOWN]
        for pk, found in likenesses(said, answer).items()
    }


def _is_quoted(match, row):
    return match.commitment.pk == getattr(row, "covered_by_id", None)


def _said(row) -> Words:
    """What a suggestion says. Its ``text`` must be at hand."""
    target = row.details.get("target") or {}
    deadline = row.details.get("deadline") or {}
    latest = deadline.get("latest") if deadline.get("is_deadline") else None
    return Words(
        weights=weigh(row.quote, before=row.text.body[: row.start]),
        figure=Decimal(target["value"]) if target else None,
        due_on=date.fromisoformat(latest) if latest else None,
    )


def said_in(passage, commitment) -> Words:
    """What a passage says, with the figure and the deadline that its record holds."""
    before = passage.text.body[: passage.start] if passage.text else ""
    return Words(
        weights=weigh(passage.quote, before=before),
        figure=commitment.target_value,
        due_on=commitment.due_on,
    )


def weigh(quote: str, *, before: str = "") -> dict[str, float]:
    """Stems of a quote, and of the words just before it at half their weight."""
    if len(before) > BEFORE:
        # The first word may be cut in two.
        before = before[-BEFORE:].partition(" ")[2]
    weights = dict.fromkeys(stems(before), WEIGHT_BEFORE)
    return weights | dict.fromkeys(stems(quote), 1.0)


def likenesses(said: dict, answer, *, follow=True) -> dict:
    """The likenesses of each ``Words`` said in an answer, best first, by key.

    ``follow`` also offers what the commitments found repeat, replace or postpone.
    """
    rarity = Rarity(CommitmentWord, set().union(*(w.weights for w in said.values())))
    weights = {key: words.weights for key, words in said.items()}
    found = rarity.candidates("commitment", weights)
    known = Known({pk for ids in found.values() for pk in ids}, answer)
    return {
        key: _score(words, found[key], rarity, known, follow)
        for key, words in said.items()
    }


class Rarity:
    """How many records hold each word, and the records that hold the rarest."""

    def __init__(self, model, words):
        rows = model.objects.filter(word__in=words).values_list("word")
        self.model = model
        self.holding = dict(rows.annotate(count=Count("*")).order_by())
        self.total = max(
            Commitment.objects.count()
            if model is CommitmentWord
            else Answer.objects.count(),
            1,
        )

    def of(self, word) -> float:
        """Weight of a word: the rarer the heavier, 0 when every record holds it."""
        return log((self.total + 1) / (self.holding.get(word, 0) + 1))

    def candidates(self, owner, said: dict, rows=None) -> dict[object, list[int]]:
        """For each set of weighted words, by key, the ids of the records that share
        its weightiest rare ones, best first. One query for all.
        """
        leading = {key: self._leading(weights) for key, weights in said.items()}
        rows = self.model.objects.all() if rows is None else rows
        rows = rows.filter(word__in=set().union(*leading.values()))
        holders = defaultdict(list)
        for pk, word in rows.values_list(f"{owner}_id", "word"):
            holders[word].append(pk)
        found = {}
        for key, words in leading.items():
            sums = defaultdict(float)
            for word in words:
                for pk in holders[word]:
                    sums[pk] += self.of(word) * said[key][word]
            found[key] = sorted(sums, key=lambda pk: (-sums[pk], -pk))[:CANDIDATES]
        return found

    def _leading(self, weights):
        rare = (w for w in weights if 0 < self.holding.get(w, 0) <= COMMON_IN)
        heavy = sorted(rare, key=lambda word: (-self.of(word) * weights[word], word))
        return heavy[:LEADING_WORDS]


class Known:
    """The candidates with their words, bodies and chains, fetched together."""

    def __init__(self, ids, answer):
        self.answered_on = answer.answered_on
        self.lineage = answer.body.lineage() if answer.body else set()
        links = Relation.objects.standing().exclude(kind=RelationKind.PART_OF)
        links = links.filter(Q(source__in=ids) | Q(target__in=ids))
        self.chained = defaultdict(set)
        for source, target in links.values_list("source", "target"):
            self.chained[source].add(target)
            self.chained[target].add(source)
        ids = ids | set(self.chained)
        self.commitments = {
            row.pk: row
            for row in Commitment.objects.filter(pk__in=ids)
            .exclude(publication=Publication.WITHDRAWN)
            .defer("summary")
            .prefetch_related("bodies")
        }
        self.words = defaultdict(set)
        rows = CommitmentWord.objects.filter(commitment__in=self.commitments)
        for pk, word in rows.values_list("commitment", "word"):
            self.words[pk].add(word)
        quoted = Passage.objects.standing().filter(answer=answer, commitment__in=ids)
        self.of_this_answer = set(quoted.values_list("commitment", flat=True))


def _score(said, ids, rarity, known, follow):
    """Likenesses from the best down, those of LEAST and above."""
    found = {}
    for pk in ids:
        if commitment := known.commitments.get(pk):
            likeness = _likeness(said, commitment, rarity, known)
            if likeness.score >= LEAST:
                found[pk] = likeness
    for pk, leader in list(found.items()) if follow else ():
        for other in known.chained[pk] - set(found):
            if other in known.commitments:
                found[other] = _through(leader, known.commitments[other])
    return sorted(found.values(), key=lambda each: (-each.score, each.commitment.pk))


def _through(leader, commitment):
    return Likeness(
        commitment=commitment,
        score=round(leader.score * FOLLOWED, 3),
        role=leader.role,
        reasons=[
            _("linked to %(reference)s, which these words resemble")
            % {"reference": leader.commitment.reference}
        ],
    )


def _likeness(said, commitment, rarity, known):
    words = known.words[commitment.pk]
    shared = {w: rarity.of(w) * said.weights[w] for w in words & said.weights.keys()}
    own = sum(rarity.of(w) for w, weight in said.weights.items() if weight == 1)
    theirs = sum(rarity.of(word) for word in words)
    # A few common words are never a likeness, however short both sides are.
    score = sum(shared.values()) / max(min(own, theirs), ENOUGH * rarity.of(""))
    reasons = [_("same words: %(words)s") % {"words": ", ".join(_best(shared))}]
    is_same_figure = said.figure is not None and said.figure == commitment.target_value
    if is_same_figure:
        score += SAME_FIGURE
        reasons.append(_("same figure"))
    if said.due_on and said.due_on == commitment.due_on:
        score += SAME_DEADLINE
        reasons.append(_("same deadline"))
    if known.lineage & {body.pk for body in commitment.bodies.all()}:
        score += SAME_BODY
        reasons.append(_("same body, or one that it took over from"))
    # One answer says many things of one subject: only the figure tells them the same.
    if commitment.pk in known.of_this_answer and not is_same_figure:
        score = 0
    role = _role(said, commitment, known.answered_on)
    return Likeness(commitment, round(score, 3), role, reasons)


def _best(weights):
    return sorted(weights, key=lambda word: (-weights[word], word))[:4]


def _role(said, commitment, answered_on) -> PassageRole:
    """What the words seem to do to a commitment; an older answer made it first."""
    if commitment.promised_on and commitment.promised_on > answered_on:
        return PassageRole.MAKES
    if said.figure is not None and commitment.target_value is not None:
        more = said.figure > commitment.target_value
        if said.figure != commitment.target_value:
            upward = commitment.comparator in UPWARD
            return PassageRole.STRENGTHENS if more == upward else PassageRole.WEAKENS
    if said.due_on and commitment.due_on and said.due_on != commitment.due_on:
        later = said.due_on > commitment.due_on
        return PassageRole.POSTPONES if later else PassageRole.STRENGTHENS
    if said.figure is None and said.due_on is None and commitment.target_value:
        return PassageRole.REPORTS_ON
    return PassageRole.REPEATS


def later_answers(commitment, *, known=False) -> list[LaterAnswer]:
    """The answers since a commitment that probably speak of it, best first.

    Those that it already quotes, or that are evidence of it, are left out unless
    ``known``.
    """
    rows = CommitmentWord.objects.filter(commitment=commitment)
    words = set(rows.values_list("word", flat=True))
    if not words or commitment.promised_on is None:
        return []
    rarity = Rarity(AnswerWord, words)
    later = AnswerWord.objects.filter(answer__answered_on__gt=commitment.promised_on)
    if not known:
        later = later.exclude(answer__in=_known_answers(commitment))
    said = {commitment.pk: dict.fromkeys(words, 1.0)}
    ids = rarity.candidates("answer", said, later)[commitment.pk]
    shared = defaultdict(dict)
    held = AnswerWord.objects.filter(answer__in=ids, word__in=words)
    for pk, word in held.values_list("answer", "word"):
        shared[pk][word] = rarity.of(word)
    whole = max(sum(map(rarity.of, words)), ENOUGH * rarity.of(""))
    scores = {pk: round(sum(shared[pk].values()) / whole, 3) for pk in ids}
    best = sorted(
        (pk for pk in ids if scores[pk] >= LEAST), key=lambda pk: (-scores[pk], -pk)
    )[:ANSWERS_SHOWN]
    answers = Answer.objects.prefetch_related(
        Prefetch("questions", Question.objects.defer("text"))
    ).in_bulk(best)
    return [LaterAnswer(answers[pk], scores[pk], _best(shared[pk])) for pk in best]


def _known_answers(commitment):
    quoted = commitment.passages.standing().values_list("answer", flat=True)
    proof = commitment.evidence.standing().exclude(answer=None)
    return {*quoted, *proof.values_list("answer", flat=True)}
