"""Where messages go while no mail server is given: one file each, under VAR/mail.

The file is named after the Message-ID, so that the page which has a message sent can
say where it lies. Any mail program opens it.
"""

import re
from email.utils import make_msgid
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    def send_messages(self, email_messages):
        for message in email_messages:
            name = message.extra_headers.get("Message-ID") or make_msgid()
            path = Path(settings.MAIL_FOLDER, file_name(name))
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.write_bytes(message.message().as_bytes())
        return len(email_messages)


def file_name(message_id: str) -> str:
    """The name of the file of a message: what stands before the @ of its Message-ID."""
    name = message_id.strip("<>").partition("@")[0]
    return re.sub(r"[^\w.-]", "_", name) + ".eml"


def are_used() -> bool:
    """Whether messages go to files, and not to a server."""
    used = settings.EMAIL_BACKEND
    return used == f"{__name__}.EmailBackend"
