"""The chain of successive promises that a commitment belongs to."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from commitments.choices import Comparator, RelationKind
from commitments.models import Commitment, Relation
from commitments.typography import format_quantity, no_break
from tracker.prepared import PreparedForMany

# A chain longer than this is cut, so that one page never walks the whole base.
MOST_STEPS = 6


@dataclass(frozen=True)
class Link:
    """One commitment of a chain; ``relations`` say in words what it did to others."""

    commitment: Commitment
    relations: str = ""
    notes: str = ""
    is_this: bool = False

    @property
    def promise(self) -> str:
        return promise_of(self.commitment)


def promise_of(commitment) -> str:
    """What is promised in a few words: the target, else the title."""
    if commitment.target_value is None:
        return no_break(commitment.title, "fr")
    value = format_quantity(commitment.target_value, commitment.unit, get_language())
    if commitment.comparator == Comparator.EQUAL:
        return value
    return f"{commitment.get_comparator_display()} {value}"


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
    linked = [commitment, *PUBLISHED(ids - {commitment.pk})]
    linked.sort(key=lambda row: (row.promised_on or date.max, row.pk))
    links = [_link(row, relations, is_this=row is commitment) for row in linked]
    return links if len(links) > 1 else []


def _link(commitment, relations, is_this):
    """A commitment with what it does to earlier ones: the date is its own."""
    own = [relation for relation in relations if relation.source_id == commitment.pk]
    return Link(
        commitment,
        relations=" · ".join(_in_words(relation) for relation in own),
        notes=" ".join(relation.note for relation in own if relation.note),
        is_this=is_this,
    )


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
