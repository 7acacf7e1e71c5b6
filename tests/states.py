"""The whole database as a test sees it, and a database that breaks at the worst moment."""

from collections.abc import Callable
from typing import Any

from django.apps import apps

from publishing.models import DraftWord, PublicChange, SearchWord


class Broken(Exception):
    """What a database does at the worst moment."""


class BreakAt:
    """Fail at the write statement with this number."""

    def __init__(self, number: int) -> None:
        self.left = number
        self.broke = False

    def __call__(self, execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        # Which words there are is remembered after the commit, on PostgreSQL; it undoes nothing.
        is_write = sql.lstrip().split(" ", 1)[0].upper() in ("INSERT", "UPDATE", "DELETE")
        if is_write and not any(f'"{model._meta.db_table}"' in sql for model in (DraftWord, SearchWord)):
            if self.left == 0:
                self.broke = True
                raise Broken
            self.left -= 1
        return execute(sql, *arguments)


def everything() -> dict[str, list[Any]]:
    """Return every row of every table of ours.

    Left out are what tells other machines that something changed, and which words there ever were.
    """
    ours = [model for model in apps.get_models() if not model.__module__.startswith("django.")]
    models = [model for model in ours if model not in (PublicChange, DraftWord, SearchWord)]
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in models}
