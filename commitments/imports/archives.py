"""Opening files, folders, zips and tars that come from anywhere, one member at a time.

Nothing is written to disk under a name that an archive chose, links are not followed,
and what an archive may unpack to is bounded in size, ratio, count and depth: whatever
breaks a bound is a Problem, and the other members are still read when they can be.
"""

import bz2
import gzip
import io
import lzma
import os
import re
import stat
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from commitments.imports.published import Problem, refusal

MB = 1_000_000

# Names without anything that could mean another folder, as nearly all are.
HARMLESS = re.compile(r"(?:\w[\w-]*(?:\.\w+)*/)*\w[\w-]*(?:\.\w+)*", re.ASCII)
# Bytes between two members of a tar: headers, long names, padding.
TAR_HEADERS = 2 * MB
# Up to here a nested archive is unpacked in memory, beyond that in a temporary file.
SPOOLED = 16 * MB
HEAD, BUFFER = 4096, 128 * 1024
# Up to here a file of a zip is read in one piece.
SMALL = MB
# What stands before a member of a zip: magic number, flags, method, sizes of its name
# and of what follows (APPNOTE.TXT 4.3.7).
LOCAL_HEADER = struct.Struct("<4s2xHH16xHH")
UTF8_NAME = 0x800

ZIP, GZIP, BZIP2, XZ, COMPRESS = (
    b"PK",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"\x1f\x9d",
)
UNPACKERS = {GZIP: gzip.open, BZIP2: bz2.open, XZ: lzma.open}
PACKED_SUFFIXES = (".gz", ".bz2", ".xz")


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much an archive may be: sizes in bytes unpacked, ``ratio`` to the packed."""

    total: int = 8_000 * MB
    member: int = 4_000 * MB
    ratio: int = 150
    count: int = 300_000
    depth: int = 3


class Unreadable(OSError):
    """A stream that breaks a bound or is damaged; ``problem(file)`` says which."""

    def __init__(self, code, **values):
        super().__init__(code)
        self.code = code
        self.values = values

    def problem(self, file) -> Problem:
        """Return the Problem of the file that was being read."""
        return refusal(file, self.code, **self.values)


# What the standard library raises on damaged archives of each kind.
DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    lzma.LZMAError,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
)


class AtHand(io.BytesIO):
    """Bytes in memory as a stream whose head can be looked at."""

    def peek(self, size=HEAD):
        """Return the next bytes without consuming them."""
        start = self.tell()
        return self.getvalue()[start : start + size]


@dataclass(frozen=True)
class Member:
    """One file: its name with those of the archives around it, and its bytes.

    ``stream`` is valid until the next member is asked for. Reading it raises
    Unreadable when it is damaged or breaks a bound. ``whole`` are all its bytes when
    it is so small that they are at hand.
    """

    name: str
    stream: io.BufferedReader | AtHand
    whole: bytes | None = None

    def head(self) -> bytes:
        """Return the first bytes without consuming them."""
        return self.stream.peek(HEAD)[:HEAD]


class Budget:
    """The bytes that one file given by the user may still unpack to."""

    def __init__(self, packed_size, limits):
        self.limits = limits
        self.by_ratio = limits.ratio * packed_size + 10 * MB
        self.left = min(limits.total, self.by_ratio)
        self.members = 0

    def spend(self, size):
        """Count bytes that were unpacked. Raises Unreadable beyond the bound."""
        self.left -= size
        if self.left < 0:
            if self.by_ratio < self.limits.total:
                raise Unreadable("ratio", limit=self.limits.ratio)
            raise Unreadable("total", limit=self.limits.total // MB)

    def count(self):
        """Count a member. Raises Unreadable beyond any bound."""
        self.spend(0)
        self.members += 1
        if self.members > self.limits.count:
            raise Unreadable("count", limit=self.limits.count)


class BoundedStream(io.RawIOBase):
    """A stream that stops at a bound, and whose damage is always Unreadable."""

    def __init__(self, stream, budget=None, limit=None):
        self.stream, self.budget = stream, budget
        self.read_some = getattr(stream, "read1", stream.read)
        self.left = self.limit = limit

    def readable(self):
        return True

    def allow(self, size):
        """Let at most ``size`` more bytes be read; None lifts the bound."""
        self.left = self.limit = size

    def readinto(self, buffer):
        try:
            # What comes before a cut is given before the cut is reported.
            data = self.read_some(len(buffer))
        except Unreadable:
            raise
        except DAMAGE as error:
            raise Unreadable("damaged", error=in_words(error)) from error
        buffer[: len(data)] = data
        if self.budget:
            self.budget.spend(len(data))
        if self.left is not None:
            self.left -= len(data)
            if self.left < 0:
                raise Unreadable("too_big", limit=self.limit // MB)
        return len(data)


def in_words(error):
    """Return what the standard library says of a damage, never nothing."""
    return str(error) or type(error).__name__


def members(
    path, limits: Limits | None = None, opened=None
) -> Iterator[Member | Problem]:
    """Yield the files of ``path``: itself, those of a folder, those of an archive.

    Archives within archives are opened too. Files of a folder come in the order of
    their names. Each file given has its own bounds. ``opened`` is called with each
    file on disk, whose position tells how far the reading has come.
    """
    limits = limits or Limits()
    path = Path(path)
    if path.is_dir() and not path.is_symlink():
        yield from folder_members(path, limits, opened)
    else:
        yield from file_members(path, path.name, limits, opened)


def folder_members(folder, limits, opened=None):
    """Yield the members of every file under a folder, links refused."""
    count = 0
    for parent, folders, files in os.walk(folder, onerror=None, followlinks=False):
        folders.sort()
        for name in [n for n in folders if Path(parent, n).is_symlink()]:
            yield refusal(str(Path(parent, name).relative_to(folder)), "link")
        for name in sorted(files):
            count += 1
            path = Path(parent, name)
            if count > limits.count:
                yield refusal(str(folder), "count", limit=limits.count)
                return
            name = str(path.relative_to(folder))
            yield from file_members(path, name, limits, opened)


def file_members(path, name, limits, opened=None):
    """Yield the members of one file on disk."""
    try:
        # Neither a link nor a pipe is ever opened.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        is_link = path.is_symlink()
        yield (
            refusal(name, "link")
            if is_link
            else refusal(name, "unreadable", error=error.strerror or str(error))
        )
        return
    with os.fdopen(handle, "rb") as file:
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode):
            yield refusal(name, "special")
            return
        if opened:
            opened(file)
        budget = Budget(facts.st_size, limits)
        try:
            yield from stream_members(file, name, budget, depth=0)
        except Unreadable as error:
            yield error.problem(name)


def stream_members(stream, name, budget, depth):
    """Yield what a stream holds: itself, or the members of the archive it is."""
    head = stream.peek(HEAD)[:HEAD]
    packing = packing_of(head)
    if packing and depth >= budget.limits.depth:
        yield refusal(name, "depth", limit=budget.limits.depth)
    elif packing == "zip":
        yield from zip_members(stream, name, budget, depth)
    elif packing == "tar":
        yield from tar_members(stream, name, budget, depth)
    elif packing == "compress":
        yield refusal(name, "packing", words=".Z")
    elif packing:
        unpacked = UNPACKERS[packing](stream)
        bounded = BoundedStream(unpacked, budget, budget.limits.member)
        inner = name
        for suffix in PACKED_SUFFIXES:
            inner = inner.removesuffix(suffix)
        yield from stream_members(buffered(bounded), inner, budget, depth + 1)
    elif depth == 0:
        yield Member(name, buffered(BoundedStream(stream)))
    else:
        yield Member(name, stream)


def packing_of(head):
    """Return how a file is packed: "zip", "tar", "compress", a magic number, None."""
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return "zip"
    if head.startswith(COMPRESS):
        return "compress"
    if is_tar(head):
        return "tar"
    return next((magic for magic in UNPACKERS if head.startswith(magic)), None)


def is_tar(head):
    """Tell a tar by the checksum of its first header, as old ones have no mark."""
    header = head[:512]
    digits = header[148:156].strip(b" \0")
    if len(header) < 512 or not digits or digits.strip(b"01234567"):
        return False
    return int(digits, 8) == sum(header[:148]) + sum(header[156:]) + 8 * 32


def buffered(stream, size=BUFFER):
    """Return a stream whose head can be looked at."""
    return io.BufferedReader(stream, max(HEAD, min(size, BUFFER)))


def path_escapes(name):
    """Tell whether a member's name would lead out of the archive."""
    if HARMLESS.fullmatch(name):
        return False
    path = PurePosixPath(name.replace("\\", "/"))
    is_absolute = path.is_absolute() or name[1:2] == ":"
    return is_absolute or ".." in path.parts or "\0" in name


