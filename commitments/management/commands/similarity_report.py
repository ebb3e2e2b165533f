"""Measure "Same promise?" on the links that people have recorded."""

from django.core.management.base import BaseCommand

from commitments.choices import PassageRole, RelationKind
from commitments.models import Evidence, Relation
from commitments.similarity import SHOWN, later_answers, likenesses, said_in


class Command(BaseCommand):
    help = (
        "For each relation and each piece of evidence that people recorded: at which "
        "rank the machine alone would have proposed it."
    )

    def handle(self, **options):
        self.tell("Relations", list(relations()))
        self.tell("Answers as evidence", list(evidence()))

    def tell(self, title, ranks):
        self.stdout.write(title)
        for link, rank in ranks:
            self.stdout.write(f"  {rank or '-':>3}  {link}")
        first = sum(rank == 1 for _link, rank in ranks)
        shown = sum(rank is not None and rank <= SHOWN for _link, rank in ranks)
        self.stdout.write(f"  first {first}, among {SHOWN} {shown}, of {len(ranks)}")


def relations():
    """Each relation but "part of", with the rank of its older end, or None."""
    links = Relation.objects.standing().exclude(kind=RelationKind.PART_OF)
    for link in links.select_related("source", "target"):
        words = link.source.passages.standing().filter(role=PassageRole.MAKES)
        passage = words.select_related("answer__body", "text").first()
        said = {link.pk: said_in(passage, link.source)}
        found = likenesses(said, passage.answer, follow=False)[link.pk]
        others = [each.commitment for each in found if each.commitment != link.source]
        yield f"{link.source} → {link.target}", place(link.target, others)


def evidence():
    """Each later answer recorded as evidence, with its rank for its commitment."""
    rows = Evidence.objects.standing().exclude(answer=None)
    pairs = {
        (row.commitment_id, row.answer_id): row
        for row in rows.select_related("commitment", "answer")
        if row.answer.answered_on > row.commitment.promised_on
    }
    for row in pairs.values():
        found = [each.answer for each in later_answers(row.commitment, known=True)]
        yield f"{row.commitment} ← {row.answer}", place(row.answer, found)


def place(wanted, found):
    return found.index(wanted) + 1 if wanted in found else None
