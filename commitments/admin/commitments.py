"""Commitments with all that hangs on them, to be read."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from commitments.admin.audit import ToldInWords
from commitments.admin.read_only import ReadOnlyAdmin, ReadOnlyInline, public_address
from commitments.models import (
    Assessment,
    Change,
    Commitment,
    Deadline,
    Evidence,
    Measurement,
    Passage,
    Relation,
    Reply,
)
from commitments.search import search


class PassagesOfCommitment(ReadOnlyInline):
    model = Passage
    fields = ["answer", "role", "quote", "withdrawn_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("answer")


class DeadlinesOfCommitment(ReadOnlyInline):
    model = Deadline
    fields = ["words", "due_earliest", "due_latest", "event", "reason", "created_at"]


class AssessmentsOfCommitment(ReadOnlyInline):
    model = Assessment
    fields = ["status", "as_of_on", "author", "review", "reviewer"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("author", "reviewer")


class EvidenceOfCommitment(ReadOnlyInline):
    model = Evidence
    fields = ["publisher", "origin", "stance", "published_on", "withdrawn_at"]


class MeasurementsOfCommitment(ReadOnlyInline):
    model = Measurement
    fields = ["value", "observed_on", "precision", "evidence"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("evidence")


class RelationsTo(ReadOnlyInline):
    model = Relation
    fk_name = "source"
    fields = ["kind", "target", "note", "withdrawn_at"]
    verbose_name_plural = _("what it does to others")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("target")


class RelationsFrom(ReadOnlyInline):
    model = Relation
    fk_name = "target"
    fields = ["source", "kind", "note", "withdrawn_at"]
    verbose_name_plural = _("what others do to it")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source")


class RepliesToCommitment(ReadOnlyInline):
    model = Reply
    fields = ["body", "received_on", "withdrawn_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("body")


class ChangesOfCommitment(ToldInWords, ReadOnlyInline):
    model = Change
    fields = ["at", "by", "deed", "why"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


@admin.register(Commitment)
class CommitmentAdmin(ReadOnlyAdmin):
    list_display = [
        "reference",
        "title",
        "publication",
        "status",
        "promised_on",
        "due_on",
        "changed_at",
    ]
    list_display_links = ["reference", "title"]
    list_filter = ["publication", "status", "kind", "testability", "chamber", "themes"]
    # Searched as readers do; see get_search_results.
    search_fields = ["title"]
    date_hierarchy = "promised_on"
    inlines = [
        PassagesOfCommitment,
        DeadlinesOfCommitment,
        AssessmentsOfCommitment,
        EvidenceOfCommitment,
        MeasurementsOfCommitment,
        RelationsTo,
        RelationsFrom,
        RepliesToCommitment,
        ChangesOfCommitment,
    ]

    @admin.display(description=_("reference"), ordering="pk")
    def reference(self, commitment):
        return commitment.reference

    def get_search_results(self, request, queryset, search_term):
        return search(queryset, search_term), False

    def view_on_site(self, commitment):
        return public_address(commitment)


@admin.register(Passage)
class PassageAdmin(ReadOnlyAdmin):
    list_display = ["quote_start", "commitment", "role", "answer", "withdrawn_at"]
    list_filter = ["role", ("withdrawn_at", admin.EmptyFieldListFilter)]
    list_select_related = ["commitment", "answer"]
    search_fields = ["quote", "commitment__title", "answer__uid"]
    date_hierarchy = "created_at"

    @admin.display(description=_("exact words"), ordering="quote")
    def quote_start(self, passage):
        return str(passage)


@admin.register(Relation)
class RelationAdmin(ReadOnlyAdmin):
    list_display = ["source", "kind", "target", "created_at", "withdrawn_at"]
    list_display_links = ["source", "kind"]
    list_filter = ["kind", ("withdrawn_at", admin.EmptyFieldListFilter)]
    list_select_related = ["source", "target"]
    search_fields = ["source__title", "target__title", "note"]
    date_hierarchy = "created_at"
