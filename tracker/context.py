"""What every template may say about the site itself."""

from django.conf import settings


def site(request):
    """`site_name`, `publisher` and `contact_email`, as set by the operator."""
    return {
        "site_name": settings.SITE_NAME,
        "publisher": settings.PUBLISHER,
        "contact_email": settings.CONTACT_EMAIL,
    }
