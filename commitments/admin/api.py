"""The tokens of scripts, to be read: whose they are, and when they were last used."""

from django.contrib import admin

from commitments.admin.read_only import ReadOnlyAdmin
from commitments.models import ApiToken


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    """An account that is closed closes its tokens; the hash is nobody's to read."""

    list_display = ["name", "user", "hint", "expires_on", "last_used_on", "revoked_at"]
    list_select_related = ["user"]
    search_fields = ["name", "user__username", "user__email"]
    date_hierarchy = "created_at"
    exclude = ["digest"]
