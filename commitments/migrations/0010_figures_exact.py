"""Figures stay where both databases hold them exactly."""

from decimal import Decimal
from importlib import import_module

from django.db import migrations, models

from tracker.database.triggers import rebuild

append_only = import_module("commitments.migrations.0002_append_only")
LIMIT = Decimal(10) ** 11


def is_exact(field):
    return models.Q((f"{field}__gt", -LIMIT), (f"{field}__lt", LIMIT))


class Migration(migrations.Migration):
    dependencies = [("commitments", "0009_import_role")]

    operations = rebuild(
        (
            row
            for row in append_only.refusals()
            if row[1] in ("commitment", "measurement")
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("target_value", None), is_exact("target_value"), _connector="OR"
                ),
                name="commitment_target_is_exact",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("baseline_value", None),
                    is_exact("baseline_value"),
                    _connector="OR",
                ),
                name="commitment_baseline_is_exact",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=is_exact("value"), name="measurement_value_is_exact"
            ),
        ),
    )
