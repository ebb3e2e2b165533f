"""What editors may upload as evidence, judged by its content and never by its name.

A file is kept only if its bytes are those of one of five kinds and its name says the
same; it is stored under a random name and always served as a download, so that
nothing in it is ever shown by a browser as a page of this site.
"""

import hashlib
import re
import unicodedata
import uuid
from zlib import crc32

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

# The ending of a name, and the type under which such a file is served.
ACCEPTED = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "csv": "text/csv",
    "txt": "text/plain",
}
SAFE_TYPES = frozenset(ACCEPTED.values())
PNG_START = b"\x89PNG\r\n\x1a\n"
TAIL = 64 * 1024

# Tags that make a browser see a page, a drawing or a program in a text.
MARKUP = re.compile(
    r"<\s*(?:!doctype|!entity|\?xml|\?php|%|html|head|body|meta|link|base|style|script"
    r"|svg|math|iframe|frame|object|embed|applet|form|img|video|audio|a\s|xsl:)",
    re.IGNORECASE,
)
# Control characters but tab, line feed, form feed and carriage return.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
PROGRAM = re.compile(r"#!|@echo off", re.IGNORECASE)
MARKUP_BYTES = re.compile(rb"<\s*(?:!doctype|html|script|svg|\?php)", re.IGNORECASE)


def read_upload(uploaded) -> dict:
    """The Evidence fields of an uploaded file, its content checked.

    Raises ValidationError, in words, for anything that is not one of the five kinds.
    """
    if uploaded.size == 0:
        raise ValidationError(_("This file is empty."))
    if uploaded.size > settings.EVIDENCE_MAX_BYTES:
        raise ValidationError(
            _("This file is too large: at most %(most)s are taken."),
            params={"most": filesizeformat(settings.EVIDENCE_MAX_BYTES)},
        )
    name = tidy_name(uploaded.name)
    stem, _dot, ending = name.lower().rpartition(".")
    if not stem or ending not in ACCEPTED:
        raise ValidationError(
            _("Only PDF, PNG, JPEG, CSV and plain text files are taken.")
        )
    data = uploaded.read()
    CHECKS[ACCEPTED[ending]](data)
    file_id = uuid.uuid4()
    uploaded.seek(0)
    uploaded.name = f"{uuid.uuid4().hex}.{ending}"
    return {
        "file": uploaded,
        "file_id": file_id,
        "file_name": name,
        "file_type": ACCEPTED[ending],
        "file_size": len(data),
        "file_sha256": hashlib.sha256(data).hexdigest(),
    }


def tidy_name(name: str) -> str:
    """A file's name as a plain text to show: no path, no control or hidden signs."""
    name = re.split(r"[\\/]", name)[-1]
    # Cc holds line ends; Cf the signs that reverse the reading of an ending.
    name = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in name)
    name = " ".join(name.split()).strip(". ")
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: 199 - len(ending)]}{dot}{ending}" if dot else name[:200]


def _refuse(kind):
    raise ValidationError(
        _("The content of this file is not what its name says (%(kind)s)."),
        params={"kind": kind},
    )


def _check_pdf(data):
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-TAIL:]:
        _refuse("PDF")
    _refuse_markup(data)


def _check_png(data):
    """A picture is whole chunks from IHDR to IEND (PNG 3rd edition, §5), and no more.

    Each has a length (4 bytes), a type (4), its data and a checksum of both (4).
    """
    at, kinds = len(PNG_START), []
    while at < len(data):
        end = at + 8 + int.from_bytes(data[at : at + 4])
        if crc32(data[at + 4 : end]) != int.from_bytes(data[end : end + 4]):
            _refuse("PNG")
        kinds.append(data[at + 4 : at + 8])
        at = end + 4
    is_whole = at == len(data) and kinds[:1] == [b"IHDR"] and b"IDAT" in kinds
    is_ended = kinds[-1:] == [b"IEND"] and kinds.count(b"IEND") == 1
    if not (data.startswith(PNG_START) and is_whole and is_ended):
        _refuse("PNG")


def _check_jpeg(data):
    # Nothing stands behind the end of the picture but padding.
    is_ended = data.rstrip(b"\x00").endswith(b"\xff\xd9")
    if not data.startswith(b"\xff\xd8\xff") or not is_ended:
        _refuse("JPEG")
    _refuse_markup(data)


def _refuse_markup(data):
    """No page in disguise where browsers used to look for one."""
    if MARKUP_BYTES.search(data[:1024]):
        raise ValidationError(_("This file holds a web page or a program."))


def _check_text(data):
    text = _decode(data)
    if MARKUP.search(text) or PROGRAM.match(text):
        raise ValidationError(_("This file holds a web page or a program."))


def _decode(data):
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not CONTROL.search(text):
            return text
        break
    raise ValidationError(
        _("This is not a plain text: save it as UTF-8 text or CSV and try again.")
    )


CHECKS = {
    "application/pdf": _check_pdf,
    "image/png": _check_png,
    "image/jpeg": _check_jpeg,
    "text/csv": _check_text,
    "text/plain": _check_text,
}
