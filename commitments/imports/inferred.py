"""What a record did not state and we worked out, said to people.

The names are those of the fields of ``published.PublishedQuestion``; the labels are
short and without commas, since they are read in a list.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

LABELS = {
    "chamber": _("chamber"),
    "legislature": _("legislature"),
    "type": _("type of question"),
    "number": _("number"),
    "author": _("author"),
    "group": _("group of the author"),
    "constituency": _("constituency"),
    "ministry_asked": _("ministry asked"),
    "ministry_answering": _("ministry answering"),
    "rubric": _("rubric"),
    "title": _("title"),
    "asked_on": _("day of the question"),
    "asked_page": _("page of the question"),
    "answered_on": _("day of the answer"),
    "answered_page": _("page of the answer"),
    "shared_answer": _("shared answer"),
    "closing": _("how it was closed"),
    "closed_on": _("day of closing"),
}


def inferred_labels(names: Iterable[str]) -> list[str]:
    """The fields worked out, in words; a name that is no field is left out."""
    return [str(LABELS[name]) for name in names if name in LABELS]
