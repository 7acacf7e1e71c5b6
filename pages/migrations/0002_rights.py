"""Pages for the three roles: reporters write them, editors publish them."""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations

WRITING = ["view_page", "add_page", "change_page"]
PUBLISHING = [*WRITING, "publish_page"]
ROLES = {"Reporters": WRITING, "Editors": PUBLISHING, "Administrators": PUBLISHING}


def give_rights(apps: Any, schema_editor: Any) -> None:
    """Give each role its rights, which otherwise come only after the last migration."""
    using = schema_editor.connection.alias
    config = apps.get_app_config("pages")
    config.models_module = True
    create_permissions(config, verbosity=0, interactive=False, using=using, apps=apps)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    for name, rights in ROLES.items():
        group, _is_new = apps.get_model("auth", "Group").objects.using(using).get_or_create(name=name)
        group.permissions.add(*permissions.filter(content_type__app_label="pages", codename__in=rights))


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("newsroom", "0001_groups"),
        ("pages", "0001_initial"),
    ]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
