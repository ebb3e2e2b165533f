"""What the tables of bodies, themes and legislatures draw beside their figures."""

from django import template

register = template.Library()


@register.inclusion_tag("components/bar.html")
def bar(counts, most):
    """A bar as long as a Glance's total, cut in final, open and never assessed."""
    scale = 100 / (most or 1)
    final, seen = counts.final * scale, (counts.total - counts.unassessed) * scale
    return {
        "final": f"{final:.1f}",
        "open": f"{seen - final:.1f}",
        "open_at": f"{final:.1f}",
        "unseen": f"{counts.total * scale - seen:.1f}",
        "unseen_at": f"{seen:.1f}",
    }


@register.inclusion_tag("components/bar.html")
def due_bar(due, most):
    """A bar as long as a calendar.Due's total, the outcomes still awaited thinner."""
    scale = 100 / (most or 1)
    final = (due.total - due.open) * scale
    return {
        "final": f"{final:.1f}",
        "open": f"{due.open * scale:.1f}",
        "open_at": f"{final:.1f}",
        "unseen": "0",
        "unseen_at": "0",
    }
