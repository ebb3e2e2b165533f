"""States of questions, texts printed besides, and what imports keep of themselves.

SQLite builds the tables of answers and questions anew for this and loses their
triggers: they are taken away before and put back after, on every database.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from tracker.database.triggers import install, rebuild

append_only = import_module("commitments.migrations.0002_append_only")


def rebuilt():
    return [row for row in append_only.refusals() if row[1] in ("answer", "question")]


def printed():
    for name, event, message in (
        ("publishedtext_frozen", "UPDATE", "rows are append-only"),
        ("publishedtext_kept", "DELETE", "rows are never deleted"),
    ):
        yield name, "publishedtext", event, "1 = 1", message


def tell_states(apps, schema_editor):
    """Every question held so far came with its answer."""
    questions = apps.get_model("commitments", "Question").objects
    questions.filter(answer__isnull=False).update(state="answered")


class Migration(migrations.Migration):
    dependencies = [
        ("commitments", "0007_answer_likely_count"),
    ]

    operations = rebuild(
        rebuilt(),
        migrations.CreateModel(
            name="ImportMark",
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
                ("place", models.BigIntegerField(unique=True)),
                ("digest", models.BigIntegerField()),
                ("records", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "mark of what was read",
                "verbose_name_plural": "marks of what was read",
            },
        ),
        migrations.CreateModel(
            name="PublishedText",
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
                    "role",
                    models.CharField(
                        choices=[
                            ("question", "Question"),
                            ("answer", "Answer"),
                            ("question_erratum", "Erratum of the question"),
                            ("answer_erratum", "Erratum of the answer"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                (
                    "body",
                    models.TextField(blank=True, verbose_name="text as published"),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "published_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="published on"
                    ),
                ),
                (
                    "page",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="page of the JO"
                    ),
                ),
                (
                    "issue",
                    models.CharField(
                        blank=True, max_length=50, verbose_name="issue of the JO"
                    ),
                ),
                ("retrieved_at", models.DateTimeField(verbose_name="retrieved at")),
            ],
            options={
                "verbose_name": "other published text",
                "verbose_name_plural": "other published texts",
                "ordering": ["question", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="importrun",
            name="importrun_finished_or_running",
        ),
        migrations.AddField(
            model_name="answer",
            name="shared_key",
            field=models.CharField(
                blank=True,
                help_text="The source's own, where one answer serves several questions.",
                max_length=80,
                verbose_name="identifier of the answer in its source",
            ),
        ),
        migrations.AddField(
            model_name="importrun",
            name="answers_read",
            field=models.PositiveIntegerField(
                default=0, verbose_name="answers read by the machine"
            ),
        ),
        migrations.AddField(
            model_name="importrun",
            name="bytes_read",
            field=models.BigIntegerField(default=0, verbose_name="bytes read"),
        ),
        migrations.AddField(
            model_name="importrun",
            name="bytes_total",
            field=models.BigIntegerField(default=0, verbose_name="bytes to read"),
        ),
        migrations.AddField(
            model_name="importrun",
            name="is_stop_asked",
            field=models.BooleanField(default=False, verbose_name="asked to stop"),
        ),
        migrations.AddField(
            model_name="importrun",
            name="is_suggesting",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="looking for commitments"
            ),
        ),
        migrations.AddField(
            model_name="importproblem",
            name="is_refusal",
            field=models.BooleanField(
                default=True,
                help_text="No when the record was read, but for this field.",
                verbose_name="refused",
            ),
        ),
        migrations.AddField(
            model_name="importrun",
            name="suggested",
            field=models.PositiveIntegerField(
                default=0, verbose_name="suggestions to decide"
            ),
        ),
        migrations.AddField(
            model_name="importrun",
            name="upload",
            field=models.FileField(
                blank=True,
                max_length=300,
                upload_to="imports",
                verbose_name="uploaded file",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="closed_on",
            field=models.DateField(blank=True, null=True, verbose_name="closed on"),
        ),
        migrations.AddField(
            model_name="question",
            name="closing",
            field=models.CharField(
                blank=True,
                max_length=200,
                verbose_name="how it was closed, as published",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="details",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="Attributions, renewals, other identifiers, as published.",
                verbose_name="details",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "Open"),
                    ("answered", "Answered"),
                    ("withdrawn", "Withdrawn"),
                    ("lapsed", "Lapsed"),
                    ("closed", "Closed"),
                ],
                default="open",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="importrun",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting to be started"),
                    ("running", "Running"),
                    ("done", "Done"),
                    ("stopped", "Stopped"),
                    ("failed", "Failed"),
                ],
                default="running",
                max_length=20,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="question",
            name="asked_on",
            field=models.DateField(
                blank=True,
                help_text="Empty when the source prints an answer without that day.",
                null=True,
                verbose_name="asked on",
            ),
        ),
        migrations.AlterField(
            model_name="question",
            name="author",
            field=models.CharField(
                blank=True,
                help_text="Empty when the source gives only a reference (see the details).",
                max_length=200,
                verbose_name="author",
            ),
        ),
        migrations.AlterField(
            model_name="question",
            name="rubric",
            field=models.CharField(blank=True, max_length=500, verbose_name="rubric"),
        ),
        migrations.AlterField(
            model_name="question",
            name="title",
            field=models.CharField(blank=True, max_length=1000, verbose_name="title"),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(
                condition=models.Q(("shared_key", ""), _negated=True),
                fields=["shared_key"],
                name="answer_by_shared_key",
            ),
        ),
        migrations.AddIndex(
            model_name="answertext",
            index=models.Index(fields=["sha256"], name="answertext_by_sha256"),
        ),
        migrations.AddConstraint(
            model_name="importrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("finished_at", None), ("state__in", ["waiting", "running"])
                    ),
                    models.Q(
                        models.Q(("state__in", ["waiting", "running"]), _negated=True),
                        ("finished_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="importrun_finished_or_running",
            ),
        ),
        migrations.AddField(
            model_name="publishedtext",
            name="question",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="published_texts",
                to="commitments.question",
                verbose_name="question",
            ),
        ),
        migrations.AddConstraint(
            model_name="publishedtext",
            constraint=models.UniqueConstraint(
                fields=("question", "role", "published_on", "sha256"),
                name="publishedtext_once",
            ),
        ),
    ) + [
        install(printed()),
        migrations.RunPython(tell_states, migrations.RunPython.noop),
    ]
