"""What other sites and programs take of a published commitment."""

from csp.decorators import csp_replace
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from commitments.chain import promise_of
from commitments.choices import PassageRole, Publication
from commitments.exports.measurements import measurement_csv as written_csv
from commitments.picture import draw_picture, picture_of
from commitments.sharing import absolute, picture_path
from commitments.views.public.readable import gone, once_published, published
from commitments.views.public.selections import refused_of_one

YEAR = 365 * 24 * 3600
# As the pages: a change is told everywhere within a minute.
MINUTE = 60


@require_safe
def commitment_image(request, reference):
    """The picture; kept for good under the address of a version, else for a minute.

    Any other query leads to the address of this version. A browser that holds the
    picture is answered before it is drawn.
    """
    commitment = published(reference)
    query = request.META["QUERY_STRING"]
    is_of_version = query == f"v={commitment.version}"
    if query and not is_of_version:
        response = redirect(picture_path(commitment))
        patch_cache_control(response, public=True, max_age=MINUTE)
        return response
    picture = picture_of(commitment, _words(commitment))
    response = get_conditional_response(request, picture.etag)
    if response is None:
        response = HttpResponse(draw_picture(picture), content_type="image/png")
    response["ETag"] = picture.etag
    if is_of_version:
        patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    else:
        patch_cache_control(response, public=True, max_age=MINUTE)
    return response


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@vary_on_cookie
@require_safe
def commitment_card(request, reference):
    """The card that other sites show in a frame: no script, no cookie."""
    commitment = once_published(reference)
    if commitment.publication != Publication.PUBLISHED:
        context = {"reference": commitment.reference}
        if commitment.publication == Publication.WITHDRAWN:
            # Its page says why; that of a record reviewed again says nothing yet.
            context["address"] = absolute(request, commitment.get_absolute_url())
        return gone(request, "commitments/commitment_card_gone.html", context)
    context = {
        "commitment": commitment,
        "address": absolute(request, commitment.get_absolute_url()),
        "promise": promise_of(commitment)
        if commitment.target_value is not None
        else "",
        "words": _words(commitment),
    }
    response = render(request, "commitments/commitment_card.html", context)
    patch_cache_control(response, public=True, max_age=MINUTE)
    return response


@cache_control(public=True, max_age=MINUTE)
@vary_on_cookie
@require_safe
def measurement_csv(request, reference):
    """The data of the chart, for spreadsheets."""
    commitment = published(reference)
    if refusal := refused_of_one(request):
        return refusal
    measurements = commitment.measurements.current().select_related("evidence")
    text = written_csv(commitment, measurements.order_by("observed_on", "pk"))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"{commitment.reference}-mesures.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _words(commitment):
    """The words of the answer that first make a commitment."""
    passages = commitment.passages.standing().filter(role=PassageRole.MAKES)
    return passages.values_list("quote", flat=True).first() or ""
