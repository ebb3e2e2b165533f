"""The measurements of one commitment, as its chart shows them."""

import csv
import io

from django.utils.translation import gettext as _

from commitments.charts import first_day
from commitments.choices import Comparator
from commitments.exports.formulas import harmless

# Without it, a widely used spreadsheet reads accents wrongly.
BYTE_ORDER_MARK = "\ufeff"


def measurement_csv(commitment, measurements) -> str:
    """Baseline, measurements and target of a commitment, one row each (RFC 4180).

    Dates are ISO 8601; ``first_day`` and ``last_day`` hold the days that a date known
    to the month or to the year may be. Numbers are plain, with a decimal point.
    """
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(
        [
            "reference",
            "row",
            "first_day",
            "last_day",
            "precision",
            "comparator",
            "value",
            "unit",
            "source",
            "publisher",
            "address",
        ]
    )
    for row in _rows(commitment, measurements):
        rows.writerow([cell if is_ours else harmless(cell) for cell, is_ours in row])
    return BYTE_ORDER_MARK + file.getvalue()


def _rows(commitment, measurements):
    """Cells, each with whether it is made here (a number, a code) or was typed."""

    def row(kind, first, last, precision, comparator, value, *source):
        made = [commitment.reference, kind, first, last, precision, comparator, value]
        source = (*source, "", "", "")[:3]
        return [
            *((str(cell) if cell else "", True) for cell in made),
            (commitment.unit, False),
            *((cell, False) for cell in source),
        ]

    if commitment.baseline_value is not None:
        on = commitment.baseline_on
        value = _plain(commitment.baseline_value)
        yield row("baseline", on, on, "day" if on else "", "", value)
    for m in measurements:
        first = first_day(m.observed_on, m.precision)
        source = (m.evidence.title, m.evidence.publisher, m.evidence.url)
        value = _plain(m.value)
        yield row("measurement", first, m.observed_on, m.precision, "", value, *source)
    if commitment.target_value is not None:
        due, value = commitment.due_on, _plain(commitment.target_value)
        precision = commitment.due_precision if due else ""
        # As a word: the sign would begin a formula.
        comparator = Comparator(commitment.comparator).name.lower()
        yield row("target", "", due, precision, comparator, value, _("Target"))


def _plain(value):
    return f"{value.normalize():f}"
