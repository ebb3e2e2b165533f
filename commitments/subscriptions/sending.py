"""The worker: takes messages from the outbox to the mail server, one by one."""

import logging
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from django.core import mail as django_mail
from django.utils import timezone

from commitments.models import OutgoingMail
from commitments.subscriptions import outbox, wishes
from commitments.subscriptions.messages import message_of

log = logging.getLogger(__name__)


class ServerAway(Exception):
    """Nobody opens the door: no message is to blame, all of them wait."""


def send_due(among=None, is_stopped=lambda: False) -> int:
    """Send the messages that are due, of all or among some; return how many left.

    Raises ServerAway when the mail server cannot be reached: none of them has been
    tried then. Several workers may run at once; ``is_stopped`` is asked before each.
    """
    sent, connection = 0, django_mail.get_connection()
    rows = OutgoingMail.objects.all() if among is None else among
    try:
        while not is_stopped() and rows.due(timezone.now()).exists():
            _open(connection)
            mail = outbox.claim(timezone.now(), among)
            if mail is not None:
                sent += _send(mail, connection)
    finally:
        _close(connection)
    return sent


def _open(connection):
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        raise ServerAway(str(error)) from error


def _close(connection):
    """Leave the server; one that hangs up first is left as well."""
    try:
        connection.close()
    except (OSError, SMTPException):
        connection.connection = None


def _send(mail, connection) -> bool:
    """Send a claimed message, and mark how it ended; tell whether it left."""
    try:
        message = message_of(mail)
        if message is None:
            outbox.mark_dropped(mail)
            return False
        connection.send_messages([message])
    except Exception as error:  # noqa: BLE001 - one message never stops the others
        _put_away(mail, error)
        _close(connection)
        return False
    if not outbox.mark_sent(mail, timezone.now()):
        log.warning("%s was sent, and is no longer ours to mark", mail.key)
    return True


def _put_away(mail, error):
    said = f"{type(error).__name__}: {error}"
    if is_final(error):
        log.warning("%s is refused for good: %s", mail.key, said)
        outbox.mark_failed(mail, said)
        return
    log.info("%s waits for another attempt: %s", mail.key, said)
    outbox.put_back(mail, said, timezone.now())


def is_final(error: Exception) -> bool:
    """Whether the server will never take this message for this address (RFC 5321, 4.2).

    A refusal of the sender or of the password speaks of this site, not of the message:
    it is tried again when the operator has repaired it.
    """
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    return isinstance(error, SMTPDataError) and error.smtp_code >= 500


def tidy() -> None:
    """Forget what nobody confirmed and what was sent long ago."""
    now = timezone.now()
    wishes.forget_unconfirmed(now)
    outbox.forget_old(now)
