"""Feeds of changes: Atom (RFC 4287) and JSON Feed 1.1 of the same entries."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import StringIO
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from commitments.choices import Publication
from commitments.feeds import CHANGED_LAST, Entry, latest_entries
from commitments.sharing import name_of, origin, path_of
from commitments.views.public.readable import once_published
from commitments.views.public.selections import asked, refused_of_one

ATOM_TYPE = "application/atom+xml; charset=utf-8"
JSON_TYPE = "application/feed+json; charset=utf-8"
JSON_FEED = "https://jsonfeed.org/version/1.1"
# The day from which the names below are this site's (RFC 4151).
SINCE = "2026-01-01"
# What XML cannot hold, however it is escaped.
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# When there is nothing to tell yet.
NEVER = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Feed:
    """A feed as both formats tell it; ``key`` names it within the site, for good."""

    key: str
    title: str
    page: str
    address: str
    site: str
    entries: list[Entry] = field(default_factory=list)

    def name_of(self, key: str) -> str:
        """The identifier of something of this site, the same wherever it is found."""
        return f"tag:{urlsplit(self.site).hostname},{SINCE}:{key}"

    @property
    def updated_at(self) -> datetime:
        return self.entries[0].at if self.entries else NEVER


@require_safe
def feed_atom(request):
    """The latest changes of the commitments that the query string asks for."""
    return _of_list(request, as_atom)


@require_safe
def feed_json(request):
    return _of_list(request, as_json)


@require_safe
def commitment_feed_atom(request, reference):
    """The latest changes of one commitment."""
    return _of_one(request, reference, as_atom)


@require_safe
def commitment_feed_json(request, reference):
    return _of_one(request, reference, as_json)


def _of_list(request, written):
    found = asked(request)
    if isinstance(found, HttpResponse):
        return found
    site, words = origin(request), found.in_words()
    query = f"?{found.query}" if found.query else ""
    title = _("Commitments: what changed")
    if words:
        title = _("Commitments: what changed (%(filters)s)") % {"filters": words}
    feed = Feed(
        key=f"engagements{query}",
        title=f"{title} · {settings.SITE_NAME}",
        page=site + reverse("commitment-list") + query,
        address=site + request.path + query,
        site=site,
        entries=latest_entries(
            found.selection.page("-changed", 0, CHANGED_LAST),
            found.withdrawn().order_by("-changed_at", "-pk")[:CHANGED_LAST],
        ),
    )
    return written(feed)


def _of_one(request, reference, written):
    commitment = once_published(reference)
    is_withdrawn = commitment.publication == Publication.WITHDRAWN
    if not (commitment.is_public or is_withdrawn):
        raise Http404
    if refusal := refused_of_one(request):
        return refusal
    if reference != commitment.reference:
        return redirect(request.resolver_match.view_name, commitment.reference)
    site = origin(request)
    names = dict.fromkeys([commitment.reference, name_of(commitment)])
    feed = Feed(
        key=commitment.reference,
        title=" · ".join([*names, settings.SITE_NAME]),
        page=site + path_of(commitment),
        address=site + request.path,
        site=site,
        entries=latest_entries([commitment.pk], [commitment] if is_withdrawn else []),
    )
    return written(feed)


def as_atom(feed: Feed) -> HttpResponse:
    """The feed as Atom, entries latest first."""
    stream = StringIO()
    xml = _Xml(stream)
    xml.startDocument()
    xml.startElement(
        "feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": get_language()}
    )
    xml.text("id", feed.name_of(feed.key))
    xml.text("title", feed.title)
    xml.text("updated", moment(feed.updated_at))
    xml.link("self", "application/atom+xml", feed.address)
    xml.link("alternate", "text/html", feed.page)
    xml.author(settings.PUBLISHER or settings.SITE_NAME, feed.site)
    for entry in feed.entries:
        xml.startElement("entry", {})
        xml.text("id", feed.name_of(entry.key))
        xml.text("title", entry.title)
        xml.text("updated", moment(entry.at))
        xml.text("published", moment(entry.at))
        xml.link("alternate", "text/html", feed.site + path_of(entry.commitment))
        # An entry with a link needs no words of its own (RFC 4287 §4.1.2).
        if entry.text:
            xml.text("summary", entry.text)
        xml.endElement("entry")
    xml.endElement("feed")
    xml.endDocument()
    return HttpResponse(stream.getvalue(), content_type=ATOM_TYPE)


class _Xml(SimplerXMLGenerator):
    def __init__(self, stream):
        super().__init__(stream, "utf-8")

    def text(self, name, words):
        self.addQuickElement(name, NOT_IN_XML.sub("", words))

    def link(self, rel, kind, address):
        self.addQuickElement("link", None, {"rel": rel, "type": kind, "href": address})

    def author(self, name, address):
        self.startElement("author", {})
        self.text("name", name)
        self.text("uri", f"{address}/")
        self.endElement("author")


def as_json(feed: Feed) -> HttpResponse:
    """The feed as JSON Feed 1.1, entries latest first."""
    language = get_language()
    fields = {
        "version": JSON_FEED,
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "language": language,
        "authors": [
            {"name": settings.PUBLISHER or settings.SITE_NAME, "url": f"{feed.site}/"}
        ],
        "items": [
            {
                "id": feed.name_of(entry.key),
                "url": feed.site + path_of(entry.commitment),
                "title": entry.title,
                # One of the contents has to be there, and may not be empty.
                "content_text": entry.text or entry.title,
                "date_published": moment(entry.at),
                "date_modified": moment(entry.at),
                "tags": [entry.commitment.reference],
            }
            for entry in feed.entries
        ],
    }
    return JsonResponse(
        fields, content_type=JSON_TYPE, json_dumps_params={"ensure_ascii": False}
    )


def moment(at: datetime) -> str:
    """A moment as RFC 3339 has it, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
