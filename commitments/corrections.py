"""What a correction of a published record changed, from what to what, for readers.

The trail keeps the fields that an edit changed; several of them make one thing on the
page (the target has a value, a unit, a comparator and a rate), and are told as one.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, gettext_lazy

from commitments.choices import Comparator, Rate
from commitments.comparison import Piece, compare_words
from commitments.models import Commitment
from commitments.trail import Wording
from commitments.typography import format_date, format_quantity
from commitments.workflow.audit import plain

TARGET = ("comparator", "target_value", "unit", "rate")
BASELINE = ("baseline_value", "baseline_on", "unit")
# What an editor may write and readers see, named as on the page, in its order.
LABELS = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "kind": gettext_lazy("Kind"),
    "bodies": gettext_lazy("Responsible bodies"),
    "themes": gettext_lazy("Themes"),
    "territory": gettext_lazy("Territory"),
    "condition": gettext_lazy("Condition"),
    "testability": gettext_lazy("Can it be checked?"),
    "testability_reason": gettext_lazy("Why, or why not"),
    "indicator": gettext_lazy("What is counted"),
}
# Compared word by word, since only some of their words change.
LONG = {"summary", "condition", "testability_reason"}
# Said in the reader's language; everything else is as it was written, in French.
TRANSLATED = {"kind", "testability"}


@dataclass(frozen=True)
class Difference:
    """One thing that changed: pieces of its old and its new words, in order."""

    label: str
    pieces: list[Piece]
    is_french: bool = False


def from_to(old: str, new: str) -> list[Piece]:
    """Pieces that read "old → new", or the one of both that there is."""
    pieces = [Piece(old, "old"), Piece(" → "), Piece(new, "new")]
    return pieces if old and new else [p for p in pieces if p.of != "both" and p.text]


def corrections(commitment: Commitment, edits) -> dict[int, list[Difference]]:
    """The differences that each edit made, by its key.

    ``edits`` are the changes by ``edit_commitment`` since the publication, the latest
    first: what an edit left alone is read from those that came after it.
    """
    wording, told = Wording(), {}
    after = {name: plain(getattr(commitment, name)) for name in {*TARGET, *BASELINE}}
    for change in edits:
        before = after | {k: v for k, v in change.before.items() if k in after}
        told[change.pk] = [
            *_plain_fields(change, wording),
            *_figures(before, after),
        ]
        after = before
    return told


def _plain_fields(change, wording):
    for name, label in LABELS.items():
        if name not in change.after:
            continue
        old, new = (
            wording.value("commitment", name, values.get(name))
            for values in (change.before, change.after)
        )
        is_long = name in LONG and old and new
        yield Difference(
            label=str(label),
            pieces=compare_words(old, new) if is_long else from_to(old, new),
            is_french=name not in TRANSLATED,
        )


def _figures(before, after):
    """The target, the baseline; the unit only where neither of them says it."""
    is_said = False
    for label, say in (
        (gettext_lazy("Target"), _target),
        (gettext_lazy("Baseline"), _baseline),
    ):
        old, new = say(before), say(after)
        if old != new:
            is_said = True
            yield Difference(label=str(label), pieces=from_to(old, new))
    if before["unit"] != after["unit"] and not is_said:
        label = str(gettext_lazy("Unit"))
        yield Difference(label, from_to(before["unit"], after["unit"]), is_french=True)


def _target(values):
    """The target as the page says it: "at least 2 750 guichets per year"."""
    if values["target_value"] is None:
        return ""
    sign, rate = values["comparator"], values["rate"]
    words = [
        "" if sign in ("", Comparator.EQUAL) else str(Comparator(sign).label),
        format_quantity(values["target_value"], values["unit"], get_language()),
        str(Rate(rate).label) if rate else "",
    ]
    return " ".join(filter(None, words))


def _baseline(values):
    if values["baseline_value"] is None:
        return ""
    value = format_quantity(values["baseline_value"], values["unit"], get_language())
    on = values["baseline_on"]
    if not on:
        return value
    return f"{value} ({format_date(date.fromisoformat(on), get_language())})"
