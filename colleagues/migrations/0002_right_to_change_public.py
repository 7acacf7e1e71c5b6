"""Editors and administrators may change at once what readers see."""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations


def give_right(apps: Any, schema_editor: Any) -> None:
    """Give both roles the permission, which otherwise comes only after the last migration."""
    using = schema_editor.connection.alias
    config = apps.get_app_config("publishing")
    config.models_module = True
    create_permissions(config, verbosity=0, interactive=False, using=using, apps=apps)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    right = permissions.get(content_type__app_label="publishing", codename="change_public")
    groups = apps.get_model("auth", "Group").objects.using(using)
    for group in groups.filter(name__in=["Editors", "Administrators"]):
        group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [
        ("colleagues", "0001_initial"),
        ("publishing", "0004_right_to_change_public"),
    ]

    operations = [migrations.RunPython(give_right, migrations.RunPython.noop)]
