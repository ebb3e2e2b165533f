"""The parts of a commitment's page that are made of many small facts.

Each is drawn at once: as templates they took half of the time of the page.
"""

from html import escape

from django import template
from django.urls import reverse
from django.utils.html import linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from commitments.choices import Rate
from commitments.templatetags.badges import status_badge
from commitments.templatetags.icons import icon
from commitments.templatetags.typography import day, due, elapsed, held, nbsp
from commitments.typography import NBSP

register = template.Library()

FRENCH = '<dd lang="fr">'


@register.simple_tag(takes_context=True)
def glance(context):
    """Draw where a commitment stands, whoever promised it, until when, on what proof.

    The context is that of views.public.commitment_detail.
    """
    commitment = context["commitment"]
    cells = (
        _cell(_("Assessment"), _assessment(context), "glance__wide"),
        _cell(pgettext("heading", "Timing"), _timing(context), "glance__wide"),
        _cell(_("Target"), _target(commitment, context["promise"])),
        _cell(_("Deadline"), _deadline(context)),
        _cell(_("Who, and when"), _promised(commitment, context["bodies"])),
        _cell(_("On what proof"), _proof(context["proof"])),
    )
    return mark_safe(f'<dl class="glance">{"".join(cells)}</dl>')


def _cell(term, said, css=""):
    shape = f' class="{css}"' if css else ""
    return f"<div{shape}><dt>{escape(term)}</dt><dd>{said}</dd></div>\n"


def _meaning(text):
    return f'<p class="glance__meaning">{text}</p>'


def _muted(text):
    return f'<span class="muted">{escape(text)}</span>'


def _assessment(context):
    commitment, as_of = context["commitment"], ""
    if commitment.assessed_on:
        words = _("as of %(on)s") % {"on": day(commitment.assessed_on)}
        as_of = f' <span class="small muted">{escape(words)}</span>'
    badge = status_badge(commitment.status, "large")
    method = _("Method")
    link = f'<a href="{reverse("methodology")}#assessment">{escape(method)}</a>'
    return badge + as_of + _meaning(f"{escape(context['status_meaning'])} {link}")


def _timing(context):
    commitment, ago = context["commitment"], ""
    if commitment.timing == "overdue":
        days = elapsed(commitment.days_overdue, commitment.due_precision)
        words = _("%(days)s ago") % {"days": days}
        ago = f" ({escape(words)})"
    label = escape(nbsp(commitment.timing_label))
    return (
        f'<span class="timing timing--{commitment.timing}">{icon(commitment.timing)}'
        f"<span>{label}{ago}</span></span>"
        f"{_meaning(escape(context['timing_meaning']))}"
    )


def _target(commitment, promise):
    if not promise:
        return _muted(_("No figure"))
    rate = f" {escape(Rate(commitment.rate).label)}" if commitment.rate else ""
    # Where there is no room for both, the unit goes to the next line whole.
    figure, gap, unit = escape(promise).rpartition(NBSP)
    words = f"{figure}{gap}<wbr>{unit}" if gap else unit
    return f'<span class="figure"><strong>{words}</strong>{rate}</span>'


def _deadline(context):
    commitment, deadline = context["commitment"], context["deadline"]
    original, words, notes = context["original"], "", ""
    said = _muted(_("No dated deadline"))
    if commitment.due_on:
        said = _dated(commitment.due_on, commitment.due_precision)
    elif deadline and deadline.event:
        said = _awaited(deadline)
    if deadline and deadline.words:
        words = f'<br><span class="small" lang="fr">{_quoted(deadline.words)}</span>'
    if context["counted_on"]:
        counted = _("Counted until %(on)s, the last day that these words allow.")
        notes += _meaning(escape(counted % {"on": day(context["counted_on"])}))
    first_due = original and original.due_latest
    if first_due and first_due != commitment.due_on:
        first = due(first_due, original.precision)
        notes += _meaning(escape(_("First announced for %(on)s.") % {"on": first}))
    return said + words + notes


def _dated(on, precision):
    written = escape(due(on, precision))
    return f'<strong><time datetime="{on.isoformat()}">{written}</time></strong>'


def _awaited(deadline):
    return escape(_("Awaiting: %(event)s") % {"event": deadline.event})


def _quoted(words):
    return f"«&nbsp;{escape(held(words))}&nbsp;»"


def _promised(commitment, bodies):
    nobody = _("Not stated")
    names = "".join(
        f'<a href="{body.get_absolute_url()}" lang="fr">{escape(str(body))}</a><br>'
        for body in bodies
    )
    on = ""
    if commitment.promised_on:
        promised = _("Promised on %(on)s") % {"on": day(commitment.promised_on)}
        on = f'<span class="small">{escape(promised)}</span>'
    return (names or f"{_muted(nobody)}<br>") + on


def _proof(proof):
    if not proof.pieces:
        return _muted(_("No evidence has been recorded yet."))
    pieces = ngettext(
        "%(n)s piece of evidence", "%(n)s pieces of evidence", proof.pieces
    ) % {"n": proof.pieces}
    independent = _("None from an independent source yet")
    if proof.independent:
        independent = ngettext(
            "%(n)s from an independent source",
            "%(n)s from independent sources",
            proof.independent,
        ) % {"n": proof.independent}
    link = f'<a href="#evidence">{escape(pieces)}</a>'
    return link + _meaning(escape(independent))


