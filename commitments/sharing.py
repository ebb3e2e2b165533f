"""What a published commitment lends to other sites: addresses, a picture, a card."""

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html

# The size that social networks show whole.
PICTURE_WIDTH, PICTURE_HEIGHT = 1200, 630
# What a card with long words needs in a column of 280 pixels, on a phone.
CARD_HEIGHT = 380


def origin(request) -> str:
    """The start of every full address: SITE_URL when the operator has set one.

    Otherwise the host of the request, which ALLOWED_HOSTS has checked.
    """
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


def absolute(request, path: str) -> str:
    """The full address of a path of this site."""
    return origin(request) + path


def picture_path(commitment) -> str:
    """The picture as it is for this version: another version has another address."""
    path = reverse("commitment-image", args=[commitment.reference])
    return f"{path}?v={commitment.version}"


def card_path(commitment) -> str:
    return reverse("commitment-card", args=[commitment.reference])


def card_code(request, commitment) -> str:
    """The lines that another site copies to show the card."""
    return format_html(
        '<iframe src="{}" title="{}" width="100%" height="{}" frameborder="0" '
        'loading="lazy"></iframe>',
        absolute(request, card_path(commitment)),
        f"{commitment.reference} {commitment.title}",
        CARD_HEIGHT,
    )
