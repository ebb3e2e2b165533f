"""Answers as they were published, with their commitments marked in the text."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Prefetch
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commitments.choices import Publication, TextRole
from commitments.imports.inferred import inferred_labels
from commitments.models import Answer, Commitment, Passage, PublishedText, Question
from commitments.views.public.lists import page_of

FIRST_ASKED = (F("asked_on").asc(nulls_last=True), "pk")
ERRATA = (TextRole.QUESTION_ERRATUM, TextRole.ANSWER_ERRATUM)


@require_safe
def answer_list(request):
    questions = Question.objects.defer("text")
    rows = (
        Answer.objects.select_related("body")
        .order_by("-answered_on", "-pk")
        .prefetch_related(Prefetch("questions", queryset=questions))
    )
    page = page_of(request, rows)
    # Counted for the answers of the page alone: there are hundreds of thousands.
    counts = dict(
        Passage.objects.standing()
        .filter(answer__in=list(page), commitment__publication=Publication.PUBLISHED)
        .order_by()
        .values_list("answer")
        .annotate(Count("commitment", distinct=True))
    )
    for answer in page:
        answer.commitment_count = counts.get(answer.pk, 0)
    context = {"page": page}
    return render(request, "commitments/answer_list.html", context)


@require_safe
def answer_detail(request, uid):
    answer = get_object_or_404(Answer.objects.select_related("body"), uid=uid)
    versions = list(answer.texts.order_by("number"))
    text = versions[-1] if versions else None
    passages = list(
        answer.passages.standing()
        .filter(commitment__in=Commitment.objects.published())
        .select_related("commitment")
    )
    placed = [p for p in passages if text and p.text_id == text.pk]
    questions = list(answer.questions.order_by(*FIRST_ASKED))
    # The question that gave the answer its identifier comes first.
    questions.sort(key=lambda question: question.uid != answer.uid)
    for question in questions:
        question.inferred_labels = inferred_labels(question.inferred)
    printed = publications(answer, questions, versions)
    context = {
        "answer": answer,
        "questions": questions,
        "text": text,
        "version_count": len(versions),
        "paragraphs": marked_paragraphs(text.body, placed) if text else [],
        "passages": passages,
        "unplaced": [p for p in passages if p not in placed],
        "commitments": _with_timing(passages),
        "printed": printed,
        "errata": [item for item in printed if item.role in ERRATA],
    }
    return render(request, "commitments/answer_detail.html", context)


def _with_timing(passages):
    """The commitments of some passages, in the order of their words."""
    wanted = list(dict.fromkeys(passage.commitment_id for passage in passages))
    return sorted(
        Commitment.objects.published().with_timing().filter(pk__in=wanted),
        key=lambda commitment: wanted.index(commitment.pk),
    )


@dataclass(frozen=True)
class Printed:
    """One text in the Journal officiel; ``body`` is "" where it stands on the page.

    ``question`` is the one it belongs to, None for the answer; ``version`` numbers the
    versions of an answer that has several.
    """

    role: str
    label: str
    on: date | None
    page: str = ""
    issue: str = ""
    body: str = ""
    question: Question | None = None
    version: int | None = None
    anchor: str = ""


def publications(answer, questions, versions) -> list[Printed]:
    """What was printed of an answer and its questions, in order; undated ones last."""
    found = [
        Printed(
            role=TextRole.QUESTION,
            label=TextRole.QUESTION.label,
            on=question.asked_on,
            page=question.asked_page,
            question=question,
        )
        for question in questions
    ]
    current = versions[-1:] or [None]
    for version in versions or [None]:
        is_first = version is None or version.number == 1
        found.append(
            Printed(
                role=TextRole.ANSWER,
                label=TextRole.ANSWER.label,
                on=version.published_on if version else answer.answered_on,
                page=answer.page if is_first else "",
                body="" if version is current[0] else version.body,
                version=version.number if len(versions) > 1 else None,
            )
        )
    by_pk = {question.pk: question for question in questions}
    others = PublishedText.objects.filter(question__in=questions).order_by("pk")
    for text in others:
        found.append(
            Printed(
                role=text.role,
                label=text.get_role_display(),
                on=text.published_on,
                page=text.page,
                issue=text.issue,
                body=text.body,
                question=by_pk[text.question_id],
                anchor=f"texte-{text.pk}",
            )
        )
    return sorted(found, key=lambda item: (item.on is None, item.on or date.max))


@dataclass(frozen=True)
class Piece:
    """A run of text, with the passages that cover it, and those that end with it."""

    text: str
    passages: list = field(default_factory=list)
    closing: list = field(default_factory=list)
    is_first: bool = False


def marked_paragraphs(text, passages) -> list[list[Piece]]:
    """Cut a text in paragraphs, and these in pieces at the edges of the passages.

    Not a character is changed or lost but the line ends. Passages may overlap: a piece
    knows all those that cover it, and is ``is_first`` where one of them begins.
    """
    paragraphs, at = [], 0
    for line in text.splitlines(keepends=True):
        end = at + len(line)
        pieces = list(_pieces(text, at, at + len(line.rstrip("\r\n")), passages))
        if any(piece.text.strip() for piece in pieces):
            paragraphs.append(pieces)
        at = end
    return paragraphs


def _pieces(text, start, end, passages):
    edges = {start, end}
    for passage in passages:
        edges |= {e for e in (passage.start, passage.end) if start < e < end}
    edges = sorted(edges)
    for left, right in zip(edges, edges[1:], strict=False):
        covering = [p for p in passages if p.start < right and p.end > left]
        yield Piece(
            text=text[left:right],
            passages=covering,
            closing=[p for p in covering if p.end == right],
            is_first=any(p.start == left for p in covering),
        )
