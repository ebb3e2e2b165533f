"""The page for journalists and developers: what may be taken, and how."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commitments.exports import dump
from commitments.models import Commitment
from commitments.reuse import QUESTION, examples
from commitments.sharing import origin


@require_safe
def reuse(request):
    start = origin(request)
    files = [dump.ARCHIVE, dump.PACKAGE, dump.SUMS]
    published = Commitment.objects.published().order_by("-pk")
    context = {
        "examples": examples(start),
        "start": start,
        "question": QUESTION,
        "limit": settings.API_QUOTAS["read"],
        "files": [
            {"name": name, "path": reverse("open-data-file", args=[name])}
            for name in files
            if (dump.current() / name).exists()
        ],
        # The one whose addresses stand for those of all.
        "commitment": published.first(),
    }
    return render(request, "commitments/reuse.html", context)
