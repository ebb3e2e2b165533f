"""The desk: what needs doing, each row leading to the act."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.desk import Task, tasks
from commitments.views.workspace.access import editors_only, page_of

SHOWN = 6


@dataclass(frozen=True)
class Section:
    task: Task
    count: int
    rows: list

    @property
    def left(self) -> int:
        """How many rows the desk does not show."""
        return self.count - len(self.rows)

    @classmethod
    def of(cls, task: Task) -> "Section":
        # Most lists are empty: they are not gone through a second time.
        count = task.rows.count()
        return cls(task, count, list(task.rows[:SHOWN]) if count else [])


@require_safe
@editors_only
def desk(request):
    sections = [Section.of(task) for task in tasks(request.user)]
    context = {"sections": sections, "is_clear": not any(s.count for s in sections)}
    return render(request, "workspace/desk.html", context)


@require_safe
@editors_only
def desk_list(request, code):
    """One list of the desk, whole."""
    task = next((task for task in tasks(request.user) if task.code == code), None)
    if task is None:
        raise Http404
    context = {"task": task, "page": page_of(request, task.rows)}
    return render(request, "workspace/desk_list.html", context)
