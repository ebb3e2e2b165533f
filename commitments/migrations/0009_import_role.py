"""Administrators start imports, and read the texts printed besides."""

from django.db import migrations, models

import commitments.models.intake

GRANTED = {"importrun": "add_importrun", "publishedtext": "view_publishedtext"}


def grant(apps, schema_editor):
    """Permissions are normally made after all migrations; the role needs them now."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    group = apps.get_model("auth", "Group").objects.get(name="Administrator")
    for model, codename in GRANTED.items():
        content_type, _ = ContentType.objects.get_or_create(
            app_label="commitments", model=model
        )
        permission, _ = Permission.objects.get_or_create(
            content_type=content_type,
            codename=codename,
            defaults={"name": f"Can {codename.replace('_', ' ')}"},
        )
        group.permissions.add(permission)


def revoke(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects.get(name="Administrator")
    permissions = apps.get_model("auth", "Permission").objects
    group.permissions.remove(*permissions.filter(codename__in=GRANTED.values()))


class Migration(migrations.Migration):
    dependencies = [("commitments", "0008_import_versions")]

    operations = [
        migrations.AlterField(
            model_name="importrun",
            name="upload",
            field=models.FileField(
                blank=True,
                max_length=300,
                upload_to=commitments.models.intake.upload_path,
                verbose_name="uploaded file",
            ),
        ),
        migrations.RunPython(grant, revoke),
    ]
