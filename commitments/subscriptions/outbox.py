"""The outbox: messages wait in the database until the mail server has taken them.

A message is claimed in a short transaction, under a lease: of several workers one has
it, and when that one dies, another takes it over as the lease ends. It is sent outside
any transaction, and marked at once. Between the server's "accepted" and the mark there
is no time to lose but there is some: a worker killed in it leaves a message that goes
out again, under the same Message-ID, by which receivers know it (RFC 5321, 6.1: the
sender retries what was not acknowledged). Nothing is lost.
"""

import random
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from commitments.choices import MailState
from commitments.models import OutgoingMail

# Longer than the slowest exchange with a server, of which no step takes over half a
# minute (EMAIL_TIMEOUT).
LEASE = timedelta(minutes=15)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
# A server that is away for a long week-end is nothing unusual (RFC 5321, 4.5.4.1).
PATIENCE = timedelta(days=5)
# How long the outbox remembers what is over.
SENT_FOR, FAILED_FOR = timedelta(days=30), timedelta(days=90)
OVER = (MailState.SENT, MailState.DROPPED)


def put(subscriber, kind, *, key, content) -> OutgoingMail:
    """Add a message, to be sent at once; ``key`` names it among all."""
    now = timezone.now()
    return OutgoingMail.objects.create(
        key=key,
        subscriber=subscriber,
        kind=kind,
        content=content,
        created_at=now,
        next_at=now,
    )


@transaction.atomic
def claim(at: datetime, among=None) -> OutgoingMail | None:
    """Take the message that waits for longest; None when none is due."""
    rows = OutgoingMail.objects.all() if among is None else among
    # Rows that another worker is claiming are passed over. SQLite has no such locks:
    # there, whoever begins to write waits for whoever has begun.
    free = rows.due(at).select_for_update(skip_locked=True, of=("self",))
    mail = free.order_by("next_at", "pk").first()
    if mail is None:
        return None
    mail.state, mail.claim = MailState.SENDING, secrets.token_hex(8)
    mail.attempts += 1
    mail.next_at = at + LEASE
    mail.save(update_fields=["state", "claim", "attempts", "next_at"])
    return mail


def settle(mail: OutgoingMail, **fields) -> bool:
    """Write how the sending of a claimed message ended; False when it was taken over,
    or deleted with its address."""
    mine = OutgoingMail.objects.filter(
        pk=mail.pk, state=MailState.SENDING, claim=mail.claim
    )
    return bool(mine.update(**fields))


def mark_sent(mail, at) -> bool:
    return settle(mail, state=MailState.SENT, sent_at=at, error="")


def mark_dropped(mail) -> bool:
    return settle(mail, state=MailState.DROPPED)


def mark_failed(mail, error: str) -> bool:
    return settle(mail, state=MailState.FAILED, error=error[:500])


def put_back(mail, error: str, at: datetime) -> bool:
    """Try a message again later, each time later; give it up when it is too old."""
    if at - mail.created_at > PATIENCE:
        return mark_failed(mail, error)
    next_at = at + pause(mail.attempts)
    return settle(mail, state=MailState.WAITING, next_at=next_at, error=error[:500])


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts: twice as long each time, more or less.

    By chance, so that what failed together is not tried again together.
    """
    wanted = FIRST_PAUSE * 2 ** min(attempts - 1, 20)
    return min(wanted, LONGEST_PAUSE) * random.uniform(0.5, 1.5)


def send_again(rows) -> int:
    """Give messages that were given up another chance, as if they were new."""
    now = timezone.now()
    return rows.update(
        state=MailState.WAITING, attempts=0, created_at=now, next_at=now, claim=""
    )


def forget_old(at: datetime) -> int:
    """Delete what is over for long."""
    sent = OutgoingMail.objects.filter(state__in=OVER, created_at__lt=at - SENT_FOR)
    failed = OutgoingMail.objects.filter(
        state=MailState.FAILED, created_at__lt=at - FAILED_FOR
    )
    return sent.delete()[0] + failed.delete()[0]
