"""Scripts of editors: the tokens they show, and the answers kept for their retries."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commitments.timing import today

# Tells people, and programs that look for leaked secrets, what such a text is.
START = "suivi_"
# How long an answer is kept for a script that asks again.
KEPT = timedelta(hours=24)


def digest_of(secret: str) -> str:
    """SHA-256 of a secret, in hexadecimal.

    A secret has 256 random bits: a slow hash would add nothing but time.
    """
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


class ApiTokenQuerySet(models.QuerySet):
    def valid(self):
        """Those that open something today: neither revoked nor expired."""
        lasting = Q(expires_on=None) | Q(expires_on__gte=today())
        return self.filter(lasting, revoked_at=None)

    def make(self, user, name: str, expires_on=None) -> tuple["ApiToken", str]:
        """A new token and its secret, which nobody can read again."""
        secret = START + secrets.token_urlsafe(32)
        token = self.create(
            user=user,
            name=name,
            expires_on=expires_on,
            digest=digest_of(secret),
            hint=secret[: len(START) + 4],
        )
        return token, secret


class ApiToken(models.Model):
    """What lets a script act for a person, with that person's rights and no more.

    Only a hash of the secret is kept. A token is revoked, never deleted: the audit
    trail names the one that was used.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="api_tokens",
        verbose_name=_("owner"),
    )
    name = models.CharField(
        _("name"),
        max_length=100,
        help_text=_("What it is for, such as “weekly import of figures”."),
    )
    digest = models.CharField(
        _("hash of the secret"), max_length=64, unique=True, editable=False
    )
    hint = models.CharField(_("first characters"), max_length=20, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    expires_on = models.DateField(_("last day"), null=True, blank=True)
    last_used_on = models.DateField(_("last used on"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self):
        return self.name

    @property
    def is_valid(self) -> bool:
        """Whether it opens something today; see ``ApiTokenQuerySet.valid``."""
        is_past = self.expires_on is not None and self.expires_on < today()
        return self.revoked_at is None and not is_past

    def revoke(self) -> None:
        """Make it useless from now on; once."""
        if self.revoked_at is None:
            self.revoked_at = timezone.now()
            self.save(update_fields=["revoked_at"])

    def note_use(self) -> None:
        """Remember the day: more would be a diary, and a write for each request."""
        if self.last_used_on != today():
            self.last_used_on = today()
            self.save(update_fields=["last_used_on"])


class KeptAnswerQuerySet(models.QuerySet):
    def outdated(self):
        return self.filter(claimed_at__lt=timezone.now() - KEPT)


class KeptAnswer(models.Model):
    """A request that a script named by an Idempotency-Key, and what was answered.

    Without ``status`` it is still under way, or its server died.
    """

    token = models.ForeignKey(
        ApiToken, models.PROTECT, related_name="+", verbose_name=_("API token")
    )
    key = models.CharField(_("key"), max_length=255)
    fingerprint = models.CharField(_("hash of the request"), max_length=64)
    claimed_at = models.DateTimeField(_("asked at"), default=timezone.now)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    headers = models.JSONField(_("headers"), default=dict)
    body = models.TextField(pgettext_lazy("of an answer by HTTP", "body"), blank=True)

    objects = KeptAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer kept for a script")
        verbose_name_plural = _("answers kept for scripts")
        indexes = [models.Index(fields=["claimed_at"], name="keptanswer_by_age")]
        constraints = [
            models.UniqueConstraint(
                fields=["token", "key"], name="keptanswer_once_for_each_key"
            ),
        ]

    def __str__(self):
        return self.key
