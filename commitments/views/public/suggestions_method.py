"""How suggestions are made, and that people decide."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.choices import Decision, RejectionReason
from commitments.models import Suggestion


@require_safe
def suggestions_method(request):
    machine = Suggestion.objects.by_machine()
    decided = machine.decided()
    context = {
        "made": machine.count(),
        "decided": decided.count(),
        "accepted": decided.filter(decision=Decision.ACCEPTED).count(),
        "merged": decided.filter(decision=Decision.MERGED).count(),
        "rejected": decided.filter(decision=Decision.REJECTED).count(),
        "rejections": RejectionReason.choices,
    }
    return render(request, "commitments/suggestions_method.html", context)
