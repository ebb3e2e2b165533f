"""What readers may do with their subscriptions: ask, confirm, change, stop, forget.

Whoever asks is answered the same whether the address is known or not: only the message
that goes to it says more. The audit trail is about the records, and keeps no address.
"""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Lower
from django.utils import timezone

from commitments.choices import Cadence, MailKind
from commitments.models import Change, OutgoingMail, Subscriber, Subscription
from commitments.subscriptions import outbox
from commitments.subscriptions.links import CONFIRMED_WITHIN
from commitments.subscriptions.subjects import Subject

# Of one address; more than anybody follows one by one, and what a link may hold.
MOST = 60


@transaction.atomic
def ask(subject: Subject, *, email, cadence, language, origin) -> OutgoingMail | None:
    """Keep a wish, and put in the outbox the message that asks to confirm it.

    ``email`` is a valid address. None when this address has too many wishes.
    """
    now = timezone.now()
    subscriber = _subscriber(tidy_address(email), language, origin)
    wishes = subscriber.subscriptions
    kept = wishes.filter(**subject.fields).first()
    if kept is None:
        if wishes.count() >= MOST:
            return None
        kept = wishes.create(**subject.fields, cadence=cadence, requested_at=now)
    elif kept.confirmed_at is None:
        kept.requested_at = now
        kept.save(update_fields=["requested_at"])
    return outbox.put(
        subscriber,
        MailKind.CONFIRM,
        key=f"confirm-{secrets.token_hex(8)}",
        content={
            "subscription": kept.pk,
            "cadence": str(cadence),
            "language": language,
            "origin": origin,
        },
    )


def tidy_address(email: str) -> str:
    """An address as it is kept: a host has no capitals (RFC 1035, 2.3.3)."""
    name, _at, host = email.strip().rpartition("@")
    return f"{name}@{host.lower()}"


def _subscriber(email, language, origin):
    """The row of an address; whoever else asks for it at once waits for this one."""
    # Compared without regard to capitals, by the index that forbids two: no two people
    # differ by those alone.
    rows = Subscriber.objects.annotate(small=Lower("email")).filter(small=email.lower())
    rows = rows.select_for_update(no_key=True)
    if known := rows.first():
        return known
    new = Subscriber(email=email, language=language, origin=origin)
    Subscriber.objects.bulk_create([new], ignore_conflicts=True)
    return rows.get()


@transaction.atomic
def confirm(key: int, cadence: str) -> Subscription | None:
    """Begin a subscription, or change its cadence; None when it is there no more.

    It tells of what changes from now on. Confirmed again, it loses nothing.
    """
    rows = Subscription.objects.select_for_update(of=("self",))
    subscription = rows.select_related("subscriber").filter(pk=key).first()
    if subscription is None or cadence not in Cadence:
        return None
    if subscription.confirmed_at is None:
        now = timezone.now()
        subscription.confirmed_at = subscription.told_at = now
        last = Change.objects.aggregate(last=Max("pk"))["last"]
        subscription.told_change = last or 0
    subscription.cadence = cadence
    subscription.save()
    return subscription


def change_cadence(subscriber: Subscriber, key: int, cadence: str) -> bool:
    """Say how often one subscription tells; False when it is not the reader's."""
    mine = subscriber.subscriptions.confirmed().filter(pk=key)
    return cadence in Cadence and bool(mine.update(cadence=cadence))


def change_language(subscriber: Subscriber, language: str) -> None:
    """Write to a reader in another language from now on."""
    subscriber.language = language
    subscriber.save(update_fields=["language"])


@transaction.atomic
def stop(keys: list[int]) -> None:
    """End subscriptions; an address without any is deleted. Again, it does nothing."""
    ended = Subscription.objects.filter(pk__in=keys)
    subscribers = set(ended.values_list("subscriber", flat=True))
    ended.delete()
    Subscriber.objects.filter(pk__in=subscribers, subscriptions=None).delete()


def forget(subscriber: Subscriber) -> None:
    """Delete an address, its subscriptions and the messages that wait for it."""
    subscriber.delete()


@transaction.atomic
def forget_unconfirmed(at: datetime) -> int:
    """Delete wishes that nobody confirmed in time, and addresses left without any."""
    count, _by_model = Subscription.objects.expired(at - CONFIRMED_WITHIN).delete()
    Subscriber.objects.filter(subscriptions=None).delete()
    return count
