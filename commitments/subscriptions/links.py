"""The links that messages carry: each is a right, signed, that nobody can guess.

They name rows by their keys, which are never used again, and hold no address: whoever
reads the log of a proxy learns nothing, and a deleted address opens nothing.
"""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

# How long an address waits to be confirmed, and is kept for.
CONFIRMED_WITHIN = timedelta(days=7)

CONFIRM = "commitments.subscription-confirm"
MANAGE = "commitments.subscription-manage"
STOP = "commitments.subscription-stop"


class BadLink(ValueError):
    """A link that this site did not make, or that has expired."""


def confirm_path(subscription: int, cadence: str) -> str:
    """The path that confirms a subscription, at a cadence; it expires."""
    token = signing.dumps([subscription, cadence], salt=CONFIRM)
    return reverse("subscription-confirm", args=[token])


def read_confirm(token: str) -> tuple[int, str]:
    """The key and the cadence that a token confirms. Raises BadLink."""
    key, cadence = _read(token, CONFIRM, max_age=CONFIRMED_WITHIN)
    return key, cadence


def manage_path(subscriber: int) -> str:
    """The path of the page of all that an address asked for."""
    return reverse("subscription-manage", args=[signing.dumps(subscriber, salt=MANAGE)])


def read_manage(token: str) -> int:
    """The key of the subscriber whose page it is. Raises BadLink."""
    return _read(token, MANAGE)


def stop_path(subscriptions: list[int]) -> str:
    """The path that ends the subscriptions with these keys, in one click."""
    token = signing.dumps(sorted(subscriptions), salt=STOP)
    return reverse("subscription-stop", args=[token])


def read_stop(token: str) -> list[int]:
    """The keys of the subscriptions that a token ends. Raises BadLink."""
    return _read(token, STOP)


def _read(token, salt, max_age=None):
    try:
        return signing.loads(token, salt=salt, max_age=max_age)
    except signing.BadSignature as error:
        raise BadLink(token) from error
