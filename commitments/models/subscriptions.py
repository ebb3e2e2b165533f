"""Readers who asked to be told of changes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commitments.models.bodies import Body, Theme
from commitments.models.commitments import Commitment


class Subscription(models.Model):
    """An address that asked for news of one commitment, body, theme or search.

    Nothing is sent before ``confirmed_at`` (double opt-in).
    """

    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=2, default="fr")
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
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

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
        ]

    def __str__(self):
        return self.email