@register.simple_tag
def assessment_in_full(assessment):
    """Draw an assessment of records.Records: why, on what proof, by whom and when."""
    parts = [_prose(assessment.rationale)]
    if assessment.met_latest:
        parts.append(f"<p>{escape(_reached(assessment))}</p>")
    if assessment.search_log:
        parts += [_heading(_("Where we looked")), _prose(assessment.search_log)]
    if assessment.rests:
        items = "".join(f"<li>{_piece(item)}</li>" for item in assessment.rests)
        parts += [_heading(_("The evidence it rests on")), f"<ul>{items}</ul>"]
    parts.append(f'<p class="small muted">{escape(_signed(assessment))}</p>')
    return mark_safe("\n  ".join(parts))


def _heading(words):
    return f"<h3>{escape(words)}</h3>"


def _prose(text):
    return f'<div class="prose" lang="fr">{linebreaks(nbsp(text), True)}</div>'


def _reached(assessment):
    first, last = assessment.met_earliest, assessment.met_latest
    if first == last:
        return _("Target reached on %(on)s.") % {"on": day(last)}
    words = _("Target reached between %(first)s and %(last)s.")
    return words % {"first": day(first), "last": day(last)}


def _piece(item):
    if item.is_withdrawn:
        return escape(_("A piece of evidence withdrawn since: see the history."))
    title = escape(nbsp(item.title))
    return f'<a href="#piece-{item.file_id}" lang="fr">{title}</a>'


def _signed(assessment):
    words = _(
        "As of %(on)s. Proposed by one person and approved by another on %(reviewed)s."
    )
    told = words % {
        "on": day(assessment.as_of_on),
        "reviewed": day(assessment.reviewed_at),
    }
    author = assessment.author.get_full_name()
    reviewer = assessment.reviewer.get_full_name()
    if author and reviewer:
        names = {"author": author, "reviewer": reviewer}
        told += " " + _("Author: %(author)s; reviewer: %(reviewer)s.") % names
    return told


@register.simple_tag(takes_context=True)
def deadline_facts(context):
    """Draw a deadline: its words, how they are read, what it was before.

    The context is that of views.public.commitment_detail.
    """
    deadline, original = context["deadline"], context["original"]
    rows = [(_("Current deadline"), (f"<dd>{_current(deadline)}</dd>",))]
    if deadline.words:
        rows.append((_("The words"), (f"{FRENCH}{_quoted(deadline.words)}</dd>",)))
    if deadline.reasoning:
        reasoning = escape(nbsp(deadline.reasoning))
        rows.append((_("How we read them"), (f"{FRENCH}{reasoning}</dd>",)))
    if deadline.due_latest:
        interval = escape(_interval(deadline))
        rows.append((_("Interval kept"), (f"<dd>{interval}</dd>",)))
    if context["deadline_readings"]:
        readings = [
            f"<dd>{escape(_reading(one))}</dd>" for one in context["deadline_readings"]
        ]
        rows.append((_("Other readings"), readings))
    if original:
        rows.append((_("Original deadline"), (f"<dd>{_original(context)}</dd>",)))
        rows.append((_("Why it changed"), (f"<dd>{_why(deadline)}</dd>",)))
    drawn = "".join(
        f"<div><dt>{escape(term)}</dt>{''.join(said)}</div>\n" for term, said in rows
    )
    return mark_safe(f'<dl class="facts">{drawn}</dl>')


def _current(deadline):
    if deadline.due_latest:
        return _dated(deadline.due_latest, deadline.precision)
    if deadline.event:
        return _awaited(deadline)
    return escape(_("None that can be dated"))


def _interval(deadline):
    first, last = deadline.due_earliest, deadline.due_latest
    told = _("until %(last)s") % {"last": day(last)}
    if first and first != last:
        ends = {"first": day(first), "last": day(last)}
        told = _("from %(first)s to %(last)s") % ends
    if deadline.anchor_on:
        told += ", " + _("counted from %(on)s") % {"on": day(deadline.anchor_on)}
    return told


def _reading(reading):
    label = nbsp(reading.label, get_language())
    if not reading.on:
        return label
    between = pgettext("between a label and its value", ": ")
    return due(reading.on, reading.precision) + between + label


def _original(context):
    original, commitment = context["original"], context["commitment"]
    told = escape(_("None that can be dated"))
    if original.due_latest:
        told = escape(due(original.due_latest, original.precision))
    if original.words:
        told += f' (<span lang="fr">{_quoted(original.words)}</span>)'
    if by := commitment.slippage_days:
        days = elapsed(abs(by), context["slippage_precision"])
        moved = _("Moved by %(days)s.") if by > 0 else _("Brought forward by %(days)s.")
        told += "<br>" + escape(moved % {"days": days})
    return told


def _why(deadline):
    told = f'<span lang="fr">{escape(nbsp(deadline.reason))}</span>'
    if deadline.answer:
        url, words = deadline.answer.get_absolute_url(), _("Read the answer")
        told += f'<br><a href="{url}">{escape(words)}</a>'
    if deadline.evidence and not deadline.evidence.is_withdrawn:
        told += f"<br>{_piece(deadline.evidence)}"
    return told
