"""What is searched of each record: its words, in three parts by their weight."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain

from pyroaring import BitMap

from commitments.choices import Publication
from commitments.models import (
    Answer,
    AnswerText,
    Body,
    Commitment,
    Passage,
    Question,
    Theme,
)
from commitments.search.analysis import BREAK, stems_of, words

COMMITMENT, ANSWER = "commitment", "answer"
KINDS = (COMMITMENT, ANSWER)
# Changed with the analysis, so that every document reads as changed.
VERSION = b"3"
# An engine keeps the place of no word further on.
MOST_WORDS = 16_000


@dataclass(frozen=True)
class Document:
    """The stems of a record: of its title, of its quotes (or rubric), of the rest."""

    pk: int
    title: list[str]
    quotes: list[str]
    rest: list[str]
    # Sixty-four bits, signed, that tell whether anything has changed.
    digest: int
    # What was read, and its folded words: for the vocabulary.
    texts: tuple[str, ...]
    words: set[str]

    @property
    def parts(self):
        return self.title, self.quotes, self.rest


def document(pk, title, quotes, rest) -> Document:
    """The document of some texts; each of the three arguments is a list of them."""
    said, parts, room = set(), [], MOST_WORDS
    for texts in (title, quotes, rest):
        part = []
        for text in filter(None, texts):
            found = words(text)[:room]
            room -= len(found)
            said.update(found)
            part += stems_of(found)
            part.append(BREAK)
        parts.append(part[:-1])
    texts = tuple(filter(None, (*title, *quotes, *rest)))
    whole = "\0".join([*title, "", *quotes, "", *rest])
    return Document(pk, *parts, _digest(whole), texts, said)


def _digest(text):
    hashed = blake2b(text.encode(), digest_size=8, key=VERSION).digest()
    return int.from_bytes(hashed, "big", signed=True)


def documents(kind: str, pks: Iterable[int]) -> list[Document]:
    """The documents of some commitments or answers, in the order of their ids."""
    read = {COMMITMENT: commitment_documents, ANSWER: answer_documents}[kind]
    return read(sorted(pks))


def commitment_documents(pks: list[int]) -> list[Document]:
    rows = Commitment.objects.filter(pk__in=pks).order_by("pk")
    quotes, answers = defaultdict(list), defaultdict(dict)
    passages = Passage.objects.standing().filter(commitment__in=pks).order_by("pk")
    for pk, quote, answer in passages.values_list("commitment", "quote", "answer"):
        quotes[pk].append(quote)
        answers[pk][answer] = None
    names = _names_of_answers({answer for held in answers.values() for answer in held})
    related = defaultdict(list)
    for model, field in ((Body, "bodies"), (Theme, "themes")):
        through = getattr(Commitment, field).through.objects.order_by("pk")
        column = model._meta.model_name
        held = through.filter(commitment__in=pks)
        for pk, name in held.values_list("commitment", f"{column}__name"):
            related[pk].append(name)
    texts = rows.values_list("pk", "title", "summary", "indicator", "territory")
    return [
        document(
            pk,
            [title, f"E-{pk:04d}"],
            quotes[pk],
            [
                summary,
                indicator,
                territory,
                *related[pk],
                *chain.from_iterable(names[answer] for answer in answers[pk]),
            ],
        )
        for pk, title, summary, indicator, territory in texts
    ]


def _names_of_answers(pks):
    """Ministries as published and authors of the questions, by answer."""
    names = defaultdict(list)
    if not pks:
        return names
    ministries = Answer.objects.filter(pk__in=pks).values_list("pk", "ministry")
    for pk, ministry in ministries:
        names[pk].append(ministry)
    asked = Question.objects.filter(answer__in=pks).order_by("pk")
    for pk, author in asked.values_list("answer", "author"):
        names[pk].append(author)
    return names


def answer_documents(pks: list[int]) -> list[Document]:
    return [document(pk, *texts) for pk, texts in answer_texts(pks).items()]


def answer_texts(
    pks: list[int], texts: dict[int, str] | None = None
) -> dict[int, tuple[list, list, list]]:
    """What ``document`` makes the documents of some answers of, by their ids.

    The newest text of each (``texts``, when they are at hand), or what is quoted of it,
    and what its questions say.
    """
    rows = Answer.objects.filter(pk__in=pks).order_by("pk")
    if texts is None:
        held = AnswerText.objects.filter(answer__in=pks).order_by("number")
        texts = dict(held.values_list("answer", "body"))
    quoted = published_quotes([pk for pk in pks if pk not in texts])
    asked = defaultdict(lambda: ([], [], []))
    questions = Question.objects.filter(answer__in=pks).order_by("pk")
    columns = ("answer", "uid", "number", "title", "rubric", "author")
    for pk, uid, number, title, rubric, author in questions.values_list(*columns):
        titles, rubrics, others = asked[pk]
        titles += [title, number, uid]
        rubrics.append(rubric)
        others.append(author)
    found = {}
    for pk, ministry in rows.values_list("pk", "ministry"):
        titles, rubrics, others = asked[pk]
        said = [texts[pk]] if pk in texts else quoted[pk]
        found[pk] = titles, rubrics, [*said, ministry, *others]
    return found


def published_quotes(answers: list[int]) -> dict[int, list[str]]:
    """What published commitments quote of some answers: all that is known of the words
    of an answer without a text."""
    quotes = defaultdict(list)
    if answers:
        passages = Passage.objects.standing().filter(
            answer__in=answers, commitment__publication=Publication.PUBLISHED
        )
        for pk, quote in passages.order_by("pk").values_list("answer", "quote"):
            quotes[pk].append(quote)
    return quotes


def all_ids(kind: str) -> BitMap:
    """The ids of every record of a kind."""
    model = {COMMITMENT: Commitment, ANSWER: Answer}[kind]
    # Read some at a time: all rows at once take a hundred times the room of the set.
    return BitMap(model.objects.order_by().values_list("pk", flat=True).iterator())
