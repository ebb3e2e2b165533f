"""Official addresses, and those that readers give, lead where a browser may go."""

from importlib import import_module

from django.db import migrations, models

from tracker.database.triggers import rebuild

append_only = import_module("commitments.migrations.0016_withdraw_and_retract")

ALTERED = ("answer", "question")
CONSTRAINTS = (
    ("answer", "answer_address_is_public"),
    ("question", "question_address_is_public"),
    ("mistakereport", "mistakereport_source_is_public"),
)
# As in 0001, for evidence.
PUBLIC_URL = r"^https?://[^/?#@\s\\]+([/?#][^\s\\]*)?\Z"


def leave_no_other(apps, schema_editor):
    """Empty the columns of what they would refuse; a reader's stays in the message."""
    for name, _constraint in CONSTRAINTS:
        rows = apps.get_model("commitments", name).objects.exclude(source_url="")
        for row in rows.exclude(source_url__regex=PUBLIC_URL):
            if name == "mistakereport":
                row.message += f"\n\n{row.source_url}"
            row.source_url = ""
            row.save()


class Migration(migrations.Migration):
    dependencies = [("commitments", "0021_mail")]

    operations = rebuild(
        (row for row in append_only.refusals() if row[1] in ALTERED),
        migrations.RunPython(leave_no_other, migrations.RunPython.noop),
        *(
            migrations.AddConstraint(
                model,
                models.CheckConstraint(
                    condition=models.Q(source_url="")
                    | models.Q(source_url__regex=PUBLIC_URL),
                    name=name,
                    violation_error_message="The address must begin with http:// or "
                    "https:// and hold no user name or password.",
                ),
            )
            for model, name in CONSTRAINTS
        ),
    )
