"""Which release a database belongs to, told by the migrations it has had."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader


def belongs_to_another_release() -> bool:
    """Tell whether the database has had migrations that this release does not know."""
    loader = MigrationLoader(connection)
    unknown = set(loader.applied_migrations) - set(loader.disk_migrations)
    return not _own_apps().isdisjoint(label for label, _name in unknown)


def _own_apps() -> set[str]:
    """Return the apps of this program, which stand in its folder, as against those of its packages."""
    return {
        config.label
        for config in apps.get_app_configs()
        if Path(config.path).resolve().parent == settings.BASE_DIR
    }
