"""Suggestions and deadlines as plain records, for files and programs."""

from commitments.extraction.candidates import Suggestion, comparator
from commitments.extraction.deadlines import Deadline, read_deadlines
from commitments.extraction.labels import reason


def suggestion_record(id_: str, suggestion: Suggestion, language: str = "fr") -> dict:
    """One line of `manage.py extract --jsonl`. Dates are ISO 8601 or null."""
    quantity, deadline = suggestion.quantity, suggestion.deadline
    is_dated = bool(deadline and deadline.is_deadline and deadline.latest)
    return {
        "id": id_,
        "start": suggestion.start,
        "end": suggestion.end,
        "quote": suggestion.quote,
        "level": suggestion.level,
        "kind": suggestion.kind,
        "testability": suggestion.testability,
        "target_value": quantity.value if quantity else None,
        "comparator": comparator(quantity) if quantity else None,
        "unit": (quantity.unit or None) if quantity else None,
        "counted": (quantity.counted or None) if quantity else None,
        "rate": quantity.rate if quantity else None,
        "deadline": deadline.latest.isoformat() if is_dated else None,
        "deadline_earliest": deadline.earliest.isoformat() if is_dated else None,
        "deadline_precision": deadline.precision if is_dated else "none",
        "deadline_text": deadline.text if deadline else None,
        "deadline_rule": deadline.rule if deadline else None,
        "deadline_readings": [
            {
                "date": reading.latest.isoformat(),
                "precision": reading.precision,
                "reading": reading.label_in(language),
            }
            for reading in (deadline.readings if is_dated else ())
        ],
        "conditional": suggestion.conditional or None,
        "responsible": suggestion.responsible or None,
        "reasons": [reason(code, language) for code in suggestion.reasons],
    }


def deadline_record(id_: str, text: str, answered_on) -> dict:
    """One line of `manage.py extract --deadlines`: the first deadline, or null."""
    found = read_deadlines(text, answered_on)
    deadline = first_date(found)
    shown = deadline or next(iter(found), None)
    return {
        "id": id_,
        "deadline": deadline.latest.isoformat() if deadline else None,
        "deadline_precision": deadline.precision if deadline else "none",
        "deadline_rule": shown.rule if shown else None,
    }


def first_date(found: list[Deadline]) -> Deadline | None:
    """The first expression that gives a date to be held to."""
    return next((d for d in found if d.is_deadline and d.latest), None)