def zip_members(stream, name, budget, depth):
    """Yield the members of a zip, which must be seekable or fit in a temporary file."""
    with seekable(stream) as stream:
        try:
            check_directory(stream, budget.limits)
            archive = zipfile.ZipFile(stream)
        except Unreadable as error:
            yield error.problem(name)
            return
        except DAMAGE as error:
            yield refusal(name, "damaged", error=in_words(error))
            return
        with archive:
            for info in archive.infolist():
                if info.is_dir():
                    continue
                inner = f"{name}/{info.filename}"
                budget.count()
                code = zip_refusal(info)
                if code:
                    yield refusal(inner, code)
                elif info.file_size > budget.limits.member:
                    yield refusal(inner, "too_big", limit=budget.limits.member // MB)
                elif info.file_size > max(MB, info.compress_size * budget.limits.ratio):
                    yield refusal(inner, "ratio", limit=budget.limits.ratio)
                else:
                    yield from zip_member(archive, info, inner, budget, depth)


def zip_refusal(info):
    """Return the code of the reason not to open a member of a zip, or None."""
    if path_escapes(info.filename):
        return "path"
    mode = info.external_attr >> 16
    if stat.S_ISLNK(mode):
        return "link"
    if stat.S_IFMT(mode) and not stat.S_ISREG(mode):
        return "special"
    return "encrypted" if info.flag_bits & 1 else None


def zip_member(archive, info, name, budget, depth):
    """Yield one member of a zip, or what it holds."""
    data = small_member(archive, info)
    if data is not None:
        budget.spend(len(data))
        yield Member(name, AtHand(data), data)
        return
    try:
        file = archive.open(info)
    except DAMAGE as error:
        yield refusal(name, "damaged", error=in_words(error))
        return
    with file:
        stream = buffered(BoundedStream(file, budget, info.file_size), info.file_size)
        try:
            yield from stream_members(stream, name, budget, depth + 1)
        except Unreadable as error:
            # A bound of the whole file ends it all; damage is one member's.
            budget.spend(0)
            yield error.problem(name)


def small_member(archive, info):
    """Return the bytes of a small file in one piece, much faster than as a stream.

    None for a bigger one, an archive or a damaged one, which streams see to.
    """
    claimed = max(info.file_size, info.compress_size)
    if claimed > SMALL or info.compress_type not in UNZIP:
        return None
    try:
        packed = packed_member(archive.fp, info)
        data = UNZIP[info.compress_type](packed, info.file_size + 1)
    except DAMAGE:
        return None
    is_whole = len(data) == info.file_size and zlib.crc32(data) == info.CRC
    return data if is_whole and packing_of(data[:HEAD]) is None else None


def packed_member(file, info):
    """Return the bytes of a member as they lie in a zip. Raises BadZipFile."""
    file.seek(info.header_offset)
    magic, flags, _method, name_size, extra_size = LOCAL_HEADER.unpack(file.read(30))
    name = file.read(name_size + extra_size)[:name_size]
    encoding = "utf-8" if flags & UTF8_NAME else "cp437"
    if magic != b"PK\x03\x04" or name.decode(encoding) != info.orig_filename:
        raise zipfile.BadZipFile("Not the member of the list")
    return file.read(info.compress_size)


def inflated(packed, most):
    """Return at most so many bytes of deflated ones."""
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, most)


