"""What editors' scripts write: drafts, evidence, measurements.

Each goes through the form of the workspace and the verb that a person uses, with the
rights of the token's owner; no draft is published here.
"""

import re
from http import HTTPStatus

import orjson
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from commitments import workflow
from commitments.api import commitments
from commitments.api.asked import refuse_unknown, where_listed
from commitments.api.inputs import CommitmentInput, EvidenceInput, MeasurementInput
from commitments.api.problems import Problem, version_passed
from commitments.api.retries import answered_once
from commitments.api.wording import Wording, as_json
from commitments.forms import EvidenceForm, MeasurementForm, RecordForm
from commitments.models import Answer, Body, Commitment, Theme
from commitments.workflow.commitments import locked

JSON = "application/json"
VERSION = re.compile(r'"([0-9]{1,18})"')
# RFC 9110, 8.8.3.
ENTITY_TAG = re.compile(r'(?:W/)?"[^"]*"')
# A commitment with all its words takes some thousands.
MOST_BYTES = 1_000_000
# How a field of the API is called in the form of the workspace, where it differs.
IN_FORM = {"source_url": "url"}


def record(request) -> HttpResponse:
    """Record a draft. 201, and where it is."""
    refuse_unknown(request.GET, ())
    body = read_body(request)

    def act():
        given = checked(CommitmentInput, body)
        deadline = given.pop("deadline", None)
        answer = _answer_called(given.pop("answer"))
        commitment = workflow.record_commitment(
            by=request.user, answer=answer, **_record_fields(given, answer)
        )
        if deadline:
            workflow.set_deadline(
                commitment,
                by=request.user,
                version=commitment.version,
                answer=answer,
                **deadline,
            )
        made = Commitment.objects.with_timing().get(pk=commitment.pk)
        row = commitments.in_full(made, Wording(request))
        return created(row, row["self"], made.version)

    return answered_once(request, body, act)


def add_evidence(request, reference) -> HttpResponse:
    """Add evidence to the version that the script saw."""

    def add(commitment, body):
        given = checked(EvidenceInput, body)
        form = EvidenceForm(in_form(given))
        valid(form)
        evidence = workflow.add_evidence(
            commitment, by=request.user, **form.verb_arguments()
        )
        return commitments.piece(evidence, Wording(request))

    return _followed(request, reference, add)


def add_measurement(request, reference) -> HttpResponse:
    """Add a figure, or revise one, at the version that the script saw."""

    def add(commitment, body):
        given = checked(MeasurementInput, body)
        standing = commitment.evidence.standing()
        evidence = standing.filter(file_id=given.pop("evidence")).first()
        if evidence is None:
            words = _("No standing evidence of this commitment has this identifier.")
            raise invalid_body([error_at("evidence", words)])
        typed = in_form({"precision": "day"} | given) | {"evidence": evidence.pk}
        fields = valid(MeasurementForm(typed, commitment=commitment))
        made = workflow.add_measurement(commitment, by=request.user, **fields)
        return commitments.measurement(made, Wording(request))

    return _followed(request, reference, add)


def _followed(request, reference, add):
    """What ``add`` adds to a commitment, at the version that If-Match names."""
    refuse_unknown(request.GET, ())
    found = Commitment.objects.by_reference(reference.upper())
    commitment = get_object_or_404(found)
    versions = versions_seen(request)
    body = read_body(request)

    def act():
        current = locked(commitment)
        if versions is not None and current.version not in versions:
            raise version_passed(current)
        row = add(current, body)
        current.refresh_from_db()
        wording = Wording(request)
        row |= {
            "commitment": current.reference,
            "commitment_version": current.version,
        }
        where = wording.address("api-commitment-detail", current.reference)
        return created(row, where, current.version)

    return answered_once(request, body, act)


def created(row, where, version) -> HttpResponse:
    headers = {"Location": where, "ETag": f'"{version}"'}
    return HttpResponse(
        as_json(row),
        status=HTTPStatus.CREATED,
        content_type=JSON,
        headers=headers | {"Cache-Control": "private, no-store"},
    )


