"""The version of the data: one number that every change of the records moves.

A page that was made, or an index that was built, at a version is good for as long as
that version stands. The number orders changes as they are committed, since each one
holds the row until its transaction ends; the token tells two histories apart that bear
the same number, such as a base and its restored backup.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from django.db import connection, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Left
from django.utils.translation import gettext_lazy as _

from commitments.models.commitments import Commitment

# Characters of the tokens that are kept: some two hundred and forty changes.
RECENT = 8000

# Ids of the commitments that wait for the stamp of the block they changed in.
_waiting: ContextVar[set[int] | None] = ContextVar("waiting", default=None)


class Version(NamedTuple):
    """A moment of the data. Two of one token are the same data."""

    number: int
    token: str


class DataVersion(models.Model):
    """The only row says at which version the data is."""

    number = models.BigIntegerField(_("number"), default=0)
    token = models.CharField(_("token"), max_length=32, blank=True)
    recent = models.TextField(_("earlier tokens, newest first"), blank=True)

    class Meta:
        verbose_name = _("version of the data")
        verbose_name_plural = _("version of the data")

    def __str__(self):
        return str(self.number)

    @classmethod
    def current(cls) -> Version:
        """The version that is committed, or that this transaction has made."""
        # Every request asks: the ORM would take seven times as long.
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT number, token FROM {cls._meta.db_table}")
            row = cursor.fetchone()
        return Version(*row) if row else Version(0, "")

    @classmethod
    def has_passed(cls, token: str) -> bool:
        """Whether the data as it is now came from that of ``token``, not long ago."""
        rows = cls.objects.values_list("token", "recent").first()
        return bool(token and rows) and token in (rows[0], *rows[1].split())

    @classmethod
    @transaction.atomic
    def bump(cls, commitment_id: int | None = None) -> int | None:
        """Move the version on, and stamp the commitment that changed with it.

        To be called last in a transaction: whoever else changes something waits for
        its end. Returns the number, or None within ``moved_once``.
        """
        if (waiting := _waiting.get()) is not None:
            waiting.add(commitment_id)
            return None
        return cls._move({commitment_id})

    @classmethod
    @transaction.atomic
    def start_over(cls) -> None:
        """Move the version away from all earlier ones: nothing built from them holds.

        For what inserts or changes commitments in bulk, without their stamps.
        """
        cls._move(set())
        cls.objects.update(recent="")

    @classmethod
    @contextmanager
    def moved_once(cls) -> Iterator[None]:
        """Move the version once, as the block ends, whatever the block changes.

        For what changes many rows in one transaction, such as a batch of an import:
        it takes other locks after its first change, so it may not hold this one.
        """
        if _waiting.get() is not None:
            yield
            return
        reset = _waiting.set(set())
        try:
            yield
            waiting = _waiting.get()
        finally:
            _waiting.reset(reset)
        if waiting:
            cls._move(waiting)

    @classmethod
    def _move(cls, commitment_ids):
        text = models.TextField()
        earlier = Concat("token", Value(" "), "recent", output_field=text)
        moved = cls.objects.update(
            number=F("number") + 1,
            token=secrets.token_hex(16),
            recent=Left(earlier, RECENT),
        )
        if not moved:
            cls.objects.create(number=1, token=secrets.token_hex(16))
        number = cls.current().number
        if ids := commitment_ids - {None}:
            Commitment.objects.filter(pk__in=ids).update(stamp=number)
        return number
