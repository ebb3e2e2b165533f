"""Ministries and agencies, the labels under which they are published, the themes."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from commitments.admin.moves_version import MovesVersion
from commitments.admin.read_only import ReadOnlyInline
from commitments.forms.fields import LineField
from commitments.models import (
    Answer,
    Body,
    BodyLabel,
    Question,
    Theme,
)
from commitments.search import COMMITMENT, fold, index_all
from commitments.workflow.bodies import name_bodies


class PermanentSlug:
    """Mixed into an admin page: the address is chosen once, since it is permanent."""

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["name"]}

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []


class FoundByName:
    """Mixed into an admin page: commitments are searched by the name too."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change and "name" in form.changed_data:
            held = form.instance.commitments.values_list("pk", flat=True)
            index_all(COMMITMENT, held)


class NameForm(forms.ModelForm):
    """Names on one line: nothing in them may part one from the next in a file."""

    class Meta:
        field_classes = {"name": LineField, "name_en": LineField}


class CountedCommitments:
    """Mixed into an admin page: a column counts the commitments, drafts included."""

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.annotate(held=Count("commitments"))

    @admin.display(description=_("commitments"), ordering="held")
    def held(self, row):
        return row.held


class KeptWhileUsed:
    """Mixed into an admin page: what a commitment names is not deleted.

    The database protects answers and replies; it would silently drop a body or a
    theme from the commitments that name it.
    """

    def users_of(self, row):
        return row.commitments.all()

    def get_deleted_objects(self, objs, request):
        rows, counts, lacking, protected = super().get_deleted_objects(objs, request)
        protected = [*protected, *(user for row in objs for user in self.users_of(row))]
        return rows, counts, set() if protected else lacking, protected


class SuccessionForm(forms.ModelForm):
    def clean(self):
        super().clean()
        if self.cleaned_data.get("to_body") == self.instance.from_body:
            raise ValidationError(_("A body does not succeed itself."))


class SuccessorsOfBody(admin.TabularInline):
    model = Body.successors.through
    form = SuccessionForm
    fk_name = "from_body"
    autocomplete_fields = ["to_body"]
    extra = 0
    verbose_name = _("successor")
    verbose_name_plural = _("successors")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("from_body", "to_body")

    def may_tend(self, request, obj=None):
        """Who may change a body; Django looks for rights on the table between."""
        return request.user.has_perm("commitments.change_body")

    has_view_permission = may_tend
    has_add_permission = may_tend
    has_change_permission = may_tend
    has_delete_permission = may_tend


class IsCurrent(admin.SimpleListFilter):
    title = _("existence")
    parameter_name = "existence"

    def lookups(self, request, model_admin):
        return [("now", _("Exists now")), ("past", _("No longer exists"))]

    def queryset(self, request, queryset):
        if self.value() in ("now", "past"):
            return queryset.filter(valid_to_on__isnull=self.value() == "now")
        return queryset


class LabelsOfBody(ReadOnlyInline):
    model = BodyLabel
    fields = ["label"]
    verbose_name_plural = _("published labels that name this body")


@admin.register(Body)
class BodyAdmin(
    MovesVersion,
    FoundByName,
    KeptWhileUsed,
    CountedCommitments,
    PermanentSlug,
    admin.ModelAdmin,
):
    form = NameForm
    exclude = ["successors"]
    list_display = ["name", "kind", "valid_from_on", "valid_to_on", "held"]
    list_filter = ["kind", IsCurrent]
    search_fields = ["name", "labels__label"]
    ordering = ["name"]
    inlines = [SuccessorsOfBody, LabelsOfBody]

    def users_of(self, body):
        relatives = [*body.successors.all(), *body.predecessors.all()]
        return [*super().users_of(body), *relatives]


class IsMapped(admin.SimpleListFilter):
    title = _("mapping")
    parameter_name = "mapping"

    def lookups(self, request, model_admin):
        return [("none", _("To map")), ("done", _("Mapped"))]

    def queryset(self, request, queryset):
        if self.value() in ("none", "done"):
            return queryset.filter(body__isnull=self.value() == "none")
        return queryset


class LabelForm(forms.ModelForm):
    def clean_label(self):
        """Refuse what imports would take for a label that is held already."""
        label = self.cleaned_data["label"]
        for held in BodyLabel.objects.exclude(pk=self.instance.pk):
            if fold(held.label) == fold(label):
                raise ValidationError(
                    _("This label is already held, as “%(label)s”."),
                    params={"label": held.label},
                )
        return label


@admin.register(BodyLabel)
class BodyLabelAdmin(MovesVersion, admin.ModelAdmin):
    form = LabelForm
    fields = ["label", "body"]
    list_display = ["label", "body"]
    list_filter = [IsMapped]
    list_select_related = ["body"]
    search_fields = ["label", "body__name"]
    autocomplete_fields = ["body"]

    def get_readonly_fields(self, request, obj=None):
        return ["label"] if obj else []

    def save_model(self, request, label, form, change):
        super().save_model(request, label, form, change)
        name_body(label, by=request.user)


def name_body(label: BodyLabel, *, by) -> None:
    """Give its body to the questions and answers already held under a label.

    As the next import of the same pages would: case, accents and spaces ignored. Their
    commitments that name no body follow.
    """
    if label.body is None:
        return
    for model, published, body in (
        (Answer, "ministry", "body"),
        (Question, "ministry_asked", "body_asked"),
    ):
        spellings = model.objects.order_by().values_list(published, flat=True)
        same = [s for s in spellings.distinct() if fold(s) == fold(label.label)]
        rows = model.objects.filter(**{f"{published}__in": same})
        rows.update(**{body: label.body})
        if model is Answer:
            name_bodies(label, rows, by=by)


@admin.register(Theme)
class ThemeAdmin(
    MovesVersion,
    FoundByName,
    KeptWhileUsed,
    CountedCommitments,
    PermanentSlug,
    admin.ModelAdmin,
):
    form = NameForm
    list_display = ["name", "name_en", "held"]
    search_fields = ["name", "name_en"]
    ordering = ["name"]
