"""The chain of successive promises that a commitment belongs to."""

from dataclasses import dataclass
from datetime import date

from commitments.choices import RelationKind
from commitments.models import Commitment, Relation
from tracker.prepared import PreparedForMany

# A chain longer than this is cut, so that one page never walks the whole base.
MOST_STEPS = 6


@dataclass(frozen=True)
class Link:
    """One commitment of a chain; ``relation`` says in words how it hangs there."""

    commitment: Commitment
    relation: str = ""
    note: str = ""
    is_this: bool = False


def chain_of(commitment, relations: list[Relation]) -> list[Link]:
    """The published commitments before and after one, itself included, oldest first.

    ``relations`` are those of the commitment itself, as records.Records has them.
    Successive promises are followed from one to the next; what is a part of this
    commitment, or what it is part of, is shown but not followed further. Empty when the
    commitment stands alone.
    """
    relations = _relations_around(commitment, relations)
    if not relations:
        return []
    ids = {
        pk for relation in relations for pk in (relation.source_id, relation.target_id)
    }
    found = {row.pk: row for row in PUBLISHED(ids)}
    links = [Link(commitment, is_this=True)]
    linked = {commitment.pk}
    for relation in relations:
        for pk in (relation.source_id, relation.target_id):
            if pk in found and pk not in linked:
                linked.add(pk)
                links.append(Link(found[pk], _in_words(relation), relation.note))
    links.sort(
        key=lambda link: (link.commitment.promised_on or date.max, link.commitment.pk)
    )
    return links if len(links) > 1 else []


def _keys(**among):
    return Relation.objects.filter(**among).order_by().values("pk")


# Not "or": no index would be used.
NEXT_STEP = PreparedForMany(
    lambda pks: (
        Relation.objects.public()
        .filter(pk__in=_keys(source__in=pks).union(_keys(target__in=pks)))
        .exclude(kind=RelationKind.PART_OF)
    )
)
PUBLISHED = PreparedForMany(
    lambda pks: Commitment.objects.published().filter(pk__in=pks)
)


def _relations_around(commitment, touching):
    """Public relations between commitments, the nearest first."""
    relations, known, new = {}, set(), {commitment.pk}
    for _step in range(MOST_STEPS):
        known |= new
        new = set()
        for relation in touching:
            relations[relation.pk] = relation
            if relation.kind != RelationKind.PART_OF:
                new |= {relation.source_id, relation.target_id}
        new -= known
        if not new:
            break
        touching = NEXT_STEP(new)
    return list(relations.values())


def _in_words(relation):
    earlier, later = f"E-{relation.target_id:04d}", f"E-{relation.source_id:04d}"
    return f"{later} {relation.get_kind_display()} {earlier}"
