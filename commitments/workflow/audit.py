"""The audit trail that every verb leaves, and the permission that each asks for."""

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import models

from commitments.models import Change, Commitment, DataVersion

RECORD = "commitments.record_commitment"
REVIEW = "commitments.review_commitment"


def permit(by, permission: str) -> None:
    """Raise PermissionDenied unless the person may; verbs do not trust their caller."""
    if not by.has_perm(permission):
        raise PermissionDenied(permission)


def plain(value):
    """A field's value as JSON keeps it: dates ISO, decimals as text, rows by id."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, list | tuple | set | models.QuerySet):
        return sorted(plain(item) for item in value)
    return value


def differences(before: dict, after: dict) -> tuple[dict, dict]:
    """The two dictionaries without the keys on which they agree, as JSON values."""
    changed = [key for key in after if before.get(key) != after[key]]
    before = {key: plain(value) for key, value in before.items()}
    after = {key: plain(value) for key, value in after.items()}
    # Compared before they are written out too: 85 and Decimal("85.0000") agree.
    changed = [key for key in changed if before.get(key) != after[key]]
    return {k: before.get(k) for k in changed}, {k: after[k] for k in changed}


def note_change(
    record, *, by, verb, before=None, after=None, why="", public_note=""
) -> Change:
    """Write one line of the audit trail about a record, and move the data's version.

    The last thing that a verb does: see ``DataVersion.bump``.
    """
    commitment = record
    if not isinstance(record, Commitment):
        commitment = getattr(record, "commitment", None)
    before, after = differences(before or {}, after or {})
    change = Change.objects.create(
        by=by,
        # Set on the person by whoever let a script in.
        token=getattr(by, "api_token", None),
        verb=verb,
        commitment=commitment,
        model=record._meta.model_name,
        object_id=record.pk,
        before=before,
        after=after,
        why=why,
        public_note=public_note,
    )
    DataVersion.bump(commitment and commitment.pk)
    return change
