"""The tokens of an editor's scripts: made, shown once, revoked."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commitments.forms.api_tokens import ApiTokenForm
from commitments.models import ApiToken
from commitments.views.workspace.access import editors_only, posted

# Enough for every script of a person; more are made by mistake or by a thief.
MOST = 20


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
@reauthentication_required(allow_get=True)
def api_token_list(request):
    """Somebody's own tokens; the secret of a new one is on this answer alone.

    A token outlives the session that made it: whoever makes one proves again who they
    are.
    """
    form = ApiTokenForm(posted(request))
    tokens, secret = request.user.api_tokens, ""
    if form.is_valid():
        if tokens.valid().count() < MOST:
            made = form.fields_of_token()
            _token, secret = ApiToken.objects.make(request.user, **made)
            form = ApiTokenForm()
        else:
            words = _("You have %(count)d valid tokens: revoke one first.")
            form.add_error(None, words % {"count": MOST})
    context = {"tokens": tokens.all(), "form": form, "secret": secret}
    return render(request, "workspace/api_token_list.html", context)


@require_POST
@editors_only
def api_token_revoke(request, pk):
    token = get_object_or_404(request.user.api_tokens, pk=pk)
    token.revoke()
    messages.success(request, _("“%(name)s” is revoked.") % {"name": token.name})
    return redirect("api-token-list")
