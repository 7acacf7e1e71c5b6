"""The history: one entry for each thing somebody did, written in the transaction of what it tells of."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import models

from accounts.models import User
from publishing.adding import add
from publishing.bases import EditionBase
from publishing.models import Event, Verb
from publishing.querysets import AppendOnlyQuerySet
from publishing.richtext import plain_lines

LONGEST_LABEL = 300


class Subject(NamedTuple):
    """What an entry is about, as the history knows it: it outlives the row, if there ever was one."""

    kind: str
    key: str
    label: str


def subject_of(row: models.Model) -> Subject:
    """Return how the history knows a row: by its key, or where it has none by its number."""
    return Subject(row._meta.model_name or "", str(getattr(row, "key", row.pk)), str(row))


def write_event(
    verb: Verb,
    *,
    of: models.Model | Subject,
    actor: User | None,
    revision: int | None = None,
    edition: EditionBase | None = None,
    note: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    """Write the entry of a verb; nothing else adds one, but for those of many pages brought in at once."""
    event_of(verb, of=of, actor=actor, revision=revision, edition=edition, note=note, data=data).save(
        force_insert=True
    )


def write_events(events: Sequence[Event]) -> None:
    """Write the entries of many pages brought in at once, in their order."""
    add(events)


def event_of(
    verb: Verb,
    *,
    of: models.Model | Subject,
    actor: User | None,
    revision: int | None = None,
    edition: EditionBase | None = None,
    note: str = "",
    data: dict[str, Any] | None = None,
) -> Event:
    """Return the entry of a verb, still to be written."""
    subject = of if isinstance(of, Subject) else subject_of(of)
    return Event(
        actor=actor,
        verb=verb,
        kind=subject.kind,
        object_key=subject.key,
        label=subject.label[:LONGEST_LABEL],
        revision_number=revision,
        edition_number=edition.number if edition else None,
        note=plain_lines(note),
        data=data or {},
    )


def history_of(row: models.Model) -> AppendOnlyQuerySet[Event]:
    """Return what was done to a row, the last first."""
    subject = subject_of(row)
    return Event.objects.filter(kind=subject.kind, object_key=subject.key)


def last_touched(model: type[models.Model], actor: User, *, most: int) -> list[str]:
    """Return the keys of the rows of a kind that somebody worked on last, the last first."""
    own = Event.objects.filter(actor=actor, kind=model._meta.model_name).order_by("-id")
    keys = own.values_list("object_key", flat=True)[: most * 5]
    return list(dict.fromkeys(keys))[:most]
