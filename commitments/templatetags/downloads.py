"""The list of the address asked for, as files, as a feed and as a calendar.

Drawn here at once, as the pages of the list are (see ``paging``).
"""

from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from commitments.templatetags.icons import icon
from commitments.templatetags.paging import query_of

register = template.Library()

# Each address, what it is called, and whether it is a file.
FORMS = (
    ("commitment-xlsx", gettext_lazy("Spreadsheet (XLSX)"), True),
    ("commitment-csv", gettext_lazy("Table (CSV)"), True),
    ("commitment-jsonl", gettext_lazy("Data for programs (JSON Lines)"), True),
    ("feed-atom", gettext_lazy("Feed of changes (Atom)"), False),
    ("deadlines-calendar", gettext_lazy("Calendar of deadlines (iCalendar)"), False),
)


@register.simple_tag(takes_context=True)
def downloads(context):
    """Draw the forms that the list of the context's request may be taken away in."""
    params = context.request.GET
    # Tables have heads in the reader's language; spreadsheets know a CSV by its mark.
    table = {"page": None, "headers": get_language()}
    news = query_of(params, page=None, sort=None)
    queries = {
        "commitment-xlsx": query_of(params, **table),
        "commitment-csv": query_of(params, **table, bom=1),
        "commitment-jsonl": query_of(params, page=None),
    }
    forms = "".join(
        f'    <li><a href="{reverse(name)}{queries.get(name, news)}" rel="nofollow"'
        f"{' download' if is_file else ''}>{escape(str(words))}</a></li>\n"
        for name, words, is_file in FORMS
    )
    words = escape(_("Download or follow"))
    return mark_safe(
        f'<details class="downloads">\n  <summary>{icon("download")} '
        f'<span class="downloads__word">{words}</span>'
        f'</summary>\n  <ul role="list">\n{forms}  </ul>\n</details>'
    )
