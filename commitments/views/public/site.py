"""The home page, and the pages about the site itself."""

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_safe

from commitments.choices import Timing
from commitments.history import latest_news
from commitments.models import Commitment
from commitments.views.public.counts import count_commitments
from commitments.views.public.lists import with_rows

# Moves whenever the rules that the page states change.
METHOD_VERSION = "1.0"


@require_safe
def home(request):
    published = Commitment.objects.published()
    rows = with_rows(published)
    overdue = rows.filter(timing=Timing.OVERDUE).order_by("due_on", "pk")
    context = {
        "counts": count_commitments(published),
        "overdue": list(overdue[:5]),
        "due_soon": rows.filter(timing=Timing.DUE_SOON).order_by("due_on", "pk")[:5],
        "news": latest_news(6),
    }
    return render(request, "commitments/home.html", context)


@require_safe
def methodology(request):
    context = {"version": METHOD_VERSION}
    return render(request, "commitments/methodology.html", context)


@require_safe
def legal(request):
    return render(request, "commitments/legal.html")


@require_safe
def accessibility(request):
    return render(request, "commitments/accessibility.html")


@require_safe
def robots(request):
    context = {"sitemap": request.build_absolute_uri(reverse("sitemap"))}
    return render(
        request, "robots.txt", context, content_type="text/plain; charset=utf-8"
    )


@require_safe
def language(request, code):
    """Remember the reader's language and go back; it changes nothing else."""
    if code not in dict(settings.LANGUAGES) or not check_for_language(code):
        raise Http404
    to = request.GET.get("next", "")
    is_safe = url_has_allowed_host_and_scheme(
        to, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(to if is_safe else reverse("home"))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response
