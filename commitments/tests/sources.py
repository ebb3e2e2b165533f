"""What the tests of the sources share: streams, real samples, records by kind."""

import io
import unittest
from pathlib import Path

from commitments.imports.published import Problem

SHARED = Path(__file__).resolve().parents[3] / "shared"

needs_samples = unittest.skipUnless(
    (SHARED / "corpus").is_dir(), "the real samples are not in ../shared"
)


def stream(data):
    """Return bytes, or a text in UTF-8, as a source receives them."""
    data = data.encode() if isinstance(data, str) else data
    return io.BufferedReader(io.BytesIO(data))


def read(source, data, name="file"):
    """Return the records and the problems that a source yields."""
    return sorted_out(source.read(stream(data), name))


def sorted_out(items):
    """Return the records and the problems among what was yielded."""
    items = list(items)
    return (
        [item for item in items if not isinstance(item, Problem)],
        [item for item in items if isinstance(item, Problem)],
    )


def codes(problems):
    """Return the codes of problems, in order."""
    return [problem.code for problem in problems]
