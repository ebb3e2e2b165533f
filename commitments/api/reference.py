"""The description of the API as people read it: operations, parameters, fields."""

from dataclasses import dataclass, field

import orjson

from commitments.api.problems import titles

# What the page says once, for all.
EVERYWHERE = ("Accept-Language",)


@dataclass(frozen=True)
class Entry:
    """A parameter, a header or a field: what it is called, holds and means."""

    name: str
    kind: str
    words: str = ""
    is_needed: bool = False
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
        is_needed=told["in"] == "path" or told.get("required", False),
        codes=inner.get("enum", []),
    )


def shapes_of(description: dict) -> list[Shape]:
    """Every kind of object but those that only pair a code with its label."""
    return [
        Shape(name, told.get("description", ""), list(_fields(told)))
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


def _fields(told):
    needed = told.get("required", [])
    for name, schema in told["properties"].items():
        yield Entry(
            name=name,
            kind=_kind(schema),
            words=schema.get("description", ""),
            is_needed=name in needed,
            codes=[code for code in schema.get("enum", []) if code],
        )


def _kind(schema) -> str:
    """What a value is, in the words of JSON Schema: "array of Passage", "string"."""
    if name := _name(schema):
        return name
    if "items" in schema:
        return f"array of {_kind(schema['items'])}"
    kinds = schema.get("type", [])
    words = " or ".join([kinds] if isinstance(kinds, str) else kinds)
    form = schema.get("format")
    return f"{words} ({form})" if form else words


def _name(schema) -> str:
    """The shape that a schema refers to, "" when it is plain."""
    for part in (schema, *schema.get("allOf", ()), *schema.get("oneOf", ())):
        if "$ref" in part:
            return part["$ref"].rpartition("/")[2]
    return ""


def refusals() -> dict[str, str]:
    """Each kind of refusal with its title: the anchors that problems lead to."""
    return titles()
