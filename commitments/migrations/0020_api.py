"""Tokens of editors' scripts, and the answers kept for scripts that ask again.

SQLite builds the table of changes anew to undo this and loses its triggers: they are
taken away before and put back after, on every database.
"""

from importlib import import_module

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from tracker.database.triggers import rebuild

append_only = import_module("commitments.migrations.0016_withdraw_and_retract")


def of_changes():
    return [row for row in append_only.refusals() if row[1] == "change"]


def let_administrators_see(apps, schema_editor):
    """Permissions are normally made after all migrations; the role needs it now."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    administrators = apps.get_model("auth", "Group").objects.get(name="Administrator")
    content_type, _ = ContentType.objects.get_or_create(
        app_label="commitments", model="apitoken"
    )
    permission, _ = Permission.objects.get_or_create(
        content_type=content_type,
        codename="view_apitoken",
        defaults={"name": "Can view API token"},
    )
    administrators.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("commitments", "0019_no_search_text")]
    operations = [
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="What it is for, such as “weekly import of figures”.",
                        max_length=100,
                        verbose_name="name",
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        editable=False,
                        max_length=64,
                        unique=True,
                        verbose_name="hash of the secret",
                    ),
                ),
                (
                    "hint",
                    models.CharField(
                        editable=False, max_length=20, verbose_name="first characters"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="created at"),
                ),
                (
                    "expires_on",
                    models.DateField(blank=True, null=True, verbose_name="last day"),
                ),
                (
                    "last_used_on",
                    models.DateField(
                        editable=False, null=True, verbose_name="last used on"
                    ),
                ),
                (
                    "revoked_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="revoked at"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="api_tokens",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "API token",
                "verbose_name_plural": "API tokens",
                "ordering": ["-pk"],
            },
        ),
        *rebuild(
            of_changes(),
            migrations.AddField(
                model_name="change",
                name="token",
                field=models.ForeignKey(
                    db_index=False,
                    help_text="The one with which a script did it for this person.",
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="commitments.apitoken",
                    verbose_name="API token",
                ),
            ),
        ),
        migrations.CreateModel(
            name="KeptAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("key", models.CharField(max_length=255, verbose_name="key")),
                (
                    "fingerprint",
                    models.CharField(max_length=64, verbose_name="hash of the request"),
                ),
                (
                    "claimed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="asked at"
                    ),
                ),
                (
                    "status",
                    models.PositiveSmallIntegerField(null=True, verbose_name="status"),
                ),
                ("headers", models.JSONField(default=dict, verbose_name="headers")),
                ("body", models.TextField(blank=True, verbose_name="body")),
                (
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commitments.apitoken",
                        verbose_name="API token",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer kept for a script",
                "verbose_name_plural": "answers kept for scripts",
                "indexes": [
                    models.Index(fields=["claimed_at"], name="keptanswer_by_age")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("token", "key"), name="keptanswer_once_for_each_key"
                    )
                ],
            },
        ),
        migrations.RunPython(let_administrators_see, migrations.RunPython.noop),
    ]
