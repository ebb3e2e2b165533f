"""The API for people: every address, told from its own description."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.api.reference import chapters_of, kinds_of_refusals


@require_safe
def api(request):
    """What may be asked of the API, and how."""
    context = {"chapters": chapters_of(request), "kinds": kinds_of_refusals()}
    return render(request, "commitments/api.html", context)
