"""The three roles and their rights, in the reader's language.

The database holds their English names, by which the code knows them.
"""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ADMINISTRATOR = "Administrator"
NAMES = {
    "Editor": pgettext_lazy("role", "Editor"),
    "Reviewer": pgettext_lazy("role", "Reviewer"),
    ADMINISTRATOR: pgettext_lazy("role", "Administrator"),
}
ROLES = {
    "Editor": _("Editor: records commitments and proposes assessments"),
    "Reviewer": _("Reviewer: also publishes, approves and withdraws"),
    ADMINISTRATOR: _("Administrator: manages people, bodies, themes and imports"),
}
# Those of the verbs, and those that Django makes for every model.
RIGHTS = {
    "record_commitment": _("Can record commitments and follow them up"),
    "review_commitment": _("Can publish, approve assessments and withdraw"),
}
ACTIONS = {
    "add": _("Can add: %(records)s"),
    "change": _("Can change: %(records)s"),
    "delete": _("Can delete: %(records)s"),
    "view": _("Can see: %(records)s"),
}


def role_name(group) -> str:
    """The name of a role as people read it; that of another group as it is."""
    return str(NAMES.get(group.name, group.name))


def right_in_words(permission) -> str:
    """What a permission allows, as people read it."""
    if permission.codename in RIGHTS:
        return str(RIGHTS[permission.codename])
    action = permission.codename.partition("_")[0]
    model = permission.content_type.model_class()
    if action not in ACTIONS or not model:
        return permission.name
    return ACTIONS[action] % {"records": model._meta.verbose_name_plural}


class InRole(admin.SimpleListFilter):
    """Accounts by their role."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return NAMES.items()

    def queryset(self, request, people):
        if self.value() in NAMES:
            return people.filter(groups__name=self.value())
        return people
