"""Answers as they were published, with their commitments marked in the text."""

from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commitments.choices import Publication
from commitments.imports.inferred import inferred_labels
from commitments.models import Answer, Commitment, Question
from commitments.views.public.lists import page_of

OF_PUBLISHED = Q(
    passages__commitment__publication=Publication.PUBLISHED,
    passages__withdrawn_at=None,
)


@require_safe
def answer_list(request):
    answers = Answer.objects.select_related("body").annotate(
        commitment_count=Count(
            "passages__commitment", filter=OF_PUBLISHED, distinct=True
        )
    )
    questions = Question.objects.defer("text")
    rows = answers.order_by("-answered_on", "-pk").prefetch_related(
        Prefetch("questions", queryset=questions)
    )
    context = {"page": page_of(request, rows)}
    return render(request, "commitments/answer_list.html", context)


@require_safe
def answer_detail(request, uid):
    answer = get_object_or_404(Answer.objects.select_related("body"), uid=uid)
    text = answer.current_text()
    passages = list(
        answer.passages.standing()
        .filter(commitment__in=Commitment.objects.published())
        .select_related("commitment")
        .order_by("start", "pk")
    )
    placed = [p for p in passages if text and p.text_id == text.pk]
    questions = list(answer.questions.all())
    for question in questions:
        question.inferred_labels = inferred_labels(question.inferred)
    context = {
        "answer": answer,
        "questions": questions,
        "text": text,
        "version_count": answer.texts.count(),
        "paragraphs": marked_paragraphs(text.body, placed) if text else [],
        "passages": passages,
        "unplaced": [p for p in passages if p not in placed],
        "commitments": _with_timing(passages),
    }
    return render(request, "commitments/answer_detail.html", context)


def _with_timing(passages):
    wanted = {passage.commitment_id for passage in passages}
    return Commitment.objects.published().with_timing().filter(pk__in=wanted)


@dataclass(frozen=True)
class Piece:
    """A run of text, with the passages that cover it (none for plain text)."""

    text: str
    passages: list = field(default_factory=list)
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
            is_first=any(p.start == left for p in covering),
        )
