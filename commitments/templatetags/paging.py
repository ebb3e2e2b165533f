"""Which page numbers a list shows under itself."""

from django import template

register = template.Library()


@register.filter
def shown_numbers(page):
    """Numbers and ellipses around the current page: 1 2 … 7 [8] 9 … 41 42."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
