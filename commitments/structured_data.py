"""A commitment's page as schema.org describes such things, for search engines.

A claim with where it appeared, and the data set of its measurements. No ClaimReview:
that type wants a rating of truth, which this site does not give.
"""

import json

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from commitments.sharing import LICENCE_ADDRESS, absolute, picture_path
from commitments.timing import day_of

# Written so, none of them can end the element that the text stands in (HTML, "Script
# data state"), and JSON reads the same.
ESCAPES = {
    ord(sign): f"\\u{ord(sign):04x}" for sign in ("<", ">", "&", "\u2028", "\u2029")
}


def commitment_graph(
    request, commitment, *, bodies, themes, source, measurements
) -> dict:
    """The page, the claim, its source and its data, as one JSON-LD graph.

    ``source`` is the passage that makes the commitment, or None.
    """
    page = absolute(request, commitment.get_absolute_url())
    claim = {
        "@type": "Claim",
        "@id": f"{page}#engagement",
        "identifier": commitment.reference,
        "name": commitment.title,
        "inLanguage": "fr",
        "author": [
            {
                "@type": "GovernmentOrganization",
                "name": body.name,
                "url": absolute(request, body.get_absolute_url()),
            }
            for body in bodies
        ],
        "about": [theme.name for theme in themes],
    }
    if commitment.promised_on:
        claim["datePublished"] = commitment.promised_on.isoformat()
    if source:
        claim["text"] = source.quote
        claim["appearance"] = _appearance(request, source)
    about = {
        "@type": "WebPage",
        "@id": page,
        "url": page,
        "name": commitment.title,
        "description": commitment.summary,
        "inLanguage": "fr",
        "version": str(commitment.version),
        "datePublished": day_of(commitment.published_at).isoformat(),
        "dateModified": commitment.changed_at.isoformat(timespec="seconds"),
        "image": absolute(request, picture_path(commitment)),
        "isPartOf": {
            "@type": "WebSite",
            "name": settings.SITE_NAME,
            "url": absolute(request, reverse("home")),
        },
        "mainEntity": {"@id": claim["@id"]},
    }
    graph = [about, claim]
    if measurements:
        graph.append(_data_set(request, commitment, page, measurements))
    return {"@context": "https://schema.org", "@graph": graph}


def _appearance(request, source):
    answer = source.answer
    found = {
        "@type": "CreativeWork",
        "identifier": answer.uid,
        "url": answer.source_url or absolute(request, answer.get_absolute_url()),
        "datePublished": answer.answered_on.isoformat(),
    }
    if answer.ministry:
        found["author"] = {"@type": "GovernmentOrganization", "name": answer.ministry}
    if answer.licence:
        found["license"] = {"@type": "CreativeWork", "name": answer.licence}
    return {key: value for key, value in found.items() if value}


def _data_set(request, commitment, page, measurements):
    file = absolute(request, reverse("measurement-csv", args=[commitment.reference]))
    days = [m.observed_on for m in measurements]
    return {
        "@type": "Dataset",
        "@id": f"{page}#mesures",
        "name": commitment.indicator or commitment.title,
        "description": _("Measurements of the commitment %(reference)s: %(title)s")
        % {"reference": commitment.reference, "title": commitment.title},
        "url": page,
        "creator": {"@type": "Organization", "name": settings.SITE_NAME},
        "license": LICENCE_ADDRESS,
        "isAccessibleForFree": True,
        "temporalCoverage": f"{min(days).isoformat()}/{max(days).isoformat()}",
        "variableMeasured": commitment.indicator or commitment.unit,
        "distribution": {
            "@type": "DataDownload",
            "encodingFormat": "text/csv",
            "contentUrl": file,
        },
    }


def as_data_block(graph: dict) -> SafeString:
    """JSON that is safe inside ``<script type="application/ld+json">``."""
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(ESCAPES))
