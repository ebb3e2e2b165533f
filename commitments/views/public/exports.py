"""The list of commitments as files: CSV, spreadsheet, JSON Lines."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.http import (
    FileResponse,
    HttpResponse,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.utils.http import parse_etags
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commitments.exports import kept
from commitments.exports.columns import CODES, SPEAKING
from commitments.exports.json_lines import json_lines
from commitments.exports.listed import BYTE_ORDER_MARK, columns, csv_of, values_of
from commitments.exports.spreadsheet import write_spreadsheet
from commitments.models import DataVersion
from commitments.sharing import origin
from commitments.timing import today
from commitments.views.public.selections import asked
from tracker.caching import name_of

# The parameters that are about the file, not about the list; see docs/open_data.md.
OWN = {"csv": ("headers", "bom"), "xlsx": ("headers",), "jsonl": ()}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/jsonl; charset=utf-8",
}
# Bytes that are read at a time.
BLOCK = 2**18
# Rows from which a file is worth keeping.
MANY = 2000


@require_safe
def commitment_csv(request):
    """The list as CSV, streamed."""
    return _file(request, "csv")


@require_safe
def commitment_xlsx(request):
    """The list as a spreadsheet, which has to be whole before it can be sent."""
    return _file(request, "xlsx")


@require_safe
def commitment_jsonl(request):
    """The list as JSON Lines, streamed."""
    return _file(request, "jsonl")


def _file(request, kind):
    version = DataVersion.current()
    found = asked(request, own=OWN[kind])
    if isinstance(found, HttpResponse):
        return found
    speaking = CODES if kind == "jsonl" else request.GET.get("headers") or _language()
    is_twice = any(len(request.GET.getlist(name)) > 1 for name in OWN[kind])
    is_marked = request.GET.get("bom", "0") in ("", "0", "1")
    if speaking not in SPEAKING or not is_marked or is_twice:
        text = _("“headers” is fr, en or codes, “bom” is 0 or 1, each given once.")
        return HttpResponse(f"{text}\n", "text/plain; charset=utf-8", 400)
    etag = name_of(request, request.get_host(), version.token)
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponseNotModified()
    elif request.method == "HEAD":
        response = HttpResponse(content_type=TYPES[kind])
    else:
        is_kept = version.token and len(found.selection) >= MANY and not settings.DEBUG
        name = f"{etag[3:-1]}.{kind}" if is_kept else ""
        response = _answer(request, kind, found, speaking, name)
    response["ETag"] = etag
    # Whoever holds it asks whether it still stands.
    response["Cache-Control"] = "public, no-cache"
    return response


def _answer(request, kind, found, speaking, name):
    """The file as a response; ``name`` is the one to keep it under, if any."""
    filename = f"engagements-{today()}.{kind}"
    path = kept.find(name) if name else None
    if path is None and kind == "xlsx":
        return _spreadsheet(request, found, speaking, name, filename)
    if path:
        return _download(path, kind, filename)
    parts = _parts(request, kind, found, speaking)
    response = StreamingHttpResponse(
        kept.keeping(parts, name) if name else parts, content_type=TYPES[kind]
    )
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _parts(request, kind, found, speaking):
    pks, site = found.ids(0, len(found.selection)), origin(request)
    if kind == "jsonl":
        yield from json_lines(columns(site), values_of(pks, speaking, site))
        return
    if request.GET.get("bom") == "1":
        yield BYTE_ORDER_MARK
    yield from csv_of(pks, speaking, site)


def _spreadsheet(request, found, speaking, name, filename):
    pks, site = found.ids(0, len(found.selection)), origin(request)

    def write(path):
        rows = values_of(pks, speaking, site)
        write_spreadsheet(
            path,
            columns(site),
            rows,
            len(pks),
            speaking=speaking,
            name=_sheet_name(speaking),
        )

    if name:
        return _download(kept.keep(write, name), "xlsx", filename)
    with TemporaryDirectory() as folder:
        path = Path(folder, filename)
        write(path)
        # Open, it outlives its folder.
        return _download(path, "xlsx", filename)


def _sheet_name(speaking):
    """In the language of the headers, whoever asks: formulas and programs name it."""
    if speaking == CODES:
        return "commitments"
    with override(speaking):
        return _("Commitments")


def _download(path, kind, filename):
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=filename, content_type=TYPES[kind]
    )
    response.block_size = BLOCK
    return response


def _language():
    return "en" if get_language() == "en" else "fr"
