"""What each assessment needs before it may stand (docs/domain.md §3).

The rules are said once, in words, for the form that warns and the verb that refuses.
"""

import re
from datetime import date, timedelta

from django.utils.translation import gettext as _

from commitments.choices import Origin, Stance, Status, Testability


def missing_for_assessment(
    commitment,
    *,
    status,
    as_of_on,
    evidence,
    rationale="",
    search_log="",
    met_earliest=None,
    met_latest=None,
    is_correction=False,
    **_rest,
) -> list[str]:
    """What a proposed assessment lacks, as sentences; empty when it may stand.

    ``evidence`` is the list of Evidence it rests on.
    """
    standing = [item for item in evidence if not item.is_withdrawn]
    problems = []
    if not rationale.strip():
        problems.append(_("Write the rationale: why this assessment."))
    if len(standing) < len(evidence):
        problems.append(_("An assessment cannot rest on withdrawn evidence."))
    rule = RULES.get(status)
    if rule:
        problems += rule(commitment, as_of_on, standing, search_log)
    promised_on = commitment.promised_on
    if promised_on and as_of_on < promised_on:
        problems.append(_("It cannot be assessed as of a day before it was promised."))
    current_on = commitment.assessed_on
    if current_on and as_of_on < current_on and not is_correction:
        problems.append(
            _(
                "The current assessment speaks of a later day: take that day or a "
                "later one, or say that this corrects a mistake."
            )
        )
    return problems + list(
        _interval(status, promised_on, as_of_on, met_earliest, met_latest)
    )


def _interval(status, promised_on, as_of_on, earliest, latest):
    if status != Status.MET:
        if earliest or latest:
            yield _("Only “met” has the days between which the target was reached.")
        return
    if not (earliest and latest and earliest <= latest):
        yield _(
            "“Met” needs the last day it was seen below the target and the first day "
            "it was seen at the target, in order."
        )
    elif latest > as_of_on:
        yield _("It cannot be met after the day of the assessment.")
    elif promised_on and latest < promised_on:
        yield _(
            "It cannot be met before it was promised: what was already done is no "
            "commitment."
        )


def _speaks_between(evidence, first_on, as_of_on):
    """Whether evidence speaks of a day from ``first_on`` to that of the assessment."""
    days = (item.speaks_of_on for item in evidence)
    return any(day and first_on <= day <= as_of_on for day in days)


def _no_evidence(commitment, as_of_on, evidence, search_log):
    if not re.search(r"\b(19|20)\d\d\b", search_log):
        yield _("List the sources that you consulted, with the dates.")


def _in_progress(commitment, as_of_on, evidence, search_log):
    promised_on = commitment.promised_on
    after = promised_on + timedelta(days=1) if promised_on else date.min
    if not _speaks_between(evidence, after, as_of_on):
        yield _(
            "“In progress” needs an act or a measurement later than the answer, and "
            "no later than the day of the assessment; a repeated intention is not "
            "enough."
        )


def _met(commitment, as_of_on, evidence, search_log):
    if not any(item.stance == Stance.SUPPORTS for item in evidence):
        yield _("“Met” needs evidence that supports it.")


def _partially_met(commitment, as_of_on, evidence, search_log):
    if not evidence:
        yield _("“Partially met” needs evidence.")
    declared = any(item.origin == Origin.GOVERNMENT for item in evidence)
    passed = commitment.due_on and as_of_on > commitment.due_on
    if not passed and not declared:
        yield _(
            "“Partially met” comes after the deadline, or after the Government has "
            "declared the work complete."
        )


def _not_met(commitment, as_of_on, evidence, search_log):
    if not commitment.due_on or as_of_on <= commitment.due_on:
        yield _("“Not met” can only be said after the deadline.")
        return
    if not _speaks_between(evidence, commitment.due_on, as_of_on):
        yield _(
            "“Not met” needs evidence about the deadline or later, up to the day of "
            "the assessment: silence never suffices."
        )


def _abandoned(commitment, as_of_on, evidence, search_log):
    if not any(i.extract and i.origin == Origin.GOVERNMENT for i in evidence):
        yield _(
            "“Abandoned” needs a quoted official statement or act: evidence of the "
            "Government with its extract."
        )


def _not_assessed(commitment, as_of_on, evidence, search_log):
    if not commitment.assessments.approved().exists():
        yield _("“Not assessed” takes an earlier assessment back: there is none.")


def _not_verifiable(commitment, as_of_on, evidence, search_log):
    if commitment.testability != Testability.NOT_VERIFIABLE:
        yield _(
            "“Not verifiable” comes from the testability of the commitment, with its "
            "reason: change that first."
        )


RULES = {
    Status.NO_EVIDENCE: _no_evidence,
    Status.IN_PROGRESS: _in_progress,
    Status.MET: _met,
    Status.PARTIALLY_MET: _partially_met,
    Status.NOT_MET: _not_met,
    Status.ABANDONED: _abandoned,
    Status.NOT_ASSESSED: _not_assessed,
    Status.NOT_VERIFIABLE: _not_verifiable,
}
