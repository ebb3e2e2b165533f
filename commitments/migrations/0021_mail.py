"""Subscriptions by address, and the outbox.

The table of subscriptions is made anew: nobody could subscribe before.
"""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

GRANTED = {"subscriber": "view_subscriber", "outgoingmail": "view_outgoingmail"}


def grant(apps, schema_editor):
    """Permissions are normally made after all migrations; the role needs them now."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    group = apps.get_model("auth", "Group").objects.get(name="Administrator")
    for model, codename in GRANTED.items():
        content_type, _ = ContentType.objects.get_or_create(
            app_label="commitments", model=model
        )
        permission, _ = Permission.objects.get_or_create(
            content_type=content_type,
            codename=codename,
            defaults={"name": f"Can {codename.replace('_', ' ')}"},
        )
        group.permissions.add(permission)


def revoke(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.get(name="Administrator")
    permissions = apps.get_model("auth", "Permission").objects
    group.permissions.remove(*permissions.filter(codename__in=GRANTED.values()))


class Migration(migrations.Migration):
    dependencies = [("commitments", "0020_api")]

    operations = [
        migrations.DeleteModel(name="Subscription"),
        migrations.CreateModel(
            name="Subscriber",
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
                    "email",
                    models.EmailField(max_length=254, verbose_name="e-mail address"),
                ),
                (
                    "language",
                    models.CharField(
                        default="fr", max_length=2, verbose_name="language"
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="address of the site"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="created at"),
                ),
            ],
            options={
                "verbose_name": "subscriber",
                "verbose_name_plural": "subscribers",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="subscriber_email_unique",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutgoingMail",
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
                    "key",
                    models.CharField(max_length=100, unique=True, verbose_name="name"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("confirm", "Confirmation of an address"),
                            ("news", "What changed"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("content", models.JSONField(default=dict, verbose_name="content")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be sent"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("dropped", "Not sent: nothing was left to say"),
                            ("failed", "Given up"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                ("next_at", models.DateTimeField(verbose_name="next attempt")),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="attempts"
                    ),
                ),
                (
                    "claim",
                    models.CharField(blank=True, max_length=32, verbose_name="worker"),
                ),
                (
                    "sent_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="sent at"),
                ),
                (
                    "error",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="last error"
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mails",
                        to="commitments.subscriber",
                        verbose_name="subscriber",
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "outbox",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("waiting", "sending"))),
                        fields=["next_at"],
                        name="outgoingmail_unsent",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(
                                models.Q(("state", "sent"), _negated=True),
                                ("sent_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="outgoingmail_sent_at_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sending"), _negated=True),
                            models.Q(("claim", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="outgoingmail_sent_by_a_worker",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
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
                    "search",
                    models.CharField(blank=True, max_length=500, verbose_name="search"),
                ),
                (
                    "cadence",
                    models.CharField(
                        choices=[
                            ("immediate", "At each change, within minutes"),
                            ("weekly", "Once a week, on Monday morning"),
                        ],
                        default="weekly",
                        max_length=10,
                        verbose_name="how often",
                    ),
                ),
                ("requested_at", models.DateTimeField(verbose_name="asked for at")),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="confirmed at"
                    ),
                ),
                (
                    "told_change",
                    models.BigIntegerField(default=0, verbose_name="last change told"),
                ),
                (
                    "told_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="last told at"
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to="commitments.body",
                        verbose_name="body",
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to="commitments.commitment",
                        verbose_name="commitment",
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to="commitments.subscriber",
                        verbose_name="subscriber",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to="commitments.theme",
                        verbose_name="theme",
                    ),
                ),
            ],
            options={
                "verbose_name": "subscription",
                "verbose_name_plural": "subscriptions",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("body", None),
                                ("commitment__isnull", False),
                                ("search", ""),
                                ("theme", None),
                            ),
                            models.Q(
                                ("body__isnull", False),
                                ("commitment", None),
                                ("search", ""),
                                ("theme", None),
                            ),
                            models.Q(
                                ("body", None),
                                ("commitment", None),
                                ("search", ""),
                                ("theme__isnull", False),
                            ),
                            models.Q(
                                ("body", None),
                                ("commitment", None),
                                ("theme", None),
                                models.Q(("search", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="subscription_to_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_at", None),
                            ("told_at__isnull", False),
                            _connector="OR",
                        ),
                        name="subscription_told_since_confirmed",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("commitment__isnull", False)),
                        fields=("subscriber", "commitment"),
                        name="subscription_commitment_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("body__isnull", False)),
                        fields=("subscriber", "body"),
                        name="subscription_body_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("theme__isnull", False)),
                        fields=("subscriber", "theme"),
                        name="subscription_theme_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("search", ""), _negated=True),
                        fields=("subscriber", "search"),
                        name="subscription_search_once",
                    ),
                ],
            },
        ),
        migrations.RunPython(grant, revoke),
    ]
