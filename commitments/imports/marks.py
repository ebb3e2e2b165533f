"""What was read before, so that what has not changed is passed over.

A place is a question in a file, or a whole file, by name: what stands there now is
compared with what was last read there. A file under another name is read once more,
which changes nothing.
"""

import hashlib
from array import array
from bisect import bisect_left
from functools import lru_cache
from pathlib import Path

from django.db import connection

from commitments.models import ImportMark

BLOCK = 1024 * 1024
# Marks written by one command, well below the values that any engine takes.
AT_ONCE = 250


# What is read is looked for, and then marked, before many others are.
@lru_cache(maxsize=5000)
def number_of(*words: str) -> int:
    """Return words as a number of 64 bits, signed as databases have it."""
    digest = hashlib.blake2b("\0".join(words).encode(errors="replace"), digest_size=8)
    return int.from_bytes(digest.digest(), "big", signed=True)


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
    keep(
        {
            number_of(r.file, r.uid): number_of(r.file, r.digest)
            for r in records
            if r.digest
        }
    )


def keep(digests: dict[int, int], records=1) -> None:
    """Write digests over those of the same places, each of that many records."""
    rows = list(digests.items())
    table = ImportMark._meta.db_table
    with connection.cursor() as cursor:
        for at in range(0, len(rows), AT_ONCE):
            some = rows[at : at + AT_ONCE]
            places = ", ".join(["(%s, %s, %s)"] * len(some))
            cursor.execute(
                f"INSERT INTO {table} (place, digest, records) VALUES {places} "
                "ON CONFLICT (place) DO UPDATE SET "
                "digest = excluded.digest, records = excluded.records",
                [value for row in some for value in (*row, records)],
            )
