"""Bodies and themes as plain values, with how many commitments each has."""

from commitments.api.wording import Wording, body_name
from commitments.choices import BodyKind
from commitments.facets import Facets


def bodies(rows, index: Facets, wording: Wording) -> list[dict]:
    """Bodies with their neighbours in time and their published labels read.

    The commitments of a body are its own and those of all that it took over from.
    """
    counts = index.sizes("body")
    return [
        {
            "slug": row.slug,
            "self": wording.address("api-body-detail", row.slug),
            "url": wording.address("body-detail", row.slug),
            "name": row.name,
            "kind": wording.coded(BodyKind, row.kind),
            "valid_from_on": row.valid_from_on,
            "valid_to_on": row.valid_to_on,
            "predecessors": [body_name(one) for one in row.predecessors.all()],
            "successors": [body_name(one) for one in row.successors.all()],
            "labels": [label.label for label in row.labels.all()],
            "commitment_count": counts.get(row.pk, 0),
        }
        for row in rows
    ]


def themes(rows, index: Facets, wording: Wording) -> list[dict]:
    counts = index.sizes("theme")
    return [
        {
            "slug": row.slug,
            "self": wording.address("api-theme-detail", row.slug),
            "url": wording.address("theme-detail", row.slug),
            "name": wording.theme(row)["name"],
            "names": {"fr": row.name, "en": row.name_en},
            "commitment_count": counts.get(row.pk, 0),
        }
        for row in rows
    ]
