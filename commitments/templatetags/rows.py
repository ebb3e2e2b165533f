"""The rows of a list of commitments: twenty on a page, so they are drawn here at once.

A template took half of the time of the whole page, as the boxes of facets did.
"""

from html import escape

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def commitment_rows(rows, level=2):
    """Draw a list: ``{% commitment_rows page.object_list level=3 %}``.

    ``rows`` are views.public.lists.Row; ``level`` is that of their headings.
    """
    fictitious = f'<span class="tag">{escape(_("Fictitious"))}</span>'
    entries = "\n".join(_entry(row, level, fictitious) for row in rows)
    return mark_safe(f'<ul class="ledger" role="list">\n{entries}\n</ul>')


def _entry(row, level, fictitious):
    quote = summary = promised = ""
    if row.quote:
        quote = f'\n<p class="entry__words" lang="fr">«&nbsp;{row.quote}&nbsp;»</p>'
    if row.summary:
        summary = f'\n<p class="entry__found" lang="fr">{row.summary}</p>'
    if row.promised:
        promised = f"<span>{escape(row.promised)}</span>"
    return (
        f'<li class="entry"><div><h{level} class="entry__title">'
        f'<a href="{row.url}" lang="fr">{row.title}</a></h{level}>{quote}{summary}'
        f'\n<p class="entry__meta"><span>{row.reference}</span>{row.bodies}{promised}'
        f"{fictitious if row.is_fictitious else ''}</p>"
        f'\n</div><p class="entry__state"><span class="status status--{row.status}">'
        f"{row.status_drawn}</span>{_timing(row)}</p></li>"
    )


def _timing(row):
    due = ago = ""
    if row.due:
        ago = f", {escape(row.ago)}" if row.ago else ""
        due = f'<br><time datetime="{row.due_on}">{escape(row.due)}</time>{ago}'
    return (
        f'<span class="timing timing--{row.timing}">{row.timing_drawn}'
        f"<span>{escape(row.timing_label)}{due}</span></span>"
    )
