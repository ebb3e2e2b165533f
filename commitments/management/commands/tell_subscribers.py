"""Put in the outbox what subscribers are due: at each change, and on Mondays."""

from django.core.management.base import BaseCommand

from commitments.subscriptions.telling import tell


class Command(BaseCommand):
    help = (
        "Write to the outbox what changed since each reader was last told. Meant to be "
        "run every few minutes; digests are made from Monday 7:00 on, once a week."
    )

    def handle(self, **options):
        told = tell()
        if told is None:
            self.stdout.write("Another run is on: nothing was done.")
            return
        for cadence, made in told.items():
            self.stdout.write(
                f"{cadence}: {made.mails} messages, "
                f"about {made.commitments} commitments that changed"
            )
