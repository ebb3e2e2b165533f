"""The description of the API (OpenAPI 3.1), beside which nothing else is promised.

Operations say here what they take and give; the shapes say their fields. What every
operation has in common (refusals, headers) is added once, at the end.
"""

from copy import deepcopy
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework import serializers

from commitments.api import examples
from commitments.api.asked import FEWEST, LONGEST_FIELDS, MOST, USUAL, filters
from commitments.api.inputs import CommitmentInput, EvidenceInput, MeasurementInput
from commitments.api.problems import MEDIA_TYPE
from commitments.api.shapes import (
    WORDS,
    AnswerInFullShape,
    AnswerShape,
    BodyShape,
    CommitmentInFullShape,
    CommitmentShape,
    EvidenceShape,
    MeasurementShape,
    Shape,
    ThemeShape,
    address,
    named,
    page_of,
)
from commitments.filter_fields import SEVERAL
from commitments.filters import CommitmentFilter

QUERY, PATH, HEADER = (
    OpenApiParameter.QUERY,
    OpenApiParameter.PATH,
    OpenApiParameter.HEADER,
)


@named("Entrance", _("Where everything is."))
class EntranceShape(Shape):
    commitments = address(_("The commitments."))
    answers = address(_("The answers."))
    bodies = address(_("The bodies."))
    themes = address(_("The themes."))
    description = address(_("This description, for programs."))
    documentation = address(_("The same, for people."))


@named("AddedEvidence")
class AddedEvidenceShape(EvidenceShape):
    commitment = serializers.CharField(help_text=_("Reference of the commitment."))
    commitment_version = serializers.IntegerField(help_text=_("Its version now."))


@named("AddedMeasurement")
class AddedMeasurementShape(MeasurementShape):
    commitment = serializers.CharField(help_text=_("Reference of the commitment."))
    commitment_version = serializers.IntegerField(help_text=_("Its version now."))


# Parameters


FILTERS_IN_WORDS = {
    "q": _("Words in any order, “a phrase”, -without: as in the search of the site."),
    "body": _("Its slug; with it, all that it took over from."),
    "theme": _("Its slug."),
    "sort": _("“reference” is the one to walk through everything by."),
}


def _filter_parameters():
    fields = CommitmentFilter.base_filters
    return [_filter_parameter(name, fields[name].field) for name in filters()]


def _filter_parameter(name, field):
    schema = {"type": "string"}
    choices = [] if hasattr(field, "queryset") else getattr(field, "choices", [])
    codes = [str(code) for code, _label in choices if code]
    if codes:
        schema["enum"] = codes
    if numbers := getattr(field, "numbers", None):
        schema = {"type": "integer", "minimum": numbers[0], "maximum": numbers[-1]}
    elif name.endswith(("_from", "_to")):
        schema["format"] = "date"
    elif longest := getattr(field, "max_length", None):
        schema["maxLength"] = longest
    elif not codes:
        schema |= {"minLength": 1, "maxLength": 100}
    if isinstance(field, SEVERAL):
        schema = {"type": "array", "items": schema}
    return OpenApiParameter(name, schema, QUERY, description=_about(name, field))


def _about(name, field):
    more = FILTERS_IN_WORDS.get(name)
    return format_lazy("{}. {}", field.label, more) if more else field.label


def _fields(example):
    return OpenApiParameter(
        "fields",
        {"type": "string", "minLength": 1, "maxLength": LONGEST_FIELDS},
        QUERY,
        description=_(
            "Only these fields, separated by commas; a dot leads into one. What names "
            "the row is always given."
        ),
        examples=[OpenApiExample("fields", value=example)],
    )


