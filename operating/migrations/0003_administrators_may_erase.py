from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations


def let_administrators_erase(apps: Any, schema_editor: Any) -> None:
    """Give administrators the right to erase, which nobody else has by default."""
    using = schema_editor.connection.alias
    config = apps.get_app_config("operating")
    config.models_module = True
    create_permissions(config, verbosity=0, interactive=False, using=using, apps=apps)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    right = permissions.filter(content_type__app_label="operating", codename="erase")
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name="Administrators"):
        group.permissions.add(*right)


class Migration(migrations.Migration):
    dependencies = [
        ("operating", "0002_right_to_erase"),
        ("colleagues", "0001_initial"),
    ]

    operations = [migrations.RunPython(let_administrators_erase, migrations.RunPython.noop)]
