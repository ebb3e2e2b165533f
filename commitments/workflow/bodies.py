"""What follows when an administrator says whose name a published label is."""

from django.db import transaction
from django.utils.translation import gettext as _

from commitments.choices import PassageRole, Publication
from commitments.models import Commitment, DataVersion, Passage
from commitments.workflow.audit import note_change, permit
from commitments.workflow.commitments import locked, save_next_version, values, write

TEND = "commitments.change_bodylabel"


def name_bodies(label, answers, *, by) -> int:
    """Give the body of a label to the commitments of some answers that name none.

    They were recorded while nobody knew whose label it was; those that name a body
    were given it by an editor, who knew better. Returns how many were changed.
    """
    permit(by, TEND)
    made = Passage.objects.standing().filter(role=PassageRole.MAKES, answer__in=answers)
    waiting = Commitment.objects.filter(
        pk__in=made.values("commitment"), bodies=None
    ).exclude(publication=Publication.WITHDRAWN)
    waiting = list(waiting.order_by("pk"))
    # One lock of the version at the end: held meanwhile, whoever holds a commitment
    # and waits for it would wait for us, and we for them.
    with transaction.atomic(), DataVersion.moved_once():
        for commitment in waiting:
            name_body(commitment, label, by=by)
    return len(waiting)


@transaction.atomic
def name_body(commitment, label, *, by) -> Commitment:
    """Write the body of a label on one commitment, audited."""
    permit(by, TEND)
    commitment = locked(commitment)
    before = values(commitment)
    write(commitment, {"bodies": [label.body]})
    save_next_version(commitment)
    why = _("The ministry was published as “%(label)s”.") % {"label": label.label}
    note_change(
        commitment,
        by=by,
        verb="edit",
        before=before,
        after=values(commitment),
        why=why,
        public_note=why if commitment.published_at else "",
    )
    return commitment
