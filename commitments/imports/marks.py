"""What was read before, so that what has not changed is passed over.

A place is a question in a file, or a whole file, by name: what stands there now is
compared with what was last read there. A file under another name is read once more,
which changes nothing.
"""

import hashlib
from array import array
from bisect import bisect_left
from pathlib import Path

from commitments.models import ImportMark

BLOCK = 1024 * 1024


def number_of(*words: str) -> int:
    """Return words as a number of 64 bits, signed as databases have it."""
    digest = hashlib.blake2b("\0".join(words).encode(errors="replace"), digest_size=8)
    return int.from_bytes(digest.digest(), "big", signed=True)


def mark_of(record) -> ImportMark | None:
    """Return the mark of a record that was loaded, None when it has no digest."""
    if not record.digest:
        return None
    return ImportMark(
        place=number_of(record.file, record.uid),
        digest=number_of(record.file, record.digest),
    )


def file_mark(path: Path, records=0) -> ImportMark:
    """Return the mark of a whole file, read through once."""
    digest = hashlib.blake2b(digest_size=16)
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return ImportMark(
        place=number_of("file", path.name),
        digest=number_of(path.name, digest.hexdigest()),
        records=records,
    )


class Marks:
    """The digests of all that was read, in 8 bytes each."""

    def __init__(self):
        rows = ImportMark.objects.order_by("digest").values_list("digest", flat=True)
        self.digests = array("q", rows.iterator(chunk_size=10_000))

    def __contains__(self, digest: int) -> bool:
        at = bisect_left(self.digests, digest)
        return at < len(self.digests) and self.digests[at] == digest

    def is_known(self, file: str, digest: str) -> bool:
        """Tell whether this was the last thing read at its place."""
        return number_of(file, digest) in self


def keep_marks(records) -> None:
    """Mark what was loaded, within the transaction that loaded it."""
    # Two entries of a file may speak of one question: the last one was read last.
    marks = [mark for mark in map(mark_of, records) if mark]
    keep({mark.place: mark for mark in marks}.values())


def keep(marks) -> None:
    """Write marks over those of the same places."""
    ImportMark.objects.bulk_create(
        marks,
        update_conflicts=True,
        unique_fields=["place"],
        update_fields=["digest", "records"],
    )
