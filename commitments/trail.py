"""The audit trail in words: who did what, from which value to which, and why."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from commitments.comparison import Piece, compare_words
from commitments.models import (
    Assessment,
    Body,
    Change,
    Commitment,
    Deadline,
    Evidence,
    Measurement,
    MistakeReport,
    Passage,
    Relation,
    Reply,
    Suggestion,
    Theme,
)
from commitments.timing import day_of
from commitments.typography import format_date

DEEDS = {
    ("commitment", "record"): gettext_lazy("recorded the commitment"),
    ("commitment", "edit"): gettext_lazy("edited the commitment"),
    ("commitment", "submit"): gettext_lazy("submitted it for review"),
    ("commitment", "return"): gettext_lazy("returned it to draft"),
    ("commitment", "publish"): gettext_lazy("published it"),
    ("commitment", "withdraw"): gettext_lazy("withdrew it"),
    ("commitment", "reopen"): gettext_lazy("reopened it"),
    ("commitment", "confirm"): gettext_lazy("confirmed that it is still accurate"),
    ("passage", "add"): gettext_lazy("quoted further words"),
    ("passage", "anchor"): gettext_lazy("placed a quote in a new text"),
    ("passage", "withdraw"): gettext_lazy("withdrew a quote"),
    ("relation", "relate"): gettext_lazy("related it to another commitment"),
    ("relation", "withdraw"): gettext_lazy("withdrew a relation"),
    ("deadline", "set"): gettext_lazy("set the deadline"),
    ("deadline", "revise"): gettext_lazy("revised the deadline"),
    ("evidence", "add"): gettext_lazy("added evidence"),
    ("evidence", "withdraw"): gettext_lazy("withdrew evidence"),
    ("measurement", "add"): gettext_lazy("added a measurement"),
    ("measurement", "revise"): gettext_lazy("revised a measurement"),
    ("measurement", "withdraw"): gettext_lazy("withdrew a measurement"),
    ("reply", "add"): gettext_lazy("recorded a reply"),
    ("reply", "withdraw"): gettext_lazy("withdrew a reply"),
    ("suggestion", "accept"): gettext_lazy("accepted a suggestion"),
    ("suggestion", "merge"): gettext_lazy("linked a suggestion to it"),
    ("suggestion", "reject"): gettext_lazy("rejected a suggestion"),
    ("suggestion", "undo"): gettext_lazy("undid the decision on a suggestion"),
    ("mistakereport", "receive"): gettext_lazy("received the report of a mistake"),
    ("mistakereport", "settle"): gettext_lazy("settled the report of a mistake"),
    ("assessment", "propose"): gettext_lazy("proposed an assessment"),
    ("assessment", "approve"): gettext_lazy("approved an assessment"),
    ("assessment", "return"): gettext_lazy("returned an assessment"),
    ("assessment", "retract"): gettext_lazy("took back a proposed assessment"),
    ("answer", "read"): gettext_lazy("read the answer through"),
    ("answer", "unread"): gettext_lazy("put the answer back in the queue"),
    ("answer", "import"): gettext_lazy("completed the answer from its source"),
    ("answertext", "keep"): gettext_lazy("kept a text of the answer"),
    ("question", "import"): gettext_lazy("completed the question from its source"),
    ("importrun", "import"): gettext_lazy("imported new questions"),
}
MODELS = {
    model._meta.model_name: model
    for model in (
        Commitment,
        Passage,
        Relation,
        Deadline,
        Evidence,
        Measurement,
        Reply,
        Assessment,
        Suggestion,
        MistakeReport,
    )
}
NAMED = {"bodies": Body, "themes": Theme, "body": Body}


@dataclass(frozen=True)
class Field:
    """One value that changed, as people read it."""

    label: str
    before: str
    after: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Line:
    """One line of the trail."""

    change: Change
    deed: str
    fields: list[Field]


class Wording:
    """Writes stored values as people read them; related rows are fetched once."""

    def __init__(self):
        self.names = {}

    def label(self, model_name: str, name: str) -> str:
        field = self._field(model_name, name)
        label = getattr(field, "verbose_name", None)
        return str(label or name.replace("_", " "))

    def value(self, model_name: str, name: str, value) -> str:
        if value is None or value == "" or value == []:
            return ""
        if name in NAMED:
            ids = value if isinstance(value, list) else [value]
            return ", ".join(self._names(NAMED[name]).get(pk, f"#{pk}") for pk in ids)
        choices = dict(getattr(self._field(model_name, name), "flatchoices", ()))
        if value in choices:
            return str(choices[value])
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if name == "target":
            return Commitment(pk=value).reference
        return self._date(name, value) or str(value)

    def _field(self, model_name, name):
        # The verbs of an assessment also tell what they change of its commitment.
        for model in (MODELS.get(model_name), Commitment):
            try:
                return model._meta.get_field(name)
            except (AttributeError, FieldDoesNotExist):
                continue
        return None

    def _names(self, model):
        if model not in self.names:
            self.names[model] = {row.pk: str(row) for row in model.objects.all()}
        return self.names[model]

    def _date(self, name, value):
        if not isinstance(value, str) or not name.endswith(("_on", "_at")):
            return ""
        try:
            on = day_of(datetime.fromisoformat(value)) if "T" in value else None
            return format_date(on or date.fromisoformat(value), get_language())
        except ValueError:
            return ""


def deed_of(change) -> str:
    """What was done, in words: "published it"."""
    deed = DEEDS.get((change.model, change.verb))
    return str(deed or f"{change.verb} {change.model}")


def in_words(changes) -> list[Line]:
    """Lines of the trail in words; two queries more than the changes themselves."""
    wording = Wording()
    return [_line(change, wording) for change in changes]


def _line(change, wording):
    fields = []
    for name, value in change.after.items():
        before = wording.value(change.model, name, change.before.get(name))
        after = wording.value(change.model, name, value)
        if before or after:
            fields.append(
                Field(
                    label=wording.label(change.model, name),
                    before=before,
                    after=after,
                    pieces=compare_words(before, after),
                )
            )
    return Line(change=change, deed=deed_of(change), fields=fields)
