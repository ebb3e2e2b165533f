"""What all rows have in common: codes with their labels, addresses, plain figures."""

from functools import cache, lru_cache

import orjson
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language

from commitments.search import alphabetical
from commitments.sharing import origin

# Moments are given in UTC, to the second.
WRITTEN = orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS


def as_json(content) -> bytes:
    """Plain values, days and moments as JSON."""
    return orjson.dumps(content, option=WRITTEN)


@cache
def coded_in(choices, language: str) -> dict[str, dict]:
    """For each code of a list, the object that tells it; labels in a language."""
    return {
        choice.value: {"code": choice.value, "label": str(choice.label)}
        for choice in choices
    }


@lru_cache(maxsize=200)
def _path_of(name: str, arguments: int, _prefix: str):
    """The path of a named address, to be filled: reversing each takes far longer.

    It begins with the script prefix, which tells sites under one server apart.
    """
    marks = [f"argument{number}" for number in range(arguments)]
    path = reverse(name, args=marks)
    for mark in marks:
        path = path.replace(mark, "{}")
    return path.format


class Wording:
    """Writes values for one reader: language, and the start of every address."""

    def __init__(self, request):
        self.language, self.origin = get_language(), origin(request)
        self.prefix = get_script_prefix()

    def codes(self, choices) -> dict[str, dict]:
        """For each code of a list, what ``coded`` gives."""
        return coded_in(choices, self.language)

    def coded(self, choices, code):
        """The code with its label; None for no code."""
        return self.codes(choices)[code] if code else None

    def path_of(self, name: str, arguments: int):
        """A function that makes paths of so many references or slugs."""
        return _path_of(name, arguments, self.prefix)

    def address(self, name: str, *arguments) -> str:
        """The full address of a page or of a resource named by references or slugs."""
        return self.origin + self.path_of(name, len(arguments))(*arguments)

    def file_address(self, evidence) -> str | None:
        """Where the file of a piece of evidence is; None without one."""
        if not evidence.file:
            return None
        return self.origin + reverse("evidence-file", args=[evidence.file_id])

    def answer_addresses(self, uid: str) -> dict:
        """Where an answer is; publications name answers, so this is escaped."""
        return {
            "self": self.origin + reverse("api-answer-detail", args=[uid]),
            "url": self.origin + reverse("answer-detail", args=[uid]),
        }

    def theme(self, theme) -> dict:
        """A theme as it is referred to."""
        name = theme.name_en if self.language == "en" else theme.name
        return {"slug": theme.slug, "name": name}

    def themes(self, themes) -> list[dict]:
        """Themes as they are referred to, in order of the names that are told."""
        return sorted(map(self.theme, themes), key=_by_name)


def _by_name(told):
    return alphabetical(told["name"])


def body_name(body) -> dict:
    """A body as it is referred to; names of bodies are French."""
    return {"slug": body.slug, "name": body.name}


def reference_of(pk: int) -> str:
    return f"E-{pk:04d}"


def figure(value):
    """A decimal, or its double, as a JSON number: whole ones without a point.

    Below 10^11 with four decimals, each has a double of its own (FIGURE_LIMIT).
    """
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
