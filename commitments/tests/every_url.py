"""Every URL of the site, found by walking the whole URLconf, with real objects."""

import re
from dataclasses import dataclass

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.urls import URLResolver, get_resolver

# What stands for an address that no pattern but the last one knows.
UNKNOWN = "inconnu"


@dataclass(frozen=True)
class Url:
    """One URL pattern: its name with its namespace ("" without one) and its path.

    ``path`` shows each argument by its name alone: /engagements/<reference>/.
    """

    name: str
    path: str

    def fill(self, values: dict) -> str:
        """The path of real objects; ``values`` gives each argument by its name.

        In the administration the object is the first one of the model.
        """
        values = self._of_administration() | values
        return re.sub(r"<(\w+)>", lambda found: str(values[found[1]]), self.path)

    def _of_administration(self):
        if self.path.startswith("/admin/r/"):
            model = apps.get_model("commitments", "commitment")
            content_type = ContentType.objects.get_for_model(model)
            return {
                "content_type_id": content_type.pk,
                "object_id": model.objects.first().pk,
            }
        parts = re.match(r"/admin/(\w+)/(\w+)/<(?:object_)?id>/", self.path)
        if not parts:
            return {"url": UNKNOWN, "app_label": "commitments"}
        key = apps.get_model(*parts.groups()).objects.first().pk
        return {"object_id": key, "id": key}


def plain_path(pattern) -> str:
    """A pattern without converters and regular expressions."""
    path = re.sub(r"\(\?P<(\w+)>[^()]*\)", r"<\1>", str(pattern))
    return re.sub(r"<\w+:(\w+)>", r"<\1>", path).strip("^$").replace("\\", "")


def every_url(resolver=None, path="/", namespace="") -> list[Url]:
    """All URL patterns below a resolver, by default the site's."""
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        here = path + plain_path(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            found += every_url(pattern, here, namespace + inner)
        else:
            name = namespace + pattern.name if pattern.name else ""
            found.append(Url(name, here))
    return found
