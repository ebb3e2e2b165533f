"""What browsers and proxies may keep of the pages."""

from django.conf import settings
from django.utils.cache import patch_cache_control

ACCOUNT_PAGES = "/compte/"


class KeepNothingPersonal:
    """Tell browsers to ask again for what somebody signed in sees.

    On a shared machine, a page kept would show drafts after its reader has signed out.
    Pages about the account itself are not kept at all.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith(ACCOUNT_PAGES):
            patch_cache_control(response, private=True, no_store=True)
        elif settings.SESSION_COOKIE_NAME in request.COOKIES:
            patch_cache_control(response, private=True, no_cache=True)
        return response
