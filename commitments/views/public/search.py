"""The search of the whole site: one page of what was found, and suggestions."""

from dataclasses import asdict, dataclass

from django.db.models import Prefetch
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie
from pyroaring import BitMap

from commitments import facets
from commitments.completions import completions, members, named
from commitments.models import Answer, AnswerText, Question
from commitments.search import (
    ANSWER,
    COMMITMENT,
    did_you_mean,
    excerpt,
    find,
    highlight,
    look,
    ranked,
)
from commitments.search.documents import published_quotes
from commitments.views.public.lists import page_of, rows_of

LONGEST = 200
SHOWN = 5
PLACES = 12
EXCERPT = 260


@dataclass(frozen=True)
class AnswerFound:
    """An answer with its words where they match."""

    answer: Answer
    title: list
    excerpt: list


@require_safe
def search(request):
    """Everything that the words are found in; with ``in=answers`` all the answers."""
    words = _words(request)
    index = facets.current()
    found, answers = look(COMMITMENT, words), find(ANSWER, words) or BitMap()
    commitments = found.ids & index.rows if found else BitMap()
    is_about_answers = request.GET.get("in") == "answers"
    context = {
        "words": words,
        "is_searched": bool(found and found.query),
        "commitment_count": len(commitments),
        "answer_count": len(answers),
        "is_about_answers": is_about_answers,
        "proposal": None if commitments or answers else _proposal(words, index),
    }
    if is_about_answers:
        context["page"] = page = page_of(request, Ranked(ANSWER, words, answers))
        page.object_list = _answers(page.object_list, words)
    else:
        best = ranked(COMMITMENT, words, among=index.rows, limit=SHOWN)
        context |= {
            "rows": rows_of(best, index, words),
            "answers": _answers(ranked(ANSWER, words, limit=SHOWN), words),
            "bodies": named(index.named["body"].values(), words)[:PLACES],
            "themes": named(index.named["theme"].values(), words)[:PLACES],
            "members": members(words)[:PLACES],
        }
    return render(request, "commitments/search.html", context)


@require_safe
@cache_control(public=True, max_age=60)
@vary_on_cookie
def search_suggest(request):
    """Where the letters typed may lead: a list to put under the field, or JSON."""
    words = _words(request)
    groups = completions(words, facets.current()) if words else []
    if request.GET.get("format") == "json":
        return JsonResponse({"q": words, "groups": [asdict(group) for group in groups]})
    context = {"groups": groups, "count": sum(len(group.places) for group in groups)}
    return render(request, "components/completions.html", context)


class Ranked:
    """The matches as a paginator takes them: a length, and slices that are ranked."""

    def __init__(self, kind, words, found):
        self.kind, self.words, self.found = kind, words, found

    def __len__(self):
        return len(self.found)

    def __getitem__(self, part):
        size = part.stop - part.start
        return ranked(self.kind, self.words, limit=size, offset=part.start)


def _words(request):
    return request.GET.get("q", "").replace("\0", " ").strip()[:LONGEST]


def _answers(pks, words):
    """Answers in the order of their ids, with the newest text or the quotes of each."""
    questions = Question.objects.defer("text")
    held = Answer.objects.prefetch_related(Prefetch("questions", questions)).in_bulk(
        pks
    )
    texts = AnswerText.objects.filter(answer__in=pks).order_by("number")
    texts = dict(texts.values_list("answer", "body"))
    quoted = published_quotes([pk for pk in pks if pk not in texts])
    found = []
    for pk in pks:
        question = next(iter(held[pk].questions.all()), None)
        title = (question and (question.title or question.rubric)) or held[pk].uid
        found.append(
            AnswerFound(
                answer=held[pk],
                title=highlight(title, words),
                excerpt=excerpt(
                    texts[pk] if pk in texts else " […] ".join(quoted[pk]),
                    words,
                    EXCERPT,
                ),
            )
        )
    return found


def _proposal(words, index):
    """What may have been meant, when nothing was found."""
    meant = did_you_mean(COMMITMENT, words, index.rows)
    return meant or did_you_mean(ANSWER, words)
