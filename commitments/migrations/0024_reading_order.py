"""Words without a place stand as at the beginning: databases differ about nulls."""

from django.db import migrations
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    dependencies = [("commitments", "0023_answer_words_in_key")]

    operations = [
        migrations.AlterModelOptions(
            name="passage",
            options={
                "ordering": ["answer__answered_on", Coalesce("start", 0), "pk"],
                "verbose_name": "passage",
                "verbose_name_plural": "passages",
            },
        ),
        migrations.AlterModelOptions(
            name="suggestion",
            options={
                "ordering": ["answer", Coalesce("start", 0), "pk"],
                "verbose_name": "suggestion",
                "verbose_name_plural": "suggestions",
            },
        ),
    ]
