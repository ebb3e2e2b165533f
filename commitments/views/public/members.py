"""Members of Parliament: the questions that led to commitments, by who asked them."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.choices import Chamber, Publication
from commitments.models import Answer, Commitment, Passage, Question
from commitments.models.members import name_slug, without_title
from commitments.views.public.counts import count_commitments
from commitments.views.public.lists import PER_PAGE, page_of

OF_PUBLISHED = Q(
    answer__passages__commitment__publication=Publication.PUBLISHED,
    answer__passages__withdrawn_at=None,
)


@dataclass(frozen=True)
class Member:
    """A name in a chamber, with what was asked under it."""

    slug: str
    name: str
    chamber: str
    question_count: int = 0
    commitment_count: int = 0

    @property
    def chamber_label(self):
        known = self.chamber in Chamber.values
        return Chamber(self.chamber).label if known else self.chamber


@require_safe
def member_list(request):
    """Members whose questions led to published commitments, most first."""
    words = request.GET.get("q", "")[:200].replace("\0", "").strip()
    rows = (
        Question.objects.filter(OF_PUBLISHED, member__isnull=False)
        .order_by()
        .values("member")
        .annotate(
            name=Max("author"),
            chamber=Max("chamber"),
            question_count=Count("pk", distinct=True),
            commitment_count=Count("answer__passages__commitment", distinct=True),
        )
        .order_by("-commitment_count", "member")
    )
    for word in words.split()[:10]:
        rows = rows.filter(member__contains=name_slug(word))
    page = page_of(request, rows, per_page=2 * PER_PAGE)
    page.object_list = [
        Member(row.pop("member"), without_title(row.pop("name")), **row)
        for row in page.object_list
    ]
    return render(
        request, "commitments/member_list.html", {"page": page, "words": words}
    )


@require_safe
def member_detail(request, slug):
    """What came of a member's questions."""
    questions = Question.objects.filter(member=slug)
    latest = questions.order_by(F("asked_on").desc(nulls_last=True), "-pk").first()
    if latest is None:
        raise Http404
    published = Passage.objects.standing().filter(
        commitment__publication=Publication.PUBLISHED
    )
    asked = questions.exclude(answer=None).values("answer")
    commitments = Commitment.objects.published().filter(
        pk__in=published.filter(answer__in=asked).values("commitment")
    )
    answers = (
        Answer.objects.filter(pk__in=asked)
        .filter(Exists(published.filter(answer=OuterRef("pk"))))
        .select_related("body")
        .order_by("-answered_on", "-pk")
        .prefetch_related(
            Prefetch("questions", queryset=questions.defer("text"), to_attr="asked"),
            Prefetch(
                "passages",
                queryset=published.order_by("start", "pk").prefetch_related(
                    Prefetch("commitment", Commitment.objects.with_timing())
                ),
                to_attr="published_passages",
            ),
        )
    )
    page = page_of(request, answers)
    for answer in page:
        held = {p.commitment_id: p.commitment for p in answer.published_passages}
        answer.commitments = list(held.values())
    context = {
        "member": Member(slug, without_title(latest.author), latest.chamber),
        "latest": latest,
        "mandates": mandates(questions),
        "counts": count_commitments(commitments),
        "page": page,
    }
    return render(request, "commitments/member_detail.html", context)


def mandates(questions):
    """Questions by legislature and group, as published, the latest first."""
    return (
        questions.order_by()
        .values("legislature", "author_group")
        .annotate(asked=Count("pk"), answered=Count("answer"), latest=Max("asked_on"))
        .order_by("-legislature", "author_group")
    )
