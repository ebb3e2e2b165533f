"""The badge of an assessment: a shape, a word and a colour, on every page."""

from html import escape

from django import template
from django.utils.safestring import mark_safe

from commitments.choices import Status
from commitments.templatetags.icons import icon

register = template.Library()


@register.simple_tag
def status_badge(status, size=""):
    """Draw a badge: ``{% status_badge commitment.status "large" %}``.

    ``status`` is a value of choices.Status, ``size`` "large" or nothing.
    """
    larger = f" status--{size}" if size else ""
    return mark_safe(
        f'<span class="status status--{status}{larger}">{icon(status)}'
        f"<span>{escape(Status(status).label)}</span></span>"
    )
