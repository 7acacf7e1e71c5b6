"""The three roles."""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations

DESK = {
    "articles": ["article"],
    "profiles": ["person"],
    "references": ["reference", "publisher"],
    "publishing": ["tag"],
    "images": ["image"],
}
REPORTERS = [
    (app, f"{right}_{model}")
    for app, models in DESK.items()
    for model in models
    for right in ("view", "add", "change")
]
EDITORS = [*REPORTERS, ("articles", "publish_article"), ("profiles", "publish_person")]
ADMINISTRATORS = [*EDITORS, *(("accounts", f"{right}_user") for right in ("view", "add", "change"))]
ROLES = {"Reporters": REPORTERS, "Editors": EDITORS, "Administrators": ADMINISTRATORS}


def make_roles(apps: Any, schema_editor: Any) -> None:
    """Make each role with its permissions, which otherwise come only after the last migration."""
    using = schema_editor.connection.alias
    for label in {app for app, _codename in ADMINISTRATORS}:
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, verbosity=0, interactive=False, using=using, apps=apps)
        config.models_module = None
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    for name, rights in ROLES.items():
        group, _is_new = group_model.objects.using(using).get_or_create(name=name)
        for app, codename in rights:
            group.permissions.add(
                permission_model.objects.using(using).get(content_type__app_label=app, codename=codename)
            )


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("accounts", "0002_initial"),
        ("publishing", "0001_initial"),
        ("images", "0001_initial"),
        ("references", "0001_initial"),
        ("profiles", "0001_initial"),
        ("articles", "0001_initial"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
