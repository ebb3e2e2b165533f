"""What the extractor found, as a suggestion keeps it and as a draft would say it.

The extractor works without Django; here its dataclasses become the JSON of
``Suggestion.details``, and that JSON the arguments of ``record_commitment`` and
``set_deadline``.
"""

from datetime import date
from decimal import Decimal

from django.utils.text import Truncator

from commitments.choices import Comparator, Precision, Rate
from commitments.extraction.candidates import comparator
from commitments.extraction.plain import plain
from commitments.models import Commitment, Deadline
from commitments.models.commitments import FIGURE_LIMIT

# The extractor's codes of units, as readers write them.
UNITS = {"EUR": "€", "FRF": "F", "factor": "fois"}
TITLE = 120


def details_of(found) -> dict:
    """The details of what the extractor found, ready for JSON."""
    return {
        "score": found.score,
        "kind": found.kind,
        "testability": found.testability,
        "condition": found.conditional,
        "responsible": found.responsible,
        "cues": list(found.reasons),
        "target": _target(found),
        "deadline": _deadline(found.deadline) if found.deadline else None,
    }


def _target(found):
    quantity = found.quantity
    if quantity is None or abs(Decimal(str(quantity.value))) >= FIGURE_LIMIT:
        return None
    return {
        "words": quantity.text,
        "value": str(quantity.value),
        "comparator": comparator(quantity),
        "unit": UNITS.get(quantity.unit) or _as_written(quantity.unit, found.quote),
        "rate": quantity.rate or "",
        "counted": _as_written(quantity.counted, found.quote),
    }


def _as_written(words: str, quote: str) -> str:
    """Plain words as the quote writes them, with accents and capitals."""
    at = plain(quote).find(words)
    return quote[at : at + len(words)] if words and at >= 0 else words


def _deadline(read):
    return {
        "words": read.text,
        "rule": read.rule,
        "status": read.status,
        "is_deadline": read.is_deadline,
        "earliest": read.earliest and read.earliest.isoformat(),
        "latest": read.latest and read.latest.isoformat(),
        "precision": read.precision,
        "anchor_on": read.anchor_on and read.anchor_on.isoformat(),
        "event": read.event or "",
        "reasoning_fr": read.reasoning("fr"),
        "reasoning_en": read.reasoning("en"),
        "readings": [
            {
                "latest": reading.latest.isoformat(),
                "precision": reading.precision,
                "label_fr": reading.label_fr,
                "label_en": reading.label_en,
            }
            for reading in read.readings
        ],
    }


def proposed_title(quote: str) -> str:
    """A working title from the words themselves; the editor finds a better one."""
    title = Truncator(" ".join(quote.split())).words(16, truncate="…")
    title = Truncator(title).chars(TITLE)
    return title[:1].upper() + title[1:]


def proposed_draft(suggestion) -> dict:
    """Fields of the draft that accepting a suggestion makes, quote and place apart."""
    details = suggestion.details
    target = details.get("target") or {}
    unit, counted = target.get("unit", ""), target.get("counted", "")
    sign, rate = target.get("comparator"), target.get("rate")
    is_target = sign in Comparator.values
    answer = suggestion.answer
    return {
        "title": proposed_title(suggestion.quote),
        "kind": details["kind"],
        "testability": details["testability"],
        "condition": details.get("condition", ""),
        "indicator": ""
        if counted == unit
        else _short(Commitment, "indicator", counted),
        "comparator": sign if is_target else "",
        "target_value": Decimal(target["value"]) if is_target else None,
        "unit": _short(Commitment, "unit", unit),
        "rate": rate if is_target and rate in Rate.values else "",
        "bodies": [answer.body] if answer.body else [],
    }


def proposed_deadline(suggestion) -> dict | None:
    """Fields of the deadline that a suggestion gives; None when it gives none."""
    read = suggestion.details.get("deadline")
    if not read or not read["is_deadline"]:
        return None
    latest = read["latest"]
    return {
        "words": _short(Deadline, "words", read["words"]),
        "rule": read["rule"],
        "anchor_on": _day(read["anchor_on"]),
        "due_earliest": _day(read["earliest"]) if latest else None,
        "due_latest": _day(latest),
        "precision": read["precision"] if latest else Precision.NONE,
        "event": "" if latest else _short(Deadline, "event", read["event"]),
        "readings": read["readings"],
        "reasoning": read["reasoning_fr"],
    }


def _short(model, field, words):
    return words[: model._meta.get_field(field).max_length]


def _day(text):
    return date.fromisoformat(text) if text else None
