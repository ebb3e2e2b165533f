"""The pages of a list: which numbers are shown under it, and where they lead."""

from html import escape

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commitments.query_strings import query_string
from commitments.typography import format_number

register = template.Library()


def query_of(params, **changes) -> str:
    """The query string of parameters with other values, as HTML."""
    return escape(query_string(params, **changes))


def shown_numbers(page):
    """Numbers and ellipses around the current page: 1 2 … 7 [8] 9 … 41 42."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag(takes_context=True)
def pagination(context, page):
    """Draw the pages of django.core.paginator around one; nothing for one alone."""
    if not page.has_other_pages():
        return ""
    params = context.request.GET
    before = page.has_previous() and query_of(params, page=page.number - 1)
    after = page.has_next() and query_of(params, page=page.number + 1)
    previous, following = escape(_("Previous")), escape(_("Next"))
    word, title, language = escape(_("Page")), escape(_("Pages")), get_language()

    def link(number):
        if number == page.paginator.ELLIPSIS:
            return "<li><span>…</span></li>"
        said = f'<span class="visually-hidden">{word} </span>'
        shown = said + format_number(number, language)
        if number == page.number:
            return f'<li><span aria-current="page">{shown}</span></li>'
        return f'<li><a href="{query_of(params, page=number)}">{shown}</a></li>'

    numbers = "".join(link(number) for number in shown_numbers(page))
    return mark_safe(
        f'\n<nav class="pagination" aria-label="{title}">\n'
        f"  {_beside('prev', before, f'‹ {previous}')}\n"
        f"  <ol>\n    {numbers}\n  </ol>\n"
        f"  {_beside('next', after, f'{following} ›')}\n</nav>"
    )


def _beside(rel, query, words):
    if not query:
        return f'<span class="muted">{words}</span>'
    return f'<a rel="{rel}" href="{query}">{words}</a>'
