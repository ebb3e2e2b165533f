"""How fast a digest is made: `python -m commitments.tests.bench_telling [WISHES]`.

A base of its own, on SQLite and, where its server programs are, on PostgreSQL, has so
many subscriptions (to commitments, bodies, themes and searches) and a tenth of that of
changes, each in another commitment. One run of ``tell_subscribers`` puts the messages
of all into the outbox; the next one has nothing to do.
"""

import os
import sys
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle
from urllib.parse import quote

from commitments.tests.bench_data import TERRITORIES
from commitments.tests.bench_runs import on_every_database, spending
from commitments.tests.bench_site.cases import COMMON

# Of ten subscriptions, how many are to a thing of each kind.
KINDS = ["commitment_id"] * 6 + ["body_id"] * 2 + ["theme_id", "search"]
# Said to the process that measures on one database.
HERE = "here"


def measure(number: int) -> None:
    """Tell the subscribers of the database of this process, and print the figures."""
    import django

    django.setup()
    from django.db import connection
    from django.utils import timezone

    from commitments.models import OutgoingMail
    from commitments.subscriptions.telling import tell
    from commitments.tests import bench_data

    changes = number // 10
    bench_data.main(changes * 2)
    subscribe(number)
    change(changes)
    next_week = timezone.now() + timedelta(days=7)
    for name in ("digest", "again, nothing new"):
        with spending(connection) as spent:
            tell(next_week)
        mails = OutgoingMail.objects.count()
        print(
            f"  {name:20} {number:,} subscriptions, {changes:,} changes: "
            f"{mails:,} messages in {spent.clock:.1f} s, {spent.all:.1f} s of all "
            f"processors, {spent.memory:,} MB at its highest",
            flush=True,
        )


def subscribe(number):
    """Weekly subscriptions, told of all there is so far; each fifth reader has two."""
    from django.db import transaction
    from django.utils import timezone

    from commitments.models import Change, Subscriber, Subscription
    from tracker import bulk

    now, upto = timezone.now(), Change.objects.latest("pk").pk
    readers = [
        Subscriber(email=f"lectrice{n}@example.org", created_at=now)
        for n in range(number * 5 // 6)
    ]
    subjects = subjects_of()
    with transaction.atomic():
        bulk.insert(readers)
        bulk.insert(
            [
                Subscription(
                    subscriber=readers[n % len(readers)],
                    requested_at=now,
                    confirmed_at=now,
                    told_change=upto,
                    told_at=now,
                    **subject_of(n, subjects),
                )
                for n in range(number)
            ]
        )


def subjects_of() -> dict[str, Iterator]:
    """What may be subscribed to, over and over: keys of rows, some hundred searches."""
    from commitments.models import Body, Commitment, Theme

    searches = [
        f"?q={quote(word)}&territory={quote(place)}"
        for word in COMMON
        for place in TERRITORIES
    ]
    return {
        "commitment_id": cycle(keys_of(Commitment.objects.published())),
        "body_id": cycle(keys_of(Body.objects.all())),
        "theme_id": cycle(keys_of(Theme.objects.all())),
        "search": cycle(searches),
    }


def keys_of(rows):
    return rows.values_list("pk", flat=True)


def subject_of(n, subjects):
    """The column of the n-th subscription that is not empty: each has its turn."""
    kind = KINDS[n % len(KINDS)]
    return {kind: next(subjects[kind])}


def change(number):
    """New evidence of so many commitments, as the audit trail tells it."""
    from django.db import transaction
    from django.utils import timezone

    from commitments.models import Change, Evidence
    from tracker import bulk

    first = {}
    for pk, commitment in Evidence.objects.values_list("pk", "commitment"):
        first.setdefault(commitment, pk)
    with transaction.atomic():
        bulk.insert(
            [
                Change(
                    at=timezone.now(),
                    verb="add",
                    model="evidence",
                    object_id=pk,
                    commitment_id=commitment,
                )
                for commitment, pk in list(first.items())[:number]
            ]
        )


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    if HERE in sys.argv:
        measure(asked)
    else:
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        on_every_database(__spec__.name, str(asked), HERE)
