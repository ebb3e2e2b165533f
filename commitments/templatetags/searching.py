"""What readers are told of the search itself."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from commitments.search import KINDS, is_complete

register = template.Library()


@register.simple_tag
def search_notice():
    """Say that not everything can be found yet, while an upgrade fills the index."""
    if all(map(is_complete, KINDS)):
        return ""
    return format_html(
        '<p class="muted">{}</p>',
        _(
            "The index of the search is being made: not everything is found yet, and "
            "what is counted here will grow."
        ),
    )
