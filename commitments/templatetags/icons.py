"""Small drawings inlined in the page: no request, no inline style.

Each is drawn on a 16 x 16 grid in the colour of the text around it. An icon never
stands alone: the word beside it carries the meaning, so it is hidden from readers.
"""

from django import template
from django.utils.safestring import mark_safe

register = template.Library()

RING = '<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor"'
LINE = '<path fill="none" stroke="currentColor" stroke-width="1.7" '

DRAWINGS = {
    # Assessments: how full the shape is follows what was shown.
    "not_assessed": RING + ' stroke-width="1.6" stroke-dasharray="2.6 2.27"/>',
    "no_evidence": (
        '<circle cx="6.8" cy="6.8" r="4.8" fill="none" stroke="currentColor"'
        ' stroke-width="1.7"/>' + LINE + 'd="m10.3 10.3 4 4"/>'
    ),
    "in_progress": (
        RING + ' stroke-width="1.7"/><path fill="currentColor" d="M8 8V3.5A4.5'
        ' 4.5 0 0 1 12.5 8z"/>'
    ),
    "met": (
        '<circle cx="8" cy="8" r="7" fill="currentColor"/><path class="icon-cut"'
        ' fill="none" stroke-width="1.8" d="m4.7 8.3 2.3 2.3 4.3-4.9"/>'
    ),
    "partially_met": (
        RING + ' stroke-width="1.7"/><path fill="currentColor" d="M8 2a6 6 0 0 1'
        ' 0 12z"/>'
    ),
    "not_met": (
        '<rect x="1.5" y="1.5" width="13" height="13" fill="currentColor"/>'
        '<path class="icon-cut" stroke-width="1.8" d="m5 5 6 6m0-6-6 6"/>'
    ),
    "abandoned": (
        '<rect x="2.2" y="2.2" width="11.6" height="11.6" fill="none"'
        ' stroke="currentColor" stroke-width="1.7"/>' + LINE + 'd="M5 8h6"/>'
    ),
    "not_verifiable": LINE + 'd="M8 1.6 14.4 8 8 14.4 1.6 8z"/>',
    # Timing: calendars, clocks and arrows.
    "upcoming": LINE + 'd="M2.5 4h11v9.5h-11zM2.5 7h11M5.5 1.8V5m5-3.2V5"/>',
    "due_soon": RING + ' stroke-width="1.6"/>' + LINE + 'd="M8 4.2V8l2.6 1.8"/>',
    "overdue": LINE + 'd="M4 2.2h8M4 13.8h8M4.8 2.2c0 3.3 6.4 8 6.4 11.6'
    'M11.2 2.2c0 3.3-6.4 8-6.4 11.6"/>',
    "rescheduled": LINE + 'd="M2 5.5h10.5M9.5 2.5l3.2 3-3.2 3M14 11H5"/>',
    "on_time": LINE + 'd="m2.5 8.5 3.8 3.8L13.5 4"/>',
    "late": LINE + 'd="m1.5 8.5 3.5 3.5 5.8-7M13.5 3.5v5.5m0 2v1.8"/>',
    "date_unknown": LINE + 'd="M2 6.3c2-2.4 4-2.4 6 0s4 2.4 6 0M2 11c2-2.4 4-2.4'
    ' 6 0s4 2.4 6 0"/>',
    "no_deadline": LINE + 'd="M2.5 8h11"/>',
    "awaiting_trigger": LINE + 'd="M5.5 3v10m5-10v10"/>',
    "closed": LINE + 'd="M3 3h10v10H3z"/>',
    # The interface.
    "mark": (
        '<path fill="none" stroke="currentColor" stroke-width="1.7" d="M7.5 2.5 3.5'
        ' 6.5l4 4M13 2.5l-4 4 4 4M3 14h10"/>'
    ),
    "search": (
        '<circle cx="6.8" cy="6.8" r="4.6" fill="none" stroke="currentColor"'
        ' stroke-width="1.7"/>' + LINE + 'd="m10.2 10.2 4.3 4.3"/>'
    ),
    "close": LINE + 'd="m3.5 3.5 9 9m0-9-9 9"/>',
    "download": LINE + 'd="M8 2v8.5M4.3 7 8 10.7 11.7 7M2.5 13.5h11"/>',
    "file": LINE + 'd="M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3"/>',
    "supports": LINE + 'd="M8 2.5v11M2.5 8h11"/>',
    "contradicts": LINE + 'd="M2.5 8h11"/>',
    "context": LINE + 'd="M3 4.5h10M3 8h10M3 11.5h6"/>',
    "arrow": LINE + 'd="M2 8h11.5M9 3.5 13.5 8 9 12.5"/>',
}


# Whole elements, made once: every page shows dozens. The drawings are the constants
# above, so nothing in them wants escaping.
ICONS = {
    name: mark_safe(
        '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
        f"{drawing}</svg>"
    )
    for name, drawing in DRAWINGS.items()
}


@register.simple_tag
def icon(name):
    """Draw one icon by its name; an unknown name draws nothing."""
    return ICONS.get(name, "")


@register.simple_tag
def shape(name):
    """The strokes of an icon alone, on their 16 x 16 grid, for a larger drawing."""
    # The drawings are the constants above.
    return mark_safe(DRAWINGS.get(name, ""))
