"""Bodies and themes: who promised, and on what subject."""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commitments.choices import Publication
from commitments.models import Body, Commitment, Theme
from commitments.views.public.counts import count_commitments
from commitments.views.public.lists import page_of, with_rows

PUBLISHED = Q(commitments__publication=Publication.PUBLISHED)


@require_safe
def body_list(request):
    bodies = Body.objects.annotate(
        commitment_count=Count("commitments", filter=PUBLISHED)
    ).prefetch_related("successors")
    return render(request, "commitments/body_list.html", {"bodies": bodies})


@require_safe
def body_detail(request, slug):
    body = get_object_or_404(Body, slug=slug)
    lineage = body.lineage()
    held = Commitment.bodies.through.objects.filter(body__in=lineage)
    commitments = Commitment.objects.published().filter(
        pk__in=held.values("commitment")
    )
    context = {
        "body": body,
        "query": f"body={body.slug}",
        "successors": body.successors.all(),
        "predecessors": Body.objects.filter(pk__in=lineage - {body.pk}),
        "counts": count_commitments(commitments),
        "page": page_of(request, with_rows(commitments.order_by("-changed_at", "-pk"))),
    }
    return render(request, "commitments/body_detail.html", context)


@require_safe
def theme_list(request):
    themes = Theme.objects.annotate(
        commitment_count=Count("commitments", filter=PUBLISHED)
    )
    return render(request, "commitments/theme_list.html", {"themes": themes})


@require_safe
def theme_detail(request, slug):
    theme = get_object_or_404(Theme, slug=slug)
    commitments = Commitment.objects.published().filter(themes=theme)
    context = {
        "theme": theme,
        "query": f"theme={theme.slug}",
        "counts": count_commitments(commitments),
        "page": page_of(request, with_rows(commitments.order_by("-changed_at", "-pk"))),
    }
    return render(request, "commitments/theme_detail.html", context)