def versions_seen(request) -> set[int] | None:
    """The versions that If-Match names (RFC 9110, 13.1.1); None for any ("*").

    Raises Problem without the header: what is added has to fit what was seen.
    """
    header = request.headers.get("If-Match", "").strip()
    if not header:
        words = _('Send If-Match with the version that you read, such as “"7"”.')
        raise Problem(428, "version-needed", words)
    if header == "*":
        return None
    marks = [mark.strip() for mark in header.split(",")]
    if not all(map(ENTITY_TAG.fullmatch, marks)):
        words = _("If-Match wants each version between straight quotation marks.")
        raise Problem(400, "invalid-header", words)
    # A weak mark, or one that is no number, is that of no version.
    return {int(found[1]) for found in map(VERSION.fullmatch, marks) if found}


def read_body(request) -> bytes:
    """The body as it was sent, of a bounded size."""
    kind = (request.content_type or "").partition(";")[0].strip().lower()
    if kind != JSON:
        words = _("Send application/json.")
        raise Problem(415, "unsupported-media-type", words, headers={"Accept": JSON})
    if "Transfer-Encoding" in request.headers:
        # What comes in pieces has no length, and Django reads as much as is announced.
        raise Problem(411, "length-needed", _("Send it whole, with Content-Length."))
    body = request._request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        words = _("At most %(count)d bytes.") % {"count": MOST_BYTES}
        raise Problem(413, "too-large", words)
    return body


def checked(kind, body: bytes) -> dict:
    """What a body says, in the types of an Input. Raises Problem: 400, else 422."""
    try:
        data = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        words = _("It is not JSON: %(error)s.") % {"error": error}
        raise Problem(400, "malformed-body", words) from error
    if not isinstance(data, dict):
        raise invalid_body([error_at("", _("Send a JSON object."))])
    form = kind(data=data)
    if not form.is_valid():
        raise invalid_body(list(_errors(form.errors, form)))
    return form.validated_data


def _errors(errors, field, place=""):
    """The errors of a field, each with its place in the body (RFC 6901)."""
    if isinstance(errors, dict):
        for name, inner in errors.items():
            if name == "non_field_errors":
                yield from _errors(inner, field, place)
            else:
                part = getattr(field, "fields", {}).get(name)
                yield from _errors(inner, part, f"{place}/{escaped(name)}")
    else:
        for words in errors:
            error = {"pointer": place, "detail": str(words)}
            is_of_code = words.code == "invalid_choice"
            yield error | ({"valid": field.codes} if is_of_code else {})


def escaped(name) -> str:
    return str(name)[:100].replace("~", "~0").replace("/", "~1")


def error_at(name, words) -> dict:
    return {"pointer": f"/{name}" if name else "", "detail": str(words)}


def invalid_body(errors) -> Problem:
    words = " ".join(f"{error['pointer']} {error['detail']}" for error in errors)
    return Problem(422, "invalid-body", words.strip(), errors=errors)


def in_form(given: dict) -> dict:
    """What was sent, as the forms of the workspace read it."""
    return {IN_FORM.get(name, name): value for name, value in given.items()}


def valid(form) -> dict:
    """What a form of the workspace makes of its data. Raises Problem."""
    if form.is_valid():
        return dict(form.cleaned_data)
    names = {there: here for here, there in IN_FORM.items()}
    raise invalid_body(
        [
            error_at("" if name == NON_FIELD_ERRORS else names.get(name, name), words)
            for name, found in form.errors.items()
            for words in found
        ]
    )


def _record_fields(given, answer):
    """The arguments of the verb, once the form of the workspace finds them right."""
    text = answer.current_text()
    for name, model in (("bodies", Body), ("themes", Theme)):
        given[name] = _called(name, model, given.get(name, []))
    return valid(RecordForm(given, text=text.body if text else ""))


def _called(name, model, slugs):
    """The ids of the bodies, or themes, of these names."""
    found = dict(model.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    unknown = [slug for slug in slugs if slug not in found]
    if unknown:
        words = _("Nothing is called: %(names)s.") % {"names": ", ".join(unknown)}
        raise invalid_body([error_at(name, f"{words} {where_listed(model)}")])
    return list(found.values())


def _answer_called(uid):
    found = Answer.objects.filter(Q(uid=uid) | Q(questions__uid=uid)).distinct()
    answer = found.first()
    if answer is None:
        words = _("No answer of the base is called %(uid)s.") % {"uid": uid}
        raise invalid_body([error_at("answer", words)])
    return answer
