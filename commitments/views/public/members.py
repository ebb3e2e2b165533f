"""Members of Parliament: the questions that led to commitments, by who asked them."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.choices import Chamber, Publication
from commitments.models import Answer, Commitment, DataVersion, Passage, Question
from commitments.models.members import without_title
from commitments.models.version import Version
from commitments.slugs import slug_of
from commitments.views.public.counts import count_commitments
from commitments.views.public.lists import PER_PAGE, page_of

PUBLISHED = Passage.objects.standing().filter(
    commitment__publication=Publication.PUBLISHED
)


@dataclass(frozen=True, slots=True)
class Member:
    """A name in a chamber, with what came of the questions asked under it."""

    slug: str
    name: str
    chamber: str
    question_count: int = 0
    commitment_count: int = 0

    @property
    def chamber_label(self):
        known = self.chamber in Chamber.values
        return Chamber(self.chamber).label if known else self.chamber


# The version of the data, and the members as they were then: kept by each process.
_kept: tuple[Version, list[Member]] | None = None


def ranked_members() -> list[Member]:
    """Members whose questions led to published commitments, most first.

    Counted once for each version of the data: there are a few thousand of them, and a
    hundred thousand commitments to count.
    """
    global _kept
    version = DataVersion.current()
    if _kept is None or _kept[0] != version:
        _kept = version, count_members()
    return _kept[1]


def count_members() -> list[Member]:
    """Count the questions and the commitments of every member, in two queries."""
    made = defaultdict(set)
    for answer, commitment in PUBLISHED.order_by().values_list("answer", "commitment"):
        made[answer].add(commitment)
    asked, led_to, names = Counter(), defaultdict(set), {}
    questions = Question.objects.filter(
        member__isnull=False, answer__in=PUBLISHED.order_by().values("answer")
    )
    for slug, author, chamber, answer in questions.order_by().values_list(
        "member", "author", "chamber", "answer"
    ):
        asked[slug] += 1
        led_to[slug] |= made[answer]
        names[slug] = author, chamber
    members = [
        Member(slug, without_title(name), chamber, asked[slug], len(led_to[slug]))
        for slug, (name, chamber) in names.items()
    ]
    return sorted(members, key=lambda member: (-member.commitment_count, member.slug))


@require_safe
def member_list(request):
    words = request.GET.get("q", "")[:200].replace("\0", "").strip()
    sought = [slug_of(word) for word in without_title(words).split()[:10]]
    members = [
        member
        for member in ranked_members()
        if all(word in member.slug for word in sought)
    ]
    context = {"page": page_of(request, members, 2 * PER_PAGE), "words": words}
    return render(request, "commitments/member_list.html", context)


@require_safe
def member_detail(request, slug):
    """What came of a member's questions."""
    questions = Question.objects.filter(member=slug)
    latest = questions.order_by(F("asked_on").desc(nulls_last=True), "-pk").first()
    if latest is None:
        raise Http404
    asked = questions.exclude(answer=None).values("answer")
    commitments = Commitment.objects.published().filter(
        pk__in=PUBLISHED.filter(answer__in=asked).values("commitment")
    )
    answers = (
        Answer.objects.filter(pk__in=asked)
        .filter(Exists(PUBLISHED.filter(answer=OuterRef("pk"))))
        .select_related("body")
        .order_by("-answered_on", "-pk")
        .prefetch_related(
            Prefetch("questions", queryset=questions.defer("text"), to_attr="asked"),
            Prefetch(
                "passages",
                queryset=PUBLISHED.prefetch_related(
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
