"""People with an account: editors, reviewers, administrators."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Somebody with an account. Readers need none.

    The project's own class from the first migration on, so that it can grow.
    """

    class Meta(AbstractUser.Meta):
        constraints = [
            # People sign in and reset their password by address, in any case.
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="user_email_unique",
                violation_error_message=_("Somebody else has this e-mail address."),
            ),
        ]

    def __str__(self):
        return self.get_full_name() or self.username
