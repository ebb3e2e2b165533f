"""Adding one answer: a file or a text, what was understood of it, then the base.

Nothing is kept between the steps: each one posts the text that was read, or the line
of open data, and everything that was typed.
"""

from dataclasses import dataclass, field

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from commitments.comparison import Piece, compare_words
from commitments.forms.answers import AnswerForm, SourceForm, first_values
from commitments.imports.labels import PublishedLabels
from commitments.imports.load import (
    Import,
    Unloadable,
    load_record,
    published_labels,
)
from commitments.imports.one_question import read_file, read_text
from commitments.imports.published import PublishedQuestion
from commitments.imports.records import UnreadablePage
from commitments.imports.sources.json_lines import write
from commitments.models import Answer, Question
from commitments.views.workspace.access import editors_only, posted

# What comes from a file of the open data has no page to be read again.
LINE = "line.jsonl"


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def answer_add(request):
    """Ask for a file or a text, show what was understood, and store it."""
    act = request.POST.get("act", "")
    if act in ("check", "store"):
        try:
            base = understood_before(request.POST)
        except UnreadablePage:
            # Only a forged form comes without what it was made from.
            return redirect("answer-add")
        form = AnswerForm(request.POST, base=base)
        answer = store(request, form) if act == "store" and form.is_valid() else None
        return redirect("answer-read", answer.uid) if answer else preview(request, form)
    if act == "back":
        return ask(request, SourceForm(initial={"text": request.POST.get("text", "")}))
    form = SourceForm(posted(request), request.FILES or None)
    if not form.is_valid():
        return ask(request, form)
    base = form.understood
    line = "" if form.text else next(iter(write([base]))).strip()
    source = {"text": form.text, "line": line, "name": form.name}
    return preview(request, AnswerForm(base=base), source)


def ask(request, form):
    """The first step."""
    return render(request, "workspace/answer_add.html", {"form": form})


def understood_before(data) -> PublishedQuestion:
    """What the first step understood, from what it had to read."""
    if data.get("line"):
        return read_file(LINE, data["line"].encode())[0]
    return read_text(data.get("text", "").replace("\r\n", "\n"))[0]


def preview(request, form, source=None):
    """The second step: every field, the text as it will be read, what is held."""
    source = source or {k: request.POST.get(k, "") for k in ("text", "line", "name")}
    twin = form
    if not form.is_bound:
        twin = AnswerForm(first_values(form.base), base=form.base)
    context = source | {
        "form": form,
        "question_text": as_read(twin["question_text"]),
        "answer_text": as_read(twin["answer_text"]),
        "held": rehearse(twin.record()) if twin.is_valid() else None,
    }
    return render(request, "workspace/answer_preview.html", context)


def as_read(bound) -> str:
    """The words of a field, with the line ends of the base."""
    return (bound.value() or "").replace("\r\n", "\n")


@dataclass(frozen=True)
class Rehearsal:
    """What storing a record would do, or the reason why it would be refused."""

    result: str = ""
    answer: Answer | None = None
    others: list[Question] = field(default_factory=list)
    version: int | None = None
    pieces: list[Piece] = field(default_factory=list)
    to_check: int = 0
    unknown: list[str] = field(default_factory=list)
    refusal: Unloadable | None = None


def rehearse(record) -> Rehearsal:
    """Store a record and take it back, so that the preview tells what will be."""
    labels = PublishedLabels()
    try:
        with transaction.atomic():
            done = rehearsed(record, labels)
            transaction.set_rollback(True)
    except Unloadable as error:
        return Rehearsal(refusal=error)
    return done


def rehearsed(record, labels):
    outcome = load_record(record, labels, suggests=False)
    answer, text, pieces = outcome.answer, outcome.text, []
    if text and text.number > 1:
        before = answer.texts.get(number=text.number - 1)
        pieces = compare_words(before.body, text.body)
    return Rehearsal(
        result=outcome.result,
        answer=answer,
        others=list(answer.questions.exclude(pk=outcome.question.pk)),
        version=text and text.number,
        pieces=pieces,
        to_check=outcome.to_check,
        unknown=[x for x in published_labels(record) if labels.body(x) is None],
    )


def store(request, form):
    """Load the record as any import does; None when it is refused."""
    record = form.record()
    name = request.POST.get("name", "")[:200] or _("pasted text")
    with Import("one answer", [name], by=request.user) as run:
        try:
            outcome = run.load(record, file=name)
        except Unloadable as error:
            known = error.field if error.field in form.fields else None
            form.add_error(known, str(error))
            return None
    waiting = outcome.answer.suggestions.by_machine().pending().count()
    messages.success(
        request,
        ngettext(
            "The answer is in the base; %(count)d suggestion waits for you.",
            "The answer is in the base; %(count)d suggestions wait for you.",
            waiting,
        )
        % {"count": waiting},
    )
    return outcome.answer
