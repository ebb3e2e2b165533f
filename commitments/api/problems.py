"""How a refusal is told: problem details for HTTP APIs (RFC 9457)."""

from http import HTTPStatus

import orjson
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework import exceptions

from commitments.workflow import Conflict, Refused

MEDIA_TYPE = "application/problem+json"
DOCUMENTATION = "/api/"


class Problem(exceptions.APIException):
    """A refusal: its kind, which the documentation explains, and what went wrong.

    ``errors`` has one entry for each thing that is wrong: ``detail`` in words,
    ``parameter`` or ``pointer`` (JSON Pointer, RFC 6901) where, ``valid`` what would
    have been.
    """

    def __init__(self, status, kind, detail, *, errors=(), headers=None):
        super().__init__(detail, kind)
        self.status_code, self.kind, self.words = status, kind, str(detail)
        self.errors, self.headers = list(errors), headers or {}


def titles() -> dict:
    """What each kind of problem is called, in the reader's language."""
    return {
        "unknown-parameter": _("Unknown parameter"),
        "invalid-parameter": _("Invalid value of a parameter"),
        "invalid-cursor": _("This cursor leads nowhere"),
        "malformed-body": _("The body cannot be read"),
        "invalid-header": _("Invalid header"),
        "unauthenticated": _("A valid token is needed"),
        "forbidden": _("The owner of this token may not do this"),
        "not-found": _("There is nothing at this address"),
        "method-not-allowed": _("This address does not take this method"),
        "not-acceptable": _("Only JSON can be had here"),
        "under-way": _("The same request is still being answered"),
        "gone": _("This record is no longer public"),
        "version-passed": _("The record has changed meanwhile"),
        "length-needed": _("The length of the body is not said"),
        "too-large": _("The body is too large"),
        "unsupported-media-type": _("Only JSON is taken here"),
        "invalid-body": _("The body says something that cannot stand"),
        "refused": _("The rules do not allow this"),
        "key-used": _("This key was used for another request"),
        "version-needed": _("Say which version you saw"),
        "too-many-requests": _("Too many requests"),
        "server-error": _("Something went wrong here"),
        "bad-request": _("The request cannot be understood"),
    }


# The kind of a refusal that comes from elsewhere, by its status.
KINDS = {
    400: "bad-request",
    401: "unauthenticated",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    410: "gone",
    411: "length-needed",
    413: "too-large",
    415: "unsupported-media-type",
    429: "too-many-requests",
}


def details(status: int, detail: str = "") -> str:
    """What is said of a refusal that says nothing itself."""
    if detail:
        return detail
    if status == HTTPStatus.NOT_FOUND:
        return _("Look at %(where)s: the documentation lists every address.") % {
            "where": DOCUMENTATION
        }
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _("The fault is ours. It is in our log; please try again later.")
    return _("The request was refused before anything read it.")


def written(request, problem: Problem) -> HttpResponse:
    """A problem as it goes out; never kept by anybody."""
    told = {
        # Without SITE_URL relative: a host that is not ours is told of nothing else.
        "type": f"{settings.SITE_URL}{DOCUMENTATION}#{problem.kind}",
        "title": titles()[problem.kind],
        "status": problem.status_code,
        "detail": details(problem.status_code, problem.words),
        "instance": request.path,
    }
    if problem.errors:
        told["errors"] = problem.errors
    return HttpResponse(
        orjson.dumps(_encodable(told)),
        status=problem.status_code,
        content_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", "Content-Language": get_language()}
        | problem.headers,
    )


def _encodable(value):
    """Without the lone surrogates that an address may hold, and JSON may not."""
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if isinstance(value, dict):
        return {key: _encodable(one) for key, one in value.items()}
    return [_encodable(one) for one in value] if isinstance(value, list) else value


def of_status(status: int, detail: str = "") -> Problem:
    """The problem that stands for a status, when nothing more is known."""
    is_ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    kind = "server-error" if is_ours else KINDS.get(status, "bad-request")
    return Problem(status, kind, detail)


def handled(error, context):
    """What the framework calls for an exception of a view (EXCEPTION_HANDLER)."""
    problem = understood(error)
    if problem is None:
        return None
    response = written(context["request"], problem)
    # What the framework reads of its own responses.
    response.exception = True
    return response


def understood(error) -> Problem | None:
    """The problem that an exception tells of; None for a fault of ours."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Http404):
        return of_status(404)
    if isinstance(error, PermissionDenied):
        words = _("An editor or a reviewer may; ask an administrator for the role.")
        return Problem(403, "forbidden", words)
    if isinstance(error, Conflict):
        return version_passed(error.current)
    if isinstance(error, Refused):
        errors = [{"detail": words} for words in error.problems]
        return Problem(422, "refused", str(error), errors=errors)
    if isinstance(error, exceptions.AuthenticationFailed | exceptions.NotAuthenticated):
        headers = {"WWW-Authenticate": getattr(error, "auth_header", "Bearer")}
        return Problem(401, "unauthenticated", str(error.detail), headers=headers)
    if isinstance(error, exceptions.APIException):
        return of_status(error.status_code, str(error.detail))
    return None


def version_passed(commitment) -> Problem:
    """412: somebody else came first; the version of now is in the ETag."""
    words = _(
        "%(reference)s is now at version %(version)d. Read it again, and send the new "
        "version if what you add still fits."
    ) % {"reference": commitment.reference, "version": commitment.version}
    headers = {"ETag": f'"{commitment.version}"'}
    return Problem(412, "version-passed", words, headers=headers)
