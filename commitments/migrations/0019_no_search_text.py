"""The words of a commitment are in the index of the search alone."""

from importlib import import_module

from django.db import migrations

from tracker.database.triggers import rebuild

append_only = import_module("commitments.migrations.0016_withdraw_and_retract")


class Migration(migrations.Migration):
    dependencies = [("commitments", "0015_mistake_reports")]

    operations = rebuild(
        (row for row in append_only.refusals() if row[1] == "commitment"),
        migrations.RemoveField("commitment", "search_text"),
    )
