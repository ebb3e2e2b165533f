"""What <head> tells other sites and programs of a page, and the way to its news."""

from html import escape
from urllib.parse import quote

from django import template
from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from commitments.templatetags.typography import nbsp

register = template.Library()

OEMBED = (("json", "application/json+oembed"), ("xml", "text/xml+oembed"))


@register.simple_tag(takes_context=True)
def share_tags(context):
    """The card that other sites show of a commitment, and its canonical address.

    The context has its ``commitment``, ``address``, ``picture`` and the ``site_name``.
    """
    commitment, address = context["commitment"], context["address"]
    title = nbsp(commitment.title)
    described = truncatechars(nbsp(commitment.summary or commitment.title), 200)
    properties = {
        "og:type": "article",
        "og:site_name": context["site_name"],
        "og:locale": "fr_FR",
        "og:url": address,
        "og:title": title,
        "og:description": described,
        "og:image": context["picture"],
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": title,
    }
    tags = "\n".join(
        f'<meta property="{name}" content="{escape(value)}">'
        for name, value in properties.items()
    )
    return mark_safe(
        f'<link rel="canonical" href="{escape(address)}">\n{tags}\n'
        '<meta name="twitter:card" content="summary_large_image">\n'
    )


@register.simple_tag
def feed_links(reference="", query=""):
    """By which feed readers find the feeds: of a commitment, or of a list.

    ``query`` says which list, as an address does: "theme=sante"; "" for everything.
    """
    of, args = ("commitment-feed-", [reference]) if reference else ("feed-", [])
    asked = f"?{escape(query)}" if query else ""
    kinds = (
        ("atom", "application/atom+xml", _("What changed (Atom)")),
        ("json", "application/feed+json", _("What changed (JSON Feed)")),
    )
    return mark_safe(
        "".join(
            f'<link rel="alternate" type="{kind}" title="{escape(title)}"'
            f' href="{reverse(of + form, args=args)}{asked}">\n'
            for form, kind, title in kinds
        )
    )


@register.simple_tag(takes_context=True)
def oembed_links(context, address):
    """By which other sites find what to show in the place of an address of ours."""
    start = f"{context['site_origin']()}{reverse('oembed')}"
    return mark_safe(
        "\n".join(
            f'<link rel="alternate" type="{kind}" '
            f'href="{escape(start)}?format={form}&amp;url={quote(address, safe="")}">'
            for form, kind in OEMBED
        )
    )


@register.simple_tag
def news_link(query):
    """The way to the form of news by e-mail; ``query`` says what to be told of."""
    url, words = reverse("subscription-new"), _("News by e-mail")
    url += f"?{query}" if query else ""
    return mark_safe(f'<a href="{escape(url)}" rel="nofollow">{escape(words)}</a>')
