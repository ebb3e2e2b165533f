"""The words of answers without a key of their own: half as long to write, and to keep.

A table cannot change its primary key, so a new one takes over the rows.
"""

import django.db.models.deletion
from django.db import migrations, models

OLD, NEW = "commitments_answerword", "commitments_newanswerword"


def move(source, target):
    def run(apps, schema_editor):
        schema_editor.execute(
            f"INSERT INTO {target} (word, answer_id) "
            f"SELECT word, answer_id FROM {source} ORDER BY word, answer_id"
        )

    return run


class Migration(migrations.Migration):
    dependencies = [
        ("commitments", "0016_withdraw_and_retract"),
    ]

    operations = [
        migrations.CreateModel(
            name="NewAnswerWord",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "word",
                        "answer",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("word", models.CharField(max_length=24, verbose_name="word")),
                (
                    "answer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="commitments.answer",
                        verbose_name="answer",
                    ),
                ),
            ],
            options={
                "verbose_name": "word of an answer",
                "verbose_name_plural": "words of answers",
            },
        ),
        migrations.RunPython(move(OLD, NEW), move(NEW, OLD)),
        migrations.DeleteModel("AnswerWord"),
        migrations.RenameModel("NewAnswerWord", "AnswerWord"),
    ]
