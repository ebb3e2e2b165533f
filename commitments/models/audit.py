"""The audit trail: who changed what, when, from which value to which, and why."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from commitments.models.api import ApiToken
from commitments.models.commitments import Commitment

# The verb that readers are told of without a note: its name says all.
PUBLISH = "publish"


class ChangeQuerySet(models.QuerySet):
    def public(self):
        """Changes that readers are told of; the rest of the trail is internal."""
        return self.filter(models.Q(verb=PUBLISH) | ~models.Q(public_note=""))


class Change(models.Model):
    """One change of state, written by the verb that made it. Append-only."""

    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="changes",
        verbose_name=_("who"),
        help_text=_("Empty when an import did it."),
    )
    token = models.ForeignKey(
        ApiToken,
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=_("API token"),
        help_text=_("The one with which a script did it for this person."),
    )
    verb = models.CharField(_("what was done"), max_length=50)
    commitment = models.ForeignKey(
        Commitment,
        models.PROTECT,
        null=True,
        related_name="changes",
        verbose_name=_("commitment"),
    )
    model = models.CharField(_("kind of record"), max_length=50)
    object_id = models.BigIntegerField(_("record"))
    before = models.JSONField(_("from"), default=dict)
    after = models.JSONField(_("to"), default=dict)
    why = models.TextField(_("why"), blank=True)
    public_note = models.TextField(
        _("what readers are told"),
        blank=True,
        help_text=_("Empty for what stays internal."),
    )

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("change")
        verbose_name_plural = _("audit trail")
        indexes = [
            models.Index(fields=["model", "object_id"], name="change_by_record"),
            # The corrections that readers are told of are few among the changes.
            models.Index(
                fields=["-id"],
                condition=~models.Q(public_note=""),
                name="change_with_public_note",
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