# An example that each kind of row has, in lists as alone.
COMMITMENT_FIELDS = _fields("title,due_on,assessment.code")
ANSWER_FIELDS = _fields("ministry,answered_on,body.name")
BODY_FIELDS = _fields("name,kind.code")
THEME_FIELDS = _fields("name,commitment_count")
CURSOR = OpenApiParameter(
    "cursor",
    {"type": "string", "maxLength": 1000},
    QUERY,
    description=_("The place of the page, as “next” and “previous” give it."),
)
LIMIT = OpenApiParameter(
    "limit",
    {"type": "integer", "minimum": FEWEST, "maximum": MOST, "default": USUAL},
    QUERY,
    description=_("How many rows a page has at most."),
)
PAGED = [CURSOR, LIMIT]
SOUGHT = OpenApiParameter(
    "q",
    {"type": "string", "maxLength": 200},
    QUERY,
    description=_("Words of the answers, as in the search of the site."),
)
LANGUAGE = OpenApiParameter(
    "Accept-Language",
    {"type": "string", "enum": ["fr", "en"], "default": "fr"},
    HEADER,
    description=_("The language of labels and messages; codes never change."),
)
REFERENCE = OpenApiParameter(
    "reference",
    {"type": "string", "pattern": "^E-[0-9]{4,18}$"},
    PATH,
    description=_("The reference of a commitment."),
    examples=[OpenApiExample("reference", value=examples.REFERENCE)],
)
UID = OpenApiParameter(
    "uid",
    {"type": "string", "minLength": 1, "maxLength": 80},
    PATH,
    description=_("The identifier of an answer."),
    examples=[OpenApiExample("uid", value=examples.UID)],
)
SLUG = OpenApiParameter(
    "slug",
    {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,120}$"},
    PATH,
    description=_("The name in addresses."),
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string"},
    HEADER,
    required=True,
    description=_("The version of the commitment that you read, in quotes."),
    examples=[OpenApiExample("version", value='"7"')],
)
KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 255},
    HEADER,
    description=_(
        "A text of your own, new for each thing to do: sent again with the same key, "
        "a request is not done again, and its answer is the first one. Kept for a day."
    ),
)


def reading(name, summary, shape, parameters=(), tag="", example=None, about=""):
    """What ``extend_schema`` takes for an address that is read."""
    return {
        "operation_id": name,
        "summary": summary,
        "description": about,
        "parameters": [*parameters, LANGUAGE],
        "responses": {200: shape},
        "tags": [tag or name],
        "auth": [{}, {"token": []}],
        "examples": [OpenApiExample(name, value=example, response_only=True)]
        if example
        else [],
    }


def writing(name, summary, taken, given, parameters, example, about=""):
    """What ``extend_schema`` takes for an address that scripts write to."""
    return {
        "operation_id": name,
        "summary": summary,
        "description": about,
        "parameters": [*parameters, KEY, LANGUAGE],
        "request": {"application/json": taken},
        "responses": {201: given},
        "tags": ["writing"],
        "auth": [{"token": []}],
        "examples": [OpenApiExample(name, value=example, request_only=True)],
    }


ENTRANCE = reading("entrance", _("Where everything is"), EntranceShape)
COMMITMENT_LIST = reading(
    "commitments",
    _("Commitments, filtered and sorted as on the site"),
    page_of(CommitmentShape),
    [*_filter_parameters(), COMMITMENT_FIELDS, *PAGED],
    example=examples.page(examples.COMMITMENT, "commitments"),
    about=_(
        "A filter may be given more than once: a row needs one of its values. Without "
        "“sort”, the latest change comes first, or what fits the words best."
    ),
)
COMMITMENT_DETAIL = reading(
    "commitment",
    _("One commitment, with all that hangs on it"),
    CommitmentInFullShape,
    [REFERENCE, COMMITMENT_FIELDS],
    tag="commitments",
    example=examples.COMMITMENT,
    about=_(
        "410 once it was withdrawn, with the reason. The token of an editor reads "
        "drafts too, and then the ETag is the version that If-Match takes."
    ),
)
COMMITMENT_RECORD = writing(
    "commitment-record",
    _("Record a draft"),
    CommitmentInput,
    CommitmentInFullShape,
    [],
    examples.NEW_COMMITMENT,
    about=_("From the exact words of an answer. A reviewer publishes it, or not."),
)
EVIDENCE_ADD = writing(
    "evidence-add",
    _("Add evidence"),
    EvidenceInput,
    AddedEvidenceShape,
    [REFERENCE, IF_MATCH],
    examples.NEW_EVIDENCE,
)
MEASUREMENT_ADD = writing(
    "measurement-add",
    _("Add a figure, or revise one"),
    MeasurementInput,
    AddedMeasurementShape,
    [REFERENCE, IF_MATCH],
    examples.NEW_MEASUREMENT,
)
ANSWER_LIST = reading(
    "answers",
    _("Answers, the latest first"),
    page_of(AnswerShape),
    [SOUGHT, ANSWER_FIELDS, *PAGED],
    example=examples.page(examples.ANSWER, "answers"),
)
ANSWER_DETAIL = reading(
    "answer",
    _("One answer, with its texts as published"),
    AnswerInFullShape,
    [UID, ANSWER_FIELDS],
    tag="answers",
    example=examples.ANSWER,
)
BODY_LIST = reading(
    "bodies",
    _("Bodies, with the names before and after"),
    page_of(BodyShape),
    [BODY_FIELDS, *PAGED],
    example=examples.page(examples.BODY, "bodies"),
)
BODY_DETAIL = reading(
    "body",
    _("One body"),
    BodyShape,
    [SLUG, BODY_FIELDS],
    tag="bodies",
    example=examples.BODY,
)
THEME_LIST = reading(
    "themes",
    _("Themes"),
    page_of(ThemeShape),
    [THEME_FIELDS, *PAGED],
    example=examples.page(examples.THEME, "themes"),
)
THEME_DETAIL = reading(
    "theme",
    _("One theme"),
    ThemeShape,
    [SLUG, THEME_FIELDS],
    tag="themes",
    example=examples.THEME,
)


