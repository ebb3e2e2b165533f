"""The version of the data, and the legislature of each commitment."""

import secrets
from importlib import import_module

from django.db import migrations, models
from django.db.models import Case, F, When

from tracker.database.triggers import rebuild

append_only = import_module("commitments.migrations.0016_withdraw_and_retract")


def start(apps, schema_editor):
    apps.get_model("commitments", "DataVersion").objects.create(
        token=secrets.token_hex(16)
    )


def fill_legislature(apps, schema_editor):
    """As the verbs keep it: from the first words that make the commitment."""
    passages = (
        apps.get_model("commitments", "Passage")
        .objects.filter(role="makes", withdrawn_at=None)
        .order_by("-answer__answered_on", "-pk")
    )
    making = dict(passages.values_list("commitment", "answer"))
    questions = (
        apps.get_model("commitments", "Question")
        .objects.filter(answer__in=passages.values("answer"))
        .order_by(Case(When(uid=F("answer__uid"), then=1), default=0), "-pk")
    )
    found = dict(questions.values_list("answer", "legislature"))
    commitments = apps.get_model("commitments", "Commitment").objects
    for pk, answer in making.items():
        commitments.filter(pk=pk).update(legislature=found.get(answer))


class Migration(migrations.Migration):
    dependencies = [("commitments", "0017_question_by_member")]

    operations = [
        migrations.CreateModel(
            name="DataVersion",
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
                ("number", models.BigIntegerField(default=0, verbose_name="number")),
                (
                    "token",
                    models.CharField(blank=True, max_length=32, verbose_name="token"),
                ),
                (
                    "recent",
                    models.TextField(
                        blank=True, verbose_name="earlier tokens, newest first"
                    ),
                ),
            ],
            options={
                "verbose_name": "version of the data",
                "verbose_name_plural": "version of the data",
            },
        ),
        *rebuild(
            (row for row in append_only.refusals() if row[1] == "commitment"),
            migrations.AddField(
                model_name="commitment",
                name="legislature",
                field=models.PositiveSmallIntegerField(
                    editable=False, null=True, verbose_name="legislature"
                ),
            ),
            migrations.AddField(
                model_name="commitment",
                name="stamp",
                field=models.BigIntegerField(
                    db_index=True,
                    default=0,
                    editable=False,
                    verbose_name="version of the data",
                ),
            ),
        ),
        migrations.RunPython(start, migrations.RunPython.noop),
        migrations.RunPython(fill_legislature, migrations.RunPython.noop),
    ]
