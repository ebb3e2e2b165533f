"""The form by which readers report a mistake."""

from allauth.core.internal import ratelimit
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from commitments import workflow
from commitments.forms import MistakeReportForm
from commitments.models import Answer
from commitments.sharing import path_of
from commitments.views.public.readable import once_published

# Said in the address once a report is received, for the page that thanks.
THANKS = "merci"
# From one address, and about one thing from everywhere; counted where failed sign-ins
# are, and by the same rules.
LIMITS = {"mistake": "4/10m/ip,12/d/ip,40/d/key"}

asking = require_http_methods(["GET", "HEAD", "POST"])


@asking
@csrf_protect
@never_cache
def mistake_report(request, reference):
    """About one that was withdrawn too: that may be the mistake."""
    commitment = once_published(reference)
    return _asked(request, path_of(commitment), commitment=commitment)


@asking
@csrf_protect
@never_cache
def answer_mistake_report(request, uid):
    answer = get_object_or_404(Answer, uid=uid)
    return _asked(request, answer.get_absolute_url(), answer=answer)


def _asked(request, page, **subject):
    """Show the form, and keep what comes in unless too much comes from one place."""
    form = MistakeReportForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        if not _is_allowed(request, subject):
            status = 429
            form.add_error(
                None,
                _(
                    "Many reports have come lately from your connection, or about this "
                    "page. Nothing is lost: send this one later."
                ),
            )
        elif form.spend_stamp():
            workflow.receive_report(**form.cleaned_data, **subject)
            return redirect(f"{request.path}?{THANKS}=1")
    is_received = THANKS in request.GET
    context = {"form": form, "is_received": is_received, "page": page, **subject}
    return render(request, "commitments/mistake_report.html", context, status=status)


def _is_allowed(request, subject):
    # One thing has several spellings of its address, but one key.
    key = "".join(f"{name}:{thing.pk}" for name, thing in subject.items())
    usage = ratelimit.consume(
        request, app="tracker", action="mistake", config=LIMITS, key=key
    )
    return usage is not None
