"""From a ministry's label, as published, to the Body that bore it."""

from commitments.models import Body, BodyLabel
from commitments.search import fold


class PublishedLabels:
    """The table of labels, read once per import.

    A body's own name counts as a label. Case, accents and spaces are ignored, nothing
    else: a label that is not in the table is for an administrator to map.
    """

    def __init__(self):
        self.bodies = {fold(body.name): body for body in Body.objects.all()}
        rows = BodyLabel.objects.select_related("body")
        self.bodies |= {fold(row.label): row.body for row in rows}
        self.folded = {}

    def fold(self, label: str) -> str:
        """Return a label without case, accents and spaces; few labels come often."""
        if label not in self.folded:
            self.folded[label] = fold(label)
        return self.folded[label]

    def body(self, label: str | None) -> Body | None:
        """Return the body that a label names, None when nobody has said."""
        return self.bodies.get(self.fold(label or ""))

    def knows(self, label: str | None) -> bool:
        """Tell whether a label stands in the table, mapped or waiting to be."""
        return not label or self.fold(label) in self.bodies

    def list_unknown(self, label: str) -> None:
        """Put a new label before the administrators, who map it once for all."""
        BodyLabel.objects.get_or_create(label=label)
        self.bodies[fold(label)] = None
