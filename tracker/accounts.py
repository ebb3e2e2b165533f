"""How people sign in: only accounts that an administrator made."""

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse


class InvitedOnly(DefaultAccountAdapter):
    """Nobody makes an account for himself; everybody lands where his work is."""

    def is_open_for_signup(self, request):
        return False

    def get_login_redirect_url(self, request):
        if request.user.has_perm("commitments.record_commitment"):
            return reverse("desk")
        return reverse("admin:index" if request.user.is_staff else "home")
