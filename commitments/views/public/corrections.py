"""The page of every public correction."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from commitments.public_corrections import in_words, public_corrections
from commitments.views.public.lists import page_of


@require_safe
def corrections(request):
    page = page_of(request, public_corrections())
    context = {"page": page, "corrections": in_words(page.object_list)}
    return render(request, "commitments/corrections.html", context)
