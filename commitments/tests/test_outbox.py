"""The outbox against a mail server that fails: nothing lost, nothing sent twice."""

import os
import subprocess
import sys
import threading
from datetime import timedelta
from functools import partial
from io import StringIO
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused
from urllib.parse import urlsplit

import time_machine
from django.conf import settings
from django.core import mail as django_mail
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings
from django.utils import timezone

from commitments.choices import MailState
from commitments.models import OutgoingMail, Subscriber, Subscription
from commitments.subscriptions import outbox, wishes
from commitments.subscriptions.outbox import LEASE, PATIENCE, pause
from commitments.subscriptions.sending import (
    ServerAway,
    is_final,
    send_due,
    tidy,
)
from commitments.subscriptions.subjects import Subject
from commitments.tests import mail_server
from commitments.tests.mail_server import MailServer
from commitments.tests.test_concurrency import ThreadedTestCase

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def ask(number=1):
    """Messages that ask to confirm, to as many readers."""
    return [
        wishes.ask(
            Subject(search="?"),
            email=f"reader{n}@example.org",
            cadence="weekly",
            language="fr",
            origin="https://suivi.example.org",
        )
        for n in range(number)
    ]


def later(**span):
    return time_machine.travel(timezone.now() + timedelta(**span), tick=False)


class ServerTestCase(TestCase):
    def setUp(self):
        self.server = MailServer()
        self.addCleanup(self.server.close)
        self.enterContext(
            override_settings(
                EMAIL_BACKEND=SMTP,
                EMAIL_HOST="127.0.0.1",
                EMAIL_PORT=self.server.port,
                EMAIL_TIMEOUT=0.2,
                DEFAULT_FROM_EMAIL="suivi@example.org",
            )
        )

    def states(self):
        return list(OutgoingMail.objects.order_by("pk").values_list("state", flat=True))

    def send_for_long(self, hours=48):
        """Run the worker again and again, as the days go by."""
        for hour in range(0, hours, 6):
            with later(hours=hour + 12):
                send_due()


class DeliveryTests(ServerTestCase):
    def test_everything_arrives_once_when_half_of_the_attempts_fail(self):
        mails = ask(12)
        faults = (
            mail_server.REFUSED_FOR_NOW,
            mail_server.HANGS_UP,
            mail_server.HANGS_UP_IN_DATA,
            mail_server.SAYS_NOTHING,
        )
        # Each attempt that works stands between two that do not.
        self.server.faults = [f for fault in faults * 3 for f in (fault, None)]
        self.send_for_long()
        self.assertEqual(set(self.states()), {MailState.SENT})
        names = [f"<{mail.key}@example.org>" for mail in mails]
        self.assertEqual(sorted(self.server.names), sorted(names))

    def test_a_message_is_whole(self):
        (mail,) = ask()
        send_due()
        (message,) = self.server.messages
        self.assertEqual(message["To"], "reader0@example.org")
        self.assertEqual(message["From"], "Suivi des engagements <suivi@example.org>")
        self.assertEqual(message["Message-ID"], f"<{mail.key}@example.org>")
        self.assertEqual(message["Auto-Submitted"], "auto-generated")
        self.assertIsNone(message["List-Unsubscribe"])
        kinds = [part.get_content_type() for part in message.walk()]
        self.assertEqual(kinds[1:], ["text/plain", "text/html"])
        for part in message.iter_parts():
            self.assertIn("/abonnements/confirmer/", part.get_content())

    def test_what_is_refused_for_good_is_given_up_and_stops_nobody(self):
        ask(3)
        self.server.faults = [
            mail_server.UNKNOWN_ADDRESS,
            mail_server.REFUSED_FOR_GOOD,
        ]
        send_due()
        wanted = [MailState.FAILED, MailState.FAILED, MailState.SENT]
        self.assertEqual(self.states(), wanted)
        self.assertIn("nobody of that name", OutgoingMail.objects.last().error)

    def test_what_was_given_up_can_be_tried_again(self):
        ask()
        self.server.faults = [mail_server.UNKNOWN_ADDRESS]
        send_due()
        outbox.send_again(OutgoingMail.objects.all())
        send_due()
        self.assertEqual(self.states(), [MailState.SENT])

    def test_a_server_that_is_away_costs_nobody_an_attempt(self):
        ask(2)
        self.server.close()
        with self.assertRaises(ServerAway):
            send_due()
        with self.assertRaises(CommandError):
            call_command("send_mail", stdout=StringIO())
        self.assertEqual(self.states(), [MailState.WAITING] * 2)
        self.assertEqual(OutgoingMail.objects.filter(attempts=0).count(), 2)

    def test_patience_ends(self):
        ask()
        self.server.faults = [mail_server.REFUSED_FOR_NOW] * 99
        self.send_for_long(hours=24 * 6)
        self.assertEqual(self.states(), [MailState.FAILED])
        self.assertGreater(PATIENCE, timedelta(days=4))

    def test_an_acknowledgement_that_is_lost_keeps_the_name_of_the_message(self):
        ask()
        self.server.faults = [mail_server.TAKES_AND_HANGS_UP]
        self.send_for_long()
        self.assertEqual(self.states(), [MailState.SENT])
        self.assertEqual(len(self.server.names), 2)
        self.assertEqual(len(set(self.server.names)), 1)

    def test_a_message_that_cannot_be_written_stops_nobody(self):
        broken, _good = ask(2)
        OutgoingMail.objects.filter(pk=broken.pk).update(content={})
        with self.assertLogs("commitments.subscriptions", "INFO"):
            send_due()
        self.assertEqual(self.states(), [MailState.WAITING, MailState.SENT])

    def test_nobody_is_written_to_after_leaving(self):
        first, second = ask(2)
        wishes.forget(first.subscriber)
        second.subscriber.subscriptions.all().delete()
        send_due()
        self.assertEqual(self.server.messages, [])
        self.assertEqual(self.states(), [MailState.DROPPED])


