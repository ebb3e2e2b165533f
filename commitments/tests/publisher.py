"""A publisher's server on this machine, that answers well or as badly as it is told.

It understands conditional requests and ranges as RFC 9110 has them. What goes wrong is
told beforehand, one fault for each request to come.
"""

import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class File:
    """What stands at a path."""

    data: bytes
    etag: str = '"1"'
    last_modified: str = ""


class Publisher:
    """The server: ``files`` by path, ``faults`` by path, ``requests`` as they came."""

    def __init__(self):
        self.files, self.faults, self.requests = {}, {}, []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.publisher = self
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=[0.01])
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def fail(self, path, *faults):
        """Let the next requests of a path go wrong, one fault each."""
        self.faults[path] = list(faults)

    def asked(self, header):
        """What the requests said in a header, one after the other."""
        return [headers.get(header) for _path, headers in self.requests]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        publisher = self.server.publisher
        publisher.requests.append((self.path, self.headers))
        faults = publisher.faults.get(self.path)
        file = publisher.files.get(self.path)
        if faults:
            faults.pop(0)(self, file)
        elif file is None:
            self.answer(404)
        else:
            self.serve(file)

    def serve(self, file):
        """Answer as a server should."""
        if file.etag and self.headers.get("If-None-Match") == file.etag:
            self.answer(304)
            return
        wanted = self.headers.get("Range")
        is_same = self.headers.get("If-Range") in (file.etag, file.last_modified)
        if wanted and is_same:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            if start >= len(file.data):
                self.answer(416)
                return
            end = len(file.data)
            said = {"Content-Range": f"bytes {start}-{end - 1}/{end}"}
            self.answer(206, file.data[start:], **version(file), **said)
        else:
            self.answer(200, file.data, **version(file))

    def answer(self, status, body=b"", **headers):
        """Send a status, the headers and the body."""
        self.send_response(status)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in ({"Content-Length": len(body)} | headers).items():
            if value is not None:
                self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Say nothing."""


def version(file):
    return {"ETag": file.etag or None, "Last-Modified": file.last_modified or None}


# What may go wrong


def status(code, **headers):
    """Answer with a status."""
    return lambda handler, file: handler.answer(code, b"no", **headers)


def cut_after(size):
    """Promise all the file, send its first bytes and hang up."""

    def fault(handler, file):
        length = len(file.data)
        handler.answer(200, file.data[:size], Content_Length=length, **version(file))

    return fault


def stalls_after(size, released):
    """Promise all the file, send its first bytes, then nothing until an event."""

    def fault(handler, file):
        length = len(file.data)
        handler.answer(200, file.data[:size], Content_Length=length, **version(file))
        released.wait(60)

    return fault


def whole(handler, file):
    """Send all of the file, whatever part was asked for."""
    handler.answer(200, file.data, **version(file))


def sends(body, **headers):
    """Send something else in the place of the file."""
    return lambda handler, file: handler.answer(200, body, **headers)


def endless(handler, file):
    """Send and send, without saying how much, until the other end hangs up."""
    try:
        handler.answer(200, Content_Length=None)
        while True:
            handler.wfile.write(b"PK\x03\x04" * 16_384)
    except OSError:
        pass


def redirects_to(url):
    return status(302, Location=url)
