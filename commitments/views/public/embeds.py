"""What other sites show of this one: the card of a body, and oEmbed for all cards.

oEmbed 1.0 (https://oembed.com): a site that knows the address of a page asks here for
what to show in its place.
"""

from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import patch_cache_control
from django.utils.log import log_response
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie
from pyroaring import BitMap

from commitments import facets
from commitments.models import Body
from commitments.scorecards import scorecard
from commitments.sharing import (
    PICTURE_HEIGHT,
    PICTURE_WIDTH,
    absolute,
    card_of,
    frame_code,
    origin,
    picture_path,
)
from commitments.views.public.commitment_detail import commitment_detail
from commitments.views.public.directories import body_detail
from commitments.views.public.readable import published

# As the pages: a change is told everywhere within a minute.
MINUTE = 60
# The width of a card where nothing narrower is asked for.
WIDTH = 600
LARGEST = 100_000


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@vary_on_cookie
@require_safe
def body_card(request, slug):
    """The scorecard of a body in a few lines: no script, no cookie."""
    body = get_object_or_404(Body, slug=slug)
    index = facets.current()
    card = scorecard(index, index.values["body"].get(body.pk, BitMap()))
    context = {
        "body": body,
        "card": card,
        "address": absolute(request, body.get_absolute_url()),
        "lines": [line for line in card.assessments if line.count],
    }
    response = render(request, "commitments/body_card.html", context)
    patch_cache_control(response, public=True, max_age=MINUTE)
    return response


class BadQuestion(ValueError):
    """A question that oEmbed does not know; the message is for who wrote it."""


@require_safe
def oembed(request):
    """What to show in the place of a page, as JSON or XML.

    404 for addresses that have none, 501 for another format, as oEmbed has it (2.3.4);
    400 for what is no question at all.
    """
    kind = request.GET.get("format", "json")
    if kind not in WRITERS:
        return _refused(request, 501, _("The formats are json and xml."))
    try:
        size = {name: _pixels(request, name) for name in ("maxwidth", "maxheight")}
        address = request.GET.get("url")
        if not address:
            raise BadQuestion(_("Say the address of a page: ?url=…"))
    except BadQuestion as error:
        return _refused(request, 400, str(error))
    answer = _shown(request, _record_at(request, address), **size)
    response = WRITERS[kind](answer)
    # Pages ask for it from within the browser too; nothing in it is anybody's own.
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _refused(request, status, text):
    response = HttpResponse(
        text, status=status, content_type="text/plain; charset=utf-8"
    )
    # As any mistake of a client's: Django would log 501 as an error of ours.
    log_response(
        "%s: %s",
        response.reason_phrase,
        request.path,
        response=response,
        request=request,
        level="warning",
    )
    return response


def _pixels(request, name):
    """A number of pixels of the question; None when it is left open."""
    text = request.GET.get(name)
    if text is None:
        return None
    is_short = text.isascii() and text.isdigit() and len(text) < 10
    if not (is_short and 0 < int(text) <= LARGEST):
        raise BadQuestion(_("%(name)s is a number of pixels.") % {"name": name})
    return int(text)


def _record_at(request, address):
    """The commitment or the body whose page has an address; 404 for any other page."""
    try:
        parts = urlsplit(address)
        is_ours = parts.scheme in ("http", "https") and parts.netloc in _hosts(request)
        match = resolve(unquote(parts.path)) if is_ours else None
    except (ValueError, Resolver404):
        match = None
    if match and match.func is commitment_detail:
        return published(match.kwargs["reference"])
    if match and match.func is body_detail:
        return get_object_or_404(Body, slug=match.kwargs["slug"])
    raise Http404(_("Only commitments and bodies have a card."))


def _hosts(request):
    """The names of this site: the one asked, and the one that it gives itself."""
    return {request.get_host(), urlsplit(settings.SITE_URL).netloc} - {""}


def _shown(request, record, maxwidth, maxheight):
    card = card_of(record)
    width = min(WIDTH, maxwidth or WIDTH)
    height = min(card.height, maxheight or card.height)
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": card.title,
        "provider_name": settings.SITE_NAME,
        "provider_url": origin(request) + reverse("home"),
        "cache_age": MINUTE,
        "width": width,
        "height": height,
        "html": frame_code(request, card, width, height),
    }
    has_room = (maxwidth or PICTURE_WIDTH) >= PICTURE_WIDTH
    has_room &= (maxheight or PICTURE_HEIGHT) >= PICTURE_HEIGHT
    if has_room and not isinstance(record, Body):
        answer |= {
            "thumbnail_url": absolute(request, picture_path(record)),
            "thumbnail_width": PICTURE_WIDTH,
            "thumbnail_height": PICTURE_HEIGHT,
        }
    return answer


def _as_xml(answer):
    root = ElementTree.Element("oembed")
    for name, value in answer.items():
        ElementTree.SubElement(root, name).text = str(value)
    text = ElementTree.tostring(root, encoding="unicode")
    head = '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n'
    return HttpResponse(head + text, content_type="text/xml; charset=utf-8")


WRITERS = {"json": JsonResponse, "xml": _as_xml}
