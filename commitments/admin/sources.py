"""Questions, answers and their published texts: read here, written by imports."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from commitments import search
from commitments.admin.read_only import ReadOnlyAdmin, ReadOnlyInline
from commitments.models import Answer, AnswerText, Passage, PublishedText, Question


class OtherTextsOfQuestion(ReadOnlyInline):
    model = PublishedText
    fields = ["role", "published_on", "page", "body"]
    show_change_link = False


@admin.register(Question)
class QuestionAdmin(ReadOnlyAdmin):
    list_display = ["uid", "title", "author", "asked_on", "body_asked", "answer"]
    list_filter = ["state", "chamber", "type", "legislature"]
    list_select_related = ["body_asked", "answer"]
    search_fields = ["uid", "=number", "author", "title", "ministry_asked"]
    date_hierarchy = "asked_on"
    inlines = [OtherTextsOfQuestion]


class QuestionsAnswered(ReadOnlyInline):
    model = Question
    fields = ["uid", "title", "author", "asked_on"]


class TextsOfAnswer(ReadOnlyInline):
    model = AnswerText
    fields = ["number", "published_on", "retrieved_at"]


class PassagesOfAnswer(ReadOnlyInline):
    model = Passage
    fields = ["commitment", "role", "quote", "withdrawn_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("commitment")


@admin.register(Answer)
class AnswerAdmin(ReadOnlyAdmin):
    list_display = ["uid", "ministry", "body", "answered_on", "page", "is_read"]
    list_filter = [("read_at", admin.EmptyFieldListFilter), "is_fictitious"]
    list_select_related = ["body"]
    # Searched as readers do; see get_search_results.
    search_fields = ["uid"]
    date_hierarchy = "answered_on"
    inlines = [QuestionsAnswered, TextsOfAnswer, PassagesOfAnswer]

    def get_search_results(self, request, queryset, search_term):
        return search.search(queryset, search_term), False

    @admin.display(description=_("read"), boolean=True, ordering="read_at")
    def is_read(self, answer):
        return answer.read_at is not None


@admin.register(AnswerText)
class AnswerTextAdmin(ReadOnlyAdmin):
    list_display = ["answer", "number", "published_on", "retrieved_at"]
    list_select_related = ["answer"]
    search_fields = ["answer__uid", "=sha256"]
    date_hierarchy = "published_on"
