"""Imports: upload a file, see what was understood, start, watch, stop, resume."""

from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commitments.admin.read_only import ReadOnlyAdmin, ReadOnlyInline
from commitments.choices import ImportState
from commitments.imports import background
from commitments.models import BodyLabel, ImportProblem, ImportRun

# Above this number the problems of a run are read in their own list, page by page.
SHOWN_PROBLEMS = 200


class UploadForm(forms.ModelForm):
    """A file or an archive of any source that docs/sources.md describes."""

    class Meta:
        model = ImportRun
        fields = ["upload"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["upload"].required = True

    def clean_upload(self):
        uploaded = self.cleaned_data["upload"]
        if uploaded.size > settings.IMPORT_MAX_BYTES:
            raise ValidationError(
                _("This file is too large: %(size)s, at most %(most)s are taken."),
                params={
                    "size": filesizeformat(uploaded.size),
                    "most": filesizeformat(settings.IMPORT_MAX_BYTES),
                },
            )
        return uploaded


class ProblemsOfRun(ReadOnlyInline):
    model = ImportProblem
    fields = ["file", "record", "field", "reason", "is_refusal"]
    show_change_link = False


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    change_form_template = "admin/commitments/importrun/change_form.html"
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
    exclude = ["upload", "is_stop_asked", "is_suggesting"]
    readonly_fields = ["all_problems"]

    def has_add_permission(self, request):
        """Who may start imports; the roles are in docs/permissions.md."""
        return request.user.has_perm("commitments.add_importrun")

    def get_form(self, request, obj=None, **kwargs):
        if obj is None:
            return UploadForm
        return super().get_form(request, obj, **kwargs)

    def get_fields(self, request, obj=None):
        return super().get_fields(request, obj) if obj else ["upload"]

    def get_readonly_fields(self, request, obj=None):
        return super().get_readonly_fields(request, obj) if obj else []

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

    def save_model(self, request, run, form, change):
        run.state, run.started_by = ImportState.WAITING, request.user
        run.files, run.bytes_total = run.upload.name, run.upload.size
        super().save_model(request, run, form, change)

    def response_add(self, request, run, post_url_continue=None):
        messages.success(
            request, _("The file is here. Look at what was understood, then start.")
        )
        return redirect(page_of(run))

    def get_urls(self):
        name = "commitments_importrun_{}"
        return [
            path(
                f"<path:object_id>/{verb}/",
                self.admin_site.admin_view(getattr(self, verb)),
                name=name.format(verb),
            )
            for verb in ("start", "stop", "discard")
        ] + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        run = self.get_object(request, object_id)
        context = extra_context or {}
        if run and self.has_add_permission(request):
            context |= self.situation(run)
        return super().change_view(request, object_id, form_url, context)

    def situation(self, run):
        """What the page shows of a run beside its fields."""
        is_running = run.state == ImportState.RUNNING
        is_dead = is_running and background.is_free()
        has_file = bool(run.upload and Path(run.upload.path).is_file())
        is_waiting = run.state == ImportState.WAITING and has_file
        return {
            "run": run,
            "is_moving": (is_running and not is_dead) or run.is_suggesting,
            "is_dead": is_dead,
            "may_start": has_file and (not is_running or is_dead),
            "may_stop": is_running and not is_dead,
            "preview": background.preview(Path(run.upload.path))
            if is_waiting
            else None,
            "unknown_labels": BodyLabel.objects.filter(body=None).count(),
        }

    def run_posted(self, request, object_id):
        """The run that a button is about. Raises PermissionDenied."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return get_object_or_404(ImportRun, pk=object_id)

    def start(self, request, object_id):
        """Start a run that waits, or resume one that was stopped or died."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        run = self.run_posted(request, object_id)
        if not run.upload:
            messages.error(request, _("The file of this import is no longer here."))
        elif not background.is_free():
            messages.error(request, _("Another import is running: wait for its end."))
        else:
            background.start(run)
            messages.success(request, _("The import goes on without this page."))
        return redirect(page_of(run))

    def stop(self, request, object_id):
        """Ask a run to stop after its batch."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        run = self.run_posted(request, object_id)
        background.ask_to_stop(run)
        messages.success(request, _("The import stops in a moment; it can be resumed."))
        return redirect(page_of(run))

    def discard(self, request, object_id):
        """Remove the file of a run that is not running."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        run = self.run_posted(request, object_id)
        if run.state == ImportState.RUNNING and not background.is_free():
            messages.error(request, _("Stop the import first."))
        else:
            background.discard(run)
            messages.success(request, _("The file was removed."))
        return redirect(page_of(run))


def page_of(run):
    return reverse("admin:commitments_importrun_change", args=[run.pk])
