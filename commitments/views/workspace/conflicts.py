"""When somebody else came first: both texts, the difference, nothing lost.

Every form that moves or edits a commitment carries the version that the person saw. A
later one answers 409 with the same form, filled as it was and renewed to the version
of now, above it what the others did meanwhile.
"""

from dataclasses import dataclass

from commitments import trail
from commitments.comparison import Piece, compare_words
from commitments.models import Change
from commitments.views.workspace.access import as_seen
from commitments.workflow.audit import plain
from commitments.workflow.commitments import EDITABLE, RELATED, values

CONFLICT = 409


def renewed(data, commitment):
    """What was posted, with the version of now in the place of the one seen."""
    data = data.copy()
    for name, value in as_seen(commitment).items():
        data[name] = value
    return data


def done_since(commitment, seen) -> list[trail.Line]:
    """What was done to a commitment after a line of its trail, the latest first."""
    changes = commitment.changes.filter(pk__gt=seen or 0).select_related("by", "token")
    return trail.in_words(changes[:50])


@dataclass(frozen=True)
class Clash:
    """A field that the person and somebody else hold differently.

    ``pieces`` lead from their text to mine; ``take`` is what is kept by default:
    "theirs" only where the person had left the field alone, and then ``drawn`` holds
    what its field shows on the page: typing in it later means to merge.
    """

    name: str
    label: str
    mine: str
    theirs: str
    pieces: list[Piece]
    take: str
    drawn: list[str]


def clashes(form, current) -> list[Clash]:
    """The fields of a valid EditForm that differ from the commitment as it is now."""
    wording = trail.Wording()
    mine = {name: plain(form.cleaned_data[name]) for name in EDITABLE + RELATED}
    theirs = {name: plain(value) for name, value in values(current).items()}
    found = []
    seen = _as_seen_then(current, form.cleaned_data["seen"], theirs)
    for name in (n for n in mine if mine[n] != theirs[n]):
        is_untouched = mine[name] == seen.get(name)
        words = [
            wording.value("commitment", name, each[name]) for each in (mine, theirs)
        ]
        found.append(
            Clash(
                name=name,
                label=wording.label("commitment", name),
                mine=words[0],
                theirs=words[1],
                pieces=compare_words(words[1], words[0]),
                take="theirs" if is_untouched else "mine",
                drawn=form.data.getlist(name) if is_untouched else [],
            )
        )
    return found


def _as_seen_then(commitment, seen, now):
    """The values that the person saw: those of now, each later edit taken back."""
    if not seen:
        return {}
    values_then = dict(now)
    edits = Change.objects.filter(
        commitment=commitment, model="commitment", verb="edit", pk__gt=seen
    )
    for change in edits.order_by("-pk"):
        values_then |= change.before
    return values_then


def _is_merged(data, name):
    """Whether the person typed in a field that was to be theirs unless touched."""
    drawn, now = (
        sorted(" ".join(value.split()) for value in data.getlist(key))
        for key in (f"drawn-{name}", name)
    )
    return f"drawn-{name}" in data and drawn != now


def resolved(data, commitment):
    """What was posted, with "theirs" filled in where the person takes theirs.

    What somebody typed into a field on the page of the conflict is never dropped.
    """
    data = data.copy()
    for name, value in values(commitment).items():
        if data.get(f"take-{name}") != "theirs" or _is_merged(data, name):
            continue
        value = plain(value)
        if isinstance(value, list):
            data.setlist(name, [str(item) for item in value])
        else:
            data[name] = "" if value is None else value
    return data
