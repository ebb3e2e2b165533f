"""Problems of imports, and suggestions, to be read."""

from django.contrib import admin

from commitments.admin.read_only import ReadOnlyAdmin
from commitments.models import ImportProblem, Suggestion


@admin.register(ImportProblem)
class ImportProblemAdmin(ReadOnlyAdmin):
    list_display = ["file", "record", "field", "reason", "is_refusal", "run"]
    list_filter = ["is_refusal", "field"]
    list_select_related = ["run"]
    search_fields = ["file", "record", "reason"]

    def lookup_allowed(self, lookup, value, request):
        is_of_run = lookup == "run__id__exact"
        return is_of_run or super().lookup_allowed(lookup, value, request)


@admin.register(Suggestion)
class SuggestionAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "origin", "answer", "decision", "commitment"]
    list_filter = ["decision", "origin"]
    list_select_related = ["answer", "commitment"]
    search_fields = ["quote", "message", "answer__uid", "commitment__title"]
    date_hierarchy = "created_at"
