"""What an upgrade brings to roles: a newsroom's own choices are left as they are, and told."""

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group
from django.db import connections, router

from colleagues.models import Role
from colleagues.roles import permissions_held, permissions_named
from colleagues.what_roles_may import KNOWN, RIGHTS, Right, permissions_of


def after_migrations(using: str, **named: Any) -> None:
    """Look at the roles once all tables of a database are there."""
    there = connections[using].introspection.table_names()
    if Role._meta.db_table in there and router.allow_migrate_model(using, Role) and using == "default":
        settle_roles()


def settle_roles() -> None:
    """Give each role what has come since, or put it to whoever decides about the role."""
    for app in sorted({name.partition(".")[0] for name in KNOWN}):
        create_permissions(apps.get_app_config(app), verbosity=0, interactive=False)
    for group in Group.objects.filter(role=None):
        Role.objects.create(group=group, is_changed=True, known=[right.key for right in RIGHTS])
    for role in Role.objects.select_related("group"):
        _settle(role)


def _settle(role: Role) -> None:
    new = [right for right in RIGHTS if right.key not in role.known]
    if not new:
        return
    held = permissions_held(role.group)
    given = [right for right in new if _gets(role, right, held)]
    role.group.permissions.add(*permissions_named(permissions_of(right.key for right in given)))
    waiting = [right.key for right in new if right not in given] if role.is_changed else []
    role.undecided = [*role.undecided, *waiting]
    role.known = [right.key for right in RIGHTS]
    role.save(update_fields=["undecided", "known"])


def _gets(role: Role, right: Right, held: frozenset[str]) -> bool:
    if right.part_of and permissions_of([right.part_of]) <= held:
        # It could do this before there was a sentence for it.
        return True
    return not role.is_changed and role.kind in right.given_to
