"""Imports with their problems, suggestions and subscriptions, to be read."""

from django.contrib import admin
from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commitments.admin.read_only import ReadOnlyAdmin, ReadOnlyInline
from commitments.models import ImportProblem, ImportRun, Subscription, Suggestion

# Above this number the problems of a run are read in their own list, page by page.
SHOWN_PROBLEMS = 200


class ProblemsOfRun(ReadOnlyInline):
    model = ImportProblem
    fields = ["file", "record", "field", "reason"]
    show_change_link = False


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = [
        "started_at",
        "source",
        "state",
        "created",
        "changed",
        "same",
        "refused",
        "started_by",
    ]
    list_filter = ["state", "source"]
    list_select_related = ["started_by"]
    search_fields = ["source", "files"]
    date_hierarchy = "started_at"
    readonly_fields = ["all_problems"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(found=Count("problems"))

    def get_inlines(self, request, run):
        return [ProblemsOfRun] if run and run.found <= SHOWN_PROBLEMS else []

    @admin.display(description=_("problems"))
    def all_problems(self, run):
        url = reverse("admin:commitments_importproblem_changelist")
        return format_html(
            '<a href="{}?run__id__exact={}">{}</a>', url, str(run.pk), run.found
        )


@admin.register(ImportProblem)
class ImportProblemAdmin(ReadOnlyAdmin):
    list_display = ["file", "record", "field", "reason", "run"]
    list_filter = ["field"]
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


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnlyAdmin):
    list_display = ["email", "subject", "language", "confirmed_at"]
    list_filter = ["language", ("confirmed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["commitment", "body", "theme"]
    search_fields = ["email", "search"]
    date_hierarchy = "created_at"

    @admin.display(description=_("subject"))
    def subject(self, subscription):
        wanted = subscription.commitment or subscription.body or subscription.theme
        return wanted or subscription.search
