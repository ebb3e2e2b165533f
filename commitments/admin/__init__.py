"""The back office of administrators: people, bodies, themes, imports.

What has a history is only read here: states change in the workspace, by the verbs of
`commitments.workflow`.
"""

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from commitments.admin import (
    api,
    audit,
    bodies,
    commitments,
    follow_up,
    imports,
    intake,
    mail,
    people,
    sources,
)

__all__ = [
    "api",
    "audit",
    "bodies",
    "commitments",
    "follow_up",
    "imports",
    "intake",
    "mail",
    "people",
    "sources",
]

admin.site.site_header = settings.SITE_NAME
admin.site.site_title = settings.SITE_NAME
admin.site.index_title = _("Administration")
