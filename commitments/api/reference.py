"""The description of the API as people read it: operations, parameters, fields."""

from dataclasses import dataclass, field

import orjson
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from commitments.api.problems import titles

# What the page says once, for all.
EVERYWHERE = ("Accept-Language",)
# The types of JSON Schema, or what a format makes of them, alone and in a list.
KINDS = {
    "string": (gettext_lazy("text"), gettext_lazy("list of texts")),
    "integer": (gettext_lazy("whole number"), gettext_lazy("list of whole numbers")),
    "number": (pgettext_lazy("API", "number"), gettext_lazy("list of numbers")),
    "boolean": (gettext_lazy("true or false"), gettext_lazy("list of true or false")),
    "object": (gettext_lazy("object"), gettext_lazy("list of objects")),
    "date": (gettext_lazy("date"), gettext_lazy("list of dates")),
    "date-time": (gettext_lazy("date and time"), gettext_lazy("list of moments")),
    "uri": (gettext_lazy("address"), gettext_lazy("list of addresses")),
    "uuid": ("UUID", gettext_lazy("list of UUIDs")),
}


@dataclass(frozen=True)
class Entry:
    """A parameter, a header or a field: what it is called, holds and means.

    ``need`` says that it has to be there, or always is; "" when it may be left out.
    """

    name: str
    kind: str
    words: str = ""
    need: str = ""
    codes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Operation:
    """One thing that may be asked; ``given`` and ``taken`` name shapes."""

    name: str
    method: str
    path: str
    title: str
    words: str
    parameters: list[Entry]
    given: str
    taken: str
    example: str
    needs_token: bool


@dataclass(frozen=True)
class Shape:
    """The fields of one kind of object."""

    name: str
    words: str
    entries: list[Entry]


def operations_of(description: dict) -> list[Operation]:
    """Every operation, in the order of the addresses."""
    return [
        _operation(method, path, told, description)
        for path, methods in description["paths"].items()
        for method, told in methods.items()
    ]


def _operation(method, path, told, description):
    content = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    status = "201" if method == "post" else "200"
    answer = told["responses"][status].get("content", {}).get("application/json", {})
    examples = (content or answer).get("examples", {}).values()
    example = next((one["value"] for one in examples), None)
    return Operation(
        name=told["operationId"],
        method=method.upper(),
        path=path,
        title=told["summary"],
        words=told.get("description", ""),
        parameters=[
            _parameter(one)
            for one in told.get("parameters", [])
            if one["name"] not in EVERYWHERE
        ],
        given=_name(answer.get("schema", {})),
        taken=_name(content.get("schema", {})),
        example=indented(example) if example else "",
        needs_token={} not in told["security"],
    )


def indented(value) -> str:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()


def _parameter(told):
    schema = told["schema"]
    inner = schema.get("items", schema)
    return Entry(
        name=told["name"],
        kind=_kind(schema),
        words=told.get("description", ""),
        need=_required() if told.get("required") else "",
        codes=inner.get("enum", []),
    )


def _required():
    return pgettext("API", "required")


def shapes_of(description: dict) -> list[Shape]:
    """Every kind of object but those that only pair a code with its label."""
    sent = {operation.taken for operation in operations_of(description)}
    always = pgettext("API", "always given")
    return [
        Shape(
            name,
            told.get("description", ""),
            list(_fields(told, _required() if name in sent else always)),
        )
        for name, told in description["components"]["schemas"].items()
        if not name.endswith("Code") and "properties" in told
    ]


def codes_of(description: dict) -> list[Shape]:
    """The lists of codes: what each may be."""
    return [
        Shape(name, "", [Entry(code, "") for code in _codes(told)])
        for name, told in description["components"]["schemas"].items()
        if name.endswith("Code")
    ]


def _codes(told):
    return [code for code in told["properties"]["code"]["enum"] if code]


def _fields(told, need):
    needed = told.get("required", [])
    for name, schema in told["properties"].items():
        yield Entry(
            name=name,
            kind=_kind(schema),
            words=schema.get("description", ""),
            need=need if name in needed else "",
            codes=[code for code in schema.get("enum", []) if code],
        )


def _kind(schema) -> str:
    """What a value is, in words: "list of Passage objects", "date or null"."""
    if name := _name(schema):
        return name
    inner = schema.get("items")
    if inner and (name := _name(inner)):
        return _("list of %(name)s objects") % {"name": name}
    if inner:
        return str(KINDS[_type(inner)][1])
    said = str(KINDS[_type(schema)][0])
    return _("%(kind)s or null") % {"kind": said} if _may_be_null(schema) else said


def _type(schema):
    """The key of KINDS that says the most of a schema."""
    kinds = schema["type"]
    named = [kinds] if isinstance(kinds, str) else [k for k in kinds if k != "null"]
    form = schema.get("format")
    return form if form in KINDS else named[0]


def _may_be_null(schema):
    return "null" in schema["type"] and not isinstance(schema["type"], str)


def _name(schema) -> str:
    """The shape that a schema refers to, "" when it is plain."""
    for part in (schema, *schema.get("allOf", ()), *schema.get("oneOf", ())):
        if "$ref" in part:
            return part["$ref"].rpartition("/")[2]
    return ""


def refusals() -> dict[str, str]:
    """Each kind of refusal with its title: the anchors that problems lead to."""
    return titles()
