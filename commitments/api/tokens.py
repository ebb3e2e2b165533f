"""Who a script acts for: a token in the Authorization header, and nothing else.

No session and no cookie opens anything here, so no page of another site can make a
browser write (there is nothing to forge, and no CSRF token to ask for).
"""

from django.utils.translation import gettext as _
from rest_framework import authentication, exceptions
from rest_framework.permissions import BasePermission

from commitments.models import ApiToken
from commitments.models.api import digest_of
from commitments.workflow.audit import RECORD

CHALLENGE = 'Bearer realm="api"'


class BearerToken(authentication.BaseAuthentication):
    """RFC 6750: "Authorization: Bearer <token>"."""

    def authenticate(self, request):
        header = request.headers.get("Authorization")
        if header is None:
            return None
        scheme, _space, secret = header.partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            raise exceptions.AuthenticationFailed(
                _("Write it so: “Authorization: Bearer” and the token.")
            )
        token = (
            ApiToken.objects.valid()
            .filter(digest=digest_of(secret.strip()), user__is_active=True)
            .select_related("user")
            .first()
        )
        if token is None:
            raise exceptions.AuthenticationFailed(
                _("This token opens nothing: it is unknown, revoked or has expired.")
            )
        token.note_use()
        # Read by the audit trail, whose line then names the token.
        token.user.api_token = token
        return token.user, token

    def authenticate_header(self, request):
        return CHALLENGE


class MayRecord(BasePermission):
    """Editors and reviewers; the verbs ask again."""

    def has_permission(self, request, view):
        return bool(request.auth) and request.user.has_perm(RECORD)
