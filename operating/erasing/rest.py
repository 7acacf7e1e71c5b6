"""What an erasure does after readers have lost it: through all texts, notes and files, step by step.

Each step is a transaction of its own and can be done twice, so that whatever breaks it off, it goes on.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from jobs.models import Job
from jobs.queue import enqueue
from operating.erasing import journal, parts, traces, words
from operating.erasing.models import Erasure
from profiles.models import Person
from publishing import payloads
from publishing.bases import WorkingCopy
from publishing.history import write_event
from publishing.links import links_to, working_copy_models
from publishing.models import Verb
from publishing.search.unused import forget_unused
from publishing.usage import holder_of
from publishing.workflow.erasing import unname
from publishing.workflow.settling import settle

REST = "operating.erase"
AGAIN = "operating.erase_again"
AGAIN_AFTER = (
    timedelta(seconds=5),
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
    timedelta(days=7),
    timedelta(days=30),
)
"""Who was saving at that moment, or has an older text on the screen, brings the name back."""
MOST_ROUNDS = 3
REPLACED = _("The name of a person was replaced in every version.")
UNLINKED = _("A person was erased: their name is no link any more, in any version.")

Tell = Callable[[int, int], None]
Page = tuple[type[WorkingCopy], int]


def nobody(done: int, of: int) -> None:
    """Tell nobody how far it is."""


def enqueue_rest(erasure: Erasure, *, by: User | None, **arguments: Any) -> None:
    """Have the rest done in the background, in the transaction of the verb."""
    told = {"erasure": erasure.pk, "by": None if by is None else by.pk}
    enqueue(REST, told | arguments, key=key_of(erasure))
    journal.keep_when_kept()


def key_of(erasure: Erasure) -> str:
    return f"{REST} {erasure.pk}"


def finish_now(entry: journal.Entry) -> None:
    """Do at once what is left of an erasure, or only note that nothing is."""
    erasure, _made = Erasure.objects.get_or_create(
        kind=entry.kind,
        key=entry.key,
        at=entry.at,
        defaults={"in_texts": entry.in_texts, "words": entry.words, "places": entry.places},
    )
    job = Job.objects.filter(key=key_of(erasure)).first()
    if job is None:
        Erasure.objects.filter(pk=erasure.pk).update(finished_at=timezone.now())
        return
    do_rest(**job.arguments)
    job.delete()


def do_rest(
    *,
    erasure: int,
    names: list[str],
    instead: str,
    by: int | None = None,
    name: str = "",
    found: Iterable[str] = (),
    tell: Tell = nobody,
    job: int = 0,
) -> int:
    """Do everything that is left of an erasure; return in how many texts something was changed."""
    row = Erasure.objects.get(pk=erasure)
    gone, changed = set(found), 0
    if row.kind == Erasure.Kind.PERSON:
        eraser = User.objects.filter(pk=by or 0).first()
        for more, is_changed in _through_texts(row, name=name, by=eraser, tell=tell):
            gone |= more
            changed += is_changed
    with transaction.atomic():
        said = words.Names(names, instead)
        words.out_of_notes(said)
        # After whole names, so that of these nothing is put in twice.
        parts.take_out(row.places.split(), names, instead)
        words.out_of_jobs(said, but=job)
        if row.kind == Erasure.Kind.PERSON:
            words.out_of_deliveries(said)
            words.out_of_buffers(person=row.key, words=row.words, name=name)
        if row.in_texts:
            words.out_of_checks(said)
    forget_unused(gone)
    with transaction.atomic():
        Erasure.objects.filter(pk=row.pk).update(finished_at=timezone.now())
        if row.kind == Erasure.Kind.PERSON:
            _enqueue_again(row.pk, 0, by=by)
    traces.wipe()
    journal.keep()
    return changed


def look_again(*, erasure: int, time: int, by: int | None = None, tell: Tell = nobody) -> int:
    """Take a person out of what was saved since; nothing but the row is known of them any more."""
    row = Erasure.objects.get(pk=erasure)
    gone, changed, name = set[str](), 0, str(Person.objects.get(key=row.key))
    eraser = User.objects.filter(pk=by or 0).first()
    for more, is_changed in _through_texts(row, name=name, by=eraser, tell=tell):
        gone |= more
        changed += is_changed
    with transaction.atomic():
        typed = words.forget_typed(person=row.key)
        typed |= words.out_of_buffers(person=row.key, words=row.words, name=name)
        if time + 1 < len(AGAIN_AFTER):
            _enqueue_again(row.pk, time + 1, by=by)
    if changed or typed:
        forget_unused(gone)
        traces.wipe()
    return changed


def _enqueue_again(erasure: int, time: int, *, by: int | None) -> None:
    told = {"erasure": erasure, "time": time, "by": by}
    enqueue(AGAIN, told, key=f"{AGAIN} {erasure} {time}", later=AGAIN_AFTER[time])


def _through_texts(
    row: Erasure, *, name: str, by: User | None, tell: Tell
) -> Iterator[tuple[set[str], bool]]:
    """Take the person out of one page after the other."""
    person = Person.objects.get(key=row.key)
    for _round in range(MOST_ROUNDS):
        # Somebody may have saved or published a text with the name while others were gone through.
        pages = sorted(pages_naming(person), key=lambda page: (page[0]._meta.label, page[1]))
        for done, (model, pk) in enumerate(pages):
            with transaction.atomic():
                came_of_it = _through_page(row, person, model, pk, name=name, by=by)
                tell(done + 1, len(pages))
            yield came_of_it
        if not pages:
            return


def _through_page(
    row: Erasure, person: Person, model: type[WorkingCopy], pk: int, *, name: str, by: User | None
) -> tuple[set[str], bool]:
    """Take the person out of one page, which is locked as whoever saves it locks it."""
    page = model._base_manager.select_for_update().filter(pk=pk).first()
    if page is None:
        return set(), False
    found, is_changed = unname(page, person=person, key=row.key, words=row.words, name=name)
    if is_changed:
        settle(model, [pk])
        write_event(Verb.ERASE, of=page, actor=by, note=str(REPLACED if row.words else UNLINKED))
    return found, is_changed


def pages_naming(person: Person) -> set[Page]:
    """Return every page that leads to a person, in its draft, any saved version or any published one."""
    pages: set[Page] = set()
    for link in links_to(Person, models.Model):
        model, way = holder_of(link.model)
        if issubclass(model, WorkingCopy):
            rows: Any = link.model._base_manager.filter(**{link.name: person})
            pages |= {(model, pk) for pk in rows.values_list(way, flat=True)}
    for model in working_copy_models():
        named = payloads.naming(model, person.key).values_list("working_copy", flat=True)
        pages |= {(model, pk) for pk in named}
        drafts = model._base_manager.filter(body__contains=person.key).values_list("pk", flat=True)
        pages |= {(model, pk) for pk in drafts}
    return {page for page in pages if page != (Person, person.pk)}
