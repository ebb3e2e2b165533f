"""Who may open a page of the workspace, and what the pages have in common."""

from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control

from commitments.models import Commitment
from commitments.workflow.audit import RECORD, REVIEW

PER_PAGE = 50


def _guarded(view, permission):
    """Strangers are asked to sign in; people without the permission get a 403."""
    permitted = permission_required(permission, raise_exception=True)(view)
    return cache_control(private=True)(login_required(permitted))


def editors_only(view):
    return _guarded(view, RECORD)


def reviewers_only(view):
    return _guarded(view, REVIEW)


def find_commitment(reference) -> Commitment:
    """The commitment of any state called "E-0042", with its timing; else a 404."""
    commitments = Commitment.objects.with_timing().select_related("created_by")
    return get_object_or_404(commitments.by_reference(reference))


def page_of(request, rows):
    """The page of a list that the address asks for; the nearest when there is none."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def as_seen(commitment) -> dict:
    """First values of a StepForm: the commitment as this page shows it."""
    last = commitment.changes.order_by("-pk").first()
    return {"version": commitment.version, "seen": last.pk if last else 0}


def posted(request):
    """What was posted, for binding a form; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def sought(request) -> str:
    """The words that the address asks for, as any database takes them."""
    return request.GET.get("q", "")[:500].replace("\0", "").strip()
