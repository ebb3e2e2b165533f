"""Which commitment an address names, and who may be told of it."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from commitments.api.problems import Problem
from commitments.api.wording import reference_of
from commitments.choices import Publication
from commitments.models import Commitment
from commitments.workflow.audit import RECORD


def readable(request, reference) -> Commitment:
    """The commitment that an address names: for editors' scripts, of any state."""
    found = Commitment.objects.by_reference(reference.upper()).with_timing()
    if request.auth and request.user.has_perm(RECORD):
        return get_object_or_404(found)
    commitment = get_object_or_404(found, published_at__isnull=False)
    if commitment.publication == Publication.PUBLISHED:
        return commitment
    words = _("%(reference)s is being reviewed again.")
    if commitment.publication == Publication.WITHDRAWN:
        words = _("%(reference)s was withdrawn: %(reason)s")
    told_of = {
        "reference": reference_of(commitment.pk),
        "reason": commitment.withdrawal_reason,
    }
    raise Problem(410, "gone", words % told_of)
