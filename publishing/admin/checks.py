"""System checks: no admin page outside the guarded base, no action without a permission."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.sites import all_sites
from django.core.checks import CheckMessage, Error, Tags, register

from publishing.admin.guard import GuardedAdmin, GuardedInline


@register(Tags.admin)
def check_admin_pages(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Fail on anything in the admin that is not deny-by-default."""
    pages = [page for site in all_sites for page in site._registry.values()]
    return [problem for page in pages for problem in problems(page)]


def problems(page: Any) -> Iterable[CheckMessage]:
    """Say what is wrong with one admin page."""
    if not isinstance(page, GuardedAdmin):
        yield Error(
            f"The admin page {type(page).__name__} of {page.model._meta.label} is not deny-by-default.",
            hint="Derive it from publishing.admin.guard.GuardedAdmin, or unregister it.",
            obj=type(page),
            id="newsroom.E001",
        )
        return
    for action, name, _description in page._get_base_actions():
        if not getattr(action, "allowed_permissions", None):
            yield Error(
                f"The action {name} of {type(page).__name__} names no permission, so viewers could run it.",
                hint="Decorate it with @admin.action(permissions=[…]).",
                obj=type(page),
                id="newsroom.E002",
            )
    for inline in page.inlines:
        if not issubclass(inline, GuardedInline):
            yield Error(
                f"The rows {inline.__name__} of {type(page).__name__} have permissions of their own.",
                hint="Derive them from publishing.admin.guard.GuardedInline.",
                obj=type(page),
                id="newsroom.E003",
            )
