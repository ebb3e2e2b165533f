"""Suggestions as cards beside the text: what is proposed, and why."""

from dataclasses import dataclass, field

from django.utils.translation import get_language

from commitments.choices import (
    Comparator,
    Decision,
    Kind,
    PassageRole,
    Rate,
    RejectionReason,
    Testability,
)
from commitments.extraction.labels import REASONS, reason
from commitments.forms.suggestions import AcceptForm
from commitments.models import Commitment, Suggestion
from commitments.similarity import same_promises
from commitments.typography import format_quantity

ROLES = [role for role in PassageRole if role != PassageRole.MAKES]


@dataclass
class Card:
    """One suggestion, numbered in reading order, in the reader's words."""

    number: int
    suggestion: Suggestion
    covered_by: Commitment | None = None
    candidates: list = field(default_factory=list)
    form: AcceptForm | None = None
    is_last_decided: bool = False
    is_rejecting: bool = False

    @property
    def is_pending(self) -> bool:
        return self.suggestion.decision == Decision.PENDING

    @property
    def is_to_decide(self) -> bool:
        return self.is_pending and self.covered_by is None

    @property
    def kind(self):
        return Kind(self.suggestion.details["kind"]).label

    @property
    def testability(self):
        return Testability(self.suggestion.details["testability"]).label

    @property
    def target(self) -> str:
        """The target in one line: "at least 2 750 guichets per year"."""
        target = self.suggestion.details.get("target")
        if not target:
            return ""
        sign = target["comparator"]
        parts = [
            Comparator(sign).label if sign in Comparator.values else "",
            format_quantity(float(target["value"]), target["unit"], get_language()),
            Rate(target["rate"]).label if target["rate"] in Rate.values else "",
        ]
        counted = target["counted"]
        if counted and counted != target["unit"]:
            parts.append(f"· {counted}")
        return " ".join(str(part) for part in parts if part)

    @property
    def deadline(self) -> dict | None:
        """What the words say of when, when they give no date."""
        read = self.suggestion.details.get("deadline")
        if not read or (read["is_deadline"] and read["latest"]):
            return None
        english = get_language() == "en"
        return {
            "words": read["words"],
            "reasoning": read["reasoning_en" if english else "reasoning_fr"],
        }

    @property
    def reasons(self) -> list[str]:
        """Why the machine thinks so, in words, the weightiest first."""
        codes = self.suggestion.details["cues"]
        return [reason(code, get_language()) for code in codes if code in REASONS]


def cards_of(answer, text) -> list[Card]:
    """The machine's suggestions in a text, in reading order, decided ones included."""
    if text is None:
        return []
    rows = list(
        answer.suggestions.by_machine()
        .filter(text=text)
        .with_cover()
        .select_related("commitment", "decided_by", "passage")
    )
    for row in rows:
        row.answer, row.text = answer, text
    covering = Commitment.objects.in_bulk(
        {row.covered_by_id for row in rows if row.covered_by_id}
    )
    open_rows = [row for row in rows if row.decision == Decision.PENDING]
    alike = same_promises(open_rows, answer) if open_rows else {}
    decided = [row for row in rows if row.decided_at]
    last = max(decided, key=lambda row: row.decided_at, default=None)
    return [
        Card(
            number=number,
            suggestion=row,
            covered_by=covering.get(row.covered_by_id),
            candidates=alike.get(row.pk, []),
            form=AcceptForm(suggestion=row, auto_id=f"id_{row.pk}_%s"),
            is_last_decided=row is last,
        )
        for number, row in enumerate(rows, start=1)
    ]


# The short list, each with the digit that chooses it.
REJECTIONS = [
    (digit, why.value, why.label) for digit, why in enumerate(RejectionReason, start=1)
]
