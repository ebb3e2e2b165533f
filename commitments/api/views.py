"""What anybody may read: every address, its parameters and its rows."""

from http import HTTPStatus

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.views import APIView

from commitments import facets, search
from commitments.api import answers, commitments, describing, directories, writing
from commitments.api.asked import (
    asked_of,
    filtered,
    filters,
    invalid,
    pruned,
    refuse_unknown,
)
from commitments.api.cursors import Ranked, Tiers, question
from commitments.api.finding import readable
from commitments.api.pages import page_of_ranked, page_of_rows, told
from commitments.api.problems import version_passed
from commitments.api.shapes import (
    AnswerInFullShape,
    AnswerShape,
    BodyShape,
    CommitmentInFullShape,
    CommitmentShape,
    ThemeShape,
)
from commitments.api.tokens import BearerToken, MayRecord
from commitments.api.wording import Wording, as_json
from commitments.filters import SORTS
from commitments.models import Answer, Body, BodyLabel, Theme

LONGEST_WORDS = 200


class OnlyJson(BaseContentNegotiation):
    """The door has looked at what a request takes, and a writer at what it sends."""

    def select_parser(self, request, parsers):
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class Resource(APIView):
    """What all addresses have in common: JSON, and the methods that they take."""

    # No session opens the API: what a browser holds for the site is worth nothing here.
    authentication_classes = [BearerToken]
    content_negotiation_class = OnlyJson

    def get_permissions(self):
        """Anybody reads; where something is written, editors alone do."""
        is_writing = self.request.method == "POST" and hasattr(self, "post")
        return [MayRecord()] if is_writing else []

    def options(self, request, *args, **kwargs):
        """The methods, in Allow: for whoever asks about this very address."""
        return HttpResponse(status=204)

    def answer(self, request, content, *, status=200, headers=None) -> HttpResponse:
        """A row or a page as JSON. What a token shows is for its bearer alone."""
        if request.auth:
            headers = {"Cache-Control": "private, no-store"} | (headers or {})
        return HttpResponse(
            as_json(content),
            status=status,
            content_type="application/json",
            headers=headers,
        )

    def listed(self, request, asked, page, rows) -> HttpResponse:
        content, links = told(request, page, pruned(rows, asked.fields))
        return self.answer(request, content, headers={"Link": links})


class Entrance(Resource):
    @extend_schema(**describing.ENTRANCE)
    def get(self, request):
        refuse_unknown(request.GET, ())
        wording = Wording(request)
        names = ("commitment", "answer", "body", "theme")
        plural = ("commitments", "answers", "bodies", "themes")
        content = {
            many: wording.address(f"api-{one}-list")
            for many, one in zip(plural, names, strict=True)
        }
        content["description"] = wording.address("api-description")
        content["documentation"] = wording.address("api")
        return self.answer(request, content)


class CommitmentList(Resource):
    @extend_schema(**describing.COMMITMENT_LIST)
    def get(self, request):
        asked = asked_of(request, CommitmentShape, others=filters())
        filterset = filtered(request)
        index = facets.current()
        selection = index.select(filterset.asked())
        cleaned = filterset.form.cleaned_data
        ranked = Ranked(selection, SORTS[filterset.order].order)
        if filterset.order == "relevance":
            words = cleaned["q"]
            found = search.tiers(search.COMMITMENT, words, among=selection.rows)
            ranked = Tiers(found)
        params = request.GET
        given = {name: params.getlist(name) for name in filters() if name in params}
        of = question(filterset.order, {k: v for k, v in given.items() if any(v)})
        page = page_of_ranked(ranked, asked, of)
        rows = commitments.in_brief(page.rows, index, Wording(request), asked.fields)
        return self.listed(request, asked, page, rows)

    @extend_schema(**describing.COMMITMENT_RECORD)
    def post(self, request):
        return writing.record(request)


