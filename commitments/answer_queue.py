"""The queue of answers to read: those that promise most come first."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from commitments.choices import Level
from commitments.models import Answer, AnswerText, Body, Question, Suggestion
from commitments.search import in_order_of_names


def unread_answers():
    """Answers that nobody has read, with ``likely_count`` and ``possible`` counts.

    Those with most likely commitments come first, then the most recent. The texts
    stay in the database.
    """
    questions = Question.objects.defer("text")
    has_text = Exists(AnswerText.objects.filter(answer=OuterRef("pk")))
    return (
        Answer.objects.filter(has_text, read_at=None)
        .annotate(possible=_pending(Level.POSSIBLE))
        .prefetch_related(Prefetch("questions", queryset=questions))
        .order_by("-likely_count", "-answered_on", "-pk")
    )


def _pending(level):
    """How many suggestions of a level an answer still has to be decided."""
    waiting = Suggestion.objects.pending().filter(answer=OuterRef("pk"), level=level)
    waiting = waiting.with_cover().filter(covered_by_id=None)
    counted = waiting.order_by().values("answer").annotate(count=Count("pk"))
    return Coalesce(Subquery(counted.values("count")), 0)


def filtered(queue, *, body: Body | None = None, since: date | None = None, until=None):
    """The part of a queue that a body answered (or what it took over from), in time."""
    if body:
        queue = queue.filter(body__in=body.lineage())
    if since:
        queue = queue.filter(answered_on__gte=since)
    if until:
        queue = queue.filter(answered_on__lte=until)
    return queue


def waiting_bodies() -> list[tuple[Body, int]]:
    """The bodies that have answers to read, by name, with how many."""
    has_text = Exists(AnswerText.objects.filter(answer=OuterRef("pk")))
    counts = dict(
        Answer.objects.filter(has_text, read_at=None, body__isnull=False)
        .order_by()
        .values_list("body")
        .annotate(count=Count("*"))
    )
    bodies = in_order_of_names(Body.objects.in_bulk(counts).values())
    return [(body, counts[body.pk]) for body in bodies]


def next_unread(answer) -> Answer | None:
    """The answer that follows in the queue, or the first of it."""
    queue = unread_answers().exclude(pk=answer.pk)
    likely, day = answer.likely_count, answer.answered_on
    after = Q(likely_count__lte=likely) & (
        Q(likely_count__lt=likely)
        | Q(answered_on__lt=day)
        | Q(answered_on=day, pk__lt=answer.pk)
    )
    return queue.filter(after).first() or queue.first()
