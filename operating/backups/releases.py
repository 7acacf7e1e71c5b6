"""Which release a database belongs to, told by the migrations it has had."""

from collections.abc import Iterable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader


def is_of_another_release(applied: Iterable[tuple[str, str]]) -> bool:
    """Tell whether these are migrations that this release does not know."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return not own_apps().isdisjoint(app for app, name in applied if (app, name) not in known)


def own_apps() -> set[str]:
    """Return the apps of this program, which stand in its folder, as against those of its packages."""
    return {
        config.label
        for config in apps.get_app_configs()
        if Path(config.path).resolve().parent == settings.BASE_DIR
    }
