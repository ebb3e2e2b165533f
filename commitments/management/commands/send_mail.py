"""Send what waits in the outbox, once or for ever."""

import signal
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, close_old_connections

from commitments.subscriptions.sending import ServerAway, send_due, tidy
from commitments.subscriptions.telling import tell

# Seconds between two looks at the outbox, and after the server was away.
PAUSE, AWAY = 10, 60
# Seconds between two runs of what makes messages, and forgets old ones.
TELL, TIDY = 60, 3600


class Command(BaseCommand):
    help = (
        "Send the messages of the outbox whose turn has come. Several may run at once. "
        "With --forever it stays, and also makes what subscribers are due."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--forever", action="store_true", help="stay, and look again and again"
        )

    def handle(self, *, forever, **options):
        if not forever:
            try:
                self.stdout.write(f"{send_due()} messages were sent.")
            except ServerAway as error:
                message = f"The mail server cannot be reached: {error}. All wait."
                raise CommandError(message) from error
            tidy()
            return
        # A polite kill lets the message at hand be finished.
        signal.signal(signal.SIGTERM, self._leave)
        self.is_leaving = False
        self._stay()

    def _leave(self, *_args):
        self.is_leaving = True

    def _stay(self):
        done = {}
        while not self.is_leaving:
            close_old_connections()
            pause = PAUSE
            try:
                self._every(TELL, tell, done)
                self._every(TIDY, tidy, done)
                send_due(is_stopped=lambda: self.is_leaving)
            except (ServerAway, OperationalError) as error:
                # The mail server, or the database: both come back.
                self.stderr.write(f"Waiting: {error}")
                pause = AWAY
            # A second at a time, so that it leaves when it is asked to.
            for _second in range(pause):
                if not self.is_leaving:
                    time.sleep(1)

    def _every(self, seconds, deed, done):
        """Do something unless it was done lately."""
        now = time.monotonic()
        if now - done.get(deed, -seconds) >= seconds:
            deed()
            done[deed] = now
