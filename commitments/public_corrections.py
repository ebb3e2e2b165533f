"""Every correction that readers are told of, from the audit trail's public notes."""

import datetime
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commitments.choices import Review
from commitments.models import Assessment, Change, Commitment
from commitments.models.audit import PUBLISH
from commitments.timing import day_of

TITLES = {
    ("commitment", "edit"): gettext_lazy("Record corrected"),
    ("commitment", "withdraw"): gettext_lazy("Record withdrawn"),
    ("evidence", "withdraw"): gettext_lazy("Evidence withdrawn"),
    ("measurement", "withdraw"): gettext_lazy("Measurement withdrawn"),
    ("passage", "withdraw"): gettext_lazy("Quote withdrawn"),
    ("relation", "withdraw"): gettext_lazy("Relation withdrawn"),
    ("reply", "withdraw"): gettext_lazy("Reply withdrawn"),
}


@dataclass(frozen=True)
class Correction:
    """One line of the page: when, of which commitment, what and why."""

    on: datetime.date
    commitment: Commitment
    title: str
    why: str


def public_corrections():
    """Changes of what readers had seen, the latest first; each with its commitment.

    Those with a public note, and the assessments approved as corrections of a mistake.
    What is reviewed again is left out until it is published.
    """
    corrected = Assessment.objects.filter(
        review=Review.APPROVED, is_correction=True
    ).values("pk")
    noted = ~Q(public_note="") & ~Q(verb=PUBLISH)
    assessed = Q(model="assessment", verb="approve", object_id__in=corrected)
    return (
        Change.objects.filter(noted | assessed)
        .filter(commitment__in=Commitment.objects.public())
        .select_related("commitment")
        .order_by("-pk")
    )


def in_words(changes) -> list[Correction]:
    """The lines for these changes, in one query more when assessments are corrected."""
    changes = list(changes)
    ids = [change.object_id for change in changes if change.model == "assessment"]
    assessments = Assessment.objects.in_bulk(ids) if ids else {}
    return [_line(change, assessments.get(change.object_id)) for change in changes]


def _line(change, assessment):
    title = TITLES.get((change.model, change.verb), _("Record changed"))
    why = change.public_note
    if change.model == "assessment" and assessment:
        title = _("Assessment corrected: %(status)s") % {
            "status": assessment.get_status_display()
        }
        why = why or assessment.rationale
    return Correction(day_of(change.at), change.commitment, str(title), why)
