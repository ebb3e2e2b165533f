"""Fill a new installation with the demonstration data and one account per role."""

import secrets

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.utils.translation import gettext as _

from commitments.admin.roles import NAMES
from commitments.imports.demonstration import load_demonstration
from commitments.imports.reference import load_reference
from commitments.models import User

# Account, role (the groups that a migration makes), and the name shown.
ACCOUNTS = (
    ("editrice", "Editor", "Édith (démonstration)"),
    ("relectrice", "Reviewer", "Renée (démonstration)"),
    ("administratrice", "Administrator", "Adèle (démonstration)"),
)


class Command(BaseCommand):
    help = (
        "Load the demonstration data and create one account per role, "
        "on an installation without any account; otherwise only say what is there."
    )

    def handle(self, **options):
        load_reference()
        if User.objects.exists():
            self.say_what_is_there()
        else:
            self.fill()
        self.stdout.write(
            _("Data: %(database)s. Uploaded files: %(files)s")
            % {
                "database": connection.settings_dict["NAME"],
                "files": settings.VAR / "media",
            }
        )

    @transaction.atomic
    def fill(self):
        """Create the accounts, record the data in their names, print the passwords."""
        passwords = {account[0]: create_account(*account) for account in ACCOUNTS}
        count = load_demonstration(
            editor=User.objects.get(username="editrice"),
            reviewer=User.objects.get(username="relectrice"),
        )
        self.stdout.write(
            _("Demonstration data loaded: %(count)d commitments.") % {"count": count}
        )
        self.stdout.write(_("Accounts, with passwords that are shown this once:"))
        for username, role, _name in ACCOUNTS:
            self.stdout.write(
                f"  {NAMES[role]!s:15} {username:17} {passwords[username]}"
            )

    def say_what_is_there(self):
        names = [username for username, *_rest in ACCOUNTS]
        known = User.objects.filter(username__in=names).values_list(
            "username", flat=True
        )
        if known:
            self.stdout.write(
                _("The demonstration accounts exist: %(names)s.")
                % {"names": ", ".join(sorted(known))}
            )
        else:
            self.stdout.write(
                _("There are accounts already: no demonstration data was added.")
            )
        self.stdout.write(
            _("To set a new password: %(command)s")
            % {"command": ".venv/bin/python manage.py changepassword NAME"}
        )


def create_account(username, role, name):
    """Create an account of a role and return its random password."""
    password = secrets.token_urlsafe(12)
    user = User.objects.create_user(
        username,
        password=password,
        first_name=name,
        # The administrators' site asks for it; the group says what they may do there.
        is_staff=role == "Administrator",
    )
    user.groups.add(Group.objects.get(name=role))
    return password
