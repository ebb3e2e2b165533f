"""News by e-mail: the form that asks for it, and the pages that messages lead to.

Those pages are opened by links that nobody can guess, which are all the right they ask
for: no cookie, no token against forgery. Nothing is changed by looking at them, since
programs that guard mailboxes follow every link of a message.
"""

import secrets
from functools import wraps
from urllib.parse import urlencode

from allauth.core.internal import ratelimit
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from commitments.choices import Cadence
from commitments.forms import CadenceForm, MailLanguageForm, SubscriptionForm
from commitments.models import OutgoingMail, Subscriber, Subscription
from commitments.sharing import origin
from commitments.subscriptions import links, sending, wishes
from commitments.subscriptions.messages import message_id
from commitments.subscriptions.subjects import NoSubject, Subject, read_subject
from tracker import mail_files

# From one connection, and to one address: nobody is pestered by somebody else.
LIMITS = {"subscription": "6/10m/ip,30/d/ip"}
ADDRESS_LIMITS = {"subscription-address": "4/d/key"}

asking = require_http_methods(["GET", "HEAD", "POST"])


@asking
@csrf_protect
@never_cache
def subscription_new(request):
    subject = _subject(request.GET)
    form = SubscriptionForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        if _is_allowed(request, "subscription", LIMITS):
            return _asked(request, subject, **form.cleaned_data)
        status = 429
        form.add_error(
            None,
            _(
                "Many subscriptions have come lately from your connection. Nothing is "
                "lost: send this one later."
            ),
        )
    context = {"form": form, "subject": subject}
    return render(request, "commitments/subscription_new.html", context, status=status)


def _subject(params):
    try:
        return read_subject(params)
    except NoSubject as error:
        raise Http404(_("There is no such list to subscribe to.")) from error


def _is_allowed(request, action, limits, key=None):
    usage = ratelimit.consume(
        request, app="tracker", action=action, config=limits, key=key
    )
    return usage is not None


def _asked(request, subject, email, cadence):
    """Keep the wish; the page that follows is the same whatever became of it.

    It would otherwise tell anybody who asks which addresses are known.
    """
    mail = None
    key = wishes.tidy_address(email).lower()
    if _is_allowed(request, "subscription-address", ADDRESS_LIMITS, key):
        mail = wishes.ask(
            subject,
            email=email,
            cadence=cadence,
            language=get_language(),
            origin=origin(request),
        )
    if mail and mail_files.are_used():
        sending.send_due(OutgoingMail.objects.filter(pk=mail.pk))
    name = mail.key if mail else f"confirm-{secrets.token_hex(8)}"
    return redirect(f"{reverse('subscription-sent')}?{urlencode({'message': name})}")


@require_safe
@never_cache
def subscription_sent(request):
    context = {"days": links.CONFIRMED_WITHIN.days}
    if mail_files.are_used():
        name = request.GET.get("message", "")[:100]
        context["file"] = f"mail/{mail_files.file_name(message_id(name))}"
    return render(request, "commitments/subscription_sent.html", context)


def by_link(view):
    """Wrap a view that a signed link opens; one that no longer does says so."""

    @asking
    @csrf_exempt
    @never_cache
    @wraps(view)
    def opened(request, token):
        try:
            response = view(request, token)
        except links.BadLink:
            page = "commitments/subscription_gone.html"
            response = render(request, page, status=404)
        # The address is a right: it goes to nobody else.
        response["Referrer-Policy"] = "no-referrer"
        return response

    return opened


@by_link
def subscription_confirm(request, token):
    key, cadence = links.read_confirm(token)
    subscription = _subscriptions().filter(pk=key).first()
    if subscription is None:
        raise links.BadLink(token)
    is_done = request.method == "POST"
    if is_done:
        wishes.confirm(key, cadence)
    context = {
        "subject": _known(subscription),
        "cadence": Cadence(cadence).label,
        "is_done": is_done,
    }
    if is_done:
        context["manage_path"] = links.manage_path(subscription.subscriber_id)
    return render(request, "commitments/subscription_confirm.html", context)


def _subscriptions():
    subjects = ("commitment", "body", "theme")
    return Subscription.objects.select_related("subscriber", *subjects)


def _known(subscription) -> Subject | None:
    """What it is to; None for a record that is hidden now."""
    commitment = subscription.commitment
    is_hidden = commitment and not commitment.is_public
    return None if is_hidden else Subject.of(subscription)


@by_link
def subscription_manage(request, token):
    reader = Subscriber.objects.filter(pk=links.read_manage(token)).first()
    if reader is None:
        raise links.BadLink(token)
    if request.method == "POST":
        return _managed(request, reader)
    confirmed = _subscriptions().filter(subscriber=reader, confirmed_at__isnull=False)
    context = {
        "reader": reader,
        "rows": [
            {"subscription": row, "subject": _known(row)}
            for row in confirmed.order_by("pk")
        ],
        "cadences": Cadence.choices,
        "languages": MailLanguageForm.base_fields["language"].choices,
    }
    return render(request, "commitments/subscription_manage.html", context)


def _managed(request, reader):
    """Do what a button of the page says, and show the page again."""
    deed = request.POST.get("deed")
    cadence, language = CadenceForm(request.POST), MailLanguageForm(request.POST)
    if deed == "forget":
        wishes.forget(reader)
        return _over(request)
    if deed == "language" and language.is_valid():
        wishes.change_language(reader, language.cleaned_data["language"])
    elif deed == "cadence" and cadence.is_valid():
        wanted = cadence.cleaned_data
        wishes.change_cadence(reader, wanted["subscription"], wanted["cadence"])
    elif deed == "stop" and request.POST.get("subscription", "").isdecimal():
        key = int(request.POST["subscription"][:18])
        mine = reader.subscriptions.filter(pk=key).values_list("pk", flat=True)
        wishes.stop(list(mine))
        if not Subscriber.objects.filter(pk=reader.pk).exists():
            return _over(request)
    return redirect(request.path)


def _over(request):
    context = {"is_done": True, "is_forgotten": True}
    return render(request, "commitments/subscription_stop.html", context)


@by_link
def subscription_stop(request, token):
    """What mail programs post to with one click (RFC 8058), and people after a look."""
    keys = links.read_stop(token)
    rows = list(_subscriptions().filter(pk__in=keys).order_by("pk"))
    context = {"subjects": [_known(row) for row in rows], "is_done": not rows}
    if request.method == "POST":
        wishes.stop(keys)
        context["is_done"] = True
    left = rows and Subscriber.objects.filter(pk=rows[0].subscriber_id).exists()
    if left:
        context["manage_path"] = links.manage_path(rows[0].subscriber_id)
    return render(request, "commitments/subscription_stop.html", context)
