"""The API for people: every address, told from its own description."""

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.api import reference
from commitments.api.describing import described
from commitments.sharing import absolute


@require_safe
def api(request):
    """What may be asked of the API, and how."""
    description = described()
    operations = reference.operations_of(description)
    context = {
        "start": absolute(request, "/api/v1/"),
        "quotas": settings.API_QUOTAS,
        "reading": [one for one in operations if not one.needs_token],
        "writing": [one for one in operations if one.needs_token],
        "shapes": reference.shapes_of(description),
        "codes": reference.codes_of(description),
        "refusals": reference.refusals(),
    }
    return render(request, "commitments/api.html", context)
