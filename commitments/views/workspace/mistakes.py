"""Settling what readers report."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commitments import workflow
from commitments.forms import SettleForm
from commitments.models import MistakeReport
from commitments.views.workspace.access import editors_only, posted


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def mistake_settle(request, pk):
    reports = MistakeReport.objects.select_related("commitment", "answer", "settled_by")
    report = get_object_or_404(reports, pk=pk)
    form = SettleForm(posted(request))
    if form.is_valid():
        try:
            workflow.settle_report(report, by=request.user, **form.cleaned_data)
        except workflow.Refused as refusal:
            form.add_error(None, refusal.problems)
            report = get_object_or_404(reports, pk=pk)
        else:
            messages.success(request, _("The report is settled."))
            return redirect("desk-list", "mistakes")
    context = {"report": report, "form": form}
    return render(request, "workspace/mistake_settle.html", context)
