"""How gunicorn serves the site: ``gunicorn --config tracker/serving.py tracker.wsgi``.

The code and the facets are loaded once, before the processes part, and what is loaded
stays shared: each process then keeps some 50 MB of its own instead of 100.
"""

import gc
from contextlib import suppress

preload_app = True
worker_class = "gthread"
workers = 2
threads = 4
loglevel = "warning"


def when_ready(_server):
    """Load what the first reader would wait for, then let the processes share it."""
    from django.db import DatabaseError, connections
    from django.urls import get_resolver

    from commitments import facets

    _ = get_resolver().url_patterns
    # A site whose database is away starts all the same, and finds it later.
    with suppress(DatabaseError):
        facets.current()
    # A connection belongs to one process.
    connections.close_all()
    gc.collect()
    # Counting references of old objects again would copy their pages.
    gc.freeze()
