"""Nothing is deleted: a wrong record is withdrawn, with a reason."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class WithdrawableQuerySet(models.QuerySet):
    def standing(self):
        """Records that nobody has withdrawn."""
        return self.filter(withdrawn_at=None)


class Withdrawable(models.Model):
    """A record that can be withdrawn with a reason, once, and is then kept."""

    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawal_reason = models.TextField(
        _("reason for withdrawal"), blank=True, editable=False
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(withdrawn_at=None, withdrawn_by=None, withdrawal_reason="")
                    | (
                        models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                        & ~models.Q(withdrawal_reason="")
                    )
                ),
                name="%(class)s_withdrawn_with_reason",
            ),
        ]

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None
