"""How people sign in: only accounts that an administrator made."""

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

MISMATCH = _("This identifier and this password do not go together.")


class InvitedOnly(DefaultAccountAdapter):
    """Nobody makes an account for himself; everybody lands where his work is."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": MISMATCH,
        "email_password_mismatch": MISMATCH,
    }

    def is_open_for_signup(self, request):
        return False

    def get_login_redirect_url(self, request):
        if request.user.has_perm("commitments.record_commitment"):
            return reverse("desk")
        return reverse("admin:index" if request.user.is_staff else "home")