class CommitmentDetail(Resource):
    @extend_schema(**describing.COMMITMENT_DETAIL)
    def get(self, request, reference):
        asked = asked_of(request, CommitmentInFullShape, is_list=False)
        commitment = readable(request, reference)
        row = pruned(commitments.in_full(commitment, Wording(request)), asked.fields)
        # For the public, the door names the whole answer after the data's version.
        if not request.auth:
            return self.answer(request, row)
        etag = f'"{commitment.version}"'
        response = self.answer(request, row, headers={"ETag": etag})
        response = get_conditional_response(request, etag=etag, response=response)
        if response.status_code == HTTPStatus.PRECONDITION_FAILED:
            raise version_passed(commitment)
        return response


class EvidenceAdd(Resource):
    @extend_schema(**describing.EVIDENCE_ADD)
    def post(self, request, reference):
        return writing.add_evidence(request, reference)


class MeasurementAdd(Resource):
    @extend_schema(**describing.MEASUREMENT_ADD)
    def post(self, request, reference):
        return writing.add_measurement(request, reference)


class AnswerList(Resource):
    @extend_schema(**describing.ANSWER_LIST)
    def get(self, request):
        asked = asked_of(request, AnswerShape, others=("q",))
        words = _words(request)
        rows = search.search(Answer.objects.select_related("body"), words)
        of = question("answers", words)
        page = page_of_rows(rows, ("-answered_on", "pk"), asked, of)
        brief = answers.in_brief(page.rows, Wording(request))
        return self.listed(request, asked, page, brief)


def _words(request):
    given = set(request.GET.getlist("q"))
    words = given.pop() if given else ""
    if given:
        raise invalid("q", _("Give it once."))
    if len(words) > LONGEST_WORDS or "\0" in words:
        raise invalid(
            "q", _("At most %(count)d characters.") % {"count": LONGEST_WORDS}
        )
    return words


class AnswerDetail(Resource):
    @extend_schema(**describing.ANSWER_DETAIL)
    def get(self, request, uid):
        asked = asked_of(request, AnswerInFullShape, is_list=False)
        answer = get_object_or_404(Answer.objects.select_related("body"), uid=uid)
        row = answers.in_full(answer, Wording(request))
        return self.answer(request, pruned(row, asked.fields))


class Directory(Resource):
    """The list of bodies, or of themes, by their names in addresses."""

    def page(self, request, shape, queryset, write):
        asked = asked_of(request, shape)
        page = page_of_rows(queryset, ("slug",), asked, question(shape.__name__))
        rows = write(page.rows, facets.current(), Wording(request))
        return self.listed(request, asked, page, rows)

    def row(self, request, shape, queryset, write, slug):
        asked = asked_of(request, shape, is_list=False)
        one = get_object_or_404(queryset, slug=slug)
        row = write([one], facets.current(), Wording(request))[0]
        return self.answer(request, pruned(row, asked.fields))


def bodies():
    labels = Prefetch("labels", BodyLabel.objects.order_by("label"))
    return Body.objects.prefetch_related("predecessors", "successors", labels)


class BodyList(Directory):
    @extend_schema(**describing.BODY_LIST)
    def get(self, request):
        return self.page(request, BodyShape, bodies(), directories.bodies)


class BodyDetail(Directory):
    @extend_schema(**describing.BODY_DETAIL)
    def get(self, request, slug):
        return self.row(request, BodyShape, bodies(), directories.bodies, slug)


class ThemeList(Directory):
    @extend_schema(**describing.THEME_LIST)
    def get(self, request):
        return self.page(request, ThemeShape, Theme.objects.all(), directories.themes)


class ThemeDetail(Directory):
    @extend_schema(**describing.THEME_DETAIL)
    def get(self, request, slug):
        rows = Theme.objects.all()
        return self.row(request, ThemeShape, rows, directories.themes, slug)


class Description(Resource):
    """The description of all this, for programs (OpenAPI 3.1)."""

    @extend_schema(exclude=True)
    def get(self, request):
        refuse_unknown(request.GET, ())
        return self.answer(request, describing.described())
