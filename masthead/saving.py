"""Writing what every page shows of the newsroom."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst

from images.library import add_picture, take_back
from images.models import Image
from images.processing import Ingested
from masthead.models import MenuItem, Newsroom
from masthead.plain_look import keep_look
from masthead.site import site_at
from publishing.errors import InvalidText
from publishing.records import save_record
from publishing.typed import as_typed
from publishing.workflow.locking import Actor

Rows = Sequence[Mapping[str, Any]]


def the_newsroom() -> Newsroom:
    """Return the one row, as an unsaved one while nobody has filled it in."""
    return Newsroom.objects.first() or Newsroom()


def save_newsroom(
    *,
    newsroom: Newsroom,
    changes: Mapping[str, Any],
    version: int,
    actor: Actor,
    menu: Rows | None = None,
    uploads: Mapping[str, Ingested] | None = None,
) -> Newsroom:
    """Save what every page shows, with its new pictures and its menu if given: all of it or nothing."""
    with ExitStack() as undo:
        with transaction.atomic():
            pictures = {
                name: _in_library(taken, title=_title(name), actor=actor, undo=undo)
                for name, taken in (uploads or {}).items()
            }
            before = [] if newsroom.pk is None else menu_in_words(newsroom.menu.select_related("tag", "page"))
            items = None if menu is None else _items(menu)
            save_record(
                record=newsroom,
                changes={**changes, **pictures},
                version=version,
                actor=actor,
                also={} if items is None else {"menu": [before, menu_in_words(items)]},
            )
            if items is not None:
                _replace(newsroom, items)
            # As it is when all is kept, and no part of whether it is.
            transaction.on_commit(lambda: keep_look(site_at(timezone.now())), robust=True)
        undo.pop_all()
    return newsroom


def _in_library(taken: Ingested, *, title: str, actor: Actor, undo: ExitStack) -> Image:
    """Return the picture in the library, which may have it already."""
    known = Image.objects.filter(sha256=taken.sha256).first()
    if known is not None:
        return known
    made = add_picture(image=Image(), taken=taken, changes={"title": title}, actor=actor)
    undo.callback(take_back, made)
    return made


def _title(name: str) -> str:
    field: Any = Newsroom._meta.get_field(name)
    return capfirst(str(field.verbose_name))


def _items(menu: Rows) -> list[MenuItem]:
    items = [MenuItem(position=position, **as_typed(MenuItem, row)) for position, row in enumerate(menu)]
    try:
        for item in items:
            item.full_clean(exclude=["newsroom"])
    except ValidationError as error:
        raise InvalidText(" ".join(error.messages)) from error
    return items


def _replace(newsroom: Newsroom, items: Sequence[MenuItem]) -> None:
    newsroom.menu.all().delete()
    for item in items:
        item.newsroom = newsroom
    MenuItem.objects.bulk_create(items)


def menu_in_words(items: Iterable[MenuItem]) -> list[str]:
    """Return the menu as the history and a comparison show it."""
    return [f"{item} ({item.leads_to})" for item in items]
