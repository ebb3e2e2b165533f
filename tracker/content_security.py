"""The policy of what a page may load, sent with every answer."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings


class ContentSecurityPolicy(CSPMiddleware):
    """Writes the site's policy once, for the pages that make no exception of it.

    To write it anew for each took one thirtieth of the time of a page of the API. The
    library's nonces, its policy that only reports and its prefixes without a policy are
    left out: the site has none, and writes nothing between its tags.
    """

    def __init__(self, get_response):
        super().__init__(get_response)
        self.usual = build_policy()

    def process_response(self, request, response):
        # Decorators of views leave their exceptions on the response, and Django's pages
        # of errors for developers are one.
        is_usual = not any(name.startswith("_csp") for name in vars(response))
        if settings.DEBUG or not is_usual:
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.usual)
        return response
