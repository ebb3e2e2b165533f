"""How gunicorn serves the site: ``gunicorn --config tracker/serving.py tracker.wsgi``.

The code, the facets and what the first pages need are loaded once, before the processes
part, and stay shared until one of them writes there.
"""

import ctypes
import gc
from contextlib import suppress
from wsgiref.util import setup_testing_defaults

preload_app = True
worker_class = "gthread"
workers = 2
threads = 4
# A process takes whatever connects, so that one alone may hold all the connections of a
# proxy while the other idles: a toss of a coin that halves the speed. Beyond these, a
# connection waits for a process that has room.
worker_connections = 2 * threads
# A reader who sends nothing more makes room for others after so many seconds.
keepalive = 1
# Beyond, gunicorn refuses an address by itself; what the site refuses it says better.
limit_request_line = 8190
loglevel = "warning"
# A reader may send these too: where the site lies is for the environment to say.
forwarder_headers = ""

# From <malloc.h>. The GNU allocator would give each thread an arena of its own and keep
# in it what one large answer of the database took: tens of megabytes a process.
M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8
# Other systems have no such function.
with suppress(AttributeError):
    mallopt = ctypes.CDLL(None).mallopt
    mallopt(M_ARENA_MAX, 1)
    # Above, in bytes, memory goes back to the system as soon as it is free.
    mallopt(M_MMAP_THRESHOLD, 2**17)


def when_ready(_server):
    """Load what the first readers would wait for, then let the processes share it."""
    from django.db import DatabaseError, connections

    from commitments import facets

    # A site whose database is away starts all the same, and finds it later.
    with suppress(DatabaseError):
        draw_pages(facets.current())
    # A connection belongs to one process.
    connections.close_all()
    gc.collect()
    # Counting references of old objects again would copy their pages.
    gc.freeze()
    # A page makes some thousand objects and hardly a cycle: to look for one after each
    # 700, as is usual, took one to three hundredths of its time.
    gc.set_threshold(20_000)


def draw_pages(index):
    """Ask for one page of each kind that is asked for most, as a reader does.

    Templates, translations, addresses, statements and the check of the search's index
    are then ready, and are not made by each process for itself.
    """
    from django.urls import reverse

    from commitments.models import Commitment

    ask(reverse("commitment-list"))
    ask(reverse("commitment-list"), "q=logements")
    ask(reverse("api-commitment-list"))
    for commitment in Commitment.objects.filter(pk__in=index.rows[:1]):
        ask(commitment.get_absolute_url())


def ask(path, query=""):
    """Ask the application for a page, whose answer nobody reads."""
    from django.conf import settings

    from tracker.wsgi import application

    # "*" and ".example.org" stand for hosts, and are none.
    host = "".join(settings.ALLOWED_HOSTS[:1]).lstrip("*.") or "localhost"
    environ = {"HTTP_HOST": host, "PATH_INFO": path, "QUERY_STRING": query}
    environ["wsgi.url_scheme"] = "https" if settings.HTTPS else "http"
    setup_testing_defaults(environ)
    response = application(environ, lambda *_told: None)
    response.close()
