"""Where a commitment stands in time: one definition for model, filters and templates.

The rules are docs/domain.md §3. They are written once, as an SQL expression over the
columns of a commitment, so that a list of 100,000 rows and a single page can never
disagree. "Today" is the date in Paris, whatever the server's clock is set to.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import (
    Case,
    CharField,
    DateField,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
    Value,
    When,
)
from django.utils import timezone

from commitments.choices import OPEN_STATUSES, Status, Timing

# From the first written questions of the Fifth Republic to the end of the century: a
# year outside is a slip of the keyboard.
YEARS = range(1958, 2101)
PARIS = ZoneInfo("Europe/Paris")
DUE_SOON = timedelta(days=90)


def today() -> date:
    """The date in Paris now."""
    return timezone.localdate(timezone=PARIS)


def day_of(moment: datetime) -> date:
    """The day in Paris of an aware moment."""
    return moment.astimezone(PARIS).date()


def timing_rules(on: date) -> list[tuple[Timing, Q]]:
    """The rules in order, the first that holds wins; the last always holds.

    O is ``original_due_on`` and C is ``due_on``: the last days of the original and of
    the current deadline.
    """
    met = Q(status=Status.MET)
    return [
        (Timing.NO_DEADLINE, met & Q(original_due_on=None)),
        (Timing.ON_TIME, met & Q(met_latest__lte=F("original_due_on"))),
        (Timing.LATE, met & Q(met_earliest__gt=F("original_due_on"))),
        (Timing.DATE_UNKNOWN, met),
        (Timing.CLOSED, ~Q(status__in=OPEN_STATUSES)),
        (Timing.AWAITING_TRIGGER, Q(due_on=None, is_awaiting_trigger=True)),
        (Timing.NO_DEADLINE, Q(due_on=None)),
        (Timing.OVERDUE, Q(due_on__lt=on)),
        (Timing.RESCHEDULED, Q(original_due_on__lt=on)),
        (Timing.DUE_SOON, Q(due_on__lte=on + DUE_SOON)),
        (Timing.UPCOMING, Q()),
    ]


def timing_expression(on: date | None = None) -> Case:
    """SQL expression that gives the Timing code of a commitment on a day (today)."""
    *rules, (otherwise, _) = timing_rules(on or today())
    return Case(
        *(When(condition, then=Value(code.value)) for code, condition in rules),
        default=Value(otherwise.value),
        output_field=CharField(),
    )


def delay_expression(on: date | None = None) -> Case:
    """SQL expression that gives the delay of a commitment on a day (today), as a span.

    From the first deadline to the day when it was met, at the earliest; to the day
    itself while the outcome is awaited. Null when the deadline is not passed.
    """
    on = on or today()

    def since_first(until):
        return ExpressionWrapper(
            until - F("original_due_on"), output_field=DurationField()
        )

    return Case(
        When(
            status=Status.MET,
            met_earliest__gt=F("original_due_on"),
            then=since_first(F("met_earliest")),
        ),
        When(
            status__in=OPEN_STATUSES,
            original_due_on__lt=on,
            then=since_first(Value(on, DateField())),
        ),
        output_field=DurationField(),
    )
