"""People with an account: editors, reviewers, administrators."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Somebody with an account. Readers need none.

    The project's own class from the first migration on, so that it can grow.
    """

    def __str__(self):
        return self.get_full_name() or self.username
