"""The facets of a list: two hundred boxes on a page, so they are drawn here at once.

As templates they took ten times as long as all the rest of the page.
"""

from functools import lru_cache
from html import escape

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import pgettext

register = template.Library()


@register.simple_tag
def facets(groups):
    """Draw the facets: ``{% facets groups %}``, of views.public.facet_groups.Group."""
    colon = pgettext("between a label and its value", ": ")
    return mark_safe("".join(_facet(group, colon) for group in groups))


def _facet(group, colon):
    name, label = group.name, escape(str(group.label))
    tag = f' <span class="tag">{group.chosen}</span>' if group.chosen else ""
    return (
        f'<details class="facet" id="id_{name}"{" open" if group.is_open else ""}>'
        f'<summary id="{name}-name">{label}{tag}</summary>\n'
        f"{_boxes(name, group.first)}{_more(group, f'{colon}{label}')}</details>\n"
    )


def _more(group, of):
    """The values that are not shown at once, ``of`` what."""
    if not group.more:
        return ""
    name = group.name
    left_out = f'<p class="small muted">{escape(group.left_out)}</p>'
    return (
        f'\n<details class="facet__more" id="{name}-more"><summary>'
        f'{escape(group.more_label)}<span class="visually-hidden">{of}</span></summary>'
        f"{_boxes(name, group.more)}{left_out if group.left_out else ''}</details>"
    )


def _boxes(name, options):
    boxes = "".join([_box(name, option) for option in options])
    return f'<div role="group" aria-labelledby="{name}-name">{boxes}</div>'


def _box(name, option):
    start, end = _around(name, option.value, option.label, option.language)
    ticked = " checked" if option.is_chosen else ""
    return f"{start}{ticked}{end}{option.count}</b></label>"


@lru_cache(maxsize=20_000)
def _around(name, value, label, language):
    """What a box is made of but for its tick and its count."""
    spoken = f' lang="{language}"' if language else ""
    start = (
        f'<label class="box"{spoken}><input type="checkbox" name="{name}"'
        f' value="{escape(value)}"'
    )
    return start, f">{escape(label)} <b>"
