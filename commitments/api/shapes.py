"""What the API gives, field by field: for its description, and for ``fields=``.

No row passes through these: rows are plain values (commitments.py, answers.py), which
the tests hold against the description. A field is required in it only when ``fields=``
cannot leave it out.
"""

from functools import cache

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from commitments.choices import (
    BodyKind,
    Chamber,
    Comparator,
    Kind,
    Origin,
    PassageRole,
    Precision,
    Publication,
    QuestionState,
    QuestionType,
    Rate,
    RelationKind,
    Stance,
    Status,
    Testability,
    TextRole,
    Timing,
)


class Shape(serializers.Serializer):
    """The fields of one kind of row."""

    @classmethod
    @cache
    def tree(cls) -> dict:
        """The names of the fields, each with those of what it holds, or None."""
        return {name: branch(field) for name, field in cls().fields.items()}


def branch(field):
    field = getattr(field, "child", field)
    return type(field).tree() if isinstance(field, Shape) else None


def text(words, **options):
    return serializers.CharField(help_text=words, required=False, **options)


def day(words):
    return serializers.DateField(help_text=words, required=False, allow_null=True)


def moment(words):
    return serializers.DateTimeField(help_text=words, required=False, allow_null=True)


def number(words):
    return serializers.FloatField(help_text=words, required=False, allow_null=True)


def whole(words, **options):
    return serializers.IntegerField(help_text=words, required=False, **options)


def yes_or_no(words):
    return serializers.BooleanField(help_text=words, required=False)


def texts(words):
    return serializers.ListField(
        child=serializers.CharField(), help_text=words, required=False
    )


def address(words, **options):
    return serializers.URLField(help_text=words, **options)


def coded(choices, words, **options):
    """A code of a list, with its label in the reader's language."""
    return _shape_of(choices)(help_text=words, required=False, **options)


@cache
def _shape_of(choices):
    name = f"{choices.__name__}Code"
    fields = {
        "code": serializers.ChoiceField(choices=choices.choices, required=False),
        "label": text(_("In the language asked for.")),
        "__module__": __name__,
    }
    shape = type(name, (Shape,), fields)
    return extend_schema_serializer(component_name=name)(shape)


# What the description says of each kind of object.
WORDS = {}


def named(name, words=""):
    """Give a shape its name in the description, and a sentence."""
    WORDS[name] = words
    return extend_schema_serializer(component_name=name)


@named("BodyName")
class BodyNameShape(Shape):
    slug = text(_("Its name in addresses and filters."))
    name = text(_("In French, as it bore it."))


@named("ThemeName")
class ThemeNameShape(Shape):
    slug = text(_("Its name in addresses and filters."))
    name = text(_("In the language asked for."))


@named("Commitment", _("A commitment in brief."))
class CommitmentShape(Shape):
    reference = serializers.CharField(help_text=_("Its name for good, as E-0042."))
    self = address(_("This resource."))
    url = address(_("Its page on the site."))
    title = text(_("What is promised, in a few words."))
    summary = text(_("The same in plain language."))
    quote = text(_("The exact words that first made it."))
    answer = text(_("Identifier of the answer they are of."), allow_null=True)
    is_fictitious = yes_or_no(_("Whether it was written for the demonstration."))
    kind = coded(Kind, _("What sort of thing is promised."))
    testability = coded(Testability, _("How far a third party can check it."))
    testability_reason = text(_("Why so."))
    territory = text(_("Empty for the whole country."))
    condition = text(_("What the answer makes it depend on, word for word."))
    bodies = BodyNameShape(many=True, required=False, help_text=_("Responsible."))
    themes = ThemeNameShape(many=True, required=False)
    chamber = coded(Chamber, _("Where it was made."), allow_null=True)
    legislature = whole(_("Number of the legislature."), allow_null=True)
    promised_on = day(_("The day of the answer."))
    indicator = text(_("What is counted."))
    comparator = coded(
        Comparator, _("How a figure is held against the target."), allow_null=True
    )
    target_value = number(_("The figure promised."))
    unit = text(_("Its unit."))
    rate = coded(Rate, _("The period of a recurring target."), allow_null=True)
    baseline_value = number(_("The figure to start from."))
    baseline_on = day(_("Its day."))
    due_on = day(_("The last day that the current deadline allows."))
    due_precision = coded(
        Precision, _("The finest unit of the words: never show the day without it.")
    )
    original_due_on = day(_("The last day of the first deadline."))
    is_awaiting_trigger = yes_or_no(_("Whether it waits for an event without a date."))
    timing = coded(Timing, _("Where it stands in time today, in Paris: computed."))
    delay_days = whole(_("Days after the first deadline."), allow_null=True)
    assessment = coded(Status, _("The judgement that stands: human, reviewed."))
    assessed_on = day(_("The day it speaks of."))
    met_earliest = day(_("The last day it was seen below the target."))
    met_latest = day(_("The first day it was seen at the target."))
    published_at = moment(_("When it was first published here."))
    changed_at = moment(_("When its record last changed."))
    version = whole(_("The version of its record: what If-Match names."))


