"""The audit trail, to be read."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from commitments.admin.read_only import ReadOnlyAdmin
from commitments.models import Change
from commitments.trail import DEEDS, deed_of


class ToldInWords:
    """Mixed into an admin page of changes: a column says what was done."""

    @admin.display(description=_("what was done"))
    def deed(self, change):
        return deed_of(change)


class WasDone(admin.SimpleListFilter):
    """Changes by what was done."""

    title = _("what was done")
    parameter_name = "deed"

    def lookups(self, request, model_admin):
        return [(f"{model}.{verb}", words) for (model, verb), words in DEEDS.items()]

    def queryset(self, request, changes):
        if not self.value():
            return changes
        model, _dot, verb = self.value().partition(".")
        return changes.filter(model=model, verb=verb)


@admin.register(Change)
class ChangeAdmin(ToldInWords, ReadOnlyAdmin):
    list_display = ["at", "by", "deed", "commitment", "object_id", "why"]
    list_filter = [WasDone]
    list_select_related = ["by", "commitment"]
    search_fields = ["commitment__title", "why", "public_note", "by__username"]
    date_hierarchy = "at"
    fields = [
        "at",
        "by",
        "token",
        "deed",
        "commitment",
        "object_id",
        "before",
        "after",
        "why",
        "public_note",
    ]
