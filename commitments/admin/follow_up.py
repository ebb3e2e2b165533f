"""What follows a promise, to be read: histories that nobody rewrites."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commitments.admin.read_only import ReadOnlyAdmin
from commitments.models import Assessment, Deadline, Evidence, Measurement, Reply

WITHDRAWN = ("withdrawn_at", admin.EmptyFieldListFilter)


@admin.register(Deadline)
class DeadlineAdmin(ReadOnlyAdmin):
    list_display = ["commitment", "words", "due_latest", "event", "created_at"]
    list_filter = ["precision"]
    list_select_related = ["commitment"]
    search_fields = ["commitment__title", "words", "event"]
    date_hierarchy = "due_latest"


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    list_display = [
        "title",
        "commitment",
        "publisher",
        "origin",
        "stance",
        "published_on",
        "withdrawn_at",
    ]
    list_filter = ["origin", "stance", WITHDRAWN]
    list_select_related = ["commitment"]
    search_fields = ["title", "publisher", "url", "commitment__title"]
    date_hierarchy = "published_on"
    # The stored name of a file is nobody's business: it is opened by its own page.
    exclude = ["file"]
    readonly_fields = ["download"]

    @admin.display(description=_("file"))
    def download(self, evidence):
        if not evidence.file:
            return "-"
        url = reverse("evidence-file", args=[evidence.file_id])
        return format_html('<a href="{}">{}</a>', url, evidence.file_name)


@admin.register(Measurement)
class MeasurementAdmin(ReadOnlyAdmin):
    list_display = [
        "commitment",
        "value",
        "observed_on",
        "evidence",
        "created_at",
        "withdrawn_at",
    ]
    list_filter = [WITHDRAWN]
    list_select_related = ["commitment", "evidence"]
    search_fields = ["commitment__title", "evidence__title", "note"]
    date_hierarchy = "observed_on"


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    list_display = ["commitment", "status", "as_of_on", "author", "review", "reviewer"]
    list_filter = ["status", "review", "is_correction"]
    list_select_related = ["commitment", "author", "reviewer"]
    search_fields = ["commitment__title", "rationale"]
    date_hierarchy = "as_of_on"


@admin.register(Reply)
class ReplyAdmin(ReadOnlyAdmin):
    list_display = ["commitment", "body", "received_on", "withdrawn_at"]
    list_filter = [WITHDRAWN]
    list_select_related = ["commitment", "body"]
    search_fields = ["commitment__title", "body__name", "text"]
    date_hierarchy = "received_on"
