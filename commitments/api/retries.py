"""A request that is sent again is not done again: Idempotency-Key.

As draft-ietf-httpapi-idempotency-key-header has it. The key is claimed before anything
is done, so that of two requests at once one is told to wait; the answer is kept in the
transaction that does the work, so that either both are there or neither.
"""

import hashlib
from datetime import timedelta

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from commitments.api.problems import Problem
from commitments.models import KeptAnswer

LONGEST_KEY = 255
KEPT_HEADERS = ("Location", "ETag", "Cache-Control")
# A server that has not answered by then never will.
ABANDONED = timedelta(minutes=2)


def answered_once(request, body: bytes, act) -> HttpResponse:
    """The answer of ``act``, in one transaction; or the one kept under the same key.

    Only what was done is kept: a refused request may be put right under its key.
    """
    key = key_of(request)
    if key is None:
        with transaction.atomic():
            return act()
    kept = claimed(request, key, fingerprint_of(request, body))
    if kept.status is not None:
        return replayed(kept)
    try:
        with transaction.atomic():
            response = act()
            kept.status = response.status_code
            kept.headers = {name: response[name] for name in KEPT_HEADERS}
            kept.body = response.content.decode()
            kept.save()
    except BaseException:
        KeptAnswer.objects.filter(pk=kept.pk).delete()
        raise
    return response


def key_of(request) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not 0 < len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        words = _("Idempotency-Key: 1 to %(count)d printable ASCII characters.")
        raise Problem(400, "invalid-header", words % {"count": LONGEST_KEY})
    return key


def fingerprint_of(request, body) -> str:
    """What tells one request from another: method, address and body."""
    start = f"{request.method} {request.path}\n".encode(errors="replace")
    return hashlib.sha256(start + body).hexdigest()


def claimed(request, key, fingerprint) -> KeptAnswer:
    """The row of a key: ours to fill, or filled by an earlier request.

    Raises Problem when the key was used for something else, or is being used.
    """
    KeptAnswer.objects.outdated().delete()
    kept, is_ours = KeptAnswer.objects.get_or_create(
        token=request.auth, key=key, defaults={"fingerprint": fingerprint}
    )
    if is_ours:
        return kept
    if kept.fingerprint != fingerprint:
        words = _("Another request came with this key: use a new one for each.")
        raise Problem(422, "key-used", words)
    if kept.status is None and not _take_over(kept):
        words = _("Wait a moment, then ask again with the same key.")
        raise Problem(409, "under-way", words, headers={"Retry-After": "2"})
    return kept


def _take_over(kept):
    """Whether an unfinished request was abandoned, and is now ours alone."""
    now = timezone.now()
    same = KeptAnswer.objects.filter(pk=kept.pk, claimed_at=kept.claimed_at)
    is_old = kept.claimed_at < now - ABANDONED
    return is_old and same.filter(status=None).update(claimed_at=now) == 1


def replayed(kept) -> HttpResponse:
    headers = kept.headers | {"Idempotency-Replayed": "true"}
    return HttpResponse(
        kept.body,
        status=kept.status,
        content_type="application/json",
        headers=headers,
    )
