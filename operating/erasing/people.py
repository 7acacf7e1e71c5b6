"""Erasing a person: the profile in all its versions, and every link that leads to it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from images.models import Image
from moving.models import Arrival
from operating.erasing import journal, rest, rights
from operating.erasing.models import Erasure
from operating.erasing.words import forget_typed
from profiles.models import NeverAsked, Person
from publishing import payloads, richtext
from publishing.bases import Payload
from publishing.errors import RemovedForGood
from publishing.finding import find_text
from publishing.folding import sort_key
from publishing.history import Subject, write_event
from publishing.links import revisions_of_kind
from publishing.models import Event, Verb
from publishing.naming import hold_names, name_key
from publishing.search import keeping
from publishing.usage import uses_of
from publishing.workflow import remove_for_good
from publishing.workflow.erasing import end_all, forget_in_history, overwrite_history, overwrite_page
from publishing.workflow.locking import Actor

LONGEST_WORDS = 60


def erase_person(
    *,
    person: Person,
    actor: Actor,
    words: str = "",
    places: Sequence[str] = (),
    at: datetime | None = None,
) -> Erasure:
    """Overwrite all that was ever kept about a person, and have nothing lead there any more.

    `words` stand in texts for their name, wherever it was linked, said who speaks or stood in a byline;
    without them the name stays there as it was published, as words that lead nowhere. `places` are the rows
    in which a part of the name goes that stands alone (`operating.erasing.parts`).
    """
    rights.require(actor)
    words = richtext.one_line(words, LONGEST_WORDS)
    with transaction.atomic():
        row = Person.objects.select_for_update().filter(pk=person.pk).first()
        if row is None or row.erased_at is not None:
            raise RemovedForGood
        names = names_of(row)
        pictures = pictures_of(row)
        end_all(row)
        found = _overwrite(row)
        _forget_beside(row, names)
        _forget_pictures(pictures)
        erasure = journal.begun(Erasure.Kind.PERSON, row.key, at=at, words=words, places=places)
        write_event(Verb.ERASE, of=_subject(row), actor=actor)
        more: dict[str, Any] = {"name": names[0], "found": sorted(found)}
        rest.enqueue_rest(erasure, by=actor, names=names, instead=words or str(row), **more)
    person.refresh_from_db()
    return erasure


def names_of(row: Person) -> list[str]:
    """Return every name they ever had here, today's first."""
    said = [row.name, *row.aliases, *row.editions.names("name")]
    for revision in row.revisions.all():
        payload = payloads.read(revision)
        said += [payload["name"], *payload["aliases"]]
    return list(dict.fromkeys(filter(None, said)))


def pictures_of(row: Person) -> list[Image]:
    """Return the pictures of any version of a profile."""
    keys: set[str] = set()
    for revision in revisions_of_kind(Person).filter(working_copy=row):
        payload = payloads.read(revision)
        keys |= {use.key for use in richtext.extract(payload["body"]).images}
        keys |= {payload["portrait"]} if payload["portrait"] else set()
    return list(Image.objects.filter(key__in=keys).order_by("pk"))


def nothing_of(row: Person) -> Payload:
    """Return what a profile says of which everything is erased."""
    erased = Person(
        name=_("Erased person"),
        slug=f"erased-{row.key.lower()}",
        page=Person.Page.NEVER,
        language=row.language,
    )
    return erased.payload()


def _subject(row: Person) -> Subject:
    return Subject("person", row.key, row.name)


def _overwrite(row: Person) -> set[str]:
    payload = nothing_of(row)
    name = payload["name"]
    edition = {
        "name": name,
        "sort_key": sort_key(name),
        "occupation": "",
        "summary": "",
        "facts": {"aliases": [], "links": []},
        "portrait": None,
        "portrait_alt": "",
    }
    found = overwrite_page(row, payload=payload, edition=edition, note=_("Personal data were removed."))
    for column, value in payload.items():
        if column not in ("sources", "portrait"):
            setattr(row, column, value)
    row.portrait = row.colleague = row.holder = row.submitted_by = None
    row.handover_note, row.left_checks = "", []
    row.binned_at = row.binned_by = None
    row.erased_at = timezone.now()
    row.find_text = find_text(row.found_by())
    row.save()
    hold_names(row.names, row.goes_by())
    for rows in (row.draft_sources, row.notes):
        rows.all().delete()
    keeping.keep_draft(row)
    keeping.keep_editions(list(row.editions.all()))
    return found


def _forget_beside(row: Person, names: list[str]) -> None:
    """Forget what other tables hold of them."""
    forget_in_history(row, label=row.name)
    old = list(row.old_addresses.all())
    if old:
        remove_for_good(rows=old, actor=None)
    for address in old:
        forget_in_history(address, label=row.name)
    Arrival.objects.filter(person=row).delete()
    forget_typed(person=row.key)
    never = NeverAsked.objects.filter(key__in={name_key(name) for name in names})
    keys = [str(pk) for pk in never.values_list("pk", flat=True)]
    overwrite_history(Event.objects.filter(kind="neverasked", object_key__in=keys), label=row.name)
    never.delete()


def _forget_pictures(pictures: list[Image]) -> None:
    """Remove the pictures that only this profile had, with their files."""
    for picture in pictures:
        if not uses_of(picture):
            remove_for_good(rows=[picture], actor=None)
            forget_in_history(picture, label=_("Erased picture"))


def again(entry: journal.Entry) -> None:
    """Erase a person of whom a restored backup knows."""
    person = Person.objects.filter(key=entry.key).first()
    if person is not None and person.erased_at is None:
        erase_person(person=person, actor=None, words=entry.words, places=entry.places.split(), at=entry.at)
    rest.finish_now(entry)


journal.VERBS[Erasure.Kind.PERSON] = again
