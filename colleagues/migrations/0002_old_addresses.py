from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations

ROLES = ("Editors", "Administrators")


def allow_old_addresses(apps: Any, schema_editor: Any) -> None:
    """Give whoever may change what readers see the rights to old addresses."""
    using = schema_editor.connection.alias
    config = apps.get_app_config("moving")
    config.models_module = True
    create_permissions(config, verbosity=0, interactive=False, using=using, apps=apps)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    rights = permissions.filter(
        content_type__app_label="moving",
        codename__in=["view_oldaddress", "add_oldaddress", "change_oldaddress"],
    )
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name__in=ROLES):
        group.permissions.add(*rights)


class Migration(migrations.Migration):
    dependencies = [
        ("colleagues", "0001_initial"),
        ("moving", "0001_initial"),
    ]

    operations = [migrations.RunPython(allow_old_addresses, migrations.RunPython.noop)]
