"""A first name or a family name that stands alone in notes and in the history: shown, and chosen.

Alone it may be somebody else's, or another word. So each place is shown before; only what was chosen goes.
A place is known by its row, which says nothing of anybody and is the same in a restored backup.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from operating.erasing.words import Names
from publishing.links import revisions_of_kind, working_copy_models
from publishing.models import Event
from publishing.workflow.erasing import reword

SHORTEST = 3
MOST_SHOWN = 100
AROUND = 50
"""How many letters are shown on either side."""


class Place(NamedTuple):
    """Where a part of a name stands alone."""

    key: str
    words: str


def parts_of(names: Iterable[str]) -> list[str]:
    """Return the names somebody may be called by alone; what begins small, such as “van”, is none."""
    found = (part for name in names if " " in name.strip() for part in re.findall(r"[\w'’-]+", name))
    return list(dict.fromkeys(part for part in found if len(part) >= SHORTEST and not part[0].islower()))


def places_of(names: Iterable[str]) -> list[Place]:
    """Return the places where a part of a name stands without the others, the last ones first."""
    names = list(names)
    whole, parts = Names(names, ""), Names(parts_of(names), "", shortest=SHORTEST)
    return list(islice(_places(whole, parts), MOST_SHOWN)) if parts else []


def take_out(keys: Sequence[str], names: Iterable[str], instead: str) -> None:
    """Put other words for parts of a name, where that was chosen."""
    parts = Names(parts_of(names), instead, shortest=SHORTEST)
    for key in keys if parts else ():
        for model, columns in _kept():
            label, _dot, number = key.rpartition(".")
            if label == model._meta.label_lower and number.isdecimal():
                _reword(model, int(number), columns, parts)


def _kept() -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Yield every table in which the program keeps such words, and its columns."""
    yield Event, ("label", "note", "data")
    for model in working_copy_models():
        yield revisions_of_kind(model).model, ("note",)
        yield model, ("handover_note",)


def _places(whole: Names, parts: Names) -> Iterator[Place]:
    pages = {model._meta.model_name for model in working_copy_models()}
    for model, columns in _kept():
        numbers: set[int] = set()
        for column in columns:
            having = parts.rows(model._base_manager.all(), column)
            numbers |= set(having.order_by("-pk").values_list("pk", flat=True)[: 10 * MOST_SHOWN])
        for row in model._base_manager.filter(pk__in=sorted(numbers)[-10 * MOST_SHOWN :]).order_by("-pk"):
            own = [name for name in columns if not (name == "label" and row.kind in pages)]
            said = " · ".join(str(whole.out_of(getattr(row, name))) for name in own if getattr(row, name))
            if around := parts.around(said, AROUND):
                yield Place(f"{model._meta.label_lower}.{row.pk}", f"{_where(row)}: {around}")


def _where(row: models.Model) -> str:
    if isinstance(row, Event):
        when = date_format(row.at, "SHORT_DATE_FORMAT")
        return _("History, %(day)s, %(did)s") % {"day": when, "did": row.get_verb_display()}
    page = getattr(row, "working_copy", None)
    if page is not None:
        return _("Note on a saved version of “%(text)s”") % {"text": page}
    return _("Note on handing over “%(text)s”") % {"text": row}


def _reword(model: Any, number: int, columns: Sequence[str], parts: Names) -> None:
    if model is Event or "handover_note" not in columns:
        pages = {page._meta.model_name for page in working_copy_models()}
        own: Any = model.objects.filter(pk=number)
        is_of_page = model is Event and own.filter(kind__in=pages).exists()
        for column in columns:
            if not (is_of_page and column == "label"):
                reword(own, column, parts.out_of)
        return
    for said in model._base_manager.filter(pk=number).values_list("handover_note", flat=True):
        model._base_manager.filter(pk=number).update(handover_note=parts.out_of(said))
