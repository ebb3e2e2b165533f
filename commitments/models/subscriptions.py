"""Readers who asked to be told of changes, and of what."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from commitments.choices import Cadence
from commitments.models.bodies import Body, Theme
from commitments.models.commitments import Commitment


class Subscriber(models.Model):
    """An address to which news may be sent; it is deleted with its last subscription.

    ``origin`` is the start of the site's addresses as the reader knows them, such as
    https://suivi.example.org: messages are written where no request tells it.
    """

    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=2, default="fr")
    origin = models.CharField(_("address of the site"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="subscriber_email_unique"),
        ]

    def __str__(self):
        return self.email


class SubscriptionQuerySet(models.QuerySet):
    def confirmed(self):
        """Those that the owner of the address has confirmed: no other has news."""
        return self.filter(confirmed_at__isnull=False)

    def expired(self, before: datetime):
        """Those that nobody has confirmed since they were last asked for."""
        return self.filter(confirmed_at=None, requested_at__lt=before)


class Subscription(models.Model):
    """A reader's wish for news of one commitment, body, theme or search.

    ``search`` is the query string of the list as ``subscriptions.subjects`` writes it,
    "?" alone for everything. Nothing is sent before ``confirmed_at`` (double opt-in).
    ``told_change`` is the key up to which the reader was told of the changes.
    """

    subscriber = models.ForeignKey(
        Subscriber,
        models.CASCADE,
        related_name="subscriptions",
        verbose_name=_("subscriber"),
    )
    commitment = models.ForeignKey(
        Commitment,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="subscriptions",
        verbose_name=_("commitment"),
    )
    body = models.ForeignKey(
        Body,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="subscriptions",
        verbose_name=_("body"),
    )
    theme = models.ForeignKey(
        Theme,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="subscriptions",
        verbose_name=_("theme"),
    )
    search = models.CharField(_("search"), max_length=500, blank=True)
    cadence = models.CharField(
        _("how often"), max_length=10, choices=Cadence, default=Cadence.WEEKLY
    )
    requested_at = models.DateTimeField(_("asked for at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    told_change = models.BigIntegerField(_("last change told"), default=0)
    told_at = models.DateTimeField(_("last told at"), null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.CheckConstraint(
                condition=Q(commitment__isnull=False, body=None, theme=None, search="")
                | Q(commitment=None, body__isnull=False, theme=None, search="")
                | Q(commitment=None, body=None, theme__isnull=False, search="")
                | (Q(commitment=None, body=None, theme=None) & ~Q(search="")),
                name="subscription_to_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(told_at__isnull=False),
                name="subscription_told_since_confirmed",
            ),
            models.UniqueConstraint(
                fields=["subscriber", "commitment"],
                condition=Q(commitment__isnull=False),
                name="subscription_commitment_once",
            ),
            models.UniqueConstraint(
                fields=["subscriber", "body"],
                condition=Q(body__isnull=False),
                name="subscription_body_once",
            ),
            models.UniqueConstraint(
                fields=["subscriber", "theme"],
                condition=Q(theme__isnull=False),
                name="subscription_theme_once",
            ),
            models.UniqueConstraint(
                fields=["subscriber", "search"],
                condition=~Q(search=""),
                name="subscription_search_once",
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
