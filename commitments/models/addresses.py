"""Addresses outside the site that a record gives, for readers to follow."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# http or https, a host, no "user:password@"; an @ may stand in the path. Browsers
# read a backslash as a slash, so it stands nowhere.
PUBLIC_URL = r"^https?://[^/?#@\s\\]+([/?#][^\s\\]*)?\Z"
# What is told of an address that does not.
NOT_PUBLIC = _(
    "The address must begin with http:// or https:// and hold no user name or password."
)


def public_address(column: str, *, name: str) -> models.CheckConstraint:
    """A constraint: the column is empty, or an address that is safe to lead to."""
    return models.CheckConstraint(
        condition=models.Q((column, "")) | models.Q((f"{column}__regex", PUBLIC_URL)),
        name=name,
        violation_error_message=NOT_PUBLIC,
    )
