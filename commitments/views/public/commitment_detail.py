"""The page of a commitment, and its history on a page of its own."""

from dataclasses import dataclass
from datetime import date

from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from commitments import facets, meanings
from commitments.chain import chain_of, promise_of
from commitments.chain_chart import chain_chart
from commitments.charts import last_day, measurement_chart, measurement_rows
from commitments.choices import (
    Origin,
    PassageRole,
    Precision,
    Publication,
    Stance,
)
from commitments.history import public_history
from commitments.progress import progress
from commitments.records import records_of, standing
from commitments.search import in_order_of_names
from commitments.sharing import absolute, card_code, picture_path
from commitments.structured_data import as_data_block, commitment_graph
from commitments.timing import today
from commitments.views.public.readable import gone, once_published, under_review

# Enough of an answer around a quote to judge it, in characters.
AROUND = 280
# How much of the history the page shows; the rest has a page of its own.
LATEST = 12

# What readers may see of a commitment once published; else it is reviewed again.
READABLE = (Publication.PUBLISHED, Publication.WITHDRAWN)


@require_safe
def commitment_detail(request, reference, slug=""):
    commitment = once_published(reference)
    if commitment.publication not in READABLE:
        return under_review(request, commitment)
    if request.path != commitment.get_absolute_url():
        return redirect(commitment)
    if commitment.publication == Publication.WITHDRAWN:
        context = {"commitment": commitment}
        return gone(request, "commitments/commitment_withdrawn.html", context)
    followed = _followed(commitment)
    context = {
        "commitment": commitment,
        **followed,
        **_shared(request, commitment, followed),
    }
    return render(request, "commitments/commitment_detail.html", context)


@require_safe
def commitment_history(request, reference):
    commitment = once_published(reference)
    if commitment.publication not in READABLE:
        return under_review(request, commitment)
    if reference != commitment.reference:
        return redirect("commitment-history", commitment.reference)
    entries = public_history(commitment, records_of(commitment))
    context = {"commitment": commitment, "entries": entries}
    return render(request, "commitments/commitment_history.html", context)


def _followed(commitment):
    """Everything that a published commitment's page shows beside its own fields."""
    index = facets.current()
    records = records_of(commitment)
    passages = standing(records.passages)
    source = next((p for p in passages if p.role == PassageRole.MAKES), None)
    measurements = records.current_measurements()
    deadlines = records.deadlines
    assessments = records.assessments[::-1]
    evidence = standing(records.evidence)
    deadline = deadlines[-1] if deadlines else None
    reached = progress(commitment, measurements)
    chain = chain_of(commitment, records.relations)
    entries = public_history(commitment, records)
    return {
        "bodies": _related(index, "body", commitment),
        "themes": _related(index, "theme", commitment),
        "source": source,
        "passages": [passage for passage in passages if passage != source],
        "context": _context_of(source),
        "promise": promise_of(commitment)
        if commitment.target_value is not None
        else "",
        "status_meaning": meanings.STATUS[commitment.status],
        "timing_meaning": meanings.TIMING[commitment.timing],
        "testability_meaning": meanings.TESTABILITY[commitment.testability],
        "kind_meaning": meanings.KIND[commitment.kind],
        "counted_on": _counted_on(commitment),
        "measurements": measurements,
        "measurement_rows": measurement_rows(commitment, measurements)
        if measurements
        else [],
        "progress": reached,
        "is_measured_since": _is_measured_since(commitment, reached),
        "expected_percent": reached
        and reached.expected is not None
        and 100 * reached.expected,
        "chart": measurement_chart(commitment, measurements, deadlines),
        "deadline": deadline,
        "deadline_readings": _readings(deadline),
        "original": _original(deadlines),
        "slippage_precision": _least_exact(deadlines),
        "assessment": assessments[0] if assessments else None,
        "earlier_assessments": assessments[1:],
        "evidence": _by_stance(evidence),
        "proof": _proof(evidence),
        "chain": chain,
        "chain_chart": chain_chart(commitment, chain),
        "replies": standing(records.replies),
        "entries": entries[:LATEST],
        "earlier_count": max(0, len(entries) - LATEST),
    }


def _original(deadlines):
    """The first deadline that was replaced, one with a date before all others."""
    replaced = deadlines[:-1]
    dated = (deadline for deadline in replaced if deadline.due_latest)
    return next(dated, replaced[0] if replaced else None)


def _related(index, facet, commitment):
    """Its bodies, or its themes, by their names in the reader's language."""
    rows = index.related_to(facet, [commitment.pk])[commitment.pk]
    return in_order_of_names(rows)


def _shared(request, commitment, followed):
    """What the page tells other sites and programs, and how to cite it."""
    told = ("bodies", "themes", "source", "measurements")
    graph = commitment_graph(
        request, commitment, **{name: followed[name] for name in told}
    )
    return {
        "today": today(),
        "address": absolute(request, commitment.get_absolute_url()),
        "picture": absolute(request, picture_path(commitment)),
        "card_code": card_code(request, commitment),
        "data_block": as_data_block(graph),
    }


def _least_exact(deadlines):
    """The precision of a span between the first deadline and the last one."""
    ends = {deadline.precision for deadline in (*deadlines[:1], *deadlines[-1:])}
    return Precision.DAY if ends == {Precision.DAY} else Precision.MONTH


def _counted_on(commitment):
    """The day of the deadline, when it falls before the month or year shown ends.

    "Within two years" is shown as a year, and falls due on a day of that year.
    """
    on, precision = commitment.due_on, commitment.due_precision
    return on if on and last_day(on, precision) != on else None


def _is_measured_since(commitment, reached):
    """A figure that the answer itself reports is a starting point, not progress."""
    if reached is None or commitment.promised_on is None:
        return reached is not None
    return reached.observed_on > commitment.promised_on


def _context_of(passage):
    """The words before and after a quote, cut at spaces; none without a text."""
    if passage is None or passage.text_id is None:
        return {"before": "", "after": ""}
    body, start, end = passage.text.body, passage.start, passage.end
    before, after = body[max(0, start - AROUND) : start], body[end : end + AROUND]
    is_cut_before = start > AROUND
    is_cut_after = len(body) > end + AROUND
    return {
        "before": before[before.find(" ") + 1 :] if is_cut_before else before,
        "after": after[: after.rfind(" ")] if is_cut_after else after,
        "is_cut_before": is_cut_before,
        "is_cut_after": is_cut_after,
    }


@dataclass(frozen=True)
class EvidenceGroup:
    """The evidence of one stance."""

    label: str
    pieces: list


def _by_stance(evidence):
    groups = (
        EvidenceGroup(stance.label, [p for p in evidence if p.stance == stance])
        for stance in Stance
    )
    return [group for group in groups if group.pieces]


@dataclass(frozen=True)
class Proof:
    """How many pieces of evidence there are, and how many are independent."""

    pieces: int
    independent: int


def _proof(evidence):
    independent = sum(piece.origin == Origin.INDEPENDENT for piece in evidence)
    return Proof(len(evidence), independent)


@dataclass(frozen=True)
class OtherReading:
    """Another date that the words of a deadline allow, and why."""

    on: date
    precision: str
    label: str


def _readings(deadline):
    """The other readings of a deadline, as extraction.deadlines.Reading keeps them."""
    label = "label_en" if get_language() == "en" else "label_fr"
    return [
        OtherReading(
            on=date.fromisoformat(reading["latest"]) if reading["latest"] else None,
            precision=reading["precision"],
            label=reading[label],
        )
        for reading in (deadline.readings if deadline else [])
    ]
