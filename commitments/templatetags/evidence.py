"""The pieces of evidence of a commitment, drawn at once."""

from html import escape

from django import template
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from commitments.choices import Origin
from commitments.templatetags.icons import icon
from commitments.templatetags.typography import day, nbsp

register = template.Library()


@register.simple_tag
def evidence_items(evidence):
    """Draw pieces, each with its answer: ``{% evidence_items pieces %}``."""
    return mark_safe("".join(_item(piece) for piece in evidence))


def _item(piece):
    extract = note = file = ""
    if piece.extract:
        extract = (
            '\n  <p class="evidence__extract" lang="fr">'
            f"«&nbsp;{escape(piece.extract)}&nbsp;»</p>"
        )
    if piece.note:
        note = f'\n  <p lang="fr">{escape(nbsp(piece.note))}</p>'
    if piece.file:
        file = f"\n  <p>{_file(piece)}</p>"
    return (
        f'<article class="evidence" id="piece-{piece.file_id}">\n'
        f'  <h4 class="evidence__title" lang="fr">{_title(piece)}</h4>\n'
        f'  <p class="entry__meta">{_source(piece)}</p>{extract}{note}{file}'
        "\n</article>"
    )


def _title(piece):
    title = escape(nbsp(piece.title))
    if piece.url:
        return f'<a href="{escape(piece.url)}" rel="nofollow noopener">{title}</a>'
    if piece.answer:
        return f'<a href="{piece.answer.get_absolute_url()}">{title}</a>'
    return title


def _source(piece):
    told = f'<span class="tag">{escape(Origin(piece.origin).label)}</span>'
    if piece.publisher:
        told += f'<span lang="fr">{escape(piece.publisher)}</span>'
    if piece.published_on:
        published = _("published on %(on)s") % {"on": day(piece.published_on)}
        told += f"<span>{escape(published)}</span>"
    if piece.event_on:
        about = _("about %(on)s") % {"on": day(piece.event_on)}
        told += f"<span>{escape(about)}</span>"
    return told


def _file(piece):
    url = reverse("evidence-file", args=[piece.file_id])
    size = escape(filesizeformat(piece.file_size))
    return (
        f'<a href="{url}" download>{icon("download")} {escape(piece.file_name)}</a>'
        f' <span class="muted small">({size}, SHA-256 {piece.file_sha256[:12]}…)</span>'
    )
