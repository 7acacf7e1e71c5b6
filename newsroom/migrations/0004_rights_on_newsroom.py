"""Administrators fill in “Your newsroom”."""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations

RIGHTS = ("view_newsroom", "add_newsroom", "change_newsroom")


def give_rights(apps: Any, schema_editor: Any) -> None:
    """Give the role its permissions, which otherwise come only after the last migration."""
    using = schema_editor.connection.alias
    config = apps.get_app_config("newsroom")
    config.models_module = True
    create_permissions(config, verbosity=0, interactive=False, using=using, apps=apps)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    found = permissions.filter(content_type__app_label="newsroom", codename__in=RIGHTS)
    role = apps.get_model("auth", "Group").objects.using(using).filter(name="Administrators").first()
    if role is not None:
        role.permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0003_newsroom")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
