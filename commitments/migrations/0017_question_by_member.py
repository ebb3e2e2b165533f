"""The page of the member who asked, on each question.

The column may be empty, so that no engine rewrites the table to add it.
"""

from django.db import migrations, models

from commitments.models.members import member_slug

CHUNK = 5000


def name_members(apps, schema_editor):
    """Fill the column in for the questions that are held."""
    questions = apps.get_model("commitments", "Question").objects
    last = 0
    while rows := list(
        questions.filter(pk__gt=last).order_by("pk").only("author", "chamber")[:CHUNK]
    ):
        for row in rows:
            row.member = member_slug(row.author, row.chamber)
        questions.bulk_update(rows, ["member"], batch_size=500)
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("commitments", "0013_answer_words")]

    operations = [
        migrations.AddField(
            "question",
            "member",
            models.CharField(
                editable=False,
                help_text="The author's name and chamber: see models/members.py.",
                max_length=220,
                null=True,
                verbose_name="address of the member's page",
            ),
        ),
        migrations.RunPython(name_members, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            "question",
            models.Index(fields=["member", "-asked_on"], name="question_by_member"),
        ),
    ]