# What every operation has in common

REFUSALS = {
    "400": _("A parameter, a header or the body is wrong."),
    "401": _("The token is missing, unknown, revoked or has expired."),
    "403": _("The owner of the token may not do this."),
    "404": _("There is nothing at this address."),
    "406": _("Only JSON can be had here."),
    "409": _("The same request is still being answered."),
    "410": _("The record is no longer public."),
    "411": _("The length of the body is not said."),
    "412": _("The record has changed since the version named by If-Match."),
    "413": _("The body is too large."),
    "415": _("Only JSON is taken here."),
    "422": _("The body says something that cannot stand."),
    "428": _("If-Match is missing."),
    "429": _("Too many requests: wait for Retry-After seconds."),
}
TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": _(
        "A token that an editor makes in the workspace. Reading needs none."
    ),
}
ALWAYS = ("400", "401", "406", "429")
OF_WRITING = ("403", "409", "411", "413", "415", "422")
PROBLEM = {
    "type": "object",
    "description": _("A refusal (RFC 9457)."),
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "description": _("What kind of refusal it is.")},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": _("What went wrong, for people.")},
        "instance": {"type": "string", "description": _("The address asked for.")},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "detail": {"type": "string"},
                    "parameter": {"type": "string"},
                    "pointer": {"type": "string"},
                    "valid": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
    },
}


def header(words, kind="string"):
    return {"description": words, "schema": {"type": kind}}


RATES = {
    "RateLimit-Policy": header(_("How many requests (q) in how many seconds (w).")),
    "RateLimit": header(_("How many are left (r), for how many seconds (t).")),
}
HEADERS = RATES | {
    "ETag": header(_("Names this state of the data: send it in If-None-Match.")),
    "Link": header(_("The next page, the one before and the first (RFC 8288).")),
    "Location": header(_("Where the record is.")),
}


def completed(result, generator, request, public):
    """Add to each operation its refusals and its headers (a hook of the generator)."""
    parts = result.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    for name in schemas.keys() & WORDS.keys():
        schemas[name] |= {"description": WORDS[name]} if WORDS[name] else {}
    schemas["Problem"] = PROBLEM
    parts["headers"] = dict(HEADERS)
    parts["securitySchemes"] = {"token": TOKEN}
    parts["responses"] = {
        f"Refused{status}": {
            "description": words,
            "headers": {name: _of("headers", name) for name in RATES},
            "content": {
                MEDIA_TYPE: {
                    "schema": _of("schemas", "Problem"),
                    "example": examples.problem(int(status)),
                }
            },
        }
        for status, words in REFUSALS.items()
    }
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            _complete(operation, method, path)
    return result


def _complete(operation, method, path):
    given = {"get": ["ETag"], "post": ["ETag", "Location"]}[method]
    if operation["operationId"] in ("commitments", "answers", "bodies", "themes"):
        given.append("Link")
    for response in operation["responses"].values():
        response["headers"] = {n: _of("headers", n) for n in (*RATES, *given)}
    refusals = list(ALWAYS)
    if "{" in path:
        refusals.append("404")
    if operation["operationId"] == "commitment":
        refusals.append("410")
    if method == "post":
        refusals += OF_WRITING
        refusals += ["412", "428"] if "{" in path else []
    for status in sorted(refusals):
        operation["responses"][status] = _of("responses", f"Refused{status}")


def _of(kind, name):
    return {"$ref": f"#/components/{kind}/{name}"}


def described() -> dict:
    """The whole description, in the language in force."""
    return _described(get_language())


@cache
def _described(language):
    made = plain(SchemaGenerator().get_schema(request=None, public=True))
    made["info"] |= {"title": f"API · {settings.SITE_NAME}"}
    return made


def plain(value):
    """A copy in which every text is one, in the language in force."""
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return str(value) if isinstance(value, Promise) else deepcopy(value)
