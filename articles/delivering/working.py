"""What is done of a delivery in the background: each file by itself, so that none holds up the others."""

import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from django.db import InterfaceError, OperationalError
from django.db.models import F, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles.delivering.chosen import choices_of
from articles.delivering.shown import counts_of
from articles.delivering.taking import MAKE, READ, delete_file
from articles.importing import (
    Options,
    Outcome,
    Plan,
    digest_of,
    kept_once_committed,
    make,
    manuscript_of,
    plan_of,
)
from articles.importing.beside import look_through
from articles.importing.sentences import fault_in_words
from articles.models import Delivered, Delivery
from articles.models.deliveries import State
from images.storages import StorageAway
from jobs import queue
from jobs.running import LeaseLost, Running
from manuscripts import Manuscript, ManuscriptError
from manuscripts.child import convert_pasted
from manuscripts.packing import packed, unpacked
from publishing.errors import WorkflowError

logger = logging.getLogger("newsroom.importing")

AT_ONCE = 15.0
"""Seconds for which files are worked on before others in the queue have their turn."""
MOST_TRIES = 3


def read_waiting(running: Running, *, delivery: int) -> dict[str, Any]:
    """Read the files of a delivery that wait for it."""
    return _each(running, delivery, State.WAITING, read_one, READ)


def make_chosen(running: Running, *, delivery: int) -> dict[str, Any]:
    """Make drafts of the files of a delivery that are chosen."""
    return _each(running, delivery, State.CHOSEN, make_one, MAKE)


def _each(
    running: Running, pk: int, state: State, do: Callable[[Delivered], None], kind: str
) -> dict[str, Any]:
    """Do something with one file after the other, for a while; the rest is another job's."""
    until, done = time.monotonic() + AT_ONCE, 0
    while (delivered := _next(pk, state)) is not None:
        if time.monotonic() >= until:
            queue.enqueue(kind, {"delivery": pk})
            break
        if not _begun(delivered):
            continue
        with _told_to(delivered.delivery):
            _one(delivered, do)
        done += 1
        running.report(done, done + Delivered.objects.filter(delivery=pk, state=state).count())
    return {"files": done}


def _next(pk: int, state: State) -> Delivered | None:
    files = Delivered.objects.filter(delivery=pk, state=state).select_related("delivery__sender")
    return files.order_by("tries", "position").first()


def _begun(delivered: Delivered) -> bool:
    """Count one more try of a file; of several workers that come to it at once, one does it."""
    tries = min(delivered.tries, MOST_TRIES) + 1
    unchanged = _unchanged(delivered).filter(tries=delivered.tries)
    return unchanged.update(tries=tries) == 1


def _unchanged(delivered: Delivered) -> QuerySet[Delivered]:
    """Return the row of a file if it is as it was found: not removed, nor done by another worker."""
    return Delivered.objects.filter(pk=delivered.pk, state=delivered.state)


def _one(delivered: Delivered, do: Callable[[Delivered], None]) -> None:
    """Do something with one file, and note why it could not be done."""
    if delivered.tries >= MOST_TRIES:
        _fail(delivered, _("this file could not be brought in. The log says why."))
        return
    try:
        do(delivered)
    except (OperationalError, InterfaceError, LeaseLost, StorageAway):
        # Nothing is wrong with the file: the whole job is tried again, and this try does not count.
        with suppress(OperationalError, InterfaceError):
            _unchanged(delivered).filter(tries__gt=0).update(tries=F("tries") - 1)
        raise
    except Exception:
        # A fault of this program: the log has what mends it, the others are still to be done.
        logger.exception("Delivered file %s could not be brought in", delivered.key)
        _fail(delivered, _("this file could not be brought in. The log says why."))


def read_one(delivered: Delivered) -> None:
    """Read one file, and keep what was read without the bytes of its pictures."""
    try:
        data = _bytes_of(delivered)
        manuscript = _manuscript_of(delivered, data)
    except ManuscriptError as error:
        _refuse(delivered, fault_in_words(str(delivered), error))
        return
    pictures = tuple(replace(picture, data=b"") for picture in manuscript.pictures)
    delivered.digest = _digest_of(delivered, data)
    _unchanged(delivered).update(
        manuscript=json.dumps(packed(replace(manuscript, pictures=pictures))),
        digest=delivered.digest,
        brief=_brief_of(delivered, manuscript),
        state=State.READ,
        tries=0,
        outcome={},
    )


