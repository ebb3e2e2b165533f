"""A wrong measurement can be withdrawn, and a proposal taken back by its author."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from tracker.database.triggers import install, remove

append_only = import_module("commitments.migrations.0002_append_only")

ALTERED = ("assessment", "assessment_evidence", "measurement")
MEASUREMENT = [
    "commitment_id",
    "evidence_id",
    "value",
    "observed_on",
    "precision",
    "note",
    "supersedes_id",
    "created_at",
    "created_by_id",
]


def refusals():
    """The arguments of ``refuse`` for each trigger, as they are from here on."""
    for row in append_only.refusals():
        if row[0] != "measurement_frozen":
            yield row
    same = " AND ".join(f"NEW.{column} <=> OLD.{column}" for column in MEASUREMENT)
    yield (
        "measurement_sealed",
        "measurement",
        "UPDATE",
        f"NOT ({same})",
        "content is sealed",
    )
    yield (
        "measurement_withdrawn_for_good",
        "measurement",
        "UPDATE",
        "OLD.withdrawn_at IS NOT NULL",
        "withdrawn records do not change",
    )


def of_altered(rows):
    return [row for row in rows if row[1] in ALTERED]


class Migration(migrations.Migration):
    dependencies = [("commitments", "0010_figures_exact")]

    operations = [
        remove(of_altered(append_only.refusals())),
        migrations.RemoveConstraint("assessment", "assessment_reviewed_by_somebody"),
        migrations.AlterField(
            model_name="assessment",
            name="review",
            field=models.CharField(
                choices=[
                    ("pending", "Awaiting review"),
                    ("approved", "Approved"),
                    ("returned", "Returned to its author"),
                    ("retracted", "Taken back by its author"),
                ],
                default="pending",
                max_length=20,
                verbose_name="review",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=Q(review="pending", reviewer=None, reviewed_at=None)
                | Q(review="retracted", reviewer=None, reviewed_at__isnull=False)
                | Q(
                    review__in=["approved", "returned"],
                    reviewer__isnull=False,
                    reviewed_at__isnull=False,
                ),
                name="assessment_reviewed_by_somebody",
            ),
        ),
        migrations.AddField(
            model_name="measurement",
            name="withdrawn_at",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="withdrawn at"
            ),
        ),
        migrations.AddField(
            model_name="measurement",
            name="withdrawn_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="withdrawn by",
            ),
        ),
        migrations.AddField(
            model_name="measurement",
            name="withdrawal_reason",
            field=models.TextField(
                blank=True,
                default="",
                editable=False,
                verbose_name="reason for withdrawal",
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawal_reason="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawal_reason="")
                ),
                name="measurement_withdrawn_with_reason",
            ),
        ),
        install(of_altered(refusals())),
    ]