class QueueTests(TestCase):
    def test_pauses_grow_and_are_never_the_same(self):
        means = [sum(pause(n).total_seconds() for _ in range(200)) for n in (1, 4, 30)]
        self.assertLess(means[0], means[1])
        self.assertLess(means[1], means[2])
        self.assertGreater(len({pause(3) for _ in range(20)}), 10)
        self.assertLess(pause(10_000), timedelta(hours=10))

    def test_one_message_is_claimed_once_until_its_lease_ends(self):
        ask(2)
        now = timezone.now()
        first, second = outbox.claim(now), outbox.claim(now)
        self.assertNotEqual(first.pk, second.pk)
        self.assertIsNone(outbox.claim(now))
        self.assertTrue(outbox.mark_sent(second, now))
        again = outbox.claim(now + LEASE)
        self.assertEqual((again.pk, again.attempts), (first.pk, 2))
        # Whoever comes back too late no longer has a say.
        self.assertFalse(outbox.mark_failed(first, "late"))
        self.assertTrue(outbox.mark_sent(again, now))

    def test_only_what_speaks_of_the_message_is_final(self):
        for error, wanted in (
            (SMTPRecipientsRefused({"a@example.org": (550, b"")}), True),
            (SMTPRecipientsRefused({"a@example.org": (450, b"")}), False),
            (SMTPDataError(554, b""), True),
            (SMTPDataError(451, b""), False),
            (SMTPSenderRefused(550, b"", "suivi@example.org"), False),
            (TimeoutError(), False),
        ):
            with self.subTest(error=error):
                self.assertIs(is_final(error), wanted)

    def test_what_is_over_is_forgotten(self):
        sent, _waiting = ask(2)
        outbox.claim(timezone.now())
        OutgoingMail.objects.filter(pk=sent.pk).update(
            state=MailState.SENT, sent_at=timezone.now()
        )
        Subscription.objects.update(confirmed_at=timezone.now(), told_at=timezone.now())
        with later(days=29):
            tidy()
        self.assertEqual(OutgoingMail.objects.count(), 2)
        with later(days=31):
            tidy()
        self.assertEqual(OutgoingMail.objects.get().state, MailState.WAITING)
        self.assertEqual(Subscriber.objects.count(), 2)

    def test_the_command_says_what_it_did(self):
        ask(2)
        output = StringIO()
        call_command("send_mail", stdout=output)
        self.assertIn("2 messages were sent", output.getvalue())
        self.assertEqual(len(django_mail.outbox), 2)
        call_command("tell_subscribers", stdout=output)
        self.assertIn("weekly: 0 messages", output.getvalue())


class WorkersTests(ThreadedTestCase):
    """Several workers at once, and one that is killed."""

    def setUp(self):
        super().setUp()
        self.server = MailServer()
        self.addCleanup(self.server.close)
        self.enterContext(
            override_settings(
                EMAIL_BACKEND=SMTP,
                EMAIL_HOST="127.0.0.1",
                EMAIL_PORT=self.server.port,
                DEFAULT_FROM_EMAIL="suivi@example.org",
            )
        )

    def environment(self):
        """What a worker of its own needs to know, in a process of its own."""
        url = f"sqlite:///{self.name}"
        given = os.environ.get("DATABASE_URL", "sqlite:")
        if not given.startswith("sqlite:"):
            url = urlsplit(given)._replace(path=f"/{self.name}").geturl()
        return os.environ | {
            "DATABASE_URL": url,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.server.port}",
            "SITE_URL": "https://suivi.example.org",
            "DEFAULT_FROM_EMAIL": "suivi@example.org",
        }

    def start(self):
        command = [sys.executable, "manage.py", "send_mail"]
        worker = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=self.environment(),
            stdout=subprocess.DEVNULL,
        )
        self.addCleanup(worker.wait)
        self.addCleanup(worker.kill)
        return worker

    def test_two_workers_share_and_repeat_nothing(self):
        ask(20)
        sent = self.race(*[partial(send_due)] * 3)
        self.assert_all_done(sent)
        self.assertEqual(sum(sent), 20)
        self.assertEqual(len(set(self.server.names)), 20)
        self.assertEqual(len(self.server.names), 20)

    def test_a_worker_that_is_killed_loses_nothing_and_repeats_nothing(self):
        ask(4)
        reached = threading.Event()
        taken = []

        def stall(data):
            taken.append(data)
            if len(taken) == 3:
                reached.set()
                # Until the worker is dead: nobody hears that the message was taken.
                worker.wait(30)
                raise ConnectionError

        self.server.taking = stall
        worker = self.start()
        self.assertTrue(reached.wait(30))
        worker.kill()
        worker.wait()
        self.assertEqual(len(self.server.names), 2)
        sending = OutgoingMail.objects.get(state=MailState.SENDING)
        self.assertEqual(OutgoingMail.objects.filter(state=MailState.SENT).count(), 2)
        # Another one takes the rest now, and that message when its lease has ended.
        send_due()
        self.assertEqual(len(self.server.names), 3)
        OutgoingMail.objects.filter(pk=sending.pk).update(next_at=timezone.now())
        send_due()
        names = {f"<{mail.key}@example.org>" for mail in OutgoingMail.objects.all()}
        self.assertEqual(sorted(self.server.names), sorted(names))
        self.assertFalse(OutgoingMail.objects.exclude(state=MailState.SENT).exists())
