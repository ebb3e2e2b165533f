"""How people sign in: only accounts that an administrator made."""

from allauth.account.adapter import DefaultAccountAdapter


class InvitedOnly(DefaultAccountAdapter):
    """Nobody makes an account for himself; every other page of allauth stays."""

    def is_open_for_signup(self, request):
        return False
