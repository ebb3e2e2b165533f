"""Processes that read: they are given files or texts, and never see the database."""

import gc
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor

from commitments.imports.sources.catalogue import Whole, understood

# Bytes of files that a process is given at a time (fewer are not worth starting one),
# and bytes that are given before the first of them is needed: over a batch, usually.
TOGETHER, AHEAD = 250_000, 8_000_000
# Objects made between two looks for cycles, of which reading makes hardly any.
COLLECTED = 100_000


class Readers:
    """Some processes, started when there is much to read; none when it is only one."""

    def __init__(self, processes):
        self.processes, self.pool = processes, None

    def map(self, read, items, together) -> Iterator:
        """Begin to read items, so many at a time; return what is read in each."""
        return self.started().map(read, items, chunksize=together)

    def understand(self, pieces: Iterable) -> Iterator:
        """Yield what ``pieces`` of ``catalogue`` hold, in their order.

        Files are understood by the processes while the next ones are unpacked here.
        """
        waiting, ahead = deque(), 0
        for parcel, size in parcels(pieces):
            is_small = size < TOGETHER or self.processes == 1
            if not is_small:
                waiting.append((self.started().submit(all_in, parcel), size))
                ahead += size
            # What is small is understood here, after all that comes before it.
            while waiting and (is_small or ahead > AHEAD):
                found, found_size = waiting.popleft()
                ahead -= found_size
                yield from found.result()
            if is_small:
                yield from all_in(parcel)

    def started(self):
        """Return the pool of the processes, which the first who asks starts."""
        if self.pool is None:
            self.pool = ProcessPoolExecutor(
                self.processes,
                multiprocessing.get_context("fork"),
                initializer=serve,
                initargs=[os.getpid()],
            )
        return self.pool

    def end(self):
        """Let the processes end; what they were to read is given up."""
        if self.pool:
            self.pool.shutdown(cancel_futures=True)


def parcels(pieces):
    """Yield lists of pieces with their bytes; but a piece that is no file ends one."""
    parcel, size = [], 0
    for piece in pieces:
        is_file = isinstance(piece, Whole)
        parcel.append(piece)
        size += len(piece.data) if is_file else 0
        if size >= TOGETHER or not is_file:
            yield parcel, size
            parcel, size = [], 0
    yield parcel, size


def all_in(parcel):
    """Return what the pieces of a parcel hold."""
    return [item for piece in parcel for item in understood(piece)]


def serve(parent):
    """Begin a process that reads: it ends when its parent says so, or has died."""
    # What was there before stays.
    gc.freeze()
    gc.set_threshold(COLLECTED)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=end_with, args=[parent], daemon=True).start()


def end_with(parent):
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
