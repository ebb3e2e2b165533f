"""What each assessment needs before it may stand (docs/domain.md §3).

The rules are said once, in words, for the form that warns and the verb that refuses.
"""

from datetime import date

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
    return problems + list(_interval(status, as_of_on, met_earliest, met_latest))


def _interval(status, as_of_on, earliest, latest):
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


def _after_answer(commitment, evidence):
    promised_on = commitment.promised_on or date.min
    return any(
        item.speaks_of_on and item.speaks_of_on > promised_on for item in evidence
    )


def _no_evidence(commitment, as_of_on, evidence, search_log):
    if not search_log.strip():
        yield _("List the sources that you consulted, with the dates.")


def _in_progress(commitment, as_of_on, evidence, search_log):
    if not _after_answer(commitment, evidence):
        yield _(
            "“In progress” needs an act or a measurement later than the answer; a "
            "repeated intention is not enough."
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
    if not any(
        item.speaks_of_on and item.speaks_of_on >= commitment.due_on
        for item in evidence
    ):
        yield _(
            "“Not met” needs evidence about the deadline or later: silence never "
            "suffices."
        )


def _abandoned(commitment, as_of_on, evidence, search_log):
    if not any(i.extract and i.origin == Origin.GOVERNMENT for i in evidence):
        yield _(
            "“Abandoned” needs a quoted official statement or act: evidence of the "
            "Government with its extract."
        )


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
    Status.NOT_VERIFIABLE: _not_verifiable,
}
