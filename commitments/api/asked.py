"""What a request asks: its parameters, each known, each valid, or a refusal."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from commitments.api.problems import Problem
from commitments.filters import CommitmentFilter
from commitments.query_strings import filled, without

FEWEST, MOST, USUAL = 1, 200, 50
LONGEST_FIELDS = 2000
IDENTITY = ("reference", "uid", "slug", "self", "url")


@dataclass(frozen=True)
class Asked:
    """The parameters that every list takes; ``fields`` is a tree, None for all."""

    fields: dict | None
    cursor: str | None
    limit: int


def asked_of(request, shape, *, others=(), is_list=True) -> Asked:
    """Read the parameters of a request for rows of a shape; ``others`` are its own.

    Raises Problem for a parameter that nobody knows, is given twice or is not valid.
    """
    own = ("fields", "cursor", "limit") if is_list else ("fields",)
    refuse_unknown(request.GET, (*others, *own))
    for name in own:
        if len(request.GET.getlist(name)) > 1:
            raise invalid(name, _("Give it once."))
    return Asked(
        fields=read_fields(request.GET.get("fields"), shape.tree()),
        cursor=request.GET.get("cursor") if is_list else None,
        limit=read_limit(request.GET.get("limit")) if is_list else 0,
    )


def refuse_unknown(params, known) -> None:
    """Refuse the parameters that an address does not take, naming those it does."""
    known = sorted(known)
    errors = [
        {
            "parameter": name[:100],
            "detail": _("There is no parameter called “%(name)s”.")
            % {"name": name[:100]},
            "valid": known,
        }
        for name in params
        if name not in known
    ]
    if errors:
        words = _("Unknown: %(unknown)s. This address takes: %(known)s.") % {
            "unknown": ", ".join(error["parameter"] for error in errors[:10]),
            "known": ", ".join(known) or _("no parameter"),
        }
        raise Problem(400, "unknown-parameter", words, errors=errors[:10])


def invalid(name: str, words: str, valid=()) -> Problem:
    """The refusal of one parameter."""
    return invalid_parameters([error_of(name, words, valid)])


def error_of(name, words, valid=()):
    error = {"parameter": name, "detail": str(words)}
    return error | {"valid": list(valid)} if valid else error


def invalid_parameters(errors) -> Problem:
    words = " ".join(f"{error['parameter']}: {error['detail']}" for error in errors)
    return Problem(400, "invalid-parameter", words, errors=errors)


def read_limit(text: str | None) -> int:
    if text is None:
        return USUAL
    is_number = text.isascii() and text.isdigit() and len(text) < 10
    if not is_number or not FEWEST <= int(text) <= MOST:
        raise invalid("limit", _number_in_words(FEWEST, MOST))
    return int(text)


def _number_in_words(fewest, most):
    words = _("A whole number from %(fewest)d to %(most)d.")
    return words % {"fewest": fewest, "most": most}


def read_fields(text: str | None, tree: dict) -> dict | None:
    """The part of a tree of names that "title,passages.quote" asks for.

    None asks for everything; what tells a row from others is always given. Raises
    Problem for a name that the tree does not have.
    """
    if text is None:
        return None
    if len(text) > LONGEST_FIELDS:
        words = _("At most %(count)d characters.") % {"count": LONGEST_FIELDS}
        raise invalid("fields", words)
    wanted = {name: None for name in IDENTITY if name in tree}
    for path in text.split(","):
        here, there = tree, wanted
        *parents, last = path.strip().split(".")
        for name in parents:
            if not isinstance(here.get(name), dict):
                raise _no_field(path, tree)
            # Asked for as a whole already, or by its parts.
            here, there = here[name], _branch(there, name)
        if last not in here:
            raise _no_field(path, tree)
        if there is not None:
            there[last] = None
    return wanted


def _branch(wanted, name):
    return None if wanted is None else wanted.setdefault(name, {})


def _no_field(path, tree):
    words = _("There is no field called “%(name)s”.") % {"name": path.strip()[:100]}
    return invalid("fields", words, sorted(names_in(tree)))


def names_in(tree: dict, start: str = "") -> list[str]:
    """Every name of a tree, as ``fields`` takes it."""
    found = []
    for name, branch in tree.items():
        found.append(start + name)
        if branch:
            found += names_in(branch, f"{start}{name}.")
    return found


def pruned(value, tree: dict | None):
    """The part of a row, or of rows, that was asked for."""
    if tree is None or value is None:
        return value
    if isinstance(value, list):
        return [pruned(one, tree) for one in value]
    return {name: pruned(value[name], tree[name]) for name in tree if name in value}


def filters() -> tuple[str, ...]:
    """The names of the filters of commitments, which the site's own list takes."""
    return tuple(CommitmentFilter.base_filters)


def filtered(request) -> CommitmentFilter:
    """The valid filters of a request. Raises Problem, with the codes that are valid."""
    params = filled(without(request.GET, ("fields", "cursor", "limit")))
    filterset = CommitmentFilter.given(params)
    if not filterset.is_valid():
        raise invalid_parameters(list(_errors(filterset)))
    return filterset


def _errors(filterset):
    for name, found in filterset.form.errors.items():
        field = filterset.form.fields.get(name)
        choices = getattr(field, "choices", None) or []
        # Those of bodies and themes would be read from the database.
        is_closed = field is not None and not hasattr(field, "queryset")
        valid = [str(code) for code, _label in choices if code] if is_closed else []
        for words, error in zip(found, found.as_data(), strict=True):
            if error.code == "invalid_choice":
                words = f"{words} {_in_place(field, valid)}"
            yield error_of(name, words, valid)


def _in_place(field, valid):
    """What a filter takes in the place of a value that it does not."""
    if hasattr(field, "queryset"):
        return where_listed(field.queryset.model)
    if numbers := getattr(field, "numbers", None):
        return _number_in_words(numbers[0], numbers[-1])
    return _("The codes are: %(codes)s.") % {"codes": ", ".join(valid)}


def where_listed(model) -> str:
    """Where the names of bodies, or of themes, are found."""
    address = reverse(f"api-{model._meta.model_name}-list")
    return _("%(address)s lists them all.") % {"address": address}
