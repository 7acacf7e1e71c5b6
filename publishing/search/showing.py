"""Which rows count beside their words: what is public only while something live leads to it, and drafts."""

from typing import Any

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from publishing.bases import EditionBase, Record, WorkingCopy
from publishing.search.engines.asking import Condition


def edition_kinds() -> dict[str, type[EditionBase]]:
    """Return what published versions are found as, and their models."""
    return _kinds(EditionBase)


def record_kinds() -> dict[str, Any]:
    """Return what rows without a draft are found as, and their models."""
    return _kinds(Record)


def draft_kinds() -> dict[str, type[WorkingCopy]]:
    """Return what drafts are found as, and their models."""
    return _kinds(WorkingCopy)


def _kinds(base: Any) -> dict[str, Any]:
    models: list[Any] = [model for model in apps.get_models() if issubclass(model, base)]
    return {kind: model for model in models for kind in model.search_kinds}


def shown_condition(kind: str, shown: QuerySet[Any]) -> Condition:
    """Return the condition that what is of this kind is among these rows; asked row by row."""
    this = RawSQL("r.object_id", [])
    try:
        sql, params = shown.filter(pk=this).order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return Condition("r.kind <> %s", (kind,))
    return Condition(f"(r.kind <> %s OR EXISTS ({sql}))", (kind, *params))
