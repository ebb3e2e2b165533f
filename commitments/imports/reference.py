"""Reference data of fixtures/reference.json: themes, bodies, published labels."""

import json
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from commitments.models import Body, BodyLabel, DataVersion, Theme

REFERENCE = Path(settings.BASE_DIR) / "fixtures" / "reference.json"


@transaction.atomic
def load_reference(path: Path = REFERENCE) -> None:
    """Add the rows that are missing; those that stand belong to the administrators."""
    data = json.loads(path.read_text(encoding="utf-8"))
    added = 0
    for theme in data["themes"]:
        _, is_new = Theme.objects.get_or_create(slug=theme.pop("slug"), defaults=theme)
        added += is_new
    successors = {}
    for fields in data["bodies"]:
        later, labels = fields.pop("successors", []), fields.pop("labels", [])
        fields = {
            name: date.fromisoformat(value) if name.endswith("_on") else value
            for name, value in fields.items()
        }
        body, is_new = Body.objects.get_or_create(
            slug=fields.pop("slug"), defaults=fields
        )
        if is_new:
            successors[body] = later
        for label in labels:
            _, is_new = BodyLabel.objects.get_or_create(
                label=label, defaults={"body": body}
            )
            added += is_new
    for body, slugs in successors.items():
        body.successors.add(*Body.objects.filter(slug__in=slugs))
    if added or successors:
        DataVersion.bump()
