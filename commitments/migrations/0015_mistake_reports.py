import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("commitments", "0018_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="MistakeReport",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("words", "The words, or who said them"),
                            ("deadline", "The deadline"),
                            ("figure", "A figure"),
                            ("assessment", "The assessment"),
                            ("source", "A source, or one that is missing"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                        verbose_name="what is wrong",
                    ),
                ),
                ("message", models.TextField(verbose_name="message")),
                (
                    "source_url",
                    models.URLField(blank=True, max_length=500, verbose_name="source"),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail address"
                    ),
                ),
                (
                    "received_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="received at"),
                ),
                (
                    "settlement",
                    models.CharField(
                        choices=[
                            ("pending", "To decide"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                        ],
                        default="pending",
                        max_length=20,
                        verbose_name="decision",
                    ),
                ),
                (
                    "settled_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="decided at"
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
            ],
            options={
                "verbose_name": "report of a mistake",
                "verbose_name_plural": "reports of mistakes",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(
                condition=models.Q(("public_note", ""), _negated=True),
                fields=["-id"],
                name="change_with_public_note",
            ),
        ),
        migrations.AddField(
            model_name="mistakereport",
            name="answer",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mistake_reports",
                to="commitments.answer",
                verbose_name="answer",
            ),
        ),
        migrations.AddField(
            model_name="mistakereport",
            name="commitment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mistake_reports",
                to="commitments.commitment",
                verbose_name="commitment",
            ),
        ),
        migrations.AddField(
            model_name="mistakereport",
            name="settled_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decided by",
            ),
        ),
        migrations.AddIndex(
            model_name="mistakereport",
            index=models.Index(
                condition=models.Q(("settlement", "pending")),
                fields=["id"],
                name="mistakereport_pending",
            ),
        ),
        migrations.AddConstraint(
            model_name="mistakereport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", None), ("commitment__isnull", False)),
                    models.Q(("answer__isnull", False), ("commitment", None)),
                    _connector="OR",
                ),
                name="mistakereport_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="mistakereport",
            constraint=models.CheckConstraint(
                condition=models.Q(("message", ""), _negated=True),
                name="mistakereport_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="mistakereport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("note", ""),
                        ("settled_at", None),
                        ("settled_by", None),
                        ("settlement", "pending"),
                    ),
                    models.Q(
                        models.Q(("settlement", "pending"), _negated=True),
                        ("settled_at__isnull", False),
                        ("settled_by__isnull", False),
                        models.Q(("note", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="mistakereport_settled_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="mistakereport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("settlement", "pending"), ("email", ""), _connector="OR"
                ),
                name="mistakereport_settled_forgets_address",
            ),
        ),
    ]
