"""What editors' scripts may send, field by field: types, and nothing that is unknown.

Whether it may stand is for the forms of the workspace to say (commitments/forms), and
for the verbs: a script and a person are held to the same rules.
"""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from commitments.api.shapes import named
from commitments.choices import (
    Comparator,
    Kind,
    Origin,
    Precision,
    Rate,
    Stance,
    Testability,
)
from commitments.models.commitments import FIGURE_LIMIT

LIMIT = int(FIGURE_LIMIT)
LARGEST_PLACE = 2**31 - 1
MOST_NAMES = 50
# Names unknown that are told of: whoever sends more has sent something else.
MOST_TOLD = 20
# Longer words are no promise, and longer notes no note.
LONGEST = 20_000


class Input(serializers.Serializer):
    """A JSON object in which every name is known."""

    default_error_messages = {
        "unknown": _("There is no such field. This takes: %(known)s."),
    }

    def to_internal_value(self, data):
        if isinstance(data, dict):
            known = ", ".join(self.fields)
            words = self.error_messages["unknown"] % {"known": known}
            unknown = [name for name in data if name not in self.fields]
            if unknown:
                told = unknown[:MOST_TOLD]
                raise serializers.ValidationError({name: [words] for name in told})
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """A JSON string: a number is none."""

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data).replace("\r\n", "\n")


class Whole(serializers.IntegerField):
    """A JSON number without a fraction: a string of digits is none."""

    def to_internal_value(self, data):
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return super().to_internal_value(data)


@extend_schema_field(
    {"type": "number", "exclusiveMinimum": -LIMIT, "exclusiveMaximum": LIMIT}
)
class Figure(serializers.DecimalField):
    """A JSON number of at most four decimals, which both databases hold exactly."""

    def __init__(self, **options):
        super().__init__(max_digits=20, decimal_places=4, **options)

    def to_internal_value(self, data):
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("invalid")
        if abs(data) >= LIMIT:
            self.fail("max_value", max_value=LIMIT)
        # As the shortest decimal that the number is written by.
        return super().to_internal_value(Decimal(repr(data)))


class Code(serializers.ChoiceField):
    """One of some codes, as a JSON string."""

    default_error_messages = {
        "invalid_choice": _("“{input}” is none of the codes: {codes}."),
    }

    @property
    def codes(self) -> list[str]:
        return [code for code in self.choices if code]

    def to_internal_value(self, data):
        if not isinstance(data, str) or data not in self.choices:
            codes = ", ".join(self.codes)
            self.fail("invalid_choice", input=str(data)[:100], codes=codes)
        return data


def optional(kind, **options):
    return kind(required=False, **options)


def prose(help_text, longest=LONGEST):
    return Text(
        required=False, allow_blank=True, max_length=longest, help_text=help_text
    )


def names(help_text):
    return serializers.ListField(
        child=Text(max_length=120),
        required=False,
        max_length=MOST_NAMES,
        help_text=help_text,
    )


@named("NewDeadline", _("The words of the deadline, and the interval that they give."))
class DeadlineInput(Input):
    words = prose(_("The exact words."), 300)
    anchor_on = optional(serializers.DateField, help_text=_("Counted from this day."))
    rule = prose(_("The rule by which they are read."), 60)
    due_earliest = optional(serializers.DateField)
    due_latest = optional(
        serializers.DateField, help_text=_("The last day that they allow.")
    )
    precision = optional(Code, choices=Precision.choices)
    event = prose(_("What it waits for, when it has no date."), 300)
    reasoning = prose(_("How it was read."))


@named("NewCommitment", _("A draft, from the words of an answer of the base."))
class CommitmentInput(Input):
    answer = Text(max_length=80, help_text=_("Identifier of the answer."))
    quote = Text(max_length=LONGEST, help_text=_("Its exact words."))
    start = optional(
        Whole,
        min_value=0,
        max_value=LARGEST_PLACE,
        help_text=_("Where they begin, when they stand there more than once."),
    )
    title = Text(max_length=200)
    summary = prose(_("The same in plain language."))
    kind = Code(choices=Kind.choices)
    testability = Code(choices=Testability.choices)
    testability_reason = prose(_("Why so."))
    territory = prose(_("Empty for the whole country."), 100)
    condition = prose(_("What it depends on, word for word."))
    indicator = prose(_("What is counted."), 200)
    comparator = optional(Code, choices=Comparator.choices)
    target_value = optional(Figure, help_text=_("Goes with a comparator."))
    unit = prose(_("Its unit."), 50)
    rate = optional(Code, choices=Rate.choices)
    baseline_value = optional(Figure)
    baseline_on = optional(serializers.DateField)
    review_interval_days = optional(Whole, min_value=1, max_value=32767)
    bodies = names(_("Names of bodies in addresses (“slug”)."))
    themes = names(_("Names of themes in addresses (“slug”)."))
    deadline = optional(DeadlineInput)


@named(
    "NewEvidence",
    _("What is known, with its source: an address, or an answer of the base."),
)
class EvidenceInput(Input):
    title = Text(max_length=300)
    stance = Code(choices=Stance.choices)
    origin = optional(
        Code,
        choices=Origin.choices,
        help_text=_("Who speaks; “government” when left out for an answer."),
    )
    source_url = prose(_("Where it is found: http or https."), 1000)
    answer = prose(_("Identifier of an answer of the base."), 80)
    publisher = prose(_("Who published it."), 200)
    published_on = optional(serializers.DateField)
    event_on = optional(
        serializers.DateField, help_text=_("The day of the fact, when it is another.")
    )
    extract = prose(_("The passage that matters, word for word."))
    note = prose(_("A note."))


@named(
    "NewMeasurement",
    _("A dated value of the indicator, from evidence of the same commitment."),
)
class MeasurementInput(Input):
    value = Figure()
    observed_on = serializers.DateField(
        help_text=_("The last day that the source allows.")
    )
    precision = optional(
        Code,
        choices=[p for p in Precision.choices if p[0] != Precision.NONE],
        help_text=_("“day” when left out."),
    )
    evidence = serializers.UUIDField(help_text=_("Identifier of the evidence."))
    note = prose(_("A note, for editors."), 300)
    supersedes = optional(
        Whole,
        min_value=1,
        max_value=2**53 - 1,
        help_text=_("Identifier of the measurement that this one revises."),
    )
