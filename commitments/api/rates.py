"""How often somebody asks: counted for the whole machine, at no cost to the database.

A count is some bytes of a small file that all processes of the server map into their
memory. Whoever asks is known by a keyed hash, and forgotten with the next window.
"""

import fcntl
import mmap
import struct
import time
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from threading import Lock

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings

# Two callers of one place in the table share a count: with so many places, hardly ever.
PLACES = 2**17
# The number of the window, and how many requests came in it.
COUNT = struct.Struct("<II")
SECONDS = 60


@dataclass(frozen=True)
class Rate:
    """Where a caller stands: ``used`` requests of a ``quota`` within a window."""

    name: str
    quota: int
    used: int
    window: int
    wait: int

    @property
    def is_exceeded(self) -> bool:
        return self.used > self.quota

    @property
    def policy(self) -> str:
        """RateLimit-Policy, as draft-ietf-httpapi-ratelimit-headers has it."""
        return f'"{self.name}";q={self.quota};w={self.window}'

    @property
    def left(self) -> str:
        """RateLimit: what is left, and in how many seconds all is given again."""
        return f'"{self.name}";r={max(0, self.quota - self.used)};t={self.wait}'


def caller_of(request) -> str:
    """Who asks: an address on the network, for a token may be invented."""
    return get_client_ip(request) or ""


class Rates:
    """Counts in a file; the quotas are settings, 0 for none."""

    def __init__(self, path: Path):
        self.path, self.lock = path, Lock()
        self.table = self.file = None

    def count(self, caller: str, is_writing: bool) -> Rate | None:
        """Count one request; None when there is no limit."""
        name = "write" if is_writing else "read"
        quota = settings.API_QUOTAS[name]
        if not quota:
            return None
        now = time.time()
        window = int(now // SECONDS)
        used = self._hit(place_of(f"{name} {caller}"), window)
        wait = int((window + 1) * SECONDS - now) + 1
        return Rate(name, quota, used, SECONDS, wait)

    def _hit(self, place, window):
        with self.lock:
            self._open()
            # Threads of this process wait at the lock above, other processes here.
            fcntl.lockf(self.file, fcntl.LOCK_EX, COUNT.size, place)
            try:
                kept, used = COUNT.unpack_from(self.table, place)
                used = used + 1 if kept == window else 1
                COUNT.pack_into(self.table, place, window, used)
            finally:
                fcntl.lockf(self.file, fcntl.LOCK_UN, COUNT.size, place)
        return used

    def _open(self):
        if self.table is None:
            self.path.touch(mode=0o600)
            self.file = self.path.open("r+b")
            self.file.truncate(PLACES * COUNT.size)
            self.table = mmap.mmap(self.file.fileno(), PLACES * COUNT.size)


def place_of(caller: str) -> int:
    """The place of a caller in the table; nobody outside can tell who shares one."""
    key = blake2b(settings.SECRET_KEY.encode(), digest_size=32).digest()
    digest = blake2b(caller.encode(errors="replace"), key=key, digest_size=8).digest()
    return int.from_bytes(digest) % PLACES * COUNT.size
