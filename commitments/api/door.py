"""What every answer under /api/ has in common, whoever gives it.

It stands before the pages that are kept in memory (tracker/caching.py), so that each
reader gets a count of their own, and it turns into problem details (RFC 9457) whatever
is refused outside the API's own views: an unknown address, a host that is not ours.
"""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from commitments.api import problems
from commitments.api.rates import Rates, caller_of

HOME = "/api/"
READING = ("GET", "HEAD", "OPTIONS")
# What another site's page may send, and what its script may read of the answer.
SENT = "Accept, Accept-Language, If-None-Match"
READ = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After"
DAY = 24 * 3600


class ApiDoor:
    """Middleware: counts, refuses what is not JSON, and lets other sites read."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.rates = Rates(settings.VAR / "api_rates")

    def __call__(self, request):
        if not request.path.startswith(HOME) or request.path == HOME:
            return self.get_response(request)
        if is_preflight(request):
            return let_read(HttpResponse(status=HTTPStatus.NO_CONTENT))
        rate = self.rates.count(caller_of(request), is_writing(request))
        response = self._answered(request, rate)
        if rate:
            response["RateLimit-Policy"] = rate.policy
            response["RateLimit"] = rate.left
        patch_vary_headers(response, ("Accept-Language", "Authorization"))
        return response if is_writing(request) else let_read(response)

    def _answered(self, request, rate):
        if rate and rate.is_exceeded:
            with in_language_of(request):
                return problems.written(request, too_many(rate))
        if not takes_json(request):
            return told(request, problems.of_status(406))
        response = self.get_response(request)
        status = response.status_code
        is_refused = status >= HTTPStatus.BAD_REQUEST
        if not is_refused or response["Content-Type"] == problems.MEDIA_TYPE:
            return response
        if settings.DEBUG and status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return response
        headers = {"Allow": response["Allow"]} if "Allow" in response else {}
        problem = problems.of_status(status)
        problem.headers = headers
        return told(request, problem)


def is_writing(request) -> bool:
    return request.method not in READING


def is_preflight(request) -> bool:
    """Whether a browser asks, for another site's page, what it may send (CORS)."""
    asked = "Access-Control-Request-Method"
    return request.method == "OPTIONS" and asked in request.headers


def let_read(response):
    """Let the pages of any other site read an answer: all of it is public."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = READ
    if response.status_code == HTTPStatus.NO_CONTENT:
        response["Access-Control-Allow-Methods"] = ", ".join(READING)
        response["Access-Control-Allow-Headers"] = SENT
        response["Access-Control-Max-Age"] = str(DAY)
    return response


def takes_json(request) -> bool:
    """Whether JSON is among what a request takes; without a word, all is taken."""
    return not request.headers.get("Accept") or request.accepts("application/json")


def too_many(rate) -> problems.Problem:
    words = _(
        "At most %(count)d requests in %(seconds)d seconds. Wait for %(wait)d seconds; "
        "the open-data files hold everything at once."
    ) % {"count": rate.quota, "seconds": rate.window, "wait": rate.wait}
    headers = {"Retry-After": str(rate.wait)}
    return problems.Problem(429, "too-many-requests", words, headers=headers)


def told(request, problem):
    with in_language_of(request):
        return problems.written(request, problem)


def in_language_of(request):
    """Within it, what is told before, or after, a language was chosen."""
    return override(get_language_from_request(request))
