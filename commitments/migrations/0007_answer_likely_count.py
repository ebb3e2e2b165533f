"""How many likely suggestions an answer has to decide, kept for the queue.

SQLite builds the table of answers anew for this and loses its triggers: they are taken
away before and put back after, on every database.
"""

from importlib import import_module

from django.db import migrations, models
from django.db.models.functions import Coalesce

from tracker.database.triggers import rebuild

append_only = import_module("commitments.migrations.0002_append_only")


def refusals():
    return [found for found in append_only.refusals() if found[1] == "answer"]


def count(apps, schema_editor):
    Suggestion = apps.get_model("commitments", "Suggestion")
    likely = Suggestion.objects.filter(
        answer=models.OuterRef("pk"),
        origin="extractor",
        decision="pending",
        level="likely",
    )
    counted = likely.order_by().values("answer").annotate(n=models.Count("pk"))
    apps.get_model("commitments", "Answer").objects.update(
        likely_count=Coalesce(models.Subquery(counted.values("n")), 0)
    )


class Migration(migrations.Migration):
    dependencies = [("commitments", "0006_email_unique")]

    operations = [
        *rebuild(
            refusals(),
            migrations.AddField(
                model_name="answer",
                name="likely_count",
                field=models.PositiveIntegerField(
                    default=0,
                    editable=False,
                    verbose_name="likely commitments to decide",
                ),
            ),
            migrations.AddIndex(
                model_name="answer",
                index=models.Index(
                    condition=models.Q(("read_at", None)),
                    fields=["-likely_count", "-answered_on", "-id"],
                    name="answer_to_read",
                ),
            ),
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
