"""What is decided of suggestions, and the words by which records are found again.

SQLite builds the tables of suggestions and, to undo this, of answers anew and loses
their triggers: they are taken away before and put back after, on every database.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from tracker.database.triggers import rebuild

append_only = import_module("commitments.migrations.0002_append_only")


def refusals():
    rebuilt = ("suggestion", "answer")
    return [row for row in append_only.refusals() if row[1] in rebuilt]


class Migration(migrations.Migration):
    dependencies = [
        ("commitments", "0003_roles"),
    ]

    operations = rebuild(
        refusals(),
        migrations.CreateModel(
            name="AnswerWord",
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
                ("word", models.CharField(max_length=24)),
            ],
            options={
                "verbose_name": "word of an answer",
                "verbose_name_plural": "words of answers",
            },
        ),
        migrations.CreateModel(
            name="CommitmentWord",
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
                ("word", models.CharField(max_length=24)),
            ],
            options={
                "verbose_name": "word of a commitment",
                "verbose_name_plural": "words of commitments",
            },
        ),
        migrations.RemoveConstraint(
            model_name="suggestion",
            name="suggestion_rejected_for_a_reason",
        ),
        migrations.AddField(
            model_name="answer",
            name="suggested_text",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="commitments.answertext",
            ),
        ),
        migrations.AddField(
            model_name="suggestion",
            name="adjustments",
            field=models.JSONField(
                default=dict,
                editable=False,
                help_text="What the editor changed, by field: from what to what.",
                verbose_name="adjustments",
            ),
        ),
        migrations.AddField(
            model_name="suggestion",
            name="level",
            field=models.CharField(
                blank=True,
                choices=[("likely", "Likely"), ("possible", "Possible")],
                max_length=10,
                verbose_name="level",
            ),
        ),
        migrations.AddField(
            model_name="suggestion",
            name="passage",
            field=models.ForeignKey(
                editable=False,
                help_text="The words as the decision anchored them.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="commitments.passage",
            ),
        ),
        migrations.AddField(
            model_name="suggestion",
            name="rejection",
            field=models.CharField(
                blank=True,
                choices=[
                    ("achievement", "Already done: an achievement or a figure"),
                    ("others", "Somebody else's words or duty"),
                    ("law", "Existing law or rule"),
                    ("vague", "Too vague to be a commitment"),
                    ("cut", "Badly cut: no undertaking in these words"),
                    ("twice", "Suggested twice"),
                    ("other", "Another reason, given below"),
                ],
                max_length=20,
                verbose_name="why rejected",
            ),
        ),
        migrations.AddIndex(
            model_name="suggestion",
            index=models.Index(
                condition=models.Q(("decision", "pending"), ("level", "likely")),
                fields=["answer"],
                name="suggestion_likely_pending",
            ),
        ),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision", "rejected"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    models.Q(("rejection__in", ["", "other"]), _negated=True),
                    _connector="OR",
                ),
                name="suggestion_rejected_for_a_reason",
            ),
        ),
        migrations.AddField(
            model_name="answerword",
            name="answer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="commitments.answer",
            ),
        ),
        migrations.AddField(
            model_name="commitmentword",
            name="commitment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="commitments.commitment",
            ),
        ),
        migrations.AddConstraint(
            model_name="answerword",
            constraint=models.UniqueConstraint(
                fields=("word", "answer"), name="answerword_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="commitmentword",
            constraint=models.UniqueConstraint(
                fields=("word", "commitment"), name="commitmentword_once"
            ),
        ),
    )
