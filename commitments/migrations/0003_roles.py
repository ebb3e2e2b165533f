"""The three roles, as groups with their permissions (docs/permissions.md)."""

from django.db import migrations

WORK = {"commitment": ["record_commitment"]}
REVIEW = {"commitment": ["record_commitment", "review_commitment"]}
TENDED = ["user", "body", "bodylabel", "theme"]
READ = [
    "answer",
    "answertext",
    "assessment",
    "change",
    "commitment",
    "deadline",
    "evidence",
    "importproblem",
    "importrun",
    "measurement",
    "passage",
    "question",
    "relation",
    "reply",
    "subscription",
    "suggestion",
]
ADMINISTER = {
    **{
        model: [f"{verb}_{model}" for verb in ("add", "change", "view")]
        for model in TENDED
    },
    **{model: [f"view_{model}"] for model in READ},
    # The roles themselves, the second factor of somebody who lost the telephone, and
    # the journal of what administrators did.
    "authenticator": ["delete_authenticator", "view_authenticator"],
    "group": ["view_group"],
    "logentry": ["view_logentry"],
}
# The models of other applications; the rest are our own.
APPLICATIONS = {"authenticator": "mfa", "group": "auth", "logentry": "admin"}
ROLES = {"Editor": WORK, "Reviewer": REVIEW, "Administrator": ADMINISTER}
NAMES = {
    "record_commitment": "Can record commitments and follow them up",
    "review_commitment": "Can publish, approve assessments and withdraw",
}


def create_roles(apps, schema_editor):
    """Permissions are normally made after all migrations; the roles need them now."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    for role, granted in ROLES.items():
        group, _ = Group.objects.get_or_create(name=role)
        for model, codenames in granted.items():
            content_type, _ = ContentType.objects.get_or_create(
                app_label=APPLICATIONS.get(model, "commitments"), model=model
            )
            for codename in codenames:
                permission, _ = Permission.objects.get_or_create(
                    content_type=content_type,
                    codename=codename,
                    defaults={
                        "name": NAMES.get(codename, f"Can {codename.replace('_', ' ')}")
                    },
                )
                group.permissions.add(permission)


def remove_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("commitments", "0002_append_only"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(create_roles, remove_roles)]
