"""The index of the search, and the words that it knows: both empty.

`search_index --missing` fills them, some records at a time, while the site runs.
"""

from django.db import migrations, models

from commitments.search.engines import database_engine


def install(apps, schema_editor):
    database_engine().install(schema_editor)


def uninstall(apps, schema_editor):
    database_engine().uninstall(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("commitments", "0012_data_version")]

    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "word",
                    models.CharField(
                        help_text="Without accents or capitals.",
                        max_length=40,
                        primary_key=True,
                        serialize=False,
                        verbose_name="word",
                    ),
                ),
                (
                    "mirrored",
                    models.CharField(
                        db_index=True, max_length=40, verbose_name="word from its end"
                    ),
                ),
                (
                    "spelling",
                    models.CharField(
                        max_length=60, verbose_name="word as it is written"
                    ),
                ),
            ],
            options={
                "verbose_name": "word of the search",
                "verbose_name_plural": "words of the search",
            },
        ),
        migrations.RunPython(install, uninstall),
    ]