UNZIP = {
    zipfile.ZIP_STORED: lambda packed, most: packed[:most],
    zipfile.ZIP_DEFLATED: inflated,
}


def check_directory(stream, limits):
    """Refuse a zip whose list of members is too long to be read into memory."""
    stream.seek(0, os.SEEK_END)
    size = stream.tell()
    start = max(0, size - 65_557)
    stream.seek(start)
    tail = stream.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or end + 22 > len(tail):
        raise Unreadable("damaged", error="End of the list of members not found")
    count, directory_size = struct.unpack("<HL", tail[end + 10 : end + 16])
    locator = tail[end - 20 : end] if end >= 20 else b""
    if locator.startswith(b"PK\x06\x07"):
        stream.seek(struct.unpack("<Q", locator[8:16])[0])
        record = stream.read(56)
        if len(record) < 56:
            raise Unreadable("damaged", error="List of members cut short")
        count, directory_size = struct.unpack("<QQ", record[32:48])
    # A member takes 46 bytes there and its name; 400 leave room for comments.
    if count > limits.count or directory_size > limits.count * 400:
        raise Unreadable("count", limit=limits.count)
    stream.seek(0)


def seekable(stream):
    """Return the stream, or a temporary copy of one that cannot be read backwards."""
    if not isinstance(stream.raw, BoundedStream):
        return stream
    copy = tempfile.SpooledTemporaryFile(SPOOLED)  # noqa: SIM115
    while chunk := stream.read(MB):
        copy.write(chunk)
    copy.seek(0)
    return copy


