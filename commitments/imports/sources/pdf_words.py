"""The words of a PDF, in a process of its own with bounded time and memory.

Run as ``python -m commitments.imports.sources.pdf_words``: a PDF comes in on the
standard input, and a JSON object goes out with ``pages``, the words of each page with
its empty lines, or with ``code`` and ``values``, why there are none. A hostile file can
keep a parser busy for hours: only a process can be stopped.
"""

import io
import json
import logging
import resource
import sys

# One question with its answer takes one to ten pages.
PAGES = 40
SECONDS = 20
MEMORY = 1024 * 1024 * 1024


def words_of(data: bytes) -> dict:
    """Return {"pages": [str, …]} or {"code": …, "values": {…}}; raises nothing."""
    # Imported here: only this process needs it.
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            return {"code": "pdf_encrypted"}
        count = len(reader.pages)
        if count > PAGES:
            return {"code": "pdf_pages", "values": {"pages": count, "limit": PAGES}}
        pages = [page.extract_text(extraction_mode="layout") for page in reader.pages]
    except Exception:  # A parser of damaged files may raise anything.
        return {"code": "pdf_damaged"}
    return {"pages": pages} if any(map(str.strip, pages)) else {"code": "pdf_image"}


def main():
    """Bound this process, then answer."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # What pypdf has to say of odd files is for its authors.
    logging.disable()
    answer = words_of(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(answer).encode())


if __name__ == "__main__":
    main()
