"""What readers say is wrong, before an editor decides."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments.choices import MistakeKind, Settlement
from commitments.models.addresses import public_address
from commitments.models.answers import Answer
from commitments.models.commitments import Commitment


class MistakeReportQuerySet(models.QuerySet):
    def pending(self):
        """Those that no editor has settled, the oldest first."""
        return self.filter(settlement=Settlement.PENDING)


class MistakeReport(models.Model):
    """A mistake that a reader reports in a commitment or in an answer of the base.

    The address of the reader serves to answer, is shown to editors alone, and is
    deleted when the report is settled.
    """

    commitment = models.ForeignKey(
        Commitment,
        models.PROTECT,
        null=True,
        related_name="mistake_reports",
        verbose_name=_("commitment"),
    )
    answer = models.ForeignKey(
        Answer,
        models.PROTECT,
        null=True,
        related_name="mistake_reports",
        verbose_name=_("answer"),
    )
    kind = models.CharField(_("what is wrong"), max_length=20, choices=MistakeKind)
    message = models.TextField(_("message"))
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    settlement = models.CharField(
        _("decision"), max_length=20, choices=Settlement, default=Settlement.PENDING
    )
    settled_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    note = models.TextField(_("note"), blank=True)

    objects = MistakeReportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("report of a mistake")
        verbose_name_plural = _("reports of mistakes")
        constraints = [
            models.CheckConstraint(
                condition=Q(commitment__isnull=False, answer=None)
                | Q(commitment=None, answer__isnull=False),
                name="mistakereport_of_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(message=""), name="mistakereport_says_something"
            ),
            models.CheckConstraint(
                condition=Q(
                    settlement=Settlement.PENDING,
                    settled_at=None,
                    settled_by=None,
                    note="",
                )
                | (
                    ~Q(settlement=Settlement.PENDING)
                    & Q(settled_at__isnull=False, settled_by__isnull=False)
                    & ~Q(note="")
                ),
                name="mistakereport_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(settlement=Settlement.PENDING) | Q(email=""),
                name="mistakereport_settled_forgets_address",
            ),
            public_address("source_url", name="mistakereport_source_is_public"),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(settlement=Settlement.PENDING),
                name="mistakereport_pending",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.message[:80]}"

    def get_absolute_url(self):
        return reverse("mistake-settle", args=[self.pk])

    @property
    def subject(self):
        """What the report is about: the commitment or the answer."""
        return self.commitment or self.answer
