"""What this site lends to others: addresses, pictures, cards."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html

from commitments.models import Body

# The size that social networks show whole.
PICTURE_WIDTH, PICTURE_HEIGHT = 1200, 630
# Under which everything here may be taken (Etalab's Open Licence 2.0).
LICENCE_ADDRESS = "https://spdx.org/licenses/etalab-2.0.html"
# What a card with long words needs in a column of 280 pixels, on a phone.
CARD_HEIGHT, BODY_CARD_HEIGHT = 380, 430


def origin(request) -> str:
    """The start of every full address: SITE_URL when the operator has set one.

    Otherwise the host of the request, which ALLOWED_HOSTS has checked.
    """
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


def absolute(request, path: str) -> str:
    """The full address of a path of this site."""
    return origin(request) + path


def name_of(commitment) -> str:
    """What a commitment is called; one no longer public, by its reference alone."""
    return commitment.title if commitment.is_public else commitment.reference


def path_of(commitment) -> str:
    """The page to read; of one no longer public, that without words in its address."""
    if commitment.is_public:
        return commitment.get_absolute_url()
    return reverse("commitment-history", args=[commitment.reference])


def picture_path(commitment) -> str:
    """The picture as it is for this version: another version has another address."""
    path = reverse("commitment-image", args=[commitment.reference])
    return f"{path}?v={commitment.version}"


@dataclass(frozen=True)
class Card:
    """A small page that other sites show in a frame: where it is, what it is called."""

    path: str
    title: str
    height: int = CARD_HEIGHT


def card_of(record) -> Card:
    """The card of a commitment or of a body."""
    if isinstance(record, Body):
        path = reverse("body-card", args=[record.slug])
        return Card(path, record.name, BODY_CARD_HEIGHT)
    path = reverse("commitment-card", args=[record.reference])
    return Card(path, f"{record.reference} {record.title}")


def frame_code(request, card: Card, width="100%", height=0) -> str:
    """The lines that another site copies to show a card."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" frameborder="0" '
        'loading="lazy"></iframe>',
        absolute(request, card.path),
        card.title,
        width,
        height or card.height,
    )


def card_code(request, commitment) -> str:
    """The lines that show the card of a commitment, as wide as there is room."""
    return frame_code(request, card_of(commitment))
