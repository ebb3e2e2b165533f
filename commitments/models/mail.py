"""The outbox: messages to readers, from the moment they are due until they are gone."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commitments.choices import MailKind, MailState
from commitments.models.subscriptions import Subscriber

# In one of these, somebody still has to send it.
UNSENT = (MailState.WAITING, MailState.SENDING)


class OutgoingMailQuerySet(models.QuerySet):
    def due(self, at: datetime):
        """To be sent now: their turn has come, or whoever sent them never came back."""
        return self.filter(state__in=UNSENT, next_at__lte=at)


class OutgoingMail(models.Model):
    """A message to one reader: what it is to say, not its words.

    The words are written when it is sent, so that they never tell of a record that was
    withdrawn meanwhile. ``key`` names the message for good (it makes its Message-ID):
    no two have the same. ``next_at`` is when it may be tried; while it is being sent,
    when another worker may take it over.
    """

    key = models.CharField(_("name"), max_length=100, unique=True)
    subscriber = models.ForeignKey(
        Subscriber,
        models.CASCADE,
        related_name="mails",
        verbose_name=_("subscriber"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=MailKind)
    content = models.JSONField(_("content"), default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=MailState, default=MailState.WAITING
    )
    created_at = models.DateTimeField(_("created at"))
    next_at = models.DateTimeField(_("next attempt"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claim = models.CharField(_("worker"), max_length=32, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.CharField(_("last error"), max_length=500, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("message")
        verbose_name_plural = _("outbox")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MailState.SENT, sent_at__isnull=False)
                | (~Q(state=MailState.SENT) & Q(sent_at=None)),
                name="outgoingmail_sent_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=MailState.SENDING) | ~Q(claim=""),
                name="outgoingmail_sent_by_a_worker",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=Q(state__in=UNSENT),
                name="outgoingmail_unsent",
            ),
        ]

    def __str__(self):
        return self.key
