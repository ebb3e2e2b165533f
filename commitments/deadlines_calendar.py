"""Deadlines as a calendar that other programs subscribe to (iCalendar, RFC 5545).

A deadline known to the day is an event of that day. One known to the month, the
quarter, the half-year, the season or the year is an event of that whole period, which
its title names: no day is made up. Nobody is kept busy by any of them. An event keeps
its identifier when its deadline is revised, and moves.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneStandard, vDuration, vText

from commitments.calendar import period_of
from commitments.choices import Precision, Publication, Status
from commitments.models import Commitment
from commitments.search import in_order_of_names
from commitments.sharing import name_of, path_of
from commitments.timing import today
from commitments.typography import format_due

# Events of a calendar: those whose period ended less than a year ago or is to come,
# the earliest first. Calendars fetch them all again each time.
MOST, LOOKED_BACK = 1000, timedelta(days=365)
# How often programs should look again.
EVERY = timedelta(hours=12)
# Deadlines that nobody waits for any more.
GIVEN_UP = (Status.ABANDONED,)

FIELDS = (
    "title",
    "slug",
    "summary",
    "status",
    "publication",
    "withdrawal_reason",
    "due_on",
    "due_precision",
    "version",
    "changed_at",
    "published_at",
)


def horizon() -> date:
    """The first last day that a calendar still holds."""
    return today() - LOOKED_BACK


def due(commitments, *, is_short: bool = False) -> list[Commitment]:
    """The rows of a query that a calendar holds, at most MOST, earliest first.

    Where there are more, those to come are kept before those that have passed, the
    nearest of each. ``is_short`` leaves out the periods longer than a month.
    """
    dated = commitments.filter(due_on__gte=horizon())
    if is_short:
        dated = dated.filter(due_precision__in=(Precision.DAY, Precision.MONTH))
    dated = dated.only(*FIELDS).prefetch_related("bodies", "themes")
    coming = dated.filter(due_on__gte=today()).order_by("due_on", "pk")[:MOST]
    passed = dated.filter(due_on__lt=today()).order_by("-due_on", "-pk")
    return [*passed[: MOST - len(coming)]][::-1] + [*coming]


def calendar_of(
    commitments: Iterable[Commitment], *, name: str, about: str, site: str
) -> bytes:
    """A calendar of the deadlines of commitments that are public and have one.

    ``about`` says what it holds; ``site`` is the start of every address, and the
    identifiers hold its host.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//policy-commitment-tracker//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    # The name as RFC 7986 says it, and as most programs read it; the same for the rest.
    # icalendar knows no type for it, and would not escape what breaks lines.
    calendar.add("name", vText(name))
    calendar.add("x-wr-calname", vText(name))
    calendar.add("description", about)
    calendar.add("x-wr-caldesc", vText(about))
    calendar.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(EVERY))
    events = [_event(commitment, site) for commitment in commitments]
    # A calendar without any component is not one (RFC 5545 §3.6).
    for component in events or [_utc()]:
        calendar.add_component(component)
    return calendar.to_ical()


def _event(commitment, site):
    host = site.partition("://")[2].partition(":")[0]
    first, last = _days(commitment)
    event = Event()
    event.add("uid", f"{commitment.reference}-echeance@{host}")
    # Without a method, it is the moment of the last revision (RFC 5545 §3.8.7.2).
    event.add("dtstamp", commitment.changed_at.astimezone(UTC))
    event.add("last-modified", commitment.changed_at.astimezone(UTC))
    event.add("created", commitment.published_at.astimezone(UTC))
    event.add("sequence", commitment.version)
    event.add("dtstart", first)
    # The day after the last one.
    event.add("dtend", last + timedelta(days=1))
    event.add("summary", _title(commitment))
    event.add("description", _description(commitment, site))
    event.add("url", site + path_of(commitment))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PUBLIC")
    event.add("status", "CANCELLED" if _is_cancelled(commitment) else "CONFIRMED")
    if names := [*map(str, in_order_of_names(commitment.themes.all()))]:
        event.add("categories", names)
    return event


def _days(commitment):
    on, precision = commitment.due_on, commitment.due_precision
    if precision == Precision.DAY:
        return on, on
    _index, first, last = period_of(on, precision)
    return first, last


def _is_cancelled(commitment):
    is_withdrawn = commitment.publication == Publication.WITHDRAWN
    return is_withdrawn or commitment.status in GIVEN_UP


def _title(commitment):
    if commitment.due_precision == Precision.DAY:
        return _("Deadline: %(title)s") % {"title": name_of(commitment)}
    return _("Deadline (%(period)s): %(title)s") % {
        "period": _when(commitment),
        "title": name_of(commitment),
    }


def _when(commitment):
    return format_due(commitment.due_on, commitment.due_precision, get_language())


def _description(commitment, site):
    if commitment.publication == Publication.WITHDRAWN:
        return _("This record was withdrawn: %(reason)s") % {
            "reason": commitment.withdrawal_reason
        }
    lines = [
        commitment.summary,
        _("Deadline: %(when)s.") % {"when": _when(commitment)},
        _("Assessment: %(status)s.") % {"status": commitment.get_status_display()},
        ", ".join(map(str, in_order_of_names(commitment.bodies.all()))),
        site + commitment.get_absolute_url(),
    ]
    return "\n".join(line for line in lines if line)


def _utc():
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "Etc/UTC")
    standard.add("dtstart", datetime(1970, 1, 1))
    standard.add("tzoffsetfrom", timedelta())
    standard.add("tzoffsetto", timedelta())
    zone.add_component(standard)
    return zone
