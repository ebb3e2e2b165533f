"""What the tests of public pages share: a reader, and the drafts she must not see."""

from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext

MARKER = "Zibeline"


class ReadingTestCase(TestCase):
    """A reader without an account, who reads English whatever is translated."""

    def setUp(self):
        self.client = Client(headers={"accept-language": "en"})

    def context(self, path):
        """What a page is made of; a page that is kept from before would not say."""
        return Client(headers={"accept-language": "en"}).get(path).context

    def count_queries(self, path):
        """How many queries a page takes, once what is kept in memory is there."""
        self.client.get(path)
        # Another client does not know the page itself, which would take but one.
        client = Client(headers={"accept-language": "en"})
        with CaptureQueriesContext(connection) as queries:
            self.assertEqual(client.get(path).status_code, 200)
        return len(queries)
