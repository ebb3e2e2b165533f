"""The page of a commitment, and its history on a page of its own."""

from dataclasses import dataclass
from datetime import date

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from commitments.chain import chain_of
from commitments.charts import measurement_chart, measurement_rows
from commitments.choices import PassageRole, Precision, Publication, Stance
from commitments.history import public_history
from commitments.models import AnswerText, Commitment
from commitments.progress import progress
from commitments.timing import today

# Enough of an answer around a quote to judge it, in characters.
AROUND = 280

# What readers may see of a commitment once published; else it is reviewed again.
READABLE = (Publication.PUBLISHED, Publication.WITHDRAWN)


@require_safe
def commitment_detail(request, reference, slug=""):
    commitment = _once_published(reference)
    if commitment.publication not in READABLE:
        return _under_review(request, commitment)
    if request.path != commitment.get_absolute_url():
        return redirect(commitment)
    if commitment.publication == Publication.WITHDRAWN:
        context = {"commitment": commitment}
        return _gone(request, "commitments/commitment_withdrawn.html", context)
    context = {"commitment": commitment, **_followed(commitment)}
    return render(request, "commitments/commitment_detail.html", context)


@require_safe
def commitment_history(request, reference):
    commitment = _once_published(reference)
    if commitment.publication not in READABLE:
        return _under_review(request, commitment)
    if reference != commitment.reference:
        return redirect("commitment-history", commitment.reference)
    context = {"commitment": commitment, "entries": public_history(commitment)}
    return render(request, "commitments/commitment_history.html", context)


def _once_published(reference):
    """The commitment that has an address, in any spelling of it; else a 404."""
    known = Commitment.objects.filter(published_at__isnull=False)
    return get_object_or_404(known.by_reference(reference.upper()).with_timing())


def _under_review(request, commitment):
    """Say that the address still holds; the record is a draft again, name included."""
    context = {"reference": commitment.reference}
    return _gone(request, "commitments/commitment_under_review.html", context)


def _gone(request, page, context):
    """A 410 to be asked for again: browsers keep one for good, and a record returns."""
    response = render(request, page, context, status=410)
    response["Cache-Control"] = "no-cache"
    return response


def _followed(commitment):
    """Everything that a published commitment's page shows beside its own fields."""
    passages = list(
        commitment.passages.standing()
        .select_related("answer")
        .prefetch_related("answer__questions")
    )
    source = next((p for p in passages if p.role == PassageRole.MAKES), None)
    measurements = list(
        commitment.measurements.current()
        .filter(evidence__withdrawn_at=None)
        .select_related("evidence")
        .order_by("observed_on", "pk")
    )
    deadlines = list(
        commitment.deadlines.select_related("answer", "evidence").order_by("pk")
    )
    assessments = list(
        commitment.assessments.approved()
        .select_related("author", "reviewer")
        .prefetch_related("evidence")
        .order_by("-pk")
    )
    deadline = deadlines[-1] if deadlines else None
    reached = progress(commitment, measurements)
    return {
        "source": source,
        "passages": [passage for passage in passages if passage != source],
        "context": _context_of(source),
        "measurement_rows": measurement_rows(commitment, measurements)
        if measurements
        else [],
        "progress": reached,
        "is_measured_since": _is_measured_since(commitment, reached),
        "expected_percent": reached
        and reached.expected is not None
        and 100 * reached.expected,
        "chart": measurement_chart(commitment, measurements),
        "deadline": deadline,
        "deadline_readings": _readings(deadline),
        "original": deadlines[0] if len(deadlines) > 1 else None,
        "slippage_precision": _least_exact(deadlines),
        "assessment": assessments[0] if assessments else None,
        "earlier_assessments": assessments[1:],
        "evidence": _evidence_by_stance(commitment),
        "chain": chain_of(commitment),
        "today": today(),
        "replies": commitment.replies.standing().select_related("body"),
        "entries": public_history(commitment),
    }


def _least_exact(deadlines):
    """The precision of a span between the first deadline and the last one."""
    ends = {deadline.precision for deadline in (*deadlines[:1], *deadlines[-1:])}
    return Precision.DAY if ends == {Precision.DAY} else Precision.MONTH


def _is_measured_since(commitment, reached):
    """A figure that the answer itself reports is a starting point, not progress."""
    if reached is None or commitment.promised_on is None:
        return reached is not None
    return reached.observed_on > commitment.promised_on


def _context_of(passage):
    """The words before and after a quote, cut at spaces; its margins without a text."""
    if passage is None or passage.text_id is None:
        return {"before": "", "after": ""}
    text = AnswerText.objects.values_list("body", flat=True).get(pk=passage.text_id)
    before = text[max(0, passage.start - AROUND) : passage.start]
    after = text[passage.end : passage.end + AROUND]
    if passage.start > AROUND:
        before = before[before.find(" ") + 1 :]
    if len(text) > passage.end + AROUND:
        after = after[: after.rfind(" ")]
    return {
        "before": before,
        "after": after,
        "is_cut_before": passage.start > AROUND,
        "is_cut_after": len(text) > passage.end + AROUND,
    }


@dataclass(frozen=True)
class EvidenceGroup:
    """The evidence of one stance."""

    label: str
    pieces: list


def _evidence_by_stance(commitment):
    pieces = list(commitment.evidence.standing().select_related("answer"))
    groups = (
        EvidenceGroup(stance.label, [p for p in pieces if p.stance == stance])
        for stance in Stance
    )
    return [group for group in groups if group.pieces]


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