@named("Passage")
class PassageShape(Shape):
    role = coded(PassageRole, _("What the words do to the commitment."))
    quote = text(_("The exact words."))
    prefix = text(_("The words before."))
    suffix = text(_("The words after."))
    answer = text(_("Identifier of the answer."))
    answered_on = day(_("Its day."))
    is_fictitious = yes_or_no(_("Whether it was written for the demonstration."))
    text_number = whole(_("Which version of its text."), allow_null=True)
    start = whole(_("Where they begin in it, in characters."), allow_null=True)
    end = whole(_("Where they end, exclusive."), allow_null=True)


@named(
    "Deadline",
    _("A deadline: the first of the list is the original, each later one revised it."),
)
class DeadlineShape(Shape):
    words = text(_("The exact words."))
    anchor_on = day(_("The day it is counted from."))
    rule = text(_("The rule by which it was read."))
    due_earliest = day(_("The first day that the words allow."))
    due_latest = day(_("The last day that they allow: the one that counts."))
    precision = coded(Precision, _("The finest unit of the words."))
    event = text(_("What it waits for, when it has no date."))
    reasoning = text(_("How it was read."))
    answer = text(_("Identifier of the answer it is of."), allow_null=True)
    evidence = text(_("Identifier of the evidence it is of."), allow_null=True)
    reason = text(_("Why it changed."))
    recorded_at = moment(_("When it was recorded."))


@named("Evidence")
class EvidenceShape(Shape):
    id = serializers.UUIDField(help_text=_("Its identifier."), required=False)
    title = text(_("What it is."))
    stance = coded(Stance, _("What it says of the achievement."))
    origin = coded(Origin, _("Who speaks."))
    publisher = text(_("Who published it."))
    published_on = day(_("When it was published."))
    event_on = day(_("The day of the fact, when it is another."))
    source_url = text(_("Where it was found; may be empty."))
    answer = text(_("Identifier of the answer that it is."), allow_null=True)
    extract = text(_("The passage that matters, word for word."))
    note = text(_("A note."))
    file_url = address(_("The file kept here."), required=False, allow_null=True)
    file_name = text(_("Its name."))
    file_sha256 = text(_("Its SHA-256."))
    added_at = moment(_("When it was added."))


@named("Measurement", _("A figure that stands: neither revised nor withdrawn."))
class MeasurementShape(Shape):
    id = whole(_("Its identifier."))
    value = number(_("The value of the indicator."))
    observed_on = day(_("The last day that the source allows."))
    precision = coded(Precision, _("The finest unit of that day."))
    evidence = text(_("Identifier of the evidence it is from."))
    recorded_at = moment(_("When it was recorded."))


@named(
    "Assessment",
    _("An approved assessment; the first of the list is the one that stands."),
)
class AssessmentShape(Shape):
    status = coded(Status, _("The judgement."))
    as_of_on = day(_("The day it speaks of."))
    rationale = text(_("Why."))
    search_log = text(_("Where we looked, when nothing was found."))
    met_earliest = day(_("The last day it was seen below the target."))
    met_latest = day(_("The first day it was seen at the target."))
    is_correction = yes_or_no(_("Whether it corrects a mistake."))
    evidence = texts(_("Identifiers of the evidence it rests on."))
    reviewed_at = moment(_("When a second person approved it."))


@named("Relation", _("Read “source kind target”: the later commitment first."))
class RelationShape(Shape):
    source = text(_("Reference of the one that speaks."))
    kind = coded(RelationKind, _("What it does to the other."))
    target = text(_("Reference of the one spoken of."))
    note = text(_("A note."))


@named("Reply", _("The right of reply of a body concerned."))
class ReplyShape(Shape):
    body = BodyNameShape(required=False)
    text = serializers.CharField(help_text=_("Word for word."), required=False)
    received_on = day(_("When it was received."))
    recorded_at = moment(_("When it was recorded."))


@named("CommitmentInFull", _("A commitment and everything that hangs on it."))
class CommitmentInFullShape(CommitmentShape):
    publication = coded(Publication, _("Always “published”, but for editors."))
    passages = PassageShape(many=True, required=False)
    deadlines = DeadlineShape(many=True, required=False)
    evidence = EvidenceShape(many=True, required=False)
    measurements = MeasurementShape(many=True, required=False)
    assessments = AssessmentShape(many=True, required=False)
    relations = RelationShape(many=True, required=False)
    replies = ReplyShape(many=True, required=False)


@named("Question", _("A question of a member of Parliament."))
class QuestionShape(Shape):
    uid = text(_("Its identifier."))
    chamber = coded(Chamber, _("Where it was asked."))
    legislature = whole(_("Number of the legislature."), allow_null=True)
    type = coded(QuestionType, _("Written or oral."))
    number = text(_("Its number; empty when the source gives none."))
    author = text(_("Who asked; empty when the source names nobody."))
    author_group = text(_("The political group."))
    constituency = text(_("The constituency."))
    ministry_asked = text(_("The ministry asked, as published."))
    rubric = text(_("The rubric."))
    title = text(_("The title."))
    asked_on = day(_("When it was asked."))
    asked_page = text(_("Its page in the Journal officiel."))
    source_url = text(_("Its official address."))
    state = coded(QuestionState, _("Where it stands."))


