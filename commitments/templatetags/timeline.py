"""The timeline of a commitment, drawn at once: it may have hundreds of entries."""

from html import escape

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from commitments.templatetags.typography import due, held, nbsp

register = template.Library()

FRENCH = ' lang="fr"'
MARKED = {"old": "<del>{}</del>", "new": "<ins>{}</ins>"}


@register.simple_tag
def timeline(entries):
    """Draw what happened: ``{% timeline entries %}``, of history.Entry."""
    language = get_language()
    drawn = "\n".join(_entry(entry, language) for entry in entries)
    return mark_safe(f'<ol class="timeline">{drawn}\n</ol>')


def _entry(entry, language):
    day, on = escape(due(entry.on, entry.precision)), entry.on.isoformat()
    parts = [
        f'<p class="timeline__on"><time datetime="{on}">{day}</time></p>',
        f'<p class="timeline__title">{_title(entry, language)}</p>',
    ]
    if entry.quote:
        parts.append(f'<p lang="fr">«&nbsp;{escape(held(entry.quote))}&nbsp;»</p>')
    if entry.differences:
        parts.append(_differences(entry.differences))
    if entry.text:
        parts.append(f'<p lang="fr">{escape(nbsp(entry.text))}</p>')
    if entry.note:
        parts.append(f'<p class="small muted">{escape(nbsp(entry.note, language))}</p>')
    if entry.url:
        link = f'<a href="{escape(entry.url)}">{escape(entry.label)}</a>'
        parts.append(f"<p>{link}</p>")
    return f'<li class="timeline--{entry.kind}">\n  ' + "\n  ".join(parts) + "\n</li>"


def _title(entry, language):
    is_apart = language != "fr" and entry.named and entry.title.endswith(entry.named)
    if not is_apart:
        return escape(nbsp(entry.title, language))
    told = entry.title.removesuffix(entry.named)
    return f"{escape(told)}<span{FRENCH}>{escape(nbsp(entry.named))}</span>"


def _differences(differences):
    rows = "".join(
        f"<div><dt>{escape(one.label)}</dt>"
        f"<dd{FRENCH if one.is_french else ''}>{pieces(one.pieces)}</dd></div>"
        for one in differences
    )
    return f'<dl class="timeline__changes">{rows}</dl>'


@register.simple_tag
def pieces(compared):
    """Draw what goes before what comes: ``{% pieces difference.pieces %}``.

    ``compared`` are comparison.Piece.
    """
    return mark_safe(
        "".join(
            MARKED.get(piece.of, "{}").format(escape(piece.text)) for piece in compared
        )
    )
