"""What the tests of the workspace's pages have in common."""

from django.test import TestCase
from django.urls import reverse

from commitments.tests import factories


class WorkspaceTestCase(TestCase):
    """An editor (signed in), a reviewer and a stranger; pages by their names."""

    @classmethod
    def setUpTestData(cls):
        cls.editor = factories.editor()
        cls.reviewer = factories.reviewer()
        cls.stranger = factories.make_user(role="")

    def setUp(self):
        # The tests read the source strings.
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.editor)

    def open(self, name, *args, query="", **extra):
        return self.client.get(reverse(name, args=args) + query, **extra)

    def send(self, name, *args, data=None, query="", **extra):
        return self.client.post(reverse(name, args=args) + query, data or {}, **extra)

    def assert_guarded(self, name, *args):
        """Strangers sign in first; people without a role and wrong methods are sent
        away."""
        url = reverse(name, args=args)
        self.client.logout()
        self.assertRedirects(
            self.client.get(url),
            f"{reverse('account_login')}?next={url}",
            fetch_redirect_response=False,
        )
        self.client.force_login(self.stranger)
        self.assertEqual(self.client.get(url).status_code, 403)
        self.assertIn(self.client.post(url).status_code, (403, 405))
        self.client.force_login(self.editor)
        self.assertEqual(self.client.put(url).status_code, 405)

    def seen(self, commitment):
        """The hidden fields of a form opened now."""
        commitment.refresh_from_db()
        last = commitment.changes.order_by("-pk").first()
        return {"version": commitment.version, "seen": last.pk}

    def fields(self, form) -> dict:
        """What a browser would post of an unchanged form."""
        data = {}
        for field in form:
            value = field.value()
            value = field.field.prepare_value(value)
            if isinstance(value, list | tuple):
                data[field.html_name] = [str(getattr(v, "pk", v)) for v in value]
            elif value not in (None, False):
                data[field.html_name] = str(getattr(value, "pk", value))
        return data
