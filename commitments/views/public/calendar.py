"""The calendar of deadlines: by month and by year."""

from datetime import date, timedelta

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from commitments import facets
from commitments.calendar import (
    due_in_longer,
    due_in_month,
    due_in_period,
    month_of,
    neighbours,
    year_of,
)
from commitments.choices import Precision
from commitments.timing import YEARS, today
from commitments.views.public.lists import Listed, page_of

# Up to so many deadlines in a month, its days name them; beyond, they count them.
NAMED_IN_MONTH = 60
MONTH_WITHOUT_DAY = "month"


@require_safe
def calendar(request):
    """The current month; or the year that somebody typed."""
    typed = request.GET.get("year", "")
    if typed:
        is_known = typed.isascii() and typed.isdigit() and len(typed) == 4
        if not (is_known and int(typed) in YEARS):
            raise Http404
        return redirect("calendar-year", int(typed))
    return calendar_month(request, today().year, today().month)


@require_safe
def calendar_year(request, year):
    if year not in YEARS:
        raise Http404
    counts = year_of(year)
    wanted = request.GET.get("period", "")
    period = next((p for p in counts.periods if p.code == wanted), None)
    if wanted and period is None:
        raise Http404
    rows = due_in_period(period) if period else due_in_longer(year)
    before, after = neighbours(year)
    context = {
        "year": counts,
        "most": max(month.total for month in counts.months),
        "period": period,
        "page": _page(request, rows),
        "before": before,
        "after": after,
        "today": today(),
        "years": YEARS,
    }
    return render(request, "commitments/calendar_year.html", context)


@require_safe
def calendar_month(request, year, month):
    if year not in YEARS:
        raise Http404
    first, day = date(year, month, 1), today()
    counts = month_of(first, day)
    rows = due_in_month(first)
    if counts.total <= NAMED_IN_MONTH:
        _name(counts, rows)
    on = _asked(request, counts)
    if on == MONTH_WITHOUT_DAY:
        rows = rows.filter(due_precision=Precision.MONTH)
    elif on:
        rows = rows.filter(due_precision=Precision.DAY, due_on=on)
    before, after = neighbours(year, month)
    context = {
        "month": counts,
        "on": on,
        "page": _page(request, rows),
        "before": before,
        "after": after,
        "today": day,
        "weekdays": [date(2024, 1, 1) + timedelta(days=n) for n in range(7)],
    }
    return render(request, "commitments/calendar_month.html", context)


def _page(request, rows):
    """A page of the list of a queryset, the nearest deadline first."""
    pks = rows.order_by("due_on", "pk").values_list("pk", flat=True)

    def ids(start, stop):
        return list(pks[start:stop])

    return page_of(request, Listed(rows.count(), ids, facets.current()))


def _asked(request, month):
    """The day that the address asks for, MONTH_WITHOUT_DAY, or None for all of it."""
    asked = request.GET.get("day", "")
    if not asked or asked == MONTH_WITHOUT_DAY:
        return asked or None
    if asked.isascii() and asked.isdigit() and len(asked) <= 2:
        days = {day.on.day: day.on for week in month.weeks for day in week if day}
        if int(asked) in days:
            return days[int(asked)]
    raise Http404


def _name(month, rows):
    """Give the days of a month the commitments that fall due on them."""
    by_day = {day.on: day for day in month.days}
    named = rows.filter(due_precision=Precision.DAY).only(
        "pk", "slug", "title", "due_on"
    )
    for commitment in named.order_by("pk"):
        by_day[commitment.due_on].titles.append(commitment)
