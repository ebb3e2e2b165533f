"""The one way to an uploaded piece of evidence: always a download."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from commitments.models import Commitment, Evidence
from commitments.uploads import SAFE_TYPES
from commitments.workflow.audit import RECORD


def files_for(user):
    """Evidence with a file that a person may download."""
    evidence = Evidence.objects.exclude(file="")
    if user.has_perm(RECORD):
        return evidence
    return evidence.standing().filter(commitment__in=Commitment.objects.published())


@require_safe
def evidence_file(request, file_id):
    evidence = get_object_or_404(files_for(request.user), file_id=file_id)
    try:
        file = evidence.file.open()
    except FileNotFoundError as missing:
        raise Http404 from missing
    kind = evidence.file_type
    response = FileResponse(
        file,
        as_attachment=True,
        filename=evidence.file_name,
        content_type=kind if kind in SAFE_TYPES else "application/octet-stream",
    )
    # Should a browser show it after all, it is shown without rights.
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    # It may be withdrawn at any time.
    response["Cache-Control"] = "private, no-cache"
    return response