def _brief_of(delivered: Delivered, manuscript: Manuscript) -> dict[str, Any]:
    """Return what a list of files says of one."""
    try:
        plan = plan_for(delivered, manuscript)
    except WorkflowError as problem:
        same, earlier, problem_said = None, None, str(problem)
    else:
        same, earlier, problem_said = plan.same, plan.earlier, ""
    return counts_of(manuscript) | {
        "headline": manuscript.headline,
        "embargo": manuscript.embargo.text if manuscript.embargo else "",
        "same": same.headline if same else "",
        "known": earlier.headline if earlier else "",
        "problem": problem_said,
    }


def make_one(delivered: Delivered) -> None:
    """Make a draft of one file, all or nothing: its state and its draft are written together."""
    manuscript = manuscript_in(delivered)
    if manuscript.pictures:
        whole = _manuscript_of(delivered, _bytes_of(delivered))
        manuscript = replace(manuscript, pictures=whole.pictures)
    pictures = look_through(manuscript)
    try:
        with kept_once_committed() as undo:
            row = _unchanged(delivered).select_for_update().first()
            if row is None:
                return
            plan = plan_for(delivered, manuscript)
            _made(delivered, make(plan, choices_of(row), pictures=pictures, undo=undo))
    except StorageAway:
        raise
    except WorkflowError as error:
        _fail(delivered, str(error))
        return
    if delivered.content:
        delete_file(delivered.content)


def manuscript_in(delivered: Delivered) -> Manuscript:
    """Return what was read of a file; its pictures are without their bytes."""
    return unpacked(json.loads(delivered.manuscript))


def plan_for(delivered: Delivered, manuscript: Manuscript) -> Plan:
    """Return what one file would come to, in the name of its sender."""
    delivery = delivered.delivery
    options = Options(
        actor=delivery.sender,
        usual_language=delivery.usual_language,
        language=delivery.language,
        zone=ZoneInfo(delivery.zone),
    )
    return plan_of(manuscript, digest=delivered.digest, name=str(delivered), options=options)


def _made(delivered: Delivered, outcome: Outcome) -> None:
    # What it was made of is in the draft now; what waits is not kept longer than it must.
    told = {
        "article": outcome.article.pk,
        "headline": outcome.article.headline,
        "status": outcome.status,
        "warnings": outcome.warnings,
    }
    _unchanged(delivered).update(content="", manuscript="", choices={}, state=State.MADE, outcome=told)


def _refuse(delivered: Delivered, sentence: str) -> None:
    _unchanged(delivered).update(state=State.REFUSED, outcome={"sentence": sentence})


def _fail(delivered: Delivered, sentence: str) -> None:
    state = State.FAILED if delivered.manuscript else State.REFUSED
    _unchanged(delivered).update(state=state, outcome={"sentence": f"{delivered}: {sentence}"})


def _bytes_of(delivered: Delivered) -> bytes:
    with delivered.content.open("rb") as file:
        data: bytes = file.read()
    return data


def _manuscript_of(delivered: Delivered, data: bytes) -> Manuscript:
    language = delivered.delivery.language
    if not delivered.is_pasted:
        return manuscript_of(data, delivered.name, language=language)
    pasted = json.loads(data)
    if pasted["html"].strip():
        return convert_pasted(pasted["html"], pasted["plain"], language=language)
    return manuscript_of(pasted["plain"].encode("utf-8", "replace"), "", language=language)


def _digest_of(delivered: Delivered, data: bytes) -> str:
    if not delivered.is_pasted:
        return digest_of(data)
    pasted = json.loads(data)
    return digest_of((pasted["html"].strip() or pasted["plain"]).encode("utf-8", "replace"))


@contextmanager
def _told_to(delivery: Delivery) -> Iterator[None]:
    """Speak the sender's language, and mean times in the newsroom's zone."""
    with translation.override(delivery.told_in or None), timezone.override(ZoneInfo(delivery.zone)):
        yield
