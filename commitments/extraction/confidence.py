"""How sure the machine is, and why: `likely`, `possible`, or nothing.

The weights of the cues are added up; the reasons are the codes of those that counted,
strongest first. `labels.py` says them in the editors' words.
"""

from commitments.extraction.cues import IN_FORCE
from commitments.extraction.modality import Found, Modality

LIKELY = 2.0
POSSIBLE = 0.75

SUBJECT_WEIGHTS = {"state": 0.5, "plan": 0.5, "third": -1.25, "": 0.0}
HAS_DEADLINE = 1.0
HAS_FIGURE = 0.5
HAS_DELIVERABLE = 0.5
# What a firm, a region or another State says of its own will binds only them.
OWN_WILL = frozenset(
    (
        *("engages", "announced", "decided", "intends", "wishes", "plans", "going_to"),
        *("works_on", "ready", "launches"),
    )
)
# Effects, possibilities and duties become firm with something to check.
SOFT = frozenset(
    [
        "future_may",
        "future_effect",
        "future_vague",
        "must",
        "should",
        "works_on",
        "could",
        "considered",
        "aims",
        "wishes",
        "called_to",
        "continues",
        "ongoing",
        "future_must",
        "dedicates",
        "must_reach",
        "drafting",
        "provided",
        "future_relative",
        "expected",
    ]
)


def weigh(
    modality: Modality, *, is_dated: bool, has_figure: bool, has_deliverable: bool
) -> tuple[float, tuple[str, ...]]:
    """The score of a passage and the codes of the reasons, strongest first."""
    best = max(modality.positive, key=lambda found: found.weight)
    if best.code == "scheduled" and not is_dated:
        return 0.0, ()  # « la livraison du pont en 2019 »
    counted = {best.code: best.weight}
    for found in modality.positive:
        counted.setdefault(found.code, min(0.5, found.weight / 4))
    for found in _once(modality.negative):
        weight = found.weight * _share(found.code, best.code, is_dated)
        counted.setdefault(found.code, weight)
    if modality.subject:
        weight = SUBJECT_WEIGHTS[modality.subject]
        if modality.subject == "third" and best.code in OWN_WILL:
            weight = -2.75
        counted[f"subject_{modality.subject}"] = weight
    if is_dated:
        is_firm = best.weight >= 1
        counted["has_deadline"] = HAS_DEADLINE if is_firm else HAS_DEADLINE / 2
    if has_figure:
        counted["has_figure"] = HAS_FIGURE
    if has_deliverable and best.code in SOFT and modality.subject != "plan":
        counted["has_deliverable"] = HAS_DELIVERABLE
    codes = sorted(counted, key=lambda code: (-abs(counted[code]), code))
    return sum(counted.values()), tuple(codes)


def _once(negative: tuple[Found, ...]) -> list[Found]:
    """Of the cues that say that a text is in force, only the strongest."""
    in_force = [found for found in negative if found.code in IN_FORCE]
    if len(in_force) < 2:
        return list(negative)
    weaker = sorted(in_force, key=lambda found: found.weight)[1:]
    return [found for found in negative if found not in weaker]


def _share(code: str, best: str, is_dated: bool) -> float:
    """A fact beside a future or a decision counts against it by half, and so does
    a law in force that fixes a step to come by a date."""
    if code in IN_FORCE:
        return 0.5 if is_dated else 1.0
    is_firm = best not in SOFT
    return 0.5 if is_firm and code in ("achieved", "already_done") else 1.0


def is_hopeless(modality: Modality) -> bool:
    """Would no date and no figure be enough to make it possible?"""
    if not modality.negative and modality.subject != "third":
        return False
    score, _ = weigh(modality, is_dated=True, has_figure=True, has_deliverable=True)
    return score < POSSIBLE


def level(score: float) -> str | None:
    """`likely`, `possible`, or None when it is not worth an editor's eye."""
    if score >= LIKELY:
        return "likely"
    return "possible" if score >= POSSIBLE else None
