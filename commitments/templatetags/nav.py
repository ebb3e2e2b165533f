"""What leads around the site, on every page: its sections, and its languages."""

from functools import cache
from html import escape

from django import template
from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

register = template.Library()

# Each section's page, and another that belongs to it.
SECTIONS = (
    ("commitment-list", None, gettext_lazy("Commitments")),
    ("answer-list", None, gettext_lazy("Answers")),
    ("body-list", None, gettext_lazy("Bodies")),
    ("theme-list", None, gettext_lazy("Themes")),
    ("scorecard-whole", "legislature-list", gettext_lazy("Scorecard")),
    ("calendar", None, gettext_lazy("Calendar")),
    ("methodology", None, gettext_lazy("Method")),
)


@register.simple_tag
def nav(path):
    """Draw the sections and mark that of a path: ``{% nav request.path %}``."""
    sections = _sections(get_script_prefix())
    links = "".join(_section(path, *section) for section in sections)
    label = escape(_("Main"))
    return mark_safe(f'<nav class="nav" aria-label="{label}"><ul>{links}</ul></nav>')


@cache
def _sections(_prefix):
    """The addresses and labels of the sections, where the site lies."""
    return [
        (reverse(name), reverse(other) if other else None, label)
        for name, other, label in SECTIONS
    ]


def _section(path, url, other, label):
    current = ""
    if path == url:
        current = ' aria-current="page"'
    elif path.startswith(url) or (other and path.startswith(other)):
        current = ' aria-current="true"'
    return f'<li><a href="{url}"{current}>{escape(str(label))}</a></li>'


@register.simple_tag
def languages(code, here):
    """Draw the languages; the others lead back: ``{% languages "fr" full_path %}``."""
    names = "".join(_language(other, code, here) for other, _name in settings.LANGUAGES)
    label = escape(_("Language"))
    return mark_safe(f'<nav class="languages" aria-label="{label}">{names}</nav>')


def _language(other, code, here):
    name = escape(capfirst(get_language_info(other)["name_local"]))
    if other == code:
        return f'<span aria-current="true">{name}</span>'
    address = f"{reverse('language', args=[other])}?{urlencode({'next': here or '/'})}"
    return (
        f'<a href="{escape(address)}" lang="{other}" hreflang="{other}"'
        f' rel="nofollow">{name}</a>'
    )
