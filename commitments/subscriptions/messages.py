"""The words of a message, written when it is sent: plain text and HTML, one language.

Every message says who sends it and why, and leads to where its reader ends it; those
with news can be ended in one click (RFC 2369 and RFC 8058).
"""

import re
from email.utils import formataddr, parseaddr
from functools import lru_cache

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from commitments.choices import Cadence, MailKind
from commitments.models import Commitment, DataVersion, OutgoingMail
from commitments.subscriptions import links
from commitments.subscriptions.news import News, news_of
from commitments.subscriptions.subjects import Subject

# What the readers of one body are told is written once for all of them.
WRITTEN = 20_000
# The templates of each kind of message, as plain text and as HTML.
CONFIRMATION = ("mail/confirm.txt", "mail/confirm.html")
NEWS = ("mail/news.txt", "mail/news.html")
# Letters of a subject that programs show.
SUBJECT = 120


def message_of(mail: OutgoingMail) -> EmailMultiAlternatives | None:
    """The message as it is to be said now; None when there is nothing left to say.

    Its subscriber has to be loaded.
    """
    write = {MailKind.CONFIRM: _confirmation, MailKind.NEWS: _news}[mail.kind]
    with override(mail.content.get("language") or mail.subscriber.language):
        return write(mail)


def origin_of(mail: OutgoingMail) -> str:
    """The start of the addresses in a message; see ``sharing.origin``."""
    known = mail.content.get("origin") or mail.subscriber.origin
    return settings.SITE_URL or known


def message_id(key: str) -> str:
    """The name of a message for all servers: the same at each attempt."""
    return f"<{key}@{_domain()}>"


def _domain():
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]


def _sender():
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or settings.SITE_NAME, address))


def _message(mail, subject, templates, context, headers):
    origin = origin_of(mail)
    context |= {
        "origin": origin,
        "site_name": settings.SITE_NAME,
        "publisher": settings.PUBLISHER,
        "email": mail.subscriber.email,
        "subject": subject,
    }
    text, html = (render_to_string(name, context) for name in templates)
    message = EmailMultiAlternatives(
        subject=_one_line(f"[{settings.SITE_NAME}] {subject}"),
        body=re.sub(r"\n{3,}", "\n\n", text).strip() + "\n",
        from_email=_sender(),
        to=[mail.subscriber.email],
        headers={
            "Message-ID": message_id(mail.key),
            # No holiday greeting comes back (RFC 3834).
            "Auto-Submitted": "auto-generated",
            "Content-Language": get_language(),
            **headers,
        },
    )
    message.attach_alternative(html, "text/html")
    return message


def _one_line(text):
    """A header holds no end of a line, whatever a title may hold."""
    line = " ".join(text.split())
    return line if len(line) <= SUBJECT else line[: SUBJECT - 1].rstrip() + "…"


def _confirmation(mail):
    content = mail.content
    wishes = mail.subscriber.subscriptions.select_related("commitment", "body", "theme")
    wish = wishes.filter(pk=content["subscription"]).first()
    if wish is None or (wish.commitment and not wish.commitment.is_public):
        return None
    subject = Subject.of(wish)
    context = {
        "subject_words": subject.words_of_ours,
        "subject_path": subject.path_of_ours,
        "cadence": Cadence(content["cadence"]).label,
        "confirm_path": links.confirm_path(wish.pk, content["cadence"]),
        "days": links.CONFIRMED_WITHIN.days,
    }
    return _message(mail, _("Confirm your subscription"), CONFIRMATION, context, {})


def _news(mail):
    content = mail.content
    wishes = mail.subscriber.subscriptions.confirmed().filter(
        pk__in=content["subscriptions"]
    )
    wishes = list(wishes.select_related("commitment", "body", "theme"))
    news = _written(content) if wishes else []
    if not news:
        return None
    stop_path = links.stop_path([wish.pk for wish in wishes])
    context = {
        "news": news,
        "more": content["count"] - len(content["commitments"]),
        "is_weekly": content["cadence"] == Cadence.WEEKLY,
        "wishes": [_wish(wish) for wish in wishes],
        "stop_path": stop_path,
        "manage_path": links.manage_path(mail.subscriber_id),
    }
    headers = {
        "List-Id": f"<abonnements.{_domain()}>",
        "List-Unsubscribe": f"<{origin_of(mail)}{stop_path}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return _message(mail, _title(news, content), NEWS, context, headers)


def _wish(wish):
    """A subscription as a message names it: words, page; nothing of a hidden record."""
    if wish.commitment and not wish.commitment.is_public:
        return {"words": wish.commitment.reference, "path": ""}
    subject = Subject.of(wish)
    return {"words": subject.words, "path": subject.path}


def _written(content) -> list[News]:
    """What is still to be told, in order; withdrawn and hidden records left out."""
    pks = [pk for pk, _floor in content["commitments"]]
    # The version first: rows read later are no older than what they are kept under.
    as_now = get_language(), DataVersion.current().token
    rows = Commitment.objects.public().in_bulk(pks)
    found = [
        _written_once(rows[pk], floor, content["upto"], *as_now)
        for pk, floor in content["commitments"]
        if pk in rows
    ]
    return [news for news in found if news]


@lru_cache(maxsize=WRITTEN)
def _written_once(commitment, floor, upto, _language, _token):
    """As long as nothing changes in the data (its token), the words stay."""
    return news_of(commitment, floor, upto)


def _title(news, content):
    if content["count"] == 1:
        first = news[0]
        return f"{first.reference} {first.title or first.items[0].title}"
    count = content["count"]
    text = ngettext("%(n)d commitment changed", "%(n)d commitments changed", count)
    return text % {"n": count}
