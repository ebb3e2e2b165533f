"""Answers as plain values, with the texts as they were published."""

from collections import defaultdict

from commitments.api.wording import Wording, body_name, reference_of
from commitments.choices import (
    Chamber,
    PassageRole,
    Publication,
    QuestionState,
    QuestionType,
    TextRole,
)
from commitments.models import Answer, Passage, PublishedText, Question

# What is told of a question, by the names of its columns; the text only in full.
QUESTION = (
    "uid",
    "number",
    "legislature",
    "author",
    "author_group",
    "constituency",
    "ministry_asked",
    "rubric",
    "title",
    "asked_on",
    "asked_page",
    "source_url",
)


def in_brief(answers: list[Answer], wording: Wording) -> list[dict]:
    """Answers with their bodies read, in two queries more."""
    questions = defaultdict(list)
    rows = Question.objects.filter(answer__in=answers).order_by("asked_on", "pk")
    for row in rows.values("answer_id", *QUESTION, "chamber", "type", "state"):
        questions[row["answer_id"]].append(question(row, wording))
    promises = _commitments_of(answers)
    return [
        _answer(one, questions[one.pk], promises.get(one.pk, []), wording)
        for one in answers
    ]


def _answer(answer, questions, commitments, wording):
    return {
        "uid": answer.uid,
        **wording.answer_addresses(answer.uid),
        "ministry": answer.ministry,
        "body": body_name(answer.body) if answer.body else None,
        "answered_on": answer.answered_on,
        "page": answer.page,
        "source_url": answer.source_url,
        "licence": answer.licence,
        "is_fictitious": answer.is_fictitious,
        "questions": questions,
        "commitments": commitments,
    }


def question(row: dict, wording: Wording) -> dict:
    """A question from its columns; what it does not name is empty or null."""
    return {name: row[name] for name in QUESTION} | {
        "chamber": wording.coded(Chamber, row["chamber"]),
        "type": wording.coded(QuestionType, row["type"]),
        "state": wording.coded(QuestionState, row["state"]),
    }


def _commitments_of(answers):
    """The references of the published commitments that each answer's words are in."""
    rows = (
        Passage.objects.standing()
        .filter(answer__in=answers, commitment__publication=Publication.PUBLISHED)
        .order_by("commitment")
        .values_list("answer", "commitment")
        .distinct()
    )
    found = defaultdict(list)
    for answer, pk in rows:
        found[answer].append(reference_of(pk))
    return found


def in_full(answer: Answer, wording: Wording) -> dict:
    """An answer with all its texts, and its words in published commitments."""
    full = in_brief([answer], wording)[0]
    asked = dict(answer.questions.values_list("uid", "text"))
    for one in full["questions"]:
        one["text"] = asked.get(one["uid"], "")
    texts = list(answer.texts.order_by("number"))
    return full | {
        "texts": [
            {
                "number": text.number,
                "is_current": text is texts[-1],
                "text": text.body,
                "sha256": text.sha256,
                "published_on": text.published_on,
                "retrieved_at": text.retrieved_at,
            }
            for text in texts
        ],
        "other_texts": _printed(answer, wording),
        "passages": _passages(answer, wording),
    }


def _printed(answer, wording):
    """Errata, and what a later publication replaced."""
    rows = PublishedText.objects.filter(question__answer=answer).order_by("pk")
    return [
        {
            "question": row.question.uid,
            "role": wording.coded(TextRole, row.role),
            "text": row.body,
            "published_on": row.published_on,
            "page": row.page,
            "issue": row.issue,
        }
        for row in rows.select_related("question")
    ]


def _passages(answer, wording):
    rows = (
        answer.passages.standing()
        .filter(commitment__publication=Publication.PUBLISHED)
        .values_list(
            "commitment",
            "commitment__title",
            "role",
            "quote",
            "text__number",
            "start",
            "end",
        )
    )
    return [
        {
            "commitment": reference_of(pk),
            "title": title,
            "role": wording.coded(PassageRole, role),
            "quote": quote,
            "text_number": number,
            "start": start,
            "end": end,
        }
        for pk, title, role, quote, number, start, end in rows
    ]
