"""What every template may say about the site itself."""

from functools import partial

from django.conf import settings

from commitments.sharing import origin


def site(request):
    """`site_name`, `publisher` and `contact_email`, as set by the operator.

    `site_origin`, the start of every full address, is asked for only by the pages that
    have a canonical one: the page that refuses a host has none to tell.
    """
    return {
        "site_name": settings.SITE_NAME,
        "publisher": settings.PUBLISHER,
        "contact_email": settings.CONTACT_EMAIL,
        "site_origin": partial(origin, request),
    }
