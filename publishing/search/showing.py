"""Which rows count beside their words: what is public only while something live leads to it, and drafts."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from publishing.bases import Record, WorkingCopy
from publishing.search.engines.asking import Condition, adapted


def record_kinds() -> dict[str, Any]:
    """Return what rows without a draft are found as, and their models."""
    return _kinds(Record)


def draft_kinds() -> dict[str, type[WorkingCopy]]:
    """Return what drafts are found as, and their models."""
    return _kinds(WorkingCopy)


def _kinds(base: Any) -> dict[str, Any]:
    models: list[Any] = [model for model in apps.get_models() if issubclass(model, base)]
    return {kind: model for model in models for kind in model.search_kinds}


STAND_IN = datetime(1801, 2, 3, 4, 5, 6, tzinfo=UTC)


def live_conditions(kinds: Sequence[str], at: datetime) -> list[Condition]:
    """Return the conditions that what has no draft is shown at a moment, of these kinds or of all."""
    moment, stood = adapted(at), adapted(STAND_IN)
    return [
        Condition(one.sql, tuple(moment if given == stood else given for given in one.params))
        for kind, one in _live_of_kinds(connection.vendor)
        if not kinds or kind in kinds
    ]


@cache
def _live_of_kinds(vendor: str) -> list[tuple[str, Condition]]:
    """Return what `live` says of each kind, made into SQL once, for a moment that stands in for any."""
    return [
        (kind, shown_condition(kind, model.objects.live(STAND_IN))) for kind, model in record_kinds().items()
    ]


def shown_condition(kind: str, shown: QuerySet[Any]) -> Condition:
    """Return the condition that what is of this kind is among these rows; asked row by row."""
    this = RawSQL("r.object_id", [])
    try:
        sql, params = shown.filter(pk=this).order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return Condition("r.kind <> %s", (kind,))
    return Condition(f"(r.kind <> %s OR EXISTS ({sql}))", (kind, *params))
