"""The chart of measurements, with its table: the geometry is that of charts.py."""

from html import escape

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def chart_figure(chart):
    """Draw a charts.Chart with its table: ``{% chart_figure chart %}``."""
    return mark_safe(
        f'<figure class="chart" aria-labelledby="{chart.id}-title">'
        f'<figcaption id="{chart.id}-title">{escape(chart.title)}</figcaption>'
        f'<svg viewBox="0 0 {chart.width} {chart.height}" role="img" '
        f'aria-labelledby="{chart.id}-title {chart.id}-summary" focusable="false">'
        f'<desc id="{chart.id}-summary">{escape(chart.summary)}</desc>'
        f"{_drawing(chart)}</svg>{_table(chart)}</figure>"
    )


def _table(chart):
    columns = "".join(f'<th scope="col">{escape(name)}</th>' for name in chart.columns)
    rows = "".join(_row(row) for row in chart.rows)
    title = escape(_("The data of this chart"))
    return (
        f"<details open><summary>{title}</summary>"
        f'<div class="scroll" tabindex="0" role="region" '
        f'aria-labelledby="{chart.id}-title"><table>'
        f"<thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )


def _row(row):
    first, *others = (escape(str(cell)) for cell in row)
    cells = "".join(f"<td>{cell}</td>" for cell in others)
    return f'<tr><th scope="row">{first}</th>{cells}</tr>'


def _drawing(chart):
    left, right, bottom = chart.left, chart.right, chart.bottom
    path = f'<polyline class="path" points="{chart.path}"/>' if chart.path else ""
    return "".join(
        (
            *(_tick(tick, left, right) for tick in chart.ticks),
            *(_due(due, chart.top, bottom) for due in chart.dues),
            f'<path class="axis" d="M{left} {bottom}H{right}"/>',
            *(_year(year, bottom) for year in chart.years),
            path,
            _target(chart.target, left, right) if chart.target else "",
            f'<polyline class="line" points="{chart.line}"/>',
            *(_dot(dot) for dot in chart.dots),
        )
    )


def _tick(tick, left, right):
    return (
        f'<path class="grid" d="M{left} {tick.y}H{right}"/>'
        f'<text x="{tick.x}" y="{tick.y}" dy="5" text-anchor="end">'
        f"{escape(tick.label)}</text>"
    )


def _due(due, top, bottom):
    span = ""
    if due.since:
        area = f"M{due.since} {top}H{due.x}V{bottom}H{due.since}z"
        span = f'<path class="due-span" d="{area}"/>'
    return (
        f'{span}<path class="due {due.css}" d="M{due.x} {due.y}v4V{bottom}"/>'
        f'<text x="{due.at}" y="{due.y}" text-anchor="{due.anchor}">'
        f"{escape(due.label)}</text>"
    )


def _year(year, bottom):
    return (
        f'<path class="axis" d="M{year.x} {bottom}v5"/>'
        f'<text x="{year.at}" y="{year.y}" text-anchor="{year.anchor}">'
        f"{escape(year.label)}</text>"
    )


def _target(target, left, right):
    return (
        f'<path class="target" d="M{left} {target.y}H{right}"/>'
        f'<text class="target" x="{target.x}" y="{target.y}" dy="{target.dy}">'
        f"{escape(target.label)}</text>"
    )


def _dot(dot):
    span = label = ""
    if dot.since:
        bar = f"M{dot.since} {dot.y}H{dot.x}M{dot.since} {dot.y}m0-5v10"
        span = f'<path class="span" d="{bar}"/>'
    if dot.label:
        strong = " strong" if dot.css == "strong" else ""
        label = (
            f'<text class="value{strong}" x="{dot.at}" y="{dot.y}" dy="{dot.dy}" '
            f'text-anchor="{dot.anchor}">{escape(dot.label)}</text>'
        )
    baseline = " dot--baseline" if dot.css == "baseline" else ""
    circle = f'<circle class="dot{baseline}" cx="{dot.x}" cy="{dot.y}" r="5.5"/>'
    return f"{span}{circle}{label}"
