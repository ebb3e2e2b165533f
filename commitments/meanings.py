"""What each technical word means, in one sentence, for the page that shows it.

The sentences are those of the methodology page, so that they are said in one way.
"""

from django.utils.translation import gettext_lazy as _

from commitments.choices import Kind, Status, Testability, Timing

STATUS = {
    Status.NOT_ASSESSED: _("The starting point. It says nothing about the Government."),
    Status.NO_EVIDENCE: _(
        "We looked and found nothing; the sources consulted are listed with the dates."
    ),
    Status.IN_PROGRESS: _(
        "At least one act or one measurement came after the answer. An intention said "
        "again is not enough."
    ),
    Status.MET: _(
        "The target is reached, with evidence. The date is an interval: from the last "
        "day it was seen below the target to the first day it was seen at the target."
    ),
    Status.PARTIALLY_MET: _(
        "After the deadline, or after the work was declared complete: a part of it, or "
        "at least half the way from the baseline to the target."
    ),
    Status.NOT_MET: _(
        "The deadline has passed and evidence about that day or later shows that the "
        "target was not reached. Silence never suffices."
    ),
    Status.ABANDONED: _("An official statement or act says so; it is quoted."),
    Status.NOT_VERIFIABLE: _(
        "Nothing that somebody outside could check: said from the start, with why."
    ),
}

TIMING = {
    Timing.OVERDUE: _(
        "The current deadline has passed and nobody has concluded yet. This is a call "
        "to assess, not a verdict."
    ),
    Timing.RESCHEDULED: _(
        "The first deadline has passed and a later one was announced. The first one "
        "stays on display."
    ),
    Timing.DUE_SOON: _("The current deadline falls within 90 days."),
    Timing.UPCOMING: _("The current deadline is more than 90 days away."),
    Timing.AWAITING_TRIGGER: _(
        "The answer hangs the deadline on an event that has no date yet."
    ),
    Timing.NO_DEADLINE: _("The answer gives no date."),
    Timing.ON_TIME: _("Certainly met by the first deadline, the one that counts."),
    Timing.LATE: _("Certainly met after the first deadline, the one that counts."),
    Timing.DATE_UNKNOWN: _(
        "Met between two days, one before and one after the first deadline."
    ),
    Timing.CLOSED: _("A final assessment stands: time no longer counts."),
}

TESTABILITY = {
    Testability.QUANTIFIED_DATED: _("A figure and a date: anybody can check both."),
    Testability.DATED_ACTION: _("Something to be done by a date, without a figure."),
    Testability.UNDATED_ACTION: _(
        "Something that can be seen done or not, with no date to do it by."
    ),
    Testability.PROCESS: _(
        "A study, a consultation, a reflection: it commits to no outcome, so it enters "
        "no rate."
    ),
    Testability.NOT_VERIFIABLE: _(
        "Nothing that a third party could check: it enters no rate, and stays public."
    ),
}

KIND = {
    Kind.TARGET: _("A number or a level to reach."),
    Kind.MEASURE: _("One thing to deliver."),
    Kind.PROGRAMME: _(
        "A scheme rolled out over time, of which other commitments may be parts."
    ),
    Kind.ANNOUNCEMENT: _("An intention or a principle."),
}