def tar_members(stream, name, budget, depth):
    """Yield the members of a tar as they come, nothing kept of those that passed."""
    source = BoundedStream(stream, limit=TAR_HEADERS)
    try:
        with tarfile.open(fileobj=source, mode="r|", tarinfo=tarfile.TarInfo) as tar:
            while (info := next_member(tar, source)) is not None:
                if info.isdir():
                    continue
                inner = f"{name}/{info.name}"
                budget.count()
                code = tar_refusal(info)
                source.allow(None)
                if code:
                    yield refusal(inner, code)
                elif info.size > budget.limits.member:
                    yield refusal(inner, "too_big", limit=budget.limits.member // MB)
                else:
                    file = tar.extractfile(info)
                    bounded = BoundedStream(file, limit=info.size)
                    inside = buffered(bounded)
                    yield from stream_members(inside, inner, budget, depth + 1)
                skip_rest(tar, info)
    except Unreadable:
        raise
    except DAMAGE as error:
        yield refusal(name, "damaged", error=in_words(error))


def next_member(tar, source):
    """Return the next header, read within its own small bound, or None at the end."""
    source.allow(TAR_HEADERS)
    info = tar.next()
    # The list of the members that passed grows with the archive.
    tar.members = []
    return info


def skip_rest(tar, info):
    """Read past a member before the next header is asked for."""
    if info.isreg() and not info.issparse():
        end = info.offset_data + -(-info.size // 512) * 512
        if end > tar.fileobj.tell():
            tar.fileobj.seek(end)


def tar_refusal(info):
    """Return the code of the reason not to open a member of a tar, or None."""
    if path_escapes(info.name):
        return "path"
    if info.issym() or info.islnk():
        return "link"
    return None if info.isreg() and not info.issparse() else "special"


def read_bounded(stream: BinaryIO, limit: int) -> bytes:
    """Return all the bytes of a stream. Raises Unreadable beyond ``limit``."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise Unreadable("too_big", limit=limit // MB)
    return data