@named("QuestionInFull")
class QuestionInFullShape(QuestionShape):
    text = serializers.CharField(
        help_text=_("As published; empty when it is not in the base."), required=False
    )


@named(
    "AnswerText",
    _("One published version of the text: an erratum adds one, none is ever changed."),
)
class AnswerTextShape(Shape):
    number = whole(_("1 for the first version."))
    is_current = yes_or_no(_("Whether it is the one that stands."))
    text = serializers.CharField(help_text=_("Exactly as published."), required=False)
    sha256 = serializers.CharField(
        help_text=_("SHA-256 of the text, its spaces and accents normalised."),
        required=False,
    )
    published_on = day(_("When it was published."))
    retrieved_at = moment(_("When it was fetched."))


@named("OtherText", _("An erratum, or what a later publication replaced."))
class OtherTextShape(Shape):
    question = serializers.CharField(
        help_text=_("Identifier of the question."), required=False
    )
    role = coded(TextRole, _("What it is."))
    text = serializers.CharField(
        help_text=_("As published; empty when only its reference is known."),
        required=False,
    )
    published_on = day(_("When it was published."))
    page = serializers.CharField(
        help_text=_("Its page in the Journal officiel."), required=False
    )
    issue = serializers.CharField(help_text=_("The issue."), required=False)


@named("PassageOfAnswer", _("Words of the answer that a commitment quotes."))
class PassageOfAnswerShape(Shape):
    commitment = text(_("Reference of the commitment."))
    title = text(_("Its title."))
    role = coded(PassageRole, _("What the words do to it."))
    quote = text(_("The exact words."))
    text_number = whole(_("Which version of the text."), allow_null=True)
    start = whole(_("Where they begin in it, in characters."), allow_null=True)
    end = whole(_("Where they end, exclusive."), allow_null=True)


@named("Answer", _("An official answer in brief."))
class AnswerShape(Shape):
    uid = serializers.CharField(help_text=_("That of the first question it answers."))
    self = address(_("This resource."))
    url = address(_("Its page on the site."))
    ministry = text(_("The ministry answering, as published."))
    body = BodyNameShape(required=False, allow_null=True)
    answered_on = day(_("When it was published."))
    page = text(_("Its page in the Journal officiel."))
    source_url = text(_("Its official address."))
    licence = text(_("The licence of the source."))
    is_fictitious = yes_or_no(_("Whether it was written for the demonstration."))
    questions = QuestionShape(many=True, required=False)
    commitments = texts(_("References of the published commitments it makes."))


@named(
    "AnswerInFull",
    _("An answer with its texts as published, and the words that commit."),
)
class AnswerInFullShape(AnswerShape):
    questions = QuestionInFullShape(many=True, required=False)
    texts = AnswerTextShape(many=True, required=False)
    other_texts = OtherTextShape(many=True, required=False)
    passages = PassageOfAnswerShape(many=True, required=False)


@named("Body", _("A ministry or agency, for as long as it bore this name."))
class BodyShape(Shape):
    slug = serializers.CharField(help_text=_("Its name in addresses and filters."))
    self = address(_("This resource."))
    url = address(_("Its page on the site."))
    name = text(_("In French."))
    kind = coded(BodyKind, _("What it is."))
    valid_from_on = day(_("When it took this name."))
    valid_to_on = day(_("When it gave it up."))
    predecessors = BodyNameShape(
        many=True, required=False, help_text=_("What it took over from.")
    )
    successors = BodyNameShape(
        many=True, required=False, help_text=_("What took over from it.")
    )
    labels = texts(_("The names under which publications give it."))
    commitment_count = whole(
        _("Published commitments, those of all that it took over from included.")
    )


@named("NameInLanguages")
class NameInLanguagesShape(Shape):
    fr = text(_("In French."))
    en = text(_("In English."))


@named("Theme", _("A subject."))
class ThemeShape(Shape):
    slug = serializers.CharField(help_text=_("Its name in addresses and filters."))
    self = address(_("This resource."))
    url = address(_("Its page on the site."))
    name = text(_("In the language asked for."))
    names = NameInLanguagesShape(required=False)
    commitment_count = whole(_("Published commitments."))


@cache
def page_of(shape):
    """The page of a list of rows of a shape."""
    name = f"{shape.__name__.removesuffix('Shape')}Page"
    fields = {
        "count": serializers.IntegerField(
            help_text=_("How many rows answer, on all pages.")
        ),
        "next": address(_("The next page."), allow_null=True),
        "previous": address(_("The page before."), allow_null=True),
        "results": shape(many=True),
        "__module__": __name__,
    }
    return named(name)(type(f"{name}Shape", (Shape,), fields))
