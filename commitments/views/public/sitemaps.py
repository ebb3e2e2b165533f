"""The index of the sitemaps; each file of it is Django's own view."""

from django.contrib.sitemaps.views import SitemapIndexItem, x_robots_tag
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commitments.sharing import absolute
from commitments.sitemaps import SITEMAPS


@x_robots_tag
@require_safe
def sitemap(request):
    """Every file that holds addresses, with the day of the latest change in it."""
    files = []
    for section, kind in SITEMAPS.items():
        sitemap = kind()
        address = absolute(request, reverse("sitemap-section", args=[section]))
        latest = sitemap.get_latest_lastmod()
        for page in sitemap.paginator.page_range:
            query = f"?p={page}" if page > 1 else ""
            files.append(SitemapIndexItem(address + query, latest))
    return render(
        request,
        "sitemap_index.xml",
        {"sitemaps": files},
        content_type="application/xml",
    )
