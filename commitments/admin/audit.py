"""The audit trail, to be read."""

from django.contrib import admin

from commitments.admin.read_only import ReadOnlyAdmin
from commitments.models import Change


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    list_display = ["at", "by", "verb", "model", "object_id", "commitment", "why"]
    list_filter = ["verb", "model"]
    list_select_related = ["by", "commitment"]
    search_fields = ["commitment__title", "why", "public_note", "by__username"]
    date_hierarchy = "at"
