"""From bytes to text, whatever the encoding: nothing is refused, nothing is lost.

One rule serves all: UTF-16 when its mark says so, otherwise UTF-8, and the bytes that
are not UTF-8 are Windows-1252, one by one. Text that is wholly in Windows-1252 or
ISO-8859-1 comes out right, and so do the files that mix both.
"""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

from commitments.imports.archives import MB
from commitments.imports.published import Problem, refusal, remark

# The longest record that is read: a hundred times the longest real one.
RECORD = 16 * MB
CHUNK = 256 * 1024


def windows_1252(error):
    """Decode the bytes that are not UTF-8; five of them mean nothing anywhere."""
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", errors="replace"), error.end


codecs.register_error("windows-1252", windows_1252)


def encoding_of(head: bytes) -> str:
    """Return the encoding that the first bytes of a file ask for."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # XML and JSON in UTF-16 without a mark: the second or first byte is nought.
    if head[:1] in (b"<", b"{", b"[") and head[1:2] == b"\0":
        return "utf-16-le"
    return "utf-16-be" if head[:1] == b"\0" and head[1:2] in b"<{[" else "utf-8-sig"


def decoded(data: bytes) -> tuple[str, bool]:
    """Return the text of some bytes, and whether they were all in one encoding."""
    encoding = encoding_of(data[:4])
    if encoding != "utf-8-sig":
        return data.decode(encoding, errors="replace"), True
    try:
        return data.decode(encoding), True
    except UnicodeDecodeError:
        return data.decode(encoding, errors="windows-1252"), False


def text_stream(stream: io.BufferedReader) -> io.TextIOWrapper:
    """Return the text of a stream, read as it is asked for."""
    encoding = encoding_of(stream.peek(4)[:4])
    errors = "windows-1252" if encoding == "utf-8-sig" else "replace"
    return io.TextIOWrapper(stream, encoding, errors=errors, newline="")


def starts_with(stream: io.BufferedReader, mark: str) -> bool:
    """Tell the first character of a stream, blanks and byte order mark apart."""
    start, _ = decoded(stream.peek(64)[:64])
    return start.lstrip().startswith(mark)


class Rejoined(io.RawIOBase):
    """A stream whose first bytes were read already."""

    def __init__(self, start: bytes, rest):
        self.start, self.rest = io.BytesIO(start), rest

    def readable(self):
        return True

    def readinto(self, buffer):
        data = self.start.read(len(buffer)) or self.rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def rejoined(start: bytes, rest) -> io.BufferedReader:
    """Return the whole stream again, of which ``start`` was read."""
    return io.BufferedReader(Rejoined(start, rest), CHUNK)


class Beginning(io.RawIOBase):
    """The beginning of a stream, whole lines of it; ``is_cut`` when there was more."""

    def __init__(self, stream: BinaryIO, size: int):
        self.stream, self.left = stream, size
        self.is_cut = False

    def readable(self):
        return True

    def readinto(self, buffer):
        if self.is_cut:
            return 0
        data = self.stream.read(min(len(buffer), self.left))
        self.left -= len(data)
        if not self.left:
            self.is_cut = True
            data = data[: data.rfind(b"\n") + 1] or data
        buffer[: len(data)] = data
        return len(data)


def lines(stream: io.BufferedReader, file: str) -> Iterator[str | Problem]:
    """Yield the lines of a stream without their ends; a Problem for one too long."""
    text = text_stream(stream)
    while line := text.readline(RECORD):
        if len(line) < RECORD or line.endswith("\n"):
            yield line.rstrip("\r\n")
            continue
        yield refusal(file, "too_big", record=line[:40], limit=RECORD // MB)
        while line and not line.endswith("\n"):
            line = text.readline(RECORD)


class Window:
    """The part of a text that is looked at, moved along a stream as it is read.

    Reading doubles what is held, so that searching again in a long record stays
    linear.
    """

    def __init__(self, text: io.TextIOBase):
        self.source = text
        self.text = ""
        self.is_end = False

    def more(self, start: int) -> None:
        """Forget what stands before ``start`` and read on."""
        self.text = self.text[start:]
        chunk = self.source.read(max(CHUNK, len(self.text)))
        self.is_end = not chunk
        self.text += chunk

    def find(self, pattern, start=0):
        """Return the next match of a short pattern, however far, or None."""
        while True:
            if found := pattern.search(self.text, start):
                return found
            if self.is_end:
                return None
            self.more(max(0, len(self.text) - 500))
            start = 0


def encoding_remark(file, record=""):
    """Return the remark on bytes that are not UTF-8."""
    return remark(file, "not_utf8", record=record)
