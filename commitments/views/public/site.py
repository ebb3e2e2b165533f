"""The home page, and the pages about the site itself."""

from datetime import timedelta
from itertools import chain

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_safe

from commitments import facets
from commitments.calendar import strip_of
from commitments.choices import RATED_TESTABILITIES, Status, Timing
from commitments.history import latest_news
from commitments.infographics import strip_picture, whole_in_marks
from commitments.scorecards import due_soon, having, lines
from commitments.timing import DUE_SOON, day_of
from commitments.views.public.lists import rows_of

# Moves whenever the rules that the page states change.
METHOD_VERSION = "1.0"


# A week back, today included, for what changed and for what fell due.
WEEK = timedelta(days=6)


@require_safe
def home(request):
    index = facets.current()
    day, due = index.day, index.orders["due"]
    week = due.between((day - WEEK).toordinal(), day.toordinal())
    overdue = having(index, "timing", Timing.OVERDUE)
    named = {
        "overdue": due.cut(overdue, 0, 5),
        "coming": due.cut(due_soon(index), 0, 4),
        "due_this_week": due.cut(week, 0, 5, is_descending=True),
    }
    rows = {row.pk: row for row in rows_of([*chain(*named.values())], index)}
    assessments = lines(index, "assessment", Status, index.rows)
    news = latest_news(6)
    strip = strip_of(day, day + DUE_SOON)
    context = {
        "today": day,
        "week_from": day - WEEK,
        "total": len(index.rows),
        "rated": len(having(index, "testability", *RATED_TESTABILITIES)),
        "overdue_count": len(overdue),
        "due_this_week_count": len(week),
        "picture": whole_in_marks(assessments),
        "news": news,
        "has_news_this_week": bool(news) and day_of(news[0].at) >= day - WEEK,
        "strip": strip,
        "strip_picture": strip_picture(strip),
    }
    for name, pks in named.items():
        context[name] = [rows[pk] for pk in pks if pk in rows]
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
