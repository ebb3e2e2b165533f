"""The files of the nightly open-data package."""

from django.http import FileResponse, Http404, HttpResponseNotModified
from django.utils.http import http_date, parse_http_date_safe
from django.views.decorators.http import require_safe

from commitments.exports import dump

TYPES = {
    ".json": "application/json",
    ".jsonl": "application/jsonl; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".zip": "application/zip",
}


@require_safe
def open_data_file(request, file):
    """One file of the package, by its name; no other name is ever looked up."""
    if file not in dump.FILES:
        raise Http404
    path = dump.current() / file
    try:
        opened = path.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    written_at = int(path.stat().st_mtime)
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    if since is not None and written_at <= since:
        opened.close()
        response = HttpResponseNotModified()
    else:
        kind = TYPES.get(path.suffix, "text/plain; charset=utf-8")
        response = FileResponse(opened, filename=file, content_type=kind)
    response["Last-Modified"] = http_date(written_at)
    response["Cache-Control"] = "public, max-age=300"
    # Programs of other sites may read it.
    response["Access-Control-Allow-Origin"] = "*"
    return response
